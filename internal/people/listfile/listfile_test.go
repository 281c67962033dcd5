package listfile_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"aantoonbaar/internal/people/listfile"
	"aantoonbaar/internal/workbook"
)

func read(t *testing.T, text string) (rows []string) {
	t.Helper()
	book, err := workbook.Read(t.Context(), "lijst.csv", strings.NewReader(text), workbook.StandardLimits())
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range listfile.Understand(book) {
		day := func(d time.Time) string {
			if d.IsZero() {
				return "-"
			}
			return d.Format(time.DateOnly)
		}
		rows = append(rows, fmt.Sprintf("%d %s|%s|%s|%s|%s", r.Row, r.Staff.Name, strings.Join(r.Staff.Groups, "+"), day(r.Staff.From), day(r.Staff.Until), r.Skipped.EN))
	}
	return rows
}

func TestListsAsPeopleKeepThem(t *testing.T) {
	for _, tt := range []struct {
		what, text string
		want       []string
	}{
		{"plain", "Naam;Team;In dienst\nNora Nacht;Nachtdienst;1-3-2020\n", []string{"2 Nora Nacht|Nachtdienst|2020-03-01|-|"}},
		{
			"from a staff system", "Overzicht\n\nPers.nr,Roepnaam,Tussenvoegsel,Achternaam,Geboortedatum,Afdeling,Functie,Datum in dienst,Datum uit dienst\n7,Jan,van der,Berg,1-1-1980,Noord,Verpleegkundige,2020-01-01,31-12-2026\n",
			[]string{"4 Jan van der Berg|Noord+Verpleegkundige|2020-01-01|2026-12-31|"},
		},
		{"English, groups with commas", "Employee\tGroup\tEnd date\nAnn\tnight; north\t\n", []string{"2 Ann|night+north|-|-|"}},
		{"a first and a last working day", "Naam;Eerste werkdag;Laatste werkdag\nA;2-1-2020;31-12-2026\n", []string{"2 A||2020-01-02|2026-12-31|"}},
		{"in English", "Name;First working day;Last working day\nA;2020-01-02;2026-12-31\n", []string{"2 A||2020-01-02|2026-12-31|"}},
		{"in service since", "Naam;In dienst sinds;Uitdiensttreding\nA;2-1-2020;31-12-2026\n", []string{"2 A||2020-01-02|2026-12-31|"}},
		{"employed since", "Name;Employed since\nA;2020-01-02\n", []string{"2 A||2020-01-02|-|"}},
		{"rows that bring nothing", "naam;in dienst;uit dienst\n;1-1-2020;\nA;gisteren;\nB;;bijna\nC;2-1-2020;1-1-2020\nD;;\n", []string{
			"2 ||2020-01-01|-|There is no name.", "3 A||-|-|We cannot read the first day.", "4 B||-|-|We cannot read the last day.", "5 C||2020-01-02|2020-01-01|The last day lies before the first.", "6 D||-|-|",
		}},
		{"no headings", "Jan;Noord\nPiet;Zuid\n", nil},
		{"a formula for a name", "naam\n=cmd|'/c calc'!A1\n", []string{"2 ||-|-|There is no name."}},
	} {
		if diff := cmp.Diff(tt.want, read(t, tt.text)); diff != "" {
			t.Errorf("%s: %s", tt.what, diff)
		}
	}
}
