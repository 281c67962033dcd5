package journal

import (
	"context"

	"golang.org/x/mod/sumdb/tlog"

	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/sqldb"
)

// hashes reads the hashes of one organisation's tree, those written in this very
// transaction first. Each stands in the row of the entry that completed it: the
// leaf by itself, the branches above it in one column, from the lowest up.
type hashes struct {
	ctx   context.Context // of the one call that owns this reader
	tx    *sqldb.Tx
	org   string
	fresh map[int64]tlog.Hash
}

// Lacking is the fault that the tree misses a hash: the entry that it stood with is
// gone, or was emptied.
type Lacking struct {
	Org   string
	Entry int64
}

// Says tells a person what is wrong.
func (l *Lacking) Says() i18n.Text {
	return i18n.Tf("regel %d is er niet meer, of mist zijn controlegetallen", "entry %d is gone, or lacks its hashes", l.Entry)
}

// Error implements [error], in English.
func (l *Lacking) Error() string { return l.Org + ": " + l.Says().EN }

// branchesOf writes the column of the hashes that an entry adds beside its leaf,
// which is the first of stored; nil for none.
func branchesOf(stored []tlog.Hash) []byte {
	var all []byte
	for _, h := range stored[1:] {
		all = append(all, h[:]...)
	}
	return all
}

// ReadHashes implements [tlog.HashReader].
func (h *hashes) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	all := make([]tlog.Hash, len(indexes))
	for i, idx := range indexes {
		known, ok := h.fresh[idx]
		if !ok {
			var err error
			if known, err = h.read(tlog.SplitStoredHashIndex(idx)); err != nil {
				return nil, err
			}
		}
		all[i] = known
	}
	return all, nil
}

// read returns the root of the n-th complete tree of 1<<level entries.
func (h *hashes) read(level int, n int64) (hash tlog.Hash, err error) {
	column, from := "leaf", 0
	if level > 0 {
		column, from = "branches", (level-1)*tlog.HashSize
	}
	last := (n+1)<<level - 1
	stored, _, err := sqldb.One(h.ctx, h.tx, sqldb.Scalar[[]byte], `SELECT `+column+` FROM journal WHERE org_id = $1 AND seq = $2`, h.org, last)
	if err != nil {
		return hash, err
	}
	if len(stored) < from+tlog.HashSize {
		return hash, &Lacking{h.org, last}
	}
	copy(hash[:], stored[from:])
	return hash, nil
}
