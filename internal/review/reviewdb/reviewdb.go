// Package reviewdb keeps management reviews in SQLite or PostgreSQL.
package reviewdb

import (
	"context"
	"encoding/json"
	"fmt"

	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/review"
	"aantoonbaar/internal/sqldb"
)

// A Store implements [review.Store] on DB.
type Store struct{ DB *sqldb.DB }

var _ review.Store = (*Store)(nil)

// Save implements [review.Store].
func (s *Store) Save(ctx context.Context, id org.ID, r review.Review, entry journal.Draft) error {
	record, err := json.Marshal(r)
	if err != nil {
		return fmt.Errorf("encode review: %w", err)
	}
	args := []any{id, r.ID, sqldb.On(r.On), string(record), nil, r.Version}
	if r.Signed == nil {
		args[4] = true
	}
	query, none := `
		INSERT INTO reviews (org_id, review_id, held_on, record, is_open, version) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT DO NOTHING`, review.ErrOpen
	if r.Version > 1 {
		query, none = `
			UPDATE reviews SET held_on = $3, record = $4, is_open = $5, version = $6
			WHERE org_id = $1 AND review_id = $2 AND version = $7`, review.ErrStale
		args = append(args, r.Version-1)
	}
	return s.DB.Write(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		n, err := tx.Changed(ctx, query, args...)
		if err != nil {
			return fmt.Errorf("store review: %w", err)
		}
		if n != 1 {
			return none
		}
		return journal.Append(ctx, tx, id, entry)
	})
}

// All implements [review.Store].
func (s *Store) All(ctx context.Context, id org.ID, limit int) (all []review.Review, err error) {
	err = s.DB.Read(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		all, err = sqldb.All(ctx, tx, scan, `
			SELECT record FROM reviews WHERE org_id = $1
			ORDER BY held_on DESC, review_id DESC LIMIT $2`, id, limit)
		return err
	})
	return all, err
}

func scan(row sqldb.Row) (r review.Review, err error) {
	var record []byte
	if err := row.Scan(&record); err != nil {
		return r, err
	}
	return r, json.Unmarshal(record, &r)
}
