package accesslog

import (
	"strings"
	"time"
)

// Actions are a set of actions.
type Actions uint8

const letters = "CRUDE"

// ActionsOf is the set of these letters. Others are left out.
func ActionsOf(of string) (set Actions) {
	for i := range len(of) {
		if at := strings.IndexByte(letters, of[i]); at >= 0 {
			set |= 1 << at
		}
	}
	return set
}

// With is the set with one more.
func (s Actions) With(a Action) Actions { return s | ActionsOf(string(a)) }

// String lists the letters of the set in the order C, R, U, D, E.
func (s Actions) String() string {
	var b strings.Builder
	for i := range len(letters) {
		if s&(1<<i) != 0 {
			b.WriteByte(letters[i])
		}
	}
	return b.String()
}

// A Unit is all that one user did with one patient's record on one day of the
// organisation's zone.
type Unit struct {
	Patient, User uint32 // codes of [Codes]
	Day           int32  // days since 1970-01-01, in the organisation's zone
	First, Last   int64  // event, in seconds since 1970
	Events        int32
	Actions       Actions
	Glass, Search bool   // at least one event by the emergency procedure; nothing but searches
	Team          uint32 // where the user worked at the first event, a code; 0 when unknown
}

// A Calendar tells on which day of a zone a moment falls. It remembers the last day,
// since moments that follow each other mostly lie on the same one.
type Calendar struct {
	zone        *time.Location
	begins, end int64 // of the day that it remembers, in seconds
	day         int32
}

// NewCalendar is the calendar of a zone.
func NewCalendar(zone *time.Location) *Calendar { return &Calendar{zone: zone} }

// Day is the number of the day, from 1970-01-01, that holds the second.
func (c *Calendar) Day(second int64) int32 {
	if second < c.begins || second >= c.end {
		y, m, d := time.Unix(second, 0).In(c.zone).Date()
		c.begins = time.Date(y, m, d, 0, 0, 0, 0, c.zone).Unix()
		c.end = time.Date(y, m, d+1, 0, 0, 0, 0, c.zone).Unix()
		c.day = int32(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / 86400)
	}
	return c.day
}
