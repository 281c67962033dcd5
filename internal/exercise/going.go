package exercise

import (
	"context"
	"fmt"

	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
)

// A Going is an exercise that runs, as somebody with a part in it finds the way there:
// nothing of the story.
type Going struct {
	ID       ID
	Title    i18n.Text
	Role     i18n.Text // that the person plays; the zero Text for who plays none
	Observes bool      // else, without a role, the person leads
}

// Playing returns the exercises that run and in which the actor has a part: who plays,
// who observes, and who started the clock; where another organisation did that, whoever
// may lead.
//
// Refusals: Denied.
func (s *Service) Playing(ctx context.Context, by identity.Actor) (all []Going, err error) {
	if err := by.Need(identity.Read); err != nil {
		return nil, err
	}
	running, err := s.Store.Running(ctx, by.Org)
	if err != nil {
		return nil, fmt.Errorf("list running exercises: %w", err)
	}
	if err := s.follow(ctx, by, running); err != nil {
		return nil, err
	}
	for _, e := range running {
		if e.Stage() != Running {
			continue // its clock is another's, and not on yet or no longer
		}
		g := Going{ID: e.ID, Title: e.Script.Title, Observes: e.Observes(by.Person)}
		role, plays := e.RoleOf(by.Person)
		if plays {
			r, _ := e.Script.Role(role)
			g.Role = r.Name
		}
		leads := by.Person != "" && e.Begun.Person == by.Person || e.Follows() && identity.May(by, identity.LeadExercise)
		if plays || g.Observes || leads {
			all = append(all, g)
		}
	}
	return all, nil
}
