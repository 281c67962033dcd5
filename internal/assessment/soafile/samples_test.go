package soafile_test

import (
	"encoding/binary"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/assessment/soafile"
)

func merge(spans ...string) func(*excelize.File, string) error {
	return func(f *excelize.File, sheet string) error {
		for _, s := range spans {
			from, to, _ := strings.Cut(s, ":")
			if err := f.MergeCell(sheet, from, to); err != nil {
				return err
			}
		}
		return nil
	}
}

func TestEnglishStatementWithThemesAsMergedRows(t *testing.T) {
	r := understand(t, "SoA.xlsx", xlsx(t, tab{"Statement of Applicability", [][]any{
		{"ACME Care – Statement of Applicability ISO/IEC 27001:2022"},
		{"Owner:", "J. Smith", "", "Version", "1.2"},
		{},
		{"Control", "Control title", "Applicable (Y/N)", "Justification", "", "Implementation status", "How implemented", "Evidence", "Control owner"},
		{"", "", "", "Inclusion", "Exclusion"},
		{"Organizational controls"},
		{"A.5.1", "Policies for information security", "Y", "Risk treatment", "", "Implemented", "ISMS handbook chapter 2", "POL-001", "CISO"},
		{"A.5.7", "Threat intelligence", "Y", "Risk treatment", "", "In progress", "Contract with Z-CERT pending", "", "CISO"},
		{"Technological controls"},
		{"A.8.28", "Secure coding", "N", "", "No software is developed in-house", "", "", "", ""},
		{"A.8.29", "Security testing", "N", "", "", "", "", "", ""},
	}, merge("A1:I1", "A6:I6", "A9:I9", "D4:E4")}))
	wantBrief(t, r,
		"5.1 yes | yes yes partly | Risk treatment | ISMS handbook chapter 2/Bewijs: POL-001 | CISO",
		"5.7 yes | partly partly  | Risk treatment | Contract with Z-CERT pending | CISO",
		"8.28 no |    | No software is developed in-house | ")
	if got := r.Sheets[0]; got.HeaderRow != 5 && got.HeaderRow != 4 || got.Edition != soafile.Now {
		t.Errorf("header row %d, edition %s", got.HeaderRow, got.Edition)
	}
	if notes := notesOf(r, 11); !strings.Contains(notes, "geen reden") {
		t.Errorf("an exclusion without a reason has notes %q", notes)
	}
}

func TestDutchListOf2017(t *testing.T) {
	r := understand(t, "VvT 2017.xlsx", xlsx(t, tab{"VvT", [][]any{
		{"Verklaring van toepasselijkheid NEN 7510:2017"},
		{"Nr.", "Beheersmaatregel", "Van toepassing J/N", "Reden", "Geïmplementeerd J/N", "Opmerkingen"},
		{"A.9", "Toegangsbeveiliging"},
		{"A.9.2", "Beheer van toegangsrechten van gebruikers"},
		{"A.9.2.1", "Registratie en afmelden", "J", "", "J", "Via HR"},
		{"A.9.2.2", "Gebruikers toegang verlenen", "J", "wet", "J", "Aanvraagformulier"},
		{"A.9.2.3", "Speciale toegangsrechten", "J", "", "N", ""},
		{"A.9.2.5", "Beoordeling van toegangsrechten", "J", "", "Deels", "Alleen ECD"},
		{"A.9.2.6", "Toegangsrechten intrekken", "J", "", "", ""},
		{"A.14.2.7", "Uitbestede softwareontwikkeling", "N", "Wij laten niets bouwen", "", ""},
		{"A.18.2.3", "Technische naleving", "J", "", "J", ""},
		{"10.1", "Afwijkingen", "J", "", "J", ""},
	}, nil}))
	wantBrief(t, r,
		"1-10.2 yes | yes yes partly |  | ",
		"5.16 yes | yes yes partly |  | Via HR",
		"5.18 yes | partly partly partly | A.9.2.2 (2017): wet | A.9.2.2 (2017): Aanvraagformulier/A.9.2.5 (2017): Alleen ECD",
		"5.36 yes | yes yes partly |  | ",
		"8.2 yes | no no no |  | ",
		"8.8 yes | yes yes partly |  | ",
		"8.30 no |    | Wij laten niets bouwen | ")
	if r.Sheets[0].Edition != soafile.Edition2017 {
		t.Errorf("edition %q", r.Sheets[0].Edition)
	}
	if notes := notesOf(r, 7); !strings.Contains(notes, "A.9.2.3 van 2017 is nu 8.2") {
		t.Errorf("row 7 has notes %q", notes)
	}
}

func TestSeveralSheetsSupplementEachOther(t *testing.T) {
	r := understand(t, "isms.xlsx", xlsx(t,
		tab{"Leeswijzer", [][]any{{"Dit bestand is van Zorggroep Voorbeeld."}}, nil},
		tab{"VvT", [][]any{
			{"Maatregel", "Titel", "Van toepassing", "Motivatie"},
			{"5.15", "Toegang", "Ja", "Risico"},
			{"8.13", "Back-up", "Ja", "Risico"},
		}, nil},
		tab{"Gap", [][]any{
			{"Norm", "Opzet", "Bestaan", "Werking", "Verantwoordelijke"},
			{"8.13", "Ja", "Ja", "Nee", "Beheer"},
			{"5.15", "deels", "", "", ""},
			{"5.15", "nee", "", "", ""},
		}, nil},
		tab{"Managementsysteem", [][]any{
			{"Paragraaf", "Status"},
			{"4.1", "ja"},
			{"5.1", "ja"},
			{"6.1.2", "deels"},
			{"7.5.1", "ja"},
			{"7.5.3", "nee"},
			{"9.2", "nee"},
		}, nil},
		tab{"Oud", [][]any{{"Nummer", "Status"}, {"5.1", "ja"}}, func(f *excelize.File, sheet string) error { return f.SetSheetVisible(sheet, false) }},
	))
	wantBrief(t, r,
		"1-4.1 yes | yes yes partly |  | ",
		"1-5.1 yes | yes yes partly |  | ",
		"1-6.1.2 yes | partly partly  |  | ",
		"1-7.5 yes | no no no |  | ",
		"1-9.2 yes | no no no |  | ",
		"5.15 yes | partly   | Risico | ",
		"8.13 yes | yes yes no | Risico |  | Beheer")
	var notes []string
	for _, p := range r.Proposals {
		for _, n := range p.Notes {
			notes = append(notes, n.NL)
		}
	}
	if all := strings.Join(notes, "\n"); !strings.Contains(all, "met een ander antwoord") || !strings.Contains(all, "Aangevuld uit rij 2 van blad Gap") {
		t.Errorf("notes do not tell of the duplicates:\n%s", all)
	}
}

func TestHeadingsAtRowNineAndPercentages(t *testing.T) {
	rows := make([][]any, 8)
	rows[1] = []any{"Stichting Voorbeeld"}
	rows[3] = []any{"Datum", "1-2-2026"}
	rows = append(rows,
		[]any{"Toelichting", "Voortgang", "Norm", "Datum laatste controle", "Volgende review"},
		[]any{"Klaar", 1.0, "NEN 7510-2 5.1", time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC), "1 april 2027"},
		[]any{"Half", 0.5, "NEN 7510-2:2024, 5.2", "31-12-2027", "00-00-0000"},
		[]any{"Niets", 0.0, "NEN7510-2 8.5", "", ""})
	r := understand(t, "x.xlsx", xlsx(t, tab{"Blad1", rows, func(f *excelize.File, sheet string) error {
		style, err := f.NewStyle(&excelize.Style{NumFmt: 9})
		if err != nil {
			return err
		}
		return f.SetCellStyle(sheet, "B10", "B12", style)
	}}))
	wantBrief(t, r,
		"5.1 yes | yes@2026-03-01 yes@2026-03-01 partly@2026-03-01 |  | Klaar | 2027-04-01",
		"5.2 yes | partly partly  |  | Half",
		"8.5 yes | no no no |  | Niets")
	if notes := notesOf(r, 11); !strings.Contains(notes, "moet nog komen") || !strings.Contains(notes, "00-00-0000") {
		t.Errorf("a day to come and a day that is none have notes %q", notes)
	}
	if r.Sheets[0].HeaderRow != 9 {
		t.Errorf("header row %d, want 9", r.Sheets[0].HeaderRow)
	}
}

func TestSemicolonsInWindows1252(t *testing.T) {
	file := "Nr;Maatregel;Status;Toelichting\r\n5.9;Inventaris;ge\xefmplementeerd;\"Lijst van regel 1;\r\nregel 2 \x96 \x80 5\"\r\n5.10;Gebruik;nee;\r\n\r\n5.11;Terug\x81;ja;\r\n5.12;X;ja;a\x00b\r\n"
	r := understand(t, "oud.csv", []byte(file))
	wantBrief(t, r,
		"5.9 yes | yes yes partly |  | Lijst van regel 1;/regel 2 – € 5",
		"5.10 yes | no no no |  | ")
	if got := strings.Join(skips(r), "; "); !strings.Contains(got, "5: In deze rij staan tekens") || !strings.Contains(got, "6: In deze rij staan tekens") {
		t.Errorf("skipped: %s", got)
	}
	wantSheetNote(t, r, "Windows-1252", "Zo leest rij 2: ‘geïmplementeerd’", "Row 2 then reads: ‘geïmplementeerd’")
}

func TestPlainFilesNeedNoWord(t *testing.T) {
	for name, file := range map[string]string{"ascii.csv": "Nr;Status\n5.9;ja\n", "utf8.csv": "Nr;Status;Toelichting\n5.9;ja;Cliënten\n"} {
		if notes := understand(t, name, []byte(file)).Sheets[0].Notes; len(notes) > 0 {
			t.Errorf("%s has notes %v, want none", name, notes)
		}
	}
}

// wantSheetNote looks for texts in what is said of the first sheet, in either language.
func wantSheetNote(t *testing.T, r soafile.Reading, want ...string) {
	t.Helper()
	said := ""
	for _, n := range r.Sheets[0].Notes {
		said += n.NL + "\n" + n.EN + "\n"
	}
	for _, w := range want {
		if !strings.Contains(said, w) {
			t.Errorf("said of the sheet:\n%swant %q", said, w)
		}
	}
}

func TestBareFiguresAreExplained(t *testing.T) {
	for _, tt := range []struct{ column, want string }{
		{"Status\n5.1;0\n5.2;3\n5.3;2", "zoals 0. Wij lezen ze als niveaus van 0 tot en met 5"},
		{"Status\n5.1;40\n5.2;100\n5.3;0", "such as 40. We read them as percentages"},
		{"% gereed\n5.1;0,5\n5.2;1\n5.3;0", "We read them as parts of 1"},
		{"Status\n5.1;1\n5.2;0\n5.3;1", "We read them as 1 for yes and 0 for no"},
		{"Van toepassing\n5.1;1\n5.2;0\n5.3;1", "We read them as yes or no"},
	} {
		wantSheetNote(t, understand(t, "figures.csv", []byte("Nr;"+tt.column+"\n")), tt.want)
	}
}

func TestMaturityLevels(t *testing.T) {
	r := understand(t, "maturity.csv", []byte("Control ID,Control,Maturity (0-5)\n5.1,Policy,0\n5.2,Roles,2\n5.3,Duties,3\n5.4,Management,4 - Managed\n5.5,Authorities,Level 5\n5.6,Groups,seven\n"))
	wantBrief(t, r,
		"5.1 yes | no no no |  | ",
		"5.2 yes | partly partly  |  | ",
		"5.3 yes | yes yes  |  | ",
		"5.4 yes | yes yes partly |  | ",
		"5.5 yes | yes yes partly |  | ")
}

func TestMarksInColumns(t *testing.T) {
	r := understand(t, "marks.xlsx", xlsx(t, tab{"Checklist", [][]any{
		{"", "", "Van toepassing", "", "Stand", "", "", "", "LR", "BR/BP"},
		{"#", "Control", "Ja", "Nee", "Yes", "Partial", "No", "N/A", "", ""},
		{"A.5.31", "Legal", "x", "", "x", "", "", "", "x", ""},
		{"A.5.32", "IP", "x", "", "", "X", "", "", "", "v"},
		{"A.5.33", "Records", "x", "", "", "", "✓", "", "", ""},
		{"A.5.34", "Privacy", "x", "x", "x", "", "x", "", "", ""},
	}, merge("C1:D1", "E1:H1")}))
	wantBrief(t, r,
		"5.31 yes | yes yes partly | Eis uit de wet | ",
		"5.32 yes | partly partly  | Eis van de organisatie zelf | ",
		"5.33 yes | no no no |  | ",
		"5.34 yes | no no no |  | ")
	if notes := notesOf(r, 6); !strings.Contains(notes, "zowel") || !strings.Contains(notes, "laagste") {
		t.Errorf("contradicting marks have notes %q", notes)
	}
}

func TestNoStandsForNumber(t *testing.T) {
	for _, heading := range []string{"No.", "No", "Nr."} {
		r := understand(t, "no.xlsx", xlsx(t, tab{"SoA", [][]any{
			{heading, "Implemented", "Applicable", "Remarks"},
			{"A.7.1", "yes", "yes", "Key plan"},
			{"A.7.2", "partly", "yes", ""},
			{"A.7.4", "no", "yes", ""},
		}, nil}))
		wantBrief(t, r, "7.1 yes | yes yes partly |  | Key plan", "7.2 yes | partly partly  |  | ", "7.4 yes | no no no |  | ")
	}
}

func TestWithoutHeadings(t *testing.T) {
	r := understand(t, "kaal.csv", []byte("5.37;Bedieningsprocedures voor de beheerders;ja;deels;Er is een map op de gedeelde schijf, niet volledig\n8.7;Bescherming tegen schadelijke software;ja;ja;Elke computer heeft een scanner die meldt\n8.8;Beheer van kwetsbaarheden in techniek;ja;nee;\n"))
	wantBrief(t, r,
		"5.37 yes | partly partly  |  | Er is een map op de gedeelde schijf, niet volledig",
		"8.7 yes | yes yes partly |  | Elke computer heeft een scanner die meldt",
		"8.8 yes | no no no |  | ")
	if s := r.Sheets[0]; s.HeaderRow != 0 || !s.Columns[2].Guessed || len(s.Notes) == 0 {
		t.Errorf("the guess is not told: %+v", s)
	}
}

func TestHiddenColumnsAreNotRead(t *testing.T) {
	r := understand(t, "hidden.xlsx", xlsx(t, tab{"SoA", [][]any{
		{"Number", "Status", "Comments", "Internal comments"},
		{"8.1", "yes", "Open text", "do not tell the auditor"},
	}, func(f *excelize.File, sheet string) error { return f.SetColVisible(sheet, "D", false) }}))
	wantBrief(t, r, "8.1 yes | yes yes partly |  | Open text")
	if !strings.Contains(r.Sheets[0].Notes[0].NL, "Verborgen kolommen lezen wij niet: D") {
		t.Errorf("notes %v", r.Sheets[0].Notes)
	}
}

func TestFormulasAreNotTaken(t *testing.T) {
	r := understand(t, "formulas.xlsx", xlsx(t, tab{"SoA", [][]any{
		{"Number", "Status", "Comments"},
		{"8.1", `=IF(1=1,"yes","no")`, "ok"},
		{`="8."&"2"`, "yes", ""},
		{"8.3", "yes", `=HYPERLINK("http://evil.example","x")`},
	}, nil}))
	wantBrief(t, r,
		"8.1  |    |  | ok",
		"8.3 yes | yes yes partly |  | ")
	if !strings.Contains(notesOf(r, 2), "Kolom B bevat een formule") || !strings.Contains(strings.Join(skips(r), ""), "3: Het nummer is een formule") {
		t.Errorf("formulas are not told: %q, %v", notesOf(r, 2), skips(r))
	}
	r = understand(t, "formulas.csv", []byte("Number;Status;Comments\n=\"8.10\";yes;=cmd|' /C calc'!A0\n"))
	wantBrief(t, r, "8.10 yes | yes yes partly |  | ")
}

func TestUTF16(t *testing.T) {
	text := "Nummer\tStatus\tToelichting\r\n6.3\tja\tGeoefend in één middag\r\n"
	for name, order := range map[string]binary.AppendByteOrder{"little": binary.LittleEndian, "big": binary.BigEndian} {
		for _, mark := range []string{"\ufeff", ""} {
			var file []byte
			for _, u := range utf16.Encode([]rune(mark + text)) {
				file = order.AppendUint16(file, u)
			}
			t.Run(name+mark, func(t *testing.T) {
				wantBrief(t, understand(t, "export.txt", file), "6.3 yes | yes yes partly |  | Geoefend in één middag")
			})
		}
	}
}

func TestNumbersThatExcelChanged(t *testing.T) {
	rows := [][]any{{"Nr", "Status"}}
	for _, n := range []any{5.8, 5.9, 5.1, 5.11, 5.19, 5.2, 5.21, 5.29, 5.3, 5.31} {
		rows = append(rows, []any{n, "ja"})
	}
	rows = append(rows, []any{8.9, "ja"}, []any{time.Date(2026, 10, 8, 0, 0, 0, 0, time.UTC), "ja"}, []any{8.11, "ja"}, []any{time.Date(2026, 12, 8, 0, 0, 0, 0, time.UTC), "ja"}, []any{8.3, "ja"}, []any{8.31, "ja"})
	r := understand(t, "mangled.xlsx", xlsx(t, tab{"VvT", rows, nil}))
	var got []string
	for _, row := range r.Rows {
		got = append(got, strings.TrimPrefix(strings.Join(row.Requirements, " "), "nen7510-2:2024/"))
	}
	want := "5.8 5.9 5.10 5.11 5.19 5.20 5.21 5.29 5.30 5.31 8.9 8.10 8.11 8.12 8.30 8.31"
	if strings.Join(got, " ") != want {
		t.Errorf("numbers read as\n%s, want\n%s", strings.Join(got, " "), want)
	}
	if !strings.Contains(notesOf(r, 4), "wij 5.10") || !strings.Contains(notesOf(r, 13), "datum") {
		t.Errorf("not told: %q, %q", notesOf(r, 4), notesOf(r, 13))
	}
	r = understand(t, "mangled.csv", []byte("Nr;Status\n5.36;ja\n5.37;ja\nmei-38;ja\n5.39;ja\n9-aug;ja\n"))
	if got := strings.Join(skips(r), ";"); len(r.Proposals) != 5 || got != "" {
		t.Errorf("%d proposals, skipped %s", len(r.Proposals), got)
	}
	r = understand(t, "sorted.csv", []byte("Nr;Status\n5.19;ja\n5.2;ja\n5.2;nee\n5.21;ja\n"))
	if got := strings.Join(skips(r), ";"); !strings.Contains(got, "3: Excel maakte twee nummers gelijk") || !strings.Contains(got, "4: Excel maakte twee nummers gelijk") {
		t.Errorf("skipped %s", got)
	}
}

func TestClausesAndMeasuresInOneSheet(t *testing.T) {
	r := understand(t, "isms.csv", []byte("Clause;Status\n4.1;ja\n4.4;ja\n5.1;ja\n5.3;nee\n6.2;ja\n7.2;deels\n8.1;ja\n9.2;ja\n10.2;nee\n5.1;nee\n5.2;ja\n5.7;nee\n8.1;nee\n"))
	wantBrief(t, r,
		"1-4.1 yes | yes yes partly |  | ", "1-4.4 yes | yes yes partly |  | ", "1-5.1 yes | yes yes partly |  | ", "1-5.3 yes | no no no |  | ", "1-6.2 yes | yes yes partly |  | ",
		"1-7.2 yes | partly partly  |  | ", "1-8.1 yes | yes yes partly |  | ", "1-9.2 yes | yes yes partly |  | ", "1-10.2 yes | no no no |  | ",
		"5.1 yes | no no no |  | ", "5.2 yes | yes yes partly |  | ", "5.7 yes | no no no |  | ", "8.1 yes | no no no |  | ")
	r = understand(t, "doubt.csv", []byte("Nummer;Status\n5.1;ja\n"))
	if !strings.Contains(notesOf(r, 2), "staat in deel 1 en in deel 2") {
		t.Errorf("a number of both parts has notes %q", notesOf(r, 2))
	}
}

func TestOldAndNewNumbersSideBySide(t *testing.T) {
	r := understand(t, "beide.csv", []byte("ISO 27001:2013;ISO 27001:2022;Control;Implemented?\nA.9.2.3;8.2;Privileged;Yes\nA.12.3.1;8.13;Backup;No\n"))
	wantBrief(t, r, "8.2 yes | yes yes partly |  | ", "8.13 yes | no no no |  | ")
}

func TestATitleOfTenThousandCharacters(t *testing.T) {
	r := understand(t, "long.csv", []byte("Nr;Titel;Status;Toelichting\n5.1;"+strings.Repeat("ë", 10_000)+";ja;"+strings.Repeat("ï", 5000)+"\n"))
	if n := len([]rune(r.Rows[0].Title)); n > 120 {
		t.Errorf("title of %d characters is kept", n)
	}
	if n := len([]rune(r.Proposals[0].Answer.Explanation)); n != 4000 || !strings.Contains(notesOf(r, 2), "langer dan 4000") {
		t.Errorf("explanation of %d characters, notes %q", n, notesOf(r, 2))
	}
}

// TestTheSameNumberThousandsOfTimes took a minute while every row was compared
// with all that came before it.
func TestTheSameNumberThousandsOfTimes(t *testing.T) {
	started := time.Now()
	r := understand(t, "vaak.csv", []byte("Nr;Titel;Van toepassing;Reden\n"+strings.Repeat("8.9;Configuratie;Ja;Wet\n", 4990)))
	if took := time.Since(started); took > 10*time.Second {
		t.Errorf("reading took %s", took)
	}
	if len(r.Proposals) != 1 || len(r.Proposals[0].From) != 4990 {
		t.Errorf("got %d proposals, want one of 4990 rows", len(r.Proposals))
	}
}

func TestTheOldTemplateWithFourReasons(t *testing.T) {
	r := understand(t, "SoA-2013.xlsx", xlsx(t, tab{"Annex A", [][]any{
		{"Statement of Applicability"},
		{"Legend: LR: legal requirements, CO: contractual obligations, BR/BP: business requirements/adopted best practices, RRA: results of risk assessment"},
		{"ISO/IEC 27001:2013 Annex A controls", "", "", "Current controls", "Remarks (justification for exclusion)", "Selected controls and reasons for selection", "", "", "", "Remarks (overview of implementation)"},
		{"Clause", "Sec", "Control objective/control", "", "", "LR", "CO", "BR/BP", "RRA", ""},
		{"9 Access control", "9.2", "User access management"},
		{"", "9.2.1", "User registration", "X", "", "X", "", "", "X", "Through the HR system"},
		{"", "9.2.3", "Privileged access", "", "", "", "", "X", "", "Planned"},
		{"14 Development", "14.2.1", "Secure development policy", "N/A", "We develop nothing", "", "", "", "", ""},
	}, merge("A1:J1", "A2:J2", "A3:C3", "D3:D4", "E3:E4", "F3:I3", "J3:J4")}))
	wantBrief(t, r,
		"5.16 yes | yes yes partly | Eis uit de wet/Uitkomst van de risicobeoordeling | Through the HR system",
		"8.2  |    | Eis van de organisatie zelf | Planned",
		"8.25 no |    | We develop nothing | ")
}

func TestNumberAndTitleInOneColumn(t *testing.T) {
	r := understand(t, "een-kolom.csv", []byte("Beheersmaatregel;Toepasbaar?;Verantwoordelijke;Ingericht?\n5 Organisatorische beheersmaatregelen;;;\n5.1 Beleidsregels voor informatiebeveiliging;Ja;Bestuur;Ja, sinds 2021\nA.8.5 - Beveiligde authenticatie;Ja;ICT;Nog niet\n8.99 Bestaat niet;Ja;;\n"))
	wantBrief(t, r, "5.1 yes | yes yes partly |  |  | Bestuur", "8.5 yes | no no no |  |  | ICT")
	if got := strings.Join(skips(r), ";"); got != "5: Nummer 8.99 kennen wij niet." {
		t.Errorf("skipped %s", got)
	}
}

func FuzzUnderstand(f *testing.F) {
	f.Add("Nr;Status\n5.1;ja\n5.10;nee\n")
	f.Add("A.9.2.3;x;mei-38;100%\nH9.2;;;\n")
	f.Add("Norm,Nummer,Opzet,Bestaan,Werking,Opzet op,LR\nNEN 7510-1,9.2,ja,deels,5,1-1-2020,x\n")
	f.Add(";;Van toepassing;;\nNr;;Ja;Nee;Deels\n8.2;;x;x;v\n5-okt;;;;\n")
	f.Fuzz(func(t *testing.T, text string) {
		book, err := soafile.Read(t.Context(), "x.csv", strings.NewReader(text), soafile.StandardLimits())
		if err != nil {
			return
		}
		r := soafile.Understand(book, catalogue(t), "nl", today)
		current := map[string]assessment.Answer{}
		for _, c := range soafile.Merge(says(current), catalogue(t), r) {
			if a := c.After; a.Applies == assessment.NotApplicable && a.Reason == "" || len(a.Explanation) > 4*assessment.MaxText {
				t.Fatalf("proposal that cannot be stored: %+v", a)
			}
			current[c.Requirement] = c.After
		}
		if again := soafile.Merge(says(current), catalogue(t), r); len(again) > 0 {
			t.Fatalf("a second import changes %+v into %+v", again[0].Before, again[0].After)
		}
	})
}

func TestAnExplanationIsTheReasonWhereThereIsNoOther(t *testing.T) {
	r := understand(t, "vvt.xlsx", xlsx(t, tab{"SoA", [][]any{
		{"Nummer", "Titel", "Van toepassing", "Geïmplementeerd", "Toelichting"},
		{"A.8.28", "Veilig programmeren", "nee", "", "Wij bouwen niets zelf"},
		{"A.8.29", "Testen", "nee", "", ""},
	}, nil}))
	wantBrief(t, r, "8.28 no |    | Wij bouwen niets zelf | ")
}
