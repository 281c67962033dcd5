package auditdb

import (
	"context"
	"fmt"

	"aantoonbaar/internal/audit"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/sqldb"
)

const selectReports = `
	SELECT audit_id, number, sha256, public_key, signature, person_id, person_name, signed_at, on_paper, size, note
	FROM audit_reports`

// A listed report knows whose it is.
type listed struct {
	audit.Report
	of audit.ID
}

func scanReport(r sqldb.Row) (x listed, err error) {
	var public []byte
	err = r.Scan(&x.of, &x.Number, &x.SHA256, &public, &x.Signature, &x.By, &x.Name, sqldb.Instant{Time: &x.At}, &x.OnPaper, &x.Size, &x.Note)
	x.Public, x.Key = public, identity.Fingerprint(public)
	return x, err
}

// Sign implements [audit.Store].
func (s *Store) Sign(ctx context.Context, id org.ID, e audit.Engagement, r audit.Report, entry journal.Draft) (audit.Report, error) {
	var point journal.Checkpoint
	err := s.DB.Write(ctx, sqldb.Org(id), func(tx *sqldb.Tx) (err error) {
		if err := save(ctx, tx, id, e); err != nil {
			return err
		}
		work, _, err := sqldb.One(ctx, tx, sqldb.Scalar[int64], `SELECT work FROM audits WHERE org_id = $1 AND audit_id = $2`, id, e.ID)
		if err != nil {
			return fmt.Errorf("read work: %w", err)
		}
		if work != e.Work { // the row is held by now: nobody adds to it before this is done
			return audit.ErrStale
		}
		if err := journal.Append(ctx, tx, id, entry); err != nil {
			return err
		}
		if point, err = s.Signer.Sign(ctx, tx, string(id), r.At); err != nil {
			return err
		}
		r.Size, r.Note = point.Size, point.Note
		return insertReport(ctx, tx, id, e.ID, r)
	})
	return r, s.kept(id, point, err)
}

func insertReport(ctx context.Context, tx *sqldb.Tx, id org.ID, a audit.ID, r audit.Report) error {
	err := tx.Exec(ctx, `
		INSERT INTO audit_reports (org_id, audit_id, number, document, sha256, public_key, signature, person_id, person_name, signed_at, on_paper, size, note)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		id, a, r.Number, r.Text, r.SHA256, []byte(r.Public), r.Signature, r.By, r.Name, sqldb.At(r.At), r.OnPaper, r.Size, r.Note)
	if err != nil {
		return fmt.Errorf("insert report: %w", err)
	}
	return nil
}

// Report implements [audit.Store].
func (s *Store) Report(ctx context.Context, id org.ID, a audit.ID, number int) (r audit.Report, ok bool, err error) {
	err = s.DB.Read(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		const where = ` WHERE org_id = $1 AND audit_id = $2 AND number = $3`
		x, found, err := sqldb.One(ctx, tx, scanReport, selectReports+where, id, a, number)
		if err != nil || !found {
			return err
		}
		r, ok = x.Report, true
		r.Text, _, err = sqldb.One(ctx, tx, sqldb.Scalar[[]byte], `SELECT document FROM audit_reports`+where, id, a, number)
		return err
	})
	return r, ok, err
}
