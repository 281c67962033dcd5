package continuity

import (
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
)

// A Span is how long something takes or may take, in whole minutes.
type Span int64

// The units in which people write a span.
const (
	Minute Span = 1
	Hour        = 60 * Minute
	Day         = 24 * Hour
)

// MaxSpan is the longest span that anybody may type.
const MaxSpan = 365 * Day

// Unit is the largest unit of which the span is a whole number; Minute for 0.
func (s Span) Unit() Span {
	for _, u := range []Span{Day, Hour} {
		if s > 0 && s%u == 0 {
			return u
		}
	}
	return Minute
}

// In writes the span for people: "2 dagen", "4 uur", "1 uur en 30 minuten".
func (s Span) In(l i18n.Lang) string {
	switch u := s.Unit(); {
	case u == Day:
		return l.Plural(int(s/Day), "%s dag", "%s dagen", "%s day", "%s days")
	case u == Hour:
		return l.Plural(int(s/Hour), "%s uur", "%s uur", "%s hour", "%s hours")
	case s > Hour:
		return (s - s%Hour).In(l) + l.T(" en ", " and ") + (s % Hour).In(l)
	}
	return l.Plural(int(s), "%s minuut", "%s minuten", "%s minute", "%s minutes")
}

// check complains about a span below least, with says, or beyond reason, and
// reports whether there was nothing to complain about.
func (s Span) check(k *fault.Checker, name string, least Span, says i18n.Text) bool {
	if s < 0 || s > MaxSpan {
		k.Need(false, name, i18n.T("Kies een tijd van hoogstens 365 dagen, en niet onder nul.", "Choose a time of at most 365 days, and not below zero."))
		return false
	}
	k.Need(s >= least, name, says)
	return s >= least
}
