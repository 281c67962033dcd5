// Package auditdb keeps independent assessments in SQLite or PostgreSQL.
package auditdb

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"aantoonbaar/internal/audit"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/sqldb"
)

// A Store implements [audit.Store] on DB. Signer signs the checkpoints under the
// situation that is assessed and under reports.
type Store struct {
	DB     *sqldb.DB
	Signer *journal.Signer
}

var _ audit.Store = (*Store)(nil)

const selectAudits = `SELECT audit_id, status, agreed, created_at, version, work FROM audits WHERE org_id = $1`

func scanAudit(r sqldb.Row) (e audit.Engagement, err error) {
	var agreed []byte
	if err := r.Scan(&e.ID, &e.Status, &agreed, sqldb.Instant{Time: &e.CreatedAt}, &e.Version, &e.Work); err != nil {
		return e, err
	}
	return e, json.Unmarshal(agreed, &e)
}

// List implements [audit.Store].
func (s *Store) List(ctx context.Context, id org.ID) (files []audit.File, err error) {
	err = s.DB.Read(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		engagements, err := sqldb.All(ctx, tx, scanAudit, selectAudits+` ORDER BY created_at DESC, audit_id DESC`, id)
		if err != nil {
			return fmt.Errorf("read assessments: %w", err)
		}
		reports, err := sqldb.All(ctx, tx, scanReport, selectReports+` WHERE org_id = $1 ORDER BY number DESC`, id)
		if err != nil {
			return fmt.Errorf("read reports: %w", err)
		}
		for _, e := range engagements {
			f := audit.File{Engagement: e}
			for _, r := range reports {
				if r.of == e.ID {
					f.Reports = append(f.Reports, r.Report)
				}
			}
			files = append(files, f)
		}
		return nil
	})
	return files, err
}

// Load implements [audit.Store].
func (s *Store) Load(ctx context.Context, id org.ID, a audit.ID) (f audit.File, ok bool, err error) {
	err = s.DB.Read(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		if f.Engagement, ok, err = sqldb.One(ctx, tx, scanAudit, selectAudits+` AND audit_id = $2`, id, a); err != nil || !ok {
			return err
		}
		if f.Verdicts, err = sqldb.All(ctx, tx, scanVerdict, selectVerdicts, id, a); err != nil {
			return fmt.Errorf("read verdicts: %w", err)
		}
		if f.Findings, err = sqldb.All(ctx, tx, scanFinding, selectFindings, id, a); err != nil {
			return fmt.Errorf("read findings: %w", err)
		}
		reports, err := sqldb.All(ctx, tx, scanReport, selectReports+` WHERE org_id = $1 AND audit_id = $2 ORDER BY number DESC`, id, a)
		for _, r := range reports {
			f.Reports = append(f.Reports, r.Report)
		}
		return err
	})
	return f, ok, err
}

// Save implements [audit.Store].
func (s *Store) Save(ctx context.Context, id org.ID, e audit.Engagement, entry journal.Draft) error {
	return s.DB.Write(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		if err := save(ctx, tx, id, e); err != nil {
			return err
		}
		return journal.Append(ctx, tx, id, entry)
	})
}

func save(ctx context.Context, tx *sqldb.Tx, id org.ID, e audit.Engagement) error {
	agreed, err := json.Marshal(e)
	if err != nil {
		return fmt.Errorf("encode assessment: %w", err)
	}
	n, err := tx.Changed(ctx, `
		INSERT INTO audits (org_id, audit_id, status, agreed, created_at, version, work)
		VALUES ($1, $2, $3, $4, $5, $6, 0)
		ON CONFLICT (org_id, audit_id) DO UPDATE
		SET status = excluded.status, agreed = excluded.agreed, version = excluded.version
		WHERE audits.version = excluded.version - 1`,
		id, e.ID, e.Status, string(agreed), sqldb.At(e.CreatedAt), e.Version)
	if err != nil {
		return fmt.Errorf("store assessment: %w", err)
	}
	if n != 1 {
		return audit.ErrStale
	}
	return nil
}

// Begin implements [audit.Store]. The checkpoint comes before the entry: it is the
// situation without the assessment.
func (s *Store) Begin(ctx context.Context, id org.ID, seen int64, fix audit.Fix) error {
	var point journal.Checkpoint
	err := s.DB.Write(ctx, sqldb.Org(id), func(tx *sqldb.Tx) (err error) {
		point, err = s.Signer.Sign(ctx, tx, string(id), fix.At)
		if err != nil {
			return err
		}
		if point.Size != seen {
			return audit.ErrStale
		}
		e, entry := fix.Make(audit.Situation{Size: point.Size, Root: point.Root.String(), Note: point.Note, At: fix.At})
		if err := save(ctx, tx, id, e); err != nil {
			return err
		}
		return journal.Append(ctx, tx, id, entry)
	})
	return s.kept(id, point, err)
}

// kept remembers a checkpoint that was stored, and says what a fork is to the room.
func (s *Store) kept(id org.ID, point journal.Checkpoint, err error) error {
	if errors.As(err, new(*journal.Fork)) {
		return audit.ErrFork
	}
	if err == nil {
		_ = s.Signer.Keep(string(id), point) // what is stored stands; the next hourly round remembers what this cannot
	}
	return err
}

// touch counts so many pieces of work on an engagement that still has the status of e.
func touch(ctx context.Context, tx *sqldb.Tx, id org.ID, e audit.Engagement, pieces int) error {
	n, err := tx.Changed(ctx, `UPDATE audits SET work = work + $4 WHERE org_id = $1 AND audit_id = $2 AND status = $3`, id, e.ID, e.Status, pieces)
	if err != nil {
		return fmt.Errorf("count work: %w", err)
	}
	if n != 1 {
		return audit.ErrStale
	}
	return nil
}
