package journal

import (
	"context"
	"fmt"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"aantoonbaar/internal/ref"
	"aantoonbaar/internal/sqldb"
)

// A Moment is a journal as it stood after its first Size entries. Size names the
// moment; Root pins it: with both, anybody who holds a later checkpoint can be
// shown that these were the entries. It is what a record keeps that speaks of how
// things stood: an approval, a submission, an assessment.
type Moment struct {
	Size int64
	Root tlog.Hash
	At   time.Time // of the last of these entries
	Next time.Time // of the entry after them; zero while there is none
}

// At returns the moment of org's journal after its first size entries; ok is
// false when the journal never had that many, or size is not positive.
func At[ID ~string](ctx context.Context, tx *sqldb.Tx, org ID, size int64) (m Moment, ok bool, err error) {
	if size <= 0 {
		return Moment{}, false, nil
	}
	around, err := Range(ctx, tx, org, size-1, size+1, 2)
	if err != nil {
		return Moment{}, false, fmt.Errorf("read entries around %d: %w", size, err)
	}
	if len(around) == 0 || around[0].Seq != size-1 {
		return Moment{}, false, nil
	}
	m = Moment{Size: size, At: around[0].At}
	if len(around) > 1 {
		m.Next = around[1].At
	}
	m.Root, err = tlog.TreeHash(size, &hashes{ctx: ctx, tx: tx, org: string(org)})
	if err != nil {
		return Moment{}, false, fmt.Errorf("compute root of %d entries: %w", size, err)
	}
	return m, true, nil
}

// SizeBefore returns how many entries org's journal had just before a point in
// time; zero when it began later.
func SizeBefore[ID ~string](ctx context.Context, tx *sqldb.Tx, org ID, end time.Time) (int64, error) {
	last, ok, err := sqldb.One(ctx, tx, sqldb.Scalar[int64], `SELECT seq FROM journal WHERE org_id = $1 AND at < $2 ORDER BY seq DESC LIMIT 1`, org, sqldb.At(end))
	if err != nil {
		return 0, fmt.Errorf("find last entry before %s: %w", Stamp(end), err)
	}
	if !ok {
		return 0, nil
	}
	return last + 1, nil
}

// Covering returns org's first checkpoint that covers the first size entries, if
// one was signed yet.
func Covering(ctx context.Context, tx *sqldb.Tx, org string, size int64) (Checkpoint, bool, error) {
	return sqldb.One(ctx, tx, scanPoint, selectPoints+` AND size >= $2 ORDER BY size LIMIT 1`, org, size)
}

// LastWithin returns the newest of org's checkpoints over at most size entries,
// if there is one: the last signature at that moment.
func LastWithin(ctx context.Context, tx *sqldb.Tx, org string, size int64) (Checkpoint, bool, error) {
	return sqldb.One(ctx, tx, scanPoint, selectPoints+` AND size <= $2 ORDER BY size DESC LIMIT 1`, org, size)
}

// HistoryOf is [History] of several objects together, as it was when the journal had
// size entries.
func HistoryOf[ID ~string](ctx context.Context, tx *sqldb.Tx, org ID, objects []ref.Ref, size int64, limit int) ([]Entry, error) {
	if len(objects) == 0 {
		return nil, nil
	}
	n := 1
	for n < len(objects) { // few lengths: the text of every statement is kept
		n *= 2
	}
	args, among := []any{org, size, limit}, ""
	for i := range n {
		args = append(args, objects[min(i, len(objects)-1)].String())
		among += fmt.Sprintf(", $%d", len(args))
	}
	return sqldb.All(ctx, tx, scan, columns+` WHERE org_id = $1 AND seq < $2 AND object IN (`+among[2:]+`) ORDER BY seq DESC LIMIT $3`, args...)
}
