package soafile

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
)

// Spreadsheet programs turn 5.10 into 5.1, and 5-10 into the fifth of October.
// The number is then gone; only the rows around it still tell which it was.

// An entry is a row with the number that it seems to cite.
type entry struct {
	row   *RowReading
	cited cited
	day   time.Time // set when the number was stored as a day
}

// unmangle gives entries their numbers back where the order of the rows leaves
// no doubt, and says so.
func unmangle(entries []*entry, cat *framework.Catalogue) {
	for i, e := range entries {
		before, after := neighbour(entries, i-1), neighbour(entries, i+1)
		switch {
		case !e.day.IsZero():
			e.fromDay(before, after, cat)
		case len(e.cited.digits) == 2:
			e.fromTen(before, after, cat)
		}
	}
	for i, e := range entries {
		if i > 0 && sameTen(entries[i-1], e) {
			lost := i18n.T("Excel maakte twee nummers gelijk: "+e.row.Number+". Zet de kolom met nummers op ‘Tekst’ en typ beide opnieuw.", "Excel made two numbers the same: "+e.row.Number+". Set the column with numbers to ‘Text’ and type both again.")
			entries[i-1].row.skip(lost)
			e.row.skip(lost)
		}
	}
}

func neighbour(entries []*entry, i int) []int {
	if i < 0 || i >= len(entries) {
		return nil
	}
	return entries[i].cited.digits
}

// fromTen reads 5.1 as 5.10 when it stands where 5.10 would stand.
func (e *entry) fromTen(before, after []int, cat *framework.Catalogue) {
	chapter, d := e.cited.digits[0], e.cited.digits[1]
	ten := []int{chapter, 10 * d}
	if d > 9 || cat.BySlug(cited{digits: ten}.key()) == nil {
		return
	}
	starts := d == 1 && (before == nil || before[0] != chapter)
	here := starts || slices.Equal(before, []int{chapter, d - 1}) || slices.Equal(after, []int{chapter, d + 1})
	there := slices.Equal(before, []int{chapter, 10*d - 1}) || slices.Equal(after, []int{chapter, 10*d + 1})
	if here || !there {
		return
	}
	e.cited.digits = ten
	e.row.note(i18n.T("Hier staat "+e.row.Number+". Door de rijen eromheen lezen wij "+e.cited.key()+": Excel laat de laatste nul weg.",
		"This says "+e.row.Number+". From the rows around it we read "+e.cited.key()+": Excel drops the last zero."))
}

// sameTen reports whether two neighbours were both read as the same number
// although at most one of them can be.
func sameTen(a, b *entry) bool {
	return a.row.Number == b.row.Number && slices.Equal(a.cited.digits, b.cited.digits) && len(a.cited.digits) == 2 && a.cited.digits[1]%10 == 0 && !strings.HasSuffix(a.row.Number, "0")
}

// fromDay reads 5-okt as 5.10, and mei-38 as 5.38.
func (e *entry) fromDay(before, after []int, cat *framework.Catalogue) {
	var possible, fitting [][]int
	for _, c := range numbersOf(e.day) {
		if known := cat.BySlug(cited{digits: c}.key()) != nil || cat.BySlug("1-"+cited{digits: c}.key()) != nil; !known {
			continue
		}
		possible = append(possible, c)
		if slices.Equal(before, []int{c[0], c[1] - 1}) || slices.Equal(after, []int{c[0], c[1] + 1}) {
			fitting = append(fitting, c)
		}
	}
	switch {
	case len(fitting) == 1:
		e.cited.digits = fitting[0]
	case len(fitting) == 0 && len(possible) == 1:
		e.cited.digits = possible[0]
	default:
		e.row.skip(i18n.T("Excel heeft van dit nummer een datum gemaakt, en wij kunnen niet zien welk nummer het was.", "Excel has made a date of this number, and we cannot see which number it was."))
		return
	}
	e.row.note(i18n.T("Excel heeft van dit nummer een datum gemaakt. Wij lezen "+e.cited.key()+". Klopt dat?", "Excel has made a date of this number. We read "+e.cited.key()+". Is that right?"))
}

func numbersOf(day time.Time) [][]int {
	d, m := day.Day(), int(day.Month())
	numbers := [][]int{{d, m}}
	if d != m {
		numbers = append(numbers, []int{m, d})
	}
	if yy := day.Year() % 100; d == 1 && yy > 12 {
		numbers = append(numbers, []int{m, yy})
	}
	return numbers
}

var dayLike = regexp.MustCompile(`(?i)^(\d{1,2})[-/ ]([a-z]{3,4})\.?$|^([a-z]{3,4})\.?[-/ ](\d{1,2})$`)

// dayLikeNumber reads "5-okt" and "mei-38", as a program writes such a number
// into a CSV file.
func dayLikeNumber(text string) time.Time {
	m := dayLike.FindStringSubmatch(strings.TrimSpace(text))
	if m == nil {
		return time.Time{}
	}
	number, _ := strconv.Atoi(m[1] + m[4])
	month := monthNamed(m[2] + m[3])
	switch {
	case month == 0 || number == 0:
		return time.Time{}
	case number <= 31:
		return time.Date(2000, month, number, 0, 0, 0, 0, time.UTC)
	}
	return time.Date(1900+number, month, 1, 0, 0, 0, 0, time.UTC)
}
