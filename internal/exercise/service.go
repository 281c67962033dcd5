package exercise

import (
	"context"
	"fmt"
	"slices"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/org"
)

// World is what this room must know of the rooms beside it.
type World interface {
	// Sectors returns the kinds of care of the organisation; none when nobody said.
	Sectors(ctx context.Context, id org.ID) ([]org.Sector, error)
}

// A Service is what the rest of the platform may ask of this room.
type Service struct {
	World     World
	Scenarios []Scenario
	Clocks    map[string]i18n.Text // the legal clocks that there are; see [Expect]
}

// Library returns every scenario, those for the organisation's kind of care first.
//
// Refusals: Denied.
func (s *Service) Library(ctx context.Context, by identity.Actor) ([]Scenario, error) {
	if err := by.Need(identity.Read); err != nil {
		return nil, err
	}
	sectors, err := s.World.Sectors(ctx, by.Org)
	if err != nil {
		return nil, fmt.Errorf("look at the profile: %w", err)
	}
	all := slices.Clone(s.Scenarios)
	slices.SortStableFunc(all, func(a, b Scenario) int {
		switch x, y := a.Suits(sectors), b.Suits(sectors); {
		case x == y:
			return 0
		case x:
			return -1
		}
		return 1
	})
	return all, nil
}

// Scenario returns one scenario.
//
// Refusals: Denied; NotFound.
func (s *Service) Scenario(_ context.Context, by identity.Actor, id string) (Scenario, error) {
	if err := by.Need(identity.Read); err != nil {
		return Scenario{}, err
	}
	i := slices.IndexFunc(s.Scenarios, func(x Scenario) bool { return x.ID == id })
	if i < 0 {
		return Scenario{}, fault.Missing("exercise.no-scenario")
	}
	return s.Scenarios[i], nil
}
