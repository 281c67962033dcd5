package incidentweb

import (
	"slices"
	"strconv"
	"strings"

	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/incident"
	"aantoonbaar/internal/source"
	"aantoonbaar/internal/web"
)

// missing are the fields that have to be filled in and are not.
func (p textPage) missing(values map[string]string) []incident.Field {
	return p.Paper.Text.Missing(values, p.Paper.Late)
}

// onScreen is the class of what stays off the paper of a letter: who gets it reads
// running text, and nothing of numbers and versions.
func (p textPage) onScreen() string {
	if p.Paper.Text.Letter {
		return "zi-no-print"
	}
	return ""
}

// written is the language in which the text is, whatever that of the page.
func (p textPage) written() i18n.Lang {
	switch {
	case p.E.Number > 0:
		return p.E.Lang
	case p.Paper.Last().Number > 0:
		return p.Paper.Last().Lang
	}
	return p.Lang
}

// values are what the fields show: as typed in a form that came back, or as they stand.
func (p textPage) values() map[string]string {
	values := map[string]string{}
	for _, f := range p.Paper.Text.Fields {
		values[f.ID] = p.typed(f.ID, p.Paper.Values()[f.ID])
	}
	return values
}

// fieldOf is the input of a field.
func (p textPage) fieldOf(f incident.Field) web.Field {
	value := p.typed(f.ID, p.Paper.Values()[f.ID])
	rows := strings.Count(value, "\n") + len(value)/70 + 1
	hint := f.Hint.In(p.Lang)
	if from := p.origins(f); from != "" && p.Paper.Offered[f.ID] != "" {
		hint = strings.TrimSpace(hint + " " + p.T("Ingevuld uit ", "Filled from ") + from + ".")
	}
	return p.field(web.Field{
		Name: f.ID, Label: f.Title.In(p.Lang), Hint: hint, Rows: min(max(rows, 2), 12), Value: value,
		Optional: f.Need == incident.Never || f.Need == incident.IfLate && !p.Paper.Late,
	})
}

func (p textPage) origins(f incident.Field) string {
	var from []string
	for _, o := range f.Origins() {
		from = append(from, o.In(p.Lang))
	}
	return p.Lang.And(from)
}

// choices are what one can do about a field that the incident changed underneath.
func (p textPage) choices(f incident.Field) []web.Option {
	now := incident.Choice(p.typed("choice-"+f.ID, ""))
	return []web.Option{
		{Value: string(incident.KeepMine), Label: p.T("Houd wat er staat", "Keep what stands there"), Chosen: now == incident.KeepMine},
		{Value: string(incident.TakeOver), Label: p.T("Neem dit over", "Take this over"), Chosen: now == incident.TakeOver},
		{Value: string(incident.Later), Label: p.T("Beslis later", "Decide later"), Chosen: now == incident.Later},
	}
}

// behind are the fields that the incident changed underneath.
func (p textPage) behind() (fields []incident.Field) {
	for _, f := range p.Paper.Text.Fields {
		if p.Paper.IsBehind(f.ID) {
			fields = append(fields, f)
		}
	}
	return fields
}

// order says how sure the order of the fields is.
func (p textPage) order() string {
	switch {
	case p.Paper.Text.Letter:
		return ""
	case slices.ContainsFunc(p.Paper.Text.Sources, func(s source.Source) bool { return s.Certainty == source.Reconstruction }):
		return p.T("Het formulier van de ontvanger is niet openbaar. De volgorde en de vragen zijn onze reconstructie; de wet zegt wel wat erin moet.", "The recipient's form is not public. The order and the questions are our reconstruction; the law does say what it must hold.")
	}
	return p.T("De volgorde kennen wij uit de tweede hand. De vragen staan in onze woorden.", "We know the order second-hand. The questions are in our words.")
}

// history is every edition, the last first.
func (p textPage) history() []incident.Edition {
	all := slices.Clone(p.Paper.Editions)
	slices.Reverse(all)
	return all
}

// differs says what changed in an edition.
func (p textPage) differs(e incident.Edition) string {
	var names []string
	for _, id := range e.Changed {
		if f, ok := p.Paper.Text.Field(id); ok {
			names = append(names, f.Title.In(p.Lang))
		}
	}
	switch {
	case e.Number == 1:
		return p.T("De eerste versie.", "The first version.")
	case len(names) == 0:
		return p.T("Niets gewijzigd.", "Nothing changed.")
	}
	return p.T("Gewijzigd: ", "Changed: ") + strings.Join(names, "; ") + "."
}

// A gone is that an edition left: recorded as sent, or mailed.
type gone struct {
	Edition int
	Says    string
}

// left is what is known of editions that left, in the order of the editions.
func (p textPage) left() (all []gone) {
	t := p.Paper.Text
	for name, s := range p.F.Sent {
		if s.Text == t.ID {
			duty, step, _ := strings.Cut(name, "/")
			says := p.Lang.Tf("%s: verstuurd op %s, vastgelegd door %s.", "%s: sent on %s, recorded by %s.", p.nameOf(duty, step), p.moment(s.At), s.By)
			if s.Receipt != "" {
				says += " " + p.T("Kenmerk: ", "Reference: ") + s.Receipt
			}
			all = append(all, gone{s.Edition, says})
		}
	}
	for _, l := range p.F.Lines {
		if l.Sent == t.ID {
			all = append(all, gone{l.Edition, p.mailed(l)})
		}
	}
	slices.SortStableFunc(all, func(a, b gone) int { return a.Edition - b.Edition })
	return all
}

// mailed says that an edition was mailed.
func (p page) mailed(l incident.Line) string {
	title := l.Sent
	for _, t := range p.Texts {
		if t.ID == l.Sent {
			title = t.Title.In(p.Lang)
		}
	}
	return p.Lang.Tf("Gemaild: %s, versie %d, aan %s.", "Mailed: %s, version %d, to %s.", title, l.Edition, l.To)
}

// A waiting is a step that the edition can be recorded for.
type waiting struct {
	Duty string
	Step incident.Step
}

// steps are those that the text serves and that are asked.
func (p textPage) steps() (all []waiting) {
	for _, j := range p.All {
		for _, c := range j.Clocks {
			if slices.Contains(p.Paper.Text.For, j.Duty.ID+"/"+c.Step.ID) {
				all = append(all, waiting{j.Duty.ID, c.Step})
			}
		}
	}
	return all
}

// A draft is a text in the list of an incident.
type draft struct {
	incident.Text
	Tone, Says, Below string
}

// drafts are the texts that matter now: those that a duty asks or may ask for, those
// that no duty asks for, and those that somebody began.
func (p page) drafts() (all []draft) {
	for _, t := range p.Texts {
		asked, late := t.Serves(p.All)
		e := p.Papers[t.ID]
		if !asked && len(t.For) > 0 && e.Number == 0 {
			continue
		}
		d := draft{Text: t, Says: p.T("Nog niet begonnen", "Not begun yet")}
		if e.Number > 0 {
			d.Tone, d.Says = "info", p.Lang.Tf("Versie %d", "Version %d", e.Number)
			d.Below = e.By + ", " + p.When(e.At)
			if n := len(t.Missing(e.Values, late)); n > 0 {
				d.Tone, d.Below = "warn", p.Lang.Plural(n, "nog %s veld open", "nog %s velden open", "%s field open", "%s fields open")
			}
		}
		for _, s := range p.F.Sent {
			if s.Text == t.ID {
				d.Tone, d.Says, d.Below = "ok", p.Lang.Tf("Versie %d verstuurd", "Version %d sent", s.Edition), p.moment(s.At)
			}
		}
		all = append(all, d)
	}
	return all
}

// editions are the editions of texts that can be what was sent as a step.
func (p page) editions() (options []web.Option) {
	now := p.typed("edition", editionName(p.C.Sent.Text, p.C.Sent.Edition))
	asked, fresh := p.r.URL.Query().Get("versie"), p.C.Sent.At.IsZero()
	if p.r.PostForm.Has("edition") {
		asked, fresh = "", false
	}
	if asked != "" {
		now, fresh = asked, false
	}
	for _, t := range p.Texts {
		if !slices.Contains(t.For, p.J.Duty.ID+"/"+p.C.Step.ID) {
			continue
		}
		for n := p.Papers[t.ID].Number; n > 0; n-- {
			name := editionName(t.ID, n)
			chosen := name == now || fresh && len(options) == 0 // as a rule what was saved last is what was sent
			options = append(options, web.Option{Value: name, Label: p.Lang.Tf("%s, versie %d", "%s, version %d", t.Title.In(p.Lang), n), Chosen: chosen})
		}
	}
	if len(options) == 0 {
		return nil
	}
	return append(options, web.Option{Label: p.T("Een andere tekst, niet van hier", "Another text, not from here"), Chosen: now == "" && !fresh})
}

// editionName names an edition in a form: "cbw-notification:2"; "" for none.
func editionName(text string, n int) string {
	if text == "" {
		return ""
	}
	return text + ":" + strconv.Itoa(n)
}

// parseEdition reads what editionName wrote. What is none is an edition that is not there.
func parseEdition(name string) (text string, n int) {
	text, number, _ := strings.Cut(name, ":")
	n, err := strconv.Atoi(number)
	if err != nil && text != "" {
		return text, -1
	}
	return text, n
}
