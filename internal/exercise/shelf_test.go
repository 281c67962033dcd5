package exercise_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"

	"aantoonbaar/internal/continuity"
	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/exercise"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/plan"
)

// A shelf keeps records in memory, and what came of them beside the room.
type shelf struct {
	files   map[exercise.ID]*exercise.File
	region  exercise.Region
	saves   int
	items   []evidence.Item
	actions []plan.Action
}

// Save implements [exercise.Store].
func (s *shelf) Save(_ context.Context, _ org.ID, r exercise.Record, entry journal.Draft) error {
	text, err := json.Marshal(r)
	if err != nil || entry.Object != r.Ref() {
		return fmt.Errorf("the journal is told of %v, %v", entry.Object, err)
	}
	f := s.files[r.Of()]
	if f == nil {
		f = &exercise.File{}
		s.files[r.Of()] = f
	}
	s.saves++
	switch x := r.(type) { // in the place of what was there
	case exercise.Note:
		f.Notes = without(f.Notes, func(n exercise.Note) bool { return n.ID == x.ID })
	case exercise.Seen:
		f.Seen = without(f.Seen, func(o exercise.Seen) bool { return o.Ref() == x.Ref() })
	case exercise.Exercise:
		f.Exercise = exercise.Exercise{}
	}
	return f.Put(r.Ref().Kind, text)
}

func without[T any](all []T, is func(T) bool) (rest []T) {
	for _, x := range all {
		if !is(x) {
			rest = append(rest, x)
		}
	}
	return rest
}

// All implements [exercise.Store].
func (s *shelf) All(context.Context, org.ID) (all []exercise.Exercise, err error) {
	for _, f := range s.files {
		all = append(all, f.Exercise)
	}
	return all, nil
}

// OrgName implements [exercise.World].
func (s *shelf) OrgName(context.Context, identity.Actor) (string, error) { return "Thuiszorg", nil }

// SaveRegion implements [exercise.Store].
func (s *shelf) SaveRegion(ctx context.Context, id org.ID, r exercise.Record, g exercise.Region, entry journal.Draft) error {
	s.region = g
	return s.Save(ctx, id, r, entry)
}

// Region implements [exercise.Store].
func (s *shelf) Region(_ context.Context, _ org.ID, id exercise.ID) (exercise.Region, bool, error) {
	return s.region, s.region.ID == id, nil
}

// Invited implements [exercise.Store].
func (s *shelf) Invited(_ context.Context, code []byte) (exercise.Region, bool, error) {
	return s.region, bytes.Equal(s.region.Code, code), nil
}

// Running implements [exercise.Store].
func (s *shelf) Running(context.Context, org.ID) (all []exercise.Exercise, err error) {
	for _, f := range s.files {
		if f.Exercise.Stage() == exercise.Running {
			all = append(all, f.Exercise)
		}
	}
	return all, nil
}

// Find implements [exercise.Store].
func (s *shelf) Find(_ context.Context, _ org.ID, id exercise.ID) (exercise.File, bool, error) {
	f := s.files[id]
	if f == nil {
		return exercise.File{}, false, nil
	}
	f.Order()
	return *f, true, nil
}

// Sectors implements [exercise.World].
func (s *shelf) Sectors(context.Context, org.ID) ([]org.Sector, error) {
	return []org.Sector{org.Pharmacy}, nil
}

// Members implements [exercise.World].
func (s *shelf) Members(context.Context, org.ID) (identity.Roll, error) {
	return identity.Roll{Here: map[identity.PersonID]string{"per_sanne": "Sanne", "per_karim": "Karim", "per_tom": "Tom", "per_ada": "Ada"}}, nil
}

// Carried implements [exercise.World].
func (s *shelf) Carried(context.Context, identity.Actor) (continuity.Held, error) {
	return continuity.Held{Systems: []continuity.System{{ID: "sys_1", Name: "ECD", Kind: continuity.ClientRecord}}}, nil
}

// Items implements [exercise.World].
func (s *shelf) Items(context.Context, identity.Actor) ([]evidence.Item, error) { return s.items, nil }

// AddOnce implements [exercise.World].
func (s *shelf) AddOnce(_ context.Context, _ identity.Actor, it evidence.Item, sum string) error {
	if !evidence.HasNote(s.items, sum) {
		s.items = append(s.items, it)
	}
	return nil
}

// Actions implements [exercise.World].
func (s *shelf) Actions(context.Context, identity.Actor) ([]plan.Action, error) {
	return s.actions, nil
}

// AddAction implements [exercise.World].
func (s *shelf) AddAction(_ context.Context, _ identity.Actor, a plan.Action) (plan.Action, error) {
	a.Status = plan.Open
	s.actions = append(s.actions, a)
	return a, nil
}
