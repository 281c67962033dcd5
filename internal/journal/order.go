package journal

import (
	"slices"
	"sort"
	"time"
)

// Slack is how far moments of a journal may run back: several people store at once,
// and a server's clock is set right by a little now and then.
const Slack = 10 * time.Minute

// Odd returns the places of the fewest moments that do not fit the order in which they
// stand, by more than [Slack]; nil when all fit. A clock that ran ahead for a while
// and was set right makes odd what was written meanwhile, and nothing after it; so
// does a line that was written with an earlier date.
func Odd(moments []time.Time) (odd []int) {
	latest := time.Time{}
	fits := true
	for _, at := range moments {
		fits = fits && !at.Before(latest.Add(-Slack))
		if at.After(latest) {
			latest = at
		}
	}
	if fits {
		return nil
	}
	kept := rising(moments)
	for k := 0; k <= len(kept); k++ { // between one kept moment and the next
		first, last := 0, len(moments)
		if k > 0 {
			first = kept[k-1] + 1
		}
		if k < len(kept) {
			last = kept[k]
		}
		for i := first; i < last; i++ {
			if k > 0 && moments[i].Before(moments[kept[k-1]].Add(-Slack)) || k < len(kept) && moments[i].After(moments[kept[k]].Add(Slack)) {
				odd = append(odd, i)
			}
		}
	}
	return odd
}

// rising returns the places of a longest row of moments that do not run back
// (patience sorting).
func rising(moments []time.Time) []int {
	var tops []int // of the rows of each length, the place of the smallest last moment
	before := make([]int, len(moments))
	for i, at := range moments {
		k := sort.Search(len(tops), func(k int) bool { return moments[tops[k]].After(at) })
		before[i] = -1
		if k > 0 {
			before[i] = tops[k-1]
		}
		if k == len(tops) {
			tops = append(tops, i)
		} else {
			tops[k] = i
		}
	}
	var kept []int
	for i := tops[len(tops)-1]; i >= 0; i = before[i] {
		kept = append(kept, i)
	}
	slices.Reverse(kept)
	return kept
}
