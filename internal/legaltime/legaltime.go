// Package legaltime says what a day is. Laws, plans and forms name days and not
// moments, so a day is a date alone, kept as midnight UTC of that date: two days
// then compare with Equal, Before and After, and no zone can move one to its
// neighbour.
//
// Which day it is at some moment depends on where one stands: that is the zone
// of the installation, and it is asked for here and nowhere else. A moment MUST
// pass through [DayOf] before it is held against a day: at ten in the morning of
// the last day on which something is valid, the moment is after that day.
package legaltime

import "time"

// DayOf returns the day that it is in zone at t.
func DayOf(t time.Time, zone *time.Location) time.Time {
	t = t.In(zone)
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
}

// Text writes a day as it is stored, compared and sent by browsers:
// "2026-11-22"; "" for the zero day.
func Text(day time.Time) string {
	if day.IsZero() {
		return ""
	}
	return day.Format(time.DateOnly)
}

// Read reads what Text wrote.
func Read(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	return time.Parse(time.DateOnly, text)
}
