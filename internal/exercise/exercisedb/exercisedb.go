// Package exercisedb keeps exercises in SQLite or PostgreSQL.
package exercisedb

import (
	"context"
	"encoding/json"
	"errors"
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
		return save(ctx, tx, id, r, string(record), entry)
	})
}

func save(ctx context.Context, tx *sqldb.Tx, id org.ID, r exercise.Record, record string, entry journal.Draft) error {
	if err := open(ctx, tx, id, r); err != nil {
		return err
	}
	if err := keep(ctx, tx, id, r, record); err != nil {
		return err
	}
	if err := whole(ctx, tx, id, r); err != nil {
		return err
	}
	return journal.Append(ctx, tx, id, entry)
}

// open holds the row of the exercise that r belongs to until the transaction ends, and
// refuses r when it has a report.
func open(ctx context.Context, tx *sqldb.Tx, id org.ID, r exercise.Record) error {
	if r.Ref().Kind == exercise.Kind {
		return nil
	}
	const one = ` WHERE org_id = $1 AND exercise_id = $2 AND kind = $3`
	if _, err := tx.Changed(ctx, `UPDATE exercise_records SET version = version`+one, id, r.Of(), exercise.Kind); err != nil {
		return fmt.Errorf("hold exercise %s: %w", r.Of(), err)
	}
	x, ok, err := sqldb.One(ctx, tx, scan, `SELECT kind, record FROM exercise_records`+one, id, r.Of(), exercise.Kind)
	if err != nil || !ok {
		return errors.Join(err, exercise.ErrStale)
	}
	var f exercise.File
	if err := f.Put(x.kind, x.record); err != nil {
		return err
	}
	if f.Exercise.Report != nil {
		return exercise.ErrSigned
	}
	return nil
}

// whole refuses a report when something happened that it does not hold. The row of the
// exercise is held: it was just stored.
func whole(ctx context.Context, tx *sqldb.Tx, id org.ID, r exercise.Record) error {
	e, ok := r.(exercise.Exercise)
	if !ok || e.Report == nil {
		return nil
	}
	weight, _, err := sqldb.One(ctx, tx, sqldb.Scalar[int64], `SELECT CAST(COALESCE(SUM(version), 0) AS BIGINT) FROM exercise_records WHERE org_id = $1 AND exercise_id = $2 AND kind <> $3`, id, e.ID, exercise.Kind)
	if err != nil {
		return fmt.Errorf("weigh exercise %s: %w", e.ID, err)
	}
	if weight != e.Weight {
		return exercise.ErrStale
	}
	return nil
}

// keep stores a record as new when its version is 1, else over the version before it.
func keep(ctx context.Context, tx *sqldb.Tx, id org.ID, r exercise.Record, record string) error {
	query := `
		UPDATE exercise_records SET record = $5, version = $6, running = $7
		WHERE org_id = $1 AND exercise_id = $2 AND kind = $3 AND record_id = $4 AND version = $6 - 1`
	if r.Was() == 1 {
		if err := room(ctx, tx, id, r); err != nil {
			return err
		}
		query = `
			INSERT INTO exercise_records (org_id, exercise_id, kind, record_id, record, version, running) VALUES ($1, $2, $3, $4, $5, $6, $7)
			ON CONFLICT DO NOTHING`
	}
	n, err := tx.Changed(ctx, query, id, r.Of(), r.Ref().Kind, r.Ref().ID, record, r.Was(), isRunning(r))
	if err != nil {
		return fmt.Errorf("store %s: %w", r.Ref(), err)
	}
	if n != 1 {
		return exercise.ErrStale
	}
	return nil
}

// isRunning reports whether r is an exercise of which the clock is on, or may be because
// it is another's.
func isRunning(r exercise.Record) bool {
	e, ok := r.(exercise.Exercise)
	return ok && (e.Stage() == exercise.Running || e.Follows() && e.Stage() == exercise.Planned && !e.IsDropped())
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
func (s *Store) All(ctx context.Context, id org.ID) ([]exercise.Exercise, error) {
	return s.list(ctx, id, `SELECT kind, record FROM exercise_records WHERE org_id = $1 AND kind = $2 ORDER BY record_id`)
}

// Running implements [exercise.Store].
func (s *Store) Running(ctx context.Context, id org.ID) ([]exercise.Exercise, error) {
	return s.list(ctx, id, `SELECT kind, record FROM exercise_records WHERE org_id = $1 AND kind = $2 AND running ORDER BY record_id`)
}

// list reads exercises without what happened in them.
func (s *Store) list(ctx context.Context, id org.ID, query string) (all []exercise.Exercise, err error) {
	err = s.DB.Read(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		rows, err := sqldb.All(ctx, tx, scan, query, id, exercise.Kind)
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
