package incidentweb

import (
	"strconv"
	"time"

	"github.com/a-h/templ"

	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/incident"
	"aantoonbaar/internal/web/chart"
)

func (p figuresPage) kindName(id string) string {
	if id == "" {
		return p.T("Soort nog niet ingevuld", "Kind not filled in yet")
	}
	return incident.NameOf(p.Rules.Kinds, id).In(p.Lang)
}

func (p figuresPage) causeNames(ids []string) (names []string) {
	for _, c := range ids {
		names = append(names, incident.NameOf(p.Rules.Causes, c).In(p.Lang))
	}
	return names
}

func (p figuresPage) stepName(s incident.StepSum) string {
	d, _ := p.Rules.Duty(s.Duty)
	st, _ := d.Step(s.Step)
	return st.Title.In(p.Lang)
}

func (p figuresPage) dutyName(s incident.StepSum) string {
	d, _ := p.Rules.Duty(s.Duty)
	return d.Title.In(p.Lang)
}

// took writes a length of time.
func (p figuresPage) took(s incident.StepSum, d time.Duration) string {
	if s.Sent == 0 {
		return "–"
	}
	return page{View: p.View}.span(d)
}

// inTime says how many of those with a moment were taken in time.
func (p figuresPage) inTime(s incident.StepSum) string {
	if s.Timed == 0 {
		return "–"
	}
	return p.Lang.Tf("%s van %s", "%s of %s", p.Lang.Num(s.Timed-s.Late), p.Lang.Num(s.Timed))
}

func monthName(l i18n.Lang, m incident.Month) string {
	return l.ShortMonth(m.First()) + " " + strconv.Itoa(m.Year)
}

// finding is what the picture shows, in a sentence with its numbers.
func (p figuresPage) finding() string {
	says := p.Lang.Plural(p.N, "%s incident", "%s incidenten", "%s incident", "%s incidents")
	if p.N == 0 {
		return p.T("Geen incidenten in deze maanden", "No incidents in these months")
	}
	if p.N == 1 {
		return says + ", in " + monthName(p.Lang, incident.MonthOf(p.Briefs[0].Aware, p.Zone))
	}
	most := 0
	for n, m := range p.Months {
		if m.N > p.Months[most].N {
			most = n
		}
	}
	return says + p.Lang.Tf(", de meeste in %s (%s)", ", most in %s (%s)", monthName(p.Lang, p.From.Add(most)), p.Lang.Num(p.Months[most].N))
}

// picture draws how many there were in each month, with the kinds as a table.
func (p figuresPage) picture() templ.Component {
	c := chart.Columns{Label: p.finding()}
	f := chart.Figure{
		ID: "per-maand", Title: p.finding(), Sub: p.T("Aantal incidenten per maand waarin u ze ontdekte.", "Number of incidents by the month in which you became aware of them."),
		Source: p.T("Bron: de incidenten in dit systeem.", "Source: the incidents in this system."), Columns: []string{p.T("Maand", "Month"), p.T("Samen", "Together")},
	}
	for _, k := range p.Kinds {
		f.Columns = append(f.Columns, p.kindName(k.Kind))
	}
	for n, m := range p.Months {
		month := p.From.Add(n)
		c.Names, c.Values = append(c.Names, p.Lang.ShortMonth(month.First())), append(c.Values, m.N)
		row := []string{monthName(p.Lang, month), p.Lang.Num(m.N)}
		for _, k := range p.Kinds {
			row = append(row, p.Lang.Num(k.ByMonth[n]))
		}
		f.Rows = append(f.Rows, row)
	}
	return f.With(p.Lang, c.Component())
}

func (p figuresPage) hours(minutes int64) string {
	return p.Lang.Num64((minutes+30)/60) + p.T(" uur", " hours")
}

// trend is how many there were in each month, for a small picture.
func (p figuresPage) trend() (values []float64) {
	for _, m := range p.Months {
		values = append(values, float64(m.N))
	}
	return values
}

// lateSteps counts the steps that were late, of all with a moment.
func (p figuresPage) lateSteps() (late, timed int) {
	for _, s := range p.Steps {
		late, timed = late+s.Late, timed+s.Timed
	}
	return late, timed
}
