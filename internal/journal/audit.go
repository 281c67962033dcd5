package journal

import (
	"context"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"

	"aantoonbaar/internal/sqldb"
)

// An Audit is the outcome of reading a whole journal again.
type Audit struct {
	Entries  int64
	Erased   int64    // entries of which only the leaf is left, by request
	Problems []string // what does not hold; empty means that everything does
	Checked  int      // checkpoints whose signature and root were compared
}

// Check reads org's whole journal and compares every entry with its leaf, every
// leaf with the tree, and every checkpoint with both. It finds a changed,
// removed, inserted, swapped or re-dated entry.
func Check(ctx context.Context, tx *sqldb.Tx, org, public string) (Audit, error) {
	var a Audit
	size, err := Size(ctx, tx, org)
	if err != nil {
		return a, err
	}
	tree := &memory{}
	roots := map[int64]tlog.Hash{}
	points, err := sqldb.All(ctx, tx, sqldb.Scalar[string], `SELECT note FROM journal_checkpoints WHERE org_id = $1 ORDER BY size`, org)
	if err != nil {
		return a, fmt.Errorf("read checkpoints: %w", err)
	}
	for _, p := range points {
		c, err := Verify(p, public, org)
		if err != nil {
			a.problem("a checkpoint does not hold: %v", err)
			continue
		}
		roots[c.Size], a.Checked = c.Root, a.Checked+1
		if c.Size > size {
			a.problem("a checkpoint states %d entries, and there are %d: entries were removed", c.Size, size)
		}
	}
	err = a.walk(ctx, tx, org, tree, roots)
	if err == nil && a.Entries != size {
		a.problem("the head states %d entries, and there are %d", size, a.Entries)
	}
	return a, err
}

func (a *Audit) problem(format string, args ...any) {
	if len(a.Problems) < 100 {
		a.Problems = append(a.Problems, fmt.Sprintf(format, args...))
	}
}

// walk rebuilds the tree from the entries, a thousand at a time, and compares
// its root with each checkpoint when it has that size.
func (a *Audit) walk(ctx context.Context, tx *sqldb.Tx, org string, tree *memory, roots map[int64]tlog.Hash) error {
	const page = 1000
	for {
		entries, err := sqldb.All(ctx, tx, scan, columns+` WHERE org_id = $1 AND seq >= $2 ORDER BY seq LIMIT $3`, org, a.Entries, page)
		if err != nil {
			return err
		}
		for _, e := range entries {
			if e.Seq != a.Entries {
				a.problem("entry %d is missing", a.Entries)
				return nil
			}
			if err := a.entry(org, e, tree); err != nil {
				return err
			}
			if want, ok := roots[a.Entries]; ok {
				got, err := tlog.TreeHash(a.Entries, tree)
				if err != nil {
					return err
				}
				if got != want {
					a.problem("the first %d entries are not the ones that were signed", a.Entries)
				}
			}
		}
		if len(entries) < page {
			return nil
		}
	}
}

func (a *Audit) entry(org string, e Entry, tree *memory) error {
	var leaf tlog.Hash
	copy(leaf[:], e.Leaf)
	if e.Salt == nil {
		a.Erased++
	} else {
		rec, err := e.Record(org)
		if err != nil {
			return err
		}
		if tlog.RecordHash(rec) != leaf {
			a.problem("entry %d was changed after it was written", e.Seq)
		}
	}
	stored, err := tlog.StoredHashesForRecordHash(e.Seq, leaf, tree)
	if err != nil {
		return err
	}
	*tree = append(*tree, stored...)
	a.Entries++
	return nil
}

// memory is a whole tree's stored hashes, by index.
type memory []tlog.Hash

// ReadHashes implements [tlog.HashReader].
func (m *memory) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	all := make([]tlog.Hash, len(indexes))
	for i, idx := range indexes {
		if idx >= int64(len(*m)) {
			return nil, fmt.Errorf("hash %d is missing", idx)
		}
		all[i] = (*m)[idx]
	}
	return all, nil
}
