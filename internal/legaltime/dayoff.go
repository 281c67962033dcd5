package legaltime

import "time"

// A DayOff is a day of every year on which nobody need act. Either Month and Day
// name it, or it lies Easter days after Easter Sunday (before, when below zero)
// with Movable set.
type DayOff struct {
	Name    string     `yaml:"name"` // as the law calls it
	Month   time.Month `yaml:"month"`
	Day     int        `yaml:"day"`
	Movable bool       `yaml:"movable"`
	Easter  int        `yaml:"easter"`

	// SundayBefore says that it is kept on the Saturday when it falls on a Sunday
	// (Koningsdag).
	SundayBefore bool `yaml:"sunday_before"`
}

// In returns the day in a year.
func (d DayOff) In(year int) time.Time {
	if d.Movable {
		return EasterSunday(year).AddDate(0, 0, d.Easter)
	}
	day := time.Date(year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)
	if d.SundayBefore && day.Weekday() == time.Sunday {
		day = day.AddDate(0, 0, -1)
	}
	return day
}

// EasterSunday returns Easter of a year of the Gregorian calendar, after the
// method "Anonymous Gregorian" (Nature, 20 April 1876; Meeus, Astronomical
// Algorithms, chapter 8).
func EasterSunday(year int) time.Time {
	golden, century, inCentury := year%19, year/100, year%100
	leapCenturies, restCenturies := century/4, century%4
	moon := (19*golden + century - leapCenturies - (century-(century+8)/25+1)/3 + 15) % 30
	weekday := (32 + 2*restCenturies + 2*(inCentury/4) - moon - inCentury%4) % 7
	late := (golden + 11*moon + 22*weekday) / 451
	n := moon + weekday - 7*late + 114
	return time.Date(year, time.Month(n/31), n%31+1, 0, 0, 0, 0, time.UTC)
}
