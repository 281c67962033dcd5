// Package fault holds the one error type that may reach a person.
//
// Everything else in the platform returns plain wrapped errors. At the edge,
// [KindOf] decides the status code and [Of] finds the words to show; an error
// that is not a *Fault is shown as "internal" and its text goes to the log only.
package fault

import (
	"errors"
	"fmt"
	"strings"

	"aantoonbaar/internal/i18n"
)

// A Kind says what the caller can do about a fault.
type Kind string

// The kinds, each with what the caller can do.
const (
	Invalid  Kind = "invalid"   // change the input and send it again
	Denied   Kind = "denied"    // ask for a role that may do this
	SignIn   Kind = "sign-in"   // sign in first
	NotFound Kind = "not-found" // also used to hide what the actor may not see
	Conflict Kind = "conflict"  // reload: somebody else changed it first
	TooLarge Kind = "too-large" // send less
	Overload Kind = "overload"  // wait and try again
	Internal Kind = "internal"  // nothing; tell the operator the reference
)

// A Fault is a refusal, explained to the person who caused it.
type Fault struct {
	Kind   Kind
	Code   string    // stable name such as "profile.refused"; tests and logs key on it
	Says   i18n.Text // one plain sentence: what is wrong
	Hint   i18n.Text // one plain sentence: what to do now; may be zero
	Fields []Field   // for Invalid: one entry per wrong input, in form order
}

// A Field names one wrong input and says what is wrong with it.
type Field struct {
	Name string // the form field's name, as in the HTML
	Says i18n.Text
}

// Error describes the fault for a log line, in English.
func (f *Fault) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s (%s): %s", f.Code, f.Kind, f.Says.EN)
	for _, w := range f.Fields {
		fmt.Fprintf(&b, "; %s: %s", w.Name, w.Says.EN)
	}
	return b.String()
}

// First returns what there is room to say in one line: what is wrong with the
// first field, or with the whole.
func (f *Fault) First() i18n.Text {
	if len(f.Fields) > 0 {
		return f.Fields[0].Says
	}
	return f.Says
}

// Of returns the fault in err's chain, if there is one.
func Of(err error) (*Fault, bool) { return errors.AsType[*Fault](err) }

// KindOf returns the kind of the fault in err's chain, or Internal.
func KindOf(err error) Kind {
	if f, ok := Of(err); ok {
		return f.Kind
	}
	return Internal
}

// Missing is the answer for a record that does not exist or that the actor may
// not know of: the two must look the same.
func Missing(code string) *Fault {
	return &Fault{
		Kind: NotFound, Code: code,
		Says: i18n.T("Deze pagina bestaat niet, of is niet voor u.", "This page does not exist, or is not yours to see."),
		Hint: i18n.T("Controleer het adres, of ga terug naar uw overzicht.", "Check the address, or go back to your overview."),
	}
}

// Stale is the answer to a form that was opened before somebody else changed
// the same thing.
func Stale(code string) *Fault {
	return &Fault{
		Kind: Conflict, Code: code,
		Says: i18n.T("Iemand anders heeft dit intussen gewijzigd.", "Somebody else has changed this in the meantime."),
		Hint: i18n.T("Uw wijziging is niet opgeslagen. Bekijk wat er nu staat en probeer het opnieuw.", "Your change was not stored. Look at what is there now and try again."),
	}
}

// StaleByYou is the answer to a form that was opened before the same person changed
// the same thing: by pressing twice, or on another page.
func StaleByYou(code string) *Fault {
	return &Fault{
		Kind: Conflict, Code: code,
		Says: i18n.T("U heeft dit intussen zelf gewijzigd, in een ander venster of door twee keer te drukken.", "You have changed this yourself in the meantime, in another window or by pressing twice."),
		Hint: i18n.T("Uw laatste wijziging is niet opgeslagen. Bekijk wat er nu staat en probeer het opnieuw.", "Your last change was not stored. Look at what is there now and try again."),
	}
}

// A Checker gathers every wrong field of one input, so that a person sees all
// of them at once. The zero Checker is ready to use.
type Checker struct{ wrong []Field }

// Need records a complaint about the named field unless ok.
func (c *Checker) Need(ok bool, name string, says i18n.Text) {
	if !ok {
		c.wrong = append(c.wrong, Field{name, says})
	}
}

// Fault returns the complaints as one Invalid fault, or nil if there are none.
func (c *Checker) Fault(code string) error {
	if len(c.wrong) == 0 {
		return nil
	}
	return &Fault{
		Kind: Invalid, Code: code, Fields: c.wrong,
		Says: i18n.T("Pas de gemarkeerde antwoorden aan.", "Some answers need another look."),
		Hint: i18n.T("Verbeter de gemarkeerde velden en sla opnieuw op. Er is nog niets opgeslagen.", "Correct the marked fields and save again. Nothing was stored."),
	}
}
