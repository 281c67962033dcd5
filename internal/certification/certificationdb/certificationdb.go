// Package certificationdb keeps the register of certificates in SQLite or PostgreSQL.
package certificationdb

import (
	"context"
	"fmt"
	"time"

	"aantoonbaar/internal/certification"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/sqldb"
)

// A Store implements [certification.Store] on DB.
type Store struct{ DB *sqldb.DB }

var _ certification.Store = (*Store)(nil)

// Add implements [certification.Store].
func (s *Store) Add(ctx context.Context, id org.ID, all []certification.Certificate, entries []journal.Draft) error {
	rows := make([][]any, len(all))
	for i, c := range all {
		rows[i] = []any{
			id, c.ID, c.Supplier, c.Scheme, c.Other, c.Edition, c.Scope, c.Reach, c.Body, c.Accredited, c.Number,
			sqldb.On(c.From), sqldb.On(c.ValidUntil), c.AddedBy, sqldb.At(c.AddedAt), sqldb.At(c.Withdrawn),
		}
	}
	return s.DB.Write(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		there, _, err := sqldb.One(ctx, tx, sqldb.Scalar[int], `SELECT count(*) FROM certifications WHERE org_id = $1 AND withdrawn_at IS NULL`, id)
		if err != nil {
			return fmt.Errorf("count certificates: %w", err)
		}
		if there+len(all) > certification.MaxCertificates {
			return certification.ErrFull
		}
		_, err = tx.InsertMany(ctx, `
			INSERT INTO certifications (org_id, certification_id, supplier, scheme, other, edition, scope, reach, body, accreditation, number,
			                            from_on, valid_until, added_by, added_at, withdrawn_at)`, rows, "")
		if err != nil {
			return fmt.Errorf("insert %d certificates: %w", len(rows), err)
		}
		return journal.Append(ctx, tx, id, entries...)
	})
}

// Withdraw implements [certification.Store].
func (s *Store) Withdraw(ctx context.Context, id org.ID, c certification.ID, at time.Time, entry journal.Draft) (ok bool, err error) {
	err = s.DB.Write(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		n, err := tx.Changed(ctx, `
			UPDATE certifications SET withdrawn_at = $3
			WHERE org_id = $1 AND certification_id = $2 AND withdrawn_at IS NULL`, id, c, sqldb.At(at))
		if ok = n == 1; err != nil || !ok {
			return err
		}
		return journal.Append(ctx, tx, id, entry)
	})
	return ok && err == nil, err
}

// All implements [certification.Store].
func (s *Store) All(ctx context.Context, id org.ID) (all []certification.Certificate, err error) {
	err = s.DB.Read(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		all, err = sqldb.All(ctx, tx, scan, `
			SELECT certification_id, supplier, scheme, other, edition, scope, reach, body, accreditation, number, from_on, valid_until, added_by, added_at, withdrawn_at
			FROM certifications
			WHERE org_id = $1 AND withdrawn_at IS NULL
			ORDER BY certification_id
			LIMIT $2`, id, certification.MaxCertificates)
		return err
	})
	return all, err
}

func scan(r sqldb.Row) (c certification.Certificate, err error) {
	err = r.Scan(&c.ID, &c.Supplier, &c.Scheme, &c.Other, &c.Edition, &c.Scope, &c.Reach, &c.Body, &c.Accredited, &c.Number,
		sqldb.Day{Time: &c.From}, sqldb.Day{Time: &c.ValidUntil}, &c.AddedBy, sqldb.Instant{Time: &c.AddedAt}, sqldb.Instant{Time: &c.Withdrawn})
	return c, err
}
