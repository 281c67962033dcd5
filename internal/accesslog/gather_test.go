package accesslog_test

import (
	"fmt"
	"testing"
	"time"

	"aantoonbaar/internal/accesslog"
)

// TestManyEventsAreGatheredWhole goes past every size at which the tables grow.
func TestManyEventsAreGatheredWhole(t *testing.T) {
	var c accesslog.Coding
	g := accesslog.Gathering{Coding: &c, Calendar: accesslog.NewCalendar(time.UTC)}
	const users, patients, days = 40, 50, 5
	at := time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)
	for range 2 { // everything twice
		for n := range users * patients * days {
			e := accesslog.Event{At: at.AddDate(0, 0, n%days), User: user(n / days % users), Patient: patient(n / days / users), Action: accesslog.Read}
			copy(e.ID[:], secret.Of("event", fmt.Sprint(n)).String())
			if n == 0 {
				e.ID = [16]byte{}
			}
			g.Add(&e)
		}
	}
	g.Add(&accesslog.Event{At: at, User: user(1)})
	g.Add(&accesslog.Event{At: at, Patient: patient(1)})
	units := g.Units()
	if len(units) != users*patients*days || g.Twice != users*patients*days || g.Nobody != 1 || g.Nameless != 1 {
		t.Errorf("%d units, %d twice, %d of nobody, %d nameless", len(units), g.Twice, g.Nobody, g.Nameless)
	}
	for i, u := range units {
		if u.Events != 1 {
			t.Fatalf("unit %d has %d events", i, u.Events)
		}
	}
}
