package programme

import (
	"context"
	"fmt"
	"slices"

	"aantoonbaar/internal/identity"
)

// A Due is what the programme asks of one person now.
type Due struct {
	Late []State // rounds of which the month has passed, for who keeps the programme or carries the round
	Own  []Own   // self-audits in which the person has yet to judge something
}

// An Own is a self-audit in which somebody has yet to judge.
type Own struct {
	State
	Left []string // requirements that the person owns, in the norm's order
}

// Due returns what the programme that runs today, else the newest one, asks of the
// actor now. A self-audit asks nothing of owners before somebody has begun it.
//
// Refusals: Denied.
func (s *Service) Due(ctx context.Context, by identity.Actor) (due Due, err error) {
	if err := by.Need(identity.Read); err != nil {
		return due, err
	}
	held, err := s.held(ctx, by.Org)
	if err != nil || len(held.Programmes) == 0 {
		return due, err
	}
	rounds, today := held.Of(held.running(s.today()).Number), s.today()
	var outsides []Outside
	if slices.ContainsFunc(rounds, func(r Round) bool { return r.Engagement != "" }) {
		if outsides, err = s.World.Outsides(ctx, by); err != nil {
			return due, fmt.Errorf("list assessments: %w", err)
		}
	}
	for _, r := range rounds {
		x := stand(s.Catalogue, r, outsides, today)
		if x.Stage == Late && (identity.May(by, identity.PlanAudits) || r.IsBy(by.Person)) {
			due.Late = append(due.Late, x)
		}
		if r.Tier != Self || r.Status != AtWork {
			continue
		}
		left, err := s.leftTo(ctx, by, x)
		if err != nil {
			return due, err
		}
		if len(left) > 0 {
			due.Own = append(due.Own, Own{x, left})
		}
	}
	return due, nil
}

// leftTo returns what a person owns in a self-audit and has not judged whole.
func (s *Service) leftTo(ctx context.Context, by identity.Actor, x State) (left []string, err error) {
	pic, err := s.World.Picture(ctx, by)
	if err != nil {
		return nil, fmt.Errorf("look at the self-assessment: %w", err)
	}
	for _, id := range x.Scope {
		if req := s.Catalogue.Find(id); req != nil && by.Person != "" && pic.Answer(req).Owner == by.Person {
			left = append(left, id)
		}
	}
	if len(left) == 0 {
		return nil, nil
	}
	work, err := s.Store.Work(ctx, by.Org, x.ID)
	if err != nil {
		return nil, fmt.Errorf("load audit round %s: %w", x.ID, err)
	}
	return slices.DeleteFunc(left, func(id string) bool { return work.Of(x.ID, id).IsWhole() }), nil
}
