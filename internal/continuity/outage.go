package continuity

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/ref"
)

// A Sheet is something that was written on paper while a system was down.
type Sheet struct {
	Number  int    `json:"number"` // from 1, in the order in which they were handed in
	What    string `json:"what"`   // e.g. "toedienlijst afdeling 2, blad 1"
	Entered Hand   `json:"entered,omitzero"`
	Checked Hand   `json:"checked,omitzero"`
	Wrong   string `json:"wrong,omitempty"`  // what the second person found when it had to be done again
	Struck  string `json:"struck,omitempty"` // why it is not on the list after all; "" for one that is
}

// A Hand is who did something, and when.
type Hand struct {
	Person identity.PersonID `json:"person"`
	Name   string            `json:"name"` // as shown then
	At     time.Time         `json:"at"`
}

// IsDone reports whether a second person checked the sheet, or there is none to check.
func (s Sheet) IsDone() bool { return s.Struck != "" || !s.Checked.At.IsZero() }

// An Outage is one time that a system was down.
type Outage struct {
	ID      ID        `json:"id"`
	System  ID        `json:"system"`
	Name    string    `json:"name"` // of the system, as it was then
	From    time.Time `json:"from"`
	Until   time.Time `json:"until,omitzero"` // back; zero while it is down
	Card    string    `json:"card,omitempty"` // the downtime card that was used, e.g. "ecd/3"
	Story   string    `json:"story,omitempty"`
	Turn    int64     `json:"turn,omitempty"` // how often its beginning was corrected
	Sheets  []Sheet   `json:"sheets,omitempty"`
	Took    []Borne   `json:"took,omitempty"` // how long it was against what processes bear, fixed at the end
	Lessons string    `json:"lessons,omitempty"`
	Closed  Hand      `json:"closed,omitzero"`
	Change
}

// A Borne is a process that fell, with what it bears, as it was then.
type Borne struct {
	Process string `json:"process"`
	Bears   Span   `json:"bears"`
}

// Ref is the journal's name for the outage.
func (o Outage) Ref() ref.Ref { return ref.Ref{Kind: OutageKind, ID: string(o.ID)} }

// IsOpen reports whether there is still something to do.
func (o Outage) IsOpen() bool { return o.Closed.At.IsZero() }

// Long is how long the system was down, up to now while it still is.
func (o Outage) Long(now time.Time) Span {
	end := o.Until
	if end.IsZero() {
		end = now
	}
	return Span(end.Sub(o.From) / time.Minute)
}

// Left counts the sheets that are not entered, and those that are not checked.
func (o Outage) Left() (entering, checking int) {
	for _, s := range o.Sheets {
		switch {
		case s.IsDone():
		case s.Entered.At.IsZero():
			entering++
		default:
			checking++
		}
	}
	return entering, checking
}

// The limits of an outage.
const (
	MaxSheets = 500
	maxSheet  = 200
)

// check complains about every field that somebody typed.
func (o Outage) check(k *fault.Checker, now time.Time) {
	k.Need(!o.From.IsZero(), "from", i18n.T("Vul in wanneer het systeem uitviel.", "Give the moment at which the system went down."))
	k.Need(!o.From.After(now), "from", i18n.T("Kies een moment tot en met nu.", "Choose a moment up to now."))
	k.Need(o.From.IsZero() || o.From.After(now.AddDate(-1, 0, 0)), "from", i18n.T("Kies een moment in het afgelopen jaar.", "Choose a moment within the past year."))
	k.Need(o.Until.IsZero() || !o.Until.Before(o.From), "from", i18n.T("Dit is na het moment waarop het systeem terug was.", "This is after the moment at which the system was back."))
	k.Text(o.Story, "story", maxText)
}

// add gives the outage new sheets, one for each line.
func (o *Outage) add(k *fault.Checker, lines string) {
	for line := range strings.Lines(lines) {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		k.Line(line, "sheets", maxSheet)
		o.Sheets = append(o.Sheets, Sheet{Number: len(o.Sheets) + 1, What: line})
	}
	k.Need(len(o.Sheets) <= MaxSheets, "sheets", i18n.Tf("Een uitval heeft hoogstens %d bladen.", "An outage has at most %d sheets.", MaxSheets))
}

// sheet finds a sheet by its number.
func (o *Outage) sheet(number int) (*Sheet, error) {
	i := slices.IndexFunc(o.Sheets, func(s Sheet) bool { return s.Number == number })
	if i < 0 {
		return nil, fault.Missing("continuity.no-sheet")
	}
	return &o.Sheets[i], nil
}

// enter records that somebody entered the sheet in the system.
func (s *Sheet) enter(by Hand) error {
	if s.Struck != "" {
		return errStruck
	}
	if !s.Entered.At.IsZero() {
		return conflict("continuity.entered", i18n.T("Dit blad is al overgenomen door "+s.Entered.Name+".", "This sheet was entered already by "+s.Entered.Name+"."))
	}
	s.Entered, s.Wrong = by, ""
	return nil
}

// strike takes the sheet off the list, which keeps it with the reason. Who entered it
// does not: then nobody else would have looked.
func (s *Sheet) strike(by Hand, because string) error {
	switch {
	case s.IsDone():
		return conflict("continuity.sheet-done", i18n.T("Dit blad is al nagekeken of al van de lijst gehaald.", "This sheet was checked already, or taken off the list."))
	case s.Entered.Person == by.Person && !s.Entered.At.IsZero():
		return conflict("continuity.same-person-strikes", i18n.T("U heeft dit blad zelf overgenomen. Een ander haalt het van de lijst.", "You entered this sheet yourself. Somebody else takes it off the list."))
	}
	s.Struck = because
	return nil
}

// check records that a second person holds the sheet against the system. With
// wrong it goes back to be entered again.
func (s *Sheet) check(by Hand, wrong string) error {
	switch {
	case s.Struck != "":
		return errStruck
	case s.Entered.At.IsZero():
		return conflict("continuity.not-entered", i18n.T("Dit blad is nog niet overgenomen.", "This sheet was not entered yet."))
	case s.IsDone():
		return conflict("continuity.checked", i18n.T("Dit blad is al nagekeken door "+s.Checked.Name+".", "This sheet was checked already by "+s.Checked.Name+"."))
	case s.Entered.Person == by.Person:
		return conflict("continuity.same-person", i18n.T(
			"U heeft dit blad zelf overgenomen. Een tweede persoon moet het nakijken.", "You entered this sheet yourself. A second person must check it."))
	case wrong != "":
		s.Entered, s.Wrong = Hand{}, wrong
	default:
		s.Checked = by
	}
	return nil
}

var errStruck = conflict("continuity.sheet-struck", i18n.T("Dit blad is van de lijst gehaald.", "This sheet was taken off the list."))

// conflict is a refusal of something that does not fit how it stands now.
func conflict(code string, says i18n.Text) error {
	return &fault.Fault{Kind: fault.Conflict, Code: code, Says: says, Hint: i18n.T("Er is niets opgeslagen.", "Nothing was stored.")}
}

// unfinished says why an outage cannot be closed; nil when it can.
func (o Outage) unfinished() error {
	entering, checking := o.Left()
	switch {
	case o.Until.IsZero():
		return conflict("continuity.still-down", i18n.T("Vul eerst in wanneer het systeem terug was.", "First give when the system was back."))
	case entering+checking > 0:
		return conflict("continuity.sheets-left", i18n.T(
			fmt.Sprintf("Nog niet alle bladen zijn klaar: %d moeten nog worden overgenomen, %d nagekeken.", entering, checking),
			fmt.Sprintf("Not all sheets are done: %d are left to enter, %d to check.", entering, checking)))
	}
	return nil
}
