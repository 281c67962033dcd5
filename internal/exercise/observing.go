package exercise

import (
	"context"
	"slices"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
)

// Strike takes a note back: who wrote it may, and who leads. It stays in the journal.
//
// Refusals: Denied; NotFound; Conflict as [Service.Say], or when it was taken back.
func (s *Service) Strike(ctx context.Context, by identity.Actor, id, note ID) error {
	v, err := s.takes(ctx, by, id)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(v.Notes, func(n Note) bool { return n.ID == note })
	if i < 0 {
		return fault.Missing("exercise.no-note")
	}
	n := v.Notes[i]
	switch {
	case !v.Leads && n.Person != by.Person:
		return conflict("exercise.not-yours", i18n.T("Wie dit schreef, of wie leidt, haalt het weg.", "Who wrote this, or who leads, takes it back."))
	case !n.Struck.IsZero():
		return conflict("exercise.struck", i18n.T("Deze notitie is al weggehaald.", "This note was taken back already."))
	}
	n.Change = s.change(by, n.Version)
	n.Struck = n.At
	return s.save(ctx, by, "exercise.strike", n)
}

// Observe stores what the actor saw of an inject, in the place of the version that the
// actor looked at; version 0 for none. [FaultsOf] is for what is wrong in a room.
//
// Refusals: Denied; NotFound; Invalid with every wrong field; Conflict for who neither
// observes nor leads, as [Service.Say], or when the actor changed it elsewhere.
func (s *Service) Observe(ctx context.Context, by identity.Actor, id ID, x Seen) error {
	v, err := s.takes(ctx, by, id)
	if err != nil {
		return err
	}
	if v.Plays {
		return conflict("exercise.player-observes", i18n.T("Wie speelt, neemt niet waar.", "Who plays, does not observe."))
	}
	expects, ok := v.Expected(x.Inject)
	if !ok {
		return fault.Missing("exercise.no-inject")
	}
	old := v.SeenBy(by.Person, x.Inject)
	if old.Version != x.Version {
		return ErrStale
	}
	x = Seen{Exercise: id, Inject: x.Inject, Observer: s.hand(by), Ticks: x.Ticks, Remark: trimmed(x.Remark)}
	var k fault.Checker
	k.Need(len(x.Ticks) == len(expects), "result-1", i18n.T("Het formulier past niet bij dit bericht. Open het opnieuw.", "The form does not fit this message. Open it again."))
	x.check(&k, v)
	if err := k.Fault("exercise.form-refused"); err != nil {
		return err
	}
	x.Change = s.change(by, old.Version)
	return s.save(ctx, by, "exercise.observe", x)
}

// SeenBy is what a person saw of an inject; with version 0 when nothing yet.
func (f File) SeenBy(p identity.PersonID, inject string) Seen {
	for _, x := range f.Seen {
		if x.Inject == inject && x.Observer.Person == p {
			return x
		}
	}
	return Seen{Exercise: f.Exercise.ID, Inject: inject}
}
