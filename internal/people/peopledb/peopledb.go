// Package peopledb keeps the records of people and their training in SQLite or
// PostgreSQL.
package peopledb

import (
	"context"
	"encoding/json"
	"fmt"

	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/people"
	"aantoonbaar/internal/sqldb"
)

// A Store implements [people.Store] on DB.
type Store struct{ DB *sqldb.DB }

var _ people.Store = (*Store)(nil)

// Save implements [people.Store].
func (s *Store) Save(ctx context.Context, id org.ID, all ...people.Entered) error {
	return s.DB.Write(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error { return save(ctx, tx, id, all...) })
}

func save(ctx context.Context, tx *sqldb.Tx, id org.ID, all ...people.Entered) error {
	entries, err := keepAll(ctx, tx, id, all)
	if err != nil {
		return err
	}
	return journal.Append(ctx, tx, id, entries...)
}

// keepAll stores records where there is room, and returns their entries.
func keepAll(ctx context.Context, tx *sqldb.Tx, id org.ID, all []people.Entered) (entries []journal.Draft, err error) {
	fresh := 0
	for _, e := range all {
		if e.Record.Was() == 1 {
			fresh++
		}
	}
	if err := room(ctx, tx, id, fresh); err != nil {
		return nil, err
	}
	for _, e := range all {
		if err := keep(ctx, tx, id, e.Record); err != nil {
			return nil, err
		}
		entries = append(entries, e.Entry)
	}
	return entries, nil
}

// SaveSession implements [people.Store]. It looks last: who writes an entry has the
// organisation's journal to itself, so nobody stores a session between that and the
// end.
func (s *Store) SaveSession(ctx context.Context, id org.ID, x people.Session, entry journal.Draft, may func([]people.Session) error) error {
	return s.DB.Write(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		if err := save(ctx, tx, id, people.Entered{Record: x, Entry: entry}); err != nil {
			return err
		}
		all, err := sqldb.All(ctx, tx, sqldb.Scalar[[]byte], `SELECT record FROM people_records WHERE org_id = $1 AND kind = $2 ORDER BY record_id`, id, people.SessionKind)
		if err != nil {
			return fmt.Errorf("load sessions: %w", err)
		}
		var h people.Held
		for _, record := range all {
			if err := h.Put(people.SessionKind, record); err != nil {
				return err
			}
		}
		return may(h.Sessions)
	})
}

// room refuses when there is no room for so many more.
func room(ctx context.Context, tx *sqldb.Tx, id org.ID, fresh int) error {
	if fresh == 0 {
		return nil
	}
	there, _, err := sqldb.One(ctx, tx, sqldb.Scalar[int], `SELECT count(*) FROM people_records WHERE org_id = $1`, id)
	if err != nil {
		return fmt.Errorf("count records: %w", err)
	}
	if there+fresh > people.MaxRecords {
		return people.ErrFull
	}
	return nil
}

// keep stores a record as new when its version is 1, else over the version before it.
func keep(ctx context.Context, tx *sqldb.Tx, id org.ID, r people.Record) error {
	record, err := json.Marshal(r)
	if err != nil {
		return fmt.Errorf("encode %s: %w", r.Ref(), err)
	}
	query := `
		UPDATE people_records SET record = $4, version = $5
		WHERE org_id = $1 AND kind = $2 AND record_id = $3 AND version = $5 - 1`
	if r.Was() == 1 {
		query = `
			INSERT INTO people_records (org_id, kind, record_id, record, version) VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT DO NOTHING`
	}
	n, err := tx.Changed(ctx, query, id, r.Ref().Kind, r.Ref().ID, string(record), r.Was())
	if err != nil {
		return fmt.Errorf("store %s: %w", r.Ref(), err)
	}
	if n != 1 {
		return people.ErrStale
	}
	return nil
}

// Erase implements [people.Store]. The rows are changed first: whoever else wants to
// change one, and so to append an entry about it, waits for this.
func (s *Store) Erase(ctx context.Context, id org.ID, x people.Staff, entry func([]int64) journal.Draft, along ...people.Entered) error {
	return s.DB.Write(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		if err := keep(ctx, tx, id, x); err != nil {
			return err
		}
		entries, err := keepAll(ctx, tx, id, along)
		if err != nil {
			return err
		}
		erased, err := journal.Erase(ctx, tx, id, x.Ref())
		if err != nil {
			return err
		}
		return journal.Append(ctx, tx, id, append([]journal.Draft{entry(erased)}, entries...)...)
	})
}

// Scrub implements [people.Store].
func (s *Store) Scrub(ctx context.Context) error { return s.DB.Scrub(ctx) }

// All implements [people.Store].
func (s *Store) All(ctx context.Context, id org.ID) (h people.Held, err error) {
	type row struct {
		kind   string
		record []byte
	}
	err = s.DB.Read(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		rows, err := sqldb.All(ctx, tx, func(r sqldb.Row) (x row, err error) {
			err = r.Scan(&x.kind, &x.record)
			return x, err
		}, `SELECT kind, record FROM people_records WHERE org_id = $1 ORDER BY kind, record_id`, id)
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
