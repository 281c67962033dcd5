package journal_test

import (
	"fmt"
	"testing"
	"time"

	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/sqldb"
	"aantoonbaar/internal/sqldb/sqldbtest"
)

// older makes the tables of the database what they were before branches stood with
// the entries, with the hashes of a tree of size entries of each organisation.
func older(t *testing.T, owner *sqldb.DB, size int, orgs ...string) {
	t.Helper()
	ctx := t.Context()
	do := func(scope, query string, args ...any) {
		t.Helper()
		if err := owner.Write(ctx, sqldb.Org(scope), func(tx *sqldb.Tx) error { return tx.Exec(ctx, query, args...) }); err != nil {
			t.Fatal(err)
		}
	}
	do("", sqldb.Migration{Text: "CREATE TABLE journal_hashes (\n\torg_id TEXT NOT NULL,\n\tidx BIGINT NOT NULL,\n\thash BYTES NOT NULL,\n\tPRIMARY KEY (org_id, idx)\n);\n-- tenant: journal_hashes"}.For(owner.Engine))
	for _, org := range orgs {
		at := 0
		for seq := range size {
			do(org, `INSERT INTO journal_hashes SELECT org_id, CAST($2 AS BIGINT), leaf FROM journal WHERE org_id = $1 AND seq = $3`, org, at, seq)
			at++
			for level := 0; (seq>>level)&1 == 1; level++ {
				do(org, fmt.Sprintf(`INSERT INTO journal_hashes SELECT org_id, CAST($2 AS BIGINT), substr(branches, %d, 32) FROM journal WHERE org_id = $1 AND seq = $3`, 1+32*level), org, at, seq)
				at++
			}
		}
	}
	do("", `ALTER TABLE journal DROP COLUMN branches`)
	do("", `DELETE FROM schema_steps WHERE name = '0024_branches'`) // later steps do not touch these tables
}

// TestAnOlderDatabaseKeepsItsTree through the step that puts the branches with the entries.
func TestAnOlderDatabaseKeepsItsTree(t *testing.T) {
	const size = 77
	check := func(t *testing.T, owner, db *sqldb.DB) {
		orgs := []string{"org_a", "org_b"}
		for _, org := range orgs {
			fill(t, db, org, size)
		}
		older(t, owner, size, orgs...)
		if err := owner.Migrate(t.Context(), time.Now()); err != nil {
			t.Fatal(err)
		}
		for _, org := range orgs {
			fill(t, db, org, 3) // their branches are made of those that were there
			err := db.Read(t.Context(), sqldb.Org(org), func(tx *sqldb.Tx) error {
				a, err := journal.Check(t.Context(), tx, org)
				if a.Entries != size+3 || len(a.Problems) > 0 {
					t.Errorf("%s: %+v", org, a)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	t.Run("sqlite", func(t *testing.T) {
		db := sqldbtest.SQLite(t)
		check(t, db, db)
	})
	t.Run("postgres", func(t *testing.T) {
		db, owner := sqldbtest.WithOwner(t)
		check(t, owner, db)
	})
}
