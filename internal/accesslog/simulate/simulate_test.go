package simulate_test

import (
	"crypto/sha256"
	"fmt"
	"testing"

	"aantoonbaar/internal/accesslog/simulate"
)

// small is a setting in which enough happens to count, and a test stays short.
func small(kind simulate.Kind) simulate.Settings {
	s := simulate.Settings{Kind: kind, Seed: 1, Planted: 300}.Filled()
	if kind == simulate.Hospital {
		s.Staff, s.Days = 800, 7
	}
	return s
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
