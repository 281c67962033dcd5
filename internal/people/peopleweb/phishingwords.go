package peopleweb

import (
	"fmt"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"aantoonbaar/internal/people"
	"aantoonbaar/internal/people/phishfile"
	"aantoonbaar/internal/web"
	"aantoonbaar/internal/web/chart"
)

// meanings are the choices for one column.
func (p phishingPage) meanings(i int) (options []web.Option) {
	for _, m := range phishfile.Meanings {
		options = append(options, web.Option{Value: string(m), Label: m.Name().In(p.Lang), Chosen: p.M[i] == m})
	}
	return options
}

// example is what stands in a column, from its first rows.
func (p phishingPage) example(i int) string {
	if p.M[i] == phishfile.Person {
		return p.View.T("niet bewaard", "not kept")
	}
	var seen []string
	for _, row := range p.T.Rows[:min(50, len(p.T.Rows))] {
		if i < len(row) && row[i] != "" && !slices.Contains(seen, row[i]) && len(seen) < 3 {
			seen = append(seen, row[i])
		}
	}
	return web.OrDash(strings.Join(seen, "; "))
}

// maxWrong is how many wrong rows are named.
const maxWrong = 20

// percent writes a share, with its margin where it is wide.
func (p page) percent(k, n int) string {
	if n == 0 {
		return "–"
	}
	r := people.RateOf(k, n)
	text := p.Lang.Tf("%.0f%%", "%.0f%%", 100*r.Share)
	if r.High-r.Low > 0.1 {
		text += p.Lang.Tf(" (%.0f tot %.0f)", " (%.0f to %.0f)", 100*r.Low, 100*r.High)
	}
	return text
}

// groupName names a group of an outcome.
func (p page) groupName(o people.Outcome) string {
	if o.Group == "" {
		return p.T("Alle overigen", "All others")
	}
	return o.Group
}

// trend draws how many reported and clicked, mail by mail.
func (p page) trend() templ.Component {
	all := slices.Clone(p.S.Campaigns)
	slices.Reverse(all)
	all = all[max(0, len(all)-12):]
	reported := chart.Line{Name: p.T("meldt", "report"), Class: "main", Low: []float64{}, High: []float64{}}
	clicked := chart.Line{Name: p.T("klikt", "click"), Class: "accent", Low: []float64{}, High: []float64{}}
	l := chart.LineChart{Label: p.trendFinding(all), Top: 100, Unit: "%", Now: -1}
	f := chart.Figure{
		ID: "verloop", Title: p.trendFinding(all),
		Sub:     p.T("Van wie de oefenmail kreeg: hoeveel procent hem meldt, en hoeveel erop klikt. Het streepje is de marge: bij weinig mensen is die groot.", "Of those who got the practice mail: how many per cent report it, and how many click. The bar is the margin: with few people it is wide."),
		Source:  p.T("Bron: de uitslagen hieronder. Melden telt: wie meldt, helpt alle anderen.", "Source: the results below. Reporting counts: whoever reports helps all others."),
		Columns: []string{p.T("Oefenmail", "Practice mail"), p.T("Verstuurd", "Sent"), p.T("Gemeld", "Reported"), p.T("Geklikt", "Clicked")},
	}
	for _, c := range all {
		o := c.Total()
		l.Steps = append(l.Steps, p.Lang.ShortMonth(c.On)+" "+fmt.Sprint(c.On.Year()%100))
		for _, x := range []struct {
			line *chart.Line
			k    int
		}{{&reported, o.Reported}, {&clicked, o.Clicked}} {
			r := people.RateOf(x.k, o.Sent)
			x.line.Values, x.line.Low, x.line.High = append(x.line.Values, 100*r.Share), append(x.line.Low, 100*r.Low), append(x.line.High, 100*r.High)
		}
		f.Rows = append(f.Rows, []string{p.Lang.Day(c.On), p.Lang.Num(o.Sent), p.percent(o.Reported, o.Sent), p.percent(o.Clicked, o.Sent)})
	}
	l.Lines = []chart.Line{reported, clicked}
	return f.With(p.Lang, l.Component())
}

// trendFinding says in one sentence what the mails tell, and no more than they do.
func (p page) trendFinding(all []people.Campaign) string {
	last := all[len(all)-1].Total()
	now := people.RateOf(last.Reported, last.Sent)
	if len(all) == 1 {
		return p.Lang.Tf("%.0f%% meldde de oefenmail", "%.0f%% reported the practice mail", 100*now.Share)
	}
	first := all[0].Total()
	was := people.RateOf(first.Reported, first.Sent)
	says := p.Lang.Tf("Van %.0f%% naar %.0f%% meldt de oefenmail", "From %.0f%% to %.0f%% report the practice mail", 100*was.Share, 100*now.Share)
	if !now.Differs(was) {
		says += p.T("; dat verschil kan toeval zijn", "; that difference may be chance")
	}
	return says
}
