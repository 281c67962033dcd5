package programme

import (
	"cmp"
	"slices"
	"time"

	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/framework"
)

// perRound is how many requirements the proposal puts into one round at most: what
// one person can look at in practice within a month, beside other work.
const perRound = 20

// Risk is how early a requirement should be looked at: what is open or not done
// first, then what is done in part, then what is in doubt, then what touches
// clients most.
func Risk(p *assessment.Picture, r *framework.Requirement) int {
	risk := r.PatientEffect.Rank() // 1 to 3
	switch p.States[r.ID] {
	case assessment.Open, assessment.NotYet:
		risk += 16
	case assessment.InPart:
		risk += 8
	case assessment.InPlace, assessment.Excluded:
	}
	if len(p.ByReq[r.ID]) > 0 {
		risk += 4
	}
	return risk
}

// A part is requirements that the proposal keeps together.
type part struct {
	groups []string
	single []*framework.Requirement
	risk   int // mean, times a thousand
}

// Propose spreads whatever no round of a tier holds yet over the months that are
// left, the highest risk first: owners begin, somebody independent follows, and
// somebody from outside comes before the end. Rounds come without ID and auditors.
// None when no month is left.
func Propose(cat *framework.Catalogue, p Programme, rounds []Round, pic *assessment.Picture, today time.Time) (proposed []Round) {
	months := slices.DeleteFunc(p.Each(), func(m time.Time) bool { return m.Before(MonthOf(today)) })
	n := len(months)
	if n == 0 {
		return nil
	}
	last := n - 1
	for _, t := range []struct {
		tier      Tier
		most      int // requirements in a round
		from, til int // months, as places in months
	}{
		{Self, len(cat.Requirements), 0, last * 2 / 5},
		{Internal, perRound, min(1, last), max(min(1, last), last-2)},
		{External, 0, max(0, last-1), max(0, last-1)},
	} {
		parts := split(cat, pic, missing(cat, rounds, t.tier, pic), t.most)
		for i, x := range parts {
			r := Round{Programme: p.Number, Tier: t.tier, Groups: x.groups, Month: months[place(i, len(parts), t.from, t.til)], Status: Planned}
			for _, req := range x.single {
				r.Requirements = append(r.Requirements, req.ID)
			}
			proposed = append(proposed, r)
		}
	}
	return proposed
}

// place spreads n things evenly over the places from up to til.
func place(i, n, from, til int) int {
	if n < 2 {
		return from
	}
	return from + (i*(til-from)+(n-1)/2)/(n-1)
}

// missing lists what applies and is in no round of the tier.
func missing(cat *framework.Catalogue, rounds []Round, tier Tier, pic *assessment.Picture) (all []*framework.Requirement) {
	held := map[string]bool{}
	for _, r := range rounds {
		if r.Lives() && r.Tier == tier {
			for _, id := range r.Scope(cat) {
				held[id] = true
			}
		}
	}
	for _, req := range cat.Requirements {
		if !held[req.ID] && pic.States[req.ID] != assessment.Excluded {
			all = append(all, req)
		}
	}
	return all
}

// split puts requirements into parts of one theme and at most so many, the highest
// risk first; with most zero, into one part.
func split(cat *framework.Catalogue, pic *assessment.Picture, all []*framework.Requirement, most int) (parts []part) {
	if len(all) == 0 {
		return nil
	}
	if most == 0 {
		return []part{partOf(cat, pic, all)}
	}
	for _, t := range framework.Themes {
		var theme []*framework.Requirement
		for _, r := range all {
			if r.Theme == t {
				theme = append(theme, r)
			}
		}
		slices.SortStableFunc(theme, func(a, b *framework.Requirement) int { return cmp.Compare(Risk(pic, b), Risk(pic, a)) })
		for n := (len(theme) + most - 1) / most; n > 0; n-- {
			size := (len(theme) + n - 1) / n
			parts = append(parts, partOf(cat, pic, theme[:size]))
			theme = theme[size:]
		}
	}
	slices.SortStableFunc(parts, func(a, b part) int { return cmp.Compare(b.risk, a.risk) })
	return parts
}

// partOf names whole groups where the requirements fill them.
func partOf(cat *framework.Catalogue, pic *assessment.Picture, all []*framework.Requirement) (p part) {
	left := map[string]bool{}
	for _, r := range all {
		p.risk += 1000 * Risk(pic, r) / len(all)
		left[r.ID] = true
	}
	applies := func(id string) bool { return pic.States[id] != assessment.Excluded }
	for _, g := range Groups(cat) {
		mine := slices.DeleteFunc(slices.Clone(g.Requirements), func(id string) bool { return !applies(id) })
		if g.Key == Care || len(mine) == 0 || slices.ContainsFunc(mine, func(id string) bool { return !left[id] }) {
			continue
		}
		p.groups = append(p.groups, g.Key)
		for _, id := range mine {
			delete(left, id)
		}
	}
	for _, r := range cat.Requirements {
		if left[r.ID] {
			p.single = append(p.single, r)
		}
	}
	return p
}
