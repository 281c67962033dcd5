package soafile

import (
	"strconv"

	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/i18n"
)

// A Reading is what we understood of a workbook. Nothing of it is stored before
// a person says so; as JSON it goes from the preview to that moment.
type Reading struct {
	File      string         `json:"file"`
	Sheets    []SheetReading `json:"sheets"`
	Rows      []RowReading   `json:"rows"`      // every row below a heading, in the file's order
	Proposals []Proposal     `json:"proposals"` // what the rows say together, in the norm's order
}

// A SheetReading says how one sheet was taken.
type SheetReading struct {
	Name      string      `json:"name"`
	HeaderRow int         `json:"header_row,omitempty"` // 0 when there is none
	Edition   Edition     `json:"edition,omitempty"`
	Columns   []Column    `json:"columns,omitempty"`
	Read      int         `json:"read"`    // rows of which we understood something
	Skipped   int         `json:"skipped"` // rows left out, headings not counted
	Notes     []i18n.Text `json:"notes,omitempty"`
}

// An Edition says which numbers a sheet uses.
type Edition string

// The editions.
const (
	Now         Edition = "2024" // NEN 7510:2024, and ISO 27001 and 27002 of 2022
	Edition2017 Edition = "2017" // NEN 7510:2017, and ISO 27001 of 2013
)

// A Column is one column with what we took it for.
type Column struct {
	Letter  string `json:"letter"`
	Heading string `json:"heading,omitempty"`
	Kind    Kind   `json:"kind,omitempty"` // empty: not read
	Guessed bool   `json:"guessed,omitempty"`

	index int
}

// A RowReading says what we understood of one row.
type RowReading struct {
	Sheet        string            `json:"sheet"`
	Row          int               `json:"row"`
	Number       string            `json:"number,omitempty"` // as it stands in the file
	Title        string            `json:"title,omitempty"`  // as it stands, to recognise the row by; never stored
	Requirements []string          `json:"requirements,omitempty"`
	Answer       assessment.Answer `json:"answer,omitzero"` // without a requirement: that is in Requirements
	Owner        string            `json:"owner,omitempty"`
	Notes        []i18n.Text       `json:"notes,omitempty"`
	Skipped      i18n.Text         `json:"skipped,omitzero"`  // why nothing of this row is used
	Heading      bool              `json:"heading,omitempty"` // a title between the rows: nothing to explain

	old    string // the number of 2017 that it was read as
	silent bool   // has a number, and nothing behind it
}

// note adds a remark once.
func (r *RowReading) note(t i18n.Text) {
	for _, n := range r.Notes {
		if n == t {
			return
		}
	}
	r.Notes = append(r.Notes, t)
}

func (r *RowReading) skip(why i18n.Text) {
	if r.Skipped.IsZero() {
		r.Skipped = why
	}
}

// A Proposal is one requirement with what the file says of it.
type Proposal struct {
	Requirement string            `json:"requirement"`
	Answer      assessment.Answer `json:"answer"`          // Origin is Imported
	Owner       string            `json:"owner,omitempty"` // as text: a name in a file is not yet a colleague
	From        []Source          `json:"from"`
	Notes       []i18n.Text       `json:"notes,omitempty"`
}

// A Source is a row that a proposal rests on.
type Source struct {
	Sheet string `json:"sheet,omitempty"`
	Row   int    `json:"row"`
}

// Understood counts the rows of which something is used, over all sheets.
func (r Reading) Understood() (rows, skipped int) {
	for _, s := range r.Sheets {
		rows, skipped = rows+s.Read, skipped+s.Skipped
	}
	return rows, skipped
}

// where names a row for a note: "rij 12" or "rij 12 van blad SoA".
func where(sheet string, row int) i18n.Text {
	n := strconv.Itoa(row)
	if sheet == "" {
		return i18n.T("rij "+n, "row "+n)
	}
	return i18n.T("rij "+n+" van blad "+sheet, "row "+n+" of sheet "+sheet)
}
