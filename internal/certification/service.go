package certification

import (
	"context"
	"fmt"
	"slices"
	"time"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/legaltime"
	"aantoonbaar/internal/org"
)

// Store keeps certificates. Each method is one transaction.
type Store interface {
	// Add stores new certificates and the journal's entries; ErrFull when there
	// would be more than MaxCertificates.
	Add(ctx context.Context, id org.ID, all []Certificate, entries []journal.Draft) error

	// Withdraw takes a certificate out of the register; ok tells whether it was in.
	Withdraw(ctx context.Context, id org.ID, c ID, at time.Time, entry journal.Draft) (ok bool, err error)

	// All returns every certificate that is in the register.
	All(ctx context.Context, id org.ID) ([]Certificate, error)
}

// MaxCertificates is how many an organisation can have; the register shows them all.
const MaxCertificates = 2_000

// ErrFull is what a Store says when there is no room for more.
var ErrFull = &fault.Fault{
	Kind: fault.Invalid, Code: "certification.full",
	Says: i18n.Tf("Er is plaats voor %d certificaten, en zo veel zijn er.", "There is room for %d certificates, and that many there are.", MaxCertificates),
	Hint: i18n.T("Haal er eerst een paar uit het register. Er is niets opgeslagen.", "Take a few out of the register first. Nothing was stored."),
}

// A Service is what the rest of the platform may ask of this room.
type Service struct {
	Store   Store
	Endings []Ending // of editions, from the calendar of the law
	Now     func() time.Time
	Zone    *time.Location
	NewID   func(prefix string) string
}

// Add records certificates: one from a form, or many from a list. All are stored,
// or none.
//
// Refusals: Denied; Invalid with every wrong field of the first one that is wrong;
// ErrFull.
func (s *Service) Add(ctx context.Context, by identity.Actor, all ...Certificate) error {
	if err := by.Need(identity.Evidence); err != nil {
		return err
	}
	now := s.Now().UTC().Truncate(time.Microsecond)
	entries := make([]journal.Draft, len(all))
	for i := range all {
		c := &all[i]
		var k fault.Checker
		c.check(&k)
		if err := k.Fault("certification.refused"); err != nil {
			return err
		}
		c.ID, c.AddedBy, c.AddedAt, c.Withdrawn = ID(s.NewID("crt")), by.Name, now, time.Time{}
		entries[i] = by.Draft(now, "certification.add", c.Ref(), *c)
	}
	if err := s.Store.Add(ctx, by.Org, all, entries); err != nil {
		return fmt.Errorf("add %d certificates: %w", len(all), err)
	}
	return nil
}

// Withdraw takes a certificate out of the register: it was wrong, or the contract
// ended. It stays in the journal.
//
// Refusals: Denied; NotFound.
func (s *Service) Withdraw(ctx context.Context, by identity.Actor, id ID) error {
	if err := by.Need(identity.Evidence); err != nil {
		return err
	}
	now := s.Now().UTC().Truncate(time.Microsecond)
	entry := by.Draft(now, "certification.withdraw", Certificate{ID: id}.Ref(), nil)
	ok, err := s.Store.Withdraw(ctx, by.Org, id, now, entry)
	if err != nil {
		return fmt.Errorf("withdraw certificate %s: %w", id, err)
	}
	if !ok {
		return fault.Missing("certification.none")
	}
	return nil
}

// List returns the register in the order in which people look.
func (s *Service) List(ctx context.Context, by identity.Actor) ([]Certificate, error) {
	if err := by.Need(identity.Read); err != nil {
		return nil, err
	}
	all, err := s.Store.All(ctx, by.Org)
	if err != nil {
		return nil, fmt.Errorf("list certificates: %w", err)
	}
	Order(all, s.Endings)
	return all, nil
}

// Ends returns the certificates that have not ended yet, for a calendar: what
// ends first comes first.
func (s *Service) Ends(ctx context.Context, by identity.Actor) ([]Certificate, error) {
	all, err := s.List(ctx, by)
	today := s.Today()
	all = slices.DeleteFunc(all, func(c Certificate) bool { return c.Standing(today, s.Endings) == Ended })
	slices.SortStableFunc(all, func(a, b Certificate) int {
		endA, _ := a.EndsOn(s.Endings)
		endB, _ := b.EndsOn(s.Endings)
		return endA.Compare(endB)
	})
	return all, err
}

// Today is the day in the installation's zone.
func (s *Service) Today() time.Time { return legaltime.DayOf(s.Now(), s.Zone) }
