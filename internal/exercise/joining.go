package exercise

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
)

// Invite lets other organisations of the installation into an exercise that did not
// begin: whoever has the code may join, by a deed of its own. The code is given once;
// another call makes another one, and the one before lets nobody in any more.
//
// Refusals: Denied; NotFound; Conflict for who plays or observes, once it began, and
// where another organisation leads the clock.
func (s *Service) Invite(ctx context.Context, by identity.Actor, id ID) (code string, err error) {
	if err := by.Need(identity.LeadExercise); err != nil {
		return "", err
	}
	name, err := s.World.OrgName(ctx, by)
	if err != nil {
		return "", fmt.Errorf("look up the organisation: %w", err)
	}
	return code, again(func() error {
		v, err := s.invites(ctx, by, id)
		if err != nil {
			return err
		}
		e, g := v.Exercise, v.Region
		if e.Region == nil {
			e.Region = &Joint{ID: ID(s.NewID("reg"))}
			g = Region{ID: e.Region.ID, Host: by.Org, Name: name}
		}
		code = newCode()
		e.Change = s.change(by, e.Version)
		g = g.after(e)
		g.Code, g.Until = hashOf(code), e.At.AddDate(0, 0, codeDays)
		return s.saveRegion(ctx, by, "exercise.invite", e, g)
	})
}

// Uninvite ends the code. Who joined stays.
//
// Refusals: those of [Service.Invite].
func (s *Service) Uninvite(ctx context.Context, by identity.Actor, id ID) error {
	if err := by.Need(identity.LeadExercise); err != nil {
		return err
	}
	return again(func() error {
		v, err := s.invites(ctx, by, id)
		if err != nil {
			return err
		}
		e := v.Exercise
		if !e.Hosts() {
			return conflict("exercise.no-region", i18n.T("Er is geen code om in te trekken.", "There is no code to withdraw."))
		}
		e.Change = s.change(by, e.Version)
		g := v.Region.after(e)
		g.Code = nil
		return s.saveRegion(ctx, by, "exercise.uninvite", e, g)
	})
}

// invites loads an exercise for who may let others in.
func (s *Service) invites(ctx context.Context, by identity.Actor, id ID) (View, error) {
	v, err := s.leads(ctx, by, id)
	switch {
	case err != nil:
	case v.Exercise.Follows():
		err = notOurClock(v.Exercise)
	case v.Exercise.Stage() != Planned:
		err = conflict("exercise.begun", i18n.T("Deze oefening is al begonnen. Er kan niemand meer bij.", "This exercise has begun. Nobody can join any more."))
	}
	return v, err
}

func notOurClock(e Exercise) error {
	return conflict("exercise.not-our-clock", i18n.T("De klok is van "+e.Region.Host+". U leidt uw eigen mensen, doet verslag en ondertekent.", "The clock is that of "+e.Region.Host+". You lead your own people, report and sign."))
}

// ErrNoCode refuses a code that lets nobody in, and does not tell why: it may have been
// another's, an old one or no code at all.
var ErrNoCode = &fault.Fault{
	Kind: fault.Invalid, Code: "exercise.no-code",
	Says:   i18n.T("Met deze code kunt u nergens meedoen.", "This code lets you join nothing."),
	Hint:   i18n.T("Vraag een nieuwe aan wie u uitnodigde. Er is niets opgeslagen.", "Ask whoever invited you for a new one. Nothing was stored."),
	Fields: []fault.Field{{Name: "code", Says: i18n.T("Met deze code kunt u nergens meedoen. Kijk of u alle letters en cijfers heeft. Een code geldt dertig dagen, en tot de oefening begint.", "This code lets you join nothing. See whether you have all letters and digits. A code holds for thirty days, and until the exercise begins.")}},
}

// Invited returns what a code lets one join: who leads, the story and the moment.
//
// Refusals: Denied; ErrNoCode; Conflict for who leads it or has joined already.
func (s *Service) Invited(ctx context.Context, by identity.Actor, code string) (Region, error) {
	if err := by.Need(identity.LeadExercise); err != nil {
		return Region{}, err
	}
	g, err := s.invited(ctx, by, code)
	return g.seenBy(by.Org), err
}

func (s *Service) invited(ctx context.Context, by identity.Actor, code string) (Region, error) {
	g, ok, err := s.Store.Invited(ctx, hashOf(code))
	switch {
	case err != nil:
		return Region{}, fmt.Errorf("look up code: %w", err)
	case !ok || !g.IsOpen(s.now()):
		return Region{}, ErrNoCode
	case g.Host == by.Org:
		return Region{}, conflict("exercise.own-code", i18n.T("Dit is uw eigen code. Geef hem aan de andere organisaties.", "This is your own code. Give it to the other organisations."))
	case g.partner(by.Org) >= 0:
		return Region{}, conflict("exercise.joined", i18n.T("Uw organisatie doet al mee.", "Your organisation has joined already."))
	case len(g.Partners) >= maxPartners:
		return Region{}, conflict("exercise.region-full", i18n.Tf("Er doen al %d organisaties mee. Meer kan niet.", "%d organisations have joined. There is no room for more.", maxPartners))
	}
	return g, nil
}

// Join takes part in the exercise of another organisation: an exercise of one's own,
// with the same story, on the other's clock. The other learns the name of the
// organisation, and that it joined.
//
// Refusals: those of [Service.Invited]; ErrFull.
func (s *Service) Join(ctx context.Context, by identity.Actor, code string) (e Exercise, err error) {
	if err := by.Need(identity.LeadExercise); err != nil {
		return e, err
	}
	name, err := s.World.OrgName(ctx, by)
	if err != nil {
		return e, fmt.Errorf("look up the organisation: %w", err)
	}
	return e, again(func() error {
		g, err := s.invited(ctx, by, code)
		if err != nil {
			return err
		}
		e = Exercise{ID: ID(s.NewID("exr")), Script: g.Script, When: g.When, Region: &Joint{ID: g.ID, Host: g.Name}, Change: s.change(by, 0)}
		g.Partners = append(slices.Clone(g.Partners), Partner{Org: by.Org, Name: name, Joined: e.At})
		g.Version++
		return s.saveRegion(ctx, by, "exercise.join", e, g)
	})
}

// Give gives the host the times of one's own exercise, once it is over: from each
// message to the first who acted, and nothing else. Those given before are replaced.
//
// Refusals: Denied; NotFound; Conflict for who plays or observes, where nobody else
// leads the clock, and before it is over.
func (s *Service) Give(ctx context.Context, by identity.Actor, id ID) error {
	if err := by.Need(identity.LeadExercise); err != nil {
		return err
	}
	return again(func() error {
		v, err := s.leads(ctx, by, id)
		if err != nil {
			return err
		}
		e, at := v.Exercise, v.Region.partner(by.Org)
		switch stage := e.Stage(); {
		case !e.Follows() || at < 0:
			return conflict("exercise.no-host", i18n.T("Deze oefening speelde u niet met een ander.", "You did not play this exercise with another."))
		case stage != Played && stage != Signed:
			return conflict("exercise.not-over", i18n.T("De oefening is nog niet klaar.", "The exercise is not over yet."))
		}
		joint := *e.Region
		joint.Gave, e.Region = v.Now, &joint
		e.Weight, e.Change = v.Weight(), s.change(by, e.Version)
		g := v.Region
		g.Partners = slices.Clone(g.Partners)
		g.Partners[at].Times, g.Partners[at].Gave = v.Times(), v.Now
		g.Version++
		return s.saveRegion(ctx, by, "exercise.give", e, g)
	})
}

// Times lists how long it took until somebody acted, for each message of the story on
// which somebody did.
func (v View) Times() (all []Took) {
	for _, l := range v.Outcome(v.Now).Lines {
		if l.First != nil {
			all = append(all, Took{l.ID, int64(l.Took / time.Second)})
		}
	}
	return all
}

// saveRegion stores a record of the exercise and what is shared, in one transaction.
func (s *Service) saveRegion(ctx context.Context, by identity.Actor, action string, r Record, g Region) error {
	if err := s.Store.SaveRegion(ctx, by.Org, r, g, by.Draft(s.now(), action, r.Ref(), r)); err != nil {
		return fmt.Errorf("%s %s: %w", action, r.Ref(), err)
	}
	return nil
}

// keep stores a record of an exercise, and tells those who follow its clock.
func (s *Service) keep(ctx context.Context, by identity.Actor, v View, action string, r Record) error {
	if v.Exercise.Hosts() {
		return s.saveRegion(ctx, by, action, r, v.Region.after(r))
	}
	return s.save(ctx, by, action, r)
}

// current is see for who is about to write: what the host did meanwhile is first stored
// with the exercise, so that it stands in the organisation's own journal.
func (s *Service) current(ctx context.Context, by identity.Actor, id ID) (View, error) {
	v, err := s.see(ctx, by, id)
	if err != nil || !v.Exercise.Follows() {
		return v, err
	}
	if err := s.catchUp(ctx, by, v); err != nil && !errors.Is(err, ErrStale) { // else a colleague did
		return v, err
	}
	return s.see(ctx, by, id)
}

// catchUp stores the turns of the host's clock that the exercise does not hold yet.
func (s *Service) catchUp(ctx context.Context, by identity.Actor, v View) error {
	system, e := identity.SystemActor(by.Org), v.kept.Exercise
	if begun := v.Exercise.Begun; e.Begun.At.IsZero() && !begun.At.IsZero() {
		e.Begun, e.When, e.Change = begun, v.Exercise.When, s.change(system, e.Version)
		if err := s.save(ctx, system, "exercise.start", e); err != nil {
			return err
		}
	}
	for _, m := range v.Moves[min(len(v.kept.Moves), len(v.Moves)):] {
		if err := s.save(ctx, system, m.action(), m); err != nil {
			return err
		}
	}
	if ended := v.Exercise.Ended; e.Ended.IsZero() && !ended.IsZero() {
		e.Ended, e.Stopped, e.Region, e.Change = ended, v.Exercise.Stopped, v.Exercise.Region, s.change(system, e.Version)
		return s.save(ctx, system, endAction(e), e)
	}
	return nil
}

func endAction(e Exercise) string {
	if e.Stopped {
		return "exercise.stop"
	}
	return "exercise.end"
}
