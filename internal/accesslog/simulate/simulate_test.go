package simulate_test

import (
	"crypto/sha256"
	"fmt"
	"testing"

	"aantoonbaar/internal/accesslog"
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

// TestKeysOfPeopleSayWhatTheyHaveInCommon, and nothing else.
func TestKeysOfPeopleSayWhatTheyHaveInCommon(t *testing.T) {
	secret := accesslog.Secret("s")
	s := small(simulate.Hospital)
	s.Staff, s.Days = 60, 1
	w, err := simulate.Make(s, func(*simulate.World, []simulate.Line) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	links := w.Links(secret)
	common := map[string]int{}
	for _, u := range w.Users {
		user := links.Users[secret.Of(accesslog.OfUser, u.Number)]
		if user.Team != w.Teams[u.Team] || user.Patient.Zero() != (u.Patient < 0) {
			t.Fatalf("%s is linked as %+v", u.Number, user)
		}
		for _, p := range w.Patients {
			patient := links.Patients[secret.Of(accesslog.OfPatient, p.Number)]
			for what, has := range map[string][2]bool{
				"surname":  {user.Surname == patient.Surname, u.Surname == p.Surname},
				"postcode": {user.Postcode == patient.Postcode, u.Postcode == p.Postcode},
				"house":    {user.House == patient.House, u.House == p.House},
			} {
				if has[0] != has[1] || user.House.Zero() || user.Surname.Zero() {
					t.Fatalf("%s: %s and %s have it in common is %t, in their links %t", what, u.Number, p.Number, has[1], has[0])
				}
				if has[0] {
					common[what]++
				}
			}
		}
	}
	if len(common) != 3 {
		t.Errorf("in common is only %v", common)
	}
}
