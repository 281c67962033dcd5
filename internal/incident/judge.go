package incident

import (
	"slices"
	"time"

	"aantoonbaar/internal/legaltime"
	"aantoonbaar/internal/rule"
)

// A Judgement is what a duty asks after one incident.
type Judgement struct {
	Duty    Duty
	Truth   rule.Truth    // Yes: the steps are to be taken; Unknown: not decided yet
	Verdict Verdict       // that holds; the first that may hold while it is not decided
	Because []rule.Tested // the answers that decided it
	Missing []rule.Tested // the answers that would settle it
	By      *Override     // a person decided otherwise; nil when nobody did
	Clocks  []Clock       // of each step, in order; none where the duty asks nothing
}

// Asked returns the questions that matter to an organisation like this.
func (r Rules) Asked(about rule.Facts) []Question {
	var asked []Question
	for _, q := range r.Questions {
		if q.When.Eval(about).Truth != rule.No {
			asked = append(asked, q)
		}
	}
	return asked
}

// Judge holds every duty against an incident, at now. about is the organisation
// as conditions read it.
func (r Rules) Judge(i Incident, about rule.Facts, now time.Time, zone *time.Location) []Judgement {
	facts := r.facts(i.Answers, about)
	all := make([]Judgement, 0, len(r.Duties))
	for _, d := range r.Duties {
		j := d.judge(facts)
		if by, ok := i.Overruled[d.ID]; ok {
			j.By, j.Truth = &by, rule.Of(by.Must)
		}
		if j.Truth != rule.No {
			j.Clocks = r.clocks(d, i, now, zone)
		}
		all = append(all, j)
	}
	return all
}

func (d Duty) judge(facts rule.Facts) Judgement {
	j := Judgement{Duty: d}
	var possible []Verdict
	for _, v := range d.Verdicts {
		result := v.When.Eval(facts)
		if result.Truth == rule.No {
			continue
		}
		possible = append(possible, v)
		if result.Truth == rule.Yes {
			j.Because = decisive(result.Step)
			break
		}
		j.Missing = append(j.Missing, result.Missing()...)
	}
	j.Verdict = possible[0]
	last := possible[len(possible)-1]
	if !slices.ContainsFunc(possible, func(v Verdict) bool { return v.Must != last.Must }) {
		j.Truth, j.Verdict, j.Missing = rule.Of(last.Must), last, nil // whatever the missing answers say
	}
	return j
}

// decisive gathers the tests that by themselves make a calculation come out as it
// did.
func decisive(s rule.Step) (because []rule.Tested) {
	if s.Op == rule.Is {
		return []rule.Tested{s.Test}
	}
	for _, part := range s.Steps {
		if s.Op == rule.Not || part.Truth == s.Truth {
			because = append(because, decisive(part)...)
		}
	}
	return because
}

// A State is how a clock stands.
type State string

// The states.
const (
	Running  State = "running"  // there is time
	Now      State = "now"      // without delay
	Late     State = "late"     // its moment has passed, and nothing was sent
	Waiting  State = "waiting"  // begins when an earlier step was sent
	OnAsking State = "asking"   // only when somebody asks for it
	Done     State = "done"     // sent in time
	DoneLate State = "sentlate" // sent after its moment
)

// A Clock is one step with its moment.
type Clock struct {
	Step     Step
	State    State
	From     time.Time // from which the term runs; zero while waiting
	Deadline legaltime.Deadline
	Sent     Sent // zero while nothing was sent
}

// IsOpen reports whether the step is still to be taken and can be.
func (c Clock) IsOpen() bool { return c.State == Running || c.State == Now || c.State == Late }

func (r Rules) clocks(d Duty, i Incident, now time.Time, zone *time.Location) (clocks []Clock) {
	regime := r.Regime(d.Regime).Regime
	for _, s := range d.Steps {
		c := Clock{Step: s, From: i.Aware, Sent: i.Sent[d.ID+"/"+s.ID]}
		if s.After != "" {
			c.From = i.Sent[d.ID+"/"+s.After].At
		}
		if !c.From.IsZero() {
			c.Deadline = regime.End(s.Term, c.From, zone)
		}
		end := i.Ended()
		inTime := !end.IsZero() && !c.Deadline.Missed(end)
		switch {
		case s.Running && inTime && c.Sent.At.IsZero():
			continue // the final report takes its place
		case s.Ended && end.IsZero():
			c.From, c.Deadline = time.Time{}, legaltime.Deadline{}
		case s.Ended && !inTime:
			c.From, c.Deadline = end, regime.End(s.Term, end, zone)
		}
		c.State = c.state(now)
		clocks = append(clocks, c)
	}
	return clocks
}

func (c Clock) state(now time.Time) State {
	switch {
	case !c.Sent.At.IsZero() && c.Deadline.Missed(c.Sent.At):
		return DoneLate
	case !c.Sent.At.IsZero():
		return Done
	case c.Step.Request:
		return OnAsking
	case c.From.IsZero():
		return Waiting
	case c.Deadline.Due.IsZero():
		return Now
	case c.Deadline.Missed(now):
		return Late
	}
	return Running
}

// Next is the clock that ends first of those that are open, of duties that are
// not decided too, and the duty that it belongs to; ok is false when none is.
func Next(all []Judgement) (duty Duty, next Clock, ok bool) {
	for _, j := range all {
		for _, c := range j.Clocks {
			if !c.IsOpen() || c.Deadline.Due.IsZero() {
				continue
			}
			if !ok || c.Deadline.Due.Before(next.Deadline.Due) {
				duty, next, ok = j.Duty, c, true
			}
		}
	}
	return duty, next, ok
}
