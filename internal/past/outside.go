package past

import (
	"context"
	"slices"
	"time"

	"aantoonbaar/internal/audit"
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

func (s *State) reports(_ org.ID, entries []journal.Entry) error {
	signed, unknown, err := audit.Recall(entries)
	s.Reports = signed
	s.lost(unknown)
	return err
}

type (
	register struct{ *Stores }
	audits   struct{ *Stores }
)

// ForCertification returns the store of the register of certificates.
func (s *Stores) ForCertification() certification.Store { return register{s} }

// ForAudit returns the store of independent assessments. It has the reports that
// were signed by then, and nothing of the work.
func (s *Stores) ForAudit() audit.Store { return audits{s} }

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

// signed reports whether the journal names the very report.
func (s audits) signed(a audit.ID, r audit.Report) bool {
	return slices.Contains(s.State.Reports, audit.SignedReport{Engagement: a, Number: r.Number, SHA256: r.SHA256, Size: r.Size})
}

// List implements [audit.Store].
func (s audits) List(ctx context.Context, id org.ID) (files []audit.File, err error) {
	if err := s.own(id); err != nil || len(s.State.Reports) == 0 {
		return nil, err
	}
	all, err := s.Audits.List(ctx, id)
	for _, f := range all {
		f.Reports = slices.DeleteFunc(slices.Clone(f.Reports), func(r audit.Report) bool { return !s.signed(f.Engagement.ID, r) })
		if len(f.Reports) > 0 {
			files = append(files, f)
		}
	}
	return files, err
}

// Load implements [audit.Store].
func (s audits) Load(_ context.Context, id org.ID, _ audit.ID) (audit.File, bool, error) {
	return audit.File{}, false, s.own(id)
}

// Report implements [audit.Store].
func (s audits) Report(ctx context.Context, id org.ID, a audit.ID, number int) (audit.Report, bool, error) {
	if err := s.own(id); err != nil {
		return audit.Report{}, false, err
	}
	r, ok, err := s.Audits.Report(ctx, id, a, number)
	if err != nil || !ok || !s.signed(a, r) || !r.Holds() {
		return audit.Report{}, false, err
	}
	return r, true, nil
}

// Save implements [audit.Store].
func (s audits) Save(context.Context, org.ID, audit.Engagement, journal.Draft) error { return ErrPast }

// Begin implements [audit.Store].
func (s audits) Begin(context.Context, org.ID, int64, audit.Fix) error { return ErrPast }

// Judge implements [audit.Store].
func (s audits) Judge(context.Context, org.ID, audit.Engagement, []audit.Verdict, []journal.Draft) error {
	return ErrPast
}

// SaveFinding implements [audit.Store].
func (s audits) SaveFinding(context.Context, org.ID, audit.Engagement, audit.Finding, journal.Draft) error {
	return ErrPast
}

// BringBack implements [audit.Store].
func (s audits) BringBack(context.Context, org.ID, audit.Engagement, []audit.Verdict, []audit.Finding, []journal.Draft) error {
	return ErrPast
}

// Sign implements [audit.Store].
func (s audits) Sign(context.Context, org.ID, audit.Engagement, audit.Report, journal.Draft) (audit.Report, error) {
	return audit.Report{}, ErrPast
}
