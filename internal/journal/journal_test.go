package journal_test

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/transparency-dev/merkle/proof"
	"github.com/transparency-dev/merkle/rfc6962"

	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/ref"
	"aantoonbaar/internal/sqldb"
	"aantoonbaar/internal/sqldb/sqldbtest"
)

var noon = time.Date(2026, 3, 28, 12, 0, 0, 123456789, time.UTC)

func draft(i int) journal.Draft {
	return journal.Draft{
		At: noon.Add(time.Duration(i) * time.Minute), ActorID: "per_1", ActorName: "Marieke",
		Action: "answer.save", Object: ref.Ref{Kind: "requirement", ID: fmt.Sprintf("8.%d", i%3)}, Data: map[string]int{"n": i},
	}
}

func fill(t *testing.T, db *sqldb.DB, org string, n int) {
	t.Helper()
	for i := range n {
		err := db.Write(t.Context(), sqldb.Org(org), func(tx *sqldb.Tx) error {
			return journal.Append(t.Context(), tx, org, draft(i))
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func signer(t *testing.T) *journal.Signer {
	t.Helper()
	path := filepath.Join(t.TempDir(), "key")
	if _, err := journal.LoadSigner(path); err != nil {
		t.Fatal(err)
	}
	s, err := journal.LoadSigner(path) // the second time from the file
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestJournalHoldsWhatWasAppended(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		fill(t, db, "org_a", 10)
		fill(t, db, "org_b", 2)
		ctx := t.Context()
		err := db.Read(ctx, sqldb.Org("org_a"), func(tx *sqldb.Tx) error {
			size, err := journal.Size(ctx, tx, "org_a")
			if err != nil || size != 10 {
				t.Errorf("Size(org_a) = %d, %v, want 10", size, err)
			}
			about, err := journal.History(ctx, tx, "org_a", ref.Ref{Kind: "requirement", ID: "8.1"}, 2)
			if err != nil || len(about) != 2 || about[0].Seq != 7 || about[1].Seq != 4 {
				t.Errorf("History(8.1, 2) = %v, %v, want entries 7 and 4", about, err)
			}
			last, err := journal.Latest(ctx, tx, "org_a", 9, 1)
			if err != nil || len(last) != 1 || last[0].Seq != 8 || string(last[0].Data) != `{"n":8}` || !last[0].At.Equal(draft(8).At.Truncate(time.Microsecond)) {
				t.Errorf("Latest(before 9) = %+v, %v, want entry 8 as it was written", last, err)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

// TestProofsHoldElsewhere checks the tree with a library that shares no code
// with the one that made it.
func TestProofsHoldElsewhere(t *testing.T) {
	db, s, ctx := sqldbtest.SQLite(t), signer(t), t.Context()
	fill(t, db, "org_a", 20)
	err := db.Write(ctx, sqldb.Org("org_a"), func(tx *sqldb.Tx) error {
		c, err := s.Sign(ctx, tx, "org_a", noon)
		if err != nil {
			return err
		}
		opened, err := journal.Verify(c.Note, s.Public(), "org_a")
		if err != nil || opened.Size != 20 || opened.Root != c.Root {
			t.Errorf("Verify = %+v, %v, want size 20 and the same root", opened, err)
		}
		if _, err := journal.Verify(c.Note, s.Public(), "org_b"); err == nil {
			t.Error("Verify took org_a's checkpoint for org_b's")
		}
		for seq := range int64(20) {
			path, leaf, err := journal.Prove(ctx, tx, "org_a", 20, seq)
			if err != nil {
				return err
			}
			var hashes [][]byte
			for _, h := range path {
				hashes = append(hashes, h[:])
			}
			if err := proof.VerifyInclusion(rfc6962.DefaultHasher, uint64(seq), 20, leaf[:], hashes, c.Root[:]); err != nil {
				t.Errorf("entry %d: %v", seq, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestCheckFindsEveryTampering(t *testing.T) {
	for _, tt := range []struct {
		name, sql, finds string
	}{
		{"nothing touched", `SELECT 1`, ""},
		{"data changed", `UPDATE journal SET data = '{"n":99}' WHERE org_id = 'org_a' AND seq = 3`, "entry 3 was changed"},
		{"moved to an earlier day", `UPDATE journal SET at = '2025-01-01T00:00:00.000000Z' WHERE org_id = 'org_a' AND seq = 3`, "entry 3 was changed"},
		{"another name", `UPDATE journal SET actor_name = 'Sanne' WHERE org_id = 'org_a' AND seq = 3`, "entry 3 was changed"},
		{"called erased, and moved to another day", `UPDATE journal SET data = NULL, salt = NULL, at = '2025-01-01T00:00:00.000000Z' WHERE org_id = 'org_a' AND seq = 3`, "entry 3 was changed"},
		{"salt taken away to hide a change", `UPDATE journal SET salt = NULL, data = '{"n":99}' WHERE org_id = 'org_a' AND seq = 3`, "entry 3 was changed"},
		{"another actor", `UPDATE journal SET actor_id = 'per_2' WHERE org_id = 'org_a' AND seq = 3`, "entry 3 was changed"},
		{"leaf rewritten with the entry erased", `UPDATE journal SET data = NULL, salt = NULL, leaf = (SELECT leaf FROM journal WHERE org_id = 'org_a' AND seq = 4) WHERE org_id = 'org_a' AND seq = 3`, "are not the ones that were signed"},
		{"removed from the middle", `DELETE FROM journal WHERE org_id = 'org_a' AND seq = 3`, "entry 3 is missing"},
		{"removed from the end", `DELETE FROM journal WHERE org_id = 'org_a' AND seq = 7`, "there are 7"},
		{"head moved back", `UPDATE journal_heads SET size = 5 WHERE org_id = 'org_a'`, "entries were removed"},
		{"checkpoint edited", `UPDATE journal_checkpoints SET note = replace(note, char(10) || '8' || char(10), char(10) || '7' || char(10)) WHERE org_id = 'org_a'`, "the checkpoint over 8 entries does not hold"},
		{"put before the first", `INSERT INTO journal (org_id, seq, at, actor_id, actor_name, action, object, data, salt, commitment, leaf) SELECT org_id, -1, at, actor_id, actor_name, action, object, data, salt, commitment, leaf FROM journal WHERE seq = 3`, "before the first"},
		{"put after the last", `INSERT INTO journal (org_id, seq, at, actor_id, actor_name, action, object, data, salt, commitment, leaf) SELECT org_id, 8, at, actor_id, actor_name, action, object, data, salt, commitment, leaf FROM journal WHERE seq = 3`, "there are 9"},
		{"stored hash changed", `UPDATE journal SET branches = (SELECT leaf FROM journal WHERE seq = 0) WHERE seq = 1`, "stand with entry 1"},
		{"stored hash too many", `UPDATE journal SET branches = leaf WHERE seq = 2`, "stand with entry 2"},
		{"stored hash removed", `UPDATE journal SET branches = NULL WHERE seq = 7`, "stand with entry 7"},
		{"a moment in another spelling", `UPDATE journal SET at = '2026-03-28 12:03:00' WHERE org_id = 'org_a' AND seq = 3`, "moment of entry 3 is not spelled"},
		{"no moment at all", `UPDATE journal SET at = 'yesterday' WHERE org_id = 'org_a' AND seq = 3`, "entry 3 was changed"},
		{"the same moment, which sorts elsewhere", `UPDATE journal SET at = replace(at, '.', ',') WHERE org_id = 'org_a' AND seq = 3`, "moment of entry 3 is not spelled"},
		{"erased by request", `UPDATE journal SET actor_name = '', data = NULL, salt = NULL WHERE org_id = 'org_a' AND seq = 3`, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			db, s, ctx := sqldbtest.SQLite(t), signer(t), t.Context()
			fill(t, db, "org_a", 8)
			var audit journal.Audit
			err := db.Write(ctx, sqldb.Org("org_a"), func(tx *sqldb.Tx) error {
				if _, err := s.Sign(ctx, tx, "org_a", noon); err != nil {
					return err
				}
				if err := tx.Exec(ctx, tt.sql); err != nil {
					return err
				}
				var err error
				audit, err = journal.Check(ctx, tx, "org_a", s.Public())
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			found := strings.Join(audit.Says(i18n.EN), "; ")
			if (tt.finds == "") != (found == "") || !strings.Contains(found, tt.finds) {
				t.Errorf("Check finds %q, want %q", found, tt.finds)
			}
			for _, p := range audit.Problems {
				if !p.Complete() || p.NL == p.EN || strings.Contains(p.NL+p.EN, "%!") {
					t.Errorf("finding %+v is not told in both languages", p)
				}
			}
		})
	}
}

// TestAppendIsPartOfTheChange: a change that fails leaves no entry.
func TestAppendIsPartOfTheChange(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		ctx := t.Context()
		boom := fmt.Errorf("boom")
		err := db.Write(ctx, sqldb.Org("org_a"), func(tx *sqldb.Tx) error {
			if err := journal.Append(ctx, tx, "org_a", draft(1), draft(2)); err != nil {
				return err
			}
			return boom
		})
		if err != boom {
			t.Fatalf("Write = %v, want boom", err)
		}
		if n := size(ctx, t, db, "org_a"); n != 0 {
			t.Errorf("journal has %d entries after a rollback, want 0", n)
		}
	})
}

func size(ctx context.Context, t *testing.T, db *sqldb.DB, org string) (n int64) {
	t.Helper()
	err := db.Read(ctx, sqldb.Org(org), func(tx *sqldb.Tx) (err error) {
		n, err = journal.Size(ctx, tx, org)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestRowsOfOthersAreOutOfReach: on PostgreSQL the scope is a wall, whatever
// the query asks.
func TestRowsOfOthersAreOutOfReach(t *testing.T) {
	db, ctx := sqldbtest.Postgres(t), t.Context()
	fill(t, db, "org_a", 3)
	if err := db.GuardRole(ctx); err != nil {
		t.Errorf("GuardRole refuses the plain role: %v", err)
	}
	for _, scope := range []sqldb.Scope{{}, sqldb.Org("org_b"), sqldb.Person("per_1")} {
		err := db.Read(ctx, scope, func(tx *sqldb.Tx) error {
			n, _, err := sqldb.One(ctx, tx, sqldb.Scalar[int], `SELECT count(*) FROM journal`)
			if n != 0 {
				t.Errorf("scope %+v sees %d entries of org_a", scope, n)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	err := db.Write(ctx, sqldb.Org("org_b"), func(tx *sqldb.Tx) error {
		return journal.Append(ctx, tx, "org_a", draft(1))
	})
	if err == nil {
		t.Error("a transaction of org_b wrote in org_a's journal")
	}
}

// TestAMomentThatCannotBeReadIsListedAndReplayedByNobody: those who look at the
// journal see the line; what is computed from entries is refused rather than dated
// by guess.
func TestAMomentThatCannotBeReadIsListedAndReplayedByNobody(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		fill(t, db, "org_a", 5)
		ctx := t.Context()
		err := db.Write(ctx, sqldb.Org("org_a"), func(tx *sqldb.Tx) error {
			return tx.Exec(ctx, `UPDATE journal SET at = 'infinity' WHERE org_id = 'org_a' AND seq = 3`) // a moment to PostgreSQL, and only there
		})
		if err != nil {
			t.Fatal(err)
		}
		if found := strings.Join(check(t, db, signer(t)).Says(i18n.NL), "; "); !strings.Contains(found, "moment van regel 3") {
			t.Errorf("Check finds %q, want the moment of entry 3", found)
		}
		err = db.Read(ctx, sqldb.Org("org_a"), func(tx *sqldb.Tx) error {
			last, err := journal.Latest(ctx, tx, "org_a", 0, 9)
			if err != nil || len(last) != 5 || !last[1].At.IsZero() || last[1].OddAt == "" || last[0].At.IsZero() {
				t.Errorf("Latest = %+v, %v, want five entries, of which entry 3 has no moment", last, err)
			}
			if _, err := journal.Range(ctx, tx, "org_a", 0, 5, 9); err == nil || !strings.Contains(err.Error(), "entry 3") {
				t.Errorf("Range = %v, want it to name entry 3", err)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
