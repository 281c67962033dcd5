package soafile

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/workbook"
)

func TestParseNumber(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"5.1", "5.1"},
		{"5,1", "5.1"},
		{" 5.10. ", "5.10"},
		{"05.01", "5.1"},
		{"A.5.1", "5.1 annex"},
		{"A5.1", "5.1 annex"},
		{"a 5.1", "5.1 annex"},
		{"A.9.2.3", "9.2.3 annex"},
		{"A.9.2.3.1", "9.2.3 annex sub"},
		{"Annex A 8.34", "8.34 annex"},
		{"Bijlage A.8.34", "8.34 annex"},
		{"Maatregel 8.5", "8.5 annex"},
		{"Control 8.5 Secure authentication", "8.5 annex rest=Secure authentication"},
		{"5.1 Beleid voor informatiebeveiliging", "5.1 rest=Beleid voor informatiebeveiliging"},
		{"5.1 a policy", "5.1 rest=a policy"},
		{"6.1.3 d)", "6.1.3 sub rest=d)"},
		{"NEN 7510-2 5.1", "5.1 annex"},
		{"NEN 7510-2:2024 5.1", "5.1 annex year=2024"},
		{"NEN 7510-2:2024+A1:2026, 5.38", "5.38 annex year=2024"},
		{"NEN 7510:2017 9.2.3", "9.2.3 year=2017"},
		{"NEN7510-1 9.2", "9.2 clause"},
		{"NEN-EN-ISO/IEC 27002:2022 – 8.28", "8.28 annex year=2022"},
		{"ISO 27001 A.5.1", "5.1 annex"},
		{"7510-1 hoofdstuk 9.2", "9.2 clause"},
		{"clause 9.2", "9.2 clause"},
		{"H9.2", "9.2 clause"},
		{"H. 9.2", "9.2 clause"},
		{"§ 6.1.2", "6.1.2 clause"},
		{"5.1, 5.2", "5.1 many rest=, 5.2"},
		{"A.5.1 t/m A.5.4", "5.1 annex many rest=t/m A.5.4"},
		{"", ""},
		{"5", ""},
		{"beleid", ""},
		{"ABC 5.1", ""},
		{"1.2.3.4.5", ""},
		{"5.1%", ""},
		{"5.123", ""},
		{"5.0", ""},
		{"05.10.2024", ""},
		{"NEN 7510:2024", ""},
		{"versie 1.2", ""},
	} {
		c, ok := parseNumber(tt.text)
		got := ""
		if ok {
			got = c.key()
			for _, flag := range []struct {
				name string
				set  bool
			}{{"annex", c.annex}, {"clause", c.clause}, {"sub", c.sub}, {"many", c.many}, {fmt.Sprint("year=", c.year), c.year != 0}, {"rest=" + c.rest, c.rest != ""}} {
				if flag.set {
					got += " " + flag.name
				}
			}
		}
		if got != tt.want {
			t.Errorf("parseNumber(%q) = %q, want %q", tt.text, got, tt.want)
		}
	}
}

func FuzzParseNumber(f *testing.F) {
	for _, s := range []string{"A.5.1", "NEN 7510-2:2024 5.1", "H9.2", "5,1 t/m 5.4", "§", "\xff5.1", "a a a 5.1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c, ok := parseNumber(s)
		if !ok {
			return
		}
		if len(c.digits) < 2 || len(c.digits) > 3 || c.annex && c.clause {
			t.Fatalf("parseNumber(%q) = %+v", s, c)
		}
		for _, d := range c.digits {
			if d < 1 || d > 99 {
				t.Fatalf("parseNumber(%q) has part %d", s, d)
			}
		}
		if again, ok := parseNumber(c.key()); !ok || again.key() != c.key() {
			t.Fatalf("parseNumber(%q).key() = %q, which reads as %q", s, c.key(), again.key())
		}
	})
}

func TestParseDay(t *testing.T) {
	for text, want := range map[string]string{
		"24-11-2026": "2026-11-24", "4/3/26": "2026-03-04", "2026-11-24": "2026-11-24", "2026-11-24T10:00:00Z": "2026-11-24", "24-11-2026 09:40": "2026-11-24", "3/14/2026": "2026-03-14",
		"1 maart 2026": "2026-03-01", "1 mrt. 2026": "2026-03-01", "3-mei-26": "2026-05-03", "March 3rd, 2026": "2026-03-03",
		"01-01-0000": "", "1-1-1900": "", "31-02-2026": "", "Q3 2026": "", "2026": "", "nvt": "", "32-01-2026": "", "1-13-13-2026": "",
	} {
		d, ok := parseDay(workbook.Cell{Text: text})
		got := ""
		if ok {
			got = d.Format(time.DateOnly)
		}
		if got != want {
			t.Errorf("parseDay(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestNoWordMeansTwoReplies(t *testing.T) {
	seen := map[string]assessment.Reply{}
	for reply, list := range words {
		for _, w := range list {
			if other, twice := seen[w]; twice {
				t.Errorf("%q is both %s and %s", w, other, reply)
			}
			seen[w] = reply
			if workbook.PlainWords(w) != w {
				t.Errorf("%q is not as plainWords leaves it: %q", w, workbook.PlainWords(w))
			}
		}
	}
	if r, ok := parseReply("Nee, zie actieplan"); !ok || r != assessment.No {
		t.Errorf("a reply with more behind it is %q", r)
	}
	for text, want := range map[string]assessment.Reply{"Ja, maar nog niet overal": assessment.Partly, "Yes (except the night shift)": assessment.Partly, "Ja, zie handboek": assessment.Yes} {
		if r, ok := parseReply(text); !ok || r != want {
			t.Errorf("parseReply(%q) = %q, want %q", text, r, want)
		}
	}
	if _, ok := parseReply(strings.Repeat("a", 1000)); ok {
		t.Error("nonsense is a reply")
	}
}

func TestScales(t *testing.T) {
	for _, tt := range []struct {
		kind    Kind
		heading string
		texts   []string
		want    scale
	}{
		{StatusColumn, "Status", []string{"ja", "nee"}, noScale},
		{StatusColumn, "Voortgang %", []string{"100", "40"}, percent},
		{StatusColumn, "Voortgang", []string{"1", "0.4"}, fraction},
		{StatusColumn, "Status", []string{"1", "0"}, oneOrZero},
		{StatusColumn, "Status", []string{"1", "3", "5"}, maturity},
		{MaturityColumn, "Score", []string{"1", "0"}, maturity},
		{StatusColumn, "Status", []string{"75", "3"}, percent},
		{StatusColumn, "Status", []string{"750"}, otherScale},
	} {
		if got := scaleOf(tt.kind, tt.heading, tt.texts); got != tt.want {
			t.Errorf("scaleOf(%s, %q, %v) = %q, want %q", tt.kind, tt.heading, tt.texts, got, tt.want)
		}
	}
}

func TestHeadings(t *testing.T) {
	for heading, want := range map[string]Kind{
		"Nr.": NumberColumn, "ISO/IEC 27001:2022 ref": NumberColumn, "NEN 7510-2": NumberColumn, "Annex A control": NumberColumn, "Control": TitleColumn, "Beheersmaatregel": TitleColumn,
		"Van toepassing (J/N)": AppliesColumn, "Applicable?": AppliesColumn, "Reden wel/niet van toepassing": ReasonColumn, "Justification for exclusion": ReasonColumn,
		"Implementation status": StatusColumn, "Geïmplementeerd": StatusColumn, "% gereed": StatusColumn, "Volwassenheidsniveau": MaturityColumn,
		"Opzet": DesignColumn, "Bestaan op": ExistenceOnColumn, "Operating effectiveness": OperationColumn,
		"Toelichting": ExplanationColumn, "How is it implemented?": ExplanationColumn, "Implementation description": ExplanationColumn, "Description": TitleColumn, "Control description": TitleColumn,
		"Bewijsvoering": EvidenceColumn, "Vindplaats document": EvidenceColumn, "Eigenaar": OwnerColumn, "Control owner": OwnerColumn,
		"Datum": OnColumn, "Datum volgende review": ReviewColumn, "Review date": ReviewColumn, "Streefdatum": TargetColumn, "Evidence on record": "", "Budget": "", "": "",
	} {
		if got := kindOfHeading(heading, headings); got != want {
			t.Errorf("heading %q is taken for %q, want %q", heading, got, want)
		}
	}
}
