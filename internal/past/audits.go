package past

import (
	"context"
	"fmt"
	"slices"

	"aantoonbaar/internal/audit"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
)

func (s *State) assessments(_ org.ID, entries []journal.Entry) error {
	files, unknown, err := audit.Recall(entries)
	s.Assessed = files
	s.lost(unknown)
	return err
}

type audits struct{ *Stores }

// ForAudit returns the store of independent assessments.
func (s *Stores) ForAudit() audit.Store { return audits{s} }

// List implements [audit.Store].
func (s audits) List(ctx context.Context, id org.ID) (files []audit.File, err error) {
	if err := s.own(id); err != nil {
		return nil, err
	}
	for _, f := range s.State.Assessed {
		files = append(files, audit.File{Engagement: f.Engagement, Reports: f.Reports})
	}
	return files, s.sealed(ctx, id, files)
}

// Load implements [audit.Store].
func (s audits) Load(ctx context.Context, id org.ID, a audit.ID) (audit.File, bool, error) {
	f, ok := s.assessed(a)
	if err := s.own(id); err != nil || !ok {
		return audit.File{}, false, err
	}
	f.Verdicts, f.Findings = slices.Clone(f.Verdicts), slices.Clone(f.Findings)
	files := []audit.File{f}
	err := s.sealed(ctx, id, files)
	return files[0], err == nil, err
}

func (s audits) assessed(a audit.ID) (audit.File, bool) {
	i := slices.IndexFunc(s.State.Assessed, func(f audit.File) bool { return f.Engagement.ID == a })
	if i < 0 {
		return audit.File{}, false
	}
	return s.State.Assessed[i], true
}

// sealed gives the reports of files the signatures, keys and checkpoints that are
// kept of them; none to one of which something else is kept.
func (s audits) sealed(ctx context.Context, id org.ID, files []audit.File) error {
	if !slices.ContainsFunc(files, func(f audit.File) bool { return len(f.Reports) > 0 }) {
		return nil
	}
	all, err := s.Audits.List(ctx, id)
	for i := range files {
		f := &files[i]
		var reports []audit.Report
		for _, r := range f.Reports {
			for _, kept := range reportsOf(all, f.Engagement.ID) {
				if kept.Number == r.Number && kept.SHA256 == r.SHA256 && kept.Size == r.Size {
					r.Public, r.Signature, r.Note = kept.Public, kept.Signature, kept.Note
				}
			}
			reports = append(reports, r)
		}
		f.Reports = reports
	}
	return err
}

func reportsOf(files []audit.File, a audit.ID) []audit.Report {
	for _, f := range files {
		if f.Engagement.ID == a {
			return f.Reports
		}
	}
	return nil
}

// Report implements [audit.Store]. What is kept is compared with what the journal
// says was signed.
func (s audits) Report(ctx context.Context, id org.ID, a audit.ID, number int) (audit.Report, bool, error) {
	f, _ := s.assessed(a)
	i := slices.IndexFunc(f.Reports, func(r audit.Report) bool { return r.Number == number })
	if err := s.own(id); err != nil || i < 0 {
		return audit.Report{}, false, err
	}
	named := f.Reports[i]
	kept, ok, err := s.Audits.Report(ctx, id, a, number)
	if err != nil {
		return audit.Report{}, false, err
	}
	if !ok || kept.SHA256 != named.SHA256 || kept.Size != named.Size || !isWhole(kept) {
		return audit.Report{}, false, fmt.Errorf("report %d of assessment %s is not the one that the journal names", number, a)
	}
	named.Text, named.Public, named.Signature, named.Note = kept.Text, kept.Public, kept.Signature, kept.Note
	return named, true, nil
}

// isWhole reports whether a report is what was signed, under the key that it names.
func isWhole(r audit.Report) bool {
	d, err := audit.ReadDocument(r.Text)
	return err == nil && r.Holds() && d.Key == identity.Fingerprint(r.Public)
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
