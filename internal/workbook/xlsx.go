package workbook

import (
	"bytes"
	"context"
	"encoding/xml"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"aantoonbaar/internal/legaltime"
)

// readXLSX looks through the file itself first, and lets the library read it
// only when every size in it is known to be small.
func readXLSX(ctx context.Context, name string, data []byte, limits Limits) ([]Sheet, error) {
	c, err := openContainer(name, data, limits)
	if err != nil {
		return nil, err
	}
	tabs, err := c.tabs(ctx)
	if err != nil {
		return nil, err
	}
	if len(tabs) > limits.Sheets {
		return nil, tooManySheets(limits.Sheets)
	}
	if err := c.countTexts(ctx, limits); err != nil {
		return nil, err
	}
	book := reader{limits: limits}
	for _, t := range tabs {
		s := &scan{limits: limits, cells: &book.cells, filled: &book.filled}
		if err := s.read(ctx, c, t.part); err != nil {
			return nil, err
		}
		book.scans = append(book.scans, s)
	}
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{UnzipSizeLimit: limits.Unpacked, UnzipXMLSizeLimit: limits.Unpacked})
	if err != nil {
		return nil, damaged(err.Error())
	}
	defer func() { _ = f.Close() }() // removes temporary files; there are none under these limits
	book.file = f
	return book.sheets(ctx, tabs)
}

// countTexts bounds the table of shared texts, which the library unpacks whole.
func (c container) countTexts(ctx context.Context, limits Limits) error {
	const part = "xl/sharedstrings.xml"
	if !c.has(part) {
		return nil
	}
	n := 0
	err := c.walk(ctx, part, openings("si", func(xml.StartElement) { n++ }))
	if err == nil && n > limits.Cells {
		return tooManyCells(limits.Cells)
	}
	return err
}

// A reader is an XLSX file while it is being read.
type reader struct {
	limits        Limits
	file          *excelize.File
	scans         []*scan // one for each tab
	cells, filled int     // what the scans counted

	date1904 bool
	dayStyle map[int]bool // styles that show a number as a day, as far as asked
}

func (b *reader) sheets(ctx context.Context, tabs []tab) ([]Sheet, error) {
	props, _ := b.file.GetWorkbookProps() // without them days count from 1900
	b.date1904 = props.Date1904 != nil && *props.Date1904
	b.dayStyle = map[int]bool{}
	var sheets []Sheet
	for i, t := range tabs {
		s := b.scans[i]
		rows, err := b.rows(ctx, t.name, s)
		if err != nil {
			return nil, err
		}
		sheets = append(sheets, Sheet{Name: displayName(t.name), Hidden: t.hidden, HiddenColumns: s.columns, Merged: s.merged, Rows: rows})
	}
	return sheets, nil
}

// rows reads the text of a sheet as the person sees it, with what the scan knows
// better put in its place.
func (b *reader) rows(ctx context.Context, sheet string, s *scan) ([]Row, error) {
	lines, err := b.file.Rows(sheet)
	if err != nil {
		return nil, damaged(err.Error())
	}
	defer func() { _ = lines.Close() }()
	var rows []Row
	for number := 1; lines.Next(); number++ {
		if number%256 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		texts, err := lines.Columns()
		if err != nil {
			return nil, damaged(err.Error())
		}
		row := Row{Number: number, Hidden: s.hidden[number], Cells: make([]Cell, len(texts))}
		for i, text := range texts {
			cell, ok := b.cell(text, s.special[place{number, i}])
			row.Cells[i], row.Broken = cell, row.Broken || !ok
		}
		if !row.blank() {
			rows = append(rows, row)
		}
	}
	return rows, nil
}

// cell puts together what the library and the scan know. A number keeps its
// stored value, because a layout of two decimals shows 5.1 as 5.10; a percentage
// and a day keep their layout, because that is what makes them one.
func (b *reader) cell(text string, s stored) (Cell, bool) {
	if s.formula {
		return Cell{Formula: true}, true
	}
	text, ok := Clean(text, b.limits.Text)
	c := Cell{Text: text, Number: s.number}
	if !s.number {
		return c, ok
	}
	c.Day = b.day(s)
	if c.Day.IsZero() && !strings.Contains(text, "%") {
		c.Text = plainNumber(s.value)
	}
	return c, ok
}

// day returns the day that a number stands for, or zero when its style shows it
// as a number.
func (b *reader) day(s stored) time.Time {
	if s.style <= 0 || s.value < 1 || s.value >= 2958466 { // 31 December 9999
		return time.Time{}
	}
	is, known := b.dayStyle[s.style]
	if !known {
		st, err := b.file.GetStyle(s.style)
		is = err == nil && showsDay(st)
		b.dayStyle[s.style] = is
	}
	if !is {
		return time.Time{}
	}
	day, err := excelize.ExcelDateToTime(s.value, b.date1904)
	if err != nil {
		return time.Time{}
	}
	return legaltime.DayOf(day, day.Location())
}

func showsDay(st *excelize.Style) bool {
	if st.CustomNumFmt == nil {
		n := st.NumFmt
		return n >= 14 && n <= 17 || n == 22 || n >= 27 && n <= 36 || n >= 50 && n <= 58
	}
	code, quoted, bracket := strings.ToLower(*st.CustomNumFmt), false, false
	for i, r := range code {
		switch {
		case r == '"':
			quoted = !quoted
		case quoted:
		case r == '[':
			bracket = true
		case r == ']':
			bracket = false
		case bracket || i > 0 && code[i-1] == '\\':
		case r == 'd' || r == 'y' || r == 'j': // Dutch Excel writes dd-mm-jjjj
			return true
		}
	}
	return false
}

// Clean returns text that a person can read: line ends as \n, hard spaces as
// plain ones, no invisible marks. It is false for text with NUL or broken
// characters, which is not ours to repair.
func Clean(s string, limit int) (string, bool) {
	if !utf8.ValidString(s) || strings.ContainsRune(s, utf8.RuneError) || strings.ContainsRune(s, 0) {
		return "", false
	}
	s = strings.ReplaceAll(s, "\r\n", "\n")
	s = strings.ReplaceAll(s, "_x000D_", "") // how XLSX writes a carriage return
	s = strings.Map(func(r rune) rune {
		switch r {
		case '\r':
			return '\n'
		case '\u00a0', '\u202f', '\u2007', '\t':
			return ' '
		case '\u200b', '\u200c', '\u200d', '\u2060', '\ufeff', '\u00ad', '\u200e', '\u200f', '\u061c':
			return -1
		}
		if r < ' ' && r != '\n' || r >= 0x7f && r < 0xa0 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 {
			return -1
		}
		return r
	}, s)
	return Clip(strings.TrimSpace(s), limit), true
}

// EveryColumn returns the columns that hold anything, in order.
func (s Sheet) EveryColumn() []int {
	seen := map[int]bool{}
	for _, r := range s.Rows {
		for i, c := range r.Cells {
			if c.Text != "" || c.Formula {
				seen[i] = true
			}
		}
	}
	columns := make([]int, 0, len(seen))
	for i := range seen {
		columns = append(columns, i)
	}
	slices.Sort(columns)
	return columns
}
