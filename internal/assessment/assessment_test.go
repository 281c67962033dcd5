package assessment_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/identity"
)

func said(design, existence, operation assessment.Reply) assessment.Answer {
	return assessment.Answer{
		Requirement: "nen7510-2:2024/8.5",
		Design:      assessment.Statement{Reply: design}, Existence: assessment.Statement{Reply: existence}, Operation: assessment.Statement{Reply: operation},
	}
}

const (
	yes, partly, no, unknown, blank = assessment.Yes, assessment.Partly, assessment.No, assessment.Unknown, assessment.Unanswered
)

func TestStateIsOneWordForThreeAnswers(t *testing.T) {
	proven := assessment.Support{Operation: true}
	out := said(yes, yes, yes)
	out.Applies = assessment.NotApplicable
	for _, tt := range []struct {
		name    string
		answer  assessment.Answer
		support assessment.Support
		want    assessment.State
	}{
		{"nothing said", said(blank, blank, blank), proven, assessment.Open},
		{"nobody knows", said(unknown, unknown, unknown), proven, assessment.Open},
		{"three times yes with proof that it works", said(yes, yes, yes), proven, assessment.InPlace},
		{"three times yes, and nothing to show for it", said(yes, yes, yes), assessment.Support{Design: true, Existence: true}, assessment.InPart},
		{"agreed only", said(yes, no, no), proven, assessment.InPart},
		{"a little", said(no, partly, no), proven, assessment.InPart},
		{"three times no", said(no, no, no), proven, assessment.NotYet},
		{"one no, the rest open", said(no, blank, unknown), proven, assessment.NotYet},
		{"two yes, one not known", said(yes, yes, unknown), proven, assessment.InPart},
		{"does not apply, whatever else was said", out, proven, assessment.Excluded},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.answer.State(tt.support); got != tt.want {
				t.Errorf("State = %s, want %s", got, tt.want)
			}
		})
	}
}

func TestXRayPointsAtWhatCannotBe(t *testing.T) {
	r := &framework.Requirement{ID: "nen7510-2:2024/8.5"}
	care := &framework.Requirement{ID: "nen7510-2:2024/8.35", CareSpecific: true}
	today := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
	all := assessment.Evidence{Support: assessment.Support{Design: true, Existence: true, Operation: true}}
	here := map[identity.PersonID]bool{"per_1": true}
	change := func(a assessment.Answer, f func(*assessment.Answer)) assessment.Answer { f(&a); return a }
	out := func(reason string) assessment.Answer {
		return assessment.Answer{Applies: assessment.NotApplicable, Reason: reason}
	}
	for _, tt := range []struct {
		name     string
		r        *framework.Requirement
		answer   assessment.Answer
		evidence assessment.Evidence
		want     []assessment.DoubtKind
	}{
		{"all is well", r, said(yes, yes, yes), all, nil},
		{"met without evidence", r, said(yes, no, no), assessment.Evidence{}, []assessment.DoubtKind{assessment.MetWithoutEvidence}},
		{"operation before existence", r, said(yes, no, yes), all, []assessment.DoubtKind{assessment.OperationBeforeDoing}},
		{"operation in part before existence was answered", r, said(yes, blank, partly), all, []assessment.DoubtKind{assessment.OperationBeforeDoing}},
		{"expired is said once, not also as missing", r, said(no, yes, no), assessment.Evidence{Expired: assessment.Support{Existence: true}}, []assessment.DoubtKind{assessment.ExpiredEvidence}},
		{"the owner left", r, change(said(no, no, no), func(a *assessment.Answer) { a.Owner = "per_2" }), all, []assessment.DoubtKind{assessment.OwnerLeft}},
		{"the owner is here", r, change(said(no, no, no), func(a *assessment.Answer) { a.Owner = "per_1" }), all, nil},
		{"review today is in time", r, change(said(no, no, no), func(a *assessment.Answer) { a.ReviewOn = today }), all, nil},
		{"review yesterday is late", r, change(said(no, no, no), func(a *assessment.Answer) { a.ReviewOn = today.AddDate(0, 0, -1) }), all, []assessment.DoubtKind{assessment.ReviewOverdue}},
		{"left out without a reason", r, out(""), all, []assessment.DoubtKind{assessment.ExcludedWithoutReason}},
		{"left out with a reason", r, out("Wij bouwen niets."), all, nil},
		{"a care measure left out", care, out("Wij bouwen niets."), all, []assessment.DoubtKind{assessment.CareMeasureExcluded}},
		{"still from the quick scan", r, change(said(no, no, no), func(a *assessment.Answer) { a.Origin = assessment.QuickScan }), all, []assessment.DoubtKind{assessment.StartingPointUntouched}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []assessment.DoubtKind
			for _, d := range assessment.XRay(tt.r, tt.answer, tt.evidence, here, today) {
				got = append(got, d.Kind)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("doubts (-want +got):\n%s", diff)
			}
		})
	}
}

func TestOnlyEqualAndSupersetCarryMet(t *testing.T) {
	line := func(from string, rel framework.Relation) framework.Line {
		return framework.Line{From: from, Relation: rel}
	}
	cat := &framework.Catalogue{}
	for _, tt := range []struct {
		name   string
		lines  []framework.Line
		states map[string]assessment.State
		want   assessment.State
	}{
		{"equal and met", []framework.Line{line("a", framework.Equal)}, map[string]assessment.State{"a": assessment.InPlace}, assessment.InPlace},
		{"superset and met", []framework.Line{line("a", framework.Superset)}, map[string]assessment.State{"a": assessment.InPlace}, assessment.InPlace},
		{"subset and met is a part", []framework.Line{line("a", framework.Subset)}, map[string]assessment.State{"a": assessment.InPlace}, assessment.InPart},
		{"overlap and met is a part", []framework.Line{line("a", framework.Intersects)}, map[string]assessment.State{"a": assessment.InPlace}, assessment.InPart},
		{"none never helps", []framework.Line{line("a", framework.None)}, map[string]assessment.State{"a": assessment.InPlace}, assessment.Open},
		{"two carry, one is met", []framework.Line{line("a", framework.Equal), line("b", framework.Equal)}, map[string]assessment.State{"a": assessment.NotYet, "b": assessment.InPlace}, assessment.InPlace},
		{"carried in part", []framework.Line{line("a", framework.Equal)}, map[string]assessment.State{"a": assessment.InPart}, assessment.InPart},
		{"carried by what is not there yet", []framework.Line{line("a", framework.Equal)}, map[string]assessment.State{"a": assessment.NotYet}, assessment.NotYet},
		{"all that carries was left out", []framework.Line{line("a", framework.Equal), line("b", framework.Subset)}, map[string]assessment.State{"a": assessment.Excluded, "b": assessment.InPlace}, assessment.Excluded},
		{"nothing carries it", nil, nil, assessment.Open},
	} {
		t.Run(tt.name, func(t *testing.T) {
			x := &framework.Crosswalk{Topics: []framework.Topic{{ID: "t", Elements: []framework.Element{{ID: "e", Lines: tt.lines}}}}}
			got := assessment.Cover(cat, x, tt.states, nil).Topics[0].Elements[0].State
			if got != tt.want {
				t.Errorf("element is %s, want %s", got, tt.want)
			}
		})
	}
}

func TestMergeKeepsBothPeoplesWork(t *testing.T) {
	base := said(no, no, no)
	theirs, mine := base, base
	theirs.Owner, theirs.Explanation = "per_2", "zij"
	mine.Design.Reply = yes
	merged, clashes := assessment.Merge(base, theirs, mine)
	if len(clashes) > 0 || merged.Owner != "per_2" || merged.Explanation != "zij" || merged.Design.Reply != yes {
		t.Errorf("Merge = %+v with %d clashes, want both changes and none", merged, len(clashes))
	}
	mine.Explanation = "ik"
	merged, clashes = assessment.Merge(base, theirs, mine)
	if len(clashes) != 1 || clashes[0].Name != "explanation" || merged.Explanation != "zij" {
		t.Errorf("Merge has clashes %v, want the explanation, and what is stored kept", clashes)
	}
	mine.Explanation = "zij"
	if _, clashes = assessment.Merge(base, theirs, mine); len(clashes) > 0 {
		t.Errorf("the same words twice clash: %v", clashes)
	}
}

func TestQuickScanPrefillsWithCaution(t *testing.T) {
	scan := []*assessment.Element{
		{ID: "quickscan/1", Prefills: []assessment.Prefill{{Requirement: "a", Level: framework.Design, From: map[assessment.Reply]assessment.Reply{yes: yes, no: no}}}},
		{ID: "quickscan/2", Prefills: []assessment.Prefill{{Requirement: "a", Level: framework.Design, From: map[assessment.Reply]assessment.Reply{yes: partly, no: no}}}},
	}
	for _, tt := range []struct {
		name     string
		one, two assessment.Reply
		want     assessment.Reply
	}{
		{"both yes: the lower", yes, yes, partly},
		{"one no", yes, no, no},
		{"only the first answered", yes, blank, yes},
		{"not known fills nothing", unknown, unknown, blank},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := assessment.Prefilled(scan, map[string]assessment.ScanAnswer{"quickscan/1": {Value: tt.one}, "quickscan/2": {Value: tt.two}})
			if r := got["a"][framework.Design]; r != tt.want {
				t.Errorf("prefilled %q, want %q", r, tt.want)
			}
		})
	}
}

func TestFirstActionsAreAtMostTenAndTheWorstFirst(t *testing.T) {
	var signals []assessment.Signal
	for i := range 11 {
		signals = append(signals, assessment.Signal{Element: &assessment.Element{Number: i + 1, Urgency: 11 - i}, Value: no})
	}
	signals[10].Value = partly // the most urgent, and only partly wanting
	got := assessment.FirstActions(signals)
	if len(got) != assessment.MaxFirstActions || got[0].Element.Number != 10 {
		t.Errorf("%d actions, the first of element %d; want 10, and 10 first", len(got), got[0].Element.Number)
	}
	for i := range signals {
		signals[i].Value = yes
	}
	if got := assessment.FirstActions(signals); len(got) != 0 {
		t.Errorf("%d actions when all is well, want none", len(got))
	}
}
