package quality

import (
	"cmp"
	"hash/fnv"
	"math/rand/v2"
	"slices"
)

// A Way is an order in which cases are looked at.
type Way string

// The ways that are compared.
const (
	ByScore  Way = "score"      // of ours
	ByFlag   Way = "flags only" // any sign, in an order by chance
	NoScore  Way = "unscored"   // whatever nothing explains, by chance
	AtRandom Way = "at random"  // any look of all, as most do now
)

// Ways lists the ways.
var Ways = []Way{ByScore, ByFlag, NoScore, AtRandom}

// Order is the cases in the order of a way, own records left out. By chance means by a
// seed: the same each time.
func (r *Review) Order(way Way, seed uint64) []Judged {
	cases := slices.DeleteFunc(slices.Clone(r.Cases), func(j Judged) bool { return j.Own })
	if way == ByScore {
		return cases
	}
	random := rand.New(rand.NewPCG(seed, hashed(string(way)))) //nolint:gosec // a seed makes one order
	random.Shuffle(len(cases), func(i, j int) { cases[i], cases[j] = cases[j], cases[i] })
	if way == ByFlag {
		slices.SortStableFunc(cases, func(a, b Judged) int { return cmp.Compare(flag(b), flag(a)) })
	}
	return cases
}

func flag(j Judged) int {
	if j.Flagged {
		return 1
	}
	return 0
}

func hashed(s string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(s))
	return h.Sum64()
}

// Among is how many of the first k are planted, in expectation for looks at random.
func (r *Review) Among(way Way, k int, seed uint64) (found float64, seen int) {
	if way == AtRandom {
		return float64(k) * float64(r.Planted.Of) / float64(max(1, r.Units)), k
	}
	order := r.Order(way, seed)
	k = min(k, len(order))
	for _, j := range order[:k] {
		if j.Class.Planted() {
			found++
		}
	}
	return found, k
}
