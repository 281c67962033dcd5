package incident

import (
	"maps"
	"slices"
	"strings"

	"aantoonbaar/internal/i18n"
)

// Origins says in people's words from what a field is filled, each once; nothing
// where a person writes it.
func (f Field) Origins() (origins []i18n.Text) {
	for _, parts := range named.FindAllStringSubmatch(f.Fill.NL, -1) {
		if o := origin[parts[1]]; !o.IsZero() && !slices.Contains(origins, o) {
			origins = append(origins, o)
		}
	}
	return origins
}

var (
	fromFacts    = i18n.T("wat wij weten", "what we know")
	fromTerms    = i18n.T("de momenten", "the moments")
	fromHandling = i18n.T("de afhandeling", "the handling")
	fromSent     = i18n.T("wat er al is verstuurd", "what was sent before")
	origin       = map[string]i18n.Text{
		"org": i18n.T("uw profiel", "your profile"), "number": fromFacts, "title": fromFacts, "what": fromFacts, "systems": fromFacts, "lead": fromFacts, "lessons": fromFacts,
		"happened": fromTerms, "aware": fromTerms, "aware_day": fromTerms, "over": fromTerms, "state": fromTerms,
		"hit": fromHandling, "cause": fromHandling, "care_lost": fromHandling,
		"log": i18n.T("het verloop", "the log"), "decisions": i18n.T("de besluiten in het verloop", "the decisions in the log"),
		"is": i18n.T("uw antwoorden", "your answers"), "traces": i18n.T("de sporen van de aanval", "the traces of the attack"),
		"sent": fromSent, "sent_day": fromSent, "receipt": fromSent, "text": i18n.T("een eerdere tekst", "an earlier text"),
	}
)

// checkFill complains about names that give nothing, in both languages.
func (c *checker) checkFill(where string, f Field, r Rules) {
	names := func(text string) []string {
		all := named.FindAllString(text, -1)
		slices.Sort(all)
		return all
	}
	c.need(slices.Equal(names(f.Fill.NL), names(f.Fill.EN)), "%s begins with other names in Dutch than in English", where)
	for _, parts := range named.FindAllStringSubmatch(f.Fill.NL, -1) {
		c.need(r.gives(parts[1], parts[2]), "%s begins with %s, which gives nothing", where, parts[0])
	}
	left := named.ReplaceAllString(f.Fill.NL+f.Fill.EN, "")
	c.need(!strings.ContainsAny(left, "{}"), "%s begins with a name that cannot be read: %s", where, left)
}

// gives reports whether there is anything of that name.
func (r Rules) gives(name, of string) bool {
	switch name {
	case "is":
		return r.has(of)
	case "sent", "sent_day", "receipt":
		duty, step, _ := strings.Cut(of, "/")
		d, _ := r.Duty(duty)
		_, ok := d.Step(step)
		return ok
	case "text":
		text, field, _ := strings.Cut(of, "/")
		t, _ := r.Text(text)
		_, ok := t.Field(field)
		return ok
	}
	return of == "" && slices.Contains(slices.Collect(maps.Keys(plain)), name)
}
