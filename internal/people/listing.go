package people

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
)

// SaveStaff stores who works for the organisation: without an ID as somebody new,
// else in the place of the version that the actor looked at. Of somebody with an
// account it stores groups and days.
//
// Refusals: Denied; NotFound; Invalid with every wrong field; Conflict when somebody
// else changed it since; ErrFull.
func (s *Service) SaveStaff(ctx context.Context, by identity.Actor, x Staff) (Staff, error) {
	if err := by.Need(identity.KeepTraining); err != nil {
		return Staff{}, err
	}
	f, err := s.look(ctx, by.Org)
	if err != nil {
		return Staff{}, err
	}
	e, err := s.enter(by, f, f.spelling(), x)
	if err != nil {
		return Staff{}, err
	}
	x, _ = e.Record.(Staff)
	if err := s.Store.Save(ctx, by.Org, e); err != nil {
		return Staff{}, fmt.Errorf("store %s: %w", x.Ref(), err)
	}
	return x, nil
}

// enter makes the record and its entry of what was said of somebody.
func (s *Service) enter(by identity.Actor, f Sheaf, known spelling, x Staff) (e Entered, err error) {
	p, ok := f.Participant(x.ID)
	if x.Change, err = s.next(by, x.ID == "", ok, p.Version, x.Version); err != nil {
		return e, err
	}
	x = x.tidy()
	x.Groups, x.Erased, x.Became, x.Added = known.of(x.Groups), time.Time{}, "", f.addedOn(x.ID)
	var k fault.Checker
	x.check(&k)
	if err := k.Fault("people.staff-refused"); err != nil {
		return e, err
	}
	if x.ID == "" {
		x.ID = ID(s.NewID("stf"))
	}
	return Entered{Record: x, Entry: by.Draft(x.At, "staff.save", x.Ref(), x)}, nil
}

// addedOn is the day of adding that a record of staff keeps: today for one that is new.
func (f Sheaf) addedOn(id ID) time.Time {
	if was, ok := f.Person(id); ok {
		return was.Added
	}
	return f.Today
}

// ErasedSaid is the data of an entry about an erasure: the record as it is left, and
// which entries before it were emptied.
type ErasedSaid struct {
	Staff

	Entries []int64 `json:"entries"`
}

// Erase takes the names of people for good, from the list and from the journal. That
// they were there, in which group and when, what they followed and every count stay.
// Who has an account is not erased here. Who cannot be erased does not keep others from
// it.
//
// Refusals: Denied, also when the sign-in is not of the last minutes; NotFound;
// Conflict when somebody else changed the record meanwhile, and with how many were and
// were not erased when that is true of some.
func (s *Service) Erase(ctx context.Context, by identity.Actor, ids ...ID) error {
	if err := by.Need(identity.Erase); err != nil {
		return err
	}
	if err := by.NeedRecent(s.Now()); err != nil {
		return err
	}
	f, err := s.look(ctx, by.Org)
	if err != nil {
		return err
	}
	done, err := s.eraseAll(ctx, by, f, ids)
	if done > 0 {
		_ = s.Store.Scrub(ctx) // the names are gone; the next round finishes what this cannot
	}
	if _, refused := fault.Of(err); refused && done > 0 {
		return erasedSome(done, len(ids)-done)
	}
	return err
}

// eraseAll erases whom it can, and returns how many those are, with the first reason
// why somebody is not. It stops at what is no refusal.
func (s *Service) eraseAll(ctx context.Context, by identity.Actor, f Sheaf, ids []ID) (done int, first error) {
	for _, id := range ids {
		err := s.erase(ctx, by, f, id)
		if _, refused := fault.Of(err); err != nil && !refused {
			return done, err
		}
		if first = cmp.Or(first, err); err == nil {
			done++
		}
	}
	return done, first
}

// erasedSome says that names are gone, though not all that were asked.
func erasedSome(done, left int) error {
	return &fault.Fault{
		Kind: fault.Conflict, Code: "people.erased-some",
		Says: i18n.Tf("Namen die nu gewist zijn: %d. Niet gewist: %d.", "Names that are erased now: %d. Not erased: %d.", done, left),
		Hint: i18n.T("Iemand anders veranderde intussen iets. Ga terug naar de deelnemers, kijk wie er nog staat en wis opnieuw.", "Somebody else changed something meanwhile. Go back to the participants, see who is still there and erase again."),
	}
}

func (s *Service) erase(ctx context.Context, by identity.Actor, f Sheaf, id ID) (err error) {
	x, ok := f.Person(id)
	if ok = ok && !x.HasAccount(); !ok {
		return fault.Missing("people.none")
	}
	x.Change = Change{Version: x.Version + 1, At: s.now()}
	x.Name, x.Erased = "", x.At
	err = s.Store.Erase(ctx, by.Org, x, func(erased []int64) journal.Draft {
		return by.Draft(x.At, "staff.erase", x.Ref(), ErasedSaid{x, erased})
	})
	if err != nil {
		return fmt.Errorf("erase %s: %w", x.Ref(), err)
	}
	return nil
}

// An Intake is what a list would change.
type Intake struct {
	Fresh   []Staff // who is new
	Changed []Staff // whose groups or days are others than here
	Same    int     // about whom it says nothing new
	Absent  int     // who work here, have no account, and are not on it
}

// Compare works out what a list would change. Somebody is known by the name: rows of
// one name are one person, with the groups of each row.
func (f Sheaf) Compare(rows []Staff) Intake { return f.compare(f.spelling(), rows) }

func (f Sheaf) compare(known spelling, rows []Staff) (in Intake) {
	named, seen := ByName(f.All), map[ID]bool{}
	for _, x := range merge(rows) {
		p, ok := named[identity.PlainName(x.Name)]
		if !ok {
			in.Fresh = append(in.Fresh, x)
			continue
		}
		seen[p.ID] = true
		if x = p.with(x, known); x.Version < 0 {
			in.Same++
			continue
		}
		in.Changed = append(in.Changed, x)
	}
	for _, p := range f.Working() {
		if !p.HasAccount() && !seen[p.ID] {
			in.Absent++
		}
	}
	return in
}

// merge makes one person of the rows of one name.
func merge(rows []Staff) (merged []Staff) {
	at := map[string]int{}
	for _, x := range rows {
		x = x.tidy()
		name := identity.PlainName(x.Name)
		if i, twice := at[name]; twice {
			merged[i].Groups = tidyGroups(append(merged[i].Groups, x.Groups...))
			continue
		}
		at[name], merged = len(merged), append(merged, x)
	}
	return merged
}

// with is the record of p with what a list says of them; what it does not say stays.
// Its version is -1 when nothing changes.
func (p Participant) with(x Staff, known spelling) Staff {
	now := Staff{ID: p.ID, Name: p.Name, Groups: p.Groups, From: p.From, Until: p.Until, Appointed: p.Appointed, Change: Change{Version: p.Version}}
	was := now
	if len(x.Groups) > 0 {
		now.Groups = known.of(x.Groups)
	}
	if !x.From.IsZero() {
		now.From = x.From
	}
	if !x.Until.IsZero() {
		now.Until = x.Until
	}
	if slices.Equal(now.Groups, was.Groups) && now.From.Equal(was.From) && now.Until.Equal(was.Until) {
		now.Version = -1
	}
	return now
}

// Take stores a list of people, each as [Service.SaveStaff] would: all of them, or
// none.
//
// Refusals: as those of [Service.SaveStaff].
func (s *Service) Take(ctx context.Context, by identity.Actor, rows []Staff) (Intake, error) {
	if err := by.Need(identity.KeepTraining); err != nil {
		return Intake{}, err
	}
	f, err := s.look(ctx, by.Org)
	if err != nil {
		return Intake{}, err
	}
	known := f.spelling()
	in := f.compare(known, rows)
	var all []Entered
	for _, x := range slices.Concat(in.Fresh, in.Changed) {
		e, err := s.enter(by, f, known, x)
		if err != nil {
			return Intake{}, err
		}
		all = append(all, e)
	}
	if len(all) == 0 {
		return in, nil
	}
	if err := s.Store.Save(ctx, by.Org, all...); err != nil {
		return Intake{}, fmt.Errorf("store a list of %d people: %w", len(all), err)
	}
	return in, nil
}
