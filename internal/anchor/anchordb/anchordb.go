// Package anchordb keeps anchors, and what this installation saw as a witness.
package anchordb

import (
	"context"
	"fmt"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"aantoonbaar/internal/anchor"
	"aantoonbaar/internal/sqldb"
)

// Keep stores an anchor of org's journal, and forgets the attempts that failed before
// it. It reports false, and stores nothing, when there is one already by the same
// target, or under the same key, at that size. It is no change of the organisation's, and so no entry of its
// journal: an entry for every anchor would ask for an anchor of its own.
func Keep(ctx context.Context, tx *sqldb.Tx, org string, a anchor.Anchor) (kept bool, err error) {
	n, err := tx.Changed(ctx, `INSERT INTO journal_anchors (org_id, anchor_id, kind, who, size, proof, at, kept_at, public, giver) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
		ON CONFLICT DO NOTHING`, org, a.ID, a.Kind, a.Who, a.Size, a.Proof, sqldb.At(a.At), sqldb.At(a.Kept), a.Key, a.Giver)
	if err != nil {
		return false, fmt.Errorf("keep anchor: %w", err)
	}
	return n == 1, tx.Exec(ctx, `DELETE FROM journal_anchor_tries WHERE org_id = $1 AND kind = $2 AND who = $3`, org, a.Kind, a.Who)
}

const columns = `SELECT anchor_id, kind, who, size, proof, at, kept_at, public, giver FROM journal_anchors WHERE org_id = $1`

func scan(r sqldb.Row) (a anchor.Anchor, err error) {
	err = r.Scan(&a.ID, &a.Kind, &a.Who, &a.Size, &a.Proof, sqldb.Instant{Time: &a.At}, sqldb.Instant{Time: &a.Kept}, &a.Key, &a.Giver)
	return a, err
}

// Last returns the newest anchor of one target, if there is one.
func Last(ctx context.Context, tx *sqldb.Tx, org string, kind anchor.Kind, who string) (anchor.Anchor, bool, error) {
	return sqldb.One(ctx, tx, scan, columns+` AND kind = $2 AND who = $3 ORDER BY size DESC LIMIT 1`, org, kind, who)
}

// Latest returns the newest anchors of targets, at most limit; not receipts.
func Latest(ctx context.Context, tx *sqldb.Tx, org string, limit int) ([]anchor.Anchor, error) {
	return sqldb.All(ctx, tx, scan, columns+` AND kind <> $2 ORDER BY kept_at DESC, anchor_id DESC LIMIT $3`, org, anchor.Received, limit)
}

// Receipts returns the newest receipts that people put in, at most limit.
func Receipts(ctx context.Context, tx *sqldb.Tx, org string, limit int) ([]anchor.Anchor, error) {
	return sqldb.All(ctx, tx, scan, columns+` AND kind = $2 ORDER BY kept_at DESC, anchor_id DESC LIMIT $3`, org, anchor.Received, limit)
}

// After returns anchors in the order of their IDs, from the one after id on ("" for the first), at most limit.
func After(ctx context.Context, tx *sqldb.Tx, org, id string, limit int) ([]anchor.Anchor, error) {
	return sqldb.All(ctx, tx, scan, columns+` AND anchor_id > $2 ORDER BY anchor_id LIMIT $3`, org, id, limit)
}

// Upto returns the anchors of checkpoints over at most size entries, by size.
func Upto(ctx context.Context, tx *sqldb.Tx, org string, size int64) ([]anchor.Anchor, error) {
	return sqldb.All(ctx, tx, scan, columns+` AND size <= $2 ORDER BY size, anchor_id`, org, size)
}

// Find returns one anchor, if it is there.
func Find(ctx context.Context, tx *sqldb.Tx, org, id string) (anchor.Anchor, bool, error) {
	return sqldb.One(ctx, tx, scan, columns+` AND anchor_id = $2`, org, id)
}

// Fail stores how an attempt went.
func Fail(ctx context.Context, tx *sqldb.Tx, org string, t anchor.Try) error {
	return tx.Exec(ctx, `INSERT INTO journal_anchor_tries (org_id, kind, who, tried_at, failures, refused, problem) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (org_id, kind, who) DO UPDATE SET tried_at = excluded.tried_at, failures = excluded.failures, refused = excluded.refused, problem = excluded.problem`,
		org, t.Kind, t.Who, sqldb.At(t.At), t.Failures, t.Refused, t.Problem)
}

// Tries returns the attempts that failed since the last anchor of each target.
func Tries(ctx context.Context, tx *sqldb.Tx, org string) ([]anchor.Try, error) {
	return sqldb.All(ctx, tx, func(r sqldb.Row) (t anchor.Try, err error) {
		err = r.Scan(&t.Kind, &t.Who, sqldb.Instant{Time: &t.At}, &t.Failures, &t.Refused, &t.Problem)
		return t, err
	}, `SELECT kind, who, tried_at, failures, refused, problem FROM journal_anchor_tries WHERE org_id = $1 ORDER BY kind, who`, org)
}

// A Store keeps what a witness saw.
type Store struct{ DB *sqldb.DB }

var _ anchor.WitnessStore = (*Store)(nil)

// Seen implements [anchor.WitnessStore].
func (s *Store) Seen(ctx context.Context, origin string) (seen anchor.Seen, err error) {
	err = s.DB.Read(ctx, sqldb.Scope{}, func(tx *sqldb.Tx) error {
		seen, err = Seen(ctx, tx, origin)
		return err
	})
	return seen, err
}

// Advance implements [anchor.WitnessStore].
func (s *Store) Advance(ctx context.Context, origin string, last, next anchor.Seen, at time.Time) (ok bool, err error) {
	err = s.DB.Write(ctx, sqldb.Scope{}, func(tx *sqldb.Tx) error {
		ok, err = Advance(ctx, tx, origin, last, next, at)
		return err
	})
	return ok, err
}

// Seen returns the last that this installation saw of a journal, by whatever way
// and whichever organisation; the zero Seen for nothing.
func Seen(ctx context.Context, tx *sqldb.Tx, origin string) (anchor.Seen, error) {
	seen, _, err := sqldb.One(ctx, tx, scanSeen, `SELECT size, root, note FROM witnessed WHERE origin = $1`, origin)
	return seen, err
}

func scanSeen(r sqldb.Row) (seen anchor.Seen, err error) {
	var root []byte
	if err := r.Scan(&seen.Size, &root, &seen.Note); err != nil {
		return seen, err
	}
	if len(root) != tlog.HashSize {
		return seen, fmt.Errorf("the root that was seen has %d bytes", len(root))
	}
	copy(seen.Root[:], root)
	return seen, nil
}

// Advance stores next in the place of last. It reports false, and stores nothing,
// when something else was seen meanwhile.
func Advance(ctx context.Context, tx *sqldb.Tx, origin string, last, next anchor.Seen, at time.Time) (bool, error) {
	args := []any{origin, next.Size, next.Root[:], next.Note, sqldb.At(at)}
	query := `INSERT INTO witnessed (origin, size, root, note, seen_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (origin) DO NOTHING`
	if last != (anchor.Seen{}) {
		query = `UPDATE witnessed SET size = $2, root = $3, note = $4, seen_at = $5 WHERE origin = $1 AND size = $6 AND root = $7`
		args = append(args, last.Size, last.Root[:])
	}
	n, err := tx.Changed(ctx, query, args...)
	return n == 1, err
}
