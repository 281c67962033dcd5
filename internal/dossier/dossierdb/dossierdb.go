// Package dossierdb reads what dossiers are made of from SQLite or PostgreSQL.
package dossierdb

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"aantoonbaar/internal/anchor"
	"aantoonbaar/internal/anchor/anchordb"
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
		if src.Earlier, err = earlier(ctx, tx, src); err != nil {
			return fmt.Errorf("read checkpoints: %w", err)
		}
		if src.Anchored, err = anchored(ctx, tx, src.Org, size); err != nil {
			return err
		}
		next, err := journal.Range(ctx, tx, id, size, size+1, 1)
		if err == nil && len(next) == 1 && next[0].Action == dossier.ActMake {
			src.AskedAt = next[0].At
		}
		return err
	})
	if err == nil && ok && int64(len(src.Entries)) != size {
		return src, false, fmt.Errorf("the journal has %d of the %d entries that were signed", len(src.Entries), size)
	}
	return src, ok, err
}

// KeepReceipt implements [dossier.Store].
func (s *Store) KeepReceipt(ctx context.Context, id org.ID, a anchor.Anchor, entry journal.Draft) error {
	return s.DB.Write(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		point, ok, err := journal.Point(ctx, tx, string(id), a.Size)
		if err != nil {
			return err
		}
		m, there, err := journal.At(ctx, tx, id, a.Size)
		if err != nil {
			return err
		}
		_, seen, err := anchor.Receipt{Note: string(a.Proof)}.Stated()
		if err != nil || !ok || !there || m.Root != point.Root || m.Root != seen.Root {
			return dossier.ErrOtherTree
		}
		if line, ok := strings.CutPrefix(string(a.Proof), point.Note); !ok || strings.Count(line, "\n") != 1 {
			return dossier.ErrChangedReceipt
		}
		kept, err := anchordb.Keep(ctx, tx, string(id), a)
		if err != nil {
			return err
		}
		if !kept {
			return dossier.ErrHaveReceipt
		}
		return journal.Append(ctx, tx, id, entry)
	})
}

// earlier reads the checkpoints under approvals and reports, and those in which one signing
// key handed over to another.
func earlier(ctx context.Context, tx *sqldb.Tx, src dossier.Source) ([]journal.Checkpoint, error) {
	all, err := sqldb.All(ctx, tx, scanPoint, `
		SELECT size, note FROM approvals WHERE org_id = $1 AND size < $2
		UNION SELECT size, note FROM audit_reports WHERE org_id = $1 AND size < $2 ORDER BY size`, src.Org, src.Checkpoint.Size)
	if err != nil {
		return nil, err
	}
	for _, e := range src.Entries {
		if e.Action != journal.ActKeyRotated || e.Seq+1 == src.Checkpoint.Size {
			continue
		}
		c, ok, err := journal.Point(ctx, tx, src.Org, e.Seq+1)
		if err != nil {
			return nil, err
		}
		if ok {
			all = append(all, c)
		}
	}
	slices.SortStableFunc(all, func(a, b journal.Checkpoint) int { return cmp.Compare(a.Size, b.Size) })
	return all, nil
}

// anchored reads what others saw of the first size entries.
func anchored(ctx context.Context, tx *sqldb.Tx, org string, size int64) (all []dossier.Anchored, err error) {
	anchors, err := anchordb.Upto(ctx, tx, org, size)
	if err != nil {
		return nil, fmt.Errorf("read anchors: %w", err)
	}
	for _, a := range dossier.Choose(anchors) {
		if n := len(all); n > 0 && all[n-1].Checkpoint.Size == a.Size {
			all[n-1].Anchors = append(all[n-1].Anchors, a)
			continue
		}
		c, ok, err := journal.Point(ctx, tx, org, a.Size)
		if err != nil {
			return nil, err
		}
		if !ok { // the check of the journal tells of it
			continue
		}
		all = append(all, dossier.Anchored{Checkpoint: c, Anchors: []anchor.Anchor{a}})
	}
	return all, nil
}

func scanPoint(r sqldb.Row) (c journal.Checkpoint, err error) {
	err = r.Scan(&c.Size, &c.Note)
	return c, err
}
