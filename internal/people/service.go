package people

import (
	"context"
	"fmt"
	"slices"
	"time"

	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/legaltime"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/record"
)

// World is what this room must know of the rooms beside it.
type World interface {
	// Crew lists who has an account and belongs to the organisation.
	Crew(ctx context.Context, id org.ID) ([]identity.Membership, error)

	// Items lists the evidence, and AddOnce adds a note of the fixed version with that
	// sum, unless one stands already.
	Items(ctx context.Context, by identity.Actor) ([]evidence.Item, error)
	AddOnce(ctx context.Context, by identity.Actor, it evidence.Item, sum string) error
}

// A Service is what the rest of the platform may ask of this room.
type Service struct {
	Store     Store
	World     World
	Catalogue *framework.Catalogue
	Subjects  []Subject
	Now       func() time.Time
	Zone      *time.Location // in which days are counted
	NewID     func(prefix string) string
}

// A Sheaf is what there is now, with what follows from it.
type Sheaf struct {
	Held                // without what was taken out
	All   []Participant // everybody, who left and who is still to come included, by name
	Today time.Time

	at       map[ID]int         // where somebody stands in All
	followed map[pair]following // up to today
}

// Look returns what there is now. Who may not see who followed what gets no names
// but the own one: a name says who is late.
//
// Refusals: Denied.
func (s *Service) Look(ctx context.Context, by identity.Actor) (Sheaf, error) {
	if err := by.Need(identity.Read); err != nil {
		return Sheaf{}, err
	}
	f, err := s.look(ctx, by.Org)
	if err != nil || identity.May(by, identity.SeeTraining) {
		return f, err
	}
	for i := range f.All {
		if f.All[i].ID != ID(by.Person) {
			f.All[i].Name = ""
		}
	}
	for i := range f.Staff {
		f.Staff[i].Name = ""
	}
	f.Said = slices.DeleteFunc(slices.Clone(f.Said), func(x Said) bool { return x.Person != ID(by.Person) })
	return f, nil
}

func (s *Service) look(ctx context.Context, id org.ID) (Sheaf, error) {
	h, err := s.Store.All(ctx, id)
	if err != nil {
		return Sheaf{}, fmt.Errorf("load people: %w", err)
	}
	crew, err := s.World.Crew(ctx, id)
	if err != nil {
		return Sheaf{}, fmt.Errorf("list members: %w", err)
	}
	h = h.Now()
	f := Sheaf{Held: h, All: Participants(crew, h.Staff), Today: s.today(), at: map[ID]int{}}
	for i, p := range f.All {
		f.at[p.ID] = i
	}
	f.followed = h.followings(f.Today)
	return f, nil
}

// Working lists who works for the organisation today.
func (f Sheaf) Working() (at []Participant) {
	for _, p := range f.All {
		if p.WorksOn(f.Today) {
			at = append(at, p)
		}
	}
	return at
}

// Participant returns who has the ID; ok is false when there is nobody.
func (f Sheaf) Participant(id ID) (p Participant, ok bool) {
	i, ok := f.at[id]
	if ok {
		p = f.All[i]
	}
	return p, ok
}

// Overdue lists whose name should have been erased by now: see [Retention].
func (f Sheaf) Overdue() (all []Staff) {
	for _, s := range f.Staff {
		if s.KeptTooLong(f.Today) {
			all = append(all, s)
		}
	}
	return all
}

// Stand tells where somebody stands with a training today.
func (f Sheaf) Stand(p Participant, t Training) Mark {
	x := f.followed[pair{p.ID, t.ID}]
	m := t.stand(p, x.last, x.end, f.Today)
	m.Own = m.Standing == Good && x.seen.Before(f.Today)
	return m
}

// Count tells how many people stand where with a training today.
func (f Sheaf) Count(t Training) (c Count) {
	for _, p := range f.All {
		m := f.Stand(p, t)
		if c.add(m.Standing); m.Own {
			c.Own++
		}
	}
	return c
}

// SaveTraining stores a training: without an ID as a new one, else in the place of
// the version that the actor looked at.
//
// Refusals: Denied; NotFound; Invalid with every wrong field; Conflict when somebody
// else changed it since; ErrFull.
func (s *Service) SaveTraining(ctx context.Context, by identity.Actor, t Training) (Training, error) {
	if err := by.Need(identity.KeepTraining); err != nil {
		return Training{}, err
	}
	f, err := s.look(ctx, by.Org)
	if err != nil {
		return Training{}, err
	}
	old, ok := f.Training(t.ID)
	if t.Change, err = s.next(by, t.ID == "", ok, old.Version, t.Version); err != nil {
		return Training{}, err
	}
	t = t.tidy()
	t.For.Groups, t.Gone = f.spelling().of(t.For.Groups), time.Time{}
	if t.Since, t.Subject = old.Since, firstOf(old.Subject, t.Subject); t.Since.IsZero() {
		t.Since = f.Today
	}
	var k fault.Checker
	t.check(&k, s.Catalogue)
	if err := k.Fault("people.training-refused"); err != nil {
		return Training{}, err
	}
	if t.ID == "" {
		t.ID = ID(s.NewID("trn"))
	}
	return t, s.save(ctx, by, "training.save", t, t.Change)
}

func firstOf(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// DropTraining takes a training out. It stays in the journal.
//
// Refusals: Denied; NotFound; Conflict when somebody else changed it since.
func (s *Service) DropTraining(ctx context.Context, by identity.Actor, id ID, version int64) error {
	if err := by.Need(identity.KeepTraining); err != nil {
		return err
	}
	f, err := s.look(ctx, by.Org)
	if err != nil {
		return err
	}
	t, ok := f.Training(id)
	if t.Change, err = s.next(by, false, ok, t.Version, version); err != nil {
		return err
	}
	t.Gone = t.At
	return s.save(ctx, by, "training.drop", t, t.Change)
}

// next is the change that follows: the first for a new record, else the one after
// the version that is there, which must be the one that was looked at.
func (s *Service) next(by identity.Actor, isNew, there bool, now, seen int64) (Change, error) {
	return record.Act{By: by.Name, At: s.now(), Fresh: isNew, There: there, Now: now, Seen: seen}.Next(fault.Missing("people.none"), ErrStale)
}

// save stores a record with its entry.
func (s *Service) save(ctx context.Context, by identity.Actor, action string, r Record, c Change) error {
	if err := s.Store.Save(ctx, by.Org, Entered{Record: r, Entry: by.Draft(c.At, action, r.Ref(), r)}); err != nil {
		return fmt.Errorf("%s %s: %w", action, r.Ref(), err)
	}
	return nil
}

func (s *Service) now() time.Time { return s.Now().UTC().Truncate(time.Microsecond) }

func (s *Service) today() time.Time { return legaltime.DayOf(s.Now(), s.Zone) }
