package soafile

import (
	"strings"
	"time"

	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/workbook"
)

// A SoA is a statement of applicability on one day, ready to be written.
type SoA struct {
	Organisation string
	Day          time.Time
	Lang         i18n.Lang
	Rows         []SoARow // in the norm's order
}

// A SoARow is one requirement in it.
type SoARow struct {
	Number      string // the requirement's slug: "8.5", or "1-9.2" for part 1
	Title       string
	Applies     string // assessment.Applies, NotApplicable or Undecided
	Reason      string
	Start       assessment.Origin // where an answer comes from that nobody confirmed; Own for the others
	State       assessment.State
	Design      assessment.Statement
	Existence   assessment.Statement
	Operation   assessment.Statement
	Explanation string
	Evidence    []string
	Owner       string // a name, not an ID
	ReviewOn    time.Time
}

// on returns the statement of a level.
func (r SoARow) on(l framework.Level) assessment.Statement {
	return assessment.Answer{Design: r.Design, Existence: r.Existence, Operation: r.Operation}.On(l)
}

// A soaColumn is one column of a written statement: a text, or a day.
type soaColumn struct {
	heading i18n.Text
	width   float64
	text    func(SoARow, i18n.Lang) string
	day     func(SoARow) time.Time
}

// soaColumns lists the columns in order. Their headings are ones that Understand
// recognises, but for the state, which is calculated, the evidence, which is a list
// of records and no text of the answer, and what is still to be confirmed.
func soaColumns() []soaColumn {
	columns := []soaColumn{
		{heading: i18n.T("Norm", "Standard"), width: 13, text: func(r SoARow, _ i18n.Lang) string { return norm(r) }},
		{heading: i18n.T("Nummer", "Number"), width: 9, text: func(r SoARow, _ i18n.Lang) string { return number(r) }},
		{heading: i18n.T("Titel", "Title"), width: 40, text: func(r SoARow, _ i18n.Lang) string { return r.Title }},
		{heading: i18n.T("Van toepassing", "Applicable"), width: 14, text: appliesText},
		{heading: i18n.T("Reden", "Reason"), width: 40, text: func(r SoARow, _ i18n.Lang) string { return r.Reason }},
		{heading: i18n.T("Stand", "State"), width: 20, text: func(r SoARow, l i18n.Lang) string { return r.State.Name().In(l) }},
	}
	for _, level := range framework.Levels {
		columns = append(columns,
			soaColumn{heading: level.Name(), width: 10, text: func(r SoARow, l i18n.Lang) string { return replyText(r.on(level).Reply, l) }},
			soaColumn{heading: i18n.T(level.Name().NL+" op", level.Name().EN+" on"), width: 13, day: func(r SoARow) time.Time { return r.on(level).On }})
	}
	return append(columns,
		soaColumn{heading: i18n.T("Nog te bevestigen", "Still to be confirmed"), width: 24, text: func(r SoARow, l i18n.Lang) string { return r.Start.Unconfirmed().In(l) }},
		soaColumn{heading: i18n.T("Uitleg", "Explanation"), width: 60, text: func(r SoARow, _ i18n.Lang) string { return r.Explanation }},
		soaColumn{heading: i18n.T("Vastgelegd bewijs", "Evidence on record"), width: 40, text: func(r SoARow, _ i18n.Lang) string { return strings.Join(r.Evidence, "\n") }},
		soaColumn{heading: i18n.T("Eigenaar", "Owner"), width: 20, text: func(r SoARow, _ i18n.Lang) string { return r.Owner }},
		soaColumn{heading: i18n.T("Opnieuw bekijken op", "Look again on"), width: 13, day: func(r SoARow) time.Time { return r.ReviewOn }},
	)
}

func norm(r SoARow) string {
	if strings.HasPrefix(r.Number, "1-") {
		return "NEN 7510-1"
	}
	return "NEN 7510-2"
}

// number writes a number so that no spreadsheet program takes it for a figure or
// a day: "§ 9.2" and "A.5.10".
func number(r SoARow) string {
	if n, ok := strings.CutPrefix(r.Number, "1-"); ok {
		return "§ " + n
	}
	return "A." + r.Number
}

func appliesText(r SoARow, l i18n.Lang) string {
	switch r.Applies {
	case assessment.Applies:
		return l.T("Ja", "Yes")
	case assessment.NotApplicable:
		return l.T("Nee", "No")
	}
	return ""
}

func replyText(r assessment.Reply, l i18n.Lang) string {
	if r == assessment.Unanswered {
		return ""
	}
	return r.Name().In(l)
}

// readable takes out what no program can show, so that a file always opens.
func readable(s string) string {
	s, _ = workbook.Clean(strings.ReplaceAll(strings.ToValidUTF8(s, ""), "\x00", ""), maxCell)
	return s
}

// maxCell is the most that a spreadsheet program keeps in one cell.
const maxCell = 32_000
