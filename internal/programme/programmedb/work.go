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

// Judge implements [programme.Store].
func (s *Store) Judge(ctx context.Context, id org.ID, r programme.Round, j programme.Judgement, entry journal.Draft) error {
	record, err := json.Marshal(j)
	if err != nil {
		return fmt.Errorf("encode judgement: %w", err)
	}
	return s.atWork(ctx, id, r, entry, func(tx *sqldb.Tx) error {
		return keep(ctx, tx, j.Version, `
			INSERT INTO round_judgements (org_id, round_id, requirement, record, version) VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT DO NOTHING`, `
			UPDATE round_judgements SET record = $4, version = $5
			WHERE org_id = $1 AND round_id = $2 AND requirement = $3 AND version = $6`, id, r.ID, j.Requirement, string(record))
	})
}

// Find implements [programme.Store].
func (s *Store) Find(ctx context.Context, id org.ID, r programme.Round, f programme.Finding, entry journal.Draft) error {
	record, err := json.Marshal(f)
	if err != nil {
		return fmt.Errorf("encode finding: %w", err)
	}
	return s.atWork(ctx, id, r, entry, func(tx *sqldb.Tx) error {
		return keep(ctx, tx, f.Version, `
			INSERT INTO round_findings (org_id, round_id, number, record, version) VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT DO NOTHING`, `
			UPDATE round_findings SET record = $4, version = $5
			WHERE org_id = $1 AND round_id = $2 AND number = $3 AND version = $6`, id, r.ID, f.Number, string(record))
	})
}

// atWork stores something of a round that is as it was read. Writing the row of the
// round, though nothing of it changes, makes a report that comes at the same time
// wait, and the other way round.
func (s *Store) atWork(ctx context.Context, id org.ID, r programme.Round, entry journal.Draft, store func(*sqldb.Tx) error) error {
	return s.DB.Write(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		n, err := tx.Changed(ctx, `
			UPDATE programme_rounds SET version = version
			WHERE org_id = $1 AND round_id = $2 AND version = $3`, id, r.ID, r.Version)
		if err != nil {
			return fmt.Errorf("hold audit round: %w", err)
		}
		if n != 1 {
			return programme.ErrStale
		}
		if err := store(tx); err != nil {
			return err
		}
		return journal.Append(ctx, tx, id, entry)
	})
}

// Report implements [programme.Store].
func (s *Store) Report(ctx context.Context, id org.ID, r programme.Round, size int64, entry journal.Draft) error {
	return s.DB.Write(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		if err := saveRound(ctx, tx, id, r); err != nil {
			return err
		}
		work, err := load(ctx, tx, id, r.ID) // after the round's row is held
		if err != nil {
			return err
		}
		if work.Size() != size {
			return programme.ErrStale
		}
		return journal.Append(ctx, tx, id, entry)
	})
}

// Work implements [programme.Store].
func (s *Store) Work(ctx context.Context, id org.ID, round programme.RoundID) (w programme.Work, err error) {
	err = s.DB.Read(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		w, err = load(ctx, tx, id, round)
		return err
	})
	return w, err
}

func load(ctx context.Context, tx *sqldb.Tx, id org.ID, round programme.RoundID) (w programme.Work, err error) {
	if w.Judgements, err = sqldb.All(ctx, tx, scan[programme.Judgement], `
		SELECT record FROM round_judgements WHERE org_id = $1 AND round_id = $2 ORDER BY requirement`, id, round); err != nil {
		return w, err
	}
	w.Findings, err = sqldb.All(ctx, tx, scan[programme.Finding], `
		SELECT record FROM round_findings WHERE org_id = $1 AND round_id = $2 ORDER BY number`, id, round)
	return w, err
}
