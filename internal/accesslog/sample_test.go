package accesslog_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"aantoonbaar/internal/accesslog"
)

func TestADrawIsTheSameForASeedAndNotForAnOrder(t *testing.T) {
	p := newPlace()
	byTeam := func(u *accesslog.Unit) string { return p.links.Users[p.coding.Users.Of(u.User)].Team }
	drawn := func(seed accesslog.Seed, units []accesslog.Unit) (all []string) {
		for _, s := range seed.Draw(units, &p.coding, 20, byTeam) {
			for _, i := range s.Drawn {
				all = append(all, fmt.Sprint(s.Name, units[i].Patient, units[i].User, units[i].Day))
			}
		}
		slices.Sort(all)
		return all
	}
	seed := accesslog.SeedOf("2026-11", "plan 3")
	first := drawn(seed, p.units)
	shuffled := slices.Clone(p.units)
	rand.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
	if second := drawn(seed, shuffled); !slices.Equal(first, second) || len(first) != 20 {
		t.Errorf("%d drawn, and in another order others", len(first))
	}
	if slices.Equal(first, drawn(accesslog.SeedOf("2026-12", "plan 3"), p.units)) || accesslog.SeedOf("a", "bc") == accesslog.SeedOf("ab", "c") {
		t.Error("another seed draws the same")
	}
}

// TestEveryoneHasTheSameChance, within what chance does by itself.
func TestEveryoneHasTheSameChance(t *testing.T) {
	p := newPlace()
	times := make([]int, len(p.units))
	const rounds = 2000
	for r := range rounds {
		for _, s := range accesslog.SeedOf(fmt.Sprint(r)).Draw(p.units, &p.coding, 30, func(*accesslog.Unit) string { return "" }) {
			for _, i := range s.Drawn {
				times[i]++
			}
		}
	}
	mean := float64(rounds*30) / float64(len(p.units))
	for i, n := range times {
		if math.Abs(float64(n)-mean) > 6*math.Sqrt(mean) {
			t.Errorf("unit %d was drawn %d times, the mean is %.0f", i, n, mean)
		}
	}
}

func TestNoStratumGetsMoreThanItHas(t *testing.T) {
	p := newPlace()
	rapid.Check(t, func(r *rapid.T) {
		n, groups := rapid.IntRange(0, 400).Draw(r, "n"), rapid.IntRange(1, 40).Draw(r, "groups")
		sum, of := 0, 0
		for _, s := range accesslog.SeedOf("x").Draw(p.units, &p.coding, n, func(u *accesslog.Unit) string { return fmt.Sprint(int(u.Patient*u.Patient) % groups) }) {
			if len(s.Drawn) > s.Of {
				r.Fatalf("%d of %d", len(s.Drawn), s.Of)
			}
			sum, of = sum+len(s.Drawn), of+s.Of
		}
		if sum != min(n, len(p.units)) || of != len(p.units) {
			r.Fatalf("%d drawn of %d, want %d", sum, of, n)
		}
	})
}

func TestNoKindCrowdsOutTheOthers(t *testing.T) {
	var cases []accesslog.Case
	for i := range 50 {
		kind := accesslog.ManyByOne
		if i > 30 {
			kind = accesslog.PairOfTwo
		}
		if i == 0 {
			kind = accesslog.OwnRecord
		}
		cases = append(cases, accesslog.Case{Kind: kind, User: uint32(i)})
	}
	kinds := func(cases []accesslog.Case) map[accesslog.CaseKind]int {
		n := map[accesslog.CaseKind]int{}
		for _, c := range cases {
			n[c.Kind]++
		}
		return n
	}
	if got := kinds(accesslog.Usual.First(cases)); got[accesslog.ManyByOne] != 6 || got[accesslog.PairOfTwo] != 6 {
		t.Errorf("chosen %v, want six of each", got)
	}
	if got := kinds(accesslog.Usual.First(cases[:20])); got[accesslog.ManyByOne] != 12 || len(got) != 1 {
		t.Errorf("of one kind only: chosen %v, want twelve", got)
	}
}

// TestBoundsAreThoseOfTables: none of n gives the rule of three, nearly.
func TestBoundsAreThoseOfTables(t *testing.T) {
	for _, c := range []struct {
		unlawful, seen int
		low, high      float64
	}{{0, 59, 0, .0606}, {0, 299, 0, .0123}, {1, 20, .0013, .2487}, {10, 20, .2720, .7280}, {20, 20, .8316, 1}} {
		e := accesslog.EstimateOf([]accesslog.Checked{{Of: 1_000_000, Seen: c.seen, Unlawful: c.unlawful}})
		if math.Abs(e.Low-c.low) > 5e-4 || math.Abs(e.High-c.high) > 5e-4 {
			t.Errorf("%d of %d: %.4f to %.4f, want %.4f to %.4f", c.unlawful, c.seen, e.Low, e.High, c.low, c.high)
		}
	}
	if e := accesslog.EstimateOf([]accesslog.Checked{{Of: 10, Seen: 10, Unlawful: 3}, {Of: 30}}); math.Abs(e.Share-.3) > 1e-9 || math.Abs(e.Low-.075) > 1e-9 || math.Abs(e.High-.825) > 1e-9 {
		t.Errorf("one stratum known and one not: %+v", e)
	}
	if e := accesslog.EstimateOf(nil); e.High != 1 {
		t.Errorf("nothing known: %+v", e)
	}
}

// TestTheTruthLiesWithinTheBounds in at least 95 of 100 rounds.
func TestTheTruthLiesWithinTheBounds(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	sizes, rates, seen := []int{5000, 800, 60}, []float64{.01, .1, .5}, []int{40, 30, 20}
	truth, total, missed := 0.0, 0, 0
	for i, n := range sizes {
		truth, total = truth+rates[i]*float64(n), total+n
	}
	truth /= float64(total)
	const rounds = 1000
	for range rounds {
		var found []accesslog.Checked
		for i, n := range sizes {
			c := accesslog.Checked{Of: n, Seen: seen[i]}
			for range seen[i] {
				if random.Float64() < rates[i] {
					c.Unlawful++
				}
			}
			found = append(found, c)
		}
		if e := accesslog.EstimateOf(found); truth < e.Low || truth > e.High {
			missed++
		}
	}
	if missed > rounds/20 {
		t.Errorf("the truth lay outside the bounds in %d of %d rounds", missed, rounds)
	}
}
