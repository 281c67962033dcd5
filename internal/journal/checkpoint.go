package journal

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"aantoonbaar/internal/sqldb"
)

// A Signer signs checkpoints for one installation.
type Signer struct {
	Origin string  // name of the keys, and first line of every checkpoint before the organisation, e.g. "aantoonbaar-7f3a01c2"
	Memory *Memory // of what was signed; nil for none

	ring *ring
}

// LoadSigner reads the installation's keys from path and the files beside it, or
// makes the first. The file is readable by its owner only; who has it can sign in
// this installation's name, who loses it can prove old checkpoints but make no new
// ones.
func LoadSigner(path string) (*Signer, error) {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		if err := newPair(path, newName()); err != nil && !errors.Is(err, fs.ErrExist) {
			return nil, fmt.Errorf("make signing key: %w", err)
		}
	}
	s := &Signer{ring: &ring{path: path}}
	k, err := s.ring.load()
	if err != nil {
		return nil, err
	}
	s.Origin = k.active.signer.Name()
	return s, nil
}

// newName names an installation.
func newName() string {
	id := make([]byte, 4)
	_, _ = rand.Read(id) // never fails: crypto/rand ends the program instead
	return fmt.Sprintf("aantoonbaar-%x", id)
}

// Public returns the verifier key of what is signed now, to be given to those who
// check: "name+hash+key". While a next key shares the work it is still the old
// one. It is "" when the files cannot be read any more.
func (s *Signer) Public() string {
	k, err := s.ring.load()
	if err != nil {
		return ""
	}
	return k.active.public
}

// Keys lists every key of the installation, the newest first. A next key that
// shares the work with the one before it comes first, and neither has ended.
func (s *Signer) Keys() ([]Key, error) {
	k, err := s.ring.load()
	if err != nil {
		return nil, err
	}
	return k.list(), nil
}

// publics are the public keys under which a checkpoint may be.
func (s *Signer) publics() (all []string, err error) {
	list, err := s.Keys()
	for _, k := range list {
		all = append(all, k.Public)
	}
	return all, err
}

// A Checkpoint is a signed statement of a journal's size and root.
type Checkpoint struct {
	Size int64
	Root tlog.Hash
	Note string // the C2SP signed note, as it is stored and handed out
	At   time.Time

	first bool // no checkpoint was there before it when it was signed
}

// body writes the text that is signed: origin, size and root (c2sp.org/tlog-checkpoint).
func body(origin, org string, size int64, root tlog.Hash) string {
	return fmt.Sprintf("%s/%s\n%d\n%s\n", origin, org, size, base64.StdEncoding.EncodeToString(root[:]))
}

// Sign writes a checkpoint of org's journal as it stands in this transaction. A
// journal that has not grown since the last checkpoint keeps that one. A journal
// that does not begin with what was signed before is refused with a *[Fork].
// When the transaction is committed, the checkpoint is for [Signer.Keep].
func (s *Signer) Sign(ctx context.Context, tx *sqldb.Tx, org string, now time.Time) (Checkpoint, error) {
	size, err := Size(ctx, tx, org)
	if err != nil || size == 0 {
		return Checkpoint{}, err
	}
	if err := s.Memory.Compare(ctx, tx, org); err != nil {
		return Checkpoint{}, err
	}
	last, ok, err := Last(ctx, tx, org)
	if err != nil || ok && last.Size == size {
		return last, err
	}
	root, err := tlog.TreeHash(size, &hashes{ctx: ctx, tx: tx, org: org})
	if err != nil {
		return Checkpoint{}, fmt.Errorf("compute root: %w", err)
	}
	k, err := s.ring.load() // after size was read: a rotation that this journal tells of is seen here
	if err != nil {
		return Checkpoint{}, err
	}
	msg, err := note.Sign(&note.Note{Text: body(s.Origin, org, size, root)}, k.signers()...)
	if err != nil {
		return Checkpoint{}, fmt.Errorf("sign checkpoint: %w", err)
	}
	c := Checkpoint{Size: size, Root: root, Note: string(msg), At: now.UTC(), first: !ok}
	err = tx.Exec(ctx, `INSERT INTO journal_checkpoints (org_id, size, note, at) VALUES ($1, $2, $3, $4)`, org, size, c.Note, sqldb.At(now))
	if err != nil {
		return Checkpoint{}, fmt.Errorf("store checkpoint: %w", err)
	}
	return c, nil
}

// Note signs a text that is no checkpoint: its first line names another format.
func (s *Signer) Note(text string) ([]byte, error) {
	k, err := s.ring.load()
	if err != nil {
		return nil, err
	}
	return note.Sign(&note.Note{Text: text}, k.signers()...)
}

// Keep remembers a checkpoint whose transaction has been committed, if this
// signer made it. A memory that is gone stays gone, so that nothing hides it, until
// somebody who said so calls [Signer.KeepAnew].
func (s *Signer) Keep(org string, c Checkpoint) error { return s.keep(org, c, c.first) }

// KeepAnew does what Keep does, and begins a memory where there is none.
func (s *Signer) KeepAnew(org string, c Checkpoint) error { return s.keep(org, c, true) }

func (s *Signer) keep(org string, c Checkpoint, begin bool) error {
	if s.Memory == nil || c.Size == 0 {
		return nil
	}
	own, err := s.Verify(c.Note, org)
	if err != nil {
		return err
	}
	return s.Memory.keep(org, own, begin)
}

// Forgot reports whether nothing is remembered of org's journal, though this
// installation signed it before: the memory was lost, taken away, or never written
// because the program was killed right after its first signature.
func (s *Signer) Forgot(ctx context.Context, tx *sqldb.Tx, org string) (bool, error) {
	_, kept, err := s.Memory.Last(org)
	if err != nil || kept || s.Memory == nil {
		return false, err
	}
	last, ok, err := Last(ctx, tx, org)
	if err != nil || !ok {
		return false, err
	}
	_, bad := s.Verify(last.Note, org)
	return bad == nil, nil
}

const selectPoints = `SELECT size, note, at FROM journal_checkpoints WHERE org_id = $1`

func scanPoint(r sqldb.Row) (c Checkpoint, err error) {
	if err := r.Scan(&c.Size, &c.Note, sqldb.Instant{Time: &c.At}); err != nil {
		return c, err
	}
	c.Root, err = rootOf(c.Note)
	return c, err
}

// Last returns org's newest checkpoint, if there is one.
func Last(ctx context.Context, tx *sqldb.Tx, org string) (Checkpoint, bool, error) {
	return sqldb.One(ctx, tx, scanPoint, selectPoints+` ORDER BY size DESC LIMIT 1`, org)
}

// Point returns org's checkpoint over the first size entries, if there is one.
func Point(ctx context.Context, tx *sqldb.Tx, org string, size int64) (Checkpoint, bool, error) {
	return sqldb.One(ctx, tx, scanPoint, selectPoints+` AND size = $2`, org, size)
}

func rootOf(signed string) (h tlog.Hash, err error) {
	lines := strings.SplitN(signed, "\n", 4)
	if len(lines) < 4 {
		return h, fmt.Errorf("checkpoint has %d lines", len(lines))
	}
	b, err := base64.StdEncoding.DecodeString(lines[2])
	if err != nil || len(b) != len(h) {
		return h, fmt.Errorf("checkpoint root %q is not a hash", lines[2])
	}
	copy(h[:], b)
	return h, nil
}

// Verify opens a checkpoint with the public key and returns what it states for org.
func Verify(signed, public, org string) (Checkpoint, error) {
	v, err := note.NewVerifier(public)
	if err != nil {
		return Checkpoint{}, fmt.Errorf("public key: %w", err)
	}
	return VerifyWith(signed, v, org)
}

// VerifyWith does what [Verify] does, with a key that was read before.
func VerifyWith(signed string, v note.Verifier, org string) (Checkpoint, error) {
	c, _, err := verifyUnder(signed, note.VerifierList(v), org)
	return c, err
}

// Verify opens a checkpoint with any key of this installation, retired or not.
func (s *Signer) Verify(signed, org string) (Checkpoint, error) {
	public, err := s.publics()
	if err != nil {
		return Checkpoint{}, err
	}
	known, err := verifiers(public)
	if err != nil {
		return Checkpoint{}, err
	}
	c, _, err := verifyUnder(signed, note.VerifierList(known...), org)
	return c, err
}

// verifyUnder opens a checkpoint of org, and tells which of the known keys signed it.
func verifyUnder(signed string, known note.Verifiers, org string) (Checkpoint, []note.Signature, error) {
	n, err := note.Open([]byte(signed), known)
	if err != nil {
		return Checkpoint{}, nil, fmt.Errorf("checkpoint signature: %w", err)
	}
	c, err := parse(n.Text + "\n")
	if err != nil {
		return Checkpoint{}, nil, err
	}
	if origin, _, _ := strings.Cut(n.Text, "\n"); origin != n.Sigs[0].Name+"/"+org {
		return Checkpoint{}, nil, fmt.Errorf("checkpoint of %q: %w", origin, errElsewhere)
	}
	c.Note = signed
	return c, n.Sigs, nil
}

// Stated returns what a checkpoint of org states, whoever signed it: nobody vouches
// for it. It fails for what is no checkpoint, or of another organisation.
func Stated(signed, org string) (Checkpoint, error) {
	_, err := note.Open([]byte(signed), note.VerifierList())
	var unknown *note.UnverifiedNoteError
	if !errors.As(err, &unknown) {
		return Checkpoint{}, fmt.Errorf("read checkpoint: %w", err)
	}
	c, err := parse(unknown.Note.Text + "\n")
	if err != nil {
		return Checkpoint{}, err
	}
	origin, _, _ := strings.Cut(unknown.Note.Text, "\n")
	if !slices.ContainsFunc(unknown.Note.UnverifiedSigs, func(s note.Signature) bool { return origin == s.Name+"/"+org }) {
		return Checkpoint{}, fmt.Errorf("checkpoint of %q: %w", origin, errElsewhere)
	}
	c.Note = signed
	return c, nil
}

// ProveGrowth returns the proof that the tree of size entries continues the tree
// of the first old ones (RFC 6962, 2.1.2).
func ProveGrowth(ctx context.Context, tx *sqldb.Tx, org string, old, size int64) (tlog.TreeProof, error) {
	return tlog.ProveTree(size, old, &hashes{ctx: ctx, tx: tx, org: org})
}

// Prove returns the inclusion proof of entry seq in the tree of the first size
// entries, and its leaf hash (RFC 6962, 2.1.1).
func Prove(ctx context.Context, tx *sqldb.Tx, org string, size, seq int64) (tlog.RecordProof, tlog.Hash, error) {
	reader := &hashes{ctx: ctx, tx: tx, org: org}
	p, err := tlog.ProveRecord(size, seq, reader)
	if err != nil {
		return nil, tlog.Hash{}, fmt.Errorf("prove entry %d: %w", seq, err)
	}
	leaf, err := reader.ReadHashes([]int64{tlog.StoredHashIndex(0, seq)})
	if err != nil {
		return nil, tlog.Hash{}, err
	}
	return p, leaf[0], nil
}
