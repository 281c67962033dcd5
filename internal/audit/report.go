package audit

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/legaltime"
	"aantoonbaar/internal/org"
)

// Format names the spelling of a Document. Another spelling has another name.
const Format = "aantoonbaar/assessment-report/1"

// A Document is a report as it is signed. Its JSON, in the order of these fields,
// is what the signature is over; see docs/reference/assessment.md. Days are
// written as "2026-12-31".
type Document struct {
	Format       string `json:"format"`
	Org          org.ID `json:"org"`
	Organisation string `json:"organisation"`
	Engagement   ID     `json:"engagement"`
	Number       int    `json:"number"`             // 1, and one more for every correction
	Replaces     string `json:"replaces,omitempty"` // SHA-256 of the report that this one corrects
	Because      string `json:"because,omitempty"`  // why it does

	Edition    string          `json:"edition"`
	Firm       string          `json:"firm"`
	Criteria   string          `json:"criteria"`
	Team       []Member        `json:"team"`
	From       string          `json:"from"`
	Until      string          `json:"until"`
	Days       int             `json:"days,omitempty"` // of work
	Plan       []PlanDay       `json:"plan,omitempty"`
	Scope      []string        `json:"scope"`
	Statements []StatementLine `json:"independence"`
	Unstated   []string        `json:"independence_not_stated,omitempty"` // names of the team without a statement
	Size       int64           `json:"journal_size"`
	Root       string          `json:"journal_root"`
	Newer      []NewerLine     `json:"newer,omitempty"` // what assessors read later than that
	Seed       string          `json:"seed"`
	Sample     []Pick          `json:"sample"`

	Verdicts  []VerdictLine `json:"verdicts"`
	Findings  []FindingLine `json:"findings"`
	Practice  []ThemeShare  `json:"practice"`
	Threshold int           `json:"practice_threshold"` // per cent
	OnPaper   bool          `json:"mainly_on_documents"`

	Conclusion string `json:"conclusion"`
	Signer     string `json:"signer"`
	Key        string `json:"key"` // fingerprint of the public key
}

// A NewerLine is a [Newer] in the spelling of a document.
type NewerLine struct {
	Size    int64  `json:"journal_size"`
	Root    string `json:"journal_root"`
	Because string `json:"because"`
	By      string `json:"by"`
}

// A StatementLine is a statement of independence in the spelling of a document:
// the ties in the words in which they were asked.
type StatementLine struct {
	Name        string   `json:"name"`
	On          string   `json:"on"`
	Asked       int      `json:"asked"`
	Ties        []string `json:"ties"` // questions answered with yes, Dutch
	Explanation string   `json:"explanation,omitempty"`

	Before []StatementLine `json:"before,omitempty"` // what the same person stated earlier, with a tie that is not stated now
}

func (r Rules) statementLine(s Statement, zone *time.Location) StatementLine {
	line := StatementLine{Name: s.Name, On: legaltime.Text(dayOf(s.At, zone)), Asked: len(r.Questions), Ties: []string{}, Explanation: s.Explanation}
	for _, q := range Ties(r.Questions, s) {
		line.Ties = append(line.Ties, q.Text.NL)
	}
	for _, b := range s.Before {
		line.Before = append(line.Before, r.statementLine(b, zone))
	}
	return line
}

// A VerdictLine is a verdict in the spelling of a document.
type VerdictLine struct {
	Requirement string          `json:"requirement"`
	Number      string          `json:"number"`
	Title       string          `json:"title"` // Dutch, as it was read
	Level       framework.Level `json:"level"`
	Outcome     Outcome         `json:"outcome"`
	Method      Method          `json:"method,omitempty"`
	Seen        string          `json:"seen"`
	On          string          `json:"on,omitempty"`
	Place       string          `json:"place,omitempty"`
	Evidence    []string        `json:"evidence,omitempty"`
	Note        string          `json:"note,omitempty"`
	By          string          `json:"by"`
}

// A FindingLine is a finding in the spelling of a document.
type FindingLine struct {
	Number      int       `json:"number"`
	Severity    Severity  `json:"severity"`
	Requirement string    `json:"requirement"`
	Title       string    `json:"title"`
	What        string    `json:"what"`
	Evidence    string    `json:"evidence"`
	On          string    `json:"on"`
	Response    *Response `json:"response,omitempty"`
	Closed      string    `json:"closed,omitempty"` // ByAssessor or ByEvidence, when it was closed before the report
}

// A Report is a document with its signature. It is never changed: a correction is
// another one, with the next number.
type Report struct {
	Number    int
	Text      []byte // the document, byte for byte
	SHA256    string // of Text, in hex
	Public    ed25519.PublicKey
	Key       string // fingerprint of Public; the journal names it
	Signature []byte
	By        identity.PersonID
	Name      string
	At        time.Time
	OnPaper   bool // as the document says

	Size int64  // entries of the journal under the checkpoint; the last one is of this report
	Note string // the checkpoint, signed in the same transaction
}

// Verify reports whether signature is that of the holder of public under exactly
// this document.
func Verify(document, signature []byte, public ed25519.PublicKey) bool {
	return len(public) == ed25519.PublicKeySize && ed25519.Verify(public, document, signature)
}

// Holds reports whether the report is what was signed.
func (r Report) Holds() bool { return Sum(r.Text) == r.SHA256 && Verify(r.Text, r.Signature, r.Public) }

// Text returns the exact bytes of the document and their SHA-256 in hex.
func (d Document) Text() (text []byte, sum string, err error) {
	text, err = json.MarshalIndent(d, "", " ")
	if err != nil {
		return nil, "", fmt.Errorf("spell report: %w", err)
	}
	text = append(text, '\n')
	return text, Sum(text), nil
}

// Sum returns the SHA-256 of text in hex, as sha256sum prints it.
func Sum(text []byte) string { return fmt.Sprintf("%x", sha256.Sum256(text)) }

// ReadDocument reads what Text wrote.
func ReadDocument(text []byte) (d Document, err error) {
	if err := json.Unmarshal(text, &d); err != nil {
		return d, fmt.Errorf("read signed report: %w", err)
	}
	if d.Format != Format {
		return d, fmt.Errorf("signed report has format %q", d.Format)
	}
	return d, nil
}

// A File is everything of one engagement.
type File struct {
	Engagement Engagement
	Verdicts   []Verdict // in the norm's order, by level
	Findings   []Finding // by number
	Reports    []Report  // newest first, without Text
}

// Verdict returns the verdict on a level; the zero Verdict of it while there is none.
func (f File) Verdict(requirement string, l framework.Level) Verdict {
	for _, v := range f.Verdicts {
		if v.Requirement == requirement && v.Level == l {
			return v
		}
	}
	return Verdict{Requirement: requirement, Level: l}
}

// Missing returns the requirements of the sample that have no verdict on every
// level yet, in the norm's order.
func (f File) Missing() []string {
	var missing []string
	for _, p := range Owed(f.Engagement.Sample) {
		if slices.ContainsFunc(framework.Levels, func(l framework.Level) bool { return f.Verdict(p.Requirement, l).Version == 0 }) {
			missing = append(missing, p.Requirement)
		}
	}
	return missing
}

// DocumentOf writes down what a report says of the file now. What only the signer
// knows (name, key) and what stands before it (number, the report that
// it replaces) the caller adds.
func DocumentOf(r Rules, cat *framework.Catalogue, f File, zone *time.Location) Document {
	e, t := f.Engagement, f.Engagement.Terms
	d := Document{
		Format: Format, Engagement: e.ID, Because: e.Correcting, Edition: Edition, Firm: t.Firm, Criteria: t.Criteria, Team: t.Team,
		From: legaltime.Text(t.From), Until: legaltime.Text(t.Until), Days: t.Days, Plan: t.planned(), Scope: t.Scope,
		Size: e.Situation.Size, Root: e.Situation.Root, Seed: e.Seed, Sample: e.Sample,
		Unstated: e.Unstated(),
		Practice: Practice(cat, e.Sample, f.Verdicts), Threshold: r.PracticeThreshold, Conclusion: e.Conclusion,
	}
	for _, n := range e.Newer {
		d.Newer = append(d.Newer, NewerLine{n.Situation.Size, n.Situation.Root, n.Because, n.ByName})
	}
	d.OnPaper = OnPaper(d.Practice, d.Threshold)
	for _, s := range e.Statements {
		d.Statements = append(d.Statements, r.statementLine(s, zone))
	}
	for _, v := range f.Verdicts {
		d.Verdicts = append(d.Verdicts, lineOf(cat, v))
	}
	for _, x := range f.Findings {
		line := findingLine(x)
		line.On, line.Closed = legaltime.Text(dayOf(x.MadeAt, zone)), x.Closing.How
		if !x.Response.At.IsZero() {
			line.Response = &x.Response
		}
		d.Findings = append(d.Findings, line)
	}
	return d
}

// findingLine is a finding as it was made: without its day and what came after.
func findingLine(x Finding) FindingLine {
	return FindingLine{Number: x.Number, Severity: x.Severity, Requirement: x.Requirement, Title: x.Title, What: x.What, Evidence: x.Evidence}
}

func lineOf(cat *framework.Catalogue, v Verdict) VerdictLine {
	line := VerdictLine{
		Requirement: v.Requirement, Level: v.Level, Outcome: v.Outcome, Method: v.Method, Seen: v.Seen,
		On: legaltime.Text(v.On), Place: v.Place, Evidence: v.Evidence, Note: v.Note, By: v.ByName,
	}
	if r := cat.Find(v.Requirement); r != nil {
		line.Number, line.Title = r.Short().NL, r.Title.NL
	}
	return line
}

func dayOf(t time.Time, zone *time.Location) time.Time { return legaltime.DayOf(t, zone) }
