// Package dossierdb reads what dossiers are made of from SQLite or PostgreSQL.
package dossierdb

import (
	"context"
	"errors"
	"fmt"
	"time"

	"aantoonbaar/internal/dossier"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/sqldb"
)

// A Store implements [dossier.Store] on DB.
type Store struct {
	DB     *sqldb.DB
	Signer *journal.Signer
}

var _ dossier.Store = (*Store)(nil)

// Make implements [dossier.Store]. The entry comes after the checkpoint: a
// dossier does not tell of itself.
func (s *Store) Make(ctx context.Context, id org.ID, now time.Time, entry func(int64) journal.Draft) (int64, error) {
	var point journal.Checkpoint
	err := s.DB.Write(ctx, sqldb.Org(id), func(tx *sqldb.Tx) (err error) {
		if point, err = s.Signer.Sign(ctx, tx, string(id), now); err != nil {
			return err
		}
		if point.Size == 0 { // an organisation begins with its first entry
			return fault.Missing("dossier.no-organisation")
		}
		return journal.Append(ctx, tx, id, entry(point.Size))
	})
	if errors.As(err, new(*journal.Fork)) {
		return 0, dossier.ErrFork
	}
	if err != nil {
		return 0, err
	}
	_ = s.Signer.Keep(string(id), point) // the dossier stands; the next hourly round remembers what this cannot
	return point.Size, nil
}

// Made implements [dossier.Store].
func (s *Store) Made(ctx context.Context, id org.ID) (made []journal.Entry, err error) {
	err = s.DB.Read(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		made, err = journal.Of(ctx, tx, id, 0, dossier.ActMake)
		return err
	})
	return made, err
}

// Source implements [dossier.Store].
func (s *Store) Source(ctx context.Context, id org.ID, size int64) (src dossier.Source, ok bool, err error) {
	src.Org = string(id)
	err = s.DB.Read(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		if src.Checkpoint, ok, err = journal.Point(ctx, tx, src.Org, size); err != nil || !ok {
			return err
		}
		if src.Entries, err = journal.Range(ctx, tx, id, 0, size, int(size)); err != nil {
			return fmt.Errorf("read entries: %w", err)
		}
		src.Earlier, err = sqldb.All(ctx, tx, scanPoint, `
			SELECT size, note FROM approvals WHERE org_id = $1 AND size < $2 ORDER BY size`, id, size)
		return err
	})
	if err == nil && ok && int64(len(src.Entries)) != size {
		return src, false, fmt.Errorf("the journal has %d of the %d entries that were signed", len(src.Entries), size)
	}
	return src, ok, err
}

func scanPoint(r sqldb.Row) (c journal.Checkpoint, err error) {
	err = r.Scan(&c.Size, &c.Note)
	return c, err
}
