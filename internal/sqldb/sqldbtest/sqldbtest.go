// Package sqldbtest gives tests a real, empty, migrated database on every
// engine: SQLite in a temporary folder, and PostgreSQL that it starts itself.
package sqldbtest

import (
	"fmt"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"aantoonbaar/internal/sqldb"
	"aantoonbaar/internal/sqldb/pgserver"
)

// Each runs f once per engine, as a subtest named after it. PostgreSQL runs as
// the plain role of a real installation, so that row-level security counts.
func Each(t *testing.T, f func(*testing.T, *sqldb.DB)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { f(t, SQLite(t)) })
	t.Run("postgres", func(t *testing.T) { f(t, Postgres(t)) })
}

// SQLite opens a migrated database in a folder that goes with the test.
func SQLite(tb testing.TB) *sqldb.DB {
	tb.Helper()
	db, err := sqldb.OpenSQLite(tb.Context(), filepath.Join(tb.TempDir(), "a #1 name?.db"))
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = db.Close() })
	if err := db.Migrate(tb.Context(), time.Now()); err != nil {
		tb.Fatal(err)
	}
	return db
}

var server struct {
	sync.Once
	*pgserver.Server
	err error
	n   atomic.Int64
}

// Postgres opens a migrated database of its own on a server that the first
// caller in this process starts. There is no skipping: a machine without
// PostgreSQL fails the test (make test installs it).
func Postgres(tb testing.TB) *sqldb.DB {
	tb.Helper()
	db, owner := WithOwner(tb)
	if err := owner.Close(); err != nil { // tests side by side have few connections
		tb.Fatal(err)
	}
	return db
}

// WithOwner is Postgres, and the same database as its owner has it, who migrates.
func WithOwner(tb testing.TB) (db, owner *sqldb.DB) {
	tb.Helper()
	asOwner, asApp := PostgresAddresses(tb)
	owner = connect(tb, asOwner)
	if err := owner.Migrate(tb.Context(), time.Now()); err != nil {
		tb.Fatal(err)
	}
	if err := owner.Grant(tb.Context(), "app"); err != nil {
		tb.Fatal(err)
	}
	return connect(tb, asApp), owner
}

func connect(tb testing.TB, address string) *sqldb.DB {
	tb.Helper()
	db, err := sqldb.OpenPostgres(tb.Context(), address)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = db.Close() })
	return db
}

// PostgresAddresses makes an empty database and returns its addresses for the
// owner's role, which migrates, and for the program's.
func PostgresAddresses(tb testing.TB) (owner, app string) {
	tb.Helper()
	server.Do(func() { server.Server, server.err = pgserver.Start(false) })
	if server.err != nil {
		tb.Fatalf("start PostgreSQL: %v (make tools installs it)", server.err)
	}
	owner, app, err := server.Create(tb.Context(), fmt.Sprintf("t%d", server.n.Add(1)))
	if err != nil {
		tb.Fatal(err)
	}
	return owner, app
}
