package incidentweb

import (
	"cmp"
	"slices"
	"time"

	"aantoonbaar/internal/incident"
	"aantoonbaar/internal/rule"
	"aantoonbaar/internal/source"
	"aantoonbaar/internal/web"
)

// until is by when a step must have been taken, in a list.
func (p listPage) until(c incident.Clock) string {
	says := page{View: p.View, Zone: p.Zone}.due(incident.Duty{}, c)
	if c.State == incident.Late {
		says += p.T(" Te laat.", " Late.")
	}
	return says
}

// field is a field with what was wrong with it.
func (p page) field(f web.Field) web.Field { return f.Complain(p.Refusal, p.Lang) }

// typed is what was typed in a form that came back, or what is stored.
func (p page) typed(name, stored string) string {
	if p.r.PostForm.Has(name) {
		return web.Text(p.r, name)
	}
	return stored
}

// reply is the answer that a question shows.
func (p page) reply(q incident.Question) incident.Reply {
	return incident.Reply(p.typed("q-"+q.ID, string(p.F.Answers[q.ID])))
}

func (p page) replies(q incident.Question) []web.Option {
	now := p.reply(q)
	return []web.Option{
		{Value: string(incident.Yes), Label: p.T("Ja", "Yes"), Chosen: now == incident.Yes},
		{Value: string(incident.No), Label: p.T("Nee", "No"), Chosen: now == incident.No},
		{Value: string(incident.Unknown), Label: p.T("Nog niet bekend", "Not known yet"), Chosen: now == incident.Unknown},
	}
}

// moment is a moment with its day, on the clocks of the place.
func (p page) moment(t time.Time) string {
	t = t.In(p.Zone)
	return p.Lang.LongDay(t) + ", " + p.Lang.Clock(t)
}

// Looking reports whether an earlier day is shown, on which nothing changes.
func (p page) Looking() bool { return p.Moment != nil }

// regime is how a duty's terms are counted.
func (p page) regime(d incident.Duty) (incident.Regime, bool) {
	for _, g := range p.Regimes {
		if g.ID == d.Regime {
			return g, true
		}
	}
	return incident.Regime{}, false
}

// sources are those of the duty, and of how its terms run.
func (p page) sources(d incident.Duty) []source.Source {
	g, _ := p.regime(d)
	return slices.Concat(d.Sources, g.Sources)
}

func (p page) verdict(j incident.Judgement) (tone, words string) {
	switch j.Truth {
	case rule.Yes:
		return "warn", p.T("Moet", "Must")
	case rule.No:
		return "", p.T("Hoeft niet", "Not needed")
	case rule.Unknown:
	}
	return "info", p.T("Nog te bepalen", "To be decided")
}

func (p page) replyWord(q incident.Question) string {
	for _, o := range p.replies(q) {
		if o.Chosen {
			return o.Label
		}
	}
	return ""
}

// ordered is every duty, those that ask something first.
func (p page) ordered() []incident.Judgement {
	all := slices.Clone(p.All)
	slices.SortStableFunc(all, func(a, b incident.Judgement) int { return cmp.Compare(weight(a), weight(b)) })
	return all
}

func weight(j incident.Judgement) int {
	switch j.Truth {
	case rule.Yes:
		return 0
	case rule.Unknown:
		return 1
	case rule.No:
	}
	return 2
}

// below is what stands under a duty in the list: what comes next, or why nothing does.
func (p page) below(j incident.Judgement) string {
	if j.Truth == rule.Unknown {
		return p.Lang.Plural(len(j.Missing), "hangt nog af van %s antwoord", "hangt nog af van %s antwoorden", "depends on %s answer", "depends on %s answers")
	}
	for _, c := range j.Clocks {
		if c.IsOpen() {
			_, says := p.stateOf(c)
			return says
		}
	}
	if j.Truth == rule.Yes {
		return p.T("vastgelegd", "recorded")
	}
	return j.Verdict.Article
}

func (p page) sentLabel(c incident.Clock) string {
	if c.Sent.At.IsZero() {
		return p.T("Leg vast dat dit is verstuurd", "Record that this was sent")
	}
	return p.T("Wijzig wat u vastlegde", "Change what you recorded")
}

func (p page) sentOr(t time.Time) time.Time {
	if p.C.Sent.At.IsZero() {
		return t
	}
	return p.C.Sent.At
}

func (p page) overOr(t time.Time) time.Time {
	if p.F.Over.IsZero() {
		return t
	}
	return p.F.Over
}

// textsFor are the texts that serve a step.
func (p page) textsFor(s step) (all []incident.Text) {
	for _, t := range p.Texts {
		if slices.Contains(t.For, s.duty.ID+"/"+s.Step.ID) {
			all = append(all, t)
		}
	}
	return all
}

// verdicts are what a person may decide about a duty.
func (p page) verdicts() []web.Option {
	now := ""
	if p.J.By != nil {
		now = map[bool]string{true: "yes", false: "no"}[p.J.By.Must]
	}
	now = p.typed("must", now)
	return []web.Option{
		{Value: "", Label: p.T("Houd de berekening aan", "Keep to the calculation"), Chosen: now == ""},
		{Value: "yes", Label: p.T("Ja, wij doen dit", "Yes, we do this"), Chosen: now == "yes"},
		{Value: "no", Label: p.T("Nee, dit hoeft niet", "No, this is not needed"), Chosen: now == "no"},
	}
}

func (p page) because() string {
	if p.J.By == nil {
		return ""
	}
	return p.J.By.Reason
}

// open names the steps that are still to be taken.
func (p page) open() (names []string) {
	for _, j := range p.All {
		for _, c := range j.Clocks {
			if j.Truth == rule.Yes && c.IsOpen() {
				names = append(names, c.Step.Title.In(p.Lang))
			}
		}
	}
	return names
}

func dutyPath(id incident.ID, duty string) string { return pathOf(id) + "/plicht/" + duty }

func stepPath(id incident.ID, duty, step string) string { return dutyPath(id, duty) + "/" + step }
