package sqldb_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"aantoonbaar/internal/sqldb"
	"aantoonbaar/internal/sqldb/sqldbtest"
)

func set(ctx context.Context, db *sqldb.DB, name, value string) error {
	return db.Write(ctx, sqldb.Scope{}, func(tx *sqldb.Tx) error {
		return tx.Exec(ctx, `INSERT INTO settings (name, value) VALUES ($1, $2)`, name, value)
	})
}

func names(ctx context.Context, t *testing.T, db *sqldb.DB) (all []string) {
	t.Helper()
	err := db.Read(ctx, sqldb.Scope{}, func(tx *sqldb.Tx) (err error) {
		all, err = sqldb.All(ctx, tx, sqldb.Scalar[string], `SELECT name FROM settings ORDER BY name`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestABatchIsKeptWholeOrNotAtAll(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		ctx, broken := t.Context(), errors.New("broken")
		err := db.Batch(ctx, func(ctx context.Context) error {
			if err := errors.Join(set(ctx, db, "a", "1"), set(ctx, db, "b", "2")); err != nil {
				return err
			}
			if diff := cmp.Diff([]string{"a", "b"}, names(ctx, t, db)); diff != "" {
				t.Errorf("a step does not see what the steps before it wrote (-want +got):\n%s", diff)
			}
			return broken
		})
		if !errors.Is(err, broken) || names(ctx, t, db) != nil {
			t.Fatalf("Batch = %v, and left %v; want the error and nothing", err, names(ctx, t, db))
		}
		err = db.Batch(ctx, func(ctx context.Context) error {
			_ = set(ctx, db, "a", "1")
			_ = set(ctx, db, "a", "twice") // refused, and swallowed
			return nil
		})
		if err == nil || names(ctx, t, db) != nil {
			t.Fatalf("Batch with a step that failed = %v, and left %v; want an error and nothing", err, names(ctx, t, db))
		}
		if err := db.Batch(ctx, func(ctx context.Context) error { return set(ctx, db, "c", "3") }); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string{"c"}, names(ctx, t, db)); diff != "" {
			t.Errorf("after a batch that ended well (-want +got):\n%s", diff)
		}
	})
}

func TestManyRowsAreInserted(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		ctx := t.Context()
		for _, n := range []int{0, 1, 3, 64, 200} {
			var rows [][]any
			for i := range n {
				rows = append(rows, []any{fmt.Sprintf("%d of %d", i, n), "x"})
			}
			err := db.Write(ctx, sqldb.Scope{}, func(tx *sqldb.Tx) error {
				changed, err := tx.InsertMany(ctx, `INSERT INTO settings (name, value)`, rows, `ON CONFLICT (name) DO NOTHING`)
				if changed != n {
					t.Errorf("%d of %d rows were inserted", changed, n)
				}
				if err == nil {
					changed, err = tx.InsertMany(ctx, `INSERT INTO settings (name, value)`, rows, `ON CONFLICT (name) DO NOTHING`)
				}
				if changed != 0 {
					t.Errorf("%d of %d rows were inserted twice", changed, n)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	})
}

// TestAQueryWithinItselfIsAnswered: the same text is asked while the rows of the
// first are being read.
func TestAQueryWithinItselfIsAnswered(t *testing.T) {
	db := sqldbtest.SQLite(t)
	ctx := t.Context()
	for i := range 5 {
		if err := set(ctx, db, fmt.Sprint(i), "x"); err != nil {
			t.Fatal(err)
		}
	}
	const query = `SELECT name FROM settings ORDER BY name`
	err := db.Read(ctx, sqldb.Scope{}, func(tx *sqldb.Tx) error {
		inner := 0
		outer, err := sqldb.All(ctx, tx, func(r sqldb.Row) (string, error) {
			within, err := sqldb.All(ctx, tx, sqldb.Scalar[string], query)
			inner += len(within)
			if err != nil {
				return "", err
			}
			return sqldb.Scalar[string](r)
		}, query)
		if len(outer) != 5 || inner != 25 {
			t.Errorf("%d rows, and %d within them; want 5 and 25", len(outer), inner)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestAnEndedRequestReadsAndWritesNothing(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		ctx, end := context.WithCancel(t.Context())
		end()
		if err := set(ctx, db, "a", "1"); !errors.Is(err, context.Canceled) {
			t.Errorf("a write after the end = %v, want that it was cancelled", err)
		}
		if got := names(t.Context(), t, db); got != nil {
			t.Errorf("it wrote %v", got)
		}
	})
}

// TestManyTextsAreForgottenAgain asks more different queries than a connection keeps.
func TestManyTextsAreForgottenAgain(t *testing.T) {
	db := sqldbtest.SQLite(t)
	err := db.Read(t.Context(), sqldb.Scope{}, func(tx *sqldb.Tx) error {
		for i := range 1500 {
			n, _, err := sqldb.One(t.Context(), tx, sqldb.Scalar[int], fmt.Sprintf(`SELECT %d + $1`, i), 1)
			if err != nil || n != i+1 {
				return fmt.Errorf("query %d answered %d: %w", i, n, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestOnlyWhoAsksPassesOverRows: one row of three cannot be read. Whoever did not ask
// for it gets no half list, and whoever did is told.
func TestOnlyWhoAsksPassesOverRows(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		bad := errors.New("not two")
		scan := func(r sqldb.Row) (n int, err error) {
			if err := r.Scan(&n); err != nil || n != 2 {
				return n, err
			}
			return n, bad
		}
		const three = `SELECT 1 AS n UNION ALL SELECT 2 UNION ALL SELECT 3 ORDER BY n`
		var told []error
		over := sqldb.PassingOver(t.Context(), func(err error) { told = append(told, err) })
		err := db.Read(t.Context(), sqldb.Scope{}, func(tx *sqldb.Tx) error {
			if all, err := sqldb.All(t.Context(), tx, scan, three); !errors.Is(err, bad) || all != nil {
				t.Errorf("All = %v, %v", all, err)
			}
			if all, err := sqldb.All(over, tx, scan, three); err != nil || !slices.Equal(all, []int{1, 3}) {
				t.Errorf("All passing over = %v, %v", all, err)
			}
			if n, ok, err := sqldb.One(over, tx, scan, `SELECT 2`); err != nil || ok || n != 0 {
				t.Errorf("One passing over = %d, %t, %v", n, ok, err)
			}
			if n, ok, err := sqldb.One(over, tx, scan, `SELECT 3`); err != nil || !ok || n != 3 {
				t.Errorf("One = %d, %t, %v", n, ok, err)
			}
			return nil
		})
		if err != nil || len(told) != 2 || !errors.Is(told[0], bad) {
			t.Errorf("Read = %v, told %v", err, told)
		}
	})
}
