package incidentweb

import (
	"slices"
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
