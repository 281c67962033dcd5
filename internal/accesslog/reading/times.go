package reading

import (
	"bytes"
	"time"
)

// instant reads a moment with a zone, as FHIR and XML write it. It takes the digits
// from their places: what is written in another way, [time.Parse] reads.
func instant(text []byte) (time.Time, bool) {
	const places = "dddd-dd-ddTdd:dd:dd"
	if len(text) > len(places) {
		var n [6]int
		field, ok := 0, true
		for i := 0; i < len(places) && ok; i++ {
			switch {
			case places[i] != 'd':
				ok = text[i] == places[i]
				field++
			case text[i] >= '0' && text[i] <= '9':
				n[field] = n[field]*10 + int(text[i]-'0')
			default:
				ok = false
			}
		}
		if offset, fraction, fine := zone(text[len(places):]); ok && fine && n[1] >= 1 && n[1] <= 12 && n[2] >= 1 && n[2] <= 28 && n[3] < 24 && n[4] < 60 && n[5] < 60 {
			return time.Date(n[0], time.Month(n[1]), n[2], n[3], n[4], n[5], fraction, time.UTC).Add(-offset), true
		}
	}
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05-0700", "2006-01-02 15:04:05Z07:00"} {
		if t, err := time.Parse(layout, string(text)); err == nil {
			return t.UTC(), true
		}
	}
	return time.Time{}, false
}

// zone reads what follows the seconds: a fraction, in nanoseconds, and the offset.
func zone(text []byte) (offset time.Duration, fraction int, ok bool) {
	if len(text) > 0 && text[0] == '.' {
		unit := 100_000_000
		for text = text[1:]; len(text) > 0 && text[0] >= '0' && text[0] <= '9'; text = text[1:] {
			fraction += int(text[0]-'0') * unit
			unit /= 10
		}
	}
	if len(text) == 1 && text[0] == 'Z' {
		return 0, fraction, true
	}
	if len(text) != 6 || text[0] != '+' && text[0] != '-' || text[3] != ':' {
		return 0, 0, false
	}
	for _, i := range []int{1, 2, 4, 5} {
		if text[i] < '0' || text[i] > '9' {
			return 0, 0, false
		}
	}
	if text[1] > '2' || text[1] == '2' && text[2] > '3' || text[4] > '5' {
		return 0, 0, false
	}
	offset = time.Duration(int(text[1]-'0')*10+int(text[2]-'0'))*time.Hour + time.Duration(int(text[4]-'0')*10+int(text[5]-'0'))*time.Minute
	if text[0] == '-' {
		offset = -offset
	}
	return offset, fraction, true
}

// sensible reports whether a log can be of that moment: since there are records on
// computers, and before a year that no log of ours has. A moment of next week passes:
// the clock of a source can be off, and this does not ask what time it is.
func sensible(t time.Time) bool { return t.Year() >= 1970 && t.Year() < 2200 }

// layouts are how lists write a moment without a zone.
var layouts = []string{
	"02-01-2006 15:04:05", "02-01-2006 15:04", "2-1-2006 15:04:05", "2-1-2006 15:04", "02/01/2006 15:04:05", "02/01/2006 15:04", "2/1/2006 15:04",
	"2006-01-02 15:04:05", "2006-01-02T15:04:05", "2006-01-02 15:04", "2006-01-02T15:04", "2006/01/02 15:04:05", "20060102150405", "20060102 150405",
	"02-01-2006 15:04:05.000", "2006-01-02 15:04:05.000", "2006-01-02T15:04:05.000",
}

// local reads a moment in a zone, in one of the layouts. Which it was is tried first
// the next time.
func local(text []byte, in *time.Location, last *string) (time.Time, bool) {
	text = bytes.TrimSpace(text)
	if *last != "" {
		if t, err := time.ParseInLocation(*last, string(text), in); err == nil {
			return t, true
		}
	}
	if t, ok := instant(text); ok {
		return t, true
	}
	for _, layout := range layouts {
		if t, err := time.ParseInLocation(layout, string(text), in); err == nil {
			*last = layout
			return t, true
		}
	}
	return time.Time{}, false
}
