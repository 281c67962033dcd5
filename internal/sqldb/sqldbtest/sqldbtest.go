// Package sqldbtest gives tests a real, empty, migrated database on every
// engine: SQLite in a temporary folder, and PostgreSQL that it starts itself.
package sqldbtest

import (
	"context"
	"database/sql"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"aantoonbaar/internal/sqldb"
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
	port int
	err  error
	n    int
	mu   sync.Mutex
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
	server.Do(func() { server.port, server.err = start() })
	if server.err != nil {
		t.Fatalf("start PostgreSQL: %v (make tools installs it)", server.err)
	}
	server.mu.Lock()
	server.n++
	name := fmt.Sprintf("t%d", server.n)
	server.mu.Unlock()
	super, err := sql.Open("pgx", address(server.port, "postgres", "postgres"))
	if err != nil {
		t.Fatal(err)
	}
	defer super.Close()
	for _, q := range []string{
		`DO $$ BEGIN CREATE ROLE owner LOGIN; CREATE ROLE app LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$`,
		`CREATE DATABASE ` + name + ` OWNER owner`,
	} {
		if _, err := super.ExecContext(t.Context(), q); err != nil {
			t.Fatalf("%s: %v", q, err)
		}
	}
	return address(server.port, "owner", name), address(server.port, "app", name)
}

func address(port int, role, name string) string {
	return fmt.Sprintf("postgres://%s@127.0.0.1:%d/%s?sslmode=disable", role, port, name)
}

// start makes a cluster in a temporary folder and runs it until this process
// ends; a watcher outside stops it and removes the folder even when the test
// is killed.
func start() (port int, err error) {
	bin, err := binaries()
	if err != nil {
		return 0, err
	}
	dir, err := os.MkdirTemp("", "aantoonbaar-pg-")
	if err != nil {
		return 0, err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	port = l.Addr().(*net.TCPAddr).Port
	if err := l.Close(); err != nil {
		return 0, err
	}
	// PostgreSQL refuses to run as root; then it runs as the user that Debian made for it.
	as := ""
	if os.Getuid() == 0 {
		as = "su postgres -s /bin/sh -c "
		if out, err := exec.Command("chown", "postgres", dir).CombinedOutput(); err != nil {
			return 0, fmt.Errorf("chown: %w: %s", err, out)
		}
	}
	run := func(line string) error {
		args := []string{"sh", "-c", line}
		if as != "" {
			args = []string{"su", "postgres", "-s", "/bin/sh", "-c", line}
		}
		ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
		defer cancel()
		if out, err := exec.CommandContext(ctx, args[0], args[1:]...).CombinedOutput(); err != nil {
			return fmt.Errorf("%s: %w: %s", line, err, out)
		}
		return nil
	}
	data := filepath.Join(dir, "data")
	if err := run(fmt.Sprintf("%s/initdb -D %s -U postgres -A trust -E UTF8 --no-sync >/dev/null", bin, data)); err != nil {
		return 0, err
	}
	options := fmt.Sprintf("-p %d -c listen_addresses=127.0.0.1 -c unix_socket_directories=%s -c fsync=off -c max_connections=200", port, dir)
	if err := run(fmt.Sprintf("%s/pg_ctl -D %s -w -o '%s' -l %s/log start >/dev/null", bin, data, options, dir)); err != nil {
		return 0, err
	}
	stop := fmt.Sprintf("while kill -0 %d 2>/dev/null; do sleep 1; done; %s/pg_ctl -D %s -m immediate stop; rm -rf %s", os.Getpid(), bin, data, dir)
	if as != "" {
		stop = fmt.Sprintf("while kill -0 %d 2>/dev/null; do sleep 1; done; su postgres -s /bin/sh -c '%s/pg_ctl -D %s -m immediate stop'; rm -rf %s", os.Getpid(), bin, data, dir)
	}
	watcher := exec.Command("setsid", "sh", "-c", stop)
	if err := watcher.Start(); err != nil {
		return 0, err
	}
	return port, nil
}

// binaries finds PostgreSQL's programs, which Debian keeps off the path.
func binaries() (string, error) {
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err != nil {
		return "", err
	}
	if len(found) > 0 {
		return strings.TrimSuffix(found[len(found)-1], "/initdb"), nil
	}
	p, err := exec.LookPath("initdb")
	if err != nil {
		return "", fmt.Errorf("PostgreSQL's server is not installed: %w", err)
	}
	return filepath.Dir(p), nil
}
