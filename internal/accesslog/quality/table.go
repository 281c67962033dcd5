package quality

import (
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"slices"

	"aantoonbaar/internal/accesslog/simulate"
)

// A Study is the same question asked of many seeds.
type Study struct {
	Content fs.FS
	Seeds   int    // how many
	From    uint64 // the first; those below a thousand were looked at while things were made
	Days    int    // of each log; 0 for what is usual
	Out     io.Writer
}

// settings are what is measured: sizes in which a review of some weeks takes seconds,
// and so many who look that there is something to count.
var settings = []simulate.Settings{
	{Kind: simulate.HomeCare, Planted: 60},
	{Kind: simulate.HAP, Planted: 60},
	{Kind: simulate.Hospital, Staff: 800, Days: 7, Planted: 60},
}

// ks are how many of the first cases are looked at.
var ks = []int{5, 10, 20, 50}

// Tables prints what the study finds, as tables for docs.
func (s Study) Tables() error {
	for _, one := range settings {
		full, err := s.runs(one)
		if err != nil {
			return err
		}
		one.Defects = simulate.Usual
		usual, err := s.runs(one)
		if err != nil {
			return err
		}
		fmt.Fprintf(s.Out, "\n%s, %d seeds from %d; %d units on average\n", one.Kind, s.Seeds, s.From, usual[0].Units)
		s.shares("full tables", full)
		s.shares("usual defects", usual)
		s.ranks(usual)
		s.classes(full, usual)
	}
	return s.defects()
}

func (s Study) runs(one simulate.Settings) (all []*Review, err error) {
	for i := range uint64(s.Seeds) {
		one.Seed = s.From + i
		if s.Days > 0 {
			one.Days = s.Days
		}
		r, err := Run(s.Content, one)
		if err != nil {
			return nil, err
		}
		all = append(all, r)
	}
	return all, nil
}

func (s Study) shares(name string, all []*Review) {
	fmt.Fprintf(s.Out, "  %-14s lawful explained %s   offences hidden whole %s   looks left %s\n", name,
		interval(all, func(r *Review) (float64, float64) { return float64(r.Lawful.Part), float64(r.Lawful.Of) }),
		interval(all, func(r *Review) (float64, float64) { return float64(r.Offences.Part), float64(r.Offences.Of) }),
		interval(all, func(r *Review) (float64, float64) { return float64(len(r.Looks)), float64(r.Units) }))
}

// ranks prints for each way how many of the first cases are real, and which part of the
// offences that stand among them is then found.
func (s Study) ranks(all []*Review) {
	fmt.Fprintf(s.Out, "  %-14s", "precision at")
	for _, k := range ks {
		fmt.Fprintf(s.Out, "%23d", k)
	}
	fmt.Fprintln(s.Out)
	for _, way := range Ways {
		fmt.Fprintf(s.Out, "  %-14s", way)
		for _, k := range ks {
			fmt.Fprintf(s.Out, "%23s", interval(all, func(r *Review) (float64, float64) {
				found, seen := r.Among(way, k, 1)
				return found, float64(seen)
			}))
		}
		fmt.Fprintln(s.Out)
	}
	fmt.Fprintf(s.Out, "  %-14s", "recall, score")
	for _, k := range ks {
		fmt.Fprintf(s.Out, "%23s", interval(all, func(r *Review) (float64, float64) { return r.found(k) }))
	}
	fmt.Fprintln(s.Out)
}

// found is how many offences there are among the first k cases, and how many there are.
func (r *Review) found(k int) (float64, float64) {
	seen := map[string]bool{}
	order := r.Order(ByScore, 1)
	for _, j := range order[:min(k, len(order))] {
		if j.Of != "" {
			seen[j.Of] = true
		}
	}
	return float64(len(seen)), float64(r.Offences.Of)
}

// classes prints how much of each class of looking is hidden by an explanation.
func (s Study) classes(full, usual []*Review) {
	fmt.Fprintf(s.Out, "  hidden looks by class, full tables and usual defects:\n")
	for _, c := range simulate.PlantedClasses {
		of := func(all []*Review) (sum Share) {
			for _, r := range all {
				sum.Part, sum.Of = sum.Part+r.Classes[c].Part, sum.Of+r.Classes[c].Of
			}
			return sum
		}
		a, b := of(full), of(usual)
		if a.Of+b.Of > 0 {
			fmt.Fprintf(s.Out, "    %-16s %5.1f %% of %-5d %5.1f %% of %d\n", c, 100*a.Value(), a.Of, 100*b.Value(), b.Of)
		}
	}
}

// defects prints what each defect by itself does in home care, at five times its usual
// share.
func (s Study) defects() error {
	u := simulate.Usual
	each := []struct {
		name string
		of   simulate.Defects
	}{
		{"none", simulate.Defects{}},
		{"facts missing", simulate.Defects{Missing: 5 * u.Missing}},
		{"facts late", simulate.Defects{Late: 5 * u.Late}},
		{"wrong team", simulate.Defects{Wrong: 5 * u.Wrong}},
		{"shifts swapped", simulate.Defects{Swapped: 5 * u.Swapped}},
		{"lines twice", simulate.Defects{Doubled: 5 * u.Doubled}},
		{"clocks off", simulate.Defects{Skew: 5 * u.Skew}},
		{"hours lacking", simulate.Defects{Unlogged: 5 * u.Unlogged}},
	}
	fmt.Fprintf(s.Out, "\nhome care with one defect at five times its usual share\n  %-16s %-24s %s\n", "defect", "lawful explained", "precision at 10")
	for _, d := range each {
		one := settings[0]
		one.Defects = d.of
		all, err := s.runs(one)
		if err != nil {
			return err
		}
		fmt.Fprintf(s.Out, "  %-16s %-24s %s\n", d.name,
			interval(all, func(r *Review) (float64, float64) { return float64(r.Lawful.Part), float64(r.Lawful.Of) }),
			interval(all, func(r *Review) (float64, float64) {
				found, seen := r.Among(ByScore, 10, 1)
				return found, float64(seen)
			}))
	}
	return nil
}

// interval is the share over all reviews in percent, with the middle 95 per cent of what
// it is when reviews are drawn again and again from those that there are (bootstrap).
func interval(all []*Review, of func(*Review) (part, whole float64)) string {
	parts, wholes := make([]float64, len(all)), make([]float64, len(all))
	for i, r := range all {
		parts[i], wholes[i] = of(r)
	}
	share := func(pick func() int) float64 {
		part, whole := 0.0, 0.0
		for range all {
			i := pick()
			part, whole = part+parts[i], whole+wholes[i]
		}
		return 100 * part / max(1, whole)
	}
	next := -1
	mean := share(func() int { next++; return next })
	random := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // the same intervals each time
	var drawn []float64
	for range 1000 {
		drawn = append(drawn, share(func() int { return random.IntN(len(all)) }))
	}
	slices.Sort(drawn)
	return fmt.Sprintf("%.1f %% (%.1f to %.1f)", mean, drawn[25], drawn[974])
}
