package sqldb

import (
	"database/sql/driver"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// An Instant stores a time in either engine: TIMESTAMPTZ in PostgreSQL, and in
// SQLite text of one fixed width, so that text order is time order. The zero
// time is NULL. Both engines keep microseconds.
type Instant struct{ *time.Time }

const instantLayout = "2006-01-02T15:04:05.000000Z"

// Scan reads a column into the time that i points at.
func (i Instant) Scan(v any) error {
	switch v := v.(type) {
	case nil:
		*i.Time = time.Time{}
	case time.Time:
		*i.Time = v.UTC()
	case string:
		t, err := time.Parse(instantLayout, v)
		if err != nil {
			return fmt.Errorf("stored instant: %w", err)
		}
		*i.Time = t
	default:
		return fmt.Errorf("stored instant has type %T", v)
	}
	return nil
}

// At returns t as a query parameter.
func At(t time.Time) driver.Valuer { return Instant{&t} }

// Value returns the stored form of the time that i points at.
func (i Instant) Value() (driver.Value, error) {
	if i.Time == nil || i.IsZero() {
		return nil, nil
	}
	return i.UTC().Truncate(time.Microsecond).Format(instantLayout), nil
}

// A Day stores a calendar day as text, "2026-11-22", in either engine. The zero
// time is NULL. In Go a day is midnight UTC of that day: it belongs to no zone.
type Day struct{ *time.Time }

// Scan reads a column into the day that d points at.
func (d Day) Scan(v any) error {
	switch v := v.(type) {
	case nil:
		*d.Time = time.Time{}
	case string:
		t, err := time.Parse(time.DateOnly, v)
		if err != nil {
			return fmt.Errorf("stored day: %w", err)
		}
		*d.Time = t
	default:
		return fmt.Errorf("stored day has type %T", v)
	}
	return nil
}

// On returns day as a query parameter.
func On(day time.Time) driver.Valuer { return Day{&day} }

// Value returns the stored form of the day that d points at.
func (d Day) Value() (driver.Value, error) {
	if d.Time == nil || d.IsZero() {
		return nil, nil
	}
	return d.Format(time.DateOnly), nil
}

// Places writes the names of n parameters, the first of which is $first, as they
// stand in a list: "$3, $4, $5".
func Places(first, n int) string {
	names := make([]string, n)
	for i := range names {
		names[i] = "$" + strconv.Itoa(first+i)
	}
	return strings.Join(names, ", ")
}
