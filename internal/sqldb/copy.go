package sqldb

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// CopyTo writes the database as it is at this moment to a new file at path, while
// others go on reading and writing, and returns once it is on the disk for good.
// What was deleted is not in the copy. SQLite only.
func (db *DB) CopyTo(ctx context.Context, path string) error {
	if db.Engine != SQLite {
		return errors.New("only an SQLite database is one file that can be copied")
	}
	if _, err := db.read.ExecContext(ctx, `VACUUM INTO $1`, path); err != nil {
		return fmt.Errorf("copy database: %w", err)
	}
	if err := os.Chmod(path, 0o600); err != nil {
		return fmt.Errorf("copy database: %w", err)
	}
	return syncNew(filepath.Clean(path))
}

// Whole lets SQLite read every page and every index of the database, and returns
// what it found wrong. SQLite only.
func (db *DB) Whole(ctx context.Context) error {
	if db.Engine != SQLite {
		return nil
	}
	return db.Read(ctx, Scope{}, func(tx *Tx) error {
		wrong, err := All(ctx, tx, Scalar[string], `PRAGMA integrity_check(10)`)
		if err != nil {
			return fmt.Errorf("check database: %w", err)
		}
		if len(wrong) != 1 || wrong[0] != "ok" {
			return fmt.Errorf("the database is damaged: %q", wrong)
		}
		return nil
	})
}
