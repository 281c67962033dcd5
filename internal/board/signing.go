package board

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/identity"
)

// A Review is what the board reads before it signs.
type Review struct {
	Document Document
	SHA256   string
	Stand    Stand
	Since    Difference // since the newest approval; empty without one
}

// Review returns exactly what a signature would be under now.
//
// Refusals: Denied; NotFound for a subject that does not exist.
func (s *Service) Review(ctx context.Context, by identity.Actor, sub Subject) (Review, error) {
	if err := by.Need(identity.Read); err != nil {
		return Review{}, err
	}
	if !slices.Contains(Subjects, sub) {
		return Review{}, fault.Missing("board.no-subject")
	}
	brief, err := s.World.Brief(ctx, by)
	if err != nil {
		return Review{}, fmt.Errorf("brief the board: %w", err)
	}
	held, err := s.Store.Load(ctx, by.Org)
	if err != nil {
		return Review{}, fmt.Errorf("load approvals: %w", err)
	}
	r := Review{Document: DocumentOf(sub, by.Org, brief)}
	if _, r.SHA256, err = r.Document.Text(); err != nil {
		return Review{}, err
	}
	r.Stand = StandOf(sub, held.Approvals, r.SHA256)
	if r.Stand.Latest != nil {
		_, before, err := s.signed(ctx, by.Org, r.Stand.Latest.ID)
		if err != nil {
			return Review{}, err
		}
		r.Since = Compare(before, r.Document)
	}
	return r, nil
}

// Sign approves a subject as it stands, in the name of the person at work. Signing
// the same version again changes nothing and returns the first signature.
//
// Refusals: Denied; NotFound for a subject that does not exist; Invalid when the
// name is not the person's own or there is nothing to sign; Conflict when what is
// there is not what the person read.
func (s *Service) Sign(ctx context.Context, by identity.Actor, sig Signature) (Approval, error) {
	if err := by.Need(identity.Sign); err != nil {
		return Approval{}, err
	}
	if !slices.Contains(Subjects, sig.Subject) {
		return Approval{}, fault.Missing("board.no-subject")
	}
	brief, err := s.World.Brief(ctx, by)
	if err != nil {
		return Approval{}, fmt.Errorf("brief the board: %w", err)
	}
	d := DocumentOf(sig.Subject, by.Org, brief)
	text, sum, err := d.Text()
	if err != nil {
		return Approval{}, err
	}
	if err := sig.check(by, d, sum); err != nil {
		return Approval{}, err
	}
	if a, ok, err := s.alreadySigned(ctx, by, sig.Subject, sum); ok || err != nil {
		return a, err
	}
	now := s.now()
	a := Approval{
		ID: ApprovalID(s.NewID("apr")), Subject: sig.Subject, Text: text, SHA256: sum,
		By: by.Person, Name: by.Name, Role: by.Role, At: now, Words: sig.Subject.Words().In(sig.Lang),
	}
	entry := by.Draft(now, "board.approve", ApprovalRef(a.ID), Signed{a.ID, a.Subject, a.SHA256, a.Words, a.Role})
	a, err = s.Store.Approve(ctx, by.Org, a, brief.Size, entry)
	if errors.Is(err, ErrStale) { // a second click may have come in between
		if first, ok, err := s.alreadySigned(ctx, by, sig.Subject, sum); ok || err != nil {
			return first, err
		}
	}
	if err != nil {
		return Approval{}, fmt.Errorf("sign %s: %w", sig.Subject, err)
	}
	return a, nil
}

// alreadySigned finds the person's own signature under this very version: who
// signs twice has signed once.
func (s *Service) alreadySigned(ctx context.Context, by identity.Actor, sub Subject, sum string) (Approval, bool, error) {
	held, err := s.Store.Load(ctx, by.Org)
	if err != nil {
		return Approval{}, false, fmt.Errorf("load approvals: %w", err)
	}
	i := slices.IndexFunc(held.Approvals, func(a Approval) bool { return a.Subject == sub && a.By == by.Person }) // the newest
	if i < 0 || held.Approvals[i].SHA256 != sum {
		return Approval{}, false, nil
	}
	return held.Approvals[i], true, nil
}

// An Evidence is an approval with what was signed and what changed since.
type Evidence struct {
	Approval Approval
	Document Document
	Since    Difference
	Same     bool       // the very same bytes stand now
	History  []Approval // every approval of the same subject, newest first
}

// Approval returns one approval as evidence.
//
// Refusals: Denied; NotFound.
func (s *Service) Approval(ctx context.Context, by identity.Actor, id ApprovalID) (Evidence, error) {
	if err := by.Need(identity.Read); err != nil {
		return Evidence{}, err
	}
	a, d, err := s.signed(ctx, by.Org, id)
	if err != nil {
		return Evidence{}, err
	}
	brief, err := s.World.Brief(ctx, by)
	if err != nil {
		return Evidence{}, fmt.Errorf("brief the board: %w", err)
	}
	now := DocumentOf(a.Subject, by.Org, brief)
	_, sum, err := now.Text()
	if err != nil {
		return Evidence{}, err
	}
	held, err := s.Store.Load(ctx, by.Org)
	if err != nil {
		return Evidence{}, fmt.Errorf("load the board's room: %w", err)
	}
	history := slices.DeleteFunc(slices.Clone(held.Approvals), func(x Approval) bool { return x.Subject != a.Subject })
	return Evidence{Approval: a, Document: d, Since: Compare(d, now), Same: sum == a.SHA256, History: history}, nil
}
