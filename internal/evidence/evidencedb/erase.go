package evidencedb

import (
	"context"
	"fmt"

	"aantoonbaar/internal/blob"
	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/sqldb"
)

// Erase implements [evidence.Store]. The row is changed first: whoever else wants
// to change the piece, and so to append an entry about it, waits for this.
func (s *Store) Erase(ctx context.Context, id org.ID, it evidence.Item, entry func([]int64) journal.Draft) error {
	return s.DB.Write(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		if err := save(ctx, tx, id, it); err != nil {
			return err
		}
		err := tx.Exec(ctx, `
			UPDATE evidence
			SET file_name = '', file_size = 0, file_media = '', added_name = '', erased_at = $3, erased_ground = $4, erased_because = $5
			WHERE org_id = $1 AND evidence_id = $2`, id, it.ID, sqldb.At(it.ErasedAt), it.ErasedGround, it.ErasedBecause)
		if err != nil {
			return fmt.Errorf("empty evidence: %w", err)
		}
		erased, err := journal.Erase(ctx, tx, id, it.Ref())
		if err != nil {
			return err
		}
		return journal.Append(ctx, tx, id, entry(erased))
	})
}

// Leftovers implements [evidence.Store].
func (s *Store) Leftovers(ctx context.Context, id org.ID) (left []evidence.Leftover, err error) {
	err = s.DB.Read(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		left, err = sqldb.All(ctx, tx, scanLeftover, `
			SELECT e.file_sum, (SELECT count(*) FROM evidence AS o WHERE o.org_id = $1 AND o.file_sum = e.file_sum AND o.erased_at IS NULL)
			FROM evidence AS e
			WHERE e.org_id = $1 AND e.erased_at IS NOT NULL AND e.file_sum <> ''
			ORDER BY e.evidence_id`, id)
		return err
	})
	return left, err
}

func scanLeftover(r sqldb.Row) (l evidence.Leftover, err error) {
	var sum string
	var used int
	if err := r.Scan(&sum, &used); err != nil {
		return l, err
	}
	l.Used = used > 0
	l.Sum, err = blob.ParseSum(sum)
	return l, err
}

// Cleared implements [evidence.Store]. It is no change of the piece, and tells the
// journal nothing; the version grows, so that nobody keeps the sum in memory.
func (s *Store) Cleared(ctx context.Context, id org.ID, sum blob.Sum) error {
	return s.DB.Write(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		return tx.Exec(ctx, `UPDATE evidence SET file_sum = '', version = version + 1 WHERE org_id = $1 AND file_sum = $2 AND erased_at IS NOT NULL`, id, sum.String())
	})
}

// Scrub implements [evidence.Store].
func (s *Store) Scrub(ctx context.Context) error { return s.DB.Scrub(ctx) }
