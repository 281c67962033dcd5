package soafile

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/legaltime"
	"aantoonbaar/internal/workbook"
)

var (
	dayFirst  = regexp.MustCompile(`^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})(?:[ t]\d.*)?$`)
	yearFirst = regexp.MustCompile(`^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ t]\d.*)?$`)
	wordDay   = regexp.MustCompile(`^(\d{1,2})(?:e|th|st|nd|rd)?[- ]([a-z]{3,9})\.?,?[- ](\d{4}|\d{2})$`)
	wordMonth = regexp.MustCompile(`^([a-z]{3,9})\.? (\d{1,2})(?:th|st|nd|rd)?,? (\d{4})$`)
)

// parseDay reads a day as people and programs write one: day before month, as in
// the Netherlands. It is false for text that is not a believable day; "3/14/2026"
// can only be the American order and is read so.
func parseDay(c workbook.Cell) (time.Time, bool) {
	if !c.Day.IsZero() {
		return believable(c.Day)
	}
	text := strings.ToLower(strings.TrimSpace(c.Text))
	if m := yearFirst.FindStringSubmatch(text); m != nil {
		return day(m[1], m[2], m[3])
	}
	if m := dayFirst.FindStringSubmatch(text); m != nil {
		if d, ok := day(m[3], m[2], m[1]); ok {
			return d, true
		}
		return day(m[3], m[1], m[2])
	}
	if m := wordDay.FindStringSubmatch(text); m != nil {
		return day(m[3], strconv.Itoa(int(monthNamed(m[2]))), m[1])
	}
	if m := wordMonth.FindStringSubmatch(text); m != nil {
		return day(m[3], strconv.Itoa(int(monthNamed(m[1]))), m[2])
	}
	return time.Time{}, false
}

func day(year, month, date string) (time.Time, bool) {
	y, _ := strconv.Atoi(year)
	m, _ := strconv.Atoi(month)
	d, _ := strconv.Atoi(date)
	if len(year) == 2 {
		y += 2000
	}
	t := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	if t.Day() != d || int(t.Month()) != m { // 31 February
		return time.Time{}, false
	}
	return believable(t)
}

func believable(t time.Time) (time.Time, bool) {
	if t.Before(fault.Earliest) || !t.Before(fault.Latest) {
		return time.Time{}, false
	}
	return legaltime.DayOf(t, t.Location()), true
}

// monthNamed returns the month whose Dutch or English name starts so, or 0.
func monthNamed(s string) time.Month {
	s = strings.ToLower(s)
	for m, names := range [][]string{{"januari", "january"}, {"februari", "february"}, {"maart", "march", "mrt"}, {"april"}, {"mei", "may"}, {"juni", "june"}, {"juli", "july"}, {"augustus", "august"}, {"september"}, {"oktober", "october"}, {"november"}, {"december"}} {
		for _, name := range names {
			if len(s) >= 3 && strings.HasPrefix(name, s) {
				return time.Month(m + 1)
			}
		}
	}
	return 0
}
