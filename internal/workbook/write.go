package workbook

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/xuri/excelize/v2"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
)

// A Table is rows to write as a file that people open in a spreadsheet program.
type Table struct {
	Name string   // of the sheet: short, without : \ / ? * [ ]
	Head []string // headings of the columns
	Rows [][]any  // a string, an int or a day as time.Time for each column; a zero day is an empty cell
}

// MaxRows is how many rows a table can have: as many as a spreadsheet has, without the
// headings. Of a longer CSV a spreadsheet would drop the rest.
const MaxRows = excelize.TotalRows - 1

// tooLong refuses a table that no spreadsheet holds.
func (t Table) tooLong() error {
	if len(t.Rows) <= MaxRows {
		return nil
	}
	return &fault.Fault{
		Kind: fault.TooLarge, Code: "workbook.too-long",
		Says: i18n.T("Dit overzicht heeft meer dan "+i18n.NL.Num(MaxRows)+" rijen. Meer past niet in Excel.", "This table has more than "+i18n.EN.Num(MaxRows)+" rows. A spreadsheet holds no more."),
		Hint: i18n.T("Kies een deel, zoals één groep, en bewaar dat. Er is niets gewijzigd en niets opgeslagen.", "Choose a part, such as one group, and save that. Nothing was changed and nothing was stored."),
	}
}

// WriteCSV writes the table for Dutch Excel: UTF-8 with a mark, and semicolons. Text
// that a program could run as a formula gets an apostrophe.
//
// Refusals: TooLarge of more than [MaxRows] rows; then nothing is written.
func (t Table) WriteCSV(w io.Writer) error {
	if err := t.tooLong(); err != nil {
		return err
	}
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return fmt.Errorf("write table: %w", err)
	}
	out := csv.NewWriter(w)
	out.Comma, out.UseCRLF = ';', true
	if err := out.Write(t.Head); err != nil {
		return fmt.Errorf("write table: %w", err)
	}
	for _, row := range t.Rows {
		line := make([]string, len(row))
		for i, cell := range row {
			line[i] = plain(cell)
		}
		if err := out.Write(line); err != nil {
			return fmt.Errorf("write table: %w", err)
		}
	}
	out.Flush()
	return out.Error()
}

// plain is a cell as text.
func plain(cell any) string {
	switch x := cell.(type) {
	case string:
		return Escape(x)
	case int:
		return strconv.Itoa(x)
	case time.Time:
		if x.IsZero() {
			return ""
		}
		return x.Format("02-01-2006")
	}
	return fmt.Sprint(cell)
}

// WriteXLSX writes the table as an Excel workbook. Every text is stored as text, so
// that none of it can run; days are stored as days.
//
// Refusals: TooLarge of more than [MaxRows] rows; then nothing is written.
func (t Table) WriteXLSX(w io.Writer) error {
	if err := t.tooLong(); err != nil {
		return err
	}
	f := excelize.NewFile()
	defer func() { _ = f.Close() }() // removes temporary files; there are none
	if err := t.fill(f); err != nil {
		return fmt.Errorf("write table: %w", err)
	}
	if _, err := f.WriteTo(w); err != nil {
		return fmt.Errorf("write table: %w", err)
	}
	return nil
}

func (t Table) fill(f *excelize.File) error {
	if err := f.SetSheetName("Sheet1", t.Name); err != nil {
		return err
	}
	out, err := f.NewStreamWriter(t.Name)
	if err != nil {
		return err
	}
	days := "dd-mm-yyyy"
	day, err := f.NewStyle(&excelize.Style{CustomNumFmt: &days})
	if err != nil {
		return err
	}
	bold, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return err
	}
	if err := out.SetColWidth(1, max(1, len(t.Head)), 24); err != nil {
		return err
	}
	head := make([]any, len(t.Head))
	for i, h := range t.Head {
		head[i] = excelize.Cell{StyleID: bold, Value: h}
	}
	for i, row := range append([][]any{head}, t.Rows...) {
		cells := make([]any, len(row))
		for j, cell := range row {
			cells[j] = cell
			if d, ok := cell.(time.Time); ok {
				cells[j] = excelize.Cell{StyleID: day, Value: d}
				if d.IsZero() {
					cells[j] = nil
				}
			}
		}
		if err := out.SetRow("A"+strconv.Itoa(i+1), cells); err != nil {
			return err
		}
	}
	return out.Flush()
}
