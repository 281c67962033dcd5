package audit_test

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"aantoonbaar/internal/audit"
	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/framework"
)

func day(d int) time.Time { return time.Date(2026, 11, d, 0, 0, 0, 0, time.UTC) }

func content(t *testing.T) (*framework.Catalogue, audit.Rules) {
	t.Helper()
	files := os.DirFS("../../content")
	cat, err := framework.Load(files)
	if err != nil {
		t.Fatal(err)
	}
	rules, err := audit.Load(files)
	if err != nil {
		t.Fatal(err)
	}
	return cat, rules
}

func TestAHiredHandWhoWroteThePolicyCannotAssessIt(t *testing.T) {
	_, rules := content(t)
	free := func(yes ...string) audit.Statement {
		s := audit.Statement{Answers: map[string]string{}}
		for _, q := range rules.Questions {
			s.Answers[q.ID] = audit.NoTie
		}
		for _, id := range yes {
			s.Answers[id] = audit.HasTie
		}
		return s
	}
	for _, tt := range []struct {
		name string
		s    audit.Statement
		bars string // IDs, joined
	}{
		{"no ties", free(), ""},
		{"wrote the policy", free("wrote-policy"), "wrote-policy"},
		{"advised", free("advised"), "advised"},
		{"employed", free("employed"), "employed"},
		{"owner", free("owner"), "owner"},
		{"paid by result", free("paid-by-result"), "paid-by-result"},
		{"family", free("family"), "family"},
		{"other work, explained", free("other-work", "long-time", "other-tie"), ""},
		{"two ties, one of which bars", free("other-work", "family"), "family"},
		{"nothing answered", audit.Statement{}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var ids []string
			for _, q := range audit.Barred(rules.Questions, tt.s) {
				ids = append(ids, q.ID)
			}
			if got := strings.Join(ids, " "); got != tt.bars {
				t.Errorf("Barred = %q, want %q", got, tt.bars)
			}
		})
	}
}

func TestStatusesGoOneWay(t *testing.T) {
	may := map[audit.Status][]audit.Status{
		audit.Drafted:  {audit.Agreed, audit.Stopped},
		audit.Agreed:   {audit.AtWork, audit.Stopped},
		audit.AtWork:   {audit.Reported, audit.Stopped},
		audit.Reported: {audit.AtWork, audit.Closed}, // a correction is work again
	}
	for _, from := range audit.Statuses {
		if !from.Name().Complete() {
			t.Errorf("%s has no name in both languages", from)
		}
		for _, to := range audit.Statuses {
			if got, want := from.May(to), slices.Contains(may[from], to); got != want {
				t.Errorf("%s may become %s: %t, want %t", from, to, got, want)
			}
		}
	}
}

func TestTheLabelOfPaper(t *testing.T) {
	for _, tt := range []struct {
		name               string
		verdicts, practice int
		want               bool
	}{
		{"no verdict at all", 0, 0, true},
		{"all on documents", 5, 0, true},
		{"one below the threshold", 5, 2, true},
		{"exactly the threshold", 5, 3, false},
		{"above it", 5, 4, false},
		{"59 of 100", 100, 59, true},
		{"60 of 100", 100, 60, false},
		{"1 of 1", 1, 1, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			shares := []audit.ThemeShare{{Theme: framework.People, Verdicts: tt.verdicts, Practice: tt.practice}}
			if got := audit.OnPaper(shares, 60); got != tt.want {
				t.Errorf("OnPaper(%d of %d) = %t, want %t", tt.practice, tt.verdicts, got, tt.want)
			}
		})
	}
	if !audit.OnPaper([]audit.ThemeShare{{Verdicts: 9, Practice: 9}, {Verdicts: 9, Practice: 1}}, 60) {
		t.Error("10 of 18 over two themes is above 60 per cent")
	}
	if !audit.OnPaper([]audit.ThemeShare{{Verdicts: 1, Practice: 1, Asked: 20}}, 60) {
		t.Error("one verdict that was tested, of twenty that were asked, avoids the label")
	}
}

func TestOnlyVerdictsOnOperationCountForPractice(t *testing.T) {
	cat, _ := content(t)
	on := func(number string, l framework.Level, o audit.Outcome, m audit.Method) audit.Verdict {
		return audit.Verdict{Requirement: "nen7510-2:2024/" + number, Level: l, Outcome: o, Method: m}
	}
	const norm = "nen7510-2:2024/"
	sample := []audit.Pick{
		{Requirement: norm + "8.5", Reasons: []audit.Reason{audit.AtRandom}},
		{Requirement: norm + "8.15", Reasons: []audit.Reason{audit.Claimed}},
		{Requirement: norm + "8.16", Reasons: []audit.Reason{audit.Claimed, audit.ByHand}, Dropped: "Het gebouw is dicht"},
		{Requirement: norm + "8.17", Reasons: []audit.Reason{audit.ByHand}, Dropped: "Vergissing"},
		{Requirement: norm + "6.1", Reasons: []audit.Reason{audit.AtRandom}},
	}
	got := audit.Practice(cat, sample, []audit.Verdict{
		on("8.5", framework.Design, audit.Met, audit.ByInterview),
		on("8.5", framework.Operation, audit.Met, audit.ByDocument),
		on("8.13", framework.Operation, audit.NotMet, audit.ByReperformance),
		on("8.15", framework.Operation, audit.NotAssessed, ""),
		on("5.1", framework.Operation, audit.PartlyMet, audit.ByInterview),
		{Requirement: "gone", Level: framework.Operation, Outcome: audit.Met, Method: audit.ByTest},
	})
	want := []audit.ThemeShare{{framework.Organisation, 1, 1, 1}, {framework.People, 0, 0, 1}, {framework.Technology, 2, 1, 4}}
	if !slices.Equal(got, want) {
		t.Errorf("Practice = %+v, want %+v", got, want)
	}
}

func TestWhatClosesAFinding(t *testing.T) {
	found := audit.Finding{Number: 1, Severity: audit.Major, Requirement: "r", MadeAt: day(10).Add(15 * time.Hour)}
	good := evidence.Item{
		Form: evidence.Note, Kind: framework.Operation, Requirements: []string{"r"}, SpeaksFrom: day(11),
		AddedAt: day(12), ValidUntil: day(30),
	}
	with := func(change func(*evidence.Item)) evidence.Item {
		it := good
		change(&it)
		return it
	}
	closed := found
	closed.Closing.At = day(11)
	for _, tt := range []struct {
		name string
		f    audit.Finding
		it   evidence.Item
		want bool
	}{
		{"a test of the day after", found, good, true},
		{"a test of the day itself", found, with(func(it *evidence.Item) { it.SpeaksFrom = day(10) }), false},
		{"a test of no day", found, with(func(it *evidence.Item) { it.SpeaksFrom = time.Time{} }), false},
		{"a test that has yet to come", found, with(func(it *evidence.Item) { it.SpeaksFrom = day(21) }), false},
		{"added before the finding", found, with(func(it *evidence.Item) { it.AddedAt = day(10) }), false},
		{"a policy", found, with(func(it *evidence.Item) { it.Kind = framework.Design }), false},
		{"for another requirement", found, with(func(it *evidence.Item) { it.Requirements = []string{"s"} }), false},
		{"expired", found, with(func(it *evidence.Item) { it.ValidUntil = day(19) }), false},
		{"withdrawn", found, with(func(it *evidence.Item) { it.WithdrawnAt = day(13) }), false},
		{"a finding that is closed", closed, good, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.f.MayCloseBy(tt.it, day(20), time.UTC); got != tt.want {
				t.Errorf("MayCloseBy = %t, want %t", got, tt.want)
			}
		})
	}
}

func TestAnEngagementEndsWhenWhatWeighsIsClosed(t *testing.T) {
	open, remark := audit.Finding{Severity: audit.Minor}, audit.Finding{Severity: audit.Observation}
	closed := open
	closed.Closing.At = day(1)
	for _, tt := range []struct {
		name     string
		findings []audit.Finding
		want     bool
	}{
		{"none", nil, true},
		{"one open", []audit.Finding{closed, open}, false},
		{"one closed", []audit.Finding{closed}, true},
		{"an observation", []audit.Finding{closed, remark}, true},
	} {
		if got := audit.MayEnd(tt.findings); got != tt.want {
			t.Errorf("%s: MayEnd = %t, want %t", tt.name, got, tt.want)
		}
	}
}

func TestAccessLastsFromTheFirstDayToTheEndOfTheLast(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Fatal(err)
	}
	e := audit.Engagement{ID: "aud_1", Terms: audit.Terms{AccessFrom: time.Date(2026, 3, 28, 0, 0, 0, 0, time.UTC), AccessUntil: time.Date(2026, 3, 29, 0, 0, 0, 0, time.UTC)}}
	a := e.Admission(zone) // over the change to summer time
	for _, tt := range []struct {
		at   time.Time
		want bool
	}{
		{time.Date(2026, 3, 27, 23, 59, 59, 0, zone), false},
		{time.Date(2026, 3, 28, 0, 0, 0, 0, zone), true},
		{time.Date(2026, 3, 29, 23, 59, 59, 0, zone), true},
		{time.Date(2026, 3, 30, 0, 0, 0, 0, zone), false},
	} {
		if got := a.Opens(tt.at); got != tt.want {
			t.Errorf("Opens(%s) = %t, want %t", tt.at, got, tt.want)
		}
	}
}

// TestTheDaysOfAnEngagementFitEachOther looks at one before, at and after each limit.
func TestTheDaysOfAnEngagementFitEachOther(t *testing.T) {
	cat, _ := content(t)
	good := audit.Terms{
		Firm: "Zuid", Criteria: "de norm", Scope: []string{cat.Requirements[0].ID}, Team: []audit.Member{{Name: "Karim", Role: "leider"}},
		From: day(10), Until: day(20), AccessFrom: day(9), AccessUntil: day(25),
		Days: 4, Plan: []audit.PlanLine{{On: day(10), Who: "Karim", What: "gesprekken"}},
	}
	line := func(change func(*audit.PlanLine)) func(*audit.Terms) {
		return func(x *audit.Terms) {
			x.Plan = slices.Clone(x.Plan)
			change(&x.Plan[0])
		}
	}
	for _, tt := range []struct {
		name   string
		change func(*audit.Terms)
		wrong  string // fields
	}{
		{"good", func(*audit.Terms) {}, ""},
		{"nothing", func(x *audit.Terms) { *x = audit.Terms{} }, "firm scope criteria team from until access_from access_until days"},
		{"a single day of everything", func(x *audit.Terms) {
			x.From, x.Until, x.AccessFrom, x.AccessUntil = day(10), day(10), day(10), day(10)
		}, ""},
		{"no plan yet", func(x *audit.Terms) { x.Plan = nil }, ""},
		{"no days", func(x *audit.Terms) { x.Days = 0 }, "days"},
		{"a thousand days", func(x *audit.Terms) { x.Days = 1000 }, "days"},
		{"planned before the work", line(func(l *audit.PlanLine) { l.On = day(9) }), "plan"},
		{"planned on the last day", line(func(l *audit.PlanLine) { l.On = day(20) }), ""},
		{"planned after the work", line(func(l *audit.PlanLine) { l.On = day(21) }), "plan"},
		{"planned for somebody else", line(func(l *audit.PlanLine) { l.Who = "Sanne" }), "plan"},
		{"planned for nothing", line(func(l *audit.PlanLine) { l.What = "" }), "plan"},
		{"planned 101 times", func(x *audit.Terms) { x.Plan = slices.Repeat(x.Plan, 101) }, "plan"},
		{"ends before it begins", func(x *audit.Terms) { x.Until = day(9) }, "until"},
		{"access a day late", func(x *audit.Terms) { x.AccessFrom = day(11) }, "access_from"},
		{"access a day short", func(x *audit.Terms) { x.AccessUntil = day(19) }, "access_until"},
		{"access that is over", func(x *audit.Terms) {
			x.From, x.Until, x.AccessFrom, x.AccessUntil, x.Plan = day(1), day(2), day(1), day(4), nil
		}, "access_until"},
		{"access that ends today", func(x *audit.Terms) {
			x.From, x.Until, x.AccessFrom, x.AccessUntil, x.Plan = day(1), day(2), day(1), day(5), nil
		}, ""},
		{"400 days of access", func(x *audit.Terms) { x.AccessUntil = x.AccessFrom.AddDate(0, 0, 400) }, ""},
		{"401 days of access", func(x *audit.Terms) { x.AccessUntil = x.AccessFrom.AddDate(0, 0, 401) }, "access_until"},
		{"an unknown requirement", func(x *audit.Terms) { x.Scope = []string{"nen7510-2:2024/9.99"} }, "scope"},
		{"somebody without a role", func(x *audit.Terms) { x.Team = []audit.Member{{Name: "Karim"}} }, "team"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			terms := good
			tt.change(&terms)
			if got := strings.Join(audit.Complaints(terms, cat, day(5)), " "); got != tt.wrong {
				t.Errorf("wrong: %q, want %q", got, tt.wrong)
			}
		})
	}
}

// TestEveryNameOfATeamIsAskedForAStatement: also one without an account.
func TestEveryNameOfATeamIsAskedForAStatement(t *testing.T) {
	e := audit.Engagement{
		Terms:      audit.Terms{Team: []audit.Member{{Name: "Karim El Idrissi"}, {Name: "Yara de Boer"}, {Name: "yara  de boer"}, {Name: "Sem"}}},
		Statements: []audit.Statement{{Name: "karim el  Idrissi"}, {Name: "Iemand anders"}},
	}
	if got := e.Unstated(); !slices.Equal(got, []string{"Yara de Boer", "Sem"}) {
		t.Errorf("Unstated = %q", got)
	}
	if got := (audit.Engagement{}).Unstated(); len(got) > 0 {
		t.Errorf("of nobody = %q", got)
	}
}
