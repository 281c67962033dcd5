package bench

import (
	"strings"
	"testing"
	"time"
)

func TestPercentilesAreThoseOfTheRequests(t *testing.T) {
	var all []time.Duration
	for i := range 100 {
		all = append(all, time.Duration(100-i)*time.Millisecond)
	}
	if m := percentiles(all); m.P50 != 51 || m.P95 != 96 || m.P99 != 100 {
		t.Errorf("1 to 100 ms give p50 %v, p95 %v, p99 %v; want 51, 96 and 100", m.P50, m.P95, m.P99)
	}
	if m := percentiles([]time.Duration{time.Second}); m.P50 != 1000 || m.P99 != 1000 {
		t.Errorf("one second gives p50 %v and p99 %v", m.P50, m.P99)
	}
}

func TestEachFigureStandsBesideItsBar(t *testing.T) {
	fast, slow := Measure{PerSecond: 3000, P50: 1, P95: 2}, Measure{PerSecond: 2000, P50: 6, P95: 20}
	text := Report{
		Pages: []Page{
			{Engine: "SQLite", Name: "quick", Program: fast, Bare: Measure{PerSecond: 12000}, Quarter: true, Bars: true},
			{Engine: "SQLite", Name: "tardy", Program: slow, Bare: Measure{PerSecond: 12000}, Quarter: true, Bars: true},
			{Engine: "PostgreSQL", Name: "beside", Program: slow, Bare: fast},
		},
		Figures: []Figure{{"SQLite", "start", 299, "ms", 300}, {"SQLite", "idle", 61, "MB", 60}, {"SQLite", "loaded", 150, "MB", none}},
		Growth:  []Growth{{Organisations: 200, Overview: Measure{P50: 1}}, {Organisations: 2000, Overview: Measure{P50: 1.6}}},
	}.String()
	for start, want := range map[string][2]int{ // how often ok, how often not
		"quick": {3, 0}, "tardy": {0, 3}, "beside": {0, 0}, "SQLite  start": {1, 0}, "SQLite  idle": {0, 1}, "SQLite  loaded": {0, 0}, "p50 grew by a factor 1.60": {0, 1},
	} {
		found := false
		for line := range strings.Lines(text) {
			if !strings.HasPrefix(strings.TrimSpace(line), start) {
				continue
			}
			found = true
			if met, not := strings.Count(line, " ok"), strings.Count(line, "NOT MET"); met != want[0] || not != want[1] {
				t.Errorf("%q says ok %d times and NOT MET %d times, want %v", line, met, not, want)
			}
		}
		if !found {
			t.Errorf("no line begins with %q in\n%s", start, text)
		}
	}
}
