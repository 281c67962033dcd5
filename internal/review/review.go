// Package review is the management review: once a year or more often the board
// takes stock of information security (NEN 7510-1 clause 9.3).
//
// # Words
//
// A [Review] is one meeting. Its agenda is a [Topic] for each input that clause
// 9.3.2 asks for, in our own words. Under each topic stand [Fact]s, which the
// program gathers, and a remark, which people write. A [Decision] is an action in
// the improvement plan that this review gave rise to: it is kept there and nowhere
// else. A [Document] is all of that as one text, of which a board member signs the
// very bytes.
//
// # What a signature fixes
//
// Until it is signed a review shows the facts of today. After that it shows what
// was signed, whatever has changed since.
package review

import (
	"slices"
	"strings"
	"time"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/plan"
	"aantoonbaar/internal/ref"
)

// Clause is the requirement of which a signed review is evidence.
const Clause = "nen7510-1:2024/9.3"

// An ID names a review, e.g. "rev_01k3q8…".
type ID string

// A Review is one management review. Days are midnight UTC.
type Review struct {
	ID        ID               `json:"id"`
	On        time.Time        `json:"on"`                   // the day of the meeting
	Next      time.Time        `json:"next,omitzero"`        // the day of the next one; zero while not agreed
	Attendees string           `json:"attendees,omitempty"`  // who were there, a line each
	Remarks   map[Topic]string `json:"remarks,omitempty"`    // what was said, by topic
	Outcome   string           `json:"conclusion,omitempty"` // what the board concludes of the whole
	StartedAt time.Time        `json:"started_at"`
	StartedBy string           `json:"started_by"` // name, as shown then
	Version   int64            `json:"version"`    // grows with every change
	Signed    *Signed          `json:"signed,omitempty"`
}

// A Signed is a signature with what is under it.
type Signed struct {
	By     identity.PersonID `json:"by"`
	Name   string            `json:"name"` // as shown then
	Role   identity.Role     `json:"role"`
	At     time.Time         `json:"at"`
	Words  string            `json:"words"`  // what was agreed to, in the language of who signed
	SHA256 string            `json:"sha256"` // of Text, in hex
	Text   string            `json:"text"`   // the document, byte for byte
}

// Ref is the journal's name for the review.
func (r Review) Ref() ref.Ref { return ref.Ref{Kind: "review", ID: string(r.ID)} }

// source is where actions of the review come from.
func (r Review) source() ref.Ref { return ref.Ref{Kind: plan.FromReview, ID: string(r.ID)} }

// The longest texts, in characters.
const (
	maxAttendees = 1000
	maxRemark    = 4000
)

// check complains about every field that cannot be stored as it is.
func (r Review) check(c *fault.Checker) {
	c.Need(!r.On.IsZero(), "on", i18n.T("Vul de dag van de bespreking in.", "Give the day of the meeting."))
	c.Day(r.On, "on")
	c.Day(r.Next, "next")
	c.Need(r.Next.IsZero() || r.Next.After(r.On), "next", i18n.T("De volgende bespreking komt na deze.", "The next meeting comes after this one."))
	c.Text(r.Attendees, "attendees", maxAttendees)
	c.Text(r.Outcome, "conclusion", maxRemark)
	for _, t := range Topics {
		c.Text(r.Remarks[t], "remark-"+string(t), maxRemark)
	}
}

// tidy drops space around texts, and remarks that are empty or of no topic.
func (r Review) tidy() Review {
	r.Attendees, r.Outcome = strings.TrimSpace(r.Attendees), strings.TrimSpace(r.Outcome)
	kept := map[Topic]string{}
	for t, text := range r.Remarks {
		if text = strings.TrimSpace(text); text != "" && slices.Contains(Topics, t) {
			kept[t] = text
		}
	}
	r.Remarks = kept
	return r
}

// NextOn returns the day of the next review as the newest signed one says; zero
// when none was signed, or when one after it is being prepared.
func NextOn(all []Review) time.Time {
	var newest Review
	for _, r := range all {
		if r.Signed != nil && r.On.After(newest.On) {
			newest = r
		}
	}
	for _, r := range all {
		if r.Signed == nil && r.On.After(newest.On) {
			return time.Time{}
		}
	}
	return newest.Next
}

// Order puts reviews in the order in which lists show them: newest first.
func Order(all []Review) {
	slices.SortFunc(all, func(a, b Review) int {
		if c := b.On.Compare(a.On); c != 0 {
			return c
		}
		return strings.Compare(string(b.ID), string(a.ID))
	})
}
