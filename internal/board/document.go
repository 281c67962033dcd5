package board

import (
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/legaltime"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/plan"
)

// A Subject is what the board can approve.
type Subject string

// The subjects.
const (
	Plan     Subject = "plan"     // the improvement plan
	Measures Subject = "measures" // how far every requirement is met
)

// Subjects lists every subject.
var Subjects = []Subject{Plan, Measures}

// Name returns what people call the subject.
func (s Subject) Name() i18n.Text {
	switch s {
	case Plan:
		return i18n.T("Het verbeterplan", "The improvement plan")
	case Measures:
		return i18n.T("De stand van de maatregelen", "The state of the measures")
	}
	return i18n.Same(string(s))
}

// Slug is the subject's name in addresses and names of files.
func (s Subject) Slug() string {
	if s == Measures {
		return "maatregelen"
	}
	return string(s)
}

// Words returns the sentence under which the signature stands.
func (s Subject) Words() i18n.Text {
	if s == Plan {
		return i18n.T(
			"Ik heb dit verbeterplan gelezen. Als bestuurder keur ik het goed en zie ik erop toe dat het wordt uitgevoerd.",
			"I have read this improvement plan. As a member of the board I approve it and watch over its being carried out.")
	}
	return i18n.T(
		"Ik heb de stand van deze maatregelen gelezen. Als bestuurder keur ik de maatregelen goed en zie ik toe op de uitvoering (Cyberbeveiligingswet, artikel 24).",
		"I have read the state of these measures. As a member of the board I approve the measures and watch over their being carried out (Cyberbeveiligingswet, article 24).")
}

// Format names the spelling of a Document. Another spelling has another name.
const Format = "aantoonbaar/board-approval/1"

// A Document is what is signed. Its JSON, in the order of these fields, is what
// the hash is over; see docs/reference/approval.md.
type Document struct {
	Format       string    `json:"format"`
	Subject      Subject   `json:"subject"`
	Org          org.ID    `json:"org"`
	Organisation string    `json:"organisation"`
	Counts       *Tally    `json:"counts,omitempty"`     // Measures only
	Measures     []Measure `json:"measures,omitempty"`   // Measures only, in the norm's order
	CostCents    *int64    `json:"cost_cents,omitempty"` // Plan only: of what is not done yet
	Actions      []Action  `json:"actions,omitempty"`    // Plan only, by ID
}

// A Tally is assessment.Counts in the spelling of a document.
type Tally struct {
	InPlace  int `json:"in_place"`
	InPart   int `json:"in_part"`
	NotYet   int `json:"not_yet"`
	Open     int `json:"open"`
	Excluded int `json:"not_applicable"`
}

// A Measure is one requirement as the organisation meets it.
type Measure struct {
	ID        string            `json:"id"` // "nen7510-2:2024/8.5"
	Number    string            `json:"number"`
	Title     string            `json:"title"` // Dutch, as it was read
	State     assessment.State  `json:"state"`
	Reason    string            `json:"reason,omitempty"` // why it does not apply
	Start     assessment.Origin `json:"start,omitempty"`  // where it comes from while nobody confirmed it
	Design    assessment.Reply  `json:"design"`
	Existence assessment.Reply  `json:"existence"`
	Operation assessment.Reply  `json:"operation"`
}

func measureOf(r *framework.Requirement, p *assessment.Picture) Measure {
	a := p.Answer(r)
	m := Measure{
		ID: r.ID, Number: r.Number, Title: r.Title.NL, State: p.States[r.ID], Start: p.Start(r),
		Design: a.Design.Reply, Existence: a.Existence.Reply, Operation: a.Operation.Reply,
	}
	if a.Applies == assessment.NotApplicable {
		m.Reason = a.Reason
	}
	return m
}

// An Action is one line of the improvement plan.
type Action struct {
	ID        string      `json:"id"`
	Title     string      `json:"title"`
	Owner     string      `json:"owner"`                // name; "" for nobody
	Due       string      `json:"due"`                  // "2026-12-31"; "" for no day
	CostCents int64       `json:"cost_cents,omitempty"` // once; 0, and left out, when nobody estimated it
	Status    plan.Status `json:"status"`
}

// ActionOf writes down an action of which the owner's name is known.
func ActionOf(a plan.Action, owner string) Action {
	return Action{ID: a.ID, Title: a.Title, Owner: owner, Due: legaltime.Text(a.Due), CostCents: a.CostCents, Status: a.Status}
}

// Cost writes what the action costs, or that nobody estimated it.
func (a Action) Cost(l i18n.Lang) string {
	if a.CostCents == 0 {
		return l.T("niet geschat", "not estimated")
	}
	return l.Euro(a.CostCents)
}

// IsDone reports whether the work is done.
func (a Action) IsDone() bool { return a.Status == plan.Done }

// DueOn returns the day before which it should be done; the zero day for none.
func (a Action) DueOn() time.Time {
	t, err := time.Parse(time.DateOnly, a.Due)
	if err != nil {
		return time.Time{}
	}
	return t
}

// IsLate reports whether the action should have been done before today.
func (a Action) IsLate(today time.Time) bool {
	due := a.DueOn()
	return !a.IsDone() && !due.IsZero() && due.Before(today)
}

// DocumentOf writes down what a subject says now.
func DocumentOf(s Subject, id org.ID, b Brief) Document {
	d := Document{Format: Format, Subject: s, Org: id, Organisation: b.OrgName}
	if s == Plan {
		cost := b.CostCents()
		d.CostCents, d.Actions = &cost, slices.Clone(b.Actions)
		slices.SortFunc(d.Actions, func(x, y Action) int { return cmp.Compare(x.ID, y.ID) })
		return d
	}
	c := b.Counts
	d.Counts = &Tally{c.InPlace, c.InPart, c.NotYet, c.Open, c.Excluded}
	d.Measures = b.Measures
	return d
}

// Unestimated counts the actions that are not done yet and of which nobody
// estimated the cost: they are not in CostCents.
func (d Document) Unestimated() (n int) {
	for _, a := range d.Actions {
		if !a.IsDone() && a.CostCents == 0 {
			n++
		}
	}
	return n
}

// IsEmpty reports whether there is nothing in it to approve.
func (d Document) IsEmpty() bool {
	if d.Subject == Plan {
		return len(d.Actions) == 0
	}
	c := d.Counts
	return c == nil || c.InPlace+c.InPart+c.NotYet+c.Excluded == 0
}

// Text returns the exact bytes of the document and their SHA-256 in hex.
func (d Document) Text() (text []byte, sum string, err error) {
	text, err = json.MarshalIndent(d, "", " ")
	if err != nil {
		return nil, "", fmt.Errorf("spell document: %w", err)
	}
	text = append(text, '\n')
	return text, Sum(text), nil
}

// Sum returns the SHA-256 of text in hex, as sha256sum prints it.
func Sum(text []byte) string { return fmt.Sprintf("%x", sha256.Sum256(text)) }

// ReadDocument reads what Text wrote.
func ReadDocument(text []byte) (d Document, err error) {
	if err := json.Unmarshal(text, &d); err != nil {
		return d, fmt.Errorf("read signed document: %w", err)
	}
	if d.Format != Format {
		return d, fmt.Errorf("signed document has format %q", d.Format)
	}
	return d, nil
}
