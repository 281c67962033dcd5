package accesslog

import (
	"bytes"
	"cmp"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"slices"
)

// A Budget says how many cases a round looks at, and which part of them is chosen how.
// What Top and Random leave, is drawn from what is explained.
type Budget struct {
	Cases   int
	Top     float64 // the highest scores
	Random  float64 // by chance, from the rest that nothing explains
	MostOne float64 // part of Top that one kind of case may take, so that no kind crowds out the others
}

// Usual is the budget that a plan begins with: 60 per cent by score with no more than
// half of that for one kind of case, 25 by chance from the rest, 15 from what is
// explained, to see whether the explanations hold (design, accesslog.md section 5.4;
// caps for each kind: Yan and others, "Get your workload in order", ICDE 2018).
var Usual = Budget{Cases: 20, Top: .6, Random: .25, MostOne: .5}

// A Stratum is a group of units from which some are drawn, each with the same chance.
type Stratum struct {
	Name  string
	Of    int   // units in it
	Drawn []int // by their place in what was given to Draw
}

// Chance is the chance that each unit of the stratum had to be drawn.
func (s Stratum) Chance() float64 { return float64(len(s.Drawn)) / float64(max(1, s.Of)) }

// A Seed decides by chance, so that nobody can steer it and everybody can check it.
type Seed [sha256.Size]byte

// SeedOf makes a seed of what was fixed before the round: the period, the plan as it was
// approved, and the sums of the logs that came in.
func SeedOf(fixed ...string) Seed {
	sum := sha256.New()
	for _, f := range fixed {
		var size [8]byte
		binary.BigEndian.PutUint64(size[:], uint64(len(f)))
		sum.Write(size[:])
		sum.Write([]byte(f))
	}
	return Seed(sum.Sum(nil))
}

// lot is the number that a unit draws: it depends on the seed and on whose unit it is,
// and not on the order in which units come.
func (s Seed) lot(patient, user Key, day int32) [sha256.Size]byte {
	mac := hmac.New(sha256.New, s[:])
	mac.Write(patient[:])
	mac.Write(user[:])
	mac.Write(binary.BigEndian.AppendUint32(nil, uint32(day)))
	return [sha256.Size]byte(mac.Sum(nil))
}

// Draw draws n units, divided over the strata that name gives, in the proportion of
// their sizes. In each the units with the lowest lots are drawn.
func (s Seed) Draw(units []Unit, c *Coding, n int, name func(*Unit) string) []Stratum {
	in := map[string][]int{}
	for i := range units {
		in[name(&units[i])] = append(in[name(&units[i])], i)
	}
	var strata []Stratum
	for name, of := range in {
		strata = append(strata, Stratum{Name: name, Of: len(of)})
	}
	slices.SortFunc(strata, func(a, b Stratum) int { return cmp.Compare(a.Name, b.Name) })
	for i, share := range divided(strata, min(n, len(units))) {
		strata[i].Drawn = s.lowest(units, c, in[strata[i].Name], share)
	}
	return strata
}

// lowest are the n of the places whose units have the lowest lots.
func (s Seed) lowest(units []Unit, c *Coding, places []int, n int) []int {
	lots := map[int][sha256.Size]byte{}
	for _, i := range places {
		u := &units[i]
		lots[i] = s.lot(c.Patients.Of(u.Patient), c.Users.Of(u.User), u.Day)
	}
	slices.SortFunc(places, func(a, b int) int {
		x, y := lots[a], lots[b]
		return bytes.Compare(x[:], y[:])
	})
	return places[:min(n, len(places))]
}

// divided divides n over strata by their sizes: whole parts first, then what is left to
// those with the largest remainders. No stratum gets more than it has.
func divided(strata []Stratum, n int) []int {
	total := 0
	for _, s := range strata {
		total += s.Of
	}
	parts, order := make([]int, len(strata)), make([]int, len(strata))
	left := n
	for i, s := range strata {
		parts[i], order[i] = n*s.Of/max(1, total), i
		left -= parts[i]
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Compare(n*strata[b].Of%max(1, total), n*strata[a].Of%max(1, total))
	})
	for _, i := range order[:left] {
		parts[i]++
	}
	return parts
}

// First are the cases that a budget chooses by score: the highest first, and of one kind
// no more than its part. When kinds run out, the rest goes to the others.
func (b Budget) First(cases []Case) (chosen []Case) {
	n := int(b.Top*float64(b.Cases) + .5)
	most := max(1, int(b.MostOne*float64(n)+.5))
	kinds := map[CaseKind]int{}
	var over []Case
	for _, c := range cases {
		switch {
		case len(chosen) == n || c.Kind == OwnRecord:
		case kinds[c.Kind] == most:
			over = append(over, c)
		default:
			kinds[c.Kind]++
			chosen = append(chosen, c)
		}
	}
	return append(chosen, over[:min(len(over), n-len(chosen))]...)
}
