package people

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
)

// An Attendance is how a year of training went, in numbers.
type Attendance struct {
	From, Until time.Time // both days included
	Sessions    int
	Working     int     // who work here on the last day
	People      int     // of those, who were at one or more of them
	Lines       []Taken // of each training that was asked then, by title
}

// A Taken is one training in an [Attendance].
type Taken struct {
	Title    string
	Sessions int
	Times    int // that somebody was there, guests included
	Own      int // that somebody said to have followed it
	Count    Count
}

// Attendance counts the twelve months up to and including today.
func (f Sheaf) Attendance() Attendance {
	working := f.Working()
	a := Attendance{From: f.Today.AddDate(-1, 0, 1), Until: f.Today, Working: len(working)}
	were := map[ID]bool{}
	lines := map[ID]*Taken{}
	for _, t := range f.Trainings {
		lines[t.ID] = &Taken{Title: t.Title, Count: f.Count(t)}
	}
	for _, s := range f.Sessions {
		if s.On.Before(a.From) || s.On.After(a.Until) {
			continue
		}
		a.Sessions++
		for _, who := range s.Present {
			were[who] = true
		}
		if l := lines[s.Training]; l != nil {
			l.Sessions++
			l.Times += len(s.Present) + s.Guests
		}
	}
	for _, x := range f.Said {
		if l := lines[x.Training]; l != nil && x.Withdrawn.IsZero() && !x.On.Before(a.From) && !x.On.After(a.Until) {
			l.Own++
		}
	}
	for _, who := range working {
		if were[who.ID] {
			a.People++
		}
	}
	for _, t := range f.Trainings {
		a.Lines = append(a.Lines, *lines[t.ID])
	}
	return a
}

// text is the attendance as evidence says it: numbers, and nobody's name.
func (a Attendance) text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "Van %s tot en met %s: %s. Van de %d mensen die hier op de laatste dag werkten, waren er %d bij een of meer.",
		i18n.NL.Day(a.From), i18n.NL.Day(a.Until), i18n.NL.Plural(a.Sessions, "%s bijeenkomst", "%s bijeenkomsten", "", ""), a.Working, a.People)
	for _, l := range a.Lines {
		fmt.Fprintf(&b, "\n- %s: %d keer gegeven, %d keer was iemand erbij. Op orde: %d van %d; binnenkort: %d; te laat: %d.", l.Title, l.Sessions, l.Times, l.Count.Good, l.Count.All(), l.Count.Soon, l.Count.Late)
		if l.Own > 0 {
			fmt.Fprintf(&b, " Op eigen opgave: %d keer, en %d van wie op orde is alleen daarom.", l.Own, l.Count.Own)
		}
	}
	return b.String()
}

// sum is the SHA-256 of the text: by it a piece of evidence says of which attendance
// it is.
func (a Attendance) sum() string {
	sum := sha256.Sum256([]byte(a.text()))
	return hex.EncodeToString(sum[:])
}

// provesFor is how many months an attendance counts as evidence.
const provesFor = 6

// evidence is the attendance as a piece of evidence, on the level of operation.
func (a Attendance) evidence(by string) evidence.Item {
	return evidence.Item{
		Title: "Scholing in de twaalf maanden tot en met " + i18n.NL.Day(a.Until), Form: evidence.Note, Kind: framework.Operation,
		Text: a.text() + "\nVaste versie: " + a.sum(), VouchedBy: by, SpeaksFrom: a.Until, ValidUntil: monthsOn(a.Until, provesFor), Requirements: []string{Always},
	}
}

// Proven reports whether the attendance of today stands among the evidence.
//
// Refusals: Denied.
func (s *Service) Proven(ctx context.Context, by identity.Actor) (bool, error) {
	if err := by.Need(identity.Read); err != nil {
		return false, err
	}
	f, err := s.look(ctx, by.Org)
	if err != nil {
		return false, err
	}
	items, err := s.World.Items(ctx, by)
	if err != nil {
		return false, fmt.Errorf("list evidence: %w", err)
	}
	return evidence.HasNote(items, f.Attendance().sum()), nil
}

// Prove adds the attendance of the last twelve months to the evidence of 6.3: numbers
// only. Where the very same is evidence already, nothing is added.
//
// Refusals: Denied; Conflict when nobody was at anything.
func (s *Service) Prove(ctx context.Context, by identity.Actor) error {
	if err := by.Need(identity.Evidence); err != nil {
		return err
	}
	f, err := s.look(ctx, by.Org)
	if err != nil {
		return err
	}
	a := f.Attendance()
	if a.Sessions == 0 {
		return &fault.Fault{
			Kind: fault.Conflict, Code: "people.proves-nothing",
			Says: i18n.T("In de laatste twaalf maanden is er geen bijeenkomst vastgelegd. Er is niets te bewijzen.", "In the last twelve months no session was recorded. There is nothing to prove."),
			Hint: i18n.T("Leg eerst vast wie bij een training waren. Er is niets opgeslagen.", "First record who were at a training. Nothing was stored."),
		}
	}
	if err := s.World.AddOnce(ctx, by, a.evidence(by.Name), a.sum()); err != nil {
		return fmt.Errorf("add attendance to the evidence: %w", err)
	}
	return nil
}
