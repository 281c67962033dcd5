package audit

import (
	"encoding/json"
	"fmt"
	"time"

	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/legaltime"
	"aantoonbaar/internal/org"
)

// ResultsFormat names the spelling of Results. Another spelling has another name.
const ResultsFormat = "aantoonbaar/assessment-results/1"

// Results are what an assessor did to an engagement that was taken along: what
// differs from what the file held. Whatever differs says what it was made from.
type Results struct {
	Format     string            `json:"format"`
	Org        org.ID            `json:"org"`
	Engagement ID                `json:"engagement"`
	Taking     string            `json:"taking"`
	Person     identity.PersonID `json:"person"`
	Name       string            `json:"name"`

	Verdicts   []VerdictNote   `json:"verdicts,omitempty"`
	Findings   []FindingNote   `json:"findings,omitempty"`
	Conclusion *ConclusionNote `json:"conclusion,omitempty"` // nil while it is as it was
}

// A VerdictNote is a verdict that was given or changed.
type VerdictNote struct {
	VerdictLine
	Was string `json:"was,omitempty"` // mark of the verdict that it was made from; "" for none
}

// A FindingNote is a finding that was made or changed.
type FindingNote struct {
	Found        // with the number that it had there
	Was   string `json:"was,omitempty"` // mark of the finding that it was made from; "" for a new one
}

// A Found is a finding as its assessor made it: without what came after.
type Found struct {
	FindingLine
	MadeAt time.Time `json:"made_at,omitzero"` // zero where an older entry of the journal does not tell
}

func foundOf(x Finding) Found { return Found{findingLine(x), x.MadeAt} }

// A ConclusionNote is a conclusion that was written or changed.
type ConclusionNote struct {
	Text string `json:"text"`
	Was  string `json:"was,omitempty"`
}

// ResultsOf returns what differs between an engagement as it was taken along and
// as it stands now, beside the names that the file had.
func ResultsOf(cat *framework.Catalogue, took Taking, id org.ID, then, now File) Results {
	r := Results{Format: ResultsFormat, Org: id, Engagement: now.Engagement.ID, Taking: took.ID, Person: took.Person, Name: took.Name}
	for _, v := range now.Verdicts {
		if was := then.Verdict(v.Requirement, v.Level); !v.same(was) {
			r.Verdicts = append(r.Verdicts, VerdictNote{lineOf(cat, v), markOf(was)})
		}
	}
	for _, x := range now.Findings {
		was, err := findingOf(then, x.Number)
		if isNew := err != nil; isNew || !x.same(was) {
			r.Findings = append(r.Findings, FindingNote{foundOf(x), markOfFinding(was)})
		}
	}
	if is, was := now.Engagement.Conclusion, then.Engagement.Conclusion; is != was {
		r.Conclusion = &ConclusionNote{is, markOfText(was)}
	}
	return r
}

// IsEmpty reports whether nothing was done.
func (r Results) IsEmpty() bool {
	return len(r.Verdicts) == 0 && len(r.Findings) == 0 && r.Conclusion == nil
}

// Text returns the exact bytes of the results and their SHA-256 in hex.
func (r Results) Text() (text []byte, sum string, err error) {
	text, err = json.Marshal(r)
	if err != nil {
		return nil, "", fmt.Errorf("spell results: %w", err)
	}
	return text, Sum(text), nil
}

// verdict is the verdict that the line holds: of whoever says so, whenever.
func (n VerdictLine) verdict() (Verdict, error) {
	on, err := legaltime.Read(n.On)
	return Verdict{
		Requirement: n.Requirement, Level: n.Level, Outcome: n.Outcome, Method: n.Method, Seen: n.Seen,
		On: on, Place: n.Place, Evidence: n.Evidence, Note: n.Note,
	}, err
}

// finding is the finding that was made.
func (n Found) finding() Finding {
	return Finding{Number: n.Number, Severity: n.Severity, Requirement: n.Requirement, Title: n.Title, What: n.What, Evidence: n.Evidence, MadeAt: n.MadeAt}
}

// same reports whether an assessor says the same in two findings.
func (f Finding) same(g Finding) bool {
	return f.Severity == g.Severity && f.Requirement == g.Requirement && f.Title == g.Title && f.What == g.What && f.Evidence == g.Evidence
}

// markOf names what a verdict says, whoever says it and whenever; "" for none.
func markOf(v Verdict) string {
	if v.Outcome == "" {
		return ""
	}
	return mark(string(v.Outcome), string(v.Method), v.Seen, legaltime.Text(v.On), v.Place, v.Note, v.Evidence)
}

// markOfFinding names what the assessor says in a finding; "" for none.
func markOfFinding(f Finding) string {
	if f.Title == "" {
		return ""
	}
	return mark(string(f.Severity), f.Requirement, f.Title, f.What, f.Evidence)
}

// markOfText names a text; "" for none.
func markOfText(text string) string {
	if text == "" {
		return ""
	}
	return mark(text)
}

// mark is a short hash of what is said: 96 bits, of words that nobody chooses to
// deceive themselves.
func mark(said ...any) string {
	text, _ := json.Marshal(said) // strings and lists of strings can always be written
	return Sum(text)[:24]
}
