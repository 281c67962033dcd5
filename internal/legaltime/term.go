package legaltime

import "time"

// A Term is how long a law gives, from a moment. One of its fields is above zero;
// the zero Term is "without delay", which has no last moment.
type Term struct {
	Hours       int `yaml:"hours"`
	WorkingDays int `yaml:"working_days"`
	Months      int `yaml:"months"`
}

// IsZero reports whether the law names no length: without delay.
func (t Term) IsZero() bool { return t == Term{} }

// A Regime is how a law counts its terms. The zero Regime moves nothing.
//
// Terms in hours run through nights, weekends and changes of the clock under
// every regime: 72 hours are 72 hours (Algemene termijnenwet art. 4 under a;
// Regulation (EEC, Euratom) 1182/71 art. 3(1) and (4)). Where a milder reading
// exists, such as an hour that is not counted, it is not taken: a moment that is
// due too early harms nobody.
type Regime struct {
	ID string `yaml:"id"`

	// Extends says that a term in days or months that would end on a day off goes
	// on until the end of the next working day (Algemene termijnenwet art. 1(1),
	// Regulation 1182/71 art. 3(4)).
	Extends bool     `yaml:"extends"`
	Off     []DayOff `yaml:"off"` // beside Saturdays and Sundays
}

// A Deadline is the last moment of a term, and how it was reached.
type Deadline struct {
	Due     time.Time     // of a term in hours, the last moment; of one in days or months, the end of the last day; zero for a term without a length
	Clock   time.Duration // by which the clocks were moved on the way: an hour, or an hour back; a term in hours alone
	Last    time.Time     // the last day, for a term in days or months; else zero
	Nominal time.Time     // the day on which it would have ended; not Last when that was a day off
}

// Missed reports whether t is too late.
func (d Deadline) Missed(t time.Time) bool {
	if d.Last.IsZero() {
		return !d.Due.IsZero() && t.After(d.Due)
	}
	return !t.Before(d.Due)
}

// Moved reports whether a day off made the term longer.
func (d Deadline) Moved() bool { return !d.Nominal.Equal(d.Last) }

// End returns when term ends that begins at from, on the clocks of zone.
//
// The day on which a term in days or months begins is not counted; a month ends
// on the day of the same number, or on the last day of a month that is shorter
// (Regulation 1182/71 art. 3(1) and (2)(c)).
func (r Regime) End(t Term, from time.Time, zone *time.Location) Deadline {
	switch {
	case t.Hours > 0:
		due := from.Add(time.Duration(t.Hours) * time.Hour).In(zone)
		_, before := from.In(zone).Zone()
		_, after := due.Zone()
		return Deadline{Due: due, Clock: time.Duration(after-before) * time.Second}
	case t.WorkingDays > 0:
		last := DayOf(from, zone)
		for left := t.WorkingDays; left > 0; {
			if last = last.AddDate(0, 0, 1); r.Works(last) {
				left--
			}
		}
		return Deadline{Due: startOf(last.AddDate(0, 0, 1), zone), Last: last, Nominal: last}
	case t.Months > 0:
		nominal := monthsAfter(DayOf(from, zone), t.Months)
		last := nominal
		for r.Extends && !r.Works(last) {
			last = last.AddDate(0, 0, 1)
		}
		return Deadline{Due: startOf(last.AddDate(0, 0, 1), zone), Last: last, Nominal: nominal}
	}
	return Deadline{}
}

// Works reports whether day is a working day: no Saturday, no Sunday, no day off.
func (r Regime) Works(day time.Time) bool {
	if day.Weekday() == time.Saturday || day.Weekday() == time.Sunday {
		return false
	}
	for _, off := range r.Off {
		if off.In(day.Year()).Equal(day) {
			return false
		}
	}
	return true
}

// startOf is the moment at which day begins in zone.
func startOf(day time.Time, zone *time.Location) time.Time {
	return time.Date(day.Year(), day.Month(), day.Day(), 0, 0, 0, 0, zone)
}

// monthsAfter is the day of the same number n months on, or the last of that month.
func monthsAfter(day time.Time, n int) time.Time {
	last := time.Date(day.Year(), day.Month()+time.Month(n)+1, 0, 0, 0, 0, 0, time.UTC)
	return last.AddDate(0, 0, min(day.Day(), last.Day())-last.Day())
}
