package simulate_test

import (
	"crypto/sha256"
	"fmt"
	"testing"

	"aantoonbaar/content"
	"aantoonbaar/internal/accesslog"
	"aantoonbaar/internal/accesslog/simulate"
)

var secret = accesslog.Secret("a secret of the tests")

// A result counts units by the class of their lines.
type result struct {
	units, explained map[simulate.Class]int
	events           int
}

func (r result) share(planted bool) float64 {
	all, good := 0, 0
	for c, n := range r.units {
		if c.Planted() == planted {
			all, good = all+n, good+r.explained[c]
		}
	}
	return float64(good) / float64(max(1, all))
}

// measure makes a log, and explains it.
func measure(tb testing.TB, s simulate.Settings) result {
	tb.Helper()
	templates, err := accesslog.Load(content.FS)
	if err != nil {
		tb.Fatal(err)
	}
	var c accesslog.Coding
	g := accesslog.Gathering{Coding: &c, Calendar: accesslog.NewCalendar(s.Begin.Location())}
	r := result{units: map[simulate.Class]int{}, explained: map[simulate.Class]int{}}
	type of struct {
		patient, user uint32
		day           int32
	}
	truth := map[of]simulate.Class{}
	days := accesslog.NewCalendar(s.Begin.Location())
	w, err := simulate.Make(s, func(w *simulate.World, lines []simulate.Line) error {
		for _, l := range lines {
			e := w.Event(secret, l, [16]byte(sha256.New().Sum(fmt.Append(nil, l))[:16]))
			g.Add(&e)
			key := of{c.Patients.Add(e.Patient), c.Users.Add(e.User), days.Day(l.At.Unix())}
			if was, ok := truth[key]; !ok || l.Class.Planted() && !was.Planted() {
				truth[key] = l.Class
			}
			r.events++
		}
		return nil
	})
	if err != nil {
		tb.Fatal(err)
	}
	var facts []accesslog.Fact
	for _, f := range w.Facts {
		facts = append(facts, w.FactOf(secret, f))
	}
	units := g.Units()
	x := accesslog.NewExplainer(templates, facts, &c, false)
	var tally accesslog.Tally
	found := make([]accesslog.Explanation, len(units))
	for i := range units {
		found[i] = x.Explain(&units[i])
		tally.Count(templates, &units[i], found[i])
	}
	for i := range units {
		class := truth[of{units[i].Patient, units[i].User, units[i].Day}]
		r.units[class]++
		if tally.Hold(templates, &units[i], found[i]).Template >= 0 {
			r.explained[class]++
		}
	}
	return r
}

// small is a setting in which enough happens to count, and a test stays short.
func small(kind simulate.Kind) simulate.Settings {
	s := simulate.Settings{Kind: kind, Seed: 1, Planted: 300}.Filled()
	if kind == simulate.Hospital {
		s.Staff, s.Days = 800, 7
	}
	return s
}

func TestMostOfWhatIsLawfulIsExplainedAndLittleOfWhatIsNot(t *testing.T) {
	for _, kind := range simulate.Kinds {
		s := small(kind)
		r := measure(t, s)
		if got := r.share(false); got < .94 {
			t.Errorf("%s: %.3f of what is lawful is explained with full tables, want .94: %v of %v", kind, got, r.explained, r.units)
		}
		if got := r.share(true); got > .12 {
			t.Errorf("%s: %.3f of what is not lawful is explained, want .12 at most: %v of %v", kind, got, r.explained, r.units)
		}
		s.Defects = simulate.Usual
		if full, spoiled := r.share(false), measure(t, s).share(false); spoiled >= full || spoiled < .8 {
			t.Errorf("%s: %.3f of what is lawful is explained with the usual defects, and %.3f without", kind, spoiled, full)
		}
	}
}

func TestASeedMakesOneLog(t *testing.T) {
	of := func(seed uint64, kind simulate.Kind) [32]byte {
		s := small(kind)
		s.Seed, s.Days, s.Defects = seed, 3, simulate.Usual
		sum := sha256.New()
		w, err := simulate.Make(s, func(_ *simulate.World, lines []simulate.Line) error {
			_, err := fmt.Fprintln(sum, lines)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintln(sum, w.Facts, w.Users, w.Patients)
		return [32]byte(sum.Sum(nil))
	}
	for _, kind := range simulate.Kinds {
		first := of(7, kind)
		if of(7, kind) != first {
			t.Errorf("%s: one seed made two logs", kind)
		}
		if of(8, kind) == first {
			t.Errorf("%s: two seeds made one log", kind)
		}
	}
}

func TestEveryClassOfLookingIsPlanted(t *testing.T) {
	seen := map[simulate.Class]bool{}
	for _, kind := range simulate.Kinds {
		s := small(kind)
		s.Planted = 1000
		if _, err := simulate.Make(s, func(_ *simulate.World, lines []simulate.Line) error {
			for _, l := range lines {
				seen[l.Class] = true
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range simulate.PlantedClasses {
		if !seen[c] {
			t.Errorf("nobody looked as %q", c)
		}
	}
}

func TestNobodyLooksWhenNoneArePlanted(t *testing.T) {
	s := small(simulate.HomeCare)
	s.Planted = 0
	lines := 0
	if _, err := simulate.Make(s, func(_ *simulate.World, day []simulate.Line) error {
		for _, l := range day {
			lines++
			if l.Class.Planted() {
				t.Errorf("%+v was planted", l)
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if lines < 30_000 || lines > 70_000 {
		t.Errorf("a month of home care has %d lines, want about 50,000", lines)
	}
}
