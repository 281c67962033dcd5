package rounds

import (
	"slices"
	"time"

	"aantoonbaar/internal/accesslog"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/ref"
)

// A Verdict is what somebody found of a case.
type Verdict string

// The verdicts.
const (
	Lawful   Verdict = "lawful"   // there was a reason
	Ask      Verdict = "ask"      // somebody is asked first
	Unlawful Verdict = "unlawful" // there was none; a second reader looks too
	Unknown  Verdict = "unknown"  // it cannot be told
)

// Verdicts lists the verdicts in the order in which people choose.
var Verdicts = []Verdict{Lawful, Ask, Unlawful, Unknown}

// Name returns the verdict as screens show it.
func (v Verdict) Name() i18n.Text {
	switch v {
	case Lawful:
		return i18n.T("Terecht", "Rightful")
	case Ask:
		return i18n.T("Navragen", "Ask first")
	case Unlawful:
		return i18n.T("Onterecht", "Without a reason")
	case Unknown:
		return i18n.T("Weet ik niet", "I do not know")
	}
	return i18n.Same(string(v))
}

// A Case is what one person looks at in a round: looks that belong together.
type Case struct {
	ID      ID                 `json:"id"`
	Round   ID                 `json:"round"`
	Number  int                `json:"number"` // in the round, from 1
	Kind    accesslog.CaseKind `json:"kind"`
	How     How                `json:"how"`
	Stratum string             `json:"stratum,omitempty"` // from which it was drawn
	User    string             `json:"user,omitempty"`    // a key; "" when there are many
	Patient string             `json:"patient,omitempty"` // likewise
	Score   float64            `json:"score"`
	Looks   []Look             `json:"looks"` // the strongest first, at most [maxLooks]
	More    int                `json:"more"`  // looks that belong to it and are not here
	Path    *Path              `json:"path,omitempty"`
	Beside  Beside             `json:"beside"`

	Judged   []Judged  `json:"judged,omitempty"` // oldest first
	Question *Question `json:"question,omitempty"`
	Shown    []Shown   `json:"shown,omitempty"` // to whom names were shown
	Measures string    `json:"measures,omitempty"`
	Incident string    `json:"incident,omitempty"` // that was reported of it
	Change
}

// maxLooks is how many looks of one case are kept in it.
const maxLooks = 30

// A Look is all that one user did with one record on one day.
type Look struct {
	User    string    `json:"user"` // keys
	Patient string    `json:"patient"`
	Day     int32     `json:"day"` // since 1970-01-01, in the organisation's zone
	First   time.Time `json:"first"`
	Last    time.Time `json:"last"`
	Events  int       `json:"events"`
	Actions string    `json:"actions"` // letters; see [accesslog.Actions]
	Glass   bool      `json:"glass,omitempty"`
	Search  bool      `json:"search,omitempty"` // nothing but searches
	Team    string    `json:"team,omitempty"`
	Parts   []Part    `json:"parts,omitempty"` // what makes it stand out, the strongest first
}

// A Part is one reason for a score.
type Part struct {
	Sign   accesslog.Sign `json:"sign"`
	Points float64        `json:"points"`
	Number int            `json:"number,omitempty"`
}

// A Path is what explains a look: the template and the facts along it.
type Path struct {
	Template string `json:"template"`
	Facts    []Said `json:"facts"`
}

// Said is one fact of a path, without who.
type Said struct {
	Kind accesslog.FactKind `json:"kind"`
	Team string             `json:"team,omitempty"`
	From time.Time          `json:"from,omitzero"`
	To   time.Time          `json:"to,omitzero"`
}

// Beside is what the same user did on the days of the case besides it.
type Beside struct {
	Explained map[string]int `json:"explained,omitempty"` // records, by the template that explains
	Rest      int            `json:"rest"`                // records that nothing explains, those of the case included
}

// Judged is one verdict with who gave it.
type Judged struct {
	Verdict Verdict   `json:"verdict"`
	Reason  string    `json:"reason"`
	By      string    `json:"by"`
	Person  string    `json:"person"`
	At      time.Time `json:"at"`
}

// A Question is what a manager or an employee was asked about a case.
type Question struct {
	To       string    `json:"to"` // a name
	Text     string    `json:"text"`
	Asked    time.Time `json:"asked"`
	Until    time.Time `json:"until"`
	By       string    `json:"by"`
	Answer   string    `json:"answer,omitempty"`
	Answered time.Time `json:"answered,omitzero"`
}

// Shown is one time that the names of a case were shown.
type Shown struct {
	By string    `json:"by"`
	At time.Time `json:"at"`
}

// Ref is the journal's name for the case.
func (c Case) Ref() ref.Ref { return ref.Ref{Kind: CaseKind, ID: string(c.ID)} }

// Times is how many looks belong to the case.
func (c Case) Times() int { return len(c.Looks) + c.More }

// A State is where a case is.
type State string

// The states.
const (
	ToJudge  State = "to-judge"
	Asked    State = "asked"    // the answer has not come, and may still
	Answered State = "answered" // it has come, or is late: judge
	ToSecond State = "to-second"
	Closed   State = "closed"
)

// Name returns the state as screens show it.
func (s State) Name() i18n.Text {
	switch s {
	case ToJudge:
		return i18n.T("Te beoordelen", "To be judged")
	case Asked:
		return i18n.T("Gevraagd, nog geen antwoord", "Asked, no answer yet")
	case Answered:
		return i18n.T("Er is antwoord: beoordeel", "There is an answer: judge")
	case ToSecond:
		return i18n.T("Wacht op een tweede lezer", "Waits for a second reader")
	case Closed:
		return i18n.T("Afgesloten", "Closed")
	}
	return i18n.Same(string(s))
}

// State is where the case is at a moment.
func (c Case) State(now time.Time) State {
	last, ok := c.last()
	switch {
	case !ok:
		return ToJudge
	case last.Verdict == Ask && c.Question != nil && c.Question.Answered.IsZero() && now.Before(c.Question.Until):
		return Asked
	case last.Verdict == Ask:
		return Answered
	case last.Verdict == Unlawful && !c.seconded():
		return ToSecond
	}
	return Closed
}

// Verdict is the verdict that counts; ok is false while the case is not closed.
func (c Case) Verdict(now time.Time) (Verdict, bool) {
	last, _ := c.last()
	return last.Verdict, c.State(now) == Closed
}

func (c Case) last() (Judged, bool) {
	if len(c.Judged) == 0 {
		return Judged{}, false
	}
	return c.Judged[len(c.Judged)-1], true
}

// seconded reports whether two people, one after the other, found that there was no
// reason.
func (c Case) seconded() bool {
	n := len(c.Judged)
	return n > 1 && c.Judged[n-2].Verdict == Unlawful && c.Judged[n-1].Person != c.Judged[n-2].Person
}

// First and Last are the moments between which the looks of the case lie.
func (c Case) First() time.Time {
	return slices.MinFunc(c.Looks, func(a, b Look) int { return a.First.Compare(b.First) }).First
}

// Last is the moment of the last event.
func (c Case) Last() time.Time {
	return slices.MaxFunc(c.Looks, func(a, b Look) int { return a.Last.Compare(b.Last) }).Last
}
