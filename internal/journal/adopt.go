package journal

import (
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
	b := newBatch(ctx, tx, string(org))
	for i, e := range entries {
		stored, err := again(string(org), int64(i), e, b.known)
		if err != nil {
			return fmt.Errorf("adopt entry %d: %w", i, err)
		}
		b.add(e, stored)
	}
	if err := b.insert(); err != nil {
		return err
	}
	for _, p := range points {
		if err := adoptPoint(ctx, tx, org, p, int64(len(entries)), b.known); err != nil {
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
	case !closed && !e.Holds():
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
