package workbook

import (
	"context"
	"strings"

	"aantoonbaar/internal/i18n"
)

// readCSV reads a text file with one row per line, whatever separates its
// columns. The standard reader is too strict for files from elsewhere, and
// skips blank lines, so that its row numbers are not those people see.
func readCSV(ctx context.Context, data []byte, limits Limits) ([]Sheet, error) {
	text := decode(data)
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
			return nil, tooMany(i18n.T("kolommen", "columns"), limits.Columns)
		}
		row := Row{Number: records.number + 1, Cells: make([]Cell, len(records.fields))}
		for i, field := range records.fields {
			row.takeField(i, field, limits)
		}
		if row.blank() {
			continue
		}
		sheet.Rows = append(sheet.Rows, row)
		if cells += len(row.Cells); len(sheet.Rows) > limits.Rows || cells > limits.Cells {
			return nil, tooMany(i18n.T("rijen", "rows"), limits.Rows)
		}
	}
	return []Sheet{sheet}, nil
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
