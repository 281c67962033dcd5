// Package exercisedb keeps exercises in SQLite or PostgreSQL.
package exercisedb

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"aantoonbaar/internal/exercise"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/sqldb"
)

// A Store implements [exercise.Store] on DB.
type Store struct{ DB *sqldb.DB }

var _ exercise.Store = (*Store)(nil)

// Save implements [exercise.Store].
func (s *Store) Save(ctx context.Context, id org.ID, r exercise.Record, entry journal.Draft) error {
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
func keep(ctx context.Context, tx *sqldb.Tx, id org.ID, r exercise.Record, record string) error {
	query := `
		UPDATE exercise_records SET record = $5, version = $6
		WHERE org_id = $1 AND exercise_id = $2 AND kind = $3 AND record_id = $4 AND version = $6 - 1`
	if r.Was() == 1 {
		if err := room(ctx, tx, id, r); err != nil {
			return err
		}
		query = `
			INSERT INTO exercise_records (org_id, exercise_id, kind, record_id, record, version) VALUES ($1, $2, $3, $4, $5, $6)
			ON CONFLICT DO NOTHING`
	}
	n, err := tx.Changed(ctx, query, id, r.Of(), r.Ref().Kind, r.Ref().ID, record, r.Was())
	if err != nil {
		return fmt.Errorf("store %s: %w", r.Ref(), err)
	}
	if n != 1 {
		return exercise.ErrStale
	}
	return nil
}

// room refuses a record for which there is no place.
func room(ctx context.Context, tx *sqldb.Tx, id org.ID, r exercise.Record) error {
	query, most, args := `SELECT count(*) FROM exercise_records WHERE org_id = $1 AND exercise_id = $2`, exercise.MaxRecords, []any{id, r.Of()}
	if r.Ref().Kind == exercise.Kind {
		query, most, args = `SELECT count(*) FROM exercise_records WHERE org_id = $1 AND kind = $2`, exercise.MaxExercises, []any{id, exercise.Kind}
	}
	there, _, err := sqldb.One(ctx, tx, sqldb.Scalar[int], query, args...)
	if err != nil {
		return fmt.Errorf("count records: %w", err)
	}
	if there >= most {
		return exercise.ErrFull
	}
	return nil
}

type row struct {
	kind   string
	record []byte
}

func scan(r sqldb.Row) (x row, err error) {
	err = r.Scan(&x.kind, &x.record)
	return x, err
}

// All implements [exercise.Store].
func (s *Store) All(ctx context.Context, id org.ID) (all []exercise.Exercise, err error) {
	err = s.DB.Read(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		rows, err := sqldb.All(ctx, tx, scan, `SELECT kind, record FROM exercise_records WHERE org_id = $1 AND kind = $2 ORDER BY record_id`, id, exercise.Kind)
		for _, x := range rows {
			var f exercise.File
			if err := f.Put(x.kind, x.record); err != nil {
				return err
			}
			all = append(all, f.Exercise)
		}
		return err
	})
	slices.SortFunc(all, exercise.Newest)
	return all, err
}

// Find implements [exercise.Store].
func (s *Store) Find(ctx context.Context, id org.ID, one exercise.ID) (f exercise.File, ok bool, err error) {
	err = s.DB.Read(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		rows, err := sqldb.All(ctx, tx, scan, `SELECT kind, record FROM exercise_records WHERE org_id = $1 AND exercise_id = $2 ORDER BY kind, record_id`, id, one)
		for _, x := range rows {
			if err := f.Put(x.kind, x.record); err != nil {
				return err
			}
		}
		return err
	})
	f.Order()
	return f, f.Exercise.ID != "", err
}
