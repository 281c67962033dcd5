// Package receiveddb keeps received dossiers in SQLite or PostgreSQL.
package receiveddb

import (
	"context"
	"encoding/json"
	"fmt"

	"aantoonbaar/internal/anchor"
	"aantoonbaar/internal/anchor/anchordb"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/received"
	"aantoonbaar/internal/sqldb"
)

// A Store implements [received.Store] on DB.
type Store struct{ DB *sqldb.DB }

var _ received.Store = (*Store)(nil)

// Before implements [received.Store].
func (s *Store) Before(ctx context.Context, id org.ID, origin string) (earlier []received.Received, seen anchor.Seen, err error) {
	err = s.DB.Read(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		earlier, seen, err = before(ctx, tx, id, origin)
		return err
	})
	return earlier, seen, err
}

func before(ctx context.Context, tx *sqldb.Tx, id org.ID, origin string) ([]received.Received, anchor.Seen, error) {
	earlier, err := sqldb.All(ctx, tx, scan, `SELECT record FROM received_dossiers WHERE org_id = $1 AND origin = $2`, id, origin)
	if err != nil {
		return nil, anchor.Seen{}, err
	}
	received.Order(earlier)
	seen, err := anchordb.Seen(ctx, tx, origin)
	return earlier, seen, err
}

// Keep implements [received.Store].
func (s *Store) Keep(ctx context.Context, id org.ID, origin string, decide func([]received.Received, anchor.Seen) (received.Kept, error)) error {
	return s.DB.Write(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		// Two that are kept at once are compared one after the other: the second waits
		// for this row until the first is there to be compared with.
		if err := tx.Exec(ctx, `UPDATE organisations SET version = version WHERE org_id = $1`, id); err != nil {
			return fmt.Errorf("wait for a turn: %w", err)
		}
		there, _, err := sqldb.One(ctx, tx, sqldb.Scalar[int], `SELECT count(*) FROM received_dossiers WHERE org_id = $1`, id)
		if err != nil {
			return fmt.Errorf("count received dossiers: %w", err)
		}
		if there >= received.MaxReceived {
			return received.ErrFull
		}
		earlier, seen, err := before(ctx, tx, id, origin)
		if err != nil {
			return err
		}
		k, err := decide(earlier, seen)
		if err != nil {
			return err
		}
		if err := insert(ctx, tx, id, k.Received); err != nil {
			return err
		}
		if k.Next != (anchor.Seen{}) {
			first, err := anchordb.Advance(ctx, tx, origin, seen, k.Next, k.Received.Kept)
			if err != nil {
				return err
			}
			if !first {
				return received.ErrMeanwhile
			}
		}
		return journal.Append(ctx, tx, id, k.Entry)
	})
}

func insert(ctx context.Context, tx *sqldb.Tx, id org.ID, r received.Received) error {
	record, err := json.Marshal(r)
	if err != nil {
		return fmt.Errorf("encode received dossier: %w", err)
	}
	n, err := tx.Changed(ctx, `INSERT INTO received_dossiers (org_id, received_id, origin, record) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`, id, r.ID, r.Origin, string(record))
	if err == nil && n == 0 {
		err = received.ErrMeanwhile
	}
	return err
}

// All implements [received.Store].
func (s *Store) All(ctx context.Context, id org.ID) (all []received.Received, err error) {
	err = s.DB.Read(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		all, err = sqldb.All(ctx, tx, scan, `SELECT record FROM received_dossiers WHERE org_id = $1 LIMIT $2`, id, received.MaxReceived)
		return err
	})
	received.Order(all)
	return all, err
}

func scan(row sqldb.Row) (r received.Received, err error) {
	var record []byte
	if err := row.Scan(&record); err != nil {
		return r, err
	}
	return r, json.Unmarshal(record, &r)
}
