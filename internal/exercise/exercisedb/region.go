package exercisedb

import (
	"context"
	"encoding/json"
	"fmt"

	"aantoonbaar/internal/exercise"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/sqldb"
)

// SaveRegion implements [exercise.Store].
func (s *Store) SaveRegion(ctx context.Context, id org.ID, r exercise.Record, g exercise.Region, entry journal.Draft) error {
	record, err := json.Marshal(r)
	if err != nil {
		return fmt.Errorf("encode %s: %w", r.Ref(), err)
	}
	shared, err := json.Marshal(g)
	if err != nil {
		return fmt.Errorf("encode region %s: %w", g.ID, err)
	}
	return s.DB.Write(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		query := `UPDATE exercise_regions SET code_hash = $2, record = $3, version = $4 WHERE region_id = $1 AND version = $4 - 1`
		if g.Version == 1 {
			query = `INSERT INTO exercise_regions (region_id, code_hash, record, version) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`
		}
		var code any // NULL for none
		if g.Code != nil {
			code = g.Code
		}
		n, err := tx.Changed(ctx, query, g.ID, code, string(shared), g.Version)
		switch {
		case err != nil:
			return fmt.Errorf("store region %s: %w", g.ID, err)
		case n != 1:
			return exercise.ErrStale
		}
		if err := tx.Exec(ctx, `INSERT INTO exercise_region_seats (org_id, region_id) VALUES ($1, $2) ON CONFLICT DO NOTHING`, id, g.ID); err != nil {
			return fmt.Errorf("take a place in region %s: %w", g.ID, err)
		}
		return save(ctx, tx, id, r, string(record), entry)
	})
}

func scanRegion(r sqldb.Row) (g exercise.Region, err error) {
	var record []byte
	var code []byte
	if err := r.Scan(&record, &code); err != nil {
		return g, err
	}
	if err := json.Unmarshal(record, &g); err != nil {
		return g, fmt.Errorf("read region: %w", err)
	}
	g.Code = code
	return g, nil
}

// Region implements [exercise.Store]. A place is a row of the organisation's own, which
// row-level security keeps from any other.
func (s *Store) Region(ctx context.Context, id org.ID, region exercise.ID) (g exercise.Region, ok bool, err error) {
	err = s.DB.Read(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		g, ok, err = sqldb.One(ctx, tx, scanRegion, `
			SELECT r.record, r.code_hash FROM exercise_regions AS r JOIN exercise_region_seats AS s ON s.region_id = r.region_id
			WHERE s.org_id = $1 AND r.region_id = $2`, id, region)
		return err
	})
	return g, ok, err
}

// Invited implements [exercise.Store].
func (s *Store) Invited(ctx context.Context, code []byte) (g exercise.Region, ok bool, err error) {
	err = s.DB.Read(ctx, sqldb.Scope{}, func(tx *sqldb.Tx) error {
		g, ok, err = sqldb.One(ctx, tx, scanRegion, `SELECT record, code_hash FROM exercise_regions WHERE code_hash = $1`, code)
		return err
	})
	return g, ok, err
}

// Version is a number that grows with every change of what an organisation's pages show:
// the size of its journal, and the turns of the clocks that it shares with others, which
// stand in theirs.
func Version(ctx context.Context, tx *sqldb.Tx, id org.ID) (int64, error) {
	n, _, err := sqldb.One(ctx, tx, sqldb.Scalar[int64], `
		SELECT h.size + COALESCE((
			SELECT CAST(sum(r.version) AS BIGINT) FROM exercise_region_seats AS s JOIN exercise_regions AS r ON r.region_id = s.region_id
			WHERE s.org_id = $1), 0)
		FROM journal_heads AS h WHERE h.org_id = $1`, id)
	if err != nil {
		return 0, fmt.Errorf("read version: %w", err)
	}
	return n, nil
}
