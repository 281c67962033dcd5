package web

import (
	"time"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
)

// typedMoment is how browsers send a day with a time.
const typedMoment = "2006-01-02T15:04"

// TypedMoment writes a moment for an input of type datetime-local, on the clocks
// of zone; "" for the zero moment.
func TypedMoment(t time.Time, zone *time.Location) string {
	if t.IsZero() {
		return ""
	}
	return t.In(zone).Format(typedMoment)
}

// ParseMoment reads what TypedMoment wrote; an empty text is the zero moment. It
// complains about what is no moment, and about one that the clocks of zone skip
// in spring. Of the two that the clocks show twice in autumn it takes the first:
// a deadline that begins there comes too early rather than too late.
func ParseMoment(c *fault.Checker, name, s string, zone *time.Location) time.Time {
	if s == "" {
		return time.Time{}
	}
	t, err := time.ParseInLocation(typedMoment, s, zone)
	c.Need(err == nil, name, i18n.T("Schrijf een dag en een tijd, zoals 26-11-2026 en 9.40 uur.", "Write a day and a time, such as 26-11-2026 and 09:40."))
	if err != nil {
		return time.Time{}
	}
	c.Need(t.Format(typedMoment) == s, name, i18n.T("Dit moment bestond niet: de klok ging toen een uur vooruit.", "This moment did not exist: the clocks went forward."))
	if first := t.Add(-time.Hour); first.Format(typedMoment) == s {
		return first
	}
	return t
}
