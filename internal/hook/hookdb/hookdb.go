// Package hookdb keeps webhooks of organisations, the calls to them, and the queue of
// what is to be called.
package hookdb

import (
	"context"
	"fmt"
	"time"

	"aantoonbaar/internal/hook"
	"aantoonbaar/internal/mail"
	"aantoonbaar/internal/ref"
	"aantoonbaar/internal/sqldb"
)

// Find returns where an organisation wants to be called.
func Find(ctx context.Context, tx *sqldb.Tx, org string) (h hook.Hook, err error) {
	h, _, err = sqldb.One(ctx, tx, func(r sqldb.Row) (h hook.Hook, err error) {
		return h, r.Scan(&h.URL, &h.Titles, &h.Secret, &h.Version)
	}, `SELECT url, titles, secret, version FROM hooks WHERE org_id = $1`, org)
	return h, err
}

// Set puts h in the place of the version before it; false when that is no longer the
// last one.
func Set(ctx context.Context, tx *sqldb.Tx, org string, h hook.Hook) (bool, error) {
	query := `INSERT INTO hooks (org_id, url, titles, secret, version) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`
	if h.Version > 1 {
		query = `UPDATE hooks SET url = $2, titles = $3, secret = $4, version = $5 WHERE org_id = $1 AND version = $5 - 1`
	}
	n, err := tx.Changed(ctx, query, org, h.URL, h.Titles, h.Secret, h.Version)
	if err != nil {
		return false, fmt.Errorf("store webhook: %w", err)
	}
	return n == 1, nil
}

// Put stores calls of an organisation in the caller's transaction. What was told
// before, by its Key, is not told again.
func Put(ctx context.Context, tx *sqldb.Tx, org string, calls ...hook.Call) error {
	for _, c := range calls {
		c.ID = ref.NewID("hok", c.Put)
		n, err := tx.Changed(ctx, `
			INSERT INTO hook_calls (org_id, call_id, call_key, body, put_at, tries, problem)
			VALUES ($1, $2, $3, $4, $5, 0, '') ON CONFLICT (org_id, call_key) DO NOTHING`, org, c.ID, c.Key, c.Body, sqldb.At(c.Put))
		if err != nil {
			return fmt.Errorf("put call: %w", err)
		}
		if n == 0 {
			continue
		}
		if err := tx.Exec(ctx, `INSERT INTO hook_queue (call_id, for_org, next_at, tries) VALUES ($1, $2, $3, 0)`, c.ID, org, sqldb.At(c.Put)); err != nil {
			return fmt.Errorf("queue call: %w", err)
		}
	}
	return nil
}

// IsTrying reports whether a trial of an organisation has not ended yet. Nobody puts
// another, nor changes the webhook, before the caller's transaction is over.
func IsTrying(ctx context.Context, tx *sqldb.Tx, org string) (bool, error) {
	if err := tx.Exec(ctx, `UPDATE hooks SET version = version WHERE org_id = $1`, org); err != nil {
		return false, fmt.Errorf("hold webhook: %w", err)
	}
	_, trying, err := sqldb.One(ctx, tx, sqldb.Scalar[string], `
		SELECT call_id FROM hook_calls WHERE org_id = $1 AND call_key LIKE $2 AND done_at IS NULL AND given_up_at IS NULL LIMIT 1`, org, hook.Trial+"%")
	return trying, err
}

const columns = `SELECT call_id, call_key, body, put_at, tries, problem, done_at, given_up_at FROM hook_calls WHERE org_id = $1`

func scan(r sqldb.Row) (d hook.Delivery, err error) {
	return d, r.Scan(&d.ID, &d.Key, &d.Body, sqldb.Instant{Time: &d.Put}, &d.Tries, &d.Problem, sqldb.Instant{Time: &d.Done}, sqldb.Instant{Time: &d.GivenUp})
}

// Latest returns the calls of an organisation that were put last, newest first, at
// most limit.
func Latest(ctx context.Context, tx *sqldb.Tx, org string, limit int) ([]hook.Delivery, error) {
	return sqldb.All(ctx, tx, scan, columns+` ORDER BY put_at DESC, call_id DESC LIMIT $2`, org, limit)
}

// A Store implements [hook.Store] on DB.
type Store struct{ DB *sqldb.DB }

var _ hook.Store = (*Store)(nil)

// Due implements [hook.Store]. Those who have what waits longest come first.
func (s *Store) Due(ctx context.Context, now time.Time, few int) (due []hook.Ticket, err error) {
	err = s.DB.Read(ctx, sqldb.Scope{}, func(tx *sqldb.Tx) error {
		due, err = sqldb.All(ctx, tx, func(r sqldb.Row) (t hook.Ticket, err error) {
			return t, r.Scan(&t.Org, &t.ID, &t.Tries)
		}, `
			SELECT for_org, call_id, tries FROM (
				SELECT for_org, call_id, tries, next_at, ROW_NUMBER() OVER (PARTITION BY for_org ORDER BY next_at, call_id) AS place
				FROM hook_queue WHERE next_at <= $1 OR next_at > $2
			) AS waiting WHERE place <= $3 ORDER BY place, next_at, call_id`,
			sqldb.At(now), sqldb.At(now.Add(mail.LongestRest)), few)
		return err
	})
	return due, err
}

// Take implements [hook.Store].
func (s *Store) Take(ctx context.Context, t hook.Ticket, until time.Time) (c hook.Call, to hook.Hook, ok bool, err error) {
	err = s.DB.Write(ctx, sqldb.Org(t.Org), func(tx *sqldb.Tx) error {
		n, err := tx.Changed(ctx, `UPDATE hook_queue SET next_at = $3, tries = tries + 1 WHERE call_id = $1 AND tries = $2`, t.ID, t.Tries, sqldb.At(until))
		if err != nil || n == 0 {
			return err
		}
		d, found, err := sqldb.One(ctx, tx, scan, columns+` AND call_id = $2`, t.Org, t.ID)
		if err != nil {
			return err
		}
		c, ok = d.Call, found
		to, err = Find(ctx, tx, t.Org)
		return err
	})
	return c, to, ok && err == nil, err
}

// Done implements [hook.Store].
func (s *Store) Done(ctx context.Context, t hook.Ticket, at time.Time) error {
	return s.end(ctx, t, `UPDATE hook_calls SET done_at = $3, tries = $4, problem = '', body = '' WHERE org_id = $1 AND call_id = $2`, sqldb.At(at), t.Tries)
}

// GiveUp implements [hook.Store].
func (s *Store) GiveUp(ctx context.Context, t hook.Ticket, problem string, at time.Time) error {
	return s.end(ctx, t, `UPDATE hook_calls SET given_up_at = $3, tries = $4, problem = $5, body = '' WHERE org_id = $1 AND call_id = $2 AND done_at IS NULL`, sqldb.At(at), t.Tries, problem)
}

// end takes a call off the queue and stores how it ended.
func (s *Store) end(ctx context.Context, t hook.Ticket, update string, args ...any) error {
	return s.DB.Write(ctx, sqldb.Org(t.Org), func(tx *sqldb.Tx) error {
		if err := tx.Exec(ctx, `DELETE FROM hook_queue WHERE call_id = $1`, t.ID); err != nil {
			return fmt.Errorf("take call off the queue: %w", err)
		}
		return tx.Exec(ctx, update, append([]any{t.Org, t.ID}, args...)...)
	})
}

// Rest implements [hook.Store]. Who took the call up meanwhile keeps it.
func (s *Store) Rest(ctx context.Context, t hook.Ticket, problem string, until time.Time) error {
	return s.DB.Write(ctx, sqldb.Org(t.Org), func(tx *sqldb.Tx) error {
		if err := tx.Exec(ctx, `UPDATE hook_queue SET next_at = $3 WHERE call_id = $1 AND tries = $2`, t.ID, t.Tries, sqldb.At(until)); err != nil {
			return fmt.Errorf("put call off: %w", err)
		}
		return tx.Exec(ctx, `UPDATE hook_calls SET tries = $3, problem = $4 WHERE org_id = $1 AND call_id = $2 AND done_at IS NULL`, t.Org, t.ID, t.Tries, problem)
	})
}
