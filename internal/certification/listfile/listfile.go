// Package listfile reads lists of certificates as people keep them in
// spreadsheets: any order of columns, Dutch or English headings. It says row by
// row what it understood; a person decides.
package listfile

import (
	"strings"
	"time"

	"aantoonbaar/internal/certification"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/legaltime"
	"aantoonbaar/internal/workbook"
)

// A Reading is one row as it was understood.
type Reading struct {
	Sheet       string
	Row         int
	Certificate certification.Certificate
	Skipped     i18n.Text // why the row brings nothing; zero when it does
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
)

// headings are the words by which columns are known, the longest first where one
// holds another.
var headings = []struct {
	column column
	words  []string
}{
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
func Understand(book workbook.Book, own string) (all []Reading) {
	for _, sheet := range book.Sheets {
		var columns map[column]int
		for _, row := range sheet.Rows {
			if columns == nil {
				columns = layout(row)
				continue
			}
			r := understand(row, columns, own)
			r.Sheet, r.Row = sheet.Name, row.Number
			all = append(all, r)
		}
	}
	return all
}

// layout reads a row as headings; nil when it is none: at least what was
// certified and until when must be there.
func layout(row workbook.Row) map[column]int {
	found := map[column]int{}
	for i, cell := range row.Cells {
		if c, ok := meaning(cell.Text); ok {
			if _, twice := found[c]; !twice {
				found[c] = i
			}
		}
	}
	_, what := found[scheme]
	if _, when := found[until]; !what || !when {
		return nil
	}
	return found
}

func meaning(heading string) (column, bool) {
	heading = strings.ToLower(strings.TrimSpace(heading))
	for _, h := range headings {
		for _, w := range h.words {
			if strings.Contains(heading, w) {
				return h.column, true
			}
		}
	}
	return "", false
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
