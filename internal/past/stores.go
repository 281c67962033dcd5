package past

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"

	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/audit"
	"aantoonbaar/internal/board"
	"aantoonbaar/internal/dossier"
	"aantoonbaar/internal/duty"
	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/plan"
	"aantoonbaar/internal/ref"
)

// ErrPast is what every store here says to a change.
var ErrPast = &fault.Fault{
	Kind: fault.Denied, Code: "past.read-only",
	Says: i18n.T("U kijkt naar een eerdere dag. Die kunt u niet wijzigen.", "You are looking at an earlier day. You cannot change it."),
	Hint: i18n.T("Ga terug naar vandaag en wijzig het daar. Er is niets opgeslagen.", "Go back to today and change it there. Nothing was stored."),
}

// Stores are the rooms' stores at one moment of one organisation. They answer
// reads from the state, and refuse every change with ErrPast.
type Stores struct {
	State *State

	// History returns the entries about objects among the first State.Size ones,
	// newest first.
	History func(ctx context.Context, id org.ID, objects []ref.Ref, limit int) ([]journal.Entry, error)

	// The stores of today, for what does not change: the documents that were
	// signed, by their SHA-256; dossiers, by their size; the entries of answers;
	// and people's own accounts.
	Board    board.Store
	Dossiers dossier.Store
	Answers  func(ctx context.Context, id org.ID, seq int64) ([]journal.Entry, error)
	People   identity.Store
	Audits   audit.Store
}

// own refuses an organisation that the state is not of. The services ask for that
// of the actor, which is the same; a mistake must not show one as another.
func (s *Stores) own(id org.ID) error {
	if id != s.State.Org.ID {
		return fmt.Errorf("the state of %s was asked for %s", s.State.Org.ID, id)
	}
	return nil
}

func (s *Stores) history(ctx context.Context, id org.ID, limit int, objects ...ref.Ref) ([]journal.Entry, error) {
	if err := s.own(id); err != nil {
		return nil, err
	}
	return s.History(ctx, id, objects, limit)
}

// document fetches the text and the checkpoint of an approval, and makes sure
// that they are what the journal says was signed.
func (s *Stores) document(ctx context.Context, id org.ID, a board.Approval) (board.Approval, error) {
	kept, ok, err := s.Board.Approval(ctx, id, a.ID)
	if err != nil {
		return a, err
	}
	sum := sha256.Sum256(kept.Text)
	if !ok || hex.EncodeToString(sum[:]) != a.SHA256 {
		return a, fmt.Errorf("the document of approval %s is not the one that the journal names", a.ID)
	}
	a.Text, a.Note = kept.Text, kept.Note
	return a, nil
}

// Each room's store, for its service.
type (
	orgs     struct{ *Stores }
	answers  struct{ *Stores }
	pieces   struct{ *Stores }
	actions  struct{ *Stores }
	boards   struct{ *Stores }
	dossiers struct{ *Stores }
	accounts struct {
		identity.Store // of accounts
		then           *Stores
	}
)

// ForDuty returns the store of profiles.
func (s *Stores) ForDuty() duty.Store { return orgs{s} }

// ForAssessment returns the store of answers.
func (s *Stores) ForAssessment() assessment.Store { return answers{s} }

// ForEvidence returns the store of evidence.
func (s *Stores) ForEvidence() evidence.Store { return pieces{s} }

// ForPlan returns the store of actions.
func (s *Stores) ForPlan() plan.Store { return actions{s} }

// ForBoard returns the store of what the board was asked, decided and signed.
func (s *Stores) ForBoard() board.Store { return boards{s} }

// ForDossier returns the store of dossiers.
func (s *Stores) ForDossier() dossier.Store { return dossiers{s} }

// ForIdentity returns the store of people.
func (s *Stores) ForIdentity() identity.Store { return accounts{s.People, s} }

// upTo returns the first n of all, in a slice that is the caller's own.
func upTo[V any](all []V, n int) []V { return slices.Clone(all[:min(n, len(all))]) }
