package past

import (
	"context"

	"aantoonbaar/internal/accesslog/rounds"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
)

func (s *State) logs(_ org.ID, entries []journal.Entry) error {
	held, unknown, err := rounds.Recall(entries)
	s.Logs = held
	s.lost(unknown)
	return err
}

type reviewed struct{ *Stores }

// ForLogs returns the store of log review.
func (s *Stores) ForLogs() rounds.Store { return reviewed{s} }

// All implements [rounds.Store].
func (s reviewed) All(_ context.Context, id org.ID) (rounds.Held, error) {
	return s.State.Logs, s.own(id)
}

// Save implements [rounds.Store].
func (s reviewed) Save(context.Context, org.ID, ...rounds.Entered) error { return ErrPast }
