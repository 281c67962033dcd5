package duty

import (
	"slices"
	"strings"
	"time"

	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/legaltime"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/rule"
)

// A Judgement is what one duty comes to for one organisation on one day, with
// the calculation.
type Judgement struct {
	Duty    Duty
	Outcome Outcome

	// Possible are the verdicts that the answers so far leave open, in the
	// duty's order; the last is the one that holds if no other does. When
	// IsReached, they all are the same verdict.
	Possible []Verdict

	Looked  []Look        // the calculation: every verdict tried, up to the first that holds
	Missing []rule.Tested // the answers that would settle it; none when it is reached

	From    time.Time     // since or from when; zero when that is not known
	InForce bool          // whether From has come
	Then    []Consequence // what follows from every verdict that is possible
}

// A Look is one verdict held against the profile.
type Look struct {
	Verdict Verdict
	Result  rule.Result
}

// Judge holds the profile against every duty, in the order of the page. Today is
// in the zone of the organisation; only its day counts.
func (r Rules) Judge(p org.Profile, today time.Time) []Judgement {
	facts := p.Facts()
	all := make([]Judgement, len(r.Duties))
	for i, d := range r.Duties {
		all[i] = d.judge(facts, today)
	}
	return all
}

// judge tries the verdicts in order up to the first that holds. One of which
// it cannot be said stays possible, and the search goes on: a provider with 60
// staff and an unknown turnover is "important" unless it turns out "essential".
func (d Duty) judge(facts rule.Facts, today time.Time) Judgement {
	j := Judgement{Duty: d}
	for _, v := range d.Verdicts {
		look := Look{Verdict: v, Result: v.When.Eval(facts)}
		j.Looked = append(j.Looked, look)
		if look.Result.Truth != rule.No {
			j.Possible = append(j.Possible, v)
		}
		if look.Result.Truth == rule.Yes {
			break
		}
	}
	j.Outcome = j.outcome()
	j.From = j.from()
	j.InForce = !j.From.IsZero() && !j.From.After(legaltime.DayOf(today, today.Location()))
	j.Missing = j.missing()
	j.Then = j.consequences()
	return j
}

// Reached returns the verdict; false while more than one is possible. Of
// several ways to the same verdict it returns the one that is certain.
func (j Judgement) Reached() (Verdict, bool) {
	if len(j.Possible) == 0 {
		return Verdict{}, false
	}
	last := j.Possible[len(j.Possible)-1]
	return last, all(j.Possible, func(v Verdict) bool { return v.ID == last.ID })
}

// Is reports whether the verdict is one of ids; Unknown while that depends on
// answers that are missing.
func (j Judgement) Is(ids ...string) rule.Truth {
	return j.every(func(v Verdict) bool { return slices.Contains(ids, v.ID) })
}

// Concerns reports whether the duty touches the organisation at all, itself or
// through what it buys.
func (j Judgement) Concerns() rule.Truth {
	return j.every(func(v Verdict) bool { return v.Outcome != None })
}

// Applies reports whether the duty is the organisation's own.
func (j Judgement) Applies() rule.Truth {
	return j.every(func(v Verdict) bool { return v.Outcome == Applies })
}

// every returns Yes when is holds for all verdicts that are possible, No when it
// holds for none, and Unknown otherwise.
func (j Judgement) every(is func(Verdict) bool) rule.Truth {
	isNot := func(v Verdict) bool { return !is(v) }
	switch {
	case len(j.Possible) > 0 && all(j.Possible, is):
		return rule.Yes
	case all(j.Possible, isNot):
		return rule.No
	}
	return rule.Unknown
}

// Title names the verdict, or those that are possible: "Essentiële entiteit of
// Belangrijke entiteit".
func (j Judgement) Title() i18n.Text {
	if v, ok := j.Reached(); ok {
		return v.Title
	}
	var nl, en []string
	for _, v := range j.Possible {
		if !slices.Contains(nl, v.Title.NL) {
			nl, en = append(nl, v.Title.NL), append(en, v.Title.EN)
		}
	}
	return i18n.T(strings.Join(nl, " of "), strings.Join(en, " or "))
}

func (j Judgement) outcome() Outcome {
	first := j.Possible[0].Outcome
	if all(j.Possible, func(v Verdict) bool { return v.Outcome == first }) {
		return first
	}
	return Undecided
}

// from returns the day that all possible verdicts agree on; zero when they
// differ, or when nobody knows.
func (j Judgement) from() time.Time {
	first := j.Duty.from(j.Possible[0])
	if all(j.Possible, func(v Verdict) bool { return j.Duty.from(v).Equal(first) }) {
		return first
	}
	return time.Time{}
}

func (d Duty) from(v Verdict) time.Time {
	if !v.From.IsZero() {
		return v.From
	}
	return d.InForce
}

func (j Judgement) missing() []rule.Tested {
	if _, ok := j.Reached(); ok {
		return nil
	}
	var missing []rule.Tested
	for _, look := range j.Looked {
		missing = addMissing(missing, look.Result)
	}
	return missing
}

// addMissing adds the answers that r misses, each field once: a page asks for a
// field, not for a fact.
func addMissing(missing []rule.Tested, r rule.Result) []rule.Tested {
	for _, m := range r.Missing() {
		if !slices.ContainsFunc(missing, func(t rule.Tested) bool { return t.Field == m.Field }) {
			missing = append(missing, m)
		}
	}
	return missing
}

func (j Judgement) consequences() []Consequence {
	if j.Concerns() != rule.Yes {
		return nil
	}
	var then []Consequence
	for _, c := range j.Duty.Then {
		if len(c.For) == 0 || j.Is(c.For...) == rule.Yes {
			then = append(then, c)
		}
	}
	return then
}

// StartsOn returns the day from which a consequence of the judgement binds;
// zero when that is not known.
func (j Judgement) StartsOn(c Consequence) time.Time {
	if !c.From.IsZero() {
		return c.From
	}
	return j.From
}

func all[T any](xs []T, is func(T) bool) bool {
	return !slices.ContainsFunc(xs, func(x T) bool { return !is(x) })
}
