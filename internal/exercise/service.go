package exercise

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"aantoonbaar/internal/continuity"
	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/legaltime"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/plan"
)

// Store keeps the records of this room. Each method is one transaction.
type Store interface {
	// Save stores a record, new with version 1, else in the place of the version
	// before it, with the journal's entry. It stores nothing and returns ErrStale when
	// somebody else was first, and ErrFull when there is no place for another. What
	// happened is ErrSigned once there is a report, and a report is ErrStale when
	// something happened that its Weight does not hold.
	Save(ctx context.Context, id org.ID, r Record, entry journal.Draft) error

	// All returns every exercise in the order of [Newest], without what happened in it.
	All(ctx context.Context, id org.ID) ([]Exercise, error)

	// Running returns the exercises of which the clock is on, or may be where another
	// organisation leads it, in the order of [Newest].
	Running(ctx context.Context, id org.ID) ([]Exercise, error)

	// SaveRegion is Save that stores what is shared too, new with version 1, else in the
	// place of the version before it, and gives the organisation a place there.
	SaveRegion(ctx context.Context, id org.ID, r Record, g Region, entry journal.Draft) error

	// Region returns what is shared with an organisation that has a place there; ok is
	// false for any other.
	Region(ctx context.Context, id org.ID, region ID) (g Region, ok bool, err error)

	// Invited returns what a code lets one join, by the hash of the code.
	Invited(ctx context.Context, code []byte) (g Region, ok bool, err error)

	// Find returns one exercise with everything that happened in it, in its order; ok is
	// false when there is none.
	Find(ctx context.Context, id org.ID, exercise ID) (f File, ok bool, err error)
}

// The most exercises of an organisation, what was called off included, and the most
// records of one exercise.
const (
	MaxExercises = 500
	MaxRecords   = 2_000
)

// ErrStale is what a Store says when somebody else was first.
var ErrStale = fault.Stale("exercise.stale")

// ErrFull is what a Store says when there is no room for more.
var ErrFull = &fault.Fault{
	Kind: fault.Invalid, Code: "exercise.full",
	Says: i18n.Tf("Er is plaats voor %d oefeningen, en per oefening voor %d notities en formulieren. Dat aantal is bereikt.", "There is room for %d exercises, and in each for %d notes and forms. That number was reached.", MaxExercises, MaxRecords),
	Hint: i18n.T("Vraag een beheerder van dit systeem om hulp. Er is niets opgeslagen.", "Ask an administrator of this system for help. Nothing was stored."),
}

// World is what this room must know of the rooms beside it.
type World interface {
	// Sectors returns the kinds of care of the organisation; none when nobody said.
	Sectors(ctx context.Context, id org.ID) ([]org.Sector, error)

	// OrgName returns what the organisation calls itself.
	OrgName(ctx context.Context, by identity.Actor) (string, error)

	// Members names the people of the organisation.
	Members(ctx context.Context, id org.ID) (identity.Roll, error)

	// Carried returns the processes and systems of continuity as they are now.
	Carried(ctx context.Context, by identity.Actor) (continuity.Held, error)

	// Actions lists the improvement plan, and AddAction puts one into it.
	Actions(ctx context.Context, by identity.Actor) ([]plan.Action, error)
	AddAction(ctx context.Context, by identity.Actor, a plan.Action) (plan.Action, error)

	// Items lists the evidence, and AddOnce adds a note of the fixed version with that
	// sum, unless one stands already.
	Items(ctx context.Context, by identity.Actor) ([]evidence.Item, error)
	AddOnce(ctx context.Context, by identity.Actor, it evidence.Item, sum string) error
}

// A Service is what the rest of the platform may ask of this room.
type Service struct {
	Store     Store
	World     World
	Scenarios []Scenario
	Bar       Bar
	Clocks    map[string]i18n.Text // the legal clocks that there are; see [Expect]
	Now       func() time.Time
	Zone      *time.Location // in which days are counted
	NewID     func(prefix string) string
}

// Library returns every scenario, those for the organisation's kind of care first.
//
// Refusals: Denied.
func (s *Service) Library(ctx context.Context, by identity.Actor) ([]Scenario, error) {
	if err := by.Need(identity.Read); err != nil {
		return nil, err
	}
	sectors, err := s.World.Sectors(ctx, by.Org)
	if err != nil {
		return nil, fmt.Errorf("look at the profile: %w", err)
	}
	all := slices.Clone(s.Scenarios)
	slices.SortStableFunc(all, func(a, b Scenario) int {
		switch x, y := a.Suits(sectors), b.Suits(sectors); {
		case x == y:
			return 0
		case x:
			return -1
		}
		return 1
	})
	return all, nil
}

// Scenario returns one scenario. Whoever has a role in an exercise of it that is planned
// or runs gets it closed: without the messages and the faults that are to come, and what
// good looks like. Whoever leads one that runs has seen them.
//
// Refusals: Denied; NotFound.
func (s *Service) Scenario(ctx context.Context, by identity.Actor, id string) (script Scenario, closed bool, err error) {
	all, err := s.List(ctx, by)
	if err != nil {
		return Scenario{}, false, err
	}
	i := slices.IndexFunc(s.Scenarios, func(x Scenario) bool { return x.ID == id })
	if i < 0 {
		return Scenario{}, false, fault.Missing("exercise.no-scenario")
	}
	script = s.Scenarios[i]
	if closed = slices.ContainsFunc(all, func(e Exercise) bool { return e.Script.ID == id && e.isToCome(by.Person) }); closed {
		script.Injects, script.Faults = nil, nil
	}
	return script, closed, nil
}

// isToCome reports whether a person plays in an exercise that is not over, and does not
// lead it.
func (e Exercise) isToCome(p identity.PersonID) bool {
	_, plays := e.RoleOf(p)
	stage := e.Stage()
	return plays && (stage == Planned || stage == Running && e.Begun.Person != p)
}

// List returns every exercise that was not called off, the last first.
//
// Refusals: Denied.
func (s *Service) List(ctx context.Context, by identity.Actor) ([]Exercise, error) {
	if err := by.Need(identity.Read); err != nil {
		return nil, err
	}
	all, err := s.Store.All(ctx, by.Org)
	if err != nil {
		return nil, fmt.Errorf("list exercises: %w", err)
	}
	all = slices.DeleteFunc(all, Exercise.IsDropped)
	if err := s.follow(ctx, by, all); err != nil {
		return nil, err
	}
	slices.SortFunc(all, Newest)
	return all, nil
}

// follow brings exercises up to the clock of whoever leads them.
func (s *Service) follow(ctx context.Context, by identity.Actor, all []Exercise) error {
	for i, e := range all {
		if !e.Follows() || !e.Ended.IsZero() {
			continue
		}
		g, ok, err := s.Store.Region(ctx, by.Org, e.Region.ID)
		if err != nil {
			return fmt.Errorf("load region %s: %w", e.Region.ID, err)
		}
		if ok {
			all[i] = File{Exercise: e}.following(g).Exercise
		}
	}
	return nil
}

func (s *Service) change(by identity.Actor, was int64) Change {
	return Change{Version: was + 1, At: s.now(), By: by.Name}
}

// save stores a record with its entry.
func (s *Service) save(ctx context.Context, by identity.Actor, action string, r Record) error {
	if err := s.Store.Save(ctx, by.Org, r, by.Draft(s.now(), action, r.Ref(), r)); err != nil {
		return fmt.Errorf("%s %s: %w", action, r.Ref(), err)
	}
	return nil
}

// again does something that is worked out anew when somebody else was first.
func again(do func() error) (err error) {
	for range 8 {
		if err = do(); !errors.Is(err, ErrStale) {
			return err
		}
	}
	return err
}

// ErrSigned refuses what comes after the report.
var ErrSigned = conflict("exercise.signed", i18n.T("Het verslag is ondertekend. Daar verandert niets meer aan.", "The report is signed. Nothing of it changes any more."))

func conflict(code string, says i18n.Text) error {
	return &fault.Fault{Kind: fault.Conflict, Code: code, Says: says, Hint: i18n.T("Er is niets opgeslagen.", "Nothing was stored.")}
}

func (s *Service) hand(by identity.Actor) Hand { return Hand{by.Person, by.Name, s.now()} }

func (s *Service) now() time.Time { return s.Now().UTC().Truncate(time.Microsecond) }

func (s *Service) today() time.Time { return legaltime.DayOf(s.Now(), s.Zone) }
