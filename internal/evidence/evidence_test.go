package evidence

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/framework"
)

func on(t *testing.T, s string) time.Time {
	t.Helper()
	d, err := time.Parse(time.DateOnly, s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestStandingTurnsOnTheDayItself(t *testing.T) {
	it := Item{ValidUntil: on(t, "2026-12-31")}
	for day, want := range map[string]Standing{
		"2026-10-31": Fresh,    // 61 days before
		"2026-11-01": Expiring, // 60 days before
		"2026-12-30": Expiring,
		"2026-12-31": Expiring, // the day itself
		"2027-01-01": Expired,  // the day after
	} {
		if got := it.Standing(on(t, day)); got != want {
			t.Errorf("on %s it is %s, want %s", day, got, want)
		}
	}
	withdrawn := Item{ValidUntil: on(t, "2020-01-01"), WithdrawnAt: on(t, "2026-01-01")}
	if got := withdrawn.Standing(on(t, "2026-01-02")); got != Withdrawn {
		t.Errorf("an expired piece that was withdrawn is %s, want withdrawn", got)
	}
	if got := (Item{}).Standing(on(t, "2099-01-01")); got != Fresh {
		t.Errorf("a piece without an end is %s, want fresh", got)
	}
}

func TestWhatCounts(t *testing.T) {
	today := on(t, "2026-11-22")
	for _, tt := range []struct {
		name  string
		it    Item
		level framework.Level
		want  bool
	}{
		{"a policy for design", Item{Kind: framework.Design}, framework.Design, true},
		{"a policy for existence", Item{Kind: framework.Design}, framework.Existence, false},
		{"a test for design", Item{Kind: framework.Operation}, framework.Design, false},
		{"operation, valid to the end of today", Item{Kind: framework.Operation, ValidUntil: today}, framework.Operation, true},
		{"operation, expired yesterday", Item{Kind: framework.Operation, ValidUntil: today.AddDate(0, 0, -1)}, framework.Operation, false},
		{"operation, about to expire", Item{Kind: framework.Operation, ValidUntil: today.AddDate(0, 0, 5)}, framework.Operation, true},
		{"a policy past its date of review", Item{Kind: framework.Design, ValidUntil: today.AddDate(0, 0, -1)}, framework.Design, true},
		{"existence, expired", Item{Kind: framework.Existence, ValidUntil: today.AddDate(0, 0, -1)}, framework.Existence, true},
		{"speaks of tomorrow", Item{Kind: framework.Design, SpeaksFrom: today.AddDate(0, 0, 1)}, framework.Design, false},
		{"speaks of today", Item{Kind: framework.Operation, SpeaksFrom: today, ValidUntil: today}, framework.Operation, true},
		{"a period that has begun", Item{Kind: framework.Operation, SpeaksFrom: today.AddDate(0, -1, 0), SpeaksUntil: today.AddDate(0, 1, 0), ValidUntil: today.AddDate(0, 2, 0)}, framework.Operation, true},
		{"withdrawn", Item{Kind: framework.Design, WithdrawnAt: today}, framework.Design, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.it.Counts(tt.level, today); got != tt.want {
				t.Errorf("Counts(%s) = %v, want %v", tt.level, got, tt.want)
			}
		})
	}
}

func TestFootings(t *testing.T) {
	today := on(t, "2026-11-22")
	past := today.AddDate(0, 0, -1)
	got := Footings([]Item{
		{Kind: framework.Design, Requirements: []string{"a", "b"}},
		{Kind: framework.Operation, ValidUntil: past, Requirements: []string{"a", "b"}},
		{Kind: framework.Operation, ValidUntil: today, Requirements: []string{"b"}},
		{Kind: framework.Design, WithdrawnAt: past, Requirements: []string{"c"}},
	}, today)
	type levels = map[framework.Level]bool
	want := map[string]Footing{
		"a": {Holds: levels{framework.Design: true, framework.Operation: false}, Lapsed: levels{framework.Design: false, framework.Operation: true}, Pieces: 2},
		"b": {Holds: levels{framework.Design: true, framework.Operation: true}, Lapsed: levels{framework.Design: false, framework.Operation: false}, Pieces: 3},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Footings (-want +got):\n%s", diff)
	}
}

func catalogue(t *testing.T) *framework.Catalogue {
	t.Helper()
	c, err := framework.Load(os.DirFS("../../content"))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestCheckNamesEveryWrongField(t *testing.T) {
	c := catalogue(t)
	day := on(t, "2026-10-01")
	good := Item{
		Form: Link, Title: "Beleid", URL: "https://wiki.example.nl/beleid", Kind: framework.Operation, VouchedBy: "Sanne",
		SpeaksFrom: day, ValidUntil: day.AddDate(0, 3, 0), Requirements: []string{c.BySlug("8.5").ID},
	}
	for _, tt := range []struct {
		name   string
		change func(*Item)
		want   []string
	}{
		{"good", func(*Item) {}, nil},
		{"title at the limit", func(i *Item) { i.Title = strings.Repeat("ë", MaxTitle) }, nil},
		{"title over the limit", func(i *Item) { i.Title = strings.Repeat("ë", MaxTitle+1) }, []string{"title"}},
		{"title of 10,000 characters", func(i *Item) { i.Title = strings.Repeat("x", 10_000) }, []string{"title"}},
		{"a NUL in the title", func(i *Item) { i.Title = "a\x00b" }, []string{"title"}},
		{"two lines in the title", func(i *Item) { i.Title = "a\nb" }, []string{"title"}},
		{"broken UTF-8", func(i *Item) { i.VouchedBy = "\xff" }, []string{"vouched_by"}},
		{"day in the year 0", func(i *Item) { i.SpeaksFrom = time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC) }, []string{"speaks_from"}},
		{"day in the year 9999", func(i *Item) { i.ValidUntil = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC) }, []string{"valid_until"}},
		{"period turned round", func(i *Item) { i.SpeaksUntil = day.AddDate(0, 0, -1) }, []string{"speaks_until"}},
		{"ends before it speaks", func(i *Item) { i.ValidUntil = day.AddDate(0, 0, -1) }, []string{"valid_until"}},
		{"operation without an end", func(i *Item) { i.ValidUntil = time.Time{} }, []string{"valid_until"}},
		{"design without an end", func(i *Item) { i.Kind, i.ValidUntil = framework.Design, time.Time{} }, nil},
		{"a requirement that is not there", func(i *Item) { i.Requirements = []string{"nen7510-2:2024/99.9", "x"} }, []string{"requirements"}},
		{"everything wrong", func(i *Item) { *i = Item{} }, []string{"form", "title", "kind", "vouched_by", "speaks_from"}},
		{"a place without words", func(i *Item) { i.Form, i.Text = Place, "" }, []string{"text"}},
		{"a note that is too long", func(i *Item) { i.Form, i.Text = Note, strings.Repeat("x", MaxNote+1) }, []string{"text"}},
		{"a file without a name", func(i *Item) { i.Form = FileForm }, []string{"file"}},
		{"a link that runs a script", func(i *Item) { i.URL = "javascript:alert(1)" }, []string{"url"}},
		{"a link that carries a page", func(i *Item) { i.URL = "data:text/html,<script>1</script>" }, []string{"url"}},
		{"a link to a drive", func(i *Item) { i.URL = `\\server\map\beleid.docx` }, []string{"url"}},
		{"a link to a file", func(i *Item) { i.URL = "file:///etc/passwd" }, []string{"url"}},
		{"a link without a host", func(i *Item) { i.URL = "https:///pad" }, []string{"url"}},
		{"a link with a port and no host", func(i *Item) { i.URL = "https://:8080/" }, []string{"url"}},
		{"a link without a scheme", func(i *Item) { i.URL = "wiki.example.nl/beleid" }, []string{"url"}},
		{"a link with a password", func(i *Item) { i.URL = "https://jan:geheim@wiki.example.nl/" }, []string{"url"}},
		{"a link with a space", func(i *Item) { i.URL = "https://wiki.example.nl/a b" }, []string{"url"}},
		{"a link of 10,000 characters", func(i *Item) { i.URL = "https://x.nl/" + strings.Repeat("x", 10_000) }, []string{"url"}},
		{"no link", func(i *Item) { i.URL = "" }, []string{"url"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			it := good
			tt.change(&it)
			var checker fault.Checker
			it.check(&checker, c)
			if diff := cmp.Diff(tt.want, fields(checker.Fault("x"))); diff != "" {
				t.Errorf("refused fields (-want +got):\n%s", diff)
			}
		})
	}
}

// fields returns the names of the fields that a refusal complains about.
func fields(err error) []string {
	f, ok := fault.Of(err)
	if !ok {
		return nil
	}
	var names []string
	for _, field := range f.Fields {
		names = append(names, field.Name)
	}
	return names
}

func TestCleanNameKeepsTheNameOnly(t *testing.T) {
	for sent, want := range map[string]string{
		"beleid.pdf":                      "beleid.pdf",
		`C:\Users\sanne\beleid.pdf`:       "beleid.pdf",
		"../../etc/passwd":                "passwd",
		"..":                              "",
		".pdf":                            "pdf",
		"a\x00b.pdf":                      "ab.pdf",
		"a\r\nSet-Cookie: x.pdf":          "aSet-Cookie x.pdf",
		"rekening\u202efdp.exe":           "rekeningfdp.exe",
		`a"b;c.pdf`:                       "ab;c.pdf",
		"beleid één.docx":                 "beleid één.docx",
		"\xff\xfe.txt":                    "txt",
		strings.Repeat("ë", 200) + ".pdf": strings.Repeat("ë", 88) + ".pdf",
	} {
		if got := CleanName(sent); got != want {
			t.Errorf("CleanName(%q) = %q, want %q", sent, got, want)
		}
	}
}

func TestUrgentPutsOnTopWhatEndsFirst(t *testing.T) {
	items := []Item{
		{ID: "evi_1"},
		{ID: "evi_2", ValidUntil: on(t, "2027-01-01")},
		{ID: "evi_3"},
		{ID: "evi_4", ValidUntil: on(t, "2020-01-01")},
	}
	Urgent(items)
	var got []ID
	for _, it := range items {
		got = append(got, it.ID)
	}
	if diff := cmp.Diff([]ID{"evi_4", "evi_2", "evi_3", "evi_1"}, got); diff != "" {
		t.Errorf("order (-want +got):\n%s", diff)
	}
}

func TestFilterFits(t *testing.T) {
	today := on(t, "2026-11-22")
	it := Item{
		Title: "Beleid Toegang", Text: "kluis", Kind: framework.Design, VouchedBy: "Sanne Bakker",
		ValidUntil: today.AddDate(0, 0, 10), Requirements: []string{"a"},
	}
	gone := it
	gone.WithdrawnAt = today
	for _, tt := range []struct {
		name string
		f    Filter
		it   Item
		want bool
	}{
		{"everything", Filter{}, it, true},
		{"everything leaves out the withdrawn", Filter{}, gone, false},
		{"the withdrawn on request", Filter{Standing: Withdrawn}, gone, true},
		{"words in any order and case", Filter{Text: "TOEGANG sanne"}, it, true},
		{"a word that is not there", Filter{Text: "toegang joost"}, it, false},
		{"its kind", Filter{Kind: framework.Design}, it, true},
		{"another kind", Filter{Kind: framework.Operation}, it, false},
		{"its standing", Filter{Standing: Expiring}, it, true},
		{"another standing", Filter{Standing: Fresh}, it, false},
		{"not linked to what it is linked to", Filter{Unlinked: "a"}, it, false},
		{"not linked to another", Filter{Unlinked: "b"}, it, true},
	} {
		if got := tt.f.Fits(tt.it, today); got != tt.want {
			t.Errorf("%s: Fits = %v, want %v", tt.name, got, tt.want)
		}
	}
}
