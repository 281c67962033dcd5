package incident

import (
	"context"
	"fmt"
	"time"

	"aantoonbaar/internal/hook"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/mail"
)

// LookWithin is how far away the next look at an open incident is at most. One
// that lies further away was set by a clock that was wrong, and is due.
const LookWithin = time.Hour

// Seen is what follows from a look at an incident.
type Seen struct {
	Call      Call
	Reminders []mail.Message
	Hooks     []hook.Call
	Next      time.Time // when to look again; zero for never
}

// Look says what there is to say of an incident by now: it calls the next people
// when nobody took it on, and reminds of terms that end. Everything follows from
// the incident, its log, and what was said before; so a look too many says nothing
// twice, and one too few is made up for by the next.
//
// Refusals: Denied; NotFound; Conflict when somebody changed the incident just
// now: the next look sees that.
func (s *Service) Look(ctx context.Context, by identity.Actor, id ID) error {
	if err := by.Need(identity.HandleIncident); err != nil {
		return err
	}
	f, err := s.load(ctx, by, id)
	if err != nil {
		return err
	}
	var seen Seen
	if f.IsOpen() {
		if seen, err = s.look(ctx, by, f); err != nil {
			return err
		}
	}
	if err := s.Store.Look(ctx, by.Org, f, seen); err != nil {
		return fmt.Errorf("look at %s: %w", id, err)
	}
	return nil
}

func (s *Service) look(ctx context.Context, by identity.Actor, f File) (Seen, error) {
	now := s.now()
	seen := Seen{Next: now.Add(LookWithin)}
	c, err := s.calling(ctx, by.Org)
	if err != nil || !c.tells() {
		return seen, err
	}
	about, err := s.World.About(ctx, by)
	if err != nil {
		return seen, fmt.Errorf("load profile: %w", err)
	}
	to := speaker{s, c, f, by.Org, now}
	tier, next := f.tier(now, c.Roster.Waits())
	if tier > f.called() {
		seen.Call = to.call(tier)
	}
	notices, soon := s.Rules.notices(s.Rules.Judge(f.Incident, about, now, s.Zone), now)
	for _, n := range notices {
		if c.Mails {
			seen.Reminders = append(seen.Reminders, to.remind(n)...)
		}
		seen.Hooks = append(seen.Hooks, to.tellOf(n)...)
	}
	for _, t := range []time.Time{next, soon} {
		if !t.IsZero() && t.Before(seen.Next) {
			seen.Next = t
		}
	}
	return seen, nil
}
