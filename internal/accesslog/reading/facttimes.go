package reading

import (
	"math"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// dayLayouts are how lists write a day.
var dayLayouts = []string{"02-01-2006", "2-1-2006", "02/01/2006", "2/1/2006", "2006-01-02", "2006/01/02", "20060102", "02.01.2006", "02-01-06", "2-1-06"}

// A point is a moment, or a whole day of which it is the first.
type point struct {
	at   time.Time
	day  bool // only the day was written
	bare bool // midnight was written, without a zone: databases write a day like that
}

// A clock reads days and moments of lists in a zone. The zero layouts are ready.
type clock struct {
	zone        *time.Location
	day, moment string // in which layout the last of each was
}

// months are the beginnings of the names of months, in Dutch and English.
var months = map[string]string{"jan": "01", "feb": "02", "mrt": "03", "maa": "03", "mar": "03", "apr": "04", "mei": "05", "may": "05", "jun": "06", "jul": "07", "aug": "08", "sep": "09", "okt": "10", "oct": "10", "nov": "11", "dec": "12"}

// written is a day with the name of its month or of the day of the week, such as "ma 2
// november 2026 8:00", without names. Other text stays as it is.
func written(text string) string {
	words := strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == '-' || r == ',' })
	if len(words) > 0 && strings.IndexFunc(words[0], unicode.IsDigit) < 0 {
		words, text = words[1:], strings.TrimLeftFunc(text, func(r rune) bool { return !unicode.IsDigit(r) })
	}
	if len(words) < 3 {
		return text
	}
	month := ""
	for name, number := range months {
		if strings.HasPrefix(strings.ToLower(words[1]), name) {
			month = number
		}
	}
	if month == "" {
		return text
	}
	return strings.Join(append([]string{words[0] + "-" + month + "-" + words[2]}, words[3:]...), " ")
}

// point reads a day or a moment.
func (c *clock) point(text string) (point, bool) {
	if len(text) < 40 && strings.IndexFunc(text, unicode.IsLetter) >= 0 {
		text = written(text)
	}
	for i := -1; i < len(dayLayouts); i++ {
		layout := c.day
		if i >= 0 {
			layout = dayLayouts[i]
		}
		if layout == "" || len(text) > len(layout)+2 || len(text) < len(layout)-2 {
			continue
		}
		if t, err := time.ParseInLocation(layout, text, c.zone); err == nil {
			c.day = layout
			return point{at: t, day: true}, true
		}
	}
	if t, ok := local([]byte(text), c.zone, &c.moment); ok {
		_, zoned := instant([]byte(text))
		hour, minute, second := t.Clock()
		return point{at: t, bare: !zoned && hour+minute+second == 0}, true
	}
	t, ok := serial(text, c.zone)
	return point{at: t, day: ok && !strings.ContainsAny(text, ".,")}, ok
}

// on is a time of the clock on the day of p.
func (c *clock) on(p point, at time.Duration) time.Time {
	year, month, day := p.at.In(c.zone).Date()
	return time.Date(year, month, day, int(at/time.Hour), int(at%time.Hour/time.Minute), int(at%time.Minute/time.Second), 0, c.zone)
}

// last is the last second of the day of p.
func (c *clock) last(p point) time.Time { return c.on(p, 24*time.Hour-time.Second) }

// timeOfDay reads a time of the clock: 8:00, 08:00:30, 8.30, 0800, 8u30, or the part of
// a day that spreadsheets count. 24:00 is the end of the day. Spreadsheets also write
// the day before the first one to it.
func timeOfDay(text string) (time.Duration, bool) {
	text = strings.ToLower(strings.TrimSpace(text))
	if day, rest, found := strings.Cut(text, " "); found && (strings.HasSuffix(day, "1899") || strings.HasPrefix(day, "1899")) {
		text = rest
	}
	for _, unit := range []string{"uur", "u", "h"} {
		text = strings.TrimSpace(strings.TrimSuffix(text, unit))
	}
	if whole, part, found := strings.Cut(strings.Replace(text, ",", ".", 1), "."); found && whole == "0" && (len(part) != 2 || strings.Contains(text, ",")) {
		days, err := strconv.ParseFloat("0."+part, 64)
		return time.Duration(math.Round(days*86400)) * time.Second, err == nil
	}
	parts := strings.FieldsFunc(text, func(r rune) bool { return r == ':' || r == '.' || r == 'u' || r == 'h' })
	if len(parts) == 1 && len(text) >= 3 && len(text) <= 4 {
		parts = []string{text[:len(text)-2], text[len(text)-2:]}
	}
	if len(parts) == 0 || len(parts) > 3 {
		return 0, false
	}
	var sum time.Duration
	for i, unit := range []time.Duration{time.Hour, time.Minute, time.Second} {
		if i >= len(parts) {
			break
		}
		n, err := strconv.ParseUint(parts[i], 10, 8)
		if err != nil || len(parts[i]) > 2 || i > 0 && n > 59 {
			return 0, false
		}
		sum += time.Duration(n) * unit
	}
	return sum, sum <= 24*time.Hour
}

// times reads one time of the clock, or two with a line between.
func times(text string) (from, to string) {
	for _, between := range []string{"-", "–", " tot ", " to "} {
		if a, b, found := strings.Cut(text, between); found {
			if _, ok := timeOfDay(a); ok {
				return strings.TrimSpace(a), strings.TrimSpace(b)
			}
		}
	}
	return text, ""
}

// isClock reports whether a cell is a time of the clock, or two of them.
func isClock(cell string) bool {
	from, to := times(cell)
	_, ok := timeOfDay(from)
	if _, fine := timeOfDay(to); to != "" && !fine {
		return false
	}
	return ok
}

// duration reads how long something took: in minutes, as 1:30, or with a word for
// minutes after it.
func duration(text string) (time.Duration, bool) {
	if strings.Contains(text, ":") {
		return timeOfDay(text)
	}
	digits := strings.TrimRight(strings.ToLower(text), "abcdefghijklmnopqrstuvwxyz. ")
	minutes, err := strconv.ParseUint(digits, 10, 16)
	return time.Duration(minutes) * time.Minute, err == nil
}
