package boarddb

import (
	"context"
	"errors"
	"fmt"

	"aantoonbaar/internal/board"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/sqldb"
)

const selectApprovals = `
	SELECT approval_id, subject, sha256, person_id, person_name, person_role, signed_at, words, size, note
	FROM approvals`

func scanApproval(r sqldb.Row) (a board.Approval, err error) {
	err = r.Scan(&a.ID, &a.Subject, &a.SHA256, &a.By, &a.Name, &a.Role, sqldb.Instant{Time: &a.At}, &a.Words, &a.Size, &a.Note)
	return a, err
}

// Approve implements [board.Store].
//
// The entry is written before the journal's size is looked at: from then on no
// other writer can add one, on PostgreSQL either, and the size tells whether
// anything came between what was read and what is signed.
func (s *Store) Approve(ctx context.Context, id org.ID, a board.Approval, seen int64, entry journal.Draft) (board.Approval, error) {
	var point journal.Checkpoint
	err := s.DB.Write(ctx, sqldb.Org(id), func(tx *sqldb.Tx) (err error) {
		if err := journal.Append(ctx, tx, id, entry); err != nil {
			return err
		}
		point, err = s.Signer.Sign(ctx, tx, string(id), a.At)
		if err != nil {
			return err
		}
		if point.Size != seen+1 {
			return board.ErrStale
		}
		a.Size, a.Note = point.Size, point.Note
		return insertApproval(ctx, tx, id, a)
	})
	if errors.As(err, new(*journal.Fork)) {
		return board.Approval{}, board.ErrFork
	}
	if err != nil {
		return board.Approval{}, err
	}
	_ = s.Signer.Keep(string(id), point) // the approval stands; the next hourly round remembers what this cannot
	return a, nil
}

func insertApproval(ctx context.Context, tx *sqldb.Tx, id org.ID, a board.Approval) error {
	err := tx.Exec(ctx, `
		INSERT INTO approvals (org_id, approval_id, subject, document, sha256, person_id, person_name, person_role, signed_at, words, size, note)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		id, a.ID, a.Subject, a.Text, a.SHA256, a.By, a.Name, a.Role, sqldb.At(a.At), a.Words, a.Size, a.Note)
	if err != nil {
		return fmt.Errorf("insert approval: %w", err)
	}
	return nil
}

// Approval implements [board.Store].
func (s *Store) Approval(ctx context.Context, id org.ID, approval board.ApprovalID) (a board.Approval, ok bool, err error) {
	err = s.DB.Read(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		a, ok, err = sqldb.One(ctx, tx, scanApproval, selectApprovals+` WHERE org_id = $1 AND approval_id = $2`, id, approval)
		if err != nil || !ok {
			return err
		}
		a.Text, _, err = sqldb.One(ctx, tx, sqldb.Scalar[[]byte], `SELECT document FROM approvals WHERE org_id = $1 AND approval_id = $2`, id, approval)
		return err
	})
	return a, ok, err
}

// Adopt writes down approvals of another installation, with their documents, where
// the journal that names them was adopted.
func (s *Store) Adopt(ctx context.Context, id org.ID, approvals []board.Approval) error {
	return s.DB.Write(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		for _, a := range approvals {
			if err := insertApproval(ctx, tx, id, a); err != nil {
				return err
			}
		}
		return nil
	})
}
