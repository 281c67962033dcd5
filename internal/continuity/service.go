package continuity

import (
	"context"
	"fmt"
	"slices"
	"time"

	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/legaltime"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/plan"
	"aantoonbaar/internal/record"
)

// Store keeps the records of this room. Each method is one transaction.
type Store interface {
	// Save stores a record, new with version 1, else in the place of the version
	// before it, with the journal's entry. It stores nothing and returns ErrStale when
	// somebody else was first, and ErrFull when there would be more than MaxRecords.
	Save(ctx context.Context, id org.ID, r Record, entry journal.Draft) error

	// All returns everything, in its order.
	All(ctx context.Context, id org.ID) (Held, error)
}

// MaxRecords is how many records an organisation can have, what was taken out
// included.
const MaxRecords = 5_000

// ErrStale is what a Store says when somebody else was first.
var ErrStale = fault.Stale("continuity.stale")

// ErrFull is what a Store says when there is no room for more.
var ErrFull = &fault.Fault{
	Kind: fault.Invalid, Code: "continuity.full",
	Says: i18n.Tf("Er is plaats voor %d onderdelen van continuïteit, en zo veel zijn er.", "There is room for %d records of continuity, and that many there are.", MaxRecords),
	Hint: i18n.T("Vraag een beheerder van dit systeem om hulp. Er is niets opgeslagen.", "Ask an administrator of this system for help. Nothing was stored."),
}

// World is what this room must know of the rooms beside it.
type World interface {
	// IsSmall reports whether the organisation is small, by its profile.
	IsSmall(ctx context.Context, id org.ID) (bool, error)

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
	Templates []Template // of downtime cards
	Now       func() time.Time
	Zone      *time.Location // in which days are counted
	NewID     func(prefix string) string
}

// A Sheaf is what there is now, with what follows from it.
type Sheaf struct {
	Held   // without what was taken out
	Doubts []Doubt
	Today  time.Time
	Now    time.Time
}

// Look returns what there is now.
func (s *Service) Look(ctx context.Context, by identity.Actor) (Sheaf, error) {
	if err := by.Need(identity.Read); err != nil {
		return Sheaf{}, err
	}
	h, err := s.held(ctx, by.Org)
	if err != nil {
		return Sheaf{}, err
	}
	f := Sheaf{Held: h.Now(), Today: s.today(), Now: s.now()}
	f.Doubts = f.Held.Doubts(f.Today)
	return f, nil
}

func (s *Service) held(ctx context.Context, id org.ID) (Held, error) {
	h, err := s.Store.All(ctx, id)
	if err != nil {
		return Held{}, fmt.Errorf("load continuity: %w", err)
	}
	return h, nil
}

// SaveProcess stores a care process: without an ID as a new one, else in the place of
// the version that the actor looked at.
//
// Refusals: Denied; NotFound; Invalid with every wrong field; Conflict when
// somebody else changed it since; ErrFull.
func (s *Service) SaveProcess(ctx context.Context, by identity.Actor, p Process) (Process, error) {
	if err := by.Need(identity.KeepContinuity); err != nil {
		return Process{}, err
	}
	h, err := s.held(ctx, by.Org)
	if err != nil {
		return Process{}, err
	}
	old, ok := h.Process(p.ID)
	if p.Change, err = s.next(by, p.ID == "", ok && old.Gone.IsZero(), old.Version, p.Version); err != nil {
		return Process{}, err
	}
	var k fault.Checker
	p = p.tidy()
	p.Gone = time.Time{}
	p.check(&k, h)
	if err := k.Fault("continuity.process-refused"); err != nil {
		return Process{}, err
	}
	if p.ID == "" {
		p.ID = ID(s.NewID("prc"))
	}
	return p, s.save(ctx, by, "process.save", p, p.Change)
}

// DropProcess takes a process out. It stays in the journal.
//
// Refusals: Denied; NotFound; Conflict when somebody else changed it since.
func (s *Service) DropProcess(ctx context.Context, by identity.Actor, id ID, version int64) error {
	if err := by.Need(identity.KeepContinuity); err != nil {
		return err
	}
	h, err := s.held(ctx, by.Org)
	if err != nil {
		return err
	}
	p, ok := h.Process(id)
	if p.Change, err = s.next(by, false, ok && p.Gone.IsZero(), p.Version, version); err != nil {
		return err
	}
	p.Gone = p.At
	return s.save(ctx, by, "process.drop", p, p.Change)
}

// SaveSystem stores a system, likewise.
//
// Refusals: as [Service.SaveProcess].
func (s *Service) SaveSystem(ctx context.Context, by identity.Actor, x System) (System, error) {
	if err := by.Need(identity.KeepContinuity); err != nil {
		return System{}, err
	}
	h, err := s.held(ctx, by.Org)
	if err != nil {
		return System{}, err
	}
	old, ok := h.System(x.ID)
	if x.Change, err = s.next(by, x.ID == "", ok && old.Gone.IsZero(), old.Version, x.Version); err != nil {
		return System{}, err
	}
	var k fault.Checker
	x = x.tidy()
	x.Gone = time.Time{}
	x.check(&k, h)
	if err := k.Fault("continuity.system-refused"); err != nil {
		return System{}, err
	}
	if x.ID == "" {
		x.ID = ID(s.NewID("sys"))
	}
	return x, s.save(ctx, by, "system.save", x, x.Change)
}

// DropSystem takes a system out. It stays in the journal.
//
// Refusals: Denied; NotFound; Conflict when somebody else changed it since, or while
// something that is there needs it.
func (s *Service) DropSystem(ctx context.Context, by identity.Actor, id ID, version int64) error {
	if err := by.Need(identity.KeepContinuity); err != nil {
		return err
	}
	h, err := s.held(ctx, by.Org)
	if err != nil {
		return err
	}
	x, ok := h.System(id)
	if x.Change, err = s.next(by, false, ok && x.Gone.IsZero(), x.Version, version); err != nil {
		return err
	}
	if names := h.Now().needing(id); len(names) > 0 {
		return &fault.Fault{
			Kind: fault.Conflict, Code: "continuity.needed",
			Says: i18n.T("Dit systeem is nog nodig voor: "+i18n.NL.And(names)+".", "This system is still needed by: "+i18n.EN.And(names)+"."),
			Hint: i18n.T("Haal het daar eerst weg. Er is niets opgeslagen.", "First remove it there. Nothing was stored."),
		}
	}
	x.Gone = x.At
	return s.save(ctx, by, "system.drop", x, x.Change)
}

// needing names what needs a system itself.
func (h Held) needing(id ID) (names []string) {
	for _, p := range h.Processes {
		if h.Hold(p, id) == Directly {
			names = append(names, p.Name)
		}
	}
	for _, s := range h.Systems {
		if slices.Contains(s.Needs, id) {
			names = append(names, s.Name)
		}
	}
	return names
}

// next is the change that follows: the first for a new record, else the one after
// the version that is there, which must be the one that was looked at.
func (s *Service) next(by identity.Actor, isNew, there bool, now, seen int64) (Change, error) {
	return record.Act{By: by.Name, At: s.now(), Fresh: isNew, There: there, Now: now, Seen: seen}.Next(fault.Missing("continuity.none"), ErrStale)
}

// save stores a record with its entry.
func (s *Service) save(ctx context.Context, by identity.Actor, action string, r Record, c Change) error {
	if err := s.Store.Save(ctx, by.Org, r, by.Draft(c.At, action, r.Ref(), r)); err != nil {
		return fmt.Errorf("%s %s: %w", action, r.Ref(), err)
	}
	return nil
}

func (s *Service) now() time.Time { return s.Now().UTC().Truncate(time.Microsecond) }

func (s *Service) today() time.Time { return legaltime.DayOf(s.Now(), s.Zone) }
