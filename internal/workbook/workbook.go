// Package workbook reads the spreadsheets that people bring, XLSX and CSV, as
// rows of text. It does not ask what they mean.
//
// # A file is a stranger
//
// Nothing in a file is trusted: its name, its sizes, its type, its stored results
// of formulas. Sizes are known to be small before anything is unpacked; what
// cannot be read is refused in words or marked on its row.
package workbook

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
	"time"

	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/legaltime"
)

// A Book is a file as rows of text, before anybody asks what they mean.
type Book struct {
	Name   string  `json:"name"`
	Sheets []Sheet `json:"sheets"`
}

// A Sheet is one tab of a workbook; a CSV file has one, without a name.
type Sheet struct {
	Name          string       `json:"name"`
	Hidden        bool         `json:"hidden,omitempty"`
	HiddenColumns map[int]bool `json:"hidden_columns,omitempty"` // from 0
	Merged        []Span       `json:"merged,omitempty"`
	Rows          []Row        `json:"rows"`            // rows without any content are left out
	Notes         []i18n.Text  `json:"notes,omitempty"` // how it was read, where that was a guess
}

// A Span is a block of merged cells: columns from 0, rows from 1, both inclusive.
type Span struct{ Row, Column, LastRow, LastColumn int }

// A Row is one row with its number as the person sees it.
type Row struct {
	Number int    `json:"number"` // from 1
	Hidden bool   `json:"hidden,omitempty"`
	Broken bool   `json:"broken,omitempty"` // holds NUL or text that cannot be read
	Cells  []Cell `json:"cells"`
}

// A Cell is what stands in one place.
type Cell struct {
	Text    string    `json:"text,omitempty"`
	Formula bool      `json:"formula,omitempty"` // then Text is empty: stored results are not trusted
	Number  bool      `json:"number,omitempty"`  // stored as a number, so that 5.10 has become 5.1
	Day     time.Time `json:"day,omitzero"`      // stored as a day
}

// AsDay reads the cell as a day, as a spreadsheet stores it or as people write it. An
// empty cell is no day, and no mistake; ok is false for one that holds anything else.
func (c Cell) AsDay() (day time.Time, ok bool) {
	if !c.Day.IsZero() {
		return legaltime.DayOf(c.Day, time.UTC), true
	}
	text := strings.TrimSpace(c.Text)
	if text == "" {
		return time.Time{}, !c.Formula
	}
	for _, layout := range []string{time.DateOnly, "2-1-2006", "2/1/2006", "2.1.2006"} {
		if d, err := time.Parse(layout, text); err == nil {
			return d, true
		}
	}
	return time.Time{}, false
}

// At returns a cell, or the empty one to the right of the row's end.
func (r Row) At(column int) Cell {
	if column < 0 || column >= len(r.Cells) {
		return Cell{}
	}
	return r.Cells[column]
}

// blank reports whether the row says nothing at all.
func (r Row) blank() bool {
	for _, c := range r.Cells {
		if c.Text != "" || c.Formula {
			return false
		}
	}
	return !r.Broken
}

// Limits bound what reading one file may cost.
type Limits struct {
	Bytes    int64 // of the file
	Unpacked int64 // of everything packed inside it
	Ratio    int64 // of a part unpacked to packed, for parts over 1 MB
	Entries  int   // parts inside it
	Sheets   int
	Rows     int // with content, over all sheets
	Columns  int // with content
	Cells    int // over all sheets, empty ones that have a style included
	Text     int // characters in one cell
	Time     time.Duration
}

// StandardLimits are generous for a statement of applicability, which has about
// 130 rows, and small for a machine.
func StandardLimits() Limits {
	return Limits{
		Bytes: 10 << 20, Unpacked: 32 << 20, Ratio: 300, Entries: 2000,
		Sheets: 50, Rows: 5000, Columns: 200, Cells: 400_000, Text: 20_000, Time: 10 * time.Second,
	}
}

// Read reads a file that a person chose. Its name only helps to explain: what
// the file is, is decided by its content. CSV and XLSX are read; every other
// kind is refused in words.
//
// Refusals: Invalid for a file of another kind, a damaged one, one with macros;
// TooLarge for one that would cost more than the limits.
func Read(ctx context.Context, name string, r io.Reader, limits Limits) (book Book, err error) {
	ctx, cancel := context.WithTimeout(ctx, limits.Time)
	defer cancel()
	// A spreadsheet library meets every file in the world; when one of them
	// breaks it, that file is refused and the server goes on.
	defer func() {
		if p := recover(); p != nil {
			book, err = Book{}, damaged(fmt.Sprint(p))
		}
		if errors.Is(err, context.DeadlineExceeded) {
			err = tooSlow()
		}
	}()
	data, err := io.ReadAll(io.LimitReader(r, limits.Bytes+1))
	if err != nil {
		return Book{}, fmt.Errorf("read upload: %w", err)
	}
	if int64(len(data)) > limits.Bytes {
		return Book{}, tooLarge(limits.Bytes)
	}
	book = Book{Name: displayName(name)}
	switch kind := kindOf(data); kind {
	case emptyFile:
		return Book{}, nothingInIt()
	case zipFile:
		book.Sheets, err = readXLSX(ctx, name, data, limits)
	case textFile:
		book.Sheets, err = readCSV(ctx, data, limits)
	case oldOffice, pdfFile, webPage, xmlFile, picture, packed, word, openSheet, binaryXLS, otherZip:
		return Book{}, otherKind(kind)
	}
	if err != nil {
		return Book{}, err
	}
	for _, s := range book.Sheets {
		if len(s.Rows) > 0 {
			return book, nil
		}
	}
	return Book{}, nothingInIt()
}

// A fileKind is what the first bytes of a file say that it is.
type fileKind string

const (
	emptyFile fileKind = "empty"
	textFile  fileKind = "text"
	zipFile   fileKind = "zip"
	oldOffice fileKind = "old-office" // .xls, or any file with a password
	pdfFile   fileKind = "pdf"
	webPage   fileKind = "web-page" // many programs call a web page .xls
	xmlFile   fileKind = "xml"
	picture   fileKind = "picture"
	packed    fileKind = "packed"
	word      fileKind = "word"
	openSheet fileKind = "ods"
	binaryXLS fileKind = "xlsb"
	otherZip  fileKind = "other-zip"
)

func kindOf(data []byte) fileKind {
	if len(bytes.Trim(data, "\xef\xbb\xbf\xff\xfe \t\r\n")) == 0 {
		return emptyFile
	}
	for start, kind := range map[string]fileKind{
		"PK\x03\x04": zipFile, "PK\x05\x06": zipFile, "\xd0\xcf\x11\xe0": oldOffice, "%PDF": pdfFile,
		"\x89PNG": picture, "\xff\xd8\xff": picture, "GIF8": picture, "\x1f\x8b": packed, "7z\xbc\xaf": packed, "Rar!": packed, "{\\rtf": word,
	} {
		if bytes.HasPrefix(data, []byte(start)) {
			return kind
		}
	}
	head := strings.ToLower(strings.TrimLeft(string(data[:min(len(data), 512)]), "\xef\xbb\xbf \t\r\n"))
	for _, tag := range []string{"<html", "<!doctype", "<table", "<meta", "<head"} {
		if strings.HasPrefix(head, tag) {
			return webPage
		}
	}
	if strings.HasPrefix(head, "<?xml") {
		return xmlFile
	}
	return textFile
}

// displayName is the file's own name, fit to show: no folders, no control
// characters, not endless.
func displayName(name string) string {
	name = path.Base(strings.ReplaceAll(strings.ToValidUTF8(name, ""), `\`, "/"))
	name = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, name)
	return Clip(name, 120)
}

// Clip cuts s to at most n characters.
func Clip(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}

// Letter names a column as spreadsheets do: 0 is A, 26 is AA.
func Letter(column int) string {
	s := ""
	for column++; column > 0; column = (column - 1) / 26 {
		s = string(rune('A'+(column-1)%26)) + s
	}
	return s
}
