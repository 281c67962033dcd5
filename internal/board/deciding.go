package board

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
)

// soonest returns the decisions that want holds for, the nearest day first; those
// without a day come last.
func soonest(all []Decision, want func(Decision) bool) []Decision {
	var found []Decision
	for _, d := range all {
		if want(d) {
			found = append(found, d)
		}
	}
	slices.SortStableFunc(found, func(a, b Decision) int {
		return cmp.Or(cmp.Compare(a.urgency(), b.urgency()), a.AskedAt.Compare(b.AskedAt))
	})
	return found
}

// urgency orders decisions by the day on which the answer is needed.
func (d Decision) urgency() int64 {
	if d.By.IsZero() {
		return math.MaxInt64
	}
	return d.By.Unix()
}

// Ask puts a question to the board.
//
// Refusals: Denied; Invalid with every wrong field, or because MaxOpen wait already.
func (s *Service) Ask(ctx context.Context, by identity.Actor, d Decision) (Decision, error) {
	if err := by.Need(identity.PrepareBoard); err != nil {
		return Decision{}, err
	}
	held, err := s.Store.Load(ctx, by.Org)
	if err != nil {
		return Decision{}, fmt.Errorf("load decisions: %w", err)
	}
	open := len(soonest(held.Decisions, func(d Decision) bool { return d.Status == Asked }))
	if err := d.check(s.today(), open); err != nil {
		return Decision{}, err
	}
	now := s.now()
	d.ID, d.Status, d.AskedBy, d.AskedAt, d.Version = DecisionID(s.NewID("dec")), Asked, by.Name, now, 1
	if err := s.Store.SaveDecision(ctx, by.Org, d, by.Draft(now, "board.ask", DecisionRef(d.ID), d)); err != nil {
		return Decision{}, fmt.Errorf("store decision: %w", err)
	}
	return d, nil
}

// An Answer is what the board says to a question.
type Answer struct {
	Decision DecisionID
	Version  int64 // of the question that was read
	Status   Status
	Reason   string // needed unless the board agrees
}

// Decide records the board's answer.
//
// Refusals: Denied; NotFound; Conflict when somebody decided or withdrew it first;
// Invalid without a reason.
func (s *Service) Decide(ctx context.Context, by identity.Actor, a Answer) (Decision, error) {
	if err := by.Need(identity.Sign); err != nil {
		return Decision{}, err
	}
	d, err := s.decision(ctx, by, a.Decision, a.Version)
	if err != nil {
		return Decision{}, err
	}
	now := s.now()
	if d, err = d.answer(a.Status, a.Reason, by.Name, now); err != nil {
		return Decision{}, err
	}
	if err := s.Store.SaveDecision(ctx, by.Org, d, by.Draft(now, "board.decide", DecisionRef(d.ID), d)); err != nil {
		return Decision{}, fmt.Errorf("store answer to %s: %w", d.ID, err)
	}
	return d, nil
}

// Withdraw takes a question back that the board has not answered for good.
//
// Refusals: Denied; NotFound; Conflict when somebody was first.
func (s *Service) Withdraw(ctx context.Context, by identity.Actor, id DecisionID, version int64) error {
	if err := by.Need(identity.PrepareBoard); err != nil {
		return err
	}
	d, err := s.decision(ctx, by, id, version)
	if err != nil {
		return err
	}
	if !d.IsOpen() {
		return ErrStale
	}
	now := s.now()
	d.Status, d.DecidedBy, d.DecidedAt, d.Version = Withdrawn, by.Name, now, d.Version+1
	if err := s.Store.SaveDecision(ctx, by.Org, d, by.Draft(now, "board.withdraw", DecisionRef(d.ID), d)); err != nil {
		return fmt.Errorf("withdraw %s: %w", d.ID, err)
	}
	return nil
}

// decision finds a decision as the person read it.
func (s *Service) decision(ctx context.Context, by identity.Actor, id DecisionID, version int64) (Decision, error) {
	held, err := s.Store.Load(ctx, by.Org)
	if err != nil {
		return Decision{}, fmt.Errorf("load decisions: %w", err)
	}
	i := slices.IndexFunc(held.Decisions, func(d Decision) bool { return d.ID == id })
	if i < 0 {
		return Decision{}, fault.Missing("board.no-decision")
	}
	if held.Decisions[i].Version != version {
		return Decision{}, ErrStale
	}
	return held.Decisions[i], nil
}

// Say writes the sentence of the board's page. Version is the one that was read.
//
// Refusals: Denied; Invalid; Conflict when somebody else was first.
func (s *Service) Say(ctx context.Context, by identity.Actor, text string, version int64) error {
	if err := by.Need(identity.PrepareBoard); err != nil {
		return err
	}
	var c fault.Checker
	c.Need(text != "", "sentence", i18n.T("Schrijf in één zin waar u staat.", "Write in one sentence where you stand."))
	c.Line(text, "sentence", MaxSentence)
	if err := c.Fault("board.sentence-refused"); err != nil {
		return err
	}
	held, err := s.Store.Load(ctx, by.Org)
	if err != nil {
		return fmt.Errorf("load sentence: %w", err)
	}
	if held.Sentence.Version != version {
		return ErrStale
	}
	now := s.now()
	said := Sentence{Text: text, By: by.Name, At: now, Version: version + 1}
	if err := s.Store.SaveSentence(ctx, by.Org, said, by.Draft(now, "board.say", SentenceRef, said)); err != nil {
		return fmt.Errorf("store sentence: %w", err)
	}
	return nil
}
