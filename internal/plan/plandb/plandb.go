// Package plandb keeps improvement actions in SQLite or PostgreSQL.
package plandb

import (
	"context"
	"encoding/json"
	"fmt"

	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/plan"
	"aantoonbaar/internal/ref"
	"aantoonbaar/internal/sqldb"
)

// A Store implements [plan.Store] on DB.
type Store struct{ DB *sqldb.DB }

var _ plan.Store = (*Store)(nil)

const selectActions = `
	SELECT action_id, title, description, requirements, level, owner_id, owner_text, due_on, cost_cents, effort,
	       status, reason, done_on, source_kind, source_id, version, created_at, created_by, changed_at, changed_by
	FROM actions`

func scanAction(r sqldb.Row) (a plan.Action, err error) {
	var requirements string
	err = r.Scan(&a.ID, &a.Title, &a.Description, &requirements, &a.Level, &a.Owner, &a.OwnerText, sqldb.Day{Time: &a.Due}, &a.CostCents, &a.Effort,
		&a.Status, &a.Reason, sqldb.Day{Time: &a.DoneOn}, &a.Source.Kind, &a.Source.ID, &a.Version,
		sqldb.Instant{Time: &a.CreatedAt}, &a.CreatedBy, sqldb.Instant{Time: &a.ChangedAt}, &a.ChangedBy)
	if err != nil {
		return a, err
	}
	if err := json.Unmarshal([]byte(requirements), &a.Requirements); err != nil {
		return a, fmt.Errorf("stored requirements of %s: %w", a.ID, err)
	}
	return a, nil
}

// values returns an action's columns in the order of the table, but for the
// organisation.
func values(a plan.Action) ([]any, error) {
	requirements, err := json.Marshal(a.Requirements)
	return []any{
		a.ID, a.Title, a.Description, string(requirements), a.Level, a.Owner, a.OwnerText, sqldb.On(a.Due), a.CostCents, a.Effort,
		a.Status, a.Reason, sqldb.On(a.DoneOn), a.Source.Kind, a.Source.ID, a.Version,
		sqldb.At(a.CreatedAt), a.CreatedBy, sqldb.At(a.ChangedAt), a.ChangedBy,
	}, err
}

// Load implements [plan.Store].
func (s *Store) Load(ctx context.Context, id org.ID) (actions []plan.Action, err error) {
	err = s.DB.Read(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		actions, err = sqldb.All(ctx, tx, scanAction, selectActions+` WHERE org_id = $1 ORDER BY action_id LIMIT $2`, id, plan.MaxActions)
		return err
	})
	return actions, err
}

// Find implements [plan.Store].
func (s *Store) Find(ctx context.Context, id org.ID, action string) (a plan.Action, ok bool, err error) {
	err = s.DB.Read(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		a, ok, err = sqldb.One(ctx, tx, scanAction, selectActions+` WHERE org_id = $1 AND action_id = $2`, id, action)
		return err
	})
	return a, ok, err
}

// Add implements [plan.Store].
func (s *Store) Add(ctx context.Context, id org.ID, actions []plan.Action, entries []journal.Draft) error {
	return s.DB.Write(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		for _, a := range actions {
			v, err := values(a)
			if err != nil {
				return fmt.Errorf("encode action %s: %w", a.ID, err)
			}
			err = tx.Exec(ctx, `
				INSERT INTO actions (org_id, action_id, title, description, requirements, level, owner_id, owner_text, due_on, cost_cents, effort,
				                     status, reason, done_on, source_kind, source_id, version, created_at, created_by, changed_at, changed_by)
				VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)`,
				append([]any{id}, v...)...)
			if err != nil {
				return fmt.Errorf("insert action %s: %w", a.ID, err)
			}
		}
		return journal.Append(ctx, tx, id, entries...)
	})
}

// Change implements [plan.Store].
func (s *Store) Change(ctx context.Context, id org.ID, a plan.Action, entry journal.Draft) error {
	v, err := values(a)
	if err != nil {
		return fmt.Errorf("encode action %s: %w", a.ID, err)
	}
	return s.DB.Write(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		n, err := tx.Changed(ctx, `
			UPDATE actions
			SET title = $3, description = $4, requirements = $5, level = $6, owner_id = $7, owner_text = $8, due_on = $9, cost_cents = $10, effort = $11,
			    status = $12, reason = $13, done_on = $14, source_kind = $15, source_id = $16, version = $17,
			    created_at = $18, created_by = $19, changed_at = $20, changed_by = $21
			WHERE org_id = $1 AND action_id = $2 AND version = $17 - 1`,
			append([]any{id}, v...)...)
		if err != nil {
			return fmt.Errorf("update action %s: %w", a.ID, err)
		}
		if n != 1 {
			return plan.ErrStale
		}
		return journal.Append(ctx, tx, id, entry)
	})
}

// History implements [plan.Store].
func (s *Store) History(ctx context.Context, id org.ID, object ref.Ref, limit int) (entries []journal.Entry, err error) {
	err = s.DB.Read(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		entries, err = journal.History(ctx, tx, id, object, limit)
		return err
	})
	return entries, err
}

// Answers implements [plan.Store].
func (s *Store) Answers(ctx context.Context, id org.ID, seq int64) (entries []journal.Entry, err error) {
	err = s.DB.Read(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		entries, err = journal.Of(ctx, tx, id, seq, plan.AnswerActions...)
		return err
	})
	return entries, err
}
