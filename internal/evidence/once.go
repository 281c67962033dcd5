package evidence

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
)

// ErrThere is what a Store says when a note that still stands holds the sum already.
var ErrThere = errors.New("evidence: a note holds this already")

// AddOnce adds a note about something that does not change any more, of which sum is
// the SHA-256 in hexadecimal. Where a note that still stands names it, nothing is
// added and nothing is wrong: see [HasNote]. Of two that come in one moment the
// second finds the first.
//
// Refusals: those of [Service.Add] of a note; Invalid when the note does not name sum.
func (s *Service) AddOnce(ctx context.Context, by identity.Actor, it Item, sum string) error {
	if err := by.Need(identity.Evidence); err != nil {
		return err
	}
	it.tidy()
	var c fault.Checker
	it.check(&c, s.Catalogue)
	c.Need(it.Form == Note && sum != "" && strings.Contains(it.Text, sum), "text", i18n.T("Noem in de notitie de vaste versie waarover die gaat.", "Name in the note the fixed version that it is about."))
	if err := c.Fault("evidence.refused"); err != nil {
		return err
	}
	now := s.Now()
	it = s.fresh(by, it, now)
	err := s.Store.AddOnce(ctx, by.Org, it, sum, by.Draft(now, ActAdd, it.Ref(), Said(it)))
	if err != nil && !errors.Is(err, ErrThere) {
		return fmt.Errorf("add evidence %s once: %w", it.ID, err)
	}
	return nil
}
