package past

import (
	"context"
	"slices"
	"time"

	"aantoonbaar/internal/anchor"
	"aantoonbaar/internal/board"
	"aantoonbaar/internal/dossier"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
)

// Load implements [board.Store].
func (s boards) Load(_ context.Context, id org.ID) (board.Held, error) {
	held := s.State.Board
	held.Decisions, held.Approvals, held.Certificates = slices.Clone(held.Decisions), slices.Clone(held.Approvals), slices.Clone(held.Certificates)
	return held, s.own(id)
}

// Approval implements [board.Store].
func (s boards) Approval(ctx context.Context, id org.ID, approval board.ApprovalID) (board.Approval, bool, error) {
	all := s.State.Board.Approvals
	i := slices.IndexFunc(all, func(a board.Approval) bool { return a.ID == approval })
	if err := s.own(id); err != nil || i < 0 {
		return board.Approval{}, false, err
	}
	a, err := s.document(ctx, id, all[i])
	return a, err == nil, err
}

// SaveDecision implements [board.Store].
func (s boards) SaveDecision(context.Context, org.ID, board.Decision, journal.Draft) error {
	return ErrPast
}

// SaveSentence implements [board.Store].
func (s boards) SaveSentence(context.Context, org.ID, board.Sentence, journal.Draft) error {
	return ErrPast
}

// SaveCertificate implements [board.Store].
func (s boards) SaveCertificate(context.Context, org.ID, board.Certificate, journal.Draft) error {
	return ErrPast
}

// Approve implements [board.Store].
func (s boards) Approve(context.Context, org.ID, board.Approval, int64, journal.Draft) (board.Approval, error) {
	return board.Approval{}, ErrPast
}

func (s *State) dossiers(_ org.ID, entries []journal.Entry) error {
	for _, e := range entries {
		if e.Action == dossier.ActMake {
			s.Made = append(s.Made, e)
		}
	}
	return nil
}

// Made implements [dossier.Store].
func (s dossiers) Made(_ context.Context, id org.ID) ([]journal.Entry, error) {
	return slices.Clone(s.State.Made), s.own(id)
}

// Source implements [dossier.Store]. A dossier is of a moment of its own.
func (s dossiers) Source(ctx context.Context, id org.ID, size int64) (dossier.Source, bool, error) {
	if err := s.own(id); err != nil || size > s.State.Size {
		return dossier.Source{}, false, err
	}
	return s.Dossiers.Source(ctx, id, size)
}

// KeepReceipt implements [dossier.Store].
func (s dossiers) KeepReceipt(context.Context, org.ID, anchor.Anchor, journal.Draft) error {
	return ErrPast
}

// Make implements [dossier.Store].
func (s dossiers) Make(context.Context, org.ID, time.Time, func(int64) journal.Draft) (int64, error) {
	return 0, ErrPast
}

// Members implements [identity.MemberStore].
func (s accounts) Members(_ context.Context, id org.ID) ([]identity.Membership, error) {
	return slices.Clone(s.then.State.People.Members), s.then.own(id)
}

// Left implements [identity.MemberStore]. It knows those of today: a name that
// belonged on that day is among the members.
func (s accounts) Left(ctx context.Context, id org.ID) ([]identity.Membership, error) {
	if err := s.then.own(id); err != nil {
		return nil, err
	}
	return s.then.People.Left(ctx, id)
}

// LinksOf implements [identity.LinkStore].
func (s accounts) LinksOf(_ context.Context, id org.ID, now time.Time) ([]identity.Link, error) {
	return s.then.State.People.LinksAt(now), s.then.own(id)
}

// FindMember implements [identity.MemberStore]: the journal has no addresses.
func (s accounts) FindMember(context.Context, org.ID, string) (identity.Membership, bool, error) {
	return identity.Membership{}, false, ErrPast
}

// OrganisationName implements [identity.MemberStore].
func (s accounts) OrganisationName(_ context.Context, id org.ID) (string, error) {
	return s.then.State.Org.Name, s.then.own(id)
}

// AddMember implements [identity.MemberStore].
func (s accounts) AddMember(context.Context, org.ID, identity.Membership, journal.Draft) (bool, error) {
	return false, ErrPast
}

// ChangeMember implements [identity.MemberStore].
func (s accounts) ChangeMember(context.Context, org.ID, identity.PersonID, identity.DecideMember) (bool, error) {
	return false, ErrPast
}

// AddLink implements [identity.LinkStore].
func (s accounts) AddLink(context.Context, identity.Link, []byte, journal.Draft) error {
	return ErrPast
}

// WithdrawLink implements [identity.LinkStore].
func (s accounts) WithdrawLink(context.Context, org.ID, string, journal.Draft) (bool, error) {
	return false, ErrPast
}

// Enrol implements [identity.LinkStore].
func (s accounts) Enrol(context.Context, identity.Enrolment) error { return ErrPast }

// AcceptInvitation implements [identity.LinkStore].
func (s accounts) AcceptInvitation(context.Context, []byte, identity.Membership, journal.Draft) error {
	return ErrPast
}
