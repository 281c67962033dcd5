package identity

import (
	"context"
	"fmt"
	"time"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/org"
)

// A session ends an hour after it was last used, and in any case twelve hours
// after sign-in: a working day with its breaks, and never until tomorrow. Half
// an hour of idleness is a common rule, but the questions here take longer than
// that to think about, and what was typed would be lost.
const (
	IdleEnd     = time.Hour
	AbsoluteEnd = 12 * time.Hour
)

// seenEvery is how precisely we know when a session was last used: the hour of
// idleness may be five minutes short, and never longer. Writing at every request
// would make every page wait for the disk.
const seenEvery = 5 * time.Minute

// A SignedIn is one session: one person in one browser. The browser holds its
// secret, we hold the hash.
type SignedIn struct {
	ID      string // to end it by; it opens nothing
	Person  Person
	Started time.Time
	Seen    time.Time // when it was last used, to five minutes
	Strong  time.Time // when the person proved who it is; zero for a demo link
	Device  string    // e.g. "Firefox, Windows"
}

// Over reports whether the session has ended by itself at now.
func (s SignedIn) Over(now time.Time) bool {
	return now.Sub(s.Seen) >= IdleEnd || now.Sub(s.Started) >= AbsoluteEnd
}

// Actor returns the person at work in m's organisation; with the zero
// Membership, outside any.
func (s SignedIn) Actor(m Membership) Actor {
	return Actor{
		Person: s.Person.ID, Name: s.Person.Name, Org: m.Org, Role: m.Role,
		Credential: Session, SessionID: s.ID, Strong: s.Strong, About: m.Admission.About,
	}
}

// A Start is a session to begin, with what is used up by it. All of it is
// stored, or none.
type Start struct {
	Session  SignedIn
	Hash     []byte // of the new secret
	Replaces []byte // hash of the browser's earlier secret, which ends; may be nil
	Halfway  []byte // hash of the sign-in half-way that this ends; may be nil
	Link     []byte // hash of the link that this uses up; may be nil
}

// SessionStore keeps sessions. Each method is one transaction.
type SessionStore interface {
	// StartSession begins one. It reports false, having stored nothing, when the
	// sign-in half-way or the link is not there any more.
	StartSession(ctx context.Context, start Start) (bool, error)

	FindSession(ctx context.Context, hash []byte) (SignedIn, bool, error)
	SessionsOf(ctx context.Context, p PersonID) ([]SignedIn, error) // latest seen first
	TouchSession(ctx context.Context, id string, now time.Time) error

	EndSession(ctx context.Context, p PersonID, id string) error
	EndOtherSessions(ctx context.Context, p PersonID, except string) error
	EndSecret(ctx context.Context, hash []byte) error
}

// start makes a session for p and returns the secret for the browser: always a
// fresh one, so that a secret planted before sign-in is worth nothing after it.
func (s *Service) start(ctx context.Context, p Person, strong bool, by Browser, ends Start) (secret string, err error) {
	now := s.Now()
	secret = newSecret()
	ends.Hash = hashSecret(secret)
	ends.Session = SignedIn{ID: s.NewID("ses", now), Person: p, Started: now, Seen: now, Device: by.Device}
	if strong {
		ends.Session.Strong = now
	}
	if by.Secret != "" {
		ends.Replaces = hashSecret(by.Secret)
	}
	ok, err := s.Store.StartSession(ctx, ends)
	if err != nil {
		return "", fmt.Errorf("start session of %s: %w", p.ID, err)
	}
	if !ok {
		return "", startAgain()
	}
	return secret, nil
}

// A Browser is where a sign-in comes from.
type Browser struct {
	Device string // e.g. "Firefox, Windows"
	Secret string // of the session that it had; "" for none
}

// SessionOf finds the session that a browser's secret opens, and notes that it
// is in use. ok is false for an unknown, ended or forgotten one.
func (s *Service) SessionOf(ctx context.Context, secret string) (in SignedIn, ok bool, err error) {
	if secret == "" || len(secret) > 100 {
		return SignedIn{}, false, nil
	}
	in, ok, err = s.Store.FindSession(ctx, hashSecret(secret))
	if err != nil {
		return SignedIn{}, false, fmt.Errorf("find session: %w", err)
	}
	now := s.Now()
	if !ok || in.Over(now) {
		return SignedIn{}, false, nil
	}
	if now.Sub(in.Seen) >= seenEvery {
		if err := s.Store.TouchSession(ctx, in.ID, now); err != nil {
			return SignedIn{}, false, fmt.Errorf("touch session %s: %w", in.ID, err)
		}
	}
	return in, true, nil
}

// PlaceOf returns in's place in the organisation, and whether there are others.
//
// Refusals: NotFound when the person has no place there, whether the
// organisation exists or not.
func (s *Service) PlaceOf(ctx context.Context, in SignedIn, id org.ID) (m Membership, others bool, err error) {
	all, err := s.places(ctx, in.Person.ID)
	if err != nil {
		return Membership{}, false, err
	}
	for _, m := range all {
		if m.Org == id {
			return m, len(all) > 1, nil
		}
	}
	return Membership{}, false, fault.Missing("identity.no-place")
}

// SignOut ends the session of a browser's secret. One that is gone already is fine.
func (s *Service) SignOut(ctx context.Context, secret string) error {
	if err := s.Store.EndSecret(ctx, hashSecret(secret)); err != nil {
		return fmt.Errorf("sign out: %w", err)
	}
	return nil
}

// EndSession ends one of the actor's own sessions, effective at its next request.
func (s *Service) EndSession(ctx context.Context, by Actor, id string) error {
	if err := by.Need(SelfOnly); err != nil {
		return err
	}
	if err := s.Store.EndSession(ctx, by.Person, id); err != nil {
		return fmt.Errorf("end session %s: %w", id, err)
	}
	return nil
}

// EndOtherSessions ends all of the actor's sessions but the one at work.
func (s *Service) EndOtherSessions(ctx context.Context, by Actor) error {
	if err := by.Need(SelfOnly); err != nil {
		return err
	}
	if err := s.Store.EndOtherSessions(ctx, by.Person, by.SessionID); err != nil {
		return fmt.Errorf("end other sessions of %s: %w", by.Person, err)
	}
	return nil
}
