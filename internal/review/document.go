package review

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/legaltime"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/plan"
)

// A Document is a review as it is signed. Its JSON is part of what others keep:
// fields may be added, and those that are there keep their meaning.
type Document struct {
	Organisation org.ID     `json:"organisation"`
	Review       ID         `json:"review"`
	On           string     `json:"on"` // yyyy-mm-dd, like every day in it
	Next         string     `json:"next,omitempty"`
	Attendees    string     `json:"attendees"`
	Points       []Point    `json:"points"`
	Outcome      string     `json:"conclusion,omitempty"`
	Decisions    []Decision `json:"decisions"`
}

// A Point is one topic of the agenda with what was known and said.
type Point struct {
	Topic  Topic  `json:"topic"`
	Facts  []Fact `json:"facts,omitempty"`
	Remark string `json:"remark,omitempty"`
}

// A Decision is what an action in the plan said when the review was signed.
type Decision struct {
	Action string `json:"action"` // its ID
	Title  string `json:"title"`
	Owner  string `json:"owner,omitempty"`
	Due    string `json:"due,omitempty"`
}

// documentOf puts a review with facts and actions into a document. Actions of
// other reviews, and those that were dropped, stay out.
func documentOf(id org.ID, r Review, facts map[Topic][]Fact, actions []plan.Action, names identity.Roll) Document {
	d := Document{Organisation: id, Review: r.ID, On: legaltime.Text(r.On), Next: legaltime.Text(r.Next), Attendees: r.Attendees, Outcome: r.Outcome, Decisions: []Decision{}}
	for _, t := range Topics {
		d.Points = append(d.Points, Point{Topic: t, Facts: facts[t], Remark: r.Remarks[t]})
	}
	for _, a := range actions {
		if a.Source == r.source() && a.Status != plan.Dropped {
			d.Decisions = append(d.Decisions, Decision{Action: a.ID, Title: a.Title, Owner: a.OwnerName(names), Due: legaltime.Text(a.Due)})
		}
	}
	return d
}

// Text returns the bytes that are signed, and their SHA-256 in hex.
func (d Document) Text() (text, sum string, err error) {
	b, err := json.MarshalIndent(d, "", "  ")
	if err != nil {
		return "", "", fmt.Errorf("encode review: %w", err)
	}
	return string(b), fmt.Sprintf("%x", sha256.Sum256(b)), nil
}

// readDocument reads the text under a signature.
func readDocument(text string) (d Document, err error) {
	if err := json.Unmarshal([]byte(text), &d); err != nil {
		return d, fmt.Errorf("read signed review: %w", err)
	}
	return d, nil
}

// Missing says what a review lacks before it can be signed: who were there, when
// the next one is, and under each topic a remark or a fact.
func (d Document) Missing() (all []i18n.Text) {
	if d.Attendees == "" {
		all = append(all, i18n.T("Wie was erbij?", "Who were there?"))
	}
	if d.Next == "" {
		all = append(all, i18n.T("Wanneer is de volgende bespreking?", "When is the next meeting?"))
	}
	for _, p := range d.Points {
		if p.Remark == "" && len(p.Facts) == 0 {
			all = append(all, i18n.T("Niets ingevuld bij: "+p.Topic.Name().NL, "Nothing filled in at: "+p.Topic.Name().EN))
		}
	}
	if d.Outcome == "" {
		all = append(all, i18n.T("Wat vindt het bestuur van het geheel?", "What does the board think of the whole?"))
	}
	return all
}

// Words are what a board member agrees to.
var Words = i18n.T(
	"Ik heb met de aanwezigen beoordeeld of onze informatiebeveiliging nog past, genoeg is en werkt, en ik sta achter deze conclusie en besluiten.",
	"With those present I judged whether our information security still fits, is enough and works, and I stand behind this conclusion and these decisions.")

// A Signature is what a person does to sign.
type Signature struct {
	SHA256 string // of the document that the person was shown
	Name   string // the person's own name, as typed
	Lang   i18n.Lang
}

// check refuses a signature under what is not ready, under something else than the
// person read, or without the person's own name.
func (s Signature) check(by identity.Actor, d Document, sum string) error {
	if missing := d.Missing(); len(missing) > 0 {
		return &fault.Fault{
			Kind: fault.Invalid, Code: "review.not-ready",
			Says: i18n.T("Deze directiebeoordeling is nog niet klaar om te ondertekenen.", "This management review is not ready to be signed."),
			Hint: i18n.T("Vul eerst aan wat onder Nog nodig staat. Er is niets ondertekend.", "First complete what stands under Still needed. Nothing was signed."),
		}
	}
	if s.SHA256 != sum {
		return &fault.Fault{
			Kind: fault.Conflict, Code: "review.changed-while-reading",
			Says: i18n.T("Terwijl u las, is er iets gewijzigd.", "Something was changed while you were reading."),
			Hint: i18n.T("Lees wat er nu staat en onderteken dan. Er is niets ondertekend.", "Read what is there now and sign then. Nothing was signed."),
		}
	}
	var c fault.Checker
	by.NeedOwnName(&c, "name", s.Name)
	return c.Fault("review.signature-refused")
}
