// Package continuitydb keeps the records of continuity in SQLite or PostgreSQL.
package continuitydb

import (
	"context"

	"aantoonbaar/internal/continuity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/record"
	"aantoonbaar/internal/record/recorddb"
	"aantoonbaar/internal/sqldb"
)

// A Store implements [continuity.Store] on DB.
type Store struct{ DB *sqldb.DB }

var _ continuity.Store = (*Store)(nil)

var table = recorddb.Table{Name: "continuity_records", Most: continuity.MaxRecords, Stale: continuity.ErrStale, Full: continuity.ErrFull}

// Save implements [continuity.Store].
func (s *Store) Save(ctx context.Context, id org.ID, r continuity.Record, entry journal.Draft) error {
	return s.DB.Write(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		return table.Save(ctx, tx, string(id), record.Entered{Record: r, Entry: entry})
	})
}

// All implements [continuity.Store].
func (s *Store) All(ctx context.Context, id org.ID) (h continuity.Held, err error) {
	err = s.DB.Read(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error { return table.All(ctx, tx, string(id), "", h.Put) })
	h.Order()
	return h, err
}
