package journal

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"

	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/sqldb"
)

// ActKeyRotated is the entry with which a journal tells that another key signs.
const ActKeyRotated = "journal.key-rotated"

// Rotated is what such an entry says.
type Rotated struct {
	Old string `json:"old"` // verifier key; it signs nothing beyond this entry
	New string `json:"new"` // verifier key that takes over
}

// BeginRotation makes the key that will take over, or finds the one of a rotation
// that was broken off. Until [Signer.FinishRotation] every checkpoint is signed by
// both keys, so that no journal is ever without a signature that somebody knows.
func (s *Signer) BeginRotation() (Rotated, error) {
	path := s.ring.path + ".next"
	if err := newPair(path, s.Origin); err != nil && !errors.Is(err, fs.ErrExist) {
		return Rotated{}, fmt.Errorf("make the next signing key: %w", err)
	}
	k, err := s.ring.load()
	if err != nil {
		return Rotated{}, err
	}
	if k.next == nil { // broken off after the very last step: nothing is left of it but the file
		return Rotated{}, errors.Join(os.Remove(path), errLeftOver)
	}
	return Rotated{Old: k.active.public, New: k.next.public}, nil
}

var errLeftOver = errors.New("signing key: an earlier rotation had left a file behind, which is removed now; begin again")

// Tell writes in org's journal that the key changes, once, and signs over it with
// both keys. The checkpoint is for [Signer.Keep] once it is committed.
func (s *Signer) Tell(ctx context.Context, tx *sqldb.Tx, org string, r Rotated, entry Draft) (Checkpoint, error) {
	told, err := Of(ctx, tx, org, 0, ActKeyRotated)
	if err != nil {
		return Checkpoint{}, err
	}
	if !slices.ContainsFunc(told, func(e Entry) bool { return rotatedIn(e).New == r.New }) {
		entry.Action, entry.Data = ActKeyRotated, r
		if err := Append(ctx, tx, org, entry); err != nil {
			return Checkpoint{}, err
		}
	}
	return s.Sign(ctx, tx, org, entry.At)
}

func rotatedIn(e Entry) (r Rotated) {
	_ = json.Unmarshal(e.Data, &r) // an entry that says nothing retires no key
	return r
}

// FinishRotation lets the next key be the only one that signs, from now on. The
// old secret is gone; the old public key is kept with the moment of change.
func (s *Signer) FinishRotation(now time.Time) error {
	k, err := s.ring.load()
	if err != nil {
		return err
	}
	if k.next == nil {
		return errors.New("signing key: there is no next key")
	}
	old := Key{Public: k.active.public, Until: now}
	if n := len(k.retired); n > 0 && k.retired[n-1].Public == old.Public {
		k.retired = k.retired[:n-1] // broken off after this step before
	}
	if n := len(k.retired); n > 0 {
		old.From = k.retired[n-1].Until
	}
	var text strings.Builder
	for _, key := range append(slices.Clone(k.retired), old) {
		fmt.Fprintf(&text, "%s %s %s\n", key.Public, Stamp(key.From), Stamp(key.Until))
	}
	if err := writeWhole(s.ring.path+".retired", text.String(), false); err != nil {
		return fmt.Errorf("keep the retired key: %w", err)
	}
	if err := os.Rename(s.ring.path+".next", s.ring.path); err != nil {
		return fmt.Errorf("let the next key sign: %w", err)
	}
	return syncFolder(filepath.Dir(s.ring.path))
}

// A keyring verifies checkpoints under the keys of one installation, as far as
// each of them may sign.
type keyring struct {
	known note.Verifiers
	ends  map[uint32]int64 // by a key's hash: the size beyond which it may not sign
}

// newKeyring reads public keys, and in org's journal which of them were retired.
func newKeyring(ctx context.Context, tx *sqldb.Tx, org string, public []string) (keyring, error) {
	known, err := verifiers(public)
	if err != nil {
		return keyring{}, err
	}
	told, err := of(ctx, tx, scanAny, org, 0, ActKeyRotated)
	if err != nil {
		return keyring{}, err
	}
	r := keyring{note.VerifierList(known...), map[uint32]int64{}}
	for _, e := range told {
		if v, err := note.NewVerifier(rotatedIn(e).Old); err == nil {
			r.ends[v.KeyHash()] = e.Seq + 1
		}
	}
	return r, nil
}

func verifiers(public []string) (all []note.Verifier, err error) {
	for _, p := range public {
		v, err := note.NewVerifier(p)
		if err != nil {
			return nil, fmt.Errorf("public key: %w", err)
		}
		all = append(all, v)
	}
	return all, nil
}

// verify returns what a checkpoint states for org, if a key signed it that might.
func (r keyring) verify(signed, org string) (Checkpoint, error) {
	c, by, err := verifyUnder(signed, r.known, org)
	if err != nil {
		return c, err
	}
	for _, s := range by {
		if end, retired := r.ends[s.Hash]; !retired || c.Size <= end {
			return c, nil
		}
	}
	return c, errRetired
}

// Why a checkpoint does not hold, besides its signature.
var (
	errRetired   = errors.New("it is signed by a key that was retired before")
	errElsewhere = errors.New("it is of another journal")
)

// whyNot says to a person why a checkpoint does not hold.
func whyNot(err error) i18n.Text {
	switch unknown := (*note.UnverifiedNoteError)(nil); {
	case errors.As(err, &unknown):
		return i18n.T("zij is niet gezet met een sleutel van deze installatie", "no key of this installation signed it")
	case errors.Is(err, errRetired):
		return i18n.T("zij is gezet met een sleutel die toen al niet meer in gebruik was", errRetired.Error())
	case errors.Is(err, errElsewhere):
		return i18n.T("zij hoort bij een ander logboek", errElsewhere.Error())
	}
	return i18n.T("de tekst is veranderd nadat zij is gezet", "its text was changed after it was signed")
}
