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
func SQLite(t testing.TB) *sqldb.DB {
	t.Helper()
	db, err := sqldb.OpenSQLite(t.Context(), filepath.Join(t.TempDir(), "a #1 name?.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	if err := db.Migrate(t.Context(), time.Now()); err != nil {
		t.Fatal(err)
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
func Postgres(t testing.TB) *sqldb.DB {
	t.Helper()
	owner, app := PostgresAddresses(t)
	o, err := sqldb.OpenPostgres(t.Context(), owner)
	if err != nil {
		t.Fatal(err)
	}
	if err := o.Migrate(t.Context(), time.Now()); err != nil {
		t.Fatal(err)
	}
	if err := o.Grant(t.Context(), "app"); err != nil {
		t.Fatal(err)
	}
	if err := o.Close(); err != nil {
		t.Fatal(err)
	}
	db, err := sqldb.OpenPostgres(t.Context(), app)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// PostgresAddresses makes an empty database and returns its addresses for the
// owner's role, which migrates, and for the program's.
func PostgresAddresses(t testing.TB) (owner, app string) {
	t.Helper()
	server.Do(func() { server.Server, server.err = pgserver.Start(false) })
	if server.err != nil {
		t.Fatalf("start PostgreSQL: %v (make tools installs it)", server.err)
	}
	owner, app, err := server.Create(t.Context(), fmt.Sprintf("t%d", server.n.Add(1)))
	if err != nil {
		t.Fatal(err)
	}
	return owner, app
}
