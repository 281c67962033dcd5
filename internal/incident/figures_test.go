package incident

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func zoneOf(t *testing.T) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// TestFiguresCountByTheMonthsOfThePlace counts incidents around midnight, where the
// month of the place is not that of UTC.
func TestFiguresCountByTheMonthsOfThePlace(t *testing.T) {
	zone := zoneOf(t)
	at := func(text string) time.Time {
		v, err := time.ParseInLocation("2006-01-02 15:04", text, zone)
		if err != nil {
			t.Fatal(err)
		}
		return v.UTC()
	}
	now := at("2026-12-01 12:00")
	r := Rules{Duties: []Duty{{ID: "cbw", Steps: []Step{{ID: "warning"}, {ID: "notification"}}}}}
	warned := func(aware, sent string) []Taken {
		w := Taken{Duty: "cbw", Step: "warning", Due: at(aware).Add(24 * time.Hour)}
		if sent != "" {
			w.Sent = at(sent)
		}
		return []Taken{w}
	}
	briefs := []*Brief{
		{ID: "inc_1", Aware: at("2026-09-30 23:59"), Kind: "lost"}, // the month before
		{ID: "inc_2", Aware: at("2026-10-01 00:00"), Kind: "malware", Causes: []string{"update"}, Cents: 100, Lost: 30, Taken: warned("2026-10-01 00:00", "2026-10-01 10:00")}, // 30 September in UTC
		{ID: "inc_3", Aware: at("2026-10-31 23:59"), Kind: "malware", Causes: []string{"update", "mistake"}, Cents: 50, Closed: now, Taken: warned("2026-10-31 23:59", "2026-11-02 23:59")},
		{ID: "inc_4", Aware: at("2026-11-30 23:59"), Lost: 60, Taken: warned("2026-11-30 23:59", "")},
		{ID: "inc_5", Aware: at("2026-11-25 12:00"), Kind: "outage", Closed: now, Taken: warned("2026-11-25 12:00", "")}, // never sent
		{ID: "inc_6", Aware: at("2026-12-01 00:00"), Kind: "lost"},                                                       // the month after
	}
	for _, b := range briefs {
		b.month = MonthOf(b.Aware, zone)
	}
	got := r.count(briefs, Month{2026, 10}, Month{2026, 11}, now)
	want := Figures{
		From: Month{2026, 10}, Until: Month{2026, 11}, Sum: Sum{N: 4, Open: 2, Cents: 150, Lost: 90},
		Months: []Sum{{N: 2, Open: 1, Cents: 150, Lost: 30}, {N: 2, Open: 1, Lost: 60}},
		Kinds: []KindSum{
			{"malware", Sum{N: 2, Open: 1, Cents: 150, Lost: 30}, []int{2, 0}},
			{"", Sum{N: 1, Open: 1, Lost: 60}, []int{0, 1}},
			{"outage", Sum{N: 1}, []int{0, 1}},
		},
		Causes: []CauseCount{{"update", 2}, {"mistake", 1}},
		Steps:  []StepSum{{Duty: "cbw", Step: "warning", N: 4, Sent: 2, Timed: 3, Late: 2, Median: 29 * time.Hour, Longest: 48 * time.Hour}},
		Briefs: briefs[1:5],
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(Brief{}, Taken{})); diff != "" {
		t.Error(diff)
	}
}

func TestMonths(t *testing.T) {
	nov := Month{2026, time.November}
	if m, ok := ParseMonth("2026-11"); m != nov || !ok || m.String() != "2026-11" {
		t.Errorf("%v %v", m, ok)
	}
	if _, ok := ParseMonth("2026-13"); ok {
		t.Error("a thirteenth month")
	}
	if nov.Add(2) != (Month{2027, time.January}) || nov.Add(-11) != (Month{2025, time.December}) || nov.Until(nov) != 1 || nov.Until(Month{2027, 1}) != 3 || nov.Until(Month{2026, 10}) != 0 {
		t.Error("months do not add up")
	}
}
