package listfile_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"aantoonbaar/internal/certification"
	"aantoonbaar/internal/certification/listfile"
	"aantoonbaar/internal/workbook"
)

const list = "Certificaten van leveranciers 2026;;;;;;;\n" +
	"Leverancier;Norm;Scope;Certificerende instelling;RvA;Certificaatnummer;Geldig vanaf;Geldig tot\n" +
	"Duinrand Hosting;NEN 7510:2017;hosting van dossiers;Keurhuis Noord;C 000;A-1;1-3-2024;28-2-2027\n" +
	"Kompas;ISO/IEC 27001 (2022);ontwikkeling planning;Keurhuis Noord;;B-2;;2028-05-01\n" +
	"thuiszorg de linde;NEN 7510;zorg thuis;Keurhuis Zuid;C 001;C-3;;31/12/2027\n" +
	"Kapot;HKZ;zorg;Keurhuis Zuid;;;;ooit\n" +
	"Leeg;ISO 27001;;Keurhuis Zuid;;;;1-1-2028\n" +
	"Duinrand Hosting;NEN 7510:2017;hosting van dossiers;Keurhuis Noord;C 000;A-1;1-3-2024;28-2-2027\n"

func understood(t *testing.T, text string) listfile.List {
	t.Helper()
	book, err := workbook.Read(t.Context(), "lijst.csv", strings.NewReader(text), workbook.StandardLimits())
	if err != nil {
		t.Fatal(err)
	}
	return listfile.Understand(book, "Thuiszorg De Linde")
}

func readings(t *testing.T, text string) []listfile.Reading {
	t.Helper()
	return understood(t, text).Readings
}

func day(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }

func TestAListIsUnderstoodRowByRow(t *testing.T) {
	got := readings(t, list)
	want := []certification.Certificate{
		{Supplier: "Duinrand Hosting", Scheme: certification.NEN7510, Edition: "2017", Scope: "hosting van dossiers", Body: "Keurhuis Noord", Accredited: "C 000", Number: "A-1", From: day(2024, 3, 1), ValidUntil: day(2027, 2, 28)},
		{Supplier: "Kompas", Scheme: certification.ISO27001, Edition: "2022", Scope: "ontwikkeling planning", Body: "Keurhuis Noord", Number: "B-2", ValidUntil: day(2028, 5, 1)},
		{Scheme: certification.NEN7510, Scope: "zorg thuis", Body: "Keurhuis Zuid", Accredited: "C 001", Number: "C-3", ValidUntil: day(2027, 12, 31)},
	}
	if len(got) != 6 {
		t.Fatalf("%d rows, want 6", len(got))
	}
	if diff := cmp.Diff(want, listfile.New(got, nil)); diff != "" {
		t.Errorf("New (-want +got):\n%s", diff)
	}
	for i, words := range map[int]string{3: "tot wanneer", 4: "scope"} {
		if !strings.Contains(got[i].Skipped.NL, words) {
			t.Errorf("row %d: %q, want something about %q", got[i].Row, got[i].Skipped.NL, words)
		}
	}
}

// TestCareInScopeIsRead reads whether the care is in the scope, in both ways in which
// a column can ask, and says what it does not read.
func TestCareInScopeIsRead(t *testing.T) {
	row := func(heading, cell string) string {
		return "Norm;" + heading + ";Scope;Instelling;Geldig tot\nNEN 7510;" + cell + ";hosting;Keurhuis;1-1-2028\n"
	}
	for _, tt := range []struct {
		heading, cell string
		want          certification.Reach
		remark        bool
	}{
		{"Zorg in scope?", "ja", certification.WithCare, false},
		{"Zorg in scope", "Nee", certification.WithoutCare, false},
		{"Care in scope", "", certification.ReachUnknown, false},
		{"Primair proces in scope", "deels", certification.ReachUnknown, true},
		{"Scope laat de zorg weg", "ja", certification.WithoutCare, false},
		{"Scope leaves out primary care", "no", certification.WithCare, false},
		{"Scope leaves out primary care", "some", certification.ReachUnknown, true},
		{"Primaire zorg uitgesloten", "ja", certification.WithoutCare, false},
		{"Exclusief primair proces", "ja", certification.WithoutCare, false},
		{"Niet in scope: primair proces", "ja", certification.WithoutCare, false},
		{"Zorgproces uitgezonderd", "ja", certification.WithoutCare, false},
		{"Primary care excluded", "yes", certification.WithoutCare, false},
		{"Primaire zorg ontbreekt", "ja", certification.WithoutCare, false},
		{"Primary care is not covered", "yes", certification.WithoutCare, false},
		{"Notitie: zorg in scope", "ja", certification.WithCare, false},
	} {
		got := understood(t, row(tt.heading, tt.cell))
		if len(got.Readings) != 1 || len(got.Unread) != 0 {
			t.Fatalf("%s: %+v", tt.heading, got)
		}
		r := got.Readings[0]
		if r.Certificate.Reach != tt.want || r.Certificate.Scope != "hosting" || !r.Skipped.IsZero() || r.Remark.IsZero() == tt.remark {
			t.Errorf("%s %q: %+v", tt.heading, tt.cell, r)
		}
	}
	both := understood(t, "Norm;Zorg in scope;Zonder zorg;Scope;Instelling;Geldig tot\nNEN 7510;ja;ja;hosting;Keurhuis;1-1-2028\n").Readings[0]
	if both.Certificate.Reach != certification.ReachUnknown || both.Remark.IsZero() {
		t.Errorf("two columns that contradict each other: %+v", both)
	}
}

// TestAHeadingThatDeniesIsNotItsOpposite leaves unread what is denied twice, and takes
// what is out of the scope for no scope.
func TestAHeadingThatDeniesIsNotItsOpposite(t *testing.T) {
	for _, heading := range []string{"Niet zonder zorg", "Niet in scope", "Buiten reikwijdte"} {
		got := understood(t, "Norm;"+heading+";Scope;Instelling;Geldig tot\nNEN 7510;ja;hosting;Keurhuis;1-1-2028\n")
		if len(got.Readings) != 1 || len(got.Unread) != 1 || got.Unread[0].Heading != heading || got.Unread[0].Twice {
			t.Fatalf("%s: %+v", heading, got)
		}
		if c := got.Readings[0].Certificate; c.Reach != certification.ReachUnknown || c.Scope != "hosting" {
			t.Errorf("%s: %+v", heading, c)
		}
	}
}

// TestEveryColumnThatIsNotReadIsNamed also names one without a heading, and one that
// says what another says.
func TestEveryColumnThatIsNotReadIsNamed(t *testing.T) {
	got := understood(t, "Norm;Contractbeheerder;Scope;Instelling;Geldig tot;Einddatum contract;;\nNEN 7510;Jan;hosting;Keurhuis;1-1-2028;1-1-2029;los;\n")
	want := []listfile.Unread{{Sheet: got.Readings[0].Sheet, Column: 2, Heading: "Contractbeheerder"}, {Column: 6, Heading: "Einddatum contract", Twice: true}, {Column: 7}}
	for i := range want {
		want[i].Sheet = want[0].Sheet
	}
	if diff := cmp.Diff(want, got.Unread); diff != "" {
		t.Errorf("Unread (-want +got):\n%s", diff)
	}
}

func TestTheSameListTwiceBringsNothing(t *testing.T) {
	got := readings(t, list)
	if again := listfile.New(got, listfile.New(got, nil)); len(again) != 0 {
		t.Errorf("a second time it brings %v", again)
	}
}

func TestEnglishHeadingsInAnotherOrder(t *testing.T) {
	got := listfile.New(readings(t, "Expiry date,Standard,Vendor,Issued by,Scope\n2027-01-01,SOC 2,Cloudy,Audit Ltd,all services\n"), nil)
	if len(got) != 1 || got[0].Scheme != certification.Other || got[0].Other != "SOC 2" || got[0].Supplier != "Cloudy" || got[0].Body != "Audit Ltd" {
		t.Errorf("got %+v", got)
	}
}

func TestAFileWithoutHeadingsBringsNothing(t *testing.T) {
	if got := readings(t, "a;b;c\n1;2;3\n"); len(got) != 0 {
		t.Errorf("got %+v", got)
	}
}
