package received

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"

	"aantoonbaar/internal/anchor"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
)

// The journal's actions; the data of both is a Received. A fork has its own, so
// that nobody reads over it.
const (
	ActKeep = "received.keep"
	ActFork = "received.fork"
)

// MaxRemark is the longest remark, in characters.
const MaxRemark = 500

// carriedFormat is the first line of what lies between check and yes.
const carriedFormat = "aantoonbaar/received/1"

// seal writes what was checked, under the signature of this installation: between
// check and yes it lies in the browser, and nothing is stored here.
func (s *Service) seal(by identity.Actor, x shown) (string, error) {
	text, err := json.Marshal(x)
	if err != nil {
		return "", fmt.Errorf("carry what was checked: %w", err)
	}
	signed, err := s.Signer.Note(fmt.Sprintf("%s\n%s %s\n%s\n", carriedFormat, by.Org, by.Person, text))
	return base64.StdEncoding.EncodeToString(signed), err
}

// unseal reads what seal wrote for the same person in the same organisation.
func (s *Service) unseal(by identity.Actor, carried string) (x shown, err error) {
	spoiled := &fault.Fault{
		Kind: fault.Invalid, Code: "received.preview-unreadable",
		Says: i18n.T("Het voorbeeld kwam niet heel terug.", "The preview did not come back whole."),
		Hint: i18n.T("Kies het bestand opnieuw. Er is niets opgeslagen.", "Choose the file again. Nothing was stored."),
	}
	signed, err := base64.StdEncoding.DecodeString(carried)
	if err != nil {
		return x, spoiled
	}
	own, err := note.NewVerifier(s.Signer.Public())
	if err != nil {
		return x, fmt.Errorf("own key: %w", err)
	}
	n, err := note.Open(signed, note.VerifierList(own))
	if err != nil {
		return x, spoiled
	}
	text, ok := strings.CutPrefix(n.Text, fmt.Sprintf("%s\n%s %s\n", carriedFormat, by.Org, by.Person))
	if !ok || json.Unmarshal([]byte(text), &x) != nil {
		return x, spoiled
	}
	return x, nil
}

// Keep stores what [Service.Check] looked at, once a person said yes: with its
// verdicts, its relation to earlier dossiers as it is now, and a receipt when there
// can be one. A fork is kept like any other, and marked.
//
// Refusals: Denied; Invalid when carried is not what Check gave to this person, or
// the remark is too long; ErrMeanwhile; ErrFull.
func (s *Service) Keep(ctx context.Context, by identity.Actor, carried, remark string) (Received, error) {
	if err := by.Need(identity.Evidence); err != nil {
		return Received{}, err
	}
	x, err := s.unseal(by, carried)
	if err != nil {
		return Received{}, err
	}
	var c fault.Checker
	c.Text(remark, "remark", MaxRemark)
	if err := c.Fault("received.refused"); err != nil {
		return Received{}, err
	}
	x.Remark, x.By, x.Kept = remark, by.Name, s.Now().UTC().Truncate(time.Microsecond)
	err = s.Store.Keep(ctx, by.Org, x.Origin, func(earlier []Received, seen anchor.Seen) (k Kept, err error) {
		if _, there := x.Roots[seen.Size]; x.Note != "" && seen.Size > 0 && seen.Size <= x.Size && !there {
			return k, ErrMeanwhile
		}
		if x.Relation, x.Beside, err = compare(x, earlier); err != nil {
			return k, err
		}
		if k.Next, err = s.cosign(&x, seen); err != nil {
			return k, err
		}
		k.Received, k.Entry = x.Received, by.Draft(x.Kept, actOf(x.Relation), x.Ref(), x.Received)
		return k, nil
	})
	if err != nil {
		return Received{}, fmt.Errorf("keep dossier %s: %w", x.ID, err)
	}
	return x.Received, nil
}

func actOf(r Relation) string {
	if r.forked() {
		return ActFork
	}
	return ActKeep
}

// List returns what was received, newest first. An assessor reads none of it: it is
// about others, who did not agree to that.
func (s *Service) List(ctx context.Context, by identity.Actor) ([]Received, error) {
	if err := by.Need(identity.SeeReceived); err != nil {
		return nil, err
	}
	all, err := s.Store.All(ctx, by.Org)
	if err != nil {
		return nil, fmt.Errorf("list received dossiers: %w", err)
	}
	slices.Reverse(all)
	return all, nil
}

// Find returns one dossier, with the others of the same journal, newest first.
//
// Refusals: Denied; NotFound.
func (s *Service) Find(ctx context.Context, by identity.Actor, id ID) (one Received, others []Received, err error) {
	all, err := s.List(ctx, by)
	if err != nil {
		return one, nil, err
	}
	i := slices.IndexFunc(all, func(r Received) bool { return r.ID == id })
	if i < 0 {
		return one, nil, fault.Missing("received.none")
	}
	one = all[i]
	for _, r := range all {
		if r.Origin == one.Origin && r.ID != id {
			others = append(others, r)
		}
	}
	return one, others, nil
}
