// Package sqldb opens the platform's database and hides the few ways in which
// SQLite and PostgreSQL differ.
//
// Queries are written once, in the SQL that both engines share. Four rules keep
// that true: parameters are $1, $2, …, which both drivers bind by number;
// instants travel as [Instant] and days as [Day]; every read and write runs in
// a transaction that knows its organisation (see [Scope]); and a query that
// cannot be shared is two texts, chosen by [DB.Engine].
package sqldb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
)

// An Engine is a database product that the platform runs on.
type Engine string

// The engines.
const (
	SQLite   Engine = "sqlite"
	Postgres Engine = "postgres"
)

// A DB is the platform's database: one writer pool and one reader pool, which
// on PostgreSQL are the same pool.
type DB struct {
	Engine Engine
	Path   string // of the SQLite file; "" on PostgreSQL
	read   *sql.DB
	write  *sql.DB
}

// Open opens the database that where names: a postgres:// address, or the path
// of an SQLite file, which is made if need be.
func Open(ctx context.Context, where string) (*DB, error) {
	if IsPostgres(where) {
		return OpenPostgres(ctx, where)
	}
	return OpenSQLite(ctx, where)
}

// IsPostgres reports whether where names a PostgreSQL database.
func IsPostgres(where string) bool {
	return strings.HasPrefix(where, "postgres://") || strings.HasPrefix(where, "postgresql://")
}

// Close releases both pools.
func (db *DB) Close() error {
	if db.read == db.write {
		return db.write.Close()
	}
	return errors.Join(db.read.Close(), db.write.Close())
}

// A Scope says whose rows a transaction may touch. On PostgreSQL row-level
// security holds every statement to it; on SQLite only the queries themselves
// do, and the isolation tests watch those.
//
// The zero Scope reaches no organisation's rows: only people, sessions and
// other things that belong to nobody's organisation.
type Scope struct {
	Org    string // the organisation whose rows may be read and written
	Person string // the person whose own memberships may be read across organisations
}

// Org is the scope of one organisation.
func Org[ID ~string](id ID) Scope { return Scope{Org: string(id)} }

// Person is the scope of one person.
func Person[ID ~string](id ID) Scope { return Scope{Person: string(id)} }

// Read runs f on one consistent picture of the database. Nothing can be
// written in it.
func (db *DB) Read(ctx context.Context, scope Scope, f func(*Tx) error) error {
	if b := batchOf(ctx, db); b != nil {
		return b.join(ctx, scope, f)
	}
	tx, err := db.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return fmt.Errorf("begin read: %w", err)
	}
	defer tx.Rollback() // a read has nothing to keep
	if err := db.enter(ctx, tx, scope); err != nil {
		return err
	}
	return f(&Tx{tx: tx, Engine: db.Engine, Scope: scope})
}

// Write runs f in one transaction: committed, and on disk, if f returns nil;
// else rolled back.
func (db *DB) Write(ctx context.Context, scope Scope, f func(*Tx) error) error {
	if b := batchOf(ctx, db); b != nil {
		return b.join(ctx, scope, f)
	}
	tx, err := db.write.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer tx.Rollback() // does nothing after Commit
	if err := db.enter(ctx, tx, scope); err != nil {
		return err
	}
	if err := f(&Tx{tx: tx, Engine: db.Engine, Scope: scope}); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	return nil
}

// enter tells PostgreSQL whose rows this transaction may touch. The setting is
// local to the transaction: a connection goes back to the pool without it.
func (db *DB) enter(ctx context.Context, tx *sql.Tx, s Scope) error {
	if db.Engine != Postgres {
		return nil
	}
	_, err := tx.ExecContext(ctx, `SELECT set_config('app.org', $1, true), set_config('app.person', $2, true)`, s.Org, s.Person)
	if err != nil {
		return fmt.Errorf("enter scope: %w", err)
	}
	return nil
}

// A Tx is a transaction in which the engine's differences are hidden.
type Tx struct {
	tx     *sql.Tx
	Engine Engine
	Scope  Scope
}

// Exec runs a statement that returns no rows.
func (t *Tx) Exec(ctx context.Context, query string, args ...any) error {
	_, err := t.tx.ExecContext(ctx, query, args...)
	return err
}

// Changed runs a statement and returns how many rows it touched.
func (t *Tx) Changed(ctx context.Context, query string, args ...any) (int, error) {
	res, err := t.tx.ExecContext(ctx, query, args...)
	if err != nil {
		return 0, err
	}
	n, err := res.RowsAffected()
	return int(n), err
}

// Row is one row of an answer, to be scanned.
type Row interface{ Scan(dest ...any) error }

// All runs a query and returns what scan makes of each row. A row that cannot
// be read fails the whole list: half a list is a lie. See [PassingOver].
func All[T any](ctx context.Context, t *Tx, scan func(Row) (T, error), query string, args ...any) ([]T, error) {
	rows, err := t.tx.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("query: %w", err)
	}
	defer rows.Close()
	var all []T
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			err = fmt.Errorf("scan row %d: %w", len(all)+1, err)
			if tell, ok := passing(ctx); ok {
				tell(err)
				continue
			}
			return nil, err
		}
		all = append(all, v)
	}
	if err := rows.Err(); err != nil { // a broken connection ends the loop like the last row does
		return nil, fmt.Errorf("read rows: %w", err)
	}
	return all, nil
}

// One runs a query for at most one row; ok tells whether there was one.
func One[T any](ctx context.Context, t *Tx, scan func(Row) (T, error), query string, args ...any) (v T, ok bool, err error) {
	if _, over := passing(ctx); over {
		all, err := All(ctx, t, scan, query, args...)
		if err != nil || len(all) == 0 {
			return v, false, err
		}
		return all[0], true, nil
	}
	v, err = scan(t.tx.QueryRowContext(ctx, query, args...))
	if errors.Is(err, sql.ErrNoRows) {
		return v, false, nil
	}
	if err != nil {
		return v, false, fmt.Errorf("query one: %w", err)
	}
	return v, true, nil
}

// Scalar scans a row of one value.
func Scalar[T any](r Row) (T, error) {
	var v T
	err := r.Scan(&v)
	return v, err
}
