package programmeweb

import (
	"slices"
	"strings"

	"github.com/a-h/templ"

	"aantoonbaar/internal/programme"
	"aantoonbaar/internal/web/chart"
)

// picture draws the rounds over the months, a lane for each group.
func (p page) picture() templ.Component {
	months := p.S.Programme.Each()
	c := chart.Calendar{Label: p.finding(), Now: slices.Index(months, programme.MonthOf(p.S.Today))}
	for _, m := range months {
		c.Months = append(c.Months, p.Lang.ShortMonth(m))
	}
	f := chart.Figure{
		ID: "beeld", Title: p.finding(), Source: p.T("Bron: de rondes van dit programma.", "Source: the rounds of this programme."),
		Sub:     p.T("Rondes per onderwerp en maand. Rondje: zelfaudit. Vierkant: interne audit. Ruit: extern. Hol is gepland, licht is bezig, vol is klaar, doorgestreept is te laat.", "Rounds by subject and month. Dot: self-audit. Square: internal audit. Diamond: external. Hollow is planned, light is at work, full is done, struck through is late."),
		Columns: []string{p.T("Onderwerp", "Subject")},
	}
	for _, t := range programme.Tiers {
		f.Columns = append(f.Columns, t.Name().In(p.Lang))
	}
	for _, g := range programme.Groups(p.cat) {
		lane, row := p.lane(g)
		c.Lanes, f.Rows = append(c.Lanes, lane), append(f.Rows, row)
	}
	return f.With(p.Lang, c.Component())
}

// lane is a group through the months, and the same as a row of a table.
func (p page) lane(g programme.Group) (chart.Lane, []string) {
	lane, row := chart.Lane{Name: g.Name.In(p.Lang)}, []string{g.Name.In(p.Lang)}
	months := p.S.Programme.Each()
	for i, t := range programme.Tiers {
		var cells []string
		for _, s := range p.S.States {
			if s.Tier != t || s.Stage == programme.Gone || !touches(s, g) {
				continue
			}
			lane.Marks = append(lane.Marks, chart.Mark{Month: slices.Index(months, s.Month), Row: i, Class: string(s.Stage)})
			cells = append(cells, p.Lang.ShortMonth(s.Month)+": "+strings.ToLower(s.Stage.Name().In(p.Lang)))
		}
		if len(cells) == 0 {
			cells = []string{"–"}
		}
		row = append(row, strings.Join(cells, "; "))
	}
	return lane, row
}

// touches reports whether a round looks at anything of a group.
func touches(s programme.State, g programme.Group) bool {
	return slices.ContainsFunc(g.Requirements, func(id string) bool { return slices.Contains(s.Scope, id) })
}

// finding says in one sentence what the programme covers.
func (p page) finding() string {
	c := p.S.Coverage
	if len(c.Uncovered) == 0 {
		return p.Lang.Tf("Alle %s eisen die gelden zitten in een ronde", "All %s requirements that apply are in a round", p.Lang.Num(c.Applies))
	}
	return p.Lang.Tf("%s van de %s eisen die gelden zitten in een ronde", "%s of the %s requirements that apply are in a round", p.Lang.Num(c.Applies-len(c.Uncovered)), p.Lang.Num(c.Applies))
}
