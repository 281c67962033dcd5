package soafile_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/assessment/soafile"
	"aantoonbaar/internal/i18n"
)

// statement is a statement over every requirement, with answers of every sort.
func statement(t testing.TB, lang i18n.Lang) (soafile.SoA, map[string]assessment.Answer) {
	t.Helper()
	soa := soafile.SoA{Organisation: "Zorggroep =Voorbeeld", Day: today, Lang: lang}
	answers := map[string]assessment.Answer{}
	for i, q := range catalogue(t).Requirements {
		a := assessment.Answer{Requirement: q.ID, Applies: assessment.Applies, Reason: fmt.Sprintf("-reden %d", i), Origin: assessment.Imported}
		on := time.Date(2026, 1, 1+i, 0, 0, 0, 0, time.UTC)
		a.Design = assessment.Statement{Reply: assessment.Replies[i%4], On: on}
		a.Existence = assessment.Statement{Reply: assessment.Replies[i/2%4]}
		if i%3 > 0 {
			a.Operation = assessment.Statement{Reply: assessment.Replies[i/3%4], On: on}
		}
		a.Explanation, a.ReviewOn = "=1+1\nregel \"twee\"; derde", on.AddDate(1, 0, 0)
		if i%10 == 9 {
			a = assessment.Answer{Requirement: q.ID, Applies: assessment.NotApplicable, Reason: "@niet hier", Origin: assessment.Imported}
		}
		answers[q.ID] = a
		soa.Rows = append(soa.Rows, soafile.SoARow{
			Number: q.Slug(), Title: q.Title.In(lang), Applies: a.Applies, Reason: a.Reason, State: a.State(assessment.Support{}), Design: a.Design, Existence: a.Existence, Operation: a.Operation,
			Explanation: a.Explanation, Evidence: []string{"+verslag", "foto"}, Owner: "Jan Jansen", ReviewOn: a.ReviewOn,
		})
	}
	return soa, answers
}

func TestWhatIsWrittenReadsBack(t *testing.T) {
	for _, lang := range i18n.Langs {
		soa, want := statement(t, lang)
		for name, write := range map[string]func(*bytes.Buffer) error{
			"soa.csv":  func(b *bytes.Buffer) error { return soafile.WriteCSV(b, soa) },
			"soa.xlsx": func(b *bytes.Buffer) error { return soafile.WriteXLSX(b, soa) },
		} {
			t.Run(string(lang)+" "+name, func(t *testing.T) {
				var b bytes.Buffer
				check(t, write(&b))
				r := understand(t, name, b.Bytes())
				got := map[string]assessment.Answer{}
				for _, p := range r.Proposals {
					got[p.Requirement] = p.Answer
					if p.Owner != "Jan Jansen" {
						t.Errorf("%s has owner %q", p.Requirement, p.Owner)
					}
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("answers (-written +read):\n%s", diff)
				}
			})
		}
	}
}

func TestNothingInAnExportIsAFormula(t *testing.T) {
	var payloads []string
	for _, sign := range []string{"=", "+", "-", "@", "\t=", "\r=", "\n=", "＝", "＋", "－", "＠", " =", "=-+"} {
		for _, body := range []string{"1+1", "cmd|' /C calc'!A0", `HYPERLINK("http://x";"y")`, "SUM(A1:A2)", "WEBSERVICE(\"http://x\")", "2+5+cmd|' /C notepad'!A0", "IMPORTXML(CONCAT(\"\"))", "1;=2", "1\n=2", "'", "\"=1\"", "A1", "-1", "@a", "DDE(\"a\")"} {
			payloads = append(payloads, sign+body)
		}
	}
	soa := soafile.SoA{Organisation: "=1+1", Day: today}
	for _, p := range payloads {
		soa.Rows = append(soa.Rows, soafile.SoARow{Number: "5.1", Title: p, Reason: p, Explanation: p, Evidence: []string{p, p}, Owner: p})
	}
	var text, book bytes.Buffer
	check(t, soafile.WriteCSV(&text, soa))
	check(t, soafile.WriteXLSX(&book, soa))
	f, err := excelize.OpenReader(&book)
	check(t, err)
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet)
		check(t, err)
		for i, row := range rows {
			for j := range row {
				cell, _ := excelize.CoordinatesToCellName(j+1, i+1)
				kind, err := f.GetCellType(sheet, cell)
				check(t, err)
				if formula, _ := f.GetCellFormula(sheet, cell); formula != "" || row[j] != "" && kind != excelize.CellTypeSharedString && kind != excelize.CellTypeInlineString {
					t.Fatalf("%s!%s is a %v with formula %q", sheet, cell, kind, formula)
				}
			}
		}
	}
	for _, line := range strings.Split(text.String(), ";") {
		if first := strings.TrimLeft(line, "\" \r\n"); first != "" && strings.ContainsAny(string([]rune(first)[0]), "=+-@＝＋－＠\t") && !strings.HasPrefix(line, "=2") {
			t.Errorf("field starts a formula: %q", line)
		}
	}
	if !strings.HasPrefix(text.String(), "\ufeffNorm;Nummer;") {
		t.Errorf("CSV starts with %q", text.String()[:30])
	}
}

func TestMergeKeepsWhatPeopleSaid(t *testing.T) {
	r := understand(t, "x.csv", []byte("Nr;Status;Toelichting\nA.5.1;ja;uit het bestand\nA.5.2;ja;\nA.5.3;nee;\nA.5.4;ja;\nA.5.5;ja;\n"))
	id := func(n string) string { return "nen7510-2:2024/" + n }
	yes := assessment.Statement{Reply: assessment.Yes}
	current := map[string]assessment.Answer{
		id("5.1"): {Requirement: id("5.1"), Applies: assessment.Applies, Explanation: "eigen woorden", Version: 3},
		id("5.2"): {Requirement: id("5.2"), Applies: assessment.Applies, Design: yes, Origin: assessment.QuickScan, Version: 1, Owner: "per_1"},
		id("5.3"): {Requirement: id("5.3"), Owner: "per_2", Version: 2}, // a person, and blank
		id("5.4"): {Requirement: id("5.4"), Applies: assessment.Applies, Design: yes, Existence: yes, Operation: assessment.Statement{Reply: assessment.Partly}, Version: 7},
	}
	var got []string
	for _, c := range soafile.Merge(says(current), catalogue(t), r) {
		got = append(got, fmt.Sprintf("%s v%d %s %s: %s/%s", strings.TrimPrefix(c.Requirement, "nen7510-2:2024/"), c.After.Version, c.After.Owner, c.After.Design.Reply, c.After.Explanation, c.Says().NL))
	}
	want := []string{
		"5.1 v3  : eigen woorden/Staat al ingevuld, blijft staan",
		"5.2 v1 per_1 yes: /Vervangt een beginpunt",
		"5.3 v2 per_2 no: /Nieuw",
		"5.5 v0  yes: /Nieuw",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("changes (-want +got):\n%s", diff)
	}
	answers := soafile.Answers(soafile.Merge(says(current), catalogue(t), r), func(string) bool { return true })
	if len(answers) != 3 {
		t.Errorf("%d answers to store, want 3", len(answers))
	}
	for _, a := range answers {
		a.Version++
		current[a.Requirement] = a
	}
	if again := soafile.Answers(soafile.Merge(says(current), catalogue(t), r), func(string) bool { return true }); len(again) != 0 {
		t.Errorf("a second import changes %d answers: %+v", len(again), again)
	}
}

func TestASecondImportChangesNothing(t *testing.T) {
	soa, _ := statement(t, i18n.NL)
	var b bytes.Buffer
	check(t, soafile.WriteXLSX(&b, soa))
	r := understand(t, "soa.xlsx", b.Bytes())
	current := map[string]assessment.Answer{}
	for _, c := range soafile.Merge(says(current), catalogue(t), r) {
		current[c.Requirement] = c.After
	}
	if len(current) != 126 {
		t.Errorf("first import changes %d answers, want 126", len(current))
	}
	if again := soafile.Merge(says(current), catalogue(t), r); len(again) != 0 {
		t.Errorf("second import changes %d: %+v", len(again), again[0])
	}
}

func BenchmarkWorkbookOf300Rows(b *testing.B) {
	rows := [][]any{{"Nr", "Maatregel", "Van toepassing", "Reden", "Status", "Toelichting", "Eigenaar", "Datum"}}
	for i := range 300 {
		q := catalogue(b).Requirements[i%126]
		rows = append(rows, []any{q.Number, q.Title.NL, "ja", "risico", "deels", strings.Repeat("tekst ", 40), "Beheer", today})
	}
	file := xlsx(b, tab{"VvT", rows, nil})
	b.ReportAllocs()
	for b.Loop() {
		book, err := soafile.Read(b.Context(), "x.xlsx", bytes.NewReader(file), soafile.StandardLimits())
		if err != nil {
			b.Fatal(err)
		}
		r := soafile.Understand(book, catalogue(b), i18n.NL, today)
		if len(soafile.Merge(says(nil), catalogue(b), r)) == 0 {
			b.Fatal("nothing understood")
		}
	}
}
