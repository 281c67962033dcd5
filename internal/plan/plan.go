// Package plan is the improvement plan: what an organisation is going to do
// about what is not in place yet, who does it and before when, and on which day
// everything will be in place.
//
// # Words
//
// An [Action] is one piece of work. A [Gap] is a requirement that applies and is
// not met on all three levels. An action covers a gap while it is open or busy:
// an action that is done has done its work, and the gap closes when the answer
// to the requirement says so, not before.
//
// # Two forecasts
//
// The plan says when everything will be done if everybody keeps to the dates
// ([Promise]). The past says when it will be done at the pace so far
// ([Forecast]). They are shown beside each other and never mixed.
package plan

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/ref"
)

// A Status is how far an action is.
type Status string

// The statuses.
const (
	Open    Status = "open"
	Busy    Status = "busy"
	Done    Status = "done"
	Dropped Status = "dropped" // decided not to do it; the action says why
)

// Statuses lists every status in the order in which an action passes them.
var Statuses = []Status{Open, Busy, Done, Dropped}

// Name returns the status as lists show it.
func (s Status) Name() i18n.Text {
	switch s {
	case Open:
		return i18n.T("Nog niet begonnen", "Not started yet")
	case Busy:
		return i18n.T("Bezig", "Under way")
	case Done:
		return i18n.T("Klaar", "Done")
	case Dropped:
		return i18n.T("Vervallen", "Dropped")
	}
	return i18n.Same(string(s))
}

// The kinds of a Source.
const (
	FromGap         = "gap"          // proposed from a gap; the ID is the requirement
	FromQuickScan   = "quickscan"    // a first step of the quick scan; the ID is the element
	FromFinding     = "finding"      // of an independent assessment; the ID is the assessment, a slash and the number
	FromRound       = "round"        // a finding of an audit round; the ID is the round, a slash and the number
	FromReview      = "review"       // a decision of a management review; the ID is the review
	FromRestoreTest = "restore-test" // a restore test that fell short; the ID is the test
	FromIncident    = "incident"     // a lesson of an incident; the ID is the incident
	FromExercise    = "exercise"     // a lesson of an exercise; the ID is the exercise, a slash and the number
	FromOwn         = "own"          // somebody thought of it; there is no ID
)

// An Action is one piece of work. Days are midnight UTC.
type Action struct {
	ID           string            `json:"id"`
	Title        string            `json:"title"`
	Description  string            `json:"description,omitempty"` // the steps, and whatever helps
	Requirements []string          `json:"requirements,omitempty"`
	Level        framework.Level   `json:"level,omitempty"`      // on which it works first; "" when not said
	Owner        identity.PersonID `json:"owner,omitempty"`      // somebody of the organisation, or
	OwnerText    string            `json:"owner_text,omitempty"` // somebody who has no account; at most one of the two
	Due          time.Time         `json:"due,omitzero"`         // done on or before this day; zero when not said
	CostCents    int64             `json:"cost_cents,omitempty"` // zero while there is none, or no estimate
	Effort       framework.Grade   `json:"effort,omitempty"`     // "" when not said
	Status       Status            `json:"status"`
	Reason       string            `json:"reason,omitempty"` // Dropped: why
	DoneOn       time.Time         `json:"done_on,omitzero"` // Done: the day
	Source       ref.Ref           `json:"source"`           // where it comes from, e.g. {"gap", "nen7510-2:2024/8.5"}
	Version      int64             `json:"version"`
	CreatedAt    time.Time         `json:"created_at"`
	CreatedBy    string            `json:"created_by"` // name, as shown then
	ChangedAt    time.Time         `json:"changed_at"`
	ChangedBy    string            `json:"changed_by"`
}

// Ref is the journal's name for the action.
func (a Action) Ref() ref.Ref { return ObjectOf(a.ID) }

// ObjectOf is the journal's name for the action with the ID.
func ObjectOf(action string) ref.Ref { return ref.Ref{Kind: actionKind, ID: action} }

const actionKind = "action"

// IsOpen reports whether there is still work to do: open or busy.
func (a Action) IsOpen() bool { return a.Status == Open || a.Status == Busy }

// IsLate reports whether the day has passed and the work is not done. On the
// day itself an action is not late.
func (a Action) IsLate(today time.Time) bool {
	return a.IsOpen() && !a.Due.IsZero() && a.Due.Before(today)
}

// DaysLate counts the days since Due; 0 for an action that is not late.
func (a Action) DaysLate(today time.Time) int {
	if !a.IsLate(today) {
		return 0
	}
	return int(today.Sub(a.Due) / day)
}

// IsFor reports whether the action works on the requirement.
func (a Action) IsFor(requirement string) bool { return slices.Contains(a.Requirements, requirement) }

// OwnerName returns who does it, by name; "" while nobody does. Who has left
// keeps the name.
func (a Action) OwnerName(names identity.Roll) string {
	return cmp.Or(names.Name(a.Owner), a.OwnerText)
}

const day = 24 * time.Hour

// The limits of an action.
const (
	MaxTitle        = 200
	MaxDescription  = 8000 // characters: steps with an example text to copy
	MaxReason       = 1000
	MaxOwnerText    = 120
	MaxCost         = 100_000_000_00 // cents: € 100 million
	MaxRequirements = 40
	MaxActions      = 2000 // of one organisation, dropped ones included
	maxYearsAhead   = 10
)

// Sort puts actions in the order in which people work: by day, those without
// one last; then in the order in which they were made.
func Sort(actions []Action) {
	slices.SortStableFunc(actions, func(a, b Action) int {
		return cmp.Or(
			cmp.Compare(btoi(a.Due.IsZero()), btoi(b.Due.IsZero())),
			a.Due.Compare(b.Due),
			cmp.Compare(a.ID, b.ID))
	})
}

// A Tally counts the actions of a plan.
type Tally struct {
	Open, Busy, Late, Done, Dropped int   // Late are open or busy too
	OpenCents                       int64 // cost of what is open or busy
	AllCents                        int64 // and of what is done
}

// Count counts actions.
func Count(actions []Action, today time.Time) Tally {
	var t Tally
	for _, a := range actions {
		switch a.Status {
		case Open:
			t.Open++
		case Busy:
			t.Busy++
		case Done:
			t.Done++
		case Dropped:
			t.Dropped++
			continue
		}
		t.AllCents += a.CostCents
		if a.IsOpen() {
			t.OpenCents += a.CostCents
		}
		if a.IsLate(today) {
			t.Late++
		}
	}
	return t
}

// check reports every reason to refuse the action in the place of before; the
// zero before is for a new one. What stood there already may stay: a day that has
// passed, an owner who has left.
func (a Action) check(c *fault.Checker, cat *framework.Catalogue, members identity.Roll, before Action, today time.Time) {
	c.Need(strings.TrimSpace(a.Title) != "", "title", i18n.T("Schrijf in één zin wat u gaat doen.", "Write in one sentence what you will do."))
	c.Line(a.Title, "title", MaxTitle)
	c.Text(a.Description, "description", MaxDescription)
	a.checkRequirements(c, cat)
	c.Need(a.Level == "" || slices.Contains(framework.Levels, a.Level), "level", i18n.T("Kies opzet, bestaan of werking.", "Choose design, existence or operation."))
	a.checkOwner(c, "owner", "owner_text", members, before)
	a.checkDue(c, "due", before, today)
	c.Need(a.CostCents >= 0, "cost", i18n.T("Vul een bedrag in van 0 euro of meer.", "Give an amount of 0 euros or more."))
	c.Need(a.CostCents <= MaxCost, "cost", i18n.T("Vul een bedrag in tot en met € 100.000.000.", "Give an amount of up to €100,000,000."))
	c.Need(a.Effort == "" || a.Effort.Rank() > 0, "effort", i18n.T("Kies hoeveel werk het is.", "Choose how much work it is."))
}

func (a Action) checkRequirements(c *fault.Checker, cat *framework.Catalogue) {
	c.Need(len(a.Requirements) <= MaxRequirements, "requirements", i18n.Tf("Kies hoogstens %d maatregelen. Maak anders twee acties.", "Choose at most %d measures. Otherwise make two actions.", MaxRequirements))
	for _, r := range a.Requirements {
		if cat.Find(r) == nil {
			c.Need(false, "requirements", i18n.T("Een van deze maatregelen kennen wij niet. Kies uit de lijst.", "We do not know one of these measures. Choose from the list."))
			return
		}
	}
}

// checkOwner complains about the owner under the names that the form's fields have.
func (a Action) checkOwner(c *fault.Checker, owner, text string, members identity.Roll, before Action) {
	c.Need(a.Owner == "" || members.Here[a.Owner] != "" || a.Owner == before.Owner, owner, i18n.T("Kies iemand die bij uw organisatie hoort, of vul een naam in.", "Choose somebody of your organisation, or fill in a name."))
	c.Need(a.Owner == "" || a.OwnerText == "", text, i18n.T("Kies een collega of vul een naam in, niet allebei.", "Choose a colleague or fill in a name, not both."))
	c.Line(a.OwnerText, text, MaxOwnerText)
}

// checkDue complains about a day that nobody can keep.
func (a Action) checkDue(c *fault.Checker, name string, before Action, today time.Time) {
	if a.Due.IsZero() || a.Due.Equal(before.Due) {
		return
	}
	c.Need(!a.Due.Before(today), name, i18n.T("Kies een dag vanaf vandaag.", "Choose today or a later day."))
	c.Need(!a.Due.After(today.AddDate(maxYearsAhead, 0, 0)), name, i18n.Tf("Kies een dag binnen %d jaar.", "Choose a day within %d years.", maxYearsAhead))
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}
