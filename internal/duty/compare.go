package duty

import "slices"

// A Change is a duty that comes out differently.
type Change struct {
	Duty          Duty
	Before, After Judgement     // Before is zero for a duty that is new, After for one that is gone
	Starts        []Consequence // what must be done that was not asked before
	Ends          []Consequence // what is no longer asked
}

// Compare tells which duties come out differently, in the order of after and
// then those that are gone. It serves two questions: "what changes when I save
// this profile?" and "what did the new content change for me?".
//
// More or fewer missing answers alone are no change; another set of possible
// verdicts is.
func Compare(before, after []Judgement) []Change {
	var changes []Change
	for _, a := range after {
		b, _ := find(before, a.Duty.ID)
		if c := compare(b, a); !sameVerdicts(b, a) || len(c.Starts)+len(c.Ends) > 0 {
			c.Duty = a.Duty
			changes = append(changes, c)
		}
	}
	for _, b := range before {
		if _, stays := find(after, b.Duty.ID); !stays {
			c := compare(b, Judgement{})
			c.Duty = b.Duty
			changes = append(changes, c)
		}
	}
	return changes
}

func compare(before, after Judgement) Change {
	return Change{
		Before: before, After: after,
		Starts: without(after.Then, before.Then),
		Ends:   without(before.Then, after.Then),
	}
}

func find(js []Judgement, id string) (Judgement, bool) {
	i := slices.IndexFunc(js, func(j Judgement) bool { return j.Duty.ID == id })
	if i < 0 {
		return Judgement{}, false
	}
	return js[i], true
}

// sameVerdicts reports whether the same verdicts are possible in both.
func sameVerdicts(a, b Judgement) bool {
	ids := func(j Judgement) []string {
		var ids []string
		for _, v := range j.Possible {
			ids = append(ids, v.ID)
		}
		slices.Sort(ids)
		return slices.Compact(ids)
	}
	return slices.Equal(ids(a), ids(b))
}

// without returns what is in cs and not in others.
func without(cs, others []Consequence) []Consequence {
	var left []Consequence
	for _, c := range cs {
		if !slices.ContainsFunc(others, func(o Consequence) bool { return o.ID == c.ID }) {
			left = append(left, c)
		}
	}
	return left
}
