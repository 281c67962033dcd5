package programme

import (
	"encoding/json"
	"fmt"
	"time"

	"aantoonbaar/internal/audit"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/legaltime"
	"aantoonbaar/internal/org"
)

// A Report is the end of a round: after it nothing of the round changes. The document
// itself stands in the journal, as the field text of the entry round.report.
type Report struct {
	Conclusion string    `json:"conclusion"`
	By         string    `json:"by"` // name
	At         time.Time `json:"at"`
	SHA256     string    `json:"sha256"` // of the document, in hex
	Looks      []Look    `json:"looks"`  // what it saw, for coverage
	Findings   int       `json:"findings"`
}

// InPractice counts the requirements of which the verdict on operation rests on more
// than a document.
func (r Report) InPractice() (n int) {
	for _, l := range r.Looks {
		if l.Practice {
			n++
		}
	}
	return n
}

// Format names the spelling of a Document. Another spelling has another name.
const Format = "aantoonbaar/audit-round/1"

// A Document is a round as it was reported. Days are written as "2026-12-31".
type Document struct {
	Format       string        `json:"format"`
	Organisation org.ID        `json:"organisation"`
	Programme    int           `json:"programme"`
	Round        RoundID       `json:"round"`
	Tier         Tier          `json:"tier"`
	Month        string        `json:"month"` // "2026-12"
	Auditors     []string      `json:"auditors"`
	Scope        []string      `json:"scope"`
	Verdicts     []VerdictLine `json:"verdicts"`
	Findings     []FindingLine `json:"findings"`
	Conclusion   string        `json:"conclusion"`
	Reporter     string        `json:"reporter"`
}

// A VerdictLine is a verdict in the spelling of a document.
type VerdictLine struct {
	Requirement string          `json:"requirement"`
	Level       framework.Level `json:"level"`
	Outcome     audit.Outcome   `json:"outcome"`
	Method      audit.Method    `json:"method,omitempty"`
	Seen        string          `json:"seen"`
	On          string          `json:"on,omitempty"`
	By          string          `json:"by"`
}

// A FindingLine is a finding in the spelling of a document.
type FindingLine struct {
	Number      int            `json:"number"`
	Severity    audit.Severity `json:"severity"`
	Requirement string         `json:"requirement"`
	Title       string         `json:"title"`
	What        string         `json:"what"`
	By          string         `json:"by"`
}

// documentOf writes a round with its work as a document.
func documentOf(id org.ID, r Round, w Work, conclusion, reporter string) Document {
	d := Document{
		Format: Format, Organisation: id, Programme: r.Programme, Round: r.ID, Tier: r.Tier, Month: r.Month.Format("2006-01"),
		Auditors: []string{}, Scope: r.Fixed, Verdicts: []VerdictLine{}, Findings: []FindingLine{}, Conclusion: conclusion, Reporter: reporter,
	}
	for _, a := range r.Auditors {
		d.Auditors = append(d.Auditors, a.Name)
	}
	for _, j := range w.Judgements {
		for _, v := range j.Verdicts {
			d.Verdicts = append(d.Verdicts, VerdictLine{j.Requirement, v.Level, v.Outcome, v.Method, v.Seen, legaltime.Text(v.On), j.ByName})
		}
	}
	for _, f := range w.Findings {
		d.Findings = append(d.Findings, FindingLine{f.Number, f.Severity, f.Requirement, f.Title, f.What, f.ByName})
	}
	return d
}

// Text returns the exact bytes of the document and their SHA-256 in hex.
func (d Document) Text() (text, sum string, err error) {
	b, err := json.MarshalIndent(d, "", " ")
	if err != nil {
		return "", "", fmt.Errorf("spell audit report: %w", err)
	}
	b = append(b, '\n')
	return string(b), audit.Sum(b), nil
}

// reported is what the journal says of a report: the round, and the document.
type reported struct {
	Round
	Text string `json:"text"`
}
