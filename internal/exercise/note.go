package exercise

import (
	"strconv"
	"strings"
	"time"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/ref"
)

// A Deed is what a note says.
type Deed string

// The deeds.
const (
	Did     Deed = "did"
	Decided Deed = "decided"
	Reached Deed = "reached" // somebody answered the call
	Found   Deed = "found"   // in a break-in room
)

// Deeds lists every deed in the order in which people choose.
var Deeds = []Deed{Did, Decided, Found, Reached}

var deedNames = map[Deed]i18n.Text{
	Did: i18n.T("Gedaan", "Did"), Decided: i18n.T("Besloten", "Decided"), Reached: i18n.T("Bereikt", "Reached"), Found: i18n.T("Gevonden", "Found"),
}

// Name returns what people call the deed.
func (d Deed) Name() i18n.Text { return deedNames[d] }

// Latest stands for the newest message that reached the role of a note.
const Latest = "latest"

// A Note is what a player did, decided or found, or that one was reached.
type Note struct {
	ID       ID                `json:"id"`
	Exercise ID                `json:"exercise"`
	Deed     Deed              `json:"deed"`
	Inject   string            `json:"inject,omitempty"` // that it answers; "" for none
	Role     string            `json:"role"`
	Who      string            `json:"who"`              // name
	Person   identity.PersonID `json:"person,omitempty"` // who wrote it
	Text     string            `json:"text,omitempty"`
	Clock    int64             `json:"clock_s"`         // seconds of the exercise's clock at which it happened
	Struck   time.Time         `json:"struck,omitzero"` // when it was taken back; zero while it counts
	Change
}

// Ref is the journal's name for the note.
func (n Note) Ref() ref.Ref {
	return ref.Ref{Kind: NoteKind, ID: string(n.Exercise) + "/" + string(n.ID)}
}

// Of implements [Record].
func (n Note) Of() ID { return n.Exercise }

// After is the time of the clock at which it happened.
func (n Note) After() time.Duration { return time.Duration(n.Clock) * time.Second }

// Writer names who wrote the note, where that is somebody else than it tells of: a leader
// or an observer. It is "" for a player's own.
func (n Note) Writer() string {
	if n.By == n.Who {
		return ""
	}
	return n.By
}

// A Result is how an action that was expected went.
type Result string

// The results.
const (
	Done   Result = "done"
	Partly Result = "partly"
	NotYet Result = "not"
	Unseen Result = "" // nobody saw
)

// Results lists what an observer chooses from.
var Results = []Result{Done, Partly, NotYet}

// Name returns the result as lists show it.
func (r Result) Name() i18n.Text {
	switch r {
	case Done:
		return i18n.T("Gedaan", "Done")
	case Partly:
		return i18n.T("Deels", "In part")
	case NotYet:
		return i18n.T("Niet", "Not")
	case Unseen:
	}
	return i18n.T("Niet gezien", "Not seen")
}

// A Tick is what an observer saw of one expected action.
type Tick struct {
	Result Result `json:"result,omitempty"`
	Minute *int   `json:"minute,omitempty"` // of the clock; nil when nobody looked
}

// A Seen is what one observer saw of one inject, or of the faults of a break-in room.
type Seen struct {
	Exercise ID     `json:"exercise"`
	Inject   string `json:"inject"`
	Observer Hand   `json:"observer"`
	Ticks    []Tick `json:"ticks"` // one for each expected action, in their order
	Remark   string `json:"remark,omitempty"`
	Change
}

// Ref is the journal's name for it.
func (f Seen) Ref() ref.Ref {
	return ref.Ref{Kind: SeenKind, ID: string(f.Exercise) + "/" + f.Inject + "/" + string(f.Observer.Person)}
}

// Of implements [Record].
func (f Seen) Of() ID { return f.Exercise }

// The longest texts, in characters.
const (
	maxName = 120
	maxText = 2000
)

// onClock complains about a minute that the clock of the exercise did not reach, where
// it is now or was ended.
func (v View) onClock(k *fault.Checker, field string, minute int) {
	last := int(v.Clock(v.Now) / time.Minute)
	k.Need(minute >= 0 && minute <= last, field, i18n.Tf("Vul een minuut van de oefenklok in, van 0 tot en met %d. Verder kwam de klok niet.", "Give a minute of the exercise's clock, from 0 to %d. The clock came no further.", last))
}

// check complains about every field that cannot be stored as it is.
func (n Note) check(k *fault.Checker, f File) {
	k.Need(deedNames[n.Deed].NL != "", "deed", i18n.T("Kies of u iets deed, besloot of vond.", "Choose whether you did, decided or found something."))
	_, plays := f.Exercise.Script.Role(n.Role)
	k.Need(plays, "role", i18n.T("Kies een rol uit de lijst.", "Choose a role from the list."))
	k.Need(n.Inject == "" || f.has(n.Inject), "inject", i18n.T("Kies een bericht dat al is gekomen.", "Choose a message that has come."))
	k.Need(n.Text != "" || n.Deed == Reached, "text", i18n.T("Schrijf op wat u doet of besluit.", "Write what you do or decide."))
	k.Text(n.Text, "text", maxText)
	k.Line(n.Who, "who", maxName)
}

// check complains about every field that cannot be stored as it is.
func (f Seen) check(k *fault.Checker, v View) {
	for i, t := range f.Ticks {
		n := strconv.Itoa(i + 1)
		k.Need(t.Result == Unseen || t.Result.Name() != Unseen.Name(), "result-"+n, i18n.T("Kies gedaan, deels of niet.", "Choose done, in part or not."))
		if t.Minute != nil {
			v.onClock(k, "minute-"+n, *t.Minute)
		}
	}
	k.Text(f.Remark, "remark", maxText)
}

func trimmed(s string) string { return strings.TrimSpace(s) }
