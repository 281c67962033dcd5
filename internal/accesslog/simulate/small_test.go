package simulate_test

import (
	"testing"
	"time"

	"aantoonbaar/internal/accesslog/simulate"
)

// TestTheSmallestOrganisationLastsTwoMonths: a hospital of ten has days without anybody
// admitted.
func TestTheSmallestOrganisationLastsTwoMonths(t *testing.T) {
	for _, kind := range simulate.Kinds {
		days, lines := 0, 0
		s := simulate.Settings{Kind: kind, Seed: 1, Staff: 10, Days: 60, Planted: 10_000, Defects: simulate.Usual}
		if _, err := simulate.Make(s, func(_ *simulate.World, day []simulate.Line) error { days++; lines += len(day); return nil }); err != nil {
			t.Fatal(err)
		}
		if days != 60 || lines < 1000 {
			t.Errorf("%s: %d lines in %d days", kind, lines, days)
		}
	}
}

// TestADayOfSummerTimeIsADay: on both Sundays on which the clock is changed, and after,
// a look comes on the day of the calendar on which it is.
func TestADayOfSummerTimeIsADay(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Fatal(err)
	}
	for _, begin := range []time.Time{time.Date(2026, 3, 27, 0, 0, 0, 0, zone), time.Date(2026, 10, 23, 0, 0, 0, 0, zone)} {
		today, night := 0, 0
		if _, err := simulate.Make(simulate.Settings{Kind: simulate.HAP, Seed: 1, Days: 6, Begin: begin}, func(_ *simulate.World, lines []simulate.Line) error {
			midnight := begin.AddDate(0, 0, today)
			for _, l := range lines {
				if early := midnight.Sub(l.At); early > 0 {
					t.Errorf("day %d: a look at %s", today, l.At)
				}
				if l.At.In(zone).Hour() == 0 && l.At.Before(midnight.Add(time.Hour)) {
					night++
				}
			}
			if today++; today > 3 && night == 0 {
				t.Errorf("%s: nobody looked between midnight and one", begin)
			}
			night = 0
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
}

// TestManyMoreThanUsualAreManyMore: the number of lookers grows with what was asked.
func TestManyMoreThanUsualAreManyMore(t *testing.T) {
	planted := func(times float64) (n int) {
		seen := map[[2]int]bool{}
		s := simulate.Settings{Kind: simulate.HomeCare, Seed: 1, Staff: 400, Days: 1, Planted: times}
		if _, err := simulate.Make(s, func(_ *simulate.World, lines []simulate.Line) error {
			for _, l := range lines {
				if l.Class.Planted() && l.Class != simulate.Bulk && l.Class != simulate.Abuse {
					seen[[2]int{l.User, l.Patient}] = true
				}
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		return len(seen)
	}
	if few, many := planted(20_000), planted(80_000); float64(many) < 2.5*float64(few) {
		t.Errorf("%d pairs for twenty thousand times the usual, %d for eighty", few, many)
	}
}
