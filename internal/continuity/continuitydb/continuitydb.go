// Package continuitydb keeps the records of continuity in SQLite or PostgreSQL.
package continuitydb

import (
	"context"
	"encoding/json"
	"fmt"

	"aantoonbaar/internal/continuity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/sqldb"
)

// A Store implements [continuity.Store] on DB.
type Store struct{ DB *sqldb.DB }

var _ continuity.Store = (*Store)(nil)

// Save implements [continuity.Store].
func (s *Store) Save(ctx context.Context, id org.ID, r continuity.Record, entry journal.Draft) error {
	record, err := json.Marshal(r)
	if err != nil {
		return fmt.Errorf("encode %s: %w", r.Ref(), err)
	}
	return s.DB.Write(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		if err := keep(ctx, tx, id, r, string(record)); err != nil {
			return err
		}
		return journal.Append(ctx, tx, id, entry)
	})
}

// keep stores a record as new when its version is 1, else over the version before it.
func keep(ctx context.Context, tx *sqldb.Tx, id org.ID, r continuity.Record, record string) error {
	query := `
		UPDATE continuity_records SET record = $4, version = $5
		WHERE org_id = $1 AND kind = $2 AND record_id = $3 AND version = $5 - 1`
	if r.Was() == 1 {
		there, _, err := sqldb.One(ctx, tx, sqldb.Scalar[int], `SELECT count(*) FROM continuity_records WHERE org_id = $1`, id)
		if err != nil {
			return fmt.Errorf("count records: %w", err)
		}
		if there >= continuity.MaxRecords {
			return continuity.ErrFull
		}
		query = `
			INSERT INTO continuity_records (org_id, kind, record_id, record, version) VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT DO NOTHING`
	}
	n, err := tx.Changed(ctx, query, id, r.Ref().Kind, r.Ref().ID, record, r.Was())
	if err != nil {
		return fmt.Errorf("store %s: %w", r.Ref(), err)
	}
	if n != 1 {
		return continuity.ErrStale
	}
	return nil
}

// All implements [continuity.Store].
func (s *Store) All(ctx context.Context, id org.ID) (h continuity.Held, err error) {
	type row struct {
		kind   string
		record []byte
	}
	err = s.DB.Read(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		rows, err := sqldb.All(ctx, tx, func(r sqldb.Row) (x row, err error) {
			err = r.Scan(&x.kind, &x.record)
			return x, err
		}, `SELECT kind, record FROM continuity_records WHERE org_id = $1 ORDER BY kind, record_id`, id)
		for _, x := range rows {
			if err := h.Put(x.kind, x.record); err != nil {
				return err
			}
		}
		return err
	})
	h.Order()
	return h, err
}
