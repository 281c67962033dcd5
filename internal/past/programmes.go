package past

import (
	"context"

	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/programme"
)

func (s *State) programmes(_ org.ID, entries []journal.Entry) error {
	held, unknown, err := programme.Recall(entries)
	s.Audits = held
	s.lost(unknown)
	return err
}

type programmes struct{ *Stores }

// ForProgramme returns the store of audit programmes.
func (s *Stores) ForProgramme() programme.Store { return programmes{s} }

// All implements [programme.Store].
func (s programmes) All(_ context.Context, id org.ID) (programme.Held, error) {
	return s.State.Audits, s.own(id)
}

// Save implements [programme.Store].
func (s programmes) Save(context.Context, org.ID, programme.Programme, journal.Draft) error {
	return ErrPast
}

// SaveRounds implements [programme.Store].
func (s programmes) SaveRounds(context.Context, org.ID, []programme.Round, []journal.Draft) error {
	return ErrPast
}
