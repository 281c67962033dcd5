package identity

import (
	"context"
	"fmt"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
)

// An Every is how often somebody wants to hear by mail what awaits. It has nothing
// to do with incidents and their terms: of those people are always told.
type Every string

// How often.
const (
	Weekly Every = "weekly" // unless somebody chose otherwise
	Daily  Every = "daily"  // on working days
	Never  Every = "never"
)

// DigestStore keeps how often people want to hear what awaits.
type DigestStore interface {
	SetDigest(ctx context.Context, p PersonID, e Every) error

	// Digests returns what each of people chose; who chose nothing is not in it.
	Digests(ctx context.Context, people []PersonID) (map[PersonID]Every, error)
}

// SetDigest stores how often the actor wants to hear what awaits.
//
// Refusals: Invalid for what is no choice.
func (s *Service) SetDigest(ctx context.Context, by Actor, e Every) error {
	if err := by.Need(SelfOnly); err != nil {
		return err
	}
	var c fault.Checker
	c.Need(e == Weekly || e == Daily || e == Never, "digest", i18n.T("Kies hoe vaak.", "Choose how often."))
	if err := c.Fault("identity.digest-refused"); err != nil {
		return err
	}
	if err := s.Store.SetDigest(ctx, by.Person, e); err != nil {
		return fmt.Errorf("set digest of %s: %w", by.Person, err)
	}
	return nil
}

// DigestOf is what p chose, of all.
func DigestOf(all map[PersonID]Every, p PersonID) Every {
	if e, ok := all[p]; ok {
		return e
	}
	return Weekly
}
