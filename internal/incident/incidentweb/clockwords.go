package incidentweb

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"aantoonbaar/internal/incident"
	"aantoonbaar/internal/rule"
)

// step is a step of a duty with its clock, for the board of clocks.
type step struct {
	duty incident.Duty
	incident.Clock
	missing []rule.Tested // what decides whether the duty applies; none once that was decided
}

// board is every step of the duties that apply, but those that nobody asked for, and
// of each duty that is not decided yet the one that would be due first: what needs
// somebody comes first, then what is due first.
func (p page) board() (steps []step) {
	for _, j := range p.All {
		switch j.Truth {
		case rule.Yes:
			for _, c := range j.Clocks {
				if c.State != incident.OnAsking {
					steps = append(steps, step{j.Duty, c, nil})
				}
			}
		case rule.Unknown:
			if _, c, ok := incident.Next([]incident.Judgement{j}); ok && p.F.IsOpen() {
				steps = append(steps, step{j.Duty, c, j.Missing})
			}
		case rule.No:
		}
	}
	slices.SortStableFunc(steps, func(a, b step) int {
		return cmp.Or(cmp.Compare(rank(a.State), rank(b.State)), a.Deadline.Due.Compare(b.Deadline.Due))
	})
	return steps
}

// decides says on which answer it depends whether the step must be taken.
func (p page) decides(s step) string {
	says := p.Lang.Tf("Voorlopig. Het hangt af van deze vraag: %s", "Provisional. It depends on this question: %s", s.missing[0].Label.In(p.Lang))
	if more := len(s.missing) - 1; more > 0 {
		says += " " + p.Lang.Plural(more, "En van nog %s vraag.", "En van nog %s vragen.", "And on %s more question.", "And on %s more questions.")
	}
	return says
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

// progress is how wide a bar of a running clock is, in per cent.
func (p page) progress(c incident.Clock) int {
	whole := c.Deadline.Due.Sub(c.From)
	if whole <= 0 {
		return 0
	}
	return int(min(max(p.Now.Sub(c.From)*100/whole, 0), 100))
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
