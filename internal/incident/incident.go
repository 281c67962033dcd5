// Package incident is what goes wrong: a report by anyone, the question which
// laws ask what of it, and the clocks that then run.
//
// Clocks run from awareness: the moment at which the organisation knew with
// reasonable certainty that something had happened (Cbw art. 26 and 27; AVG art.
// 33(1); EDPB Guidelines 9/2022), never from registration. A deadline that was
// missed stays visible and blocks nothing.
package incident

import (
	"strconv"
	"time"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/ref"
	"aantoonbaar/internal/rule"
)

// An ID names an incident: "inc_01k3…".
type ID string

// Limits of what people type, in characters.
const (
	MaxTitle  = 120
	MaxText   = 4000
	MaxReason = 500
)

// An Incident is what happened, and what the organisation made of it.
type Incident struct {
	ID     ID  `json:"id"`
	Year   int `json:"year"`   // of the report, in the installation's zone
	Number int `json:"number"` // within that year, from 1

	Title    string    `json:"title"`
	What     string    `json:"what,omitempty"`    // in the words of who reported it
	Systems  string    `json:"systems,omitempty"` // and suppliers, as far as known
	Happened time.Time `json:"happened,omitzero"` // when it began, as far as known
	Aware    time.Time `json:"aware"`             // from here the clocks run

	Reporter   string            `json:"reporter"` // name, as it was then
	ReporterID identity.PersonID `json:"reporter_id"`
	ReportedAt time.Time         `json:"reported_at"`

	Lead   string            `json:"lead,omitempty"` // name of who took it on; "" while nobody did
	LeadID identity.PersonID `json:"lead_id,omitempty"`

	Answers   map[string]Reply    `json:"answers,omitempty"`   // by question
	Overruled map[string]Override `json:"overruled,omitempty"` // by duty
	Sent      map[string]Sent     `json:"sent,omitempty"`      // by step: "cbw/notification"
	Earlier   []Awareness         `json:"earlier,omitempty"`   // moments of awareness that were corrected, oldest first

	Kind  string `json:"kind,omitempty"` // of [Counts]; "" while nobody chose
	Hits  []Hit  `json:"hits,omitempty"`
	Cause Cause  `json:"cause,omitzero"`
	Toll  Toll   `json:"toll,omitzero"`
	Tolls []Toll `json:"tolls,omitempty"` // that were corrected, oldest first
	Tasks []Task `json:"tasks,omitempty"` // in their order
	Kept  []Kept `json:"kept,omitempty"`  // in their order, those that were taken back too

	Over     time.Time `json:"over,omitzero"`      // care goes on as usual and the damage is repaired; zero while it does not
	OverWhy  string    `json:"over_why,omitempty"` // how it can have been over before anybody was aware; "" when it was not
	ClosedAt time.Time `json:"closed_at,omitzero"`
	Lessons  string    `json:"lessons,omitempty"` // what is done otherwise from now on
	Version  int64     `json:"version"`

	// ChangedBy made the last version; "" when it is the report, or older than that this
	// was kept.
	ChangedBy identity.PersonID `json:"changed_by,omitempty"`
}

// began is since when it is known to go on: since it began, or else since somebody was
// aware of it.
func (i *Incident) began() time.Time {
	if i.Happened.IsZero() {
		return i.Aware
	}
	return i.Happened
}

// A Reply is the answer to a question.
type Reply string

// The replies.
const (
	Yes     Reply = "yes"
	No      Reply = "no"
	Unknown Reply = "" // not answered, or not known yet
)

// Truth is the reply as a condition reads it.
func (r Reply) Truth() rule.Truth { return map[Reply]rule.Truth{Yes: rule.Yes, No: rule.No}[r] }

// An Override is a verdict that a person put in the place of the calculated one.
type Override struct {
	Must   bool      `json:"must"`
	Reason string    `json:"reason"`
	By     string    `json:"by"`
	At     time.Time `json:"at"`
}

// Sent is that a step was taken outside this program: nothing is sent by itself.
type Sent struct {
	At      time.Time `json:"at"`                // when it left
	Receipt string    `json:"receipt,omitempty"` // what the other side gave back
	By      string    `json:"by"`
	Noted   time.Time `json:"noted"`
	Text    string    `json:"text,omitempty"`    // of the text that was sent; "" when it was not made here
	Edition int       `json:"edition,omitempty"` // of that text, from 1
}

// An Awareness is a moment of awareness that turned out to be another.
type Awareness struct {
	Was    time.Time `json:"was"`
	Reason string    `json:"reason"`
	By     string    `json:"by"`
	At     time.Time `json:"at"`
}

// A Line is one line of an incident's log.
type Line struct {
	Seq      int64     `json:"seq"` // from 1
	At       time.Time `json:"at"`
	By       string    `json:"by"`
	Decision bool      `json:"decision,omitempty"` // something was decided, and not only seen or done
	With     string    `json:"with,omitempty"`     // of a contact: with whom; "" for any other line
	How      Channel   `json:"how,omitempty"`      // of a contact: by which way
	Happened time.Time `json:"happened,omitzero"`  // when it happened, where that is not when it was written
	Text     string    `json:"text"`

	Tier Tier     `json:"tier,omitempty"` // of a line of the program itself: who was called
	Told []string `json:"told,omitempty"` // their names
	Hook bool     `json:"hook,omitempty"` // the webhook is called too

	Sent    string `json:"sent,omitempty"`    // of a line of the program itself: the text that was mailed
	Edition int    `json:"edition,omitempty"` // of that text
	To      string `json:"to,omitempty"`      // the address
}

// Ref points at the incident.
func (i Incident) Ref() ref.Ref { return ref.Ref{Kind: "incident", ID: string(i.ID)} }

// Name is how people call it: "INC-2026-014".
func (i Incident) Name() string {
	n := strconv.Itoa(i.Number)
	for len(n) < 3 {
		n = "0" + n
	}
	return "INC-" + strconv.Itoa(i.Year) + "-" + n
}

// IsOpen reports whether the incident still needs somebody.
func (i Incident) IsOpen() bool { return i.ClosedAt.IsZero() }

// Ended is when the incident was over: at the latest when it was closed. Zero while
// it is still running.
func (i Incident) Ended() time.Time {
	if i.Over.IsZero() {
		return i.ClosedAt
	}
	return i.Over
}

// IsEmpty reports that there is no incident.
func (i Incident) IsEmpty() bool { return i.ID == "" }

// earliest is before every incident that is still worth a report.
var earliest = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

// check complains about what a report cannot be.
func (i Incident) check(k *fault.Checker, now time.Time) {
	k.Need(i.Title != "", "title", i18n.T("Schrijf in één zin op wat er gebeurd is.", "Write in one sentence what happened."))
	k.Line(i.Title, "title", MaxTitle)
	k.Text(i.What, "what", MaxText)
	k.Text(i.Systems, "systems", MaxText)
	checkAware(k, i.Aware, now)
	k.Need(i.Happened.IsZero() || i.Happened.After(earliest), "happened", tooLongAgo)
	k.Need(i.Happened.IsZero() || !i.Happened.After(i.Aware), "happened", i18n.T(
		"Het kan niet begonnen zijn nadat u het ontdekte. Kies een eerder moment.", "It cannot have begun after you became aware of it. Choose an earlier moment."))
	k.Need(i.Over.IsZero() || !i.Happened.After(i.Over), "happened", i18n.T(
		"Het kan niet begonnen zijn nadat het voorbij was. Kies een eerder moment.", "It cannot have begun after it was over. Choose an earlier moment."))
}

var tooLongAgo = i18n.T("Kies een moment na het jaar 2000.", "Choose a moment after the year 2000.")

func checkAware(k *fault.Checker, aware, now time.Time) {
	k.Need(!aware.IsZero(), "aware", i18n.T("Vul in wanneer u het ontdekte.", "Fill in when you became aware of it."))
	k.Need(!aware.After(now), "aware", stillToCome)
	k.Need(aware.IsZero() || aware.After(earliest), "aware", tooLongAgo)
}
