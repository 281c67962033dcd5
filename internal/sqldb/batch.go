package sqldb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
)

// Batch runs f with a context in which every [DB.Read] and [DB.Write] of db
// takes part in one transaction: all of it is committed, and on disk, when f
// returns nil, and none of it otherwise. It is for work in bulk, where a commit
// per step would have the disk decide how long it takes. A step that failed fails the
// batch, whatever f makes of it. The context belongs to f's goroutine.
func (db *DB) Batch(ctx context.Context, f func(context.Context) error) error {
	tx, err := db.write.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin batch: %w", err)
	}
	defer tx.Rollback() // does nothing after Commit
	b := &batch{db: db, tx: tx}
	err = f(context.WithValue(ctx, batchKey{}, b))
	if err := errors.Join(err, b.failed); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("commit batch: %w", err)
	}
	return nil
}

type batchKey struct{}

// A batch is a transaction that others take part in.
type batch struct {
	db     *DB
	tx     *sql.Tx
	failed error
}

// batchOf returns the batch of db that ctx is in; nil for none.
func batchOf(ctx context.Context, db *DB) *batch {
	b, _ := ctx.Value(batchKey{}).(*batch)
	if b == nil || b.db != db {
		return nil
	}
	return b
}

// join runs f as one step of the batch.
func (b *batch) join(ctx context.Context, scope Scope, f func(*Tx) error) error {
	if b.failed != nil {
		return b.failed
	}
	if err := b.db.enter(ctx, b.tx, scope); err != nil {
		b.failed = err
		return err
	}
	b.failed = f(&Tx{tx: b.tx, Engine: b.db.Engine, Scope: scope})
	return b.failed
}

// rowsAtOnce is how many rows one INSERT takes at most. The numbers below it
// that are used are powers of two, so that there are few texts to prepare.
const rowsAtOnce = 64

// InsertMany inserts rows with as few statements as it can, and returns how many
// were inserted or, by the words in after, changed. Into is "INSERT INTO table
// (column, …)" without values; after is what follows them, such as "ON
// CONFLICT …", or "".
func (t *Tx) InsertMany(ctx context.Context, into string, rows [][]any, after string) (changed int, err error) {
	for n := rowsAtOnce; len(rows) > 0; n /= 2 {
		for ; len(rows) >= n; rows = rows[n:] {
			var args []any
			for _, r := range rows[:n] {
				args = append(args, r...)
			}
			got, err := t.Changed(ctx, into+values(t.Engine, n, len(rows[0]))+after, args...)
			if err != nil {
				return changed, err
			}
			changed += got
		}
	}
	return changed, nil
}

// values writes " VALUES ($1, $2), ($3, $4) " for two rows of two columns. On SQLite
// each is a bare question mark: to bind a parameter with a name, its driver looks
// through all of them.
func values(e Engine, rows, columns int) string {
	b := []byte(" VALUES ")
	for i := range rows * columns {
		switch {
		case i%columns > 0:
			b = append(b, ", "...)
		case i > 0:
			b = append(b, "), ("...)
		default:
			b = append(b, '(')
		}
		if e == SQLite {
			b = append(b, '?')
			continue
		}
		b = strconv.AppendInt(append(b, '$'), int64(i+1), 10)
	}
	return string(append(b, ") "...))
}
