package past

import (
	"context"
	"time"

	"aantoonbaar/internal/certification"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
)

func (s *State) certified(_ org.ID, entries []journal.Entry) error {
	all, unknown, err := certification.Recall(entries)
	s.Certified = all
	s.lost(unknown)
	return err
}

type register struct{ *Stores }

// ForCertification returns the store of the register of certificates.
func (s *Stores) ForCertification() certification.Store { return register{s} }

// All implements [certification.Store].
func (s register) All(_ context.Context, id org.ID) ([]certification.Certificate, error) {
	return upTo(s.State.Certified, certification.MaxCertificates), s.own(id)
}

// Add implements [certification.Store].
func (s register) Add(context.Context, org.ID, []certification.Certificate, []journal.Draft) error {
	return ErrPast
}

// Withdraw implements [certification.Store].
func (s register) Withdraw(context.Context, org.ID, certification.ID, time.Time, journal.Draft) (bool, error) {
	return false, ErrPast
}
