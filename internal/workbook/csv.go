package workbook

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"aantoonbaar/internal/i18n"
)

// readCSV reads a text file with one row per line, whatever separates its
// columns. The standard reader is too strict for files from elsewhere, and
// skips blank lines, so that its row numbers are not those people see.
func readCSV(ctx context.Context, data []byte, limits Limits) ([]Sheet, error) {
	text, guessed := decode(data)
	text, separator := separatorLine(text)
	if separator == 0 {
		separator = guessSeparator(text)
	}
	sheet, cells := Sheet{}, 0
	records := splitter{text: text, separator: separator}
	for records.next() {
		if records.number%256 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if len(records.fields) > limits.Columns {
			return nil, tooManyColumns(limits.Columns)
		}
		row := Row{Number: records.number + 1, Cells: make([]Cell, len(records.fields))}
		for i, field := range records.fields {
			row.takeField(i, field, limits)
		}
		if row.blank() {
			continue
		}
		sheet.Rows = append(sheet.Rows, row)
		if cells += len(row.Cells); cells > limits.Cells {
			return nil, tooManyCells(limits.Cells)
		}
		if len(sheet.Rows) > limits.Rows {
			return nil, tooManyRows(limits.Rows)
		}
	}
	if guessed {
		sheet.Notes = append(sheet.Notes, sheet.guessedLetters())
	}
	return []Sheet{sheet}, nil
}

// guessedLetters says that the letters were taken for Windows-1252, with the
// first text in which that makes a difference, for a person to judge.
func (s Sheet) guessedLetters() i18n.Text {
	t := i18n.T("Dit bestand is geen geldige UTF-8. Wij lezen het als Windows-1252, zoals oudere versies van Excel het schrijven.",
		"This file is not valid UTF-8. We read it as Windows-1252, as older versions of Excel write it.")
	for _, row := range s.Rows {
		for _, cell := range row.Cells {
			if !strings.ContainsFunc(cell.Text, func(r rune) bool { return r >= utf8.RuneSelf }) {
				continue
			}
			n, text := strconv.Itoa(row.Number), around(cell.Text)
			t.NL += " Zo leest rij " + n + ": ‘" + text + "’. Kloppen de letters niet? Bewaar het bestand dan als ‘CSV UTF-8’ of .xlsx en kies het opnieuw."
			t.EN += " Row " + n + " then reads: ‘" + text + "’. Are the letters wrong? Then save the file as ‘CSV UTF-8’ or .xlsx and choose it again."
			return t
		}
	}
	return t
}

// around cuts a text to the first character outside ASCII and what stands
// beside it, on one line.
func around(text string) string {
	text = strings.ReplaceAll(text, "\n", " ")
	runes := []rune(text)
	at := slices.IndexFunc(runes, func(r rune) bool { return r >= utf8.RuneSelf })
	from, to := max(at-30, 0), min(at+30, len(runes))
	short := string(runes[from:to])
	if from > 0 {
		short = "…" + short
	}
	if to < len(runes) {
		short += "…"
	}
	return short
}

// takeField puts one field in the row. ="5.10" is how people keep Excel from
// turning a number into another: that is text; any other formula is not taken.
func (r *Row) takeField(i int, field string, limits Limits) {
	text, ok := Clean(field, limits.Text)
	r.Broken = r.Broken || !ok
	if inner, found := strings.CutPrefix(text, `="`); found && strings.HasSuffix(inner, `"`) && strings.Count(inner, `"`) == 1 {
		text = strings.TrimSuffix(inner, `"`)
	}
	if strings.HasPrefix(text, "=") && len(text) > 1 {
		r.Cells[i] = Cell{Formula: true}
		return
	}
	r.Cells[i] = Cell{Text: Unescape(text)}
}

// separatorLine reads the line "sep=;" with which Excel is told the separator.
// It stays a line, so that rows keep their numbers.
func separatorLine(text string) (string, rune) {
	if len(text) > 5 && strings.EqualFold(text[:4], "sep=") && (text[5] == '\n' || text[5] == '\r') {
		return text[5:], rune(text[4])
	}
	return text, 0
}

// guessSeparator takes the separator that cuts the first rows most often into
// the same number of columns.
func guessSeparator(text string) rune {
	best, bestScore := ';', 0
	for _, separator := range []rune{';', '\t', ',', '|'} {
		widths := map[int]int{}
		records := splitter{text: text, separator: separator}
		for range 60 {
			if !records.next() {
				break
			}
			widths[len(records.fields)]++
		}
		for width, rows := range widths {
			if score := (width - 1) * rows; width > 1 && score > bestScore {
				best, bestScore = separator, score
			}
		}
	}
	return best
}

// A splitter cuts text into rows and fields. A quoted field may hold separators,
// line ends and doubled quotes; a quote that never closes ends with its line.
type splitter struct {
	text      string
	separator rune

	fields []string
	number int // of the row just read, from 0
	row    int
	done   bool
}

// maxQuoted is how far a quoted field may run before we take its quote for a slip.
const maxQuoted = 40_000

func (s *splitter) next() bool {
	if s.done {
		return false
	}
	s.fields, s.number = s.fields[:0:0], s.row
	s.row++
	for {
		field, end := s.field()
		s.fields = append(s.fields, field)
		if len(s.fields) > 1<<14 { // a line of nothing but separators
			return true
		}
		switch end {
		case endOfField:
		case endOfRow:
			return true
		case endOfText:
			s.done = true
			return len(s.fields) > 1 || field != ""
		}
	}
}

type ending int

const (
	endOfField ending = iota
	endOfRow
	endOfText
)

func (s *splitter) field() (string, ending) {
	if strings.HasPrefix(s.text, `"`) {
		if field, rest, ok := s.quoted(); ok {
			s.text = rest
			_, end := s.bare() // what stands between the quote and the separator is noise
			return field, end
		}
	}
	return s.bare()
}

// bare reads up to the separator or the end of the line.
func (s *splitter) bare() (string, ending) {
	i := strings.IndexFunc(s.text, func(r rune) bool { return r == s.separator || r == '\n' || r == '\r' })
	if i < 0 {
		field := s.text
		s.text = ""
		return field, endOfText
	}
	field, found := s.text[:i], s.text[i]
	s.text = s.text[i+1:]
	if found == '\r' {
		s.text = strings.TrimPrefix(s.text, "\n")
	}
	if found == '\r' || found == '\n' {
		return field, endOfRow
	}
	return field, endOfField
}

// quoted reads a field from its opening to its closing quote. It is false when
// there is no closing quote.
func (s *splitter) quoted() (field, rest string, ok bool) {
	var b strings.Builder
	text := s.text[1:]
	for b.Len() < maxQuoted {
		i := strings.IndexByte(text, '"')
		if i < 0 || b.Len()+i > maxQuoted {
			return "", "", false
		}
		b.WriteString(text[:i])
		if !strings.HasPrefix(text[i+1:], `"`) {
			return b.String(), text[i+1:], true
		}
		b.WriteByte('"')
		text = text[i+2:]
	}
	return "", "", false
}
