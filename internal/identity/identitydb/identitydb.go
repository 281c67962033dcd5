// Package identitydb keeps people, their means of sign-in and their places in
// the database.
//
// People, sessions and links belong to no organisation; places do. A change to
// somebody's account is written in the journal of every organisation to which
// that person belongs, in the one transaction of the change: see everywhere.
package identitydb

import (
	"context"
	"encoding/json"
	"fmt"

	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/sqldb"
)

// A Store is [identity.Store] on a database.
type Store struct{ DB *sqldb.DB }

var _ identity.Store = Store{}

// nobody is the scope of what belongs to no organisation.
var nobody = sqldb.Scope{}

// locked reads rows that the transaction will change. PostgreSQL has many
// writers and must hold the rows; SQLite has one.
func locked(engine sqldb.Engine, query string) string {
	if engine == sqldb.Postgres {
		return query + ` FOR UPDATE`
	}
	return query
}

// move points a transaction at another organisation. Row-level security lets a
// transaction write in one organisation at a time.
func move(ctx context.Context, tx *sqldb.Tx, id org.ID) error {
	if tx.Engine != sqldb.Postgres {
		return nil
	}
	if err := tx.Exec(ctx, `SELECT set_config('app.org', $1, true)`, id); err != nil {
		return fmt.Errorf("move to %s: %w", id, err)
	}
	return nil
}

// everywhere appends entry to the journal of every organisation to which p
// belongs. They are taken in one order: two such changes cannot wait for each other.
func everywhere(ctx context.Context, tx *sqldb.Tx, p identity.PersonID, entry journal.Draft) error {
	ids, err := sqldb.All(ctx, tx, sqldb.Scalar[org.ID], `SELECT org_id FROM memberships WHERE person_id = $1 AND ended_at IS NULL ORDER BY org_id`, p)
	if err != nil {
		return fmt.Errorf("list places: %w", err)
	}
	for _, id := range ids {
		if err := move(ctx, tx, id); err != nil {
			return err
		}
		if err := journal.Append(ctx, tx, id, entry); err != nil {
			return err
		}
	}
	return nil
}

// change runs f on p's account and writes entry everywhere. f reports whether
// it did anything; if not, nothing is kept.
func (s Store) change(ctx context.Context, p identity.PersonID, entry journal.Draft, f func(*sqldb.Tx) (bool, error)) (bool, error) {
	done := false
	err := s.DB.Write(ctx, sqldb.Person(p), func(tx *sqldb.Tx) (err error) {
		if done, err = f(tx); err != nil || !done {
			return err
		}
		return everywhere(ctx, tx, p, entry)
	})
	return done, err
}

// find reads at most one row of what belongs to no organisation.
func find[T any](ctx context.Context, db *sqldb.DB, scan func(sqldb.Row) (T, error), query string, args ...any) (v T, ok bool, err error) {
	err = db.Read(ctx, nobody, func(tx *sqldb.Tx) (err error) {
		v, ok, err = sqldb.One(ctx, tx, scan, query, args...)
		return err
	})
	return v, ok, err
}

// exec runs one statement on what belongs to no organisation.
func (s Store) exec(ctx context.Context, query string, args ...any) error {
	return s.DB.Write(ctx, nobody, func(tx *sqldb.Tx) error { return tx.Exec(ctx, query, args...) })
}

const meansColumns = `SELECT person_id, name, email, lang, password, totp, totp_step FROM people`

func scanMeans(r sqldb.Row) (identity.Means, error) {
	var m identity.Means
	p := &m.Person
	err := r.Scan(&p.ID, &p.Name, &p.Email, &p.Lang, &m.Password, &m.TOTP, &m.TOTPStep)
	return m, err
}

// MeansByEmail implements [identity.SignInStore].
func (s Store) MeansByEmail(ctx context.Context, email string) (identity.Means, bool, error) {
	return find(ctx, s.DB, scanMeans, meansColumns+` WHERE email = $1`, email)
}

// MeansOf implements [identity.SignInStore].
func (s Store) MeansOf(ctx context.Context, p identity.PersonID) (identity.Means, bool, error) {
	return find(ctx, s.DB, scanMeans, meansColumns+` WHERE person_id = $1`, p)
}

// ChangePerson implements [identity.AccountStore].
func (s Store) ChangePerson(ctx context.Context, p identity.Person, entry journal.Draft) error {
	_, err := s.change(ctx, p.ID, entry, func(tx *sqldb.Tx) (bool, error) {
		return true, tx.Exec(ctx, `UPDATE people SET name = $2, lang = $3 WHERE person_id = $1`, p.ID, p.Name, p.Lang)
	})
	return err
}

// SetPassword implements [identity.AccountStore].
func (s Store) SetPassword(ctx context.Context, p identity.PersonID, hash, keep string, entry journal.Draft) error {
	_, err := s.change(ctx, p, entry, func(tx *sqldb.Tx) (bool, error) {
		if err := tx.Exec(ctx, `UPDATE people SET password = $2 WHERE person_id = $1`, p, hash); err != nil {
			return false, err
		}
		return true, endOthers(ctx, tx, p, keep)
	})
	return err
}

// SetTOTP implements [identity.AccountStore].
func (s Store) SetTOTP(ctx context.Context, p identity.PersonID, change identity.NewTOTP, entry journal.Draft) (bool, error) {
	return s.change(ctx, p, entry, func(tx *sqldb.Tx) (bool, error) {
		n, err := tx.Changed(ctx, `DELETE FROM halfway WHERE secret_hash = $1`, change.Halfway)
		if err != nil || n == 0 {
			return false, err
		}
		if err := tx.Exec(ctx, `UPDATE people SET totp = $2, totp_step = $3 WHERE person_id = $1`, p, change.Secret, change.Step); err != nil {
			return false, err
		}
		return true, endOthers(ctx, tx, p, change.KeepSession)
	})
}

// SetRecoveryCodes implements [identity.AccountStore].
func (s Store) SetRecoveryCodes(ctx context.Context, p identity.PersonID, hashes [][]byte, entry journal.Draft) error {
	_, err := s.change(ctx, p, entry, func(tx *sqldb.Tx) (bool, error) { return true, setCodes(ctx, tx, p, hashes) })
	return err
}

func setCodes(ctx context.Context, tx *sqldb.Tx, p identity.PersonID, hashes [][]byte) error {
	if err := tx.Exec(ctx, `DELETE FROM recovery_codes WHERE person_id = $1`, p); err != nil {
		return fmt.Errorf("remove old codes: %w", err)
	}
	for _, h := range hashes {
		if err := tx.Exec(ctx, `INSERT INTO recovery_codes (person_id, code_hash) VALUES ($1, $2)`, p, h); err != nil {
			return fmt.Errorf("insert code: %w", err)
		}
	}
	return nil
}

// RecoveryCodesLeft implements [identity.AccountStore].
func (s Store) RecoveryCodesLeft(ctx context.Context, p identity.PersonID) (int, error) {
	n, _, err := find(ctx, s.DB, sqldb.Scalar[int], `SELECT count(*) FROM recovery_codes WHERE person_id = $1 AND used_at IS NULL`, p)
	return n, err
}

func scanPasskey(r sqldb.Row) (identity.Passkey, error) {
	var k identity.Passkey
	var credential []byte
	err := r.Scan(&k.ID, &k.Person, &k.Name, &credential, sqldb.Instant{Time: &k.Added}, sqldb.Instant{Time: &k.Used})
	if err == nil {
		err = json.Unmarshal(credential, &k.Credential)
	}
	return k, err
}

// PasskeysOf implements [identity.PasskeyStore].
func (s Store) PasskeysOf(ctx context.Context, p identity.PersonID) (all []identity.Passkey, err error) {
	err = s.DB.Read(ctx, nobody, func(tx *sqldb.Tx) (err error) {
		all, err = sqldb.All(ctx, tx, scanPasskey, `SELECT credential_id, person_id, name, credential, added_at, used_at
			FROM passkeys WHERE person_id = $1 ORDER BY added_at, credential_id`, p)
		return err
	})
	return all, err
}

// AddPasskey implements [identity.PasskeyStore].
func (s Store) AddPasskey(ctx context.Context, k identity.Passkey, entry journal.Draft) (bool, error) {
	return s.change(ctx, k.Person, entry, func(tx *sqldb.Tx) (bool, error) { return insertPasskey(ctx, tx, k) })
}

func insertPasskey(ctx context.Context, tx *sqldb.Tx, k identity.Passkey) (bool, error) {
	credential, err := json.Marshal(k.Credential)
	if err != nil {
		return false, fmt.Errorf("encode passkey: %w", err)
	}
	n, err := tx.Changed(ctx, `INSERT INTO passkeys (credential_id, person_id, name, credential, added_at) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (credential_id) DO NOTHING`, k.ID, k.Person, k.Name, string(credential), sqldb.At(k.Added))
	return n == 1, err
}

// UsePasskey implements [identity.PasskeyStore].
func (s Store) UsePasskey(ctx context.Context, k identity.Passkey) error {
	credential, err := json.Marshal(k.Credential)
	if err != nil {
		return fmt.Errorf("encode passkey: %w", err)
	}
	return s.exec(ctx, `UPDATE passkeys SET credential = $3, used_at = $4 WHERE credential_id = $1 AND person_id = $2`,
		k.ID, k.Person, string(credential), sqldb.At(k.Used))
}

// RemovePasskey implements [identity.PasskeyStore].
func (s Store) RemovePasskey(ctx context.Context, p identity.PersonID, id []byte, entry journal.Draft) (bool, error) {
	return s.change(ctx, p, entry, func(tx *sqldb.Tx) (bool, error) {
		n, err := tx.Changed(ctx, `DELETE FROM passkeys WHERE person_id = $1 AND credential_id = $2`, p, id)
		return n == 1, err
	})
}
