// Package peopledb keeps the records of people and their training in SQLite or
// PostgreSQL.
package peopledb

import (
	"context"

	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/people"
	"aantoonbaar/internal/record/recorddb"
	"aantoonbaar/internal/sqldb"
)

// A Store implements [people.Store] on DB.
type Store struct{ DB *sqldb.DB }

var _ people.Store = (*Store)(nil)

var table = recorddb.Table{Name: "people_records", Most: people.MaxRecords, Stale: people.ErrStale, Full: people.ErrFull}

// Save implements [people.Store].
func (s *Store) Save(ctx context.Context, id org.ID, all ...people.Entered) error {
	return s.DB.Write(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error { return table.Save(ctx, tx, string(id), all...) })
}

// SaveSession implements [people.Store]. It looks last: who writes an entry has the
// organisation's journal to itself, so nobody stores a session between that and the
// end.
func (s *Store) SaveSession(ctx context.Context, id org.ID, x people.Session, entry journal.Draft, may func([]people.Session) error) error {
	return s.DB.Write(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		if err := table.Save(ctx, tx, string(id), people.Entered{Record: x, Entry: entry}); err != nil {
			return err
		}
		var h people.Held
		if err := table.All(ctx, tx, string(id), people.SessionKind, h.Put); err != nil {
			return err
		}
		return may(h.Sessions)
	})
}

// Erase implements [people.Store]. The rows are changed first: whoever else wants to
// change one, and so to append an entry about it, waits for this.
func (s *Store) Erase(ctx context.Context, id org.ID, x people.Staff, entry func([]int64) journal.Draft, along ...people.Entered) error {
	return s.DB.Write(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		entries, err := table.Keep(ctx, tx, string(id), append([]people.Entered{{Record: x}}, along...)...)
		if err != nil {
			return err
		}
		erased, err := journal.Erase(ctx, tx, id, x.Ref())
		if err != nil {
			return err
		}
		entries[0] = entry(erased)
		return journal.Append(ctx, tx, id, entries...)
	})
}

// Scrub implements [people.Store].
func (s *Store) Scrub(ctx context.Context) error { return s.DB.Scrub(ctx) }

// All implements [people.Store].
func (s *Store) All(ctx context.Context, id org.ID) (h people.Held, err error) {
	err = s.DB.Read(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error { return table.All(ctx, tx, string(id), "", h.Put) })
	h.Order()
	return h, err
}
