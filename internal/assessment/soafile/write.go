package soafile

import (
	"encoding/csv"
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"

	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/workbook"
)

// WriteCSV writes the statement for Dutch Excel: UTF-8 with a mark, and
// semicolons. Text that a program could run as a formula gets an apostrophe.
func WriteCSV(w io.Writer, soa SoA) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return fmt.Errorf("write statement: %w", err)
	}
	out := csv.NewWriter(w)
	out.Comma, out.UseCRLF = ';', true
	columns := soaColumns()
	line := make([]string, len(columns))
	for i, c := range columns {
		line[i] = c.heading.In(soa.Lang)
	}
	if err := out.Write(line); err != nil {
		return fmt.Errorf("write statement: %w", err)
	}
	for _, r := range soa.Rows {
		for i, c := range columns {
			line[i] = c.field(r, soa.Lang)
		}
		if err := out.Write(line); err != nil {
			return fmt.Errorf("write statement: %w", err)
		}
	}
	out.Flush()
	return out.Error()
}

func (c soaColumn) field(r SoARow, l i18n.Lang) string {
	if c.day == nil {
		return workbook.Escape(readable(c.text(r, l)))
	}
	if d := c.day(r); !d.IsZero() {
		return d.Format("02-01-2006")
	}
	return ""
}

// WriteXLSX writes the statement as an Excel workbook with a cover sheet. Every
// text is stored as text, so that none of it can run; days are stored as days.
func WriteXLSX(w io.Writer, soa SoA) error {
	f := excelize.NewFile()
	defer func() { _ = f.Close() }() // removes temporary files; there are none
	x := xlsxWriter{f: f, soa: soa}
	x.styles()
	x.cover()
	x.statement()
	if x.err != nil {
		return fmt.Errorf("write statement: %w", x.err)
	}
	if _, err := f.WriteTo(w); err != nil {
		return fmt.Errorf("write statement: %w", err)
	}
	return nil
}

// An xlsxWriter writes one workbook, and keeps its first error.
type xlsxWriter struct {
	f                     *excelize.File
	soa                   SoA
	text, day, head, bold int // styles
	err                   error
}

func (x *xlsxWriter) try(err error) {
	if x.err == nil {
		x.err = err
	}
}

func (x *xlsxWriter) style(s excelize.Style) int {
	id, err := x.f.NewStyle(&s)
	x.try(err)
	return id
}

func (x *xlsxWriter) styles() {
	const asText = 49 // the number format "@"
	days := "dd-mm-yyyy"
	wrap := &excelize.Alignment{WrapText: true, Vertical: "top"}
	x.text = x.style(excelize.Style{NumFmt: asText, Alignment: wrap})
	x.day = x.style(excelize.Style{CustomNumFmt: &days, Alignment: &excelize.Alignment{Vertical: "top", Horizontal: "left"}})
	x.head = x.style(excelize.Style{NumFmt: asText, Alignment: wrap, Font: &excelize.Font{Bold: true}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E6ECF2"}}})
	x.bold = x.style(excelize.Style{NumFmt: asText, Font: &excelize.Font{Bold: true, Size: 16}})
}

func (x *xlsxWriter) put(sheet string, column, row, style int, text string) {
	name, err := excelize.CoordinatesToCellName(column, row)
	x.try(err)
	x.try(x.f.SetCellStr(sheet, name, readable(text)))
	x.try(x.f.SetCellStyle(sheet, name, name, style))
}

func (x *xlsxWriter) cover() {
	l := x.soa.Lang
	sheet := l.T("Over dit bestand", "About this file")
	x.try(x.f.SetSheetName("Sheet1", sheet))
	x.try(x.f.SetColWidth(sheet, "A", "A", 24))
	x.try(x.f.SetColWidth(sheet, "B", "B", 80))
	x.put(sheet, 1, 1, x.bold, l.T("Verklaring van toepasselijkheid", "Statement of applicability"))
	for i, line := range [][2]string{
		{l.T("Organisatie", "Organisation"), x.soa.Organisation},
		{l.T("Stand op", "As it was on"), l.Day(x.soa.Day)},
		{l.T("Uitgave", "Edition"), "NEN 7510-1 en NEN 7510-2:2024+A1:2026"},
		{l.T("Wat dit is", "What this is"), l.T("Per eis en maatregel van de norm: geldt zij voor ons, waarom, en hoever zijn wij met opzet, bestaan en werking.",
			"For each requirement and measure of the standard: does it apply to us, why, and how far are we with design, existence and operation.")},
		{l.T("Over de teksten", "About the texts"), l.T("De titels zijn eigen woorden, niet de tekst van de norm. De tekst van de norm leest u bij NEN.",
			"The titles are our own words, not the text of the standard. The text of the standard is sold by NEN.")},
		{l.T("Stand en bewijs", "State and evidence"), l.T("De stand is berekend. Een ‘ja’ bij werking telt alleen met geldig bewijs.", "The state is calculated. A ‘yes’ on operation counts only with valid evidence.")},
	} {
		x.put(sheet, 1, i+3, x.head, line[0])
		x.put(sheet, 2, i+3, x.text, line[1])
	}
}

func (x *xlsxWriter) statement() {
	l := x.soa.Lang
	sheet := l.T("Verklaring", "Statement")
	index, err := x.f.NewSheet(sheet)
	x.try(err)
	x.f.SetActiveSheet(index)
	columns := soaColumns()
	for i, c := range columns {
		letter := workbook.Letter(i)
		x.try(x.f.SetColWidth(sheet, letter, letter, c.width))
		x.put(sheet, i+1, 1, x.head, c.heading.In(l))
		for j, r := range x.soa.Rows {
			x.cell(sheet, i+1, j+2, c, r)
		}
	}
	x.try(x.f.SetPanes(sheet, &excelize.Panes{Freeze: true, XSplit: 3, YSplit: 1, TopLeftCell: "D2", ActivePane: "bottomRight"}))
	x.try(x.f.AutoFilter(sheet, fmt.Sprintf("A1:%s%d", workbook.Letter(len(columns)-1), len(x.soa.Rows)+1), nil))
}

func (x *xlsxWriter) cell(sheet string, column, row int, c soaColumn, r SoARow) {
	if c.day == nil {
		x.put(sheet, column, row, x.text, c.text(r, x.soa.Lang))
		return
	}
	d := c.day(r)
	if d.IsZero() {
		return
	}
	name, err := excelize.CoordinatesToCellName(column, row)
	x.try(err)
	x.try(x.f.SetCellValue(sheet, name, d))
	x.try(x.f.SetCellStyle(sheet, name, name, x.day))
}
