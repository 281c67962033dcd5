package programme

import (
	"context"
	"fmt"
	"slices"
	"time"

	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/legaltime"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/plan"
)

// Store keeps programmes and rounds. Each method is one transaction, and stores
// nothing when it returns ErrStale: somebody else was first.
type Store interface {
	// Save stores a programme, new with Version 1, else in the place of the version
	// before it, with the journal's entry.
	Save(ctx context.Context, id org.ID, p Programme, entry journal.Draft) error

	// SaveRounds stores rounds likewise, each with its entry.
	SaveRounds(ctx context.Context, id org.ID, rounds []Round, entries []journal.Draft) error

	// Judge stores a judgement of a round, in the place of the version before it, while
	// the round is as it was read.
	Judge(ctx context.Context, id org.ID, r Round, j Judgement, entry journal.Draft) error

	// Find stores a finding likewise.
	Find(ctx context.Context, id org.ID, r Round, f Finding, entry journal.Draft) error

	// Report stores a round in the place of the version before it, unless its work has
	// another size than was read.
	Report(ctx context.Context, id org.ID, r Round, size int64, entry journal.Draft) error

	// Work returns what came of a round, in any order.
	Work(ctx context.Context, id org.ID, round RoundID) (Work, error)

	// All returns every programme, newest first, with all rounds in their order.
	All(ctx context.Context, id org.ID) (Held, error)
}

// Held is what a Store keeps of one organisation.
type Held struct {
	Programmes []Programme // newest first
	Rounds     []Round     // of all of them, in their order
}

// Of returns the rounds of a programme.
func (h Held) Of(programme int) []Round {
	return slices.DeleteFunc(slices.Clone(h.Rounds), func(r Round) bool { return r.Programme != programme })
}

// ErrStale is what a Store says when somebody else was first.
var ErrStale = fault.Stale("programme.stale")

// World is what this room must know of the rooms beside it.
type World interface {
	// Picture returns the self-assessment as it stands.
	Picture(ctx context.Context, by identity.Actor) (*assessment.Picture, error)

	// Members names the people of the organisation.
	Members(ctx context.Context, id org.ID) (identity.Roll, error)

	// Outsides lists the independent assessments that the actor may know of.
	Outsides(ctx context.Context, by identity.Actor) ([]Outside, error)

	// Ties tells what binds people to requirements: the newest of each kind.
	Ties(ctx context.Context, by identity.Actor, requirements []string) ([]Tie, error)

	// Actions lists the improvement plan, and AddAction puts one into it.
	Actions(ctx context.Context, by identity.Actor) ([]plan.Action, error)
	AddAction(ctx context.Context, by identity.Actor, a plan.Action) (plan.Action, error)

	// AddOnce adds a note of the fixed version with that sum to the evidence, unless one
	// stands already.
	AddOnce(ctx context.Context, by identity.Actor, it evidence.Item, sum string) error
}

// A Service is what the rest of the platform may ask of this room.
type Service struct {
	Store     Store
	World     World
	Catalogue *framework.Catalogue
	Now       func() time.Time
	Zone      *time.Location // in which days are counted
	NewID     func(prefix string) string
}

// A Sheet is a programme with its rounds, and what they cover today.
type Sheet struct {
	Programme Programme
	Others    []Programme // newest first, without this one
	States    []State     // of the rounds, in their order
	Coverage  Coverage
	Members   identity.Roll
	Outsides  []Outside
	Today     time.Time
}

// State returns a round of the programme; ok is false when it has none such.
func (s Sheet) State(id RoundID) (State, bool) {
	i := slices.IndexFunc(s.States, func(x State) bool { return x.ID == id })
	if i < 0 {
		return State{}, false
	}
	return s.States[i], true
}

// Rounds counts the rounds that count, those of them that are done, and that are late.
func (s Sheet) Rounds() (all, done, late int) {
	for _, x := range s.States {
		switch x.Stage {
		case Gone:
			continue
		case Done:
			done++
		case Late:
			late++
		case Ahead, Busy, Practised, OnPaper, Skipped:
		}
		all++
	}
	return all, done, late
}

// Newest returns the programme that runs today, else the newest one; ok is false
// while there is none.
func (s *Service) Newest(ctx context.Context, by identity.Actor) (sheet Sheet, ok bool, err error) {
	if err := by.Need(identity.Read); err != nil {
		return Sheet{}, false, err
	}
	held, err := s.held(ctx, by.Org)
	if err != nil || len(held.Programmes) == 0 {
		return Sheet{}, false, err
	}
	sheet, err = s.sheet(ctx, by, held, held.running(s.today()))
	return sheet, true, err
}

// running is the programme that runs on a day, else the newest one. There must be one.
func (h Held) running(today time.Time) Programme {
	p := h.Programmes[0]
	for _, x := range h.Programmes {
		if x.Holds(today) {
			p = x
		}
	}
	return p
}

// Find returns one programme.
//
// Refusals: Denied; NotFound.
func (s *Service) Find(ctx context.Context, by identity.Actor, number int) (Sheet, error) {
	if err := by.Need(identity.Read); err != nil {
		return Sheet{}, err
	}
	held, err := s.held(ctx, by.Org)
	if err != nil {
		return Sheet{}, err
	}
	p, err := held.programme(number)
	if err != nil {
		return Sheet{}, err
	}
	return s.sheet(ctx, by, held, p)
}

func (h Held) programme(number int) (Programme, error) {
	i := slices.IndexFunc(h.Programmes, func(p Programme) bool { return p.Number == number })
	if i < 0 {
		return Programme{}, fault.Missing("programme.none")
	}
	return h.Programmes[i], nil
}

func (h Held) round(id RoundID) (Round, error) {
	i := slices.IndexFunc(h.Rounds, func(r Round) bool { return r.ID == id })
	if i < 0 {
		return Round{}, fault.Missing("programme.no-round")
	}
	return h.Rounds[i], nil
}

func (s *Service) held(ctx context.Context, id org.ID) (Held, error) {
	held, err := s.Store.All(ctx, id)
	if err != nil {
		return Held{}, fmt.Errorf("load audit programmes: %w", err)
	}
	return held, nil
}

// sheet draws a programme as it stands today.
func (s *Service) sheet(ctx context.Context, by identity.Actor, held Held, p Programme) (sheet Sheet, err error) {
	sheet = Sheet{Programme: p, Today: s.today()}
	sheet.Others = slices.DeleteFunc(slices.Clone(held.Programmes), func(o Programme) bool { return o.Number == p.Number })
	pic, err := s.World.Picture(ctx, by)
	if err != nil {
		return sheet, fmt.Errorf("look at the self-assessment: %w", err)
	}
	if sheet.Outsides, err = s.World.Outsides(ctx, by); err != nil {
		return sheet, fmt.Errorf("list assessments: %w", err)
	}
	if sheet.Members, err = s.World.Members(ctx, by.Org); err != nil {
		return sheet, fmt.Errorf("list members: %w", err)
	}
	for _, r := range held.Of(p.Number) {
		sheet.States = append(sheet.States, stand(s.Catalogue, r, sheet.Outsides, sheet.Today))
	}
	sheet.Coverage = Cover(s.Catalogue, sheet.States, outOf(pic))
	return sheet, nil
}

func (s *Service) now() time.Time { return s.Now().UTC().Truncate(time.Microsecond) }

func (s *Service) today() time.Time { return legaltime.DayOf(s.Now(), s.Zone) }
