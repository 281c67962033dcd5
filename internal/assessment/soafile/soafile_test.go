package soafile_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/assessment/soafile"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
)

var today = time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)

var loadOnce = sync.OnceValues(func() (*framework.Catalogue, error) { return framework.Load(os.DirFS("../../../content")) })

func catalogue(t testing.TB) *framework.Catalogue {
	t.Helper()
	cat, err := loadOnce()
	if err != nil {
		t.Fatal(err)
	}
	return cat
}

// A tab is a sheet of a sample: its cells from A1, as excelize takes them, and
// what else to do to it.
type tab struct {
	name  string
	rows  [][]any
	after func(f *excelize.File, sheet string) error
}

// xlsx makes a workbook as a spreadsheet program would.
func xlsx(t testing.TB, tabs ...tab) []byte {
	t.Helper()
	f := excelize.NewFile()
	for i, s := range tabs {
		if i == 0 {
			check(t, f.SetSheetName("Sheet1", s.name))
		} else {
			_, err := f.NewSheet(s.name)
			check(t, err)
		}
		for r, row := range s.rows {
			for c, value := range row {
				name, err := excelize.CoordinatesToCellName(c+1, r+1)
				check(t, err)
				if text, ok := value.(string); ok && strings.HasPrefix(text, "=") {
					check(t, f.SetCellFormula(s.name, name, text[1:]))
					continue
				}
				check(t, f.SetCellValue(s.name, name, value))
			}
		}
		if s.after != nil {
			check(t, s.after(f, s.name))
		}
	}
	var b bytes.Buffer
	_, err := f.WriteTo(&b)
	check(t, err)
	return b.Bytes()
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func understand(t testing.TB, name string, file []byte) soafile.Reading {
	t.Helper()
	book, err := soafile.Read(t.Context(), name, bytes.NewReader(file), soafile.StandardLimits())
	if err != nil {
		t.Fatalf("Read(%s): %v", name, err)
	}
	return soafile.Understand(book, catalogue(t), i18n.NL, today)
}

// brief writes each proposal on a line: "8.5 ja | yes yes partly | reason | explanation".
func brief(t testing.TB, r soafile.Reading) []string {
	t.Helper()
	var lines []string
	for _, p := range r.Proposals {
		q, a := catalogue(t).Find(p.Requirement), p.Answer
		if a.Requirement != p.Requirement || a.Origin != assessment.Imported {
			t.Errorf("proposal %s has requirement %q and origin %q", p.Requirement, a.Requirement, a.Origin)
		}
		line := q.Slug() + " " + a.Applies + " |"
		for _, l := range framework.Levels {
			line += " " + string(a.On(l).Reply)
			if on := a.On(l).On; !on.IsZero() {
				line += on.Format("@2006-01-02")
			}
		}
		line += " | " + a.Reason + " | " + a.Explanation
		if p.Owner != "" {
			line += " | " + p.Owner
		}
		if !a.ReviewOn.IsZero() {
			line += " | " + a.ReviewOn.Format("2006-01-02")
		}
		lines = append(lines, strings.ReplaceAll(line, "\n", "/"))
	}
	return lines
}

// skips writes each row that is left out on a line: "12: why".
func skips(r soafile.Reading) []string {
	var lines []string
	for _, row := range r.Rows {
		if !row.Skipped.IsZero() && !row.Heading {
			lines = append(lines, fmt.Sprintf("%d: %s", row.Row, row.Skipped.NL))
		}
	}
	return lines
}

func notesOf(r soafile.Reading, row int) string {
	for _, x := range r.Rows {
		if x.Row == row {
			var s []string
			for _, n := range x.Notes {
				s = append(s, n.NL)
			}
			return strings.Join(s, " ")
		}
	}
	return ""
}

func wantBrief(t *testing.T, r soafile.Reading, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, brief(t, r)); diff != "" {
		t.Errorf("proposals (-want +got):\n%s", diff)
	}
}

// A reading goes from the preview to the confirmation, with every note in both languages.
func TestAReadingTravelsAsJSON(t *testing.T) {
	r := understand(t, "vvt.csv", []byte("Nr;Van toepassing;Status;Toelichting;Datum\nA.5.1;ja;geïmplementeerd;Zie handboek;01-03-2026\nA.5.2;nee;;;\nA.99.1;ja;;;\n"))
	text, err := json.Marshal(r)
	check(t, err)
	var back soafile.Reading
	check(t, json.Unmarshal(text, &back))
	again, err := json.Marshal(back)
	check(t, err)
	if diff := cmp.Diff(string(text), string(again)); diff != "" {
		t.Errorf("reading changed on its way (-sent +back):\n%s", diff)
	}
	for _, row := range r.Rows {
		for _, n := range append(row.Notes, row.Skipped) {
			if !n.IsZero() && !n.Complete() {
				t.Errorf("row %d: note %+v lacks a language", row.Row, n)
			}
		}
	}
	if diff := cmp.Diff(soafile.Merge(says(nil), catalogue(t), r), soafile.Merge(says(nil), catalogue(t), back)); diff != "" {
		t.Errorf("changes differ after JSON:\n%s", diff)
	}
}

// says is an organisation that gave these answers.
func says(answers map[string]assessment.Answer) *assessment.Picture {
	return &assessment.Picture{Said: assessment.Said{Answers: answers}}
}
