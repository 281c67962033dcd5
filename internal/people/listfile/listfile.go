// Package listfile reads lists of people as organisations keep them in spreadsheets:
// any order of columns, Dutch or English headings. It says row by row what it
// understood; a person decides. Columns that this platform has no use for, such as a
// date of birth, are not read.
package listfile

import (
	"strings"
	"time"

	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/people"
	"aantoonbaar/internal/workbook"
)

// A Reading is one row as it was understood.
type Reading struct {
	Sheet   string
	Row     int
	Staff   people.Staff
	Skipped i18n.Text // why the row brings nothing; zero when it does
}

// A column is what the headings above it mean.
type column string

const (
	name    column = "name"
	given   column = "given"
	between column = "between" // as in "van der"
	family  column = "family"
	group   column = "group"
	from    column = "from"
	until   column = "until"
)

// headings are the words by which columns are known, in the order in which they are
// tried.
var headings = []struct {
	column column
	words  []string
}{
	{until, []string{"uit dienst", "uitdienst", "einddatum", "laatste dag", "laatste werkdag", "datum uit", "end date", "last day", "last working day", "leaving"}},
	{from, []string{"in dienst", "indienst", "begindatum", "startdatum", "datum in", "eerste dag", "eerste werkdag", "werkzaam sinds", "start date", "first day", "first working day", "working since", "employed since", "joined"}},
	{between, []string{"tussenvoegsel", "infix"}},
	{given, []string{"voornaam", "roepnaam", "first name", "given name"}},
	{family, []string{"achternaam", "familienaam", "last name", "surname", "family name"}},
	{group, []string{"team", "groep", "afdeling", "locatie", "functie", "group", "department", "unit", "role"}},
	{name, []string{"naam", "medewerker", "name", "employee"}},
}

// A Layout is which column means what, with the headings as they stand in the file.
type Layout map[column]int

// Understand reads every sheet of a book. Groups may stand in several columns.
func Understand(book workbook.Book) (all []Reading) {
	for _, sheet := range book.Sheets {
		var columns Layout
		var groups []int
		for _, row := range sheet.Rows {
			if columns == nil {
				columns, groups = layout(row)
				continue
			}
			r := understand(row, columns, groups)
			r.Sheet, r.Row = sheet.Name, row.Number
			all = append(all, r)
		}
	}
	return all
}

// layout reads a row as headings; nil when it is none: a name must be there.
func layout(row workbook.Row) (found Layout, groups []int) {
	found = Layout{}
	for i, cell := range row.Cells {
		c, ok := meaning(cell.Text)
		if !ok {
			continue
		}
		if c == group {
			groups = append(groups, i)
		}
		if _, twice := found[c]; !twice {
			found[c] = i
		}
	}
	_, whole := found[name]
	if _, part := found[family]; !whole && !part {
		return nil, nil
	}
	return found, groups
}

func meaning(heading string) (column, bool) {
	heading = strings.ToLower(strings.TrimSpace(heading))
	if strings.Contains(heading, "geboort") || strings.Contains(heading, "birth") || strings.Contains(heading, "leiding") || strings.Contains(heading, "manager") {
		return "", false
	}
	for _, h := range headings {
		for _, w := range h.words {
			if strings.Contains(heading, w) {
				return h.column, true
			}
		}
	}
	return "", false
}

func understand(row workbook.Row, columns Layout, groups []int) (r Reading) {
	if row.Broken {
		r.Skipped = i18n.T("In deze regel staan tekens die niemand kan lezen.", "This row holds characters that nobody can read.")
		return r
	}
	text := func(c column) string {
		i, ok := columns[c]
		if !ok {
			return ""
		}
		return strings.TrimSpace(row.At(i).Text)
	}
	r.Staff.Name = text(name)
	if _, parts := columns[family]; parts {
		r.Staff.Name = strings.Join(strings.Fields(text(given)+" "+text(between)+" "+text(family)), " ")
	}
	for _, i := range groups {
		r.Staff.Groups = append(r.Staff.Groups, people.SplitGroups(row.At(i).Text)...)
	}
	day := func(c column) (time.Time, bool) {
		i, ok := columns[c]
		if !ok {
			return time.Time{}, true
		}
		return row.At(i).AsDay()
	}
	var okFrom, okUntil bool
	r.Staff.From, okFrom = day(from)
	r.Staff.Until, okUntil = day(until)
	switch {
	case r.Staff.Name == "":
		r.Skipped = i18n.T("Er staat geen naam.", "There is no name.")
	case !okFrom:
		r.Skipped = i18n.T("Wij kunnen de eerste dag niet lezen.", "We cannot read the first day.")
	case !okUntil:
		r.Skipped = i18n.T("Wij kunnen de laatste dag niet lezen.", "We cannot read the last day.")
	default:
		r.Skipped = r.Staff.Wrong()
	}
	return r
}
