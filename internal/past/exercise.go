package past

import (
	"context"

	"aantoonbaar/internal/exercise"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
)

func (s *State) exercises(_ org.ID, entries []journal.Entry) error {
	files, unknown, err := exercise.Recall(entries)
	s.Exercises = files
	s.lost(unknown)
	return err
}

type exercises struct{ *Stores }

// ForExercise returns the store of exercises.
func (s *Stores) ForExercise() exercise.Store { return exercises{s} }

// All implements [exercise.Store].
func (s exercises) All(_ context.Context, id org.ID) (all []exercise.Exercise, err error) {
	for _, f := range s.State.Exercises {
		all = append(all, f.Exercise)
	}
	return all, s.own(id)
}

// Running implements [exercise.Store].
func (s exercises) Running(_ context.Context, id org.ID) (all []exercise.Exercise, err error) {
	for _, f := range s.State.Exercises {
		if f.Exercise.Stage() == exercise.Running {
			all = append(all, f.Exercise)
		}
	}
	return all, s.own(id)
}

// Find implements [exercise.Store].
func (s exercises) Find(_ context.Context, id org.ID, one exercise.ID) (exercise.File, bool, error) {
	for _, f := range s.State.Exercises {
		if f.Exercise.ID == one {
			return f, true, s.own(id)
		}
	}
	return exercise.File{}, false, s.own(id)
}

// Region implements [exercise.Store]. What others did on a shared clock is told by the
// organisation's own journal as far as it was stored there.
func (s exercises) Region(_ context.Context, id org.ID, _ exercise.ID) (exercise.Region, bool, error) {
	return exercise.Region{}, false, s.own(id)
}

// Invited implements [exercise.Store].
func (exercises) Invited(context.Context, []byte) (exercise.Region, bool, error) {
	return exercise.Region{}, false, nil
}

// SaveRegion implements [exercise.Store].
func (exercises) SaveRegion(context.Context, org.ID, exercise.Record, exercise.Region, journal.Draft) error {
	return ErrPast
}

// Save implements [exercise.Store].
func (s exercises) Save(context.Context, org.ID, exercise.Record, journal.Draft) error {
	return ErrPast
}
