package past

import (
	"context"

	"aantoonbaar/internal/anchor"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/received"
)

func (s *State) received(_ org.ID, entries []journal.Entry) error {
	all, unknown, err := received.Recall(entries)
	s.Received = all
	s.lost(unknown)
	return err
}

type arrivals struct{ *Stores }

// ForReceived returns the store of received dossiers.
func (s *Stores) ForReceived() received.Store { return arrivals{s} }

// All implements [received.Store].
func (s arrivals) All(_ context.Context, id org.ID) ([]received.Received, error) {
	return upTo(s.State.Received, received.MaxReceived), s.own(id)
}

// Before implements [received.Store]. Nobody compares a dossier with an earlier day.
func (arrivals) Before(context.Context, org.ID, string) ([]received.Received, anchor.Seen, error) {
	return nil, anchor.Seen{}, ErrPast
}

// Keep implements [received.Store].
func (arrivals) Keep(context.Context, org.ID, string, func([]received.Received, anchor.Seen) (received.Kept, error)) error {
	return ErrPast
}
