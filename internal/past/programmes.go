package past

import (
	"context"

	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/programme"
)

func (s *State) programmes(_ org.ID, entries []journal.Entry) error {
	all, unknown, err := programme.Recall(entries)
	s.Audits = all
	s.lost(unknown)
	return err
}

type programmes struct{ *Stores }

// ForProgramme returns the store of audit programmes.
func (s *Stores) ForProgramme() programme.Store { return programmes{s} }

// All implements [programme.Store].
func (s programmes) All(_ context.Context, id org.ID) (programme.Held, error) {
	return s.State.Audits.Held, s.own(id)
}

// Work implements [programme.Store].
func (s programmes) Work(_ context.Context, id org.ID, round programme.RoundID) (programme.Work, error) {
	return s.State.Audits.Work[round].Clone(), s.own(id)
}

// Save implements [programme.Store].
func (s programmes) Save(context.Context, org.ID, programme.Programme, journal.Draft) error {
	return ErrPast
}

// SaveRounds implements [programme.Store].
func (s programmes) SaveRounds(context.Context, org.ID, []programme.Round, []journal.Draft) error {
	return ErrPast
}

// Judge implements [programme.Store].
func (s programmes) Judge(context.Context, org.ID, programme.Round, programme.Judgement, journal.Draft) error {
	return ErrPast
}

// Find implements [programme.Store].
func (s programmes) Find(context.Context, org.ID, programme.Round, programme.Finding, journal.Draft) error {
	return ErrPast
}

// Report implements [programme.Store].
func (s programmes) Report(context.Context, org.ID, programme.Round, int64, journal.Draft) error {
	return ErrPast
}
