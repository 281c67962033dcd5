package identitydb

import (
	"context"
	"errors"
	"fmt"
	"time"

	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/sqldb"
)

const sessionColumns = `SELECT s.session_id, s.person_id, p.name, p.email, p.lang, s.started_at, s.seen_at, s.strong_at, s.device
	FROM sessions AS s JOIN people AS p ON p.person_id = s.person_id`

func scanSession(r sqldb.Row) (identity.SignedIn, error) {
	var in identity.SignedIn
	p := &in.Person
	err := r.Scan(&in.ID, &p.ID, &p.Name, &p.Email, &p.Lang,
		sqldb.Instant{Time: &in.Started}, sqldb.Instant{Time: &in.Seen}, sqldb.Instant{Time: &in.Strong}, &in.Device)
	return in, err
}

// StartSession implements [identity.SessionStore].
func (s Store) StartSession(ctx context.Context, start identity.Start) (bool, error) {
	err := s.DB.Write(ctx, nobody, func(tx *sqldb.Tx) error {
		if err := useUp(ctx, tx, start.Link, start.Halfway, start.Session.Started); err != nil {
			return err
		}
		return insertSession(ctx, tx, start)
	})
	if errors.Is(err, identity.ErrGone) {
		return false, nil
	}
	return err == nil, err
}

// useUp spends a link and a ceremony half-way, each unless nil. It returns
// ErrGone when one is not there to be spent, so that nothing is kept.
func useUp(ctx context.Context, tx *sqldb.Tx, link, halfway []byte, now time.Time) error {
	if link != nil {
		n, err := tx.Changed(ctx, `UPDATE links SET used_at = $2 WHERE secret_hash = $1 AND used_at IS NULL AND until > $2`, link, sqldb.At(now))
		if err != nil {
			return fmt.Errorf("use up link: %w", err)
		}
		if n == 0 {
			return identity.ErrGone
		}
	}
	if halfway != nil {
		n, err := tx.Changed(ctx, `DELETE FROM halfway WHERE secret_hash = $1`, halfway)
		if err != nil {
			return fmt.Errorf("end ceremony: %w", err)
		}
		if n == 0 {
			return identity.ErrGone
		}
	}
	return nil
}

// insertSession stores the session, ends the one that it replaces and clears
// away those that ended by themselves.
func insertSession(ctx context.Context, tx *sqldb.Tx, start identity.Start) error {
	in := start.Session
	err := tx.Exec(ctx, `DELETE FROM sessions WHERE secret_hash = $1 OR started_at < $2`, start.Replaces, sqldb.At(in.Started.Add(-identity.AbsoluteEnd)))
	if err != nil {
		return fmt.Errorf("clear away sessions: %w", err)
	}
	err = tx.Exec(ctx, `INSERT INTO sessions (secret_hash, session_id, person_id, started_at, seen_at, strong_at, device) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		start.Hash, in.ID, in.Person.ID, sqldb.At(in.Started), sqldb.At(in.Seen), sqldb.At(in.Strong), in.Device)
	if err != nil {
		return fmt.Errorf("insert session: %w", err)
	}
	return nil
}

// FindSession implements [identity.SessionStore].
func (s Store) FindSession(ctx context.Context, hash []byte) (identity.SignedIn, bool, error) {
	return find(ctx, s.DB, scanSession, sessionColumns+` WHERE s.secret_hash = $1`, hash)
}

// SessionsOf implements [identity.SessionStore].
func (s Store) SessionsOf(ctx context.Context, p identity.PersonID) (all []identity.SignedIn, err error) {
	err = s.DB.Read(ctx, nobody, func(tx *sqldb.Tx) (err error) {
		all, err = sqldb.All(ctx, tx, scanSession, sessionColumns+` WHERE s.person_id = $1 ORDER BY s.seen_at DESC, s.session_id LIMIT 100`, p)
		return err
	})
	return all, err
}

// TouchSession implements [identity.SessionStore].
func (s Store) TouchSession(ctx context.Context, id string, now time.Time) error {
	return s.exec(ctx, `UPDATE sessions SET seen_at = $2 WHERE session_id = $1`, id, sqldb.At(now))
}

// EndSession implements [identity.SessionStore].
func (s Store) EndSession(ctx context.Context, p identity.PersonID, id string) error {
	return s.exec(ctx, `DELETE FROM sessions WHERE person_id = $1 AND session_id = $2`, p, id)
}

// EndOtherSessions implements [identity.SessionStore].
func (s Store) EndOtherSessions(ctx context.Context, p identity.PersonID, except string) error {
	return s.DB.Write(ctx, nobody, func(tx *sqldb.Tx) error { return endOthers(ctx, tx, p, except) })
}

func endOthers(ctx context.Context, tx *sqldb.Tx, p identity.PersonID, except string) error {
	if err := tx.Exec(ctx, `DELETE FROM sessions WHERE person_id = $1 AND session_id <> $2`, p, except); err != nil {
		return fmt.Errorf("end other sessions: %w", err)
	}
	return nil
}

// EndSecret implements [identity.SessionStore].
func (s Store) EndSecret(ctx context.Context, hash []byte) error {
	return s.exec(ctx, `DELETE FROM sessions WHERE secret_hash = $1`, hash)
}

// Attempt implements [identity.SignInStore].
func (s Store) Attempt(ctx context.Context, name []byte, now time.Time, longest time.Duration) (slow identity.Slowdown, ok bool, err error) {
	err = s.DB.Write(ctx, nobody, func(tx *sqldb.Tx) error {
		if err := tx.Exec(ctx, `DELETE FROM slowdowns WHERE last_at < $1`, sqldb.At(now.Add(-identity.ForgetAfter))); err != nil {
			return fmt.Errorf("forget old counts: %w", err)
		}
		if err := tx.Exec(ctx, `INSERT INTO slowdowns (name_hash, failures) VALUES ($1, 0) ON CONFLICT (name_hash) DO NOTHING`, name); err != nil {
			return fmt.Errorf("open count: %w", err)
		}
		slow, _, err = sqldb.One(ctx, tx, scanSlowdown, locked(tx.Engine, `SELECT failures, last_at, until FROM slowdowns WHERE name_hash = $1`), name)
		if err != nil {
			return err
		}
		if slow, ok = slow.Next(now, longest); !ok {
			return nil
		}
		return tx.Exec(ctx, `UPDATE slowdowns SET failures = $2, last_at = $3, until = $4 WHERE name_hash = $1`,
			name, slow.Failures, sqldb.At(slow.Last), sqldb.At(slow.Until))
	})
	return slow, ok, err
}

func scanSlowdown(r sqldb.Row) (identity.Slowdown, error) {
	var s identity.Slowdown
	err := r.Scan(&s.Failures, sqldb.Instant{Time: &s.Last}, sqldb.Instant{Time: &s.Until})
	return s, err
}

// ForgetAttempts implements [identity.SignInStore].
func (s Store) ForgetAttempts(ctx context.Context, name []byte) error {
	return s.exec(ctx, `DELETE FROM slowdowns WHERE name_hash = $1`, name)
}

// UseStep implements [identity.SignInStore].
func (s Store) UseStep(ctx context.Context, p identity.PersonID, step int64) (ok bool, err error) {
	err = s.DB.Write(ctx, nobody, func(tx *sqldb.Tx) error {
		n, err := tx.Changed(ctx, `UPDATE people SET totp_step = $2 WHERE person_id = $1 AND totp_step < $2`, p, step)
		ok = n == 1
		return err
	})
	return ok, err
}

// UseRecoveryCode implements [identity.SignInStore].
func (s Store) UseRecoveryCode(ctx context.Context, p identity.PersonID, hash []byte, now time.Time, entry journal.Draft) (bool, error) {
	return s.change(ctx, p, entry, func(tx *sqldb.Tx) (bool, error) {
		n, err := tx.Changed(ctx, `UPDATE recovery_codes SET used_at = $3 WHERE person_id = $1 AND code_hash = $2 AND used_at IS NULL`, p, hash, sqldb.At(now))
		return n == 1, err
	})
}

// PutHalfway implements [identity.HalfwayStore].
func (s Store) PutHalfway(ctx context.Context, hash []byte, h identity.Halfway, now time.Time) error {
	return s.DB.Write(ctx, nobody, func(tx *sqldb.Tx) error {
		if err := tx.Exec(ctx, `DELETE FROM halfway WHERE until < $1`, sqldb.At(now)); err != nil {
			return fmt.Errorf("clear away ceremonies: %w", err)
		}
		return tx.Exec(ctx, `INSERT INTO halfway (secret_hash, kind, person_id, data, until) VALUES ($1, $2, $3, $4, $5)`,
			hash, h.Kind, h.Person, h.Data, sqldb.At(h.Until))
	})
}

const halfwayColumns = `SELECT kind, person_id, data, until FROM halfway WHERE secret_hash = $1`

func scanHalfway(r sqldb.Row) (identity.Halfway, error) {
	var h identity.Halfway
	err := r.Scan(&h.Kind, &h.Person, &h.Data, sqldb.Instant{Time: &h.Until})
	return h, err
}

// FindHalfway implements [identity.HalfwayStore].
func (s Store) FindHalfway(ctx context.Context, hash []byte) (identity.Halfway, bool, error) {
	return find(ctx, s.DB, scanHalfway, halfwayColumns, hash)
}

// TakeHalfway implements [identity.HalfwayStore].
func (s Store) TakeHalfway(ctx context.Context, hash []byte) (h identity.Halfway, ok bool, err error) {
	err = s.DB.Write(ctx, nobody, func(tx *sqldb.Tx) error {
		h, ok, err = sqldb.One(ctx, tx, scanHalfway, locked(tx.Engine, halfwayColumns), hash)
		if err != nil || !ok {
			return err
		}
		return tx.Exec(ctx, `DELETE FROM halfway WHERE secret_hash = $1`, hash)
	})
	return h, ok, err
}
