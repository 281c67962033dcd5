// Package assessment is how an organisation states that it meets NEN 7510: the
// quick scan, the self-assessment, and the statement of applicability.
//
// # Words
//
// An [Answer] is what the organisation says of one requirement. It has three
// plain questions, one per level: is it agreed (design), do we do it
// (existence), can we show that it works (operation). The one-word [State] on
// lists is calculated from them and never stored.
//
// # Practice over paper
//
// A "yes" on operation counts only while there is valid evidence of operation:
// who cannot show it has said no more than that it is so. See [Answer.State].
package assessment

import (
	"time"

	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
)

// A Reply is the answer to one plain question. The zero Reply is not answered yet.
type Reply string

// The replies.
const (
	Unanswered Reply = ""
	Yes        Reply = "yes"
	Partly     Reply = "partly"
	No         Reply = "no"
	Unknown    Reply = "unknown" // a real answer: somebody must be asked
)

// Replies lists what one can choose, in order.
var Replies = []Reply{Yes, Partly, No, Unknown}

// Name returns the reply as people say it.
func (r Reply) Name() i18n.Text {
	switch r {
	case Yes:
		return i18n.T("Ja", "Yes")
	case Partly:
		return i18n.T("Deels", "Partly")
	case No:
		return i18n.T("Nee", "No")
	case Unknown:
		return i18n.T("Dat weet ik niet", "I do not know")
	case Unanswered:
	}
	return i18n.T("Niet ingevuld", "Not answered")
}

func (r Reply) known() bool {
	return r == Unanswered || r == Yes || r == Partly || r == No || r == Unknown
}

// A Statement is the reply on one level and the day of which it speaks.
type Statement struct {
	Reply Reply     `json:"reply,omitempty"`
	On    time.Time `json:"on,omitzero"` // the day on which it was so; zero when not said
}

// Whether a requirement applies.
const (
	Undecided     = ""
	Applies       = "yes"
	NotApplicable = "no"
)

// An Origin says where an answer comes from.
type Origin string

// The origins. All but Own are starting points that a person still confirms.
const (
	Own       Origin = ""
	QuickScan Origin = "quickscan"
	Imported  Origin = "import"
	Profile   Origin = "profile" // proposed to be left out; never stored
)

// Unconfirmed says what kind of starting point an answer is; zero for Own.
func (o Origin) Unconfirmed() i18n.Text {
	switch o {
	case QuickScan:
		return i18n.T("beginpunt uit de quickscan, nog te bevestigen", "starting point from the quick scan, still to be confirmed")
	case Imported:
		return i18n.T("beginpunt uit een ingelezen lijst, nog te bevestigen", "starting point from an imported list, still to be confirmed")
	case Profile:
		return i18n.T("voorstel van het profiel, nog te bevestigen", "proposal of the profile, still to be confirmed")
	case Own:
	}
	return i18n.Text{}
}

// An Answer is what an organisation says of one requirement.
type Answer struct {
	Requirement string `json:"requirement"` // framework ID
	Applies     string `json:"applies,omitempty"`
	Reason      string `json:"reason,omitempty"` // why it applies or not; needed for "not"

	Design    Statement `json:"design,omitzero"`
	Existence Statement `json:"existence,omitzero"`
	Operation Statement `json:"operation,omitzero"`

	Explanation string            `json:"explanation,omitempty"` // how we do it, and what is still missing
	Owner       identity.PersonID `json:"owner,omitempty"`
	ReviewOn    time.Time         `json:"review_on,omitzero"` // look at it again before this day
	Origin      Origin            `json:"origin,omitempty"`

	Version   int64     `json:"version"` // 0 while nobody has answered
	ChangedAt time.Time `json:"changed_at,omitzero"`
	ChangedBy string    `json:"changed_by,omitempty"` // name, as shown then

	ChangedByID identity.PersonID `json:"changed_by_id,omitempty"`
}

// On returns the statement of a level.
func (a Answer) On(l framework.Level) Statement {
	switch l {
	case framework.Design:
		return a.Design
	case framework.Existence:
		return a.Existence
	case framework.Operation:
		return a.Operation
	}
	return Statement{}
}

// With returns the answer with another statement on a level.
func (a Answer) With(l framework.Level, s Statement) Answer {
	switch l {
	case framework.Design:
		a.Design = s
	case framework.Existence:
		a.Existence = s
	case framework.Operation:
		a.Operation = s
	}
	return a
}

// IsBlank reports whether nothing was said yet.
func (a Answer) IsBlank() bool {
	return a.Applies == Undecided && a.Explanation == "" && a.Design.Reply == "" && a.Existence.Reply == "" && a.Operation.Reply == ""
}

// A State is an answer in one word.
type State string

// The states, with the shape under which they are drawn.
const (
	InPlace  State = "ja"    // met on all three levels
	InPart   State = "deels" // met on some, or partly
	NotYet   State = "nee"   // met on none
	Open     State = "open"  // not answered, or not known
	Excluded State = "nvt"   // does not apply
)

// States lists every state in the order of charts and filters.
var States = []State{InPlace, InPart, NotYet, Open, Excluded}

// Name returns the state as lists show it.
func (s State) Name() i18n.Text {
	switch s {
	case InPlace:
		return i18n.T("Ingericht", "In place")
	case InPart:
		return i18n.T("Deels ingericht", "Partly in place")
	case NotYet:
		return i18n.T("Nog niet ingericht", "Not yet in place")
	case Open:
		return i18n.T("Nog niet ingevuld", "Not answered yet")
	case Excluded:
		return i18n.T("Niet van toepassing", "Not applicable")
	}
	return i18n.Same(string(s))
}

// Support tells on which levels valid evidence lies behind an answer.
type Support struct {
	Design, Existence, Operation bool
}

// On reports whether there is valid evidence on a level.
func (s Support) On(l framework.Level) bool {
	switch l {
	case framework.Design:
		return s.Design
	case framework.Existence:
		return s.Existence
	case framework.Operation:
		return s.Operation
	}
	return false
}

// Effective returns the reply on a level as it counts: "yes" on operation
// without valid evidence of operation counts as partly.
func (a Answer) Effective(l framework.Level, s Support) Reply {
	r := a.On(l).Reply
	if l == framework.Operation && r == Yes && !s.Operation {
		return Partly
	}
	return r
}

// State calculates the one word for an answer: in place when all three levels
// are a yes that counts; not yet when no level has more than a no; open while
// no level is answered or known; partly in between.
func (a Answer) State(s Support) State {
	if a.Applies == NotApplicable {
		return Excluded
	}
	yes, some, answered := 0, false, false
	for _, l := range framework.Levels {
		switch a.Effective(l, s) {
		case Yes:
			yes++
			some, answered = true, true
		case Partly:
			some, answered = true, true
		case No:
			answered = true
		case Unknown, Unanswered:
		}
	}
	switch {
	case yes == len(framework.Levels):
		return InPlace
	case some:
		return InPart
	case answered:
		return NotYet
	}
	return Open
}
