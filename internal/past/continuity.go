package past

import (
	"context"

	"aantoonbaar/internal/continuity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
)

func (s *State) continuity(_ org.ID, entries []journal.Entry) error {
	held, unknown, err := continuity.Recall(entries)
	s.Continuity = held
	s.lost(unknown)
	return err
}

type withoutICT struct{ *Stores }

// ForContinuity returns the store of care without ICT.
func (s *Stores) ForContinuity() continuity.Store { return withoutICT{s} }

// All implements [continuity.Store].
func (s withoutICT) All(_ context.Context, id org.ID) (continuity.Held, error) {
	return s.State.Continuity, s.own(id)
}

// Save implements [continuity.Store].
func (s withoutICT) Save(context.Context, org.ID, continuity.Record, journal.Draft) error {
	return ErrPast
}
