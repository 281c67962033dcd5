package indicator

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/workbook"
)

// headers are the names that columns go by, of our own files and of others.
var headers = map[string][]string{
	"type":       {"type", "soort", "kind", "indicator type", "ioc type"},
	"value":      {"value", "waarde", "indicator", "ioc", "spoor", "observable"},
	"first_seen": {"first_seen", "first seen", "eerst gezien", "voor het eerst gezien"},
	"last_seen":  {"last_seen", "last seen", "laatst gezien", "voor het laatst gezien"},
	"valid_from": {"valid_from", "valid from", "geldig vanaf", "geldt vanaf"},
	"source":     {"source", "bron"},
	"confidence": {"confidence", "zekerheid"},
	"tlp":        {"tlp"},
	"note":       {"note", "comment", "description", "opmerking", "toelichting"},
}

// kindNames are the kinds as lists of others call them.
var kindNames = map[string]Kind{
	"ip": "", "ip-src": "", "ip-dst": "", "ipv4-addr": IPv4, "ipv6-addr": IPv6, "domain-name": Domain, "hostname": Domain, "fqdn": Domain, "uri": URL, "link": URL,
	"email-addr": Email, "email-src": Email, "email-dst": Email, "sha-1": SHA1, "sha-256": SHA256, "file name": FileName, "hash": "", "file": "", "anders": Other,
}

// sheet takes what it understands of a table.
func (r *Reading) sheet(s workbook.Sheet) {
	at := map[string]int{"value": 0}
	for n, row := range s.Rows {
		if n == 0 {
			if named := columnsOf(row); named != nil {
				at = named
				continue
			}
		}
		if row.Broken {
			r.skip(fmt.Sprintf("rij %d", row.Number), i18n.T("tekst die niet leesbaar is", "text that cannot be read"))
			continue
		}
		r.row(row, at)
	}
}

// columnsOf is where each column stands; nil when the row names none.
func columnsOf(row workbook.Row) map[string]int {
	at := map[string]int{}
	for n, c := range row.Cells {
		name := strings.ToLower(strings.TrimSpace(c.Text))
		for column, names := range headers {
			if _, there := at[column]; !there && slices.Contains(names, name) {
				at[column] = n
			}
		}
	}
	if _, ok := at["value"]; !ok {
		return nil
	}
	return at
}

func (r *Reading) row(row workbook.Row, at map[string]int) {
	cell := func(column string) workbook.Cell {
		if n, ok := at[column]; ok && n < len(row.Cells) {
			return row.Cells[n]
		}
		return workbook.Cell{}
	}
	text := func(column string) string { return strings.TrimSpace(workbook.Unescape(cell(column).Text)) }
	value, kind := text("value"), text("type")
	switch {
	case value == "":
		return // a line that says nothing
	case kind == "" && strings.HasPrefix(value, "#"):
		r.skip("#", i18n.T("een regel die zo begint, is een opmerking", "a line that begins so is a remark"))
		return
	}
	i, ok := named(kind, value)
	if !ok {
		r.skip(value, i18n.T("hier herkennen wij geen spoor in", "we recognise no trace in it"))
		return
	}
	i.First, i.Last, i.Valid = moment(cell("first_seen")), moment(cell("last_seen")), moment(cell("valid_from"))
	if i.Last.Before(i.First) {
		i.Last = i.First
	}
	i.Source, i.Note = cut(text("source"), MaxSource), cut(text("note"), MaxNote)
	if n, err := strconv.Atoi(text("confidence")); err == nil && n > 0 && n <= 100 {
		i.Confidence = n
	}
	if i.TLP, ok = ParseTLP(text("tlp")); !ok {
		i.TLP = Red
		r.skip(text("tlp"), i18n.T("deze kleur kennen wij niet; het spoor kreeg TLP:RED", "we do not know this colour; the trace got TLP:RED"))
	}
	r.Found = append(r.Found, i)
}

// named understands a value of a kind that the list calls so; without a kind, or with
// one that leaves open which, by what it looks like.
func named(kind, value string) (Indicator, bool) {
	kind = strings.ToLower(kind)
	k, known := kindNames[kind]
	if !known && slices.Contains(Kinds, Kind(kind)) {
		k = Kind(kind)
	}
	if !known {
		for _, one := range Kinds {
			if n := one.Name(); strings.EqualFold(n.NL, kind) || strings.EqualFold(n.EN, kind) {
				k = one
			}
		}
	}
	if k == "" {
		return Parse(value)
	}
	return As(k, value)
}

// moment reads a moment as programs write it, or a day.
func moment(c workbook.Cell) time.Time {
	text := strings.TrimSpace(c.Text)
	for _, form := range []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02 15:04"} {
		if t, err := time.Parse(form, text); err == nil {
			return sane(t)
		}
	}
	day, _ := c.AsDay()
	return sane(day)
}

// sane is a moment that can be one of an attack, in UTC; zero for any other.
func sane(t time.Time) time.Time {
	if t.Year() < 1990 || t.Year() > 2200 {
		return time.Time{}
	}
	return t.UTC().Truncate(time.Microsecond)
}

// cut is the beginning of a text, in one line, of at most limit characters.
func cut(s string, limit int) string {
	s = strings.Join(strings.Fields(strings.ToValidUTF8(s, "")), " ")
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 {
			return -1
		}
		return r
	}, s)
	if runes := []rune(s); len(runes) > limit {
		return string(runes[:limit-1]) + "…"
	}
	return s
}
