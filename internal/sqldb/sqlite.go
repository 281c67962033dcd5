package sqldb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
)

// oldestSQLite is the first release without the WAL-reset corruption (fixed
// upstream on 13 March 2026).
const oldestSQLite = 3_051_003

// OpenSQLite opens, and if need be creates, the database file at path. It
// refuses a database that does not sync every commit to disk.
func OpenSQLite(ctx context.Context, path string) (*DB, error) {
	fresh := false
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		fresh = true
	}
	// Pragmas are in the DSN because they belong to a connection: one set with
	// Exec would reach a single connection of the pool. busy_timeout is first,
	// so that switching to WAL waits for a lock instead of failing.
	q := url.Values{"_pragma": {
		"busy_timeout(10000)", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)", "secure_delete(1)",
	}}
	// A transaction that starts as a reader and then writes can fail at once
	// with SQLITE_BUSY, whatever the timeout: take the write lock at BEGIN.
	q.Set("_txlock", "immediate")
	file := "file:" + (&url.URL{Path: path}).EscapedPath() + "?"
	write, err := openPrepared(file + q.Encode())
	if err != nil {
		return nil, fmt.Errorf("open %s for writing: %w", path, err)
	}
	write.SetMaxOpenConns(1) // SQLite has one writer; queue here, not in its lock
	if err := checkSQLite(ctx, write); err != nil {
		return nil, errors.Join(fmt.Errorf("open %s: %w", path, err), write.Close())
	}
	if fresh {
		if err := syncNew(path); err != nil {
			return nil, errors.Join(err, write.Close())
		}
	}

	q.Del("_txlock")
	q.Set("mode", "ro")
	// Each reader keeps pages of its own, 2 MB unless told, and the kernel has them too:
	// a program that does nothing would hold ten megabytes for nothing.
	q.Add("_pragma", "cache_size(-256)")
	read, err := openPrepared(file + q.Encode())
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open %s for reading: %w", path, err), write.Close())
	}
	readers := max(4, runtime.NumCPU())
	read.SetMaxOpenConns(readers)
	read.SetMaxIdleConns(readers)
	return &DB{Engine: SQLite, Path: path, read: read, write: write}, nil
}

// Scrub empties SQLite's write-ahead log, which holds pages as they were before
// they changed: what was deleted or overwritten is then in no file of the database
// any more (secure_delete writes zeros over it). What somebody is still reading
// stays, until the next Scrub. On PostgreSQL, where old rows go when autovacuum
// comes by, it does nothing.
func (db *DB) Scrub(ctx context.Context) error {
	if db.Engine != SQLite || batchOf(ctx, db) != nil { // a batch is not in the log yet
		return nil
	}
	if _, err := db.write.ExecContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`); err != nil {
		return fmt.Errorf("empty the write-ahead log: %w", err)
	}
	return nil
}

// checkSQLite reads back what was asked for: a driver that ignores a pragma
// does so in silence, and acknowledged work would be lost at a power cut.
func checkSQLite(ctx context.Context, db *sql.DB) error {
	var version, mode string
	var sync int
	if err := db.QueryRowContext(ctx, `SELECT sqlite_version()`).Scan(&version); err != nil {
		return err
	}
	if err := db.QueryRowContext(ctx, `PRAGMA journal_mode`).Scan(&mode); err != nil {
		return err
	}
	if err := db.QueryRowContext(ctx, `PRAGMA synchronous`).Scan(&sync); err != nil {
		return err
	}
	if mode != "wal" || sync != 2 {
		return fmt.Errorf("journal_mode is %s and synchronous %d, want wal and 2 (FULL)", mode, sync)
	}
	var major, minor, patch int
	if _, err := fmt.Sscanf(version, "%d.%d.%d", &major, &minor, &patch); err != nil {
		return fmt.Errorf("read SQLite version %q: %w", version, err)
	}
	if major*1_000_000+minor*1_000+patch < oldestSQLite {
		return fmt.Errorf("SQLite %s can corrupt a WAL database; 3.51.3 is the oldest that cannot", version)
	}
	return nil
}

// syncNew makes a new database file survive a power cut: the file itself, and
// its name in the directory. Without the second the file may be gone.
func syncNew(path string) error {
	for _, p := range []string{path, filepath.Dir(path)} {
		f, err := os.Open(p)
		if err != nil {
			return fmt.Errorf("sync new database: %w", err)
		}
		if err := errors.Join(f.Sync(), f.Close()); err != nil {
			return fmt.Errorf("sync new database: %w", err)
		}
	}
	return nil
}
