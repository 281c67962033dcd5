package journal_test

import (
	"slices"
	"testing"

	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/ref"
	"aantoonbaar/internal/sqldb"
	"aantoonbaar/internal/sqldb/sqldbtest"
)

// TestTheJournalHoldsAfterErasing erases what was said of one object of three, in
// one of two organisations, before and after a checkpoint.
func TestTheJournalHoldsAfterErasing(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, ctx := signer(t), t.Context()
		fill(t, db, "org_a", 10)
		fill(t, db, "org_b", 10)
		object := ref.Ref{Kind: "requirement", ID: "8.1"}
		write := func(f func(*sqldb.Tx) error) {
			t.Helper()
			if err := db.Write(ctx, sqldb.Org("org_a"), f); err != nil {
				t.Fatal(err)
			}
		}
		write(func(tx *sqldb.Tx) error { _, err := s.Sign(ctx, tx, "org_a", noon); return err })
		for _, want := range [][]int64{{1, 4, 7}, nil} {
			write(func(tx *sqldb.Tx) error {
				got, err := journal.Erase(ctx, tx, "org_a", object)
				if !slices.Equal(got, want) {
					t.Errorf("Erase = %v, want %v", got, want)
				}
				return err
			})
		}
		write(func(tx *sqldb.Tx) error { return journal.Append(ctx, tx, "org_a", draft(1)) })
		for org, erased := range map[string]int64{"org_a": 3, "org_b": 0} {
			err := db.Read(ctx, sqldb.Org(org), func(tx *sqldb.Tx) error {
				a, err := journal.Check(ctx, tx, org, s.Public())
				if len(a.Problems) > 0 || a.Erased != erased {
					t.Errorf("%s: %+v, want %d erased and no problem", org, a, erased)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	})
}
