// Package listfile reads lists of certificates as people keep them in
// spreadsheets: any order of columns, Dutch or English headings. It says row by
// row what it understood; a person decides.
package listfile

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode"

	"aantoonbaar/internal/certification"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/legaltime"
	"aantoonbaar/internal/workbook"
)

// A List is what was understood of a file.
type List struct {
	Readings []Reading
	Unread   []Unread // columns that were not
}

// A Reading is one row as it was understood.
type Reading struct {
	Sheet       string
	Row         int
	Certificate certification.Certificate
	Skipped     i18n.Text // why the row brings nothing; zero when it does
	Remark      i18n.Text // what of a row that brings something was not understood; zero for nothing
}

// An Unread is a column of which nothing is taken over.
type Unread struct {
	Sheet   string
	Column  int    // from 1
	Heading string // "" for one without a heading
	Twice   bool   // another column before it has the same meaning
}

// A column is what the headings above it mean.
type column string

const (
	supplier column = "supplier"
	scheme   column = "scheme"
	edition  column = "edition"
	scope    column = "scope"
	body     column = "body"
	accred   column = "accreditation"
	num      column = "number"
	from     column = "from"
	until    column = "until"
	care     column = "care"    // whether the care itself is in the scope
	without  column = "without" // whether it is left out
)

// headings are the words by which columns are known, in the order in which they are
// tried: what says more of a heading stands before what says less.
var headings = []struct {
	column column
	words  []string
}{
	{without, []string{"zonder zorg", "zorg buiten", "laat de zorg weg", "without care", "without primary care", "excludes care", "excludes primary care", "leaves out"}},
	{care, []string{"zorg in scope", "zorg in de scope", "zorg binnen", "zorg valt", "met zorg", "primair proces", "primaire proces", "primaire zorg", "zorgproces", "care in scope", "care covered", "covers care", "includes care", "covers primary care", "includes primary care", "primary care", "primary process"}},
	{until, []string{"geldig tot", "einddatum", "vervalt", "verloopt", "valid until", "expires", "expiry", "end date"}},
	{from, []string{"geldig vanaf", "ingangsdatum", "afgegeven op", "datum afgifte", "valid from", "issue date", "issued on", "start date"}},
	{accred, []string{"accreditatie", "accreditation", "rva"}},
	{body, []string{"certificerende instelling", "certificatie-instelling", "afgegeven door", "instelling", "certification body", "issued by", "auditor"}},
	{num, []string{"certificaatnummer", "certificaatnr", "nummer", "certificate number", "certificate no", "number"}},
	{scope, []string{"scope", "toepassingsgebied", "reikwijdte"}},
	{edition, []string{"editie", "versie", "edition", "version"}},
	{supplier, []string{"leverancier", "organisatie", "bedrijf", "naam", "supplier", "vendor", "company", "name"}},
	{scheme, []string{"certificaat", "norm", "standaard", "certificate", "standard", "scheme"}},
}

// Understand reads every sheet of a book. Own is the organisation's own name: a
// row under it is of a certificate of its own.
func Understand(book workbook.Book, own string) (list List) {
	for _, sheet := range book.Sheets {
		for i, heads := range sheet.Rows {
			columns, unread := layout(heads)
			if columns == nil {
				continue
			}
			rows := sheet.Rows[i+1:]
			for _, row := range rows {
				r := understand(row, columns, own)
				r.Sheet, r.Row = sheet.Name, row.Number
				list.Readings = append(list.Readings, r)
			}
			for _, u := range append(unread, headless(heads, rows)...) {
				u.Sheet = sheet.Name
				list.Unread = append(list.Unread, u)
			}
			break
		}
	}
	return list
}

// layout reads a row as headings; nil when it is none: at least what was
// certified and until when must be there. Unread are those that it does not know.
func layout(row workbook.Row) (found map[column]int, unread []Unread) {
	found = map[column]int{}
	for i, cell := range row.Cells {
		heading := strings.TrimSpace(cell.Text)
		c, ok := meaning(heading)
		_, twice := found[c]
		switch {
		case heading == "":
		case ok && !twice:
			found[c] = i
		default:
			unread = append(unread, Unread{Column: i + 1, Heading: heading, Twice: ok})
		}
	}
	_, what := found[scheme]
	if _, when := found[until]; !what || !when {
		return nil, nil
	}
	return found, unread
}

// headless are the columns that hold something under no heading.
func headless(heads workbook.Row, rows []workbook.Row) (all []Unread) {
	seen := map[int]bool{}
	for _, row := range rows {
		for i, cell := range row.Cells {
			if strings.TrimSpace(cell.Text) != "" && strings.TrimSpace(heads.At(i).Text) == "" && !seen[i] {
				seen[i] = true
				all = append(all, Unread{Column: i + 1})
			}
		}
	}
	slices.SortFunc(all, func(a, b Unread) int { return a.Column - b.Column })
	return all
}

// meaning is what a heading asks. One that denies is never the opposite: care that is
// left out is without, and what is not in the scope, or is denied twice, is not known.
func meaning(heading string) (column, bool) {
	heading = strings.ToLower(strings.TrimSpace(heading))
	for _, h := range headings {
		for _, w := range h.words {
			if !strings.Contains(heading, w) {
				continue
			}
			rest := strings.Replace(heading, w, " ", 1)
			switch {
			case h.column == care && denies(heading):
				return without, true
			case (h.column == scope || h.column == without) && denies(rest):
				return "", false
			}
			return h.column, true
		}
	}
	return "", false
}

// denials are words, or what words begin with, that turn a heading about.
var (
	denials   = []string{"niet", "geen", "zonder", "buiten", "behalve", "not", "no", "non", "without", "outside", "except", "excepting", "lacks", "lacking", "weg"}
	denialsAs = []string{"uitgeslot", "uitsluit", "uitgezonderd", "uitzonder", "uitgeno", "exclu", "ontbre", "missing", "omit", "weggelaten"}
)

// denies reports whether a heading, in small letters, holds a word that denies.
func denies(heading string) bool {
	for word := range strings.FieldsFuncSeq(heading, func(r rune) bool { return !unicode.IsLetter(r) }) {
		if slices.Contains(denials, word) || slices.ContainsFunc(denialsAs, func(d string) bool { return strings.HasPrefix(word, d) }) {
			return true
		}
	}
	return strings.Contains(heading, "left out") || strings.Contains(heading, "leaves out")
}

func understand(row workbook.Row, columns map[column]int, own string) (r Reading) {
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
	c := &r.Certificate
	c.Scope, c.Body, c.Accredited, c.Number, c.Supplier = text(scope), text(body), text(accred), text(num), text(supplier)
	if strings.EqualFold(c.Supplier, own) {
		c.Supplier = ""
	}
	c.Scheme, c.Other, c.Edition = whatFor(text(scheme), text(edition))
	c.Reach, r.Remark = reach(text(care), text(without))
	day := func(c column) (time.Time, bool) {
		i, ok := columns[c]
		if !ok {
			return time.Time{}, true
		}
		return row.At(i).AsDay()
	}
	var okFrom, okUntil bool
	c.From, okFrom = day(from)
	c.ValidUntil, okUntil = day(until)
	switch {
	case text(scheme) == "":
		r.Skipped = i18n.T("Er staat niet bij waarvoor het certificaat is.", "It does not say what the certificate is for.")
	case !okUntil || c.ValidUntil.IsZero():
		r.Skipped = i18n.T("Wij lezen niet tot wanneer het geldt.", "We cannot read until when it is valid.")
	case !okFrom:
		r.Skipped = i18n.T("Wij lezen niet vanaf wanneer het geldt.", "We cannot read from when it is valid.")
	case c.Scope == "":
		r.Skipped = i18n.T("De scope ontbreekt. Zonder scope zegt een certificaat niets.", "The scope is missing. Without a scope a certificate says nothing.")
	case c.Body == "":
		r.Skipped = i18n.T("Er staat niet bij wie het heeft afgegeven.", "It does not say who issued it.")
	}
	return r
}

// reach reads whether the care is in the scope, of a column that asks so and of one
// that asks whether it is left out. What they leave open, or say against each other, is
// not known, and said.
func reach(care, without string) (certification.Reach, i18n.Text) {
	with, ok := yesOrNo(care)
	left, okToo := yesOrNo(without)
	if okToo && left != certification.ReachUnknown { // the other way round
		left = map[certification.Reach]certification.Reach{certification.WithCare: certification.WithoutCare, certification.WithoutCare: certification.WithCare}[left]
	}
	switch {
	case !ok:
		return certification.ReachUnknown, i18n.Tf("Of de zorg in de scope valt, lezen wij niet uit ‘%s’.", "Whether the care is in scope we cannot read from ‘%s’.", care)
	case !okToo:
		return certification.ReachUnknown, i18n.Tf("Of de zorg in de scope valt, lezen wij niet uit ‘%s’.", "Whether the care is in scope we cannot read from ‘%s’.", without)
	case with != certification.ReachUnknown && left != certification.ReachUnknown && with != left:
		return certification.ReachUnknown, i18n.T("Twee kolommen spreken elkaar tegen over de zorg in de scope.", "Two columns contradict each other on the care in scope.")
	}
	return cmp.Or(with, left), i18n.Text{}
}

// yesOrNo reads a word that says yes or no; "" says nothing.
func yesOrNo(word string) (r certification.Reach, ok bool) {
	switch strings.ToLower(strings.TrimRight(word, ".! ")) {
	case "", "-", "–", "?", "onbekend", "unknown":
		return certification.ReachUnknown, true
	case "ja", "j", "yes", "y", "x", "✓", "✔", "waar", "true", "1":
		return certification.WithCare, true
	case "nee", "neen", "n", "no", "onwaar", "false", "0":
		return certification.WithoutCare, true
	}
	return certification.ReachUnknown, false
}

// whatFor reads a scheme as people write it: "NEN 7510:2017", "ISO27001 (2022)".
func whatFor(text, edition string) (certification.Scheme, string, string) {
	plain := strings.ToLower(strings.NewReplacer(" ", "", "-", "", "/", "").Replace(text))
	year := yearIn(edition)
	for _, known := range []struct {
		digits string
		scheme certification.Scheme
	}{{"7510", certification.NEN7510}, {"27001", certification.ISO27001}} {
		before, after, ok := strings.Cut(plain, known.digits)
		if !ok || strings.Contains(before, "iso") && known.scheme == certification.NEN7510 {
			continue
		}
		if year == "" {
			year = yearIn(after)
		}
		return known.scheme, "", year
	}
	return certification.Other, text, year
}

// yearIn returns the first year in a text, or "".
func yearIn(text string) string {
	for i := 0; i+4 <= len(text); i++ {
		if y := text[i : i+4]; strings.Trim(y, "0123456789") == "" && (strings.HasPrefix(y, "19") || strings.HasPrefix(y, "20")) {
			return y
		}
	}
	return ""
}

// New leaves out the rows that bring nothing, and those that the register has
// already: the same certificate of the same holder until the same day.
func New(readings []Reading, known []certification.Certificate) (fresh []certification.Certificate) {
	type key struct{ supplier, title, number, until string }
	of := func(c certification.Certificate) key {
		return key{strings.ToLower(c.Supplier), c.Title(), c.Number, legaltime.Text(c.ValidUntil)}
	}
	seen := map[key]bool{}
	for _, c := range known {
		seen[of(c)] = true
	}
	for _, r := range readings {
		if k := of(r.Certificate); r.Skipped.IsZero() && !seen[k] {
			seen[k] = true
			fresh = append(fresh, r.Certificate)
		}
	}
	return fresh
}
