package phishfile_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"aantoonbaar/internal/people"
	"aantoonbaar/internal/people/phishfile"
	"aantoonbaar/internal/workbook"
)

func table(t *testing.T, text string) (phishfile.Table, bool) {
	t.Helper()
	book, err := workbook.Read(t.Context(), "uitslag.csv", strings.NewReader(text), workbook.StandardLimits())
	if err != nil {
		t.Fatal(err)
	}
	return phishfile.TableOf(book)
}

// TestTheFilesOfUsualTools counts what these write; the addresses are invented.
func TestTheFilesOfUsualTools(t *testing.T) {
	for _, tt := range []struct {
		tool, text string
		want       []string // group: sent, opened, clicked, gave, reported
	}{
		{
			"GoPhish", "id,status,ip,latitude,longitude,send_date,reported,modified_date,email,first_name,last_name,position\n" +
				"a1,Submitted Data,10.0.0.1,0,0,2026-03-01T10:00:00Z,false,x,a@zorg.example,A,B,Noord\n" +
				"a2,Email Opened,,0,0,2026-03-01T10:00:00Z,true,x,b@zorg.example,C,D,Noord\n" +
				"a3,Email Sent,,0,0,2026-03-01T10:00:00Z,false,x,c@zorg.example,E,F,Zuid\n" +
				"a4,Clicked Link,,0,0,2026-03-01T10:00:00Z,true,x,d@zorg.example,G,H,Zuid\n",
			[]string{": 4 3 2 1 2"},
		},
		{
			"KnowBe4", "Email Address,First Name,Last Name,Department,Delivered,Opened,Clicked,Replied,Attachment Opened,Macro Enabled,Data Entered,Reported\n" +
				strings.Repeat("a@zorg.example,A,B,Noord,2026-03-01,2026-03-01,2026-03-01,,,,,\n", 5) +
				strings.Repeat("b@zorg.example,A,B,Zuid,2026-03-01,,,,,,,2026-03-01\n", 6) + "c@zorg.example,A,B,Zuid,,,,,,,,\n",
			[]string{"Noord: 5 5 5 0 0", "Zuid: 6 0 0 0 6"},
		},
		{
			"Microsoft", "UserName\tDepartment\tMessageDelivered_TimeStamp\tMessageRead_TimeStamp\tEmailLinkClicked_TimeStamp\tCredSupplied_TimeStamp\tReportedAsPhish\n" +
				strings.Repeat("a@zorg.example\tNoord\t2026-03-01\t2026-03-01\t2026-03-01\t2026-03-01\tNo\n", 5) + strings.Repeat("b@zorg.example\tNoord\t2026-03-01\t\t\t\tYes\n", 5),
			[]string{"Noord: 10 5 5 5 5"},
		},
		{
			"a table of one's own", "Uitslag oefenmail maart\n\nAfdeling;Aantal verstuurd;Geopend;Geklikt;% geklikt;Gegevens ingevuld;Gemeld\nNoord;1.200;800;120;10%;30;400\nZuid;5;-;;;;1\n",
			[]string{"Noord: 1200 800 120 30 400", "Zuid: 5 0 0 0 1"},
		},
		{
			"teams under a heading for names", "naam;verstuurd;geklikt;gemeld\nNoord;60;4;10\nZuid;50;5;0\nOost;40;2;3\nWest;49;3;9\nStaf;1;0;1\n",
			[]string{": 200 0 14 0 23"},
		},
		{
			"persons, with days as one country writes them", "naam;afdeling;verstuurd;geklikt;gemeld\n" + strings.Repeat("A;Noord;1.3.2026;;ja\n", 5) + strings.Repeat("B;Noord;1;2-3-2026;\n", 2) + "C;Noord;;;\n",
			[]string{"Noord: 7 0 2 0 5"},
		},
	} {
		tab, ok := table(t, tt.text)
		if !ok {
			t.Errorf("%s: no headings", tt.tool)
			continue
		}
		m := phishfile.Guess(tab.Head)
		tab.Forget(m)
		if text := fmt.Sprint(tab.Rows); strings.Contains(text, "@zorg.example") {
			t.Errorf("%s: somebody is not forgotten: %s", tt.tool, text)
		}
		all, wrong := tab.Count(m)
		var got []string
		for _, o := range people.Merge(all) {
			got = append(got, fmt.Sprintf("%s: %d %d %d %d %d", o.Group, o.Sent, o.Opened, o.Clicked, o.Gave, o.Reported))
		}
		if diff := cmp.Diff(tt.want, got); diff != "" || len(wrong) > 0 {
			t.Errorf("%s, as %v: %s, wrong %v", tt.tool, m, diff, wrong)
		}
	}
}

func TestEveryRowThatCannotBeCountedIsNamed(t *testing.T) {
	tab, ok := table(t, "groep;verstuurd;geklikt;gemeld\nA;10;1;2\nB;tien;1;2\nC;10;-4;2\nD;10;11;2\nE;=1+1;1;1\nF;99999999;1;1\nG;10;1\u0000;1\n\nH;10;0;0\n")
	if !ok {
		t.Fatal("no headings")
	}
	_, wrong := tab.Count(phishfile.Guess(tab.Head))
	rows := map[int]bool{}
	for _, w := range wrong {
		rows[w.Row] = true
		if !w.Says.Complete() {
			t.Errorf("row %d says nothing in a language", w.Row)
		}
	}
	if diff := cmp.Diff(map[int]bool{3: true, 4: true, 5: true, 6: true, 7: true, 8: true}, rows); diff != "" {
		t.Error(diff)
	}
	if _, ok := table(t, "zomaar;iets\n1;2\n"); ok {
		t.Error("a table without a heading that we know is taken")
	}
}

// TestAnotherMeaningCountsOtherwise: a person may say what a column means.
func TestAnotherMeaningCountsOtherwise(t *testing.T) {
	tab, _ := table(t, "groep,verstuurd,x,gemeld\nA,10,7,2\n")
	m := phishfile.Guess(tab.Head)
	if m[2] != phishfile.Nothing {
		t.Fatalf("x is taken for %q", m[2])
	}
	m[2] = phishfile.Clicked
	if all, wrong := tab.Count(m); len(wrong) > 0 || all[0].Clicked != 7 {
		t.Errorf("counted %+v, wrong %v", all, wrong)
	}
}

// TestATableThatWasCutIsNotWhole: what a page carried may come back otherwise.
func TestATableThatWasCutIsNotWhole(t *testing.T) {
	tab, _ := table(t, "groep;verstuurd;gemeld\nA;1;1\nB;=1;1\n")
	if !tab.Whole(2) || tab.Whole(1) {
		t.Errorf("a table of two rows: whole among two %t, among one %t", tab.Whole(2), tab.Whole(1))
	}
	for what, spoil := range map[string]func(*phishfile.Table){
		"no headings":            func(x *phishfile.Table) { x.Head = nil },
		"too many columns":       func(x *phishfile.Table) { x.Head = make([]string, phishfile.MaxColumns+1) },
		"a row without a number": func(x *phishfile.Table) { x.At = nil },
		"a number without a row": func(x *phishfile.Table) { x.At = []int{2, 3} },
		"too many wrong rows":    func(x *phishfile.Table) { x.Bad = make([]int, 10) },
	} {
		x := tab
		if spoil(&x); x.Whole(10) {
			t.Errorf("%s: %+v is whole", what, x)
		}
	}
}

func FuzzCount(f *testing.F) {
	f.Add("groep;verstuurd;geklikt\nA;10;1\n")
	f.Add("email,status,reported\na,Clicked Link,true\n")
	f.Add("sent\tclicked\n\t\n\x00\t1\n")
	f.Fuzz(func(t *testing.T, text string) {
		book, err := workbook.Read(t.Context(), "a.csv", strings.NewReader(text), workbook.StandardLimits())
		if err != nil {
			return
		}
		tab, ok := phishfile.TableOf(book)
		if !ok {
			return
		}
		all, _ := tab.Count(phishfile.Guess(tab.Head))
		for _, o := range people.Merge(all) {
			if o.Sent <= 0 || max(o.Opened, o.Clicked, o.Gave, o.Reported) > o.Sent || min(o.Opened, o.Clicked, o.Gave, o.Reported) < 0 {
				t.Fatalf("counted %+v", o)
			}
		}
	})
}
