package journal_test

import (
	"slices"
	"testing"
	"time"

	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/ref"
	"aantoonbaar/internal/sqldb"
	"aantoonbaar/internal/sqldb/sqldbtest"
)

func TestAMomentIsTheFirstEntriesOfAJournal(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		fill(t, db, "org_a", 10)
		fill(t, db, "org_b", 12)
		ctx, s := t.Context(), signer(t)
		var signed journal.Checkpoint
		err := db.Write(ctx, sqldb.Org("org_a"), func(tx *sqldb.Tx) (err error) {
			signed, err = s.Sign(ctx, tx, "org_a", noon)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		at := func(i int) time.Time { return draft(i).At.Truncate(time.Microsecond) }
		err = db.Read(ctx, sqldb.Org("org_a"), func(tx *sqldb.Tx) error {
			for _, size := range []int64{-1, 0, 11} {
				if _, ok, err := journal.At(ctx, tx, "org_a", size); ok || err != nil {
					t.Errorf("At(%d) = %t, %v, want none", size, ok, err)
				}
			}
			first, ok, err := journal.At(ctx, tx, "org_a", 1)
			if err != nil || !ok || !first.At.Equal(at(0)) || !first.Next.Equal(at(1)) {
				t.Errorf("At(1) = %+v, %t, %v", first, ok, err)
			}
			last, ok, err := journal.At(ctx, tx, "org_a", 10)
			if err != nil || !ok || last.Root != signed.Root || !last.Next.IsZero() {
				t.Errorf("At(10) = %+v, %t, %v, want the root that was signed", last, ok, err)
			}
			for _, size := range []int64{1, 10} {
				if c, ok, err := journal.Covering(ctx, tx, "org_a", size); err != nil || !ok || c.Size != 10 {
					t.Errorf("Covering(%d) = %+v, %t, %v, want the one over 10", size, c, ok, err)
				}
			}
			if _, ok, err := journal.Covering(ctx, tx, "org_a", 11); ok || err != nil {
				t.Errorf("Covering(11) = %t, %v, want none", ok, err)
			}
			if _, ok, err := journal.LastWithin(ctx, tx, "org_a", 9); ok || err != nil {
				t.Errorf("LastWithin(9) = %t, %v, want none", ok, err)
			}
			for end, want := range map[time.Time]int64{at(0): 0, at(0).Add(time.Microsecond): 1, at(5): 5, at(99): 10} {
				if n, err := journal.SizeBefore(ctx, tx, "org_a", end); n != want || err != nil {
					t.Errorf("SizeBefore(%s) = %d, %v, want %d", end, n, err, want)
				}
			}
			of := func(limit int, objects ...string) (seqs []int64) {
				var refs []ref.Ref
				for _, id := range objects {
					refs = append(refs, ref.Ref{Kind: "requirement", ID: id})
				}
				about, err := journal.HistoryOf(ctx, tx, "org_a", refs, 7, limit)
				if err != nil {
					t.Error(err)
				}
				for _, e := range about {
					seqs = append(seqs, e.Seq)
				}
				return seqs
			}
			for _, tt := range []struct{ got, want []int64 }{
				{of(5, "8.1"), []int64{4, 1}},
				{of(5, "8.1", "8.2"), []int64{5, 4, 2, 1}},
				{of(3, "8.2", "8.1", "9.9"), []int64{5, 4, 2}},
				{of(5, "9.9"), nil},
				{of(5), nil},
				{of(9, "8.0", "9.1", "8.2", "9.3", "8.1"), []int64{6, 5, 4, 3, 2, 1, 0}},
			} {
				if !slices.Equal(tt.got, tt.want) {
					t.Errorf("HistoryOf = %v, want %v", tt.got, tt.want)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
