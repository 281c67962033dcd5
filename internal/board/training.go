package board

import (
	"context"
	"fmt"
	"slices"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/identity"
)

// AddCertificate records that a board member was trained.
//
// Refusals: Denied; Invalid with every wrong field.
func (s *Service) AddCertificate(ctx context.Context, by identity.Actor, c Certificate) (Certificate, error) {
	if err := by.Need(identity.Training); err != nil {
		return Certificate{}, err
	}
	if err := c.check(s.today()); err != nil {
		return Certificate{}, err
	}
	now := s.now()
	c.ID, c.AddedBy, c.AddedAt = CertificateID(s.NewID("cer")), by.Name, now
	if err := s.Store.SaveCertificate(ctx, by.Org, c, by.Draft(now, "certificate.add", CertificateRef(c.ID), c)); err != nil {
		return Certificate{}, fmt.Errorf("store certificate: %w", err)
	}
	return c, nil
}

// WithdrawCertificate makes a certificate count no longer; it stays in the journal.
//
// Refusals: Denied; NotFound.
func (s *Service) WithdrawCertificate(ctx context.Context, by identity.Actor, id CertificateID) error {
	if err := by.Need(identity.Training); err != nil {
		return err
	}
	held, err := s.Store.Load(ctx, by.Org)
	if err != nil {
		return fmt.Errorf("load certificates: %w", err)
	}
	i := slices.IndexFunc(held.Certificates, func(c Certificate) bool { return c.ID == id && c.Withdrawn.IsZero() })
	if i < 0 {
		return fault.Missing("board.no-certificate")
	}
	c, now := held.Certificates[i], s.now()
	c.Withdrawn = now
	if err := s.Store.SaveCertificate(ctx, by.Org, c, by.Draft(now, "certificate.withdraw", CertificateRef(c.ID), c)); err != nil {
		return fmt.Errorf("withdraw certificate %s: %w", id, err)
	}
	return nil
}
