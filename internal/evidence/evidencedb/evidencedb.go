// Package evidencedb keeps what is known of evidence in SQLite or PostgreSQL.
package evidencedb

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"aantoonbaar/internal/blob"
	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/memo"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/ref"
	"aantoonbaar/internal/sqldb"
)

// A Store implements [evidence.Store] on DB.
type Store struct {
	DB   *sqldb.DB
	kept memo.Memo[shelf]
}

var _ evidence.Store = (*Store)(nil)

// Add implements [evidence.Store].
func (s *Store) Add(ctx context.Context, id org.ID, it evidence.Item, entries ...journal.Draft) error {
	return s.DB.Write(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		if err := insert(ctx, tx, id, it); err != nil {
			return err
		}
		return journal.Append(ctx, tx, id, entries...)
	})
}

// AddOnce implements [evidence.Store]. It looks last: who writes an entry has the
// organisation's journal to itself, so nobody adds the same between that and the end.
func (s *Store) AddOnce(ctx context.Context, id org.ID, it evidence.Item, sum string, entry journal.Draft) error {
	return s.DB.Write(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		if err := insert(ctx, tx, id, it); err != nil {
			return err
		}
		if err := journal.Append(ctx, tx, id, entry); err != nil {
			return err
		}
		n, _, err := sqldb.One(ctx, tx, sqldb.Scalar[int], `
			SELECT count(*) FROM evidence
			WHERE org_id = $1 AND form = $2 AND withdrawn_at IS NULL AND erased_at IS NULL AND words LIKE '%' || $3 || '%'`, id, evidence.Note, sum)
		switch {
		case err != nil:
			return fmt.Errorf("look for the same note: %w", err)
		case n > 1: // besides this one
			return evidence.ErrThere
		}
		return nil
	})
}

// insert stores a new piece with its links, where there is room.
func insert(ctx context.Context, tx *sqldb.Tx, id org.ID, it evidence.Item) error {
	n, _, err := sqldb.One(ctx, tx, sqldb.Scalar[int], `SELECT count(*) FROM evidence WHERE org_id = $1`, id)
	if err != nil {
		return fmt.Errorf("count evidence: %w", err)
	}
	if n >= evidence.MaxItems {
		return evidence.ErrFull
	}
	err = tx.Exec(ctx, `
		INSERT INTO evidence (org_id, evidence_id, title, form, kind, file_name, file_size, file_media, file_sum, url, words, vouched_by,
		                      speaks_from, speaks_until, valid_until, added_at, added_by, added_name, withdrawn_at, withdrawn_because, version)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)`,
		id, it.ID, it.Title, it.Form, it.Kind, it.File.Name, it.File.Size, it.File.Media, sumText(it.File.Sum), it.URL, it.Text, it.VouchedBy,
		sqldb.On(it.SpeaksFrom), sqldb.On(it.SpeaksUntil), sqldb.On(it.ValidUntil), sqldb.At(it.AddedAt), it.AddedBy, it.AddedName,
		sqldb.At(it.WithdrawnAt), it.WithdrawnBecause, it.Version)
	if err != nil {
		return fmt.Errorf("insert evidence: %w", err)
	}
	return link(ctx, tx, id, it)
}

// Save implements [evidence.Store]. What never changes is not written.
func (s *Store) Save(ctx context.Context, id org.ID, items []evidence.Item, entries []journal.Draft) error {
	return s.DB.Write(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		for _, it := range items {
			if err := save(ctx, tx, id, it); err != nil {
				return err
			}
		}
		return journal.Append(ctx, tx, id, entries...)
	})
}

func save(ctx context.Context, tx *sqldb.Tx, id org.ID, it evidence.Item) error {
	n, err := tx.Changed(ctx, `
		UPDATE evidence
		SET title = $3, kind = $4, url = $5, words = $6, vouched_by = $7, speaks_from = $8, speaks_until = $9, valid_until = $10,
		    withdrawn_at = $11, withdrawn_because = $12, held_because = $13, held_until = $14, version = $15
		WHERE org_id = $1 AND evidence_id = $2 AND version = $16 AND erased_at IS NULL`,
		id, it.ID, it.Title, it.Kind, it.URL, it.Text, it.VouchedBy,
		sqldb.On(it.SpeaksFrom), sqldb.On(it.SpeaksUntil), sqldb.On(it.ValidUntil),
		sqldb.At(it.WithdrawnAt), it.WithdrawnBecause, it.HeldBecause, sqldb.On(it.HeldUntil), it.Version, it.Version-1)
	if err != nil {
		return fmt.Errorf("update evidence: %w", err)
	}
	if n != 1 {
		return evidence.ErrStale
	}
	err = tx.Exec(ctx, `
		INSERT INTO evidence_once (org_id, evidence_id, requirement)
		SELECT org_id, evidence_id, requirement FROM evidence_links WHERE org_id = $1 AND evidence_id = $2
		ON CONFLICT DO NOTHING`, id, it.ID)
	if err != nil {
		return fmt.Errorf("remember links: %w", err)
	}
	if err := tx.Exec(ctx, `DELETE FROM evidence_links WHERE org_id = $1 AND evidence_id = $2`, id, it.ID); err != nil {
		return fmt.Errorf("clear links: %w", err)
	}
	return link(ctx, tx, id, it)
}

func link(ctx context.Context, tx *sqldb.Tx, id org.ID, it evidence.Item) error {
	var rows [][]any
	for _, r := range it.Requirements {
		rows = append(rows, []any{id, it.ID, r})
	}
	if _, err := tx.InsertMany(ctx, `INSERT INTO evidence_links (org_id, evidence_id, requirement)`, rows, ""); err != nil {
		return fmt.Errorf("link evidence to %d requirements: %w", len(rows), err)
	}
	return nil
}

// selectItems reads pieces, each with its requirements in one column: a row more
// costs more than joining what is in it.
const selectItems = `
	SELECT e.evidence_id, e.title, e.form, e.kind, e.file_name, e.file_size, e.file_media, e.file_sum, e.url, e.words, e.vouched_by,
	       e.speaks_from, e.speaks_until, e.valid_until, e.added_at, e.added_by, e.added_name, e.withdrawn_at, e.withdrawn_because,
	       e.held_because, e.held_until, e.erased_at, e.erased_ground, e.erased_because, e.version,
	       coalesce((SELECT string_agg(k.requirement, ' ') FROM evidence_links AS k WHERE k.org_id = e.org_id AND k.evidence_id = e.evidence_id), '')
	FROM evidence AS e`

func scanItem(r sqldb.Row) (it evidence.Item, err error) {
	var sum, requirements string
	err = r.Scan(&it.ID, &it.Title, &it.Form, &it.Kind, &it.File.Name, &it.File.Size, &it.File.Media, &sum, &it.URL, &it.Text, &it.VouchedBy,
		sqldb.Day{Time: &it.SpeaksFrom}, sqldb.Day{Time: &it.SpeaksUntil}, sqldb.Day{Time: &it.ValidUntil},
		sqldb.Instant{Time: &it.AddedAt}, &it.AddedBy, &it.AddedName, sqldb.Instant{Time: &it.WithdrawnAt}, &it.WithdrawnBecause,
		&it.HeldBecause, sqldb.Day{Time: &it.HeldUntil}, sqldb.Instant{Time: &it.ErasedAt}, &it.ErasedGround, &it.ErasedBecause, &it.Version, &requirements)
	if requirements != "" {
		it.Requirements = strings.Fields(requirements) // their IDs have no spaces
		slices.Sort(it.Requirements)
	}
	if err == nil && sum != "" {
		it.File.Sum, err = blob.ParseSum(sum)
	}
	return it, err
}

// Find implements [evidence.Store].
func (s *Store) Find(ctx context.Context, id org.ID, piece evidence.ID) (evidence.Item, bool, error) {
	found, err := s.items(ctx, id, selectItems+` WHERE e.org_id = $1 AND e.evidence_id = $2`, piece)
	if err != nil || len(found) == 0 {
		return evidence.Item{}, false, err
	}
	return found[0], true, nil
}

// A shelf is all of an organisation's pieces as they were read last. Their
// versions only go up, and no piece ever leaves: the same sum of versions is the
// same shelf.
type shelf struct {
	versions int64
	items    []evidence.Item
}

// maxKept is the longest shelf that is kept, some 1 kB a piece.
const maxKept = 500

// All implements [evidence.Store]. What did not change is not read again.
func (s *Store) All(ctx context.Context, id org.ID, limit int) ([]evidence.Item, error) {
	known := s.kept.Find(string(id))
	err := s.DB.Read(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		now, _, err := sqldb.One(ctx, tx, sqldb.Scalar[int64], `SELECT CAST(coalesce(sum(version), 0) AS BIGINT) FROM evidence WHERE org_id = $1`, id)
		if err != nil {
			return fmt.Errorf("add up versions: %w", err)
		}
		if now == known.versions {
			return nil
		}
		known.versions = now
		known.items, err = sqldb.All(ctx, tx, scanItem, selectItems+` WHERE e.org_id = $1 ORDER BY e.evidence_id`, id)
		return err
	})
	if err != nil {
		return nil, err
	}
	if len(known.items) <= maxKept {
		s.kept.Keep(string(id), known)
	}
	return slices.Clone(known.items[:min(limit, len(known.items))]), nil
}

// For implements [evidence.Store].
func (s *Store) For(ctx context.Context, id org.ID, requirement string, limit int) ([]evidence.Item, error) {
	return s.items(ctx, id, selectItems+`
		JOIN evidence_links AS l ON l.org_id = e.org_id AND l.evidence_id = e.evidence_id
		WHERE e.org_id = $1 AND l.requirement = $2
		ORDER BY e.evidence_id LIMIT $3`, requirement, limit)
}

// EverFor implements [evidence.Store].
func (s *Store) EverFor(ctx context.Context, id org.ID, requirement string, limit int) ([]evidence.Item, error) {
	return s.items(ctx, id, selectItems+`
		WHERE e.org_id = $1 AND e.evidence_id IN (
			SELECT evidence_id FROM evidence_links WHERE org_id = $1 AND requirement = $2
			UNION SELECT evidence_id FROM evidence_once WHERE org_id = $1 AND requirement = $2)
		ORDER BY e.evidence_id LIMIT $3`, requirement, limit)
}

// items runs one query for pieces of id.
func (s *Store) items(ctx context.Context, id org.ID, query string, args ...any) (items []evidence.Item, err error) {
	err = s.DB.Read(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		items, err = sqldb.All(ctx, tx, scanItem, query, append([]any{id}, args...)...)
		return err
	})
	return items, err
}

// History implements [evidence.Store].
func (s *Store) History(ctx context.Context, id org.ID, object ref.Ref, limit int) (entries []journal.Entry, err error) {
	err = s.DB.Read(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		entries, err = journal.History(ctx, tx, id, object, limit)
		return err
	})
	return entries, err
}

// Histories implements [evidence.Store].
func (s *Store) Histories(ctx context.Context, id org.ID, objects []ref.Ref, limit int) (entries []journal.Entry, err error) {
	err = s.DB.Read(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		entries, err = journal.HistoryOf(ctx, tx, id, objects, math.MaxInt64, limit)
		return err
	})
	return entries, err
}

// sumText writes the sum of a file; "" for what is no file.
func sumText(s blob.Sum) string {
	if s.IsZero() {
		return ""
	}
	return s.String()
}
