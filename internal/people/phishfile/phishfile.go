// Package phishfile reads what tools for practice mails give: a row for each person,
// or for each group. It guesses from the headings what each column says; a person
// looks at that and may say otherwise. Who did what is counted and forgotten.
package phishfile

import (
	"slices"
	"strings"
	"unicode/utf8"

	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/workbook"
)

// A Meaning is what a column says.
type Meaning string

// The meanings.
const (
	Nothing  Meaning = ""         // the column is not read
	Person   Meaning = "person"   // a name or an address: that makes each row one person
	Group    Meaning = "group"    //
	Sent     Meaning = "sent"     // how many, or that it was
	Opened   Meaning = "opened"   //
	Clicked  Meaning = "clicked"  //
	Gave     Meaning = "gave"     // filled something in
	Reported Meaning = "reported" //
	Status   Meaning = "status"   // the last that somebody did, in words
)

// Meanings lists every meaning in the order in which people choose.
var Meanings = []Meaning{Nothing, Person, Group, Sent, Opened, Clicked, Gave, Reported, Status}

// Name returns what people call the meaning.
func (m Meaning) Name() i18n.Text {
	return map[Meaning]i18n.Text{
		Nothing: i18n.T("Niet lezen", "Do not read"), Person: i18n.T("Naam of adres", "Name or address"),
		Group: i18n.T("Groep", "Group"), Sent: i18n.T("Verstuurd", "Sent"), Opened: i18n.T("Geopend", "Opened"), Clicked: i18n.T("Geklikt", "Clicked"),
		Gave: i18n.T("Gegevens ingevuld", "Filled in data"), Reported: i18n.T("Gemeld", "Reported"), Status: i18n.T("Stand in woorden", "Status in words"),
	}[m]
}

// headings are the words by which columns are known, in the order in which they are
// tried: those of Microsoft's attack simulation, KnowBe4 and GoPhish among them.
var headings = []struct {
	meaning Meaning
	words   []string
}{
	{Nothing, []string{"ip", "latitude", "longitude", "browser", "modified", "reply", "replied", "attachment", "macro", "score", "percentage", "%", " rate", "ratio"}},
	{Reported, []string{"gemeld", "melding", "reported", "report"}},
	{Gave, []string{"ingevuld", "gegevens", "wachtwoord", "submitted", "credential", "credsupplied", "compromised", "data entered", "gave"}},
	{Clicked, []string{"geklikt", "klik", "clicked", "click"}},
	{Opened, []string{"geopend", "gelezen", "opened", "open", "read"}},
	{Sent, []string{"verstuurd", "verzonden", "ontvangers", "aantal", "delivered", "recipients", "targeted", "send date", "sent", "send_date"}},
	{Status, []string{"status"}},
	{Group, []string{"afdeling", "team", "groep", "locatie", "department", "group", "unit", "location", "position"}},
	{Person, []string{"mail", "upn", "user", "gebruiker", "naam", "name", "medewerker", "employee"}},
}

// A Table is a file as rows of text under headings.
type Table struct {
	Head []string   `json:"head"`
	Rows [][]string `json:"rows"`
	At   []int      `json:"at"`   // the number of each row as the person sees it
	Bad  []int      `json:"bad"`  // numbers of rows that hold a formula, or what nobody can read
	Wide bool       `json:"wide"` // there were more columns than MaxColumns; the others are left out
}

// MaxColumns is how many columns are looked at.
const MaxColumns = 40

// maxCell is how many characters of a cell are looked at.
const maxCell = 200

// TableOf finds the headings in a book, and what stands under them; ok is false when
// there are none.
func TableOf(book workbook.Book) (t Table, ok bool) {
	for _, sheet := range book.Sheets {
		for i, row := range sheet.Rows {
			head, _ := cells(row)
			if known(Guess(head)) < 2 {
				continue
			}
			t.Wide = len(head) > MaxColumns
			t.Head = head[:min(MaxColumns, len(head))]
			for _, under := range sheet.Rows[i+1:] {
				t.add(under)
			}
			return t, true
		}
	}
	return t, false
}

func (t *Table) add(row workbook.Row) {
	line, formula := cells(row)
	if row.Broken || formula {
		t.Bad = append(t.Bad, row.Number)
		return
	}
	line = append(line, make([]string, max(0, len(t.Head)-len(line)))...)
	t.Rows, t.At = append(t.Rows, line[:len(t.Head)]), append(t.At, row.Number)
}

func cells(row workbook.Row) (line []string, formula bool) {
	for _, c := range row.Cells {
		text := strings.TrimSpace(c.Text)
		if text == "" && !c.Day.IsZero() {
			text = c.Day.Format("2006-01-02")
		}
		if utf8.RuneCountInString(text) > maxCell {
			text = workbook.Clip(text, maxCell)
		}
		line, formula = append(line, text), formula || c.Formula
	}
	return line, formula
}

// Whole reports whether a table that was carried by a page can be read: it has headings,
// each row has its number, and there are no more than so many rows.
func (t Table) Whole(rows int) bool {
	return len(t.Head) > 0 && len(t.Head) <= MaxColumns && len(t.At) == len(t.Rows) && len(t.Rows)+len(t.Bad) <= rows
}

// A Mapping says what each column means.
type Mapping []Meaning

func known(m Mapping) (n int) {
	for _, x := range m {
		if x != Nothing {
			n++
		}
	}
	return n
}

// Guess works out from headings what each column says. Of two columns that say the
// same, the first one counts, but for persons.
func Guess(head []string) Mapping {
	m := make(Mapping, len(head))
	taken := map[Meaning]bool{}
	for i, h := range head {
		x := meaning(h)
		if x != Person && taken[x] {
			x = Nothing
		}
		m[i], taken[x] = x, true
	}
	return m
}

func meaning(heading string) Meaning {
	heading = strings.ToLower(strings.NewReplacer("_", " ", "-", " ").Replace(heading))
	for _, h := range headings {
		for _, w := range h.words {
			w = strings.NewReplacer("_", " ", "-", " ").Replace(w)
			if len(w) < 3 && heading == w || len(w) >= 3 && strings.Contains(heading, w) {
				return h.meaning
			}
		}
	}
	return Nothing
}

// PerPerson reports whether each row is one person: there is a name, an address or a
// status, and no row says that more than one mail was sent.
func (t Table) PerPerson(m Mapping) bool {
	if !slices.Contains(m, Person) && !slices.Contains(m, Status) {
		return false
	}
	sent := slices.Index(m, Sent)
	return sent < 0 || !slices.ContainsFunc(t.Rows, func(row []string) bool {
		if sent >= len(row) {
			return false
		}
		n, ok := number(row[sent])
		return ok && n > 1
	})
}

// Forget takes away who it was: the table needs no names once persons are counted.
func (t Table) Forget(m Mapping) {
	for _, row := range t.Rows {
		for i, x := range m {
			if x == Person && i < len(row) {
				row[i] = ""
			}
		}
	}
}
