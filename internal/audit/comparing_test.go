package audit_test

import (
	"testing"
	"time"

	"aantoonbaar/internal/audit"
	"aantoonbaar/internal/framework"
)

// TestEveryDifferenceIsSeen lays one thing that comes back beside every state that
// the site can be in.
func TestEveryDifferenceIsSeen(t *testing.T) {
	cat, _ := content(t)
	req := cat.Requirements[20].ID
	verdict := func(seen string) []audit.Verdict {
		if seen == "" {
			return nil
		}
		return []audit.Verdict{{Requirement: req, Level: framework.Design, Outcome: audit.Met, Method: audit.ByTest, Seen: seen, On: day(3), Version: 1}}
	}
	finding := func(title string) []audit.Finding {
		if title == "" {
			return nil
		}
		return []audit.Finding{{Number: 1, Severity: audit.Minor, Requirement: req, Title: title, What: "w", Evidence: "e"}}
	}
	file := func(text string) audit.File {
		return audit.File{Engagement: audit.Engagement{ID: "aud_1", Conclusion: text}, Verdicts: verdict(text), Findings: finding(text)}
	}
	for _, tt := range []struct {
		name, then, there, here string
		want                    audit.Standing // "" for nothing that comes back
	}{
		{"nothing done", "a", "a", "b", ""},
		{"new there, none here", "", "a", "", audit.Fresh},
		{"new there, the same here", "", "a", "a", audit.Same},
		{"new there, another here", "", "a", "b", audit.Differs},
		{"changed there, as it was here", "a", "b", "a", audit.Fresh},
		{"changed there, likewise here", "a", "b", "b", audit.Same},
		{"changed there, otherwise here", "a", "b", "c", audit.Differs},
	} {
		t.Run(tt.name, func(t *testing.T) {
			took := audit.Taking{ID: "tak_1"}
			r := audit.ResultsOf(cat, took, "org_a", file(tt.then), file(tt.there))
			if r.IsEmpty() != (tt.want == "") {
				t.Fatalf("results are %+v", r)
			}
			c, err := audit.Compared(r, took, file(tt.here))
			if tt.want == "" {
				return
			}
			isNew := tt.then == "" // a new finding has a number of its own there, and stands beside nothing
			if err != nil || c.Verdicts[0].Standing != tt.want || c.Conclusion.Standing != tt.want || !isNew && c.Findings[0].Standing != tt.want || isNew && c.Findings[0].Standing != audit.Fresh {
				t.Errorf("compared, %v: %+v", err, c)
			}
		})
	}
}

// TestWhatWasStoredBeforeIsNoDifference brings back once more, after more work.
func TestWhatWasStoredBeforeIsNoDifference(t *testing.T) {
	cat, _ := content(t)
	req := cat.Requirements[20].ID
	file := func(title string, number int) audit.File {
		return audit.File{Findings: []audit.Finding{{Number: number, Severity: audit.Minor, Requirement: req, Title: title, What: "w", Evidence: "e"}}}
	}
	for name, tt := range map[string]struct {
		here string
		want audit.Standing
	}{"as it was stored": {"eerst", audit.Fresh}, "changed here since": {"anders", audit.Differs}, "the same by now": {"later", audit.Same}} {
		took := audit.Taking{Numbers: map[int]int{1: 4}, Stored: map[string]string{"finding/1": audit.MarkOfFinding(file("eerst", 1).Findings[0])}}
		c, err := audit.Compared(audit.ResultsOf(cat, took, "org_a", audit.File{}, file("later", 1)), took, file(tt.here, 4))
		if err != nil || c.Findings[0].Standing != tt.want || c.Findings[0].Theirs.Number != 4 {
			t.Errorf("%s: %v, %+v", name, err, c.Findings)
		}
	}
}

func TestAFindingThatWasClosedStays(t *testing.T) {
	cat, _ := content(t)
	file := func(title string) audit.File {
		return audit.File{Findings: []audit.Finding{{Number: 1, Title: title}}}
	}
	here := file("a")
	here.Findings[0].Closing.At = time.Now()
	c, err := audit.Compared(audit.ResultsOf(cat, audit.Taking{}, "org_a", file("a"), file("b")), audit.Taking{}, here)
	if err != nil || c.Findings[0].Standing != audit.TooLate {
		t.Errorf("compared, %v: %+v", err, c)
	}
}

func TestResultsThatContradictThemselvesAreRefused(t *testing.T) {
	cat, _ := content(t)
	req := cat.Requirements[20].ID
	note := audit.VerdictNote{VerdictLine: audit.VerdictLine{Requirement: req, Level: framework.Design, Outcome: audit.Met}}
	odd, never := note, note
	odd.Level, never.On = "hoop", "gisteren"
	number9 := audit.Found{FindingLine: audit.FindingLine{Number: 9}}
	for name, r := range map[string]audit.Results{
		"a verdict twice":          {Verdicts: []audit.VerdictNote{note, note}},
		"a level that is none":     {Verdicts: []audit.VerdictNote{odd}},
		"a day that is none":       {Verdicts: []audit.VerdictNote{never}},
		"a finding that is gone":   {Findings: []audit.FindingNote{{Found: number9, Was: "x"}}},
		"a finding under a number": {Findings: []audit.FindingNote{{Found: number9}, {Found: number9}}},
	} {
		if _, err := audit.Compared(r, audit.Taking{}, audit.File{}); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
}
