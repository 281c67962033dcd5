package journal_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/sqldb"
	"aantoonbaar/internal/sqldb/sqldbtest"
)

// taken is a journal of n entries with a checkpoint over all of them.
func taken(t *testing.T, db *sqldb.DB, s *journal.Signer, n int) (entries []journal.Entry, point journal.Checkpoint) {
	t.Helper()
	fill(t, db, "org_a", n)
	err := db.Write(t.Context(), sqldb.Org("org_a"), func(tx *sqldb.Tx) (err error) {
		if point, err = s.Sign(t.Context(), tx, "org_a", noon); err != nil {
			return err
		}
		entries, err = journal.Range(t.Context(), tx, "org_a", 0, int64(n), n)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return entries, point
}

func adopt(t *testing.T, db *sqldb.DB, entries []journal.Entry, points ...journal.Checkpoint) error {
	t.Helper()
	return db.Write(t.Context(), sqldb.Org("org_a"), func(tx *sqldb.Tx) error {
		return journal.Adopt(t.Context(), tx, "org_a", entries, points)
	})
}

// TestAnAdoptedJournalIsTheSameOne, entry by entry, and grows on.
func TestAnAdoptedJournalIsTheSameOne(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s := signer(t)
		entries, point := taken(t, sqldbtest.SQLite(t), s, 70)
		given := slices.Clone(entries)
		given[3].ActorName, given[3].Data, given[3].Salt = "", nil, nil
		if err := adopt(t, db, given, point); err != nil {
			t.Fatal(err)
		}
		err := db.Write(t.Context(), sqldb.Org("org_a"), func(tx *sqldb.Tx) error {
			got, err := journal.Range(t.Context(), tx, "org_a", 0, 70, 70)
			if diff := cmp.Diff(given, got); err != nil || diff != "" {
				t.Errorf("adopted, %v (-given +got):\n%s", err, diff)
			}
			if err := journal.Append(t.Context(), tx, "org_a", draft(70)); err != nil {
				return err
			}
			a, err := s.Check(t.Context(), tx, "org_a")
			if len(a.Problems) > 0 || a.Entries != 71 || a.Erased != 1 || a.Checked != 1 {
				t.Errorf("the journal after one entry more: %+v", a)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := adopt(t, db, given, point); err == nil || !strings.Contains(err.Error(), "71 entries already") {
			t.Errorf("adopting twice: %v", err)
		}
	})
}

func TestAJournalThatWasTouchedIsNotAdopted(t *testing.T) {
	s := signer(t)
	entries, point := taken(t, sqldbtest.SQLite(t), s, 5)
	for name, touch := range map[string]func([]journal.Entry) []journal.Entry{
		"other data":    func(e []journal.Entry) []journal.Entry { e[2].Data = []byte(`{"n":3}`); return e },
		"another name":  func(e []journal.Entry) []journal.Entry { e[2].ActorName = "Joost"; return e },
		"half closed":   func(e []journal.Entry) []journal.Entry { e[2].Data = nil; return e },
		"another time":  func(e []journal.Entry) []journal.Entry { e[2].At = noon; return e },
		"another act":   func(e []journal.Entry) []journal.Entry { e[2].Action = "answer.undo"; return e },
		"one less":      func(e []journal.Entry) []journal.Entry { return e[:4] },
		"out of order":  func(e []journal.Entry) []journal.Entry { e[1], e[2] = e[2], e[1]; return e },
		"from a middle": func(e []journal.Entry) []journal.Entry { return e[1:] },
	} {
		t.Run(name, func(t *testing.T) {
			db := sqldbtest.SQLite(t)
			if err := adopt(t, db, touch(slices.Clone(entries)), point); err == nil {
				t.Error("it was adopted")
			}
			err := db.Read(t.Context(), sqldb.Org("org_a"), func(tx *sqldb.Tx) error {
				n, err := journal.Size(t.Context(), tx, "org_a")
				if n != 0 {
					t.Errorf("%d entries are left behind", n)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		})
	}
}
