package past

import (
	"context"

	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/review"
)

func (s *State) reviews(_ org.ID, entries []journal.Entry) error {
	all, unknown, err := review.Recall(entries)
	s.Reviews = all
	s.lost(unknown)
	return err
}

type reviews struct{ *Stores }

// ForReview returns the store of management reviews.
func (s *Stores) ForReview() review.Store { return reviews{s} }

// All implements [review.Store].
func (s reviews) All(_ context.Context, id org.ID, limit int) ([]review.Review, error) {
	return upTo(s.State.Reviews, limit), s.own(id)
}

// Save implements [review.Store].
func (s reviews) Save(context.Context, org.ID, review.Review, journal.Draft) error { return ErrPast }
