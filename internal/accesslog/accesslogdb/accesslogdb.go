// Package accesslogdb keeps the records of log review in SQLite or PostgreSQL. Events
// are never in it: they lie in files.
package accesslogdb

import (
	"context"

	"aantoonbaar/internal/accesslog/rounds"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/record/recorddb"
	"aantoonbaar/internal/sqldb"
)

// A Store implements [rounds.Store] on DB.
type Store struct{ DB *sqldb.DB }

var _ rounds.Store = (*Store)(nil)

var table = recorddb.Table{Name: "accesslog_records", Most: rounds.MaxRecords, Stale: rounds.ErrStale, Full: rounds.ErrFull}

// Save implements [rounds.Store].
func (s *Store) Save(ctx context.Context, id org.ID, all ...rounds.Entered) error {
	return s.DB.Write(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error { return table.Save(ctx, tx, string(id), all...) })
}

// All implements [rounds.Store].
func (s *Store) All(ctx context.Context, id org.ID) (h rounds.Held, err error) {
	err = s.DB.Read(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error { return table.All(ctx, tx, string(id), "", h.Put) })
	h.Order()
	return h, err
}
