package journal

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"

	"aantoonbaar/internal/sqldb"
)

// Adopt writes the beginning of another installation's journal of org as it is,
// with the checkpoints over it, where org has none yet. Entries may have been
// closed, as an erased one is: without name, data and salt. It refuses entries that
// are not what they commit to, and checkpoints with another root than theirs; it
// does not ask who signed those.
func Adopt[ID ~string](ctx context.Context, tx *sqldb.Tx, org ID, entries []Entry, points []Checkpoint) error {
	had, err := claim(ctx, tx, string(org), len(entries))
	if err != nil {
		return err
	}
	if had != 0 {
		return fmt.Errorf("journal of %s has %d entries already", org, had)
	}
	known := &hashes{ctx: ctx, tx: tx, org: string(org), fresh: map[int64]tlog.Hash{}}
	var lines, nodes [][]any
	for i, e := range entries {
		stored, err := again(string(org), int64(i), e, known)
		if err != nil {
			return fmt.Errorf("adopt entry %d: %w", i, err)
		}
		var data any // NULL for a closed one
		if e.Data != nil {
			data = string(e.Data)
		}
		lines = append(lines, []any{org, e.Seq, sqldb.At(e.At), e.ActorID, e.ActorName, e.Action, e.Object.String(), data, e.Salt, e.Commit, stored[0][:]})
		at := tlog.StoredHashIndex(0, e.Seq)
		for i, h := range stored {
			nodes = append(nodes, []any{org, at + int64(i), h[:]})
			known.fresh[at+int64(i)] = h
		}
	}
	if _, err := tx.InsertMany(ctx, `INSERT INTO journal (org_id, seq, at, actor_id, actor_name, action, object, data, salt, commitment, leaf)`, lines, ""); err != nil {
		return fmt.Errorf("insert %d entries: %w", len(lines), err)
	}
	if _, err := tx.InsertMany(ctx, `INSERT INTO journal_hashes (org_id, idx, hash)`, nodes, ""); err != nil {
		return fmt.Errorf("insert %d hashes: %w", len(nodes), err)
	}
	for _, p := range points {
		if err := adoptPoint(ctx, tx, org, p, int64(len(entries)), known); err != nil {
			return fmt.Errorf("adopt checkpoint over %d entries: %w", p.Size, err)
		}
	}
	return nil
}

// again checks an entry against its commitment, and returns the hashes that it
// adds to the tree.
func again(org string, seq int64, e Entry, known *hashes) ([]tlog.Hash, error) {
	closed := e.Salt == nil && e.Data == nil && e.ActorName == ""
	switch {
	case e.Seq != seq:
		return nil, fmt.Errorf("it is number %d", e.Seq)
	case !closed && !bytes.Equal(Commitment(e), e.Commit):
		return nil, errors.New("it is not what it commits to")
	}
	rec, err := e.Record(org)
	if err != nil {
		return nil, fmt.Errorf("encode record: %w", err)
	}
	return tlog.StoredHashes(seq, rec, known)
}

func adoptPoint[ID ~string](ctx context.Context, tx *sqldb.Tx, org ID, p Checkpoint, size int64, known *hashes) error {
	if p.Size <= 0 || p.Size > size {
		return fmt.Errorf("there are %d entries", size)
	}
	said, err := rootOf(p.Note)
	if err != nil {
		return err
	}
	root, err := tlog.TreeHash(p.Size, known)
	if err != nil {
		return fmt.Errorf("compute root: %w", err)
	}
	if root != said {
		return errors.New("the entries have another root than the one that was signed")
	}
	return tx.Exec(ctx, `INSERT INTO journal_checkpoints (org_id, size, note, at) VALUES ($1, $2, $3, $4)`, org, p.Size, p.Note, sqldb.At(p.At))
}
