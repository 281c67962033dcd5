package incidentweb

import (
	"cmp"
	"slices"
	"strings"
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

// step is a step of a duty with its clock, for the board of clocks.
type step struct {
	duty incident.Duty
	incident.Clock
}

// board is every step of the duties that apply and have a term or were taken, in
// the order in which they are due.
func (p page) board() (steps []step) {
	for _, j := range p.All {
		if j.Truth != rule.Yes {
			continue
		}
		for _, c := range j.Clocks {
			if c.Step.Term != (incident.Step{}).Term && c.State != incident.OnAsking {
				steps = append(steps, step{j.Duty, c})
			}
		}
	}
	slices.SortStableFunc(steps, func(a, b step) int { return cmp.Compare(rank(a.State), rank(b.State)) })
	return steps
}

// rank puts what needs somebody first.
func rank(s incident.State) int {
	return slices.Index([]incident.State{incident.Late, incident.Running, incident.Now, incident.Waiting, incident.OnAsking, incident.DoneLate, incident.Done}, s)
}

func (p page) stateOf(c incident.Clock) (tone, words string) {
	switch c.State {
	case incident.Running:
		return "info", p.left(c.Deadline.Due.Sub(p.Now))
	case incident.Now:
		return "warn", p.T("Zonder uitstel", "Without delay")
	case incident.Late:
		return "late", p.T("Te laat: ", "Late: ") + p.span(p.Now.Sub(c.Deadline.Due))
	case incident.Waiting:
		return "", p.T("Begint later", "Begins later")
	case incident.OnAsking:
		return "", p.T("Alleen op verzoek", "On request only")
	case incident.Done:
		return "ok", p.T("Op tijd verstuurd", "Sent in time")
	case incident.DoneLate:
		return "late", p.T("Te laat verstuurd", "Sent late")
	}
	return "", string(c.State)
}

// left says how much time there is.
func (p page) left(d time.Duration) string { return p.Lang.Tf("Nog %s", "%s left", p.span(d)) }

// span is a length of time in two units: "2 dagen 4 uur", "44 uur 12 min".
func (p page) span(d time.Duration) string {
	minutes := int(d / time.Minute)
	switch hours := minutes / 60; {
	case hours >= 72:
		return p.Lang.Plural(hours/24, "%s dag", "%s dagen", "%s day", "%s days")
	case hours > 0:
		return p.Lang.Tf("%d uur %d min", "%d h %d min", hours, minutes%60)
	}
	return p.Lang.Tf("%d min", "%d min", max(minutes, 0))
}

// due says when, and by which rule.
func (p page) due(d incident.Duty, c incident.Clock) string {
	switch {
	case c.Step.Request:
		return p.T("Alleen als iemand erom vraagt.", "Only when somebody asks.")
	case c.From.IsZero() && c.Step.Ended && !p.F.Sent[d.ID+"/"+c.Step.After].At.IsZero():
		return p.T("De termijn wordt duidelijk als u vastlegt dat het incident voorbij is.", "The term becomes clear when you record that the incident is over.")
	case c.From.IsZero():
		before, _ := d.Step(c.Step.After)
		return p.Lang.Tf("De termijn begint als u dit verstuurt: %s.", "The term begins when you send this: %s.", strings.ToLower(before.Title.In(p.Lang)))
	case c.Deadline.Due.IsZero():
		return p.T("Zo snel als u kunt. De wet noemt geen uren.", "As soon as you can. The law names no hours.")
	case !c.Deadline.Last.IsZero():
		return p.T("Tot en met ", "Until the end of ") + p.Lang.LongDay(c.Deadline.Last) + "."
	}
	return p.T("Uiterlijk ", "At latest ") + p.moment(c.Deadline.Due) + "."
}

// why says how the moment was worked out.
func (p page) why(c incident.Clock) string {
	if c.From.IsZero() || c.Deadline.Due.IsZero() {
		return ""
	}
	from := p.T("vanaf de ontdekking, ", "from awareness, ")
	switch {
	case c.Step.Ended && c.From.Equal(p.F.Ended()):
		from = p.T("vanaf het einde van het incident, ", "from the end of the incident, ")
	case c.Step.After != "":
		from = p.T("vanaf de stap hiervoor, ", "from the step before, ")
	}
	says := p.term(c) + " " + from + p.moment(c.From)
	switch {
	case c.Deadline.Clock > 0:
		says += p.T("; de klok ging intussen een uur vooruit", "; the clocks went forward an hour on the way")
	case c.Deadline.Clock < 0:
		says += p.T("; de klok ging intussen een uur terug", "; the clocks went back an hour on the way")
	case c.Deadline.Moved():
		says += p.T("; verlengd tot een werkdag, want het eindigde op ", "; extended to a working day, for it ended on ") + p.Lang.LongDay(c.Deadline.Nominal)
	}
	return says + "."
}

func (p page) term(c incident.Clock) string {
	switch t := c.Step.Term; {
	case t.Hours > 0:
		return p.Lang.Plural(t.Hours, "%s uur", "%s uur", "%s hour", "%s hours")
	case t.WorkingDays > 0:
		return p.Lang.Plural(t.WorkingDays, "%s werkdag", "%s werkdagen", "%s working day", "%s working days")
	case t.Months > 0:
		return p.Lang.Plural(t.Months, "%s maand", "%s maanden", "%s month", "%s months")
	}
	return p.T("Zonder uitstel", "Without delay")
}

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

// progress is how wide a bar of a running clock is, in per cent.
func (p page) progress(c incident.Clock) int {
	whole := c.Deadline.Due.Sub(c.From)
	if whole <= 0 {
		return 0
	}
	return int(min(max(p.Now.Sub(c.From)*100/whole, 0), 100))
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

func clockClass(n int, s step) string {
	switch {
	case s.State == incident.Late:
		return "zi-clock--running zi-clock--urgent"
	case n == 0 && s.IsOpen():
		return "zi-clock--running"
	case s.State == incident.Done:
		return "zi-clock--done"
	case s.State == incident.Waiting:
		return "zi-clock--later"
	}
	return ""
}

func barClass(s incident.State) string {
	if s == incident.Done {
		return "c-ring-done"
	}
	return "c-ring-fill"
}

func dutyPath(id incident.ID, duty string) string { return pathOf(id) + "/plicht/" + duty }

func stepPath(id incident.ID, duty, step string) string { return dutyPath(id, duty) + "/" + step }
