// Package journal is the one record of every change: who did what to which
// record, when, in an order that cannot be rearranged afterwards.
//
// Each organisation has its own journal. An entry is written in the transaction
// of the change itself, so there is no change without an entry and no entry
// without a change. Entries are the leaves of a Merkle tree as in RFC 6962; a
// [Checkpoint] signs the tree's size and root, and from then on nobody, the
// owner of the database included, can change, remove, insert or re-date an
// entry without its showing.
//
// # Erasing
//
// A leaf does not hold what changed, nor the actor's name, but a commitment to
// them: the SHA-256 of a random salt, the name and the data. Erasing salt, name
// and data leaves the tree whole, and who (as an ID), what, when and to which
// record still cannot be rewritten.
//
// # Version
//
// The size of an organisation's journal is the version of everything of that
// organisation: what was computed at size n holds until the size is n+1.
package journal

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"aantoonbaar/internal/ref"
	"aantoonbaar/internal/sqldb"
)

// An Entry is one line of a journal.
type Entry struct {
	Seq       int64     // 0 is the first; filled in by Append
	At        time.Time // when it was written, by the server's clock, to the microsecond
	ActorID   string    // person or job, e.g. "per_01k3…"
	ActorName string    // as shown then; "" once erased
	Action    string    // what was done, e.g. "answer.save"
	Object    ref.Ref   // to which record
	Data      []byte    // JSON of what changed; nil once erased
	Salt      []byte    // of the commitment; nil once erased
	Commit    []byte    // the commitment to name and data; stays when they are erased
	Leaf      []byte    // the RFC 6962 leaf hash, as stored
	OddAt     string    // the moment as it is stored, where that is not how [Stamp] writes one; "" otherwise
}

// A record is what a leaf hashes. Its JSON has a fixed order of fields and is
// part of the file format: see docs/reference/journal.md.
type record struct {
	V      int    `json:"v"`
	Org    string `json:"org"`
	Seq    int64  `json:"seq"`
	At     string `json:"at"`
	Actor  string `json:"actor"`
	Action string `json:"action"`
	Object string `json:"object"`
	Commit string `json:"commit"` // hex of the commitment
}

// Commitment binds the entry to the actor's name and the data without holding
// them: SHA-256 of salt, name, a zero byte, and data. A name has no zero byte.
func Commitment(e Entry) []byte {
	sum := e.commitment()
	return sum[:]
}

// Holds reports whether name and data are what the entry is committed to.
func (e *Entry) Holds() bool {
	sum := e.commitment()
	return bytes.Equal(sum[:], e.Commit)
}

func (e *Entry) commitment() [sha256.Size]byte {
	var small [512]byte // most fit, and need no memory of their own
	text := append(append(small[:0], e.Salt...), e.ActorName...)
	return sha256.Sum256(append(append(text, 0), e.Data...))
}

// Record returns the bytes of which the entry's leaf is the hash. It needs the
// Commit and not what it commits to, so an erased entry still has its record.
func (e Entry) Record(org string) ([]byte, error) {
	return json.Marshal(record{
		V: 1, Org: org, Seq: e.Seq, At: Stamp(e.At),
		Actor: e.ActorID, Action: e.Action, Object: e.Object.String(), Commit: fmt.Sprintf("%x", e.Commit),
	})
}

// Stamp writes a moment as records do: UTC, with six decimals.
func Stamp(t time.Time) string { return t.UTC().Format(StampLayout) }

// StampLayout is the layout of Stamp for [time.Parse].
const StampLayout = "2006-01-02T15:04:05.000000Z"

// claim moves the head of org's journal, which it begins if need be, and returns
// where it stood. One statement reads, moves and, on PostgreSQL, holds the row until
// the transaction ends: others who write to this journal wait.
func claim(ctx context.Context, tx *sqldb.Tx, org string, entries int) (int64, error) {
	size, _, err := sqldb.One(ctx, tx, sqldb.Scalar[int64], `
		INSERT INTO journal_heads AS h (org_id, size) VALUES ($1, $2)
		ON CONFLICT (org_id) DO UPDATE SET size = h.size + excluded.size RETURNING size`, org, entries)
	if err != nil {
		return 0, fmt.Errorf("move journal's head: %w", err)
	}
	return size - int64(entries), nil
}

// Append writes entries to org's journal in the caller's transaction, in order.
// Data may be any value that encodes as JSON; nil stands for "nothing more to say".
// It is [once.ErrAgain] when the form with which the change came was stored before.
func Append[ID ~string](ctx context.Context, tx *sqldb.Tx, org ID, entries ...Draft) error {
	size, err := claim(ctx, tx, string(org), len(entries))
	if err != nil {
		return err
	}
	if len(entries) > 0 {
		if err := take(ctx, tx, string(org), entries[0].At); err != nil {
			return err
		}
	}
	b := newBatch(ctx, tx, string(org))
	for i, d := range entries {
		e, stored, err := seal(string(org), size+int64(i), d, b.known)
		if err != nil {
			return fmt.Errorf("append %s to journal: %w", d.Action, err)
		}
		b.add(e, stored)
	}
	return b.insert()
}

// A batch is entries as rows, each with the hashes that it adds to the tree.
type batch struct {
	known *hashes // those of the database, and of this batch
	rows  [][]any
}

func newBatch(ctx context.Context, tx *sqldb.Tx, org string) *batch {
	return &batch{known: &hashes{ctx: ctx, tx: tx, org: org, fresh: map[int64]tlog.Hash{}}}
}

// add takes the next entry, with the hashes that it adds, its leaf first.
func (b *batch) add(e Entry, stored []tlog.Hash) {
	var data any // NULL for an entry that is closed
	if e.Data != nil {
		data = string(e.Data)
	}
	b.rows = append(b.rows, []any{b.known.org, e.Seq, sqldb.At(e.At), e.ActorID, e.ActorName, e.Action, e.Object.String(), data, e.Salt, e.Commit, stored[0][:], branchesOf(stored)})
	at := tlog.StoredHashIndex(0, e.Seq)
	for i, h := range stored {
		b.known.fresh[at+int64(i)] = h
	}
}

func (b *batch) insert() error {
	_, err := b.known.tx.InsertMany(b.known.ctx, `INSERT INTO journal (org_id, seq, at, actor_id, actor_name, action, object, data, salt, commitment, leaf, branches)`, b.rows, "")
	if err != nil {
		return fmt.Errorf("insert %d entries: %w", len(b.rows), err)
	}
	return nil
}

// A Draft is an entry before it has its place.
type Draft struct {
	At        time.Time
	ActorID   string
	ActorName string
	Action    string
	Object    ref.Ref
	Data      any
}

// seal makes the entry at seq of a draft, with the hashes that it adds to the
// tree: its leaf, and those of the branches that it completes.
func seal(org string, seq int64, d Draft, known *hashes) (Entry, []tlog.Hash, error) {
	data, err := json.Marshal(d.Data)
	if err != nil {
		return Entry{}, nil, fmt.Errorf("encode data: %w", err)
	}
	salt := make([]byte, 32)
	_, _ = rand.Read(salt) // never fails: crypto/rand ends the program instead
	e := Entry{
		Seq: seq, At: d.At.UTC().Truncate(time.Microsecond), ActorID: d.ActorID, ActorName: d.ActorName,
		Action: d.Action, Object: d.Object, Data: data, Salt: salt,
	}
	e.Commit = Commitment(e)
	rec, err := e.Record(org)
	if err != nil {
		return Entry{}, nil, fmt.Errorf("encode record: %w", err)
	}
	stored, err := tlog.StoredHashes(seq, rec, known)
	if err != nil {
		return Entry{}, nil, fmt.Errorf("hash: %w", err)
	}
	e.Leaf = stored[0][:]
	return e, stored, nil
}

// Size returns how many entries org's journal has. See Version in the package
// comment for what else it says.
func Size[ID ~string](ctx context.Context, tx *sqldb.Tx, org ID) (int64, error) {
	n, _, err := sqldb.One(ctx, tx, sqldb.Scalar[int64], `SELECT size FROM journal_heads WHERE org_id = $1`, org)
	if err != nil {
		return 0, fmt.Errorf("read journal size: %w", err)
	}
	return n, nil
}

const (
	fields  = `seq, at, actor_id, actor_name, action, object, data, salt, commitment, leaf`
	columns = `SELECT ` + fields + ` FROM journal`
)

// scan reads an entry, and refuses one of which nobody can tell when it was
// written: what is made of entries must not put them at another moment.
func scan(r sqldb.Row) (Entry, error) {
	e, err := scanAny(r)
	if err == nil && e.At.IsZero() {
		err = fmt.Errorf("entry %d: stored moment %q is not one", e.Seq, e.OddAt)
	}
	return e, err
}

// scanAny reads an entry for those who look at the journal itself: a moment that
// cannot be read is zero, and stands in OddAt as it is stored.
func scanAny(r sqldb.Row) (Entry, error) {
	var e Entry
	var object string
	err := r.Scan(&e.Seq, stored{&e}, &e.ActorID, &e.ActorName, &e.Action, &object, &e.Data, &e.Salt, &e.Commit, &e.Leaf)
	e.Object, _ = ref.Parse(object)
	return e, err
}

// History returns the entries about one object, newest first, at most limit.
func History[ID ~string](ctx context.Context, tx *sqldb.Tx, org ID, object ref.Ref, limit int) ([]Entry, error) {
	return sqldb.All(ctx, tx, scan, columns+` WHERE org_id = $1 AND object = $2 ORDER BY seq DESC LIMIT $3`, org, object.String(), limit)
}

// Latest returns entries before seq (0 means from the end), newest first, at most
// limit. One whose moment cannot be read has the zero At: [Check] says what is
// wrong with it, and a page that lists entries goes on.
func Latest[ID ~string](ctx context.Context, tx *sqldb.Tx, org ID, before int64, limit int) ([]Entry, error) {
	if before <= 0 {
		before = 1 << 62
	}
	return sqldb.All(ctx, tx, scanAny, columns+` WHERE org_id = $1 AND seq < $2 ORDER BY seq DESC LIMIT $3`, org, before, limit)
}

// Range returns the entries from seq on and before end, oldest first, at most limit.
func Range[ID ~string](ctx context.Context, tx *sqldb.Tx, org ID, seq, end int64, limit int) ([]Entry, error) {
	return sqldb.All(ctx, tx, scan, columns+` WHERE org_id = $1 AND seq >= $2 AND seq < $3 ORDER BY seq LIMIT $4`, org, seq, end, limit)
}

// Of returns every entry from seq on with one of the given actions, oldest first.
func Of[ID ~string](ctx context.Context, tx *sqldb.Tx, org ID, seq int64, actions ...string) ([]Entry, error) {
	return of(ctx, tx, scan, org, seq, actions...)
}

func of[ID ~string](ctx context.Context, tx *sqldb.Tx, scan func(sqldb.Row) (Entry, error), org ID, seq int64, actions ...string) ([]Entry, error) {
	args := []any{org, seq}
	for _, a := range actions {
		args = append(args, a)
	}
	return sqldb.All(ctx, tx, scan, columns+` WHERE org_id = $1 AND seq >= $2 AND action IN (`+sqldb.Places(3, len(actions))+`) ORDER BY seq`, args...)
}

// Grown reports whether org's journal has entries that no checkpoint covers.
func Grown[ID ~string](ctx context.Context, tx *sqldb.Tx, org ID) (bool, error) {
	n, _, err := sqldb.One(ctx, tx, sqldb.Scalar[int], `
		SELECT count(*) FROM journal_heads AS h
		WHERE h.org_id = $1 AND NOT EXISTS (SELECT 1 FROM journal_checkpoints AS c WHERE c.org_id = h.org_id AND c.size = h.size)`, org)
	if err != nil {
		return false, fmt.Errorf("compare journal with checkpoints: %w", err)
	}
	return n > 0, nil
}
