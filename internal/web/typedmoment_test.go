package web_test

import (
	"testing"
	"time"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/web"
)

func TestAMomentIsReadOnTheClocksOfThePlace(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		typed, want string
		wrong       bool
	}{
		{"2026-11-26T09:40", "2026-11-26T08:40:00Z", false},
		{"2026-07-01T09:40", "2026-07-01T07:40:00Z", false},
		{"2026-10-25T02:30", "2026-10-25T00:30:00Z", false}, // shown twice: the first
		{"2026-10-25T03:00", "2026-10-25T02:00:00Z", false},
		{"2027-03-28T02:30", "", true}, // never shown
		{"26-11-2026", "", true},
		{"0000-00-00T00:00", "", true},
	} {
		var k fault.Checker
		got := web.ParseMoment(&k, "at", c.typed, zone)
		if wrong := k.Fault("x") != nil; wrong != c.wrong {
			t.Errorf("%s: wrong is %v", c.typed, wrong)
		}
		if text := got.UTC().Format(time.RFC3339); !c.wrong && text != c.want {
			t.Errorf("%s is read as %s, want %s", c.typed, text, c.want)
		}
	}
	var k fault.Checker
	if !web.ParseMoment(&k, "at", "", zone).IsZero() || k.Fault("x") != nil || web.TypedMoment(time.Time{}, zone) != "" {
		t.Error("nothing typed is not the zero moment")
	}
}
