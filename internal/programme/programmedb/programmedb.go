// Package programmedb keeps audit programmes in SQLite or PostgreSQL.
package programmedb

import (
	"context"
	"encoding/json"
	"fmt"

	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/programme"
	"aantoonbaar/internal/sqldb"
)

// A Store implements [programme.Store] on DB.
type Store struct{ DB *sqldb.DB }

var _ programme.Store = (*Store)(nil)

// Save implements [programme.Store].
func (s *Store) Save(ctx context.Context, id org.ID, p programme.Programme, entry journal.Draft) error {
	record, err := json.Marshal(p)
	if err != nil {
		return fmt.Errorf("encode audit programme: %w", err)
	}
	return s.DB.Write(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		err := keep(ctx, tx, p.Version, `
			INSERT INTO programmes (org_id, programme, record, version) VALUES ($1, $2, $3, $4)
			ON CONFLICT DO NOTHING`, `
			UPDATE programmes SET record = $3, version = $4
			WHERE org_id = $1 AND programme = $2 AND version = $5`, id, p.Number, string(record))
		if err != nil {
			return err
		}
		return journal.Append(ctx, tx, id, entry)
	})
}

// keep stores a record as new when version is 1, else over the version before it.
// Args are all of the statements but the version.
func keep(ctx context.Context, tx *sqldb.Tx, version int64, insert, update string, args ...any) error {
	query := insert
	args = append(args, version)
	if version > 1 {
		query, args = update, append(args, version-1)
	}
	n, err := tx.Changed(ctx, query, args...)
	if err != nil {
		return fmt.Errorf("store audit programme: %w", err)
	}
	if n != 1 {
		return programme.ErrStale
	}
	return nil
}

// SaveRounds implements [programme.Store].
func (s *Store) SaveRounds(ctx context.Context, id org.ID, rounds []programme.Round, entries []journal.Draft) error {
	return s.DB.Write(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		for _, r := range rounds {
			if err := saveRound(ctx, tx, id, r); err != nil {
				return err
			}
		}
		return journal.Append(ctx, tx, id, entries...)
	})
}

func saveRound(ctx context.Context, tx *sqldb.Tx, id org.ID, r programme.Round) error {
	record, err := json.Marshal(r)
	if err != nil {
		return fmt.Errorf("encode round: %w", err)
	}
	return keep(ctx, tx, r.Version, `
		INSERT INTO programme_rounds (org_id, round_id, programme, record, version) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT DO NOTHING`, `
		UPDATE programme_rounds SET record = $4, version = $5
		WHERE org_id = $1 AND round_id = $2 AND programme = $3 AND version = $6`, id, r.ID, r.Programme, string(record))
}

// All implements [programme.Store].
func (s *Store) All(ctx context.Context, id org.ID) (held programme.Held, err error) {
	err = s.DB.Read(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		if held.Programmes, err = sqldb.All(ctx, tx, scan[programme.Programme], `
			SELECT record FROM programmes WHERE org_id = $1 ORDER BY programme DESC`, id); err != nil {
			return err
		}
		held.Rounds, err = sqldb.All(ctx, tx, scan[programme.Round], `
			SELECT record FROM programme_rounds WHERE org_id = $1 ORDER BY round_id`, id)
		return err
	})
	programme.Order(held.Rounds)
	return held, err
}

// scan reads a record of one column.
func scan[T any](row sqldb.Row) (x T, err error) {
	var record []byte
	if err := row.Scan(&record); err != nil {
		return x, err
	}
	return x, json.Unmarshal(record, &x)
}
