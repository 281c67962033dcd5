// Package maildb keeps mail, and the queue of what is to be sent.
package maildb

import (
	"context"
	"fmt"
	"time"

	"aantoonbaar/internal/mail"
	"aantoonbaar/internal/ref"
	"aantoonbaar/internal/sqldb"
)

// Put stores messages of an organisation in the caller's transaction. What was
// said before, by its Key, is not said again. It is no change of the
// organisation's, and so no entry of its journal: what causes it is.
func Put(ctx context.Context, tx *sqldb.Tx, org string, messages ...mail.Message) error {
	for _, m := range messages {
		m.ID = ref.NewID("mal", m.Put)
		n, err := tx.Changed(ctx, `
			INSERT INTO mails (org_id, mail_id, mail_key, person_id, name, address, subject, body, put_at, tries, problem)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, '') ON CONFLICT (org_id, mail_key) DO NOTHING`,
			org, m.ID, m.Key, m.Person, m.Name, m.Address, m.Subject, m.Body, sqldb.At(m.Put))
		if err != nil {
			return fmt.Errorf("put mail: %w", err)
		}
		if n == 0 {
			continue
		}
		if err := tx.Exec(ctx, `INSERT INTO mail_queue (mail_id, for_org, next_at, tries) VALUES ($1, $2, $3, 0)`, m.ID, org, sqldb.At(m.Put)); err != nil {
			return fmt.Errorf("queue mail: %w", err)
		}
	}
	return nil
}

// Count returns how many messages of an organisation were put after a moment, of those
// whose Key is like the pattern.
func Count(ctx context.Context, tx *sqldb.Tx, org, like string, after time.Time) (int, error) {
	n, _, err := sqldb.One(ctx, tx, sqldb.Scalar[int], `SELECT COUNT(*) FROM mails WHERE org_id = $1 AND put_at > $2 AND mail_key LIKE $3`, org, sqldb.At(after), like)
	if err != nil {
		return 0, fmt.Errorf("count mail: %w", err)
	}
	return n, nil
}

// A Store implements [mail.Store] on DB.
type Store struct{ DB *sqldb.DB }

var _ mail.Store = (*Store)(nil)

// Due implements [mail.Store].
func (s *Store) Due(ctx context.Context, now time.Time, limit int) (due []mail.Ticket, err error) {
	err = s.DB.Read(ctx, sqldb.Scope{}, func(tx *sqldb.Tx) error {
		due, err = sqldb.All(ctx, tx, func(r sqldb.Row) (t mail.Ticket, err error) {
			return t, r.Scan(&t.Org, &t.ID, &t.Tries)
		}, `SELECT for_org, mail_id, tries FROM mail_queue WHERE next_at <= $1 OR next_at > $2 ORDER BY next_at, mail_id LIMIT $3`,
			sqldb.At(now), sqldb.At(now.Add(mail.LongestRest)), limit)
		return err
	})
	return due, err
}

const columns = `SELECT mail_id, mail_key, person_id, name, address, subject, body, put_at, tries, problem, sent_at, given_up_at FROM mails WHERE org_id = $1`

func scan(r sqldb.Row) (d mail.Delivery, err error) {
	err = r.Scan(&d.ID, &d.Key, &d.Person, &d.Name, &d.Address, &d.Subject, &d.Body, sqldb.Instant{Time: &d.Put},
		&d.Tries, &d.Problem, sqldb.Instant{Time: &d.Sent}, sqldb.Instant{Time: &d.GivenUp})
	return d, err
}

// Take implements [mail.Store].
func (s *Store) Take(ctx context.Context, t mail.Ticket, until time.Time) (m mail.Message, ok bool, err error) {
	err = s.DB.Write(ctx, sqldb.Org(t.Org), func(tx *sqldb.Tx) error {
		n, err := tx.Changed(ctx, `UPDATE mail_queue SET next_at = $3, tries = tries + 1 WHERE mail_id = $1 AND tries = $2`, t.ID, t.Tries, sqldb.At(until))
		if err != nil || n == 0 {
			return err
		}
		d, found, err := sqldb.One(ctx, tx, scan, columns+` AND mail_id = $2`, t.Org, t.ID)
		m, ok = d.Message, found
		return err
	})
	return m, ok && err == nil, err
}

// Sent implements [mail.Store].
func (s *Store) Sent(ctx context.Context, t mail.Ticket, at time.Time) error {
	return s.end(ctx, t, `UPDATE mails SET sent_at = $3, tries = $4, problem = '', address = '', body = '' WHERE org_id = $1 AND mail_id = $2`, sqldb.At(at), t.Tries)
}

// GiveUp implements [mail.Store].
func (s *Store) GiveUp(ctx context.Context, t mail.Ticket, problem string, at time.Time) error {
	return s.end(ctx, t, `UPDATE mails SET given_up_at = $3, tries = $4, problem = $5, body = '' WHERE org_id = $1 AND mail_id = $2 AND sent_at IS NULL`, sqldb.At(at), t.Tries, problem)
}

// end takes a message off the queue and stores how it ended.
func (s *Store) end(ctx context.Context, t mail.Ticket, update string, args ...any) error {
	return s.DB.Write(ctx, sqldb.Org(t.Org), func(tx *sqldb.Tx) error {
		if err := tx.Exec(ctx, `DELETE FROM mail_queue WHERE mail_id = $1`, t.ID); err != nil {
			return fmt.Errorf("take mail off the queue: %w", err)
		}
		return tx.Exec(ctx, update, append([]any{t.Org, t.ID}, args...)...)
	})
}

// Rest implements [mail.Store]. Who took the message up meanwhile keeps it.
func (s *Store) Rest(ctx context.Context, t mail.Ticket, problem string, until time.Time) error {
	return s.DB.Write(ctx, sqldb.Org(t.Org), func(tx *sqldb.Tx) error {
		if err := tx.Exec(ctx, `UPDATE mail_queue SET next_at = $3 WHERE mail_id = $1 AND tries = $2`, t.ID, t.Tries, sqldb.At(until)); err != nil {
			return fmt.Errorf("put mail off: %w", err)
		}
		return tx.Exec(ctx, `UPDATE mails SET tries = $3, problem = $4 WHERE org_id = $1 AND mail_id = $2 AND sent_at IS NULL`, t.Org, t.ID, t.Tries, problem)
	})
}

// Latest returns the messages of an organisation that were put last, newest
// first, at most limit.
func Latest(ctx context.Context, tx *sqldb.Tx, org string, limit int) ([]mail.Delivery, error) {
	return sqldb.All(ctx, tx, scan, columns+` ORDER BY put_at DESC, mail_id DESC LIMIT $2`, org, limit)
}
