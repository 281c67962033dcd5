package workbook

import (
	"context"
	"encoding/xml"
	"math"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// A scan is what we ourselves see in a worksheet's part, before the library
// reads its text: how large it is, which cells hold formulas, numbers and days,
// and what is hidden. The library reads as a stream and does not tell these; it
// also ends quietly at the first broken tag.
type scan struct {
	limits        Limits
	cells, filled *int // counted over all sheets

	special map[place]stored
	hidden  map[int]bool // rows
	columns map[int]bool // hidden ones
	merged  []Span

	row, column int
	kind        string // of the cell: "n", "s", "str", …
	style       int
	formula     bool
	reading     bool // inside <v>
	value       strings.Builder
	rowHasText  bool
}

// A place is a cell's row, from 1, and column, from 0.
type place struct{ row, column int }

// A stored is a cell that is not plain text.
type stored struct {
	formula bool
	number  bool
	value   float64
	style   int
}

func (s *scan) read(ctx context.Context, c container, part string) error {
	s.special, s.hidden, s.columns = map[place]stored{}, map[int]bool{}, map[int]bool{}
	return c.walk(ctx, part, func(token xml.Token) error {
		switch t := token.(type) {
		case xml.StartElement:
			return s.open(t)
		case xml.CharData:
			if s.reading && s.value.Len() < 64 {
				s.value.Write(t)
			}
		case xml.EndElement:
			return s.close(t.Name.Local)
		}
		return nil
	})
}

func (s *scan) open(e xml.StartElement) error {
	switch e.Name.Local {
	case "col":
		s.hideColumns(e)
	case "row":
		return s.openRow(e)
	case "c":
		return s.openCell(e)
	case "f":
		s.formula = true
	case "v":
		s.reading = true
	case "mergeCell":
		if span, ok := readSpan(attr(e, "ref")); ok && len(s.merged) < s.limits.Rows {
			s.merged = append(s.merged, span)
		}
	}
	return nil
}

func (s *scan) close(name string) error {
	switch name {
	case "v":
		s.reading = false
	case "c":
		return s.closeCell()
	case "row":
		if s.rowHasText {
			if *s.filled++; *s.filled > s.limits.Rows {
				return tooManyRows(s.limits.Rows)
			}
		}
	}
	return nil
}

func (s *scan) hideColumns(e xml.StartElement) {
	if hidden := attr(e, "hidden"); hidden != "1" && hidden != "true" {
		return
	}
	first, _ := strconv.Atoi(attr(e, "min"))
	last, _ := strconv.Atoi(attr(e, "max"))
	for i := max(first, 1); i <= min(last, s.limits.Columns); i++ {
		s.columns[i-1] = true
	}
}

func (s *scan) openRow(e xml.StartElement) error {
	s.row, s.column, s.rowHasText = s.row+1, -1, false
	if r := attr(e, "r"); r != "" {
		n, err := strconv.Atoi(r)
		if err != nil || n < s.row || n > excelize.TotalRows {
			return damaged("row " + r)
		}
		s.row = n
	}
	if hidden := attr(e, "hidden"); hidden == "1" || hidden == "true" {
		s.hidden[s.row] = true
	}
	return nil
}

func (s *scan) openCell(e xml.StartElement) error {
	if *s.cells++; *s.cells > s.limits.Cells {
		return tooManyCells(s.limits.Cells)
	}
	s.column++
	if r := attr(e, "r"); r != "" {
		column, row, err := excelize.CellNameToCoordinates(r)
		if err != nil || row != s.row || column-1 < s.column {
			return damaged("cell " + r)
		}
		s.column = column - 1
	}
	s.kind, s.formula = attr(e, "t"), false
	s.style, _ = strconv.Atoi(attr(e, "s"))
	s.value.Reset()
	return nil
}

// closeCell keeps what is special about the cell, and refuses a place in the
// table of texts that cannot be.
func (s *scan) closeCell() error {
	value := strings.TrimSpace(s.value.String())
	filled := s.formula || value != "" || s.kind == "inlineStr"
	if !filled {
		return nil
	}
	if s.column >= s.limits.Columns {
		return tooManyColumns(s.limits.Columns)
	}
	s.rowHasText = true
	at := place{s.row, s.column}
	switch {
	case s.formula:
		s.special[at] = stored{formula: true}
	case s.kind == "s":
		if n, err := strconv.Atoi(value); err != nil || n < 0 {
			return damaged("shared text " + value)
		}
	case s.kind == "" || s.kind == "n":
		x, err := strconv.ParseFloat(value, 64)
		if err == nil && !math.IsNaN(x) && !math.IsInf(x, 0) {
			s.special[at] = stored{number: true, value: x, style: s.style}
		}
	}
	return nil
}

// plainNumber writes a stored number without the noise of its last bits.
func plainNumber(x float64) string {
	return strconv.FormatFloat(math.Round(x*1e9)/1e9, 'f', -1, 64)
}

func readSpan(ref string) (Span, bool) {
	from, to, ok := strings.Cut(ref, ":")
	if !ok {
		return Span{}, false
	}
	c1, r1, err1 := excelize.CellNameToCoordinates(from)
	c2, r2, err2 := excelize.CellNameToCoordinates(to)
	return Span{Row: r1, Column: c1 - 1, LastRow: r2, LastColumn: c2 - 1}, err1 == nil && err2 == nil
}
