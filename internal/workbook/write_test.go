package workbook_test

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/workbook"
)

// TestATableComesBackAsItWasWritten, in both forms, and nothing in it can run.
func TestATableComesBackAsItWasWritten(t *testing.T) {
	day := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	table := workbook.Table{Name: "Scholing", Head: []string{"Naam", "Aantal", "Dag"}, Rows: [][]any{{"=cmd|'/c calc'!A1", 3, day}, {"Özdemir; \"Nora\"", 0, time.Time{}}}}
	want := []string{"1 [Naam Aantal Dag]", "2 [=cmd|'/c calc'!A1 3 2026-03-01]", "3 [Özdemir; \"Nora\" 0]"}
	for name, write := range map[string]func(io.Writer) error{"a.csv": table.WriteCSV, "a.xlsx": table.WriteXLSX} {
		var b bytes.Buffer
		if err := write(&b); err != nil {
			t.Fatal(err)
		}
		book, err := workbook.Read(t.Context(), name, &b, workbook.StandardLimits())
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, row := range book.Sheets[0].Rows {
			var cells []string
			for _, c := range row.Cells {
				text := c.Text
				if d, ok := c.AsDay(); ok && !d.IsZero() {
					text = d.Format(time.DateOnly)
				}
				if text != "" {
					cells = append(cells, text)
				}
				if c.Formula {
					t.Errorf("%s: row %d holds a formula", name, row.Number)
				}
			}
			got = append(got, fmt.Sprintf("%d %v", row.Number, cells))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// TestATableThatNoSpreadsheetHoldsIsRefused says the limit, and writes not a byte.
func TestATableThatNoSpreadsheetHoldsIsRefused(t *testing.T) {
	table := workbook.Table{Name: "Scholing", Head: []string{"Naam"}, Rows: make([][]any, workbook.MaxRows+1)}
	for name, write := range map[string]func(io.Writer) error{"CSV": table.WriteCSV, "XLSX": table.WriteXLSX} {
		var b bytes.Buffer
		f, ok := fault.Of(write(&b))
		if !ok || f.Kind != fault.TooLarge || !strings.Contains(f.Says.NL, "1.048.575") || !strings.Contains(f.Says.EN, "1,048,575") || b.Len() > 0 {
			t.Errorf("%s: %v, after %d bytes", name, f, b.Len())
		}
	}
	table.Rows = table.Rows[:workbook.MaxRows]
	if err := table.WriteCSV(io.Discard); err != nil {
		t.Errorf("as many as there may be: %v", err)
	}
}
