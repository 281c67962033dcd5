package plan_test

import (
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/plan"
	"aantoonbaar/internal/ref"
)

var today = time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)

func in(days int) time.Time { return today.AddDate(0, 0, days) }

var content = sync.OnceValues(func() (*framework.Catalogue, error) { return framework.Load(os.DirFS("../../content")) })

func catalogue(t testing.TB) *framework.Catalogue {
	t.Helper()
	c, err := content()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// picture draws what an organisation with these answers looks like.
func picture(t testing.TB, answers map[string]assessment.Answer, evidence map[string]assessment.Evidence) *assessment.Picture {
	t.Helper()
	said := assessment.Said{Answers: answers, Scan: map[string]assessment.ScanAnswer{}}
	return assessment.Draw(catalogue(t), said, org.Profile{}.Facts(), evidence, identity.Roll{}, today)
}

func says(requirement string, design, existence, operation assessment.Reply) assessment.Answer {
	return assessment.Answer{
		Requirement: requirement, Version: 1,
		Design: assessment.Statement{Reply: design}, Existence: assessment.Statement{Reply: existence}, Operation: assessment.Statement{Reply: operation},
	}
}

const login = "nen7510-2:2024/8.5"

func TestAnActionIsLateFromTheDayAfter(t *testing.T) {
	for name, test := range map[string]struct {
		action plan.Action
		late   int
	}{
		"the day before":        {plan.Action{Status: plan.Open, Due: in(1)}, 0},
		"the day itself":        {plan.Action{Status: plan.Open, Due: in(0)}, 0},
		"the day after":         {plan.Action{Status: plan.Open, Due: in(-1)}, 1},
		"busy, and long past":   {plan.Action{Status: plan.Busy, Due: in(-12)}, 12},
		"done is never late":    {plan.Action{Status: plan.Done, Due: in(-12)}, 0},
		"dropped is never late": {plan.Action{Status: plan.Dropped, Due: in(-12)}, 0},
		"without a day":         {plan.Action{Status: plan.Open}, 0},
	} {
		if got := test.action.DaysLate(today); got != test.late || test.action.IsLate(today) != (test.late > 0) {
			t.Errorf("%s: DaysLate = %d, IsLate = %v, want %d days", name, got, test.action.IsLate(today), test.late)
		}
	}
}

func TestSortPutsLateFirstAndUndatedLast(t *testing.T) {
	actions := []plan.Action{
		{ID: "1", Status: plan.Open},
		{ID: "2", Status: plan.Open, Due: in(9)},
		{ID: "3", Status: plan.Done, Due: in(-9)},
		{ID: "4", Status: plan.Busy, Due: in(-2)},
		{ID: "6", Status: plan.Open, Due: in(3)},
		{ID: "5", Status: plan.Open, Due: in(3)},
	}
	plan.Sort(actions)
	var ids []string
	for _, a := range actions {
		ids = append(ids, a.ID)
	}
	if got := strings.Join(ids, ""); got != "345621" {
		t.Errorf("Sort gives %s, want 345621", got)
	}
}

func TestCountLeavesOutWhatWasDropped(t *testing.T) {
	got := plan.Count([]plan.Action{
		{Status: plan.Open, Due: in(-1), CostCents: 100},
		{Status: plan.Busy, CostCents: 20},
		{Status: plan.Done, CostCents: 3},
		{Status: plan.Dropped, CostCents: 1000},
	}, today)
	want := plan.Tally{Open: 1, Busy: 1, Late: 1, Done: 1, Dropped: 1, OpenCents: 120, AllCents: 123}
	if got != want {
		t.Errorf("Count = %+v, want %+v", got, want)
	}
}

func TestGapsAreWhatAppliesAndIsNotInPlace(t *testing.T) {
	answers := map[string]assessment.Answer{
		login:                   says(login, assessment.Yes, assessment.Yes, assessment.Yes),
		"nen7510-2:2024/8.2":    says("nen7510-2:2024/8.2", assessment.Yes, assessment.Yes, assessment.Yes),
		"nen7510-2:2024/5.1":    says("nen7510-2:2024/5.1", assessment.Yes, assessment.Partly, assessment.No),
		"nen7510-2:2024/7.1":    {Requirement: "nen7510-2:2024/7.1", Applies: assessment.NotApplicable, Reason: "geen gebouw"},
		"nen7510-1:2024/9.2":    says("nen7510-1:2024/9.2", assessment.Unknown, "", ""),
		"nen7510-2:2024/nobody": {},
	}
	evidence := map[string]assessment.Evidence{login: {Support: assessment.Support{Operation: true}}}
	actions := []plan.Action{
		{ID: "a", Status: plan.Busy, Requirements: []string{"nen7510-2:2024/5.1"}},
		{ID: "b", Status: plan.Done, Requirements: []string{"nen7510-2:2024/5.1", "nen7510-2:2024/8.2"}},
	}
	pic := picture(t, answers, evidence)
	gaps := map[string]plan.Gap{}
	for _, g := range plan.Gaps(catalogue(t), pic, actions, true) {
		gaps[g.Requirement.ID] = g
	}
	if len(gaps) != pic.Counts.Applicable()-pic.Counts.InPlace {
		t.Errorf("there are %d gaps, want %d", len(gaps), pic.Counts.Applicable()-pic.Counts.InPlace)
	}
	for _, id := range []string{login, "nen7510-2:2024/7.1"} {
		if _, ok := gaps[id]; ok {
			t.Errorf("%s is a gap, and should not be", id)
		}
	}
	all := framework.Levels
	for id, missing := range map[string][]framework.Level{
		"nen7510-2:2024/8.2": all[2:], // a yes on operation without evidence does not count
		"nen7510-2:2024/5.1": all[1:],
		"nen7510-1:2024/9.2": all,
		"nen7510-2:2024/8.8": all,
	} {
		if diff := cmp.Diff(missing, gaps[id].Missing); diff != "" {
			t.Errorf("missing of %s (-want +got):\n%s", id, diff)
		}
	}
	if got := len(gaps["nen7510-2:2024/5.1"].Actions); got != 1 {
		t.Errorf("5.1 has %d open actions, want 1", got)
	}
	if got := len(gaps["nen7510-2:2024/8.2"].Actions); got != 0 {
		t.Errorf("8.2 has %d open actions, want none: what is done covers nothing any more", got)
	}
}

func TestGapsPutThePatientFirst(t *testing.T) {
	for _, small := range []bool{true, false} {
		gaps := plan.Gaps(catalogue(t), picture(t, nil, nil), nil, small)
		for i := 1; i < len(gaps); i++ {
			a, b := gaps[i-1], gaps[i]
			key := func(g plan.Gap) []int {
				return []int{-g.Effect.Rank(), -g.Uses, g.Effort.Rank(), indexOf(t, g.Requirement)}
			}
			if !less(key(a), key(b)) {
				t.Errorf("small %v: %s %v stands before %s %v", small, a.Requirement.ID, key(a), b.Requirement.ID, key(b))
			}
		}
	}
}

func indexOf(t *testing.T, r *framework.Requirement) int {
	for i, x := range catalogue(t).Requirements {
		if x == r {
			return i
		}
	}
	return -1
}

func less(a, b []int) bool {
	for i := range a {
		if a[i] != b[i] {
			return a[i] < b[i]
		}
	}
	return false
}

func TestASuggestionFitsWhatIsMissing(t *testing.T) {
	cat := catalogue(t)
	suggest := func(a assessment.Answer, small bool, l i18n.Lang) plan.Action {
		pic := picture(t, map[string]assessment.Answer{login: a}, nil)
		for _, g := range plan.Gaps(cat, pic, nil, small) {
			if g.Requirement.ID == login {
				return g.Suggest(l)
			}
		}
		t.Fatal("8.5 is no gap")
		return plan.Action{}
	}
	r := cat.Find(login)
	a := suggest(assessment.Answer{}, true, i18n.NL)
	if a.Title != "Spreek af en richt in: Veilig inloggen" || a.Level != framework.Design || a.Effort != framework.Low ||
		a.Description != plan.Steps(r.Do.Small.NL) || a.Source != (ref.Ref{Kind: plan.FromGap, ID: login}) {
		t.Errorf("nothing said: %+v", a)
	}
	a = suggest(says(login, assessment.Yes, assessment.No, ""), false, i18n.EN)
	if a.Title != "Start doing it: Strong log-in" || a.Level != framework.Existence || a.Description != plan.Steps(r.Do.Large.EN) || a.Effort != framework.Medium {
		t.Errorf("agreed only: %+v", a)
	}
	a = suggest(says(login, assessment.Yes, assessment.Yes, assessment.Yes), true, i18n.NL)
	want := "- Zorg voor dit bewijs: overzicht accounts zonder tweede stap (export uit het ECD)."
	if a.Title != "Laat zien dat het werkt: Veilig inloggen" || a.Description != want {
		t.Errorf("only the proof is missing: %q, %q", a.Title, a.Description)
	}
}

func TestThePlanPromisesADayOnlyWhenItIsWhole(t *testing.T) {
	covered := func(due ...time.Time) plan.Gap {
		var g plan.Gap
		for _, d := range due {
			g.Actions = append(g.Actions, plan.Action{Status: plan.Open, Due: d})
		}
		return g
	}
	type want struct {
		On                       time.Time
		Uncovered, Undated, Late int
	}
	for name, test := range map[string]struct {
		gaps []plan.Gap
		want want
	}{
		"no gaps":                    {nil, want{}},
		"every gap has a day":        {[]plan.Gap{covered(in(5)), covered(in(30), in(2))}, want{On: in(30)}},
		"due today is in time":       {[]plan.Gap{covered(in(0))}, want{On: in(0)}},
		"one gap without an action":  {[]plan.Gap{covered(in(5)), covered()}, want{Uncovered: 1}},
		"one action without a day":   {[]plan.Gap{covered(in(5), time.Time{})}, want{Undated: 1}},
		"one action is late":         {[]plan.Gap{covered(in(5)), covered(in(-1), in(9))}, want{Late: 1}},
		"two late actions, one gap":  {[]plan.Gap{covered(in(-1), in(-9))}, want{Late: 1}},
		"everything that can happen": {[]plan.Gap{covered(), covered(time.Time{}), covered(in(-1))}, want{Uncovered: 1, Undated: 1, Late: 1}},
	} {
		p := plan.Promised(test.gaps, today)
		if got := (want{p.On, len(p.Uncovered), p.Undated, p.Late}); got != test.want || p.Gaps != len(test.gaps) {
			t.Errorf("%s: %+v, want %+v", name, got, test.want)
		}
	}
}
