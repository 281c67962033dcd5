package legaltime_test

import (
	"testing"
	"time"

	"aantoonbaar/internal/legaltime"
)

func TestADayIsThatOfThePlace(t *testing.T) {
	amsterdam, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name string
		at   time.Time
		zone *time.Location
		want string
	}{
		{"the last minute in UTC", time.Date(2026, 11, 22, 23, 59, 0, 0, time.UTC), time.UTC, "2026-11-22"},
		{"the same minute in Amsterdam", time.Date(2026, 11, 22, 23, 59, 0, 0, time.UTC), amsterdam, "2026-11-23"},
		{"midnight in Amsterdam, in summer", time.Date(2026, 8, 14, 22, 0, 0, 0, time.UTC), amsterdam, "2026-08-15"},
		{"a moment told in another zone", time.Date(2026, 8, 15, 0, 1, 0, 0, amsterdam), time.UTC, "2026-08-14"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			day := legaltime.DayOf(tt.at, tt.zone)
			if got := legaltime.Text(day); got != tt.want || !day.Equal(day.Truncate(24*time.Hour)) || day.Location() != time.UTC {
				t.Errorf("DayOf(%v, %v) = %v, want midnight UTC of %s", tt.at, tt.zone, day, tt.want)
			}
		})
	}
}

func TestNoDayIsNoText(t *testing.T) {
	if got := legaltime.Text(time.Time{}); got != "" {
		t.Errorf("Text of the zero day = %q, want nothing", got)
	}
}
