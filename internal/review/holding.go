package review

import (
	"context"
	"fmt"
	"strings"
	"time"

	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/plan"
)

// Begin starts a review for a meeting on a day. One is prepared at a time.
//
// Refusals: Denied; Invalid; ErrOpen.
func (s *Service) Begin(ctx context.Context, by identity.Actor, on time.Time) (Review, error) {
	if err := by.Need(identity.PrepareBoard); err != nil {
		return Review{}, err
	}
	now := s.now()
	r := Review{ID: ID(s.NewID("rev")), On: on, StartedAt: now, StartedBy: by.Name, Version: 1}
	var c fault.Checker
	r.check(&c)
	if err := c.Fault("review.refused"); err != nil {
		return Review{}, err
	}
	if err := s.Store.Save(ctx, by.Org, r, by.Draft(now, "review.begin", r.Ref(), r)); err != nil {
		return Review{}, fmt.Errorf("begin review: %w", err)
	}
	return r, nil
}

// Change stores days, people and texts of a review. Version is that of the review
// from which the form was made.
//
// Refusals: Denied; NotFound; Invalid with every wrong field; Conflict when it was
// signed or changed in the meantime.
func (s *Service) Change(ctx context.Context, by identity.Actor, changed Review) error {
	if err := by.Need(identity.PrepareBoard); err != nil {
		return err
	}
	r, err := s.open(ctx, by, changed.ID)
	if err != nil {
		return err
	}
	if changed.Version != r.Version {
		return ErrStale
	}
	r.On, r.Next, r.Attendees, r.Remarks, r.Outcome = changed.On, changed.Next, changed.Attendees, changed.Remarks, changed.Outcome
	r.Version++
	r = r.tidy()
	var c fault.Checker
	r.check(&c)
	if err := c.Fault("review.refused"); err != nil {
		return err
	}
	if err := s.Store.Save(ctx, by.Org, r, by.Draft(s.now(), "review.change", r.Ref(), r)); err != nil {
		return fmt.Errorf("change review %s: %w", r.ID, err)
	}
	return nil
}

// Decide puts a decision of the review into the improvement plan, as an action for
// clause 9.3 with who does it and before when.
//
// Refusals: Denied; NotFound; Conflict when the review was signed; Invalid, with
// the fields of an action.
func (s *Service) Decide(ctx context.Context, by identity.Actor, id ID, a plan.Action) (plan.Action, error) {
	if err := by.Need(identity.Plan); err != nil {
		return plan.Action{}, err
	}
	r, err := s.open(ctx, by, id)
	if err != nil {
		return plan.Action{}, err
	}
	var c fault.Checker
	c.Need(a.Owner != "" || strings.TrimSpace(a.OwnerText) != "", "owner", i18n.T("Kies wie dit doet.", "Choose who does this."))
	c.Need(!a.Due.IsZero(), "due", i18n.T("Vul in wanneer het klaar moet zijn.", "Give the day on which it must be done."))
	if err := c.Fault("review.decision-refused"); err != nil {
		return plan.Action{}, err
	}
	a.Source, a.Requirements = r.source(), []string{Clause}
	added, err := s.World.AddAction(ctx, by, a)
	if err != nil {
		return plan.Action{}, fmt.Errorf("add decision of %s: %w", id, err)
	}
	return added, nil
}

// Sign approves a review as it stands, in the name of the person at work. After
// that it is fixed.
//
// Refusals: Denied; NotFound; Invalid when something is missing or the name is not
// the person's own; Conflict when it was signed before, or when what is there is
// not what the person read.
func (s *Service) Sign(ctx context.Context, by identity.Actor, id ID, sig Signature) error {
	if err := by.Need(identity.Sign); err != nil {
		return err
	}
	r, err := s.open(ctx, by, id)
	if err != nil {
		return err
	}
	sheet, text, err := s.draw(ctx, by, r)
	if err != nil {
		return err
	}
	if err := sig.check(by, sheet.Document, sheet.SHA256); err != nil {
		return err
	}
	r.Version++
	r.Signed = &Signed{By: by.Person, Name: by.Name, Role: by.Role, At: s.now(), Words: Words.In(sig.Lang), SHA256: sheet.SHA256, Text: text}
	if err := s.Store.Save(ctx, by.Org, r, by.Draft(r.Signed.At, "review.sign", r.Ref(), r)); err != nil {
		return fmt.Errorf("sign review %s: %w", id, err)
	}
	return nil
}

// Prove adds a signed review to the evidence for clause 9.3: it shows that the
// clause works in practice. It counts until the day of the next review. Where it is
// evidence already, nothing is added.
//
// Refusals: Denied; NotFound; Invalid when it was not signed.
func (s *Service) Prove(ctx context.Context, by identity.Actor, id ID) error {
	if err := by.Need(identity.Evidence); err != nil {
		return err
	}
	r, err := s.find(ctx, by, id)
	if err != nil {
		return err
	}
	if r.Signed == nil {
		return &fault.Fault{
			Kind: fault.Invalid, Code: "review.not-signed",
			Says: i18n.T("Deze directiebeoordeling is nog niet ondertekend, en telt dan niet als bewijs.", "This management review has not been signed, and then is no evidence."),
			Hint: i18n.T("Laat een bestuurder eerst ondertekenen. Er is niets opgeslagen.", "Have a board member sign first. Nothing was stored."),
		}
	}
	err = s.World.AddOnce(ctx, by, evidence.Item{
		Title: "Directiebeoordeling van " + i18n.NL.Day(r.On), Form: evidence.Note, Kind: framework.Operation,
		Text:      "Ondertekend door " + r.Signed.Name + " op " + i18n.NL.Day(r.Signed.At.In(s.Zone)) + ".\nVaste versie: " + r.Signed.SHA256,
		VouchedBy: r.Signed.Name, SpeaksFrom: r.On, ValidUntil: r.Next, Requirements: []string{Clause},
	}, r.Signed.SHA256)
	if err != nil {
		return fmt.Errorf("add review %s to the evidence: %w", id, err)
	}
	return nil
}
