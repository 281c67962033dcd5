package past

import (
	"context"

	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/people"
)

func (s *State) training(_ org.ID, entries []journal.Entry) error {
	held, unknown, err := people.Recall(entries)
	s.Training = held
	s.lost(unknown)
	return err
}

type trained struct{ *Stores }

// ForPeople returns the store of people and their training.
func (s *Stores) ForPeople() people.Store { return trained{s} }

// All implements [people.Store].
func (s trained) All(_ context.Context, id org.ID) (people.Held, error) {
	return s.State.Training, s.own(id)
}

// Save implements [people.Store].
func (s trained) Save(context.Context, org.ID, ...people.Entered) error { return ErrPast }

// SaveSession implements [people.Store].
func (s trained) SaveSession(context.Context, org.ID, people.Session, journal.Draft, func([]people.Session) error) error {
	return ErrPast
}

// Erase implements [people.Store].
func (s trained) Erase(context.Context, org.ID, people.Staff, func([]int64) journal.Draft, ...people.Entered) error {
	return ErrPast
}

// Scrub implements [people.Store].
func (s trained) Scrub(context.Context) error { return ErrPast }
