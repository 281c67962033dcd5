package journal_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/sqldb"
	"aantoonbaar/internal/sqldb/sqldbtest"
)

// remembering is a signer with a memory in dir.
func remembering(t *testing.T, dir string) *journal.Signer {
	t.Helper()
	s := signer(t)
	var err error
	if s.Memory, err = journal.NewMemory(dir); err != nil {
		t.Fatal(err)
	}
	return s
}

// sign signs org_a's journal and remembers it.
func sign(t *testing.T, db *sqldb.DB, s *journal.Signer) (c journal.Checkpoint, err error) {
	t.Helper()
	err = db.Write(t.Context(), sqldb.Org("org_a"), func(tx *sqldb.Tx) (err error) {
		c, err = s.Sign(t.Context(), tx, "org_a", noon)
		return err
	})
	if err != nil {
		return c, err
	}
	return c, s.Keep("org_a", c)
}

// begin makes org_a's journal anew, with everything that belongs to it: only
// what lies outside the database can tell.
func begin(t *testing.T, db *sqldb.DB, n int) {
	t.Helper()
	err := db.Write(t.Context(), sqldb.Org("org_a"), func(tx *sqldb.Tx) error {
		for _, table := range []string{"journal", "journal_heads", "journal_checkpoints"} {
			if err := tx.Exec(t.Context(), `DELETE FROM `+table+` WHERE org_id = 'org_a'`); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	fill(t, db, "org_a", n)
}

func TestMemoryFindsWhatTheDatabaseCannotTell(t *testing.T) {
	for _, tt := range []struct {
		name  string
		again int // entries of the journal that takes the place of the signed one, of 8
		finds string
	}{
		{"an older database", 5, "has 5 entries, and 8 were signed"},
		{"another past of the same length", 8, "does not begin with the 8 entries"},
		{"another past, longer", 12, "does not begin with the 8 entries"},
		{"everything gone", 0, "has 0 entries"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
				s := remembering(t, t.TempDir())
				fill(t, db, "org_a", 8)
				if _, err := sign(t, db, s); err != nil {
					t.Fatal(err)
				}
				begin(t, db, tt.again)
				forgetful := *s
				forgetful.Memory = nil
				if plain := check(t, db, &forgetful); len(plain.Problems) > 0 {
					t.Fatalf("the journal by itself shows %v; then there is nothing to find", plain.Problems)
				}
				if found := strings.Join(check(t, db, s).Says(i18n.EN), "; "); !strings.Contains(found, tt.finds) {
					t.Errorf("Check finds %q, want %q", found, tt.finds)
				}
				if _, err := sign(t, db, s); tt.again > 0 && !errors.As(err, new(*journal.Fork)) {
					t.Errorf("Sign = %v, want a *Fork", err)
				}
			})
		})
	}
}

func check(t *testing.T, db *sqldb.DB, s *journal.Signer) (a journal.Audit) {
	t.Helper()
	err := db.Read(t.Context(), sqldb.Org("org_a"), func(tx *sqldb.Tx) (err error) {
		a, err = s.Check(t.Context(), tx, "org_a")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestMemoryOutlivesTheProgram(t *testing.T) {
	db, dir := sqldbtest.SQLite(t), t.TempDir()
	s := remembering(t, dir)
	fill(t, db, "org_a", 3)
	c, err := sign(t, db, s)
	if err != nil {
		t.Fatal(err)
	}
	again, err := journal.NewMemory(dir)
	if err != nil {
		t.Fatal(err)
	}
	last, ok, err := again.Last("org_a")
	if err != nil || !ok || last.Note != c.Note || last.Size != 3 || last.Root != c.Root {
		t.Errorf("Last = %+v, %t, %v, want the checkpoint of 3 entries", last, ok, err)
	}
	if files, _ := filepath.Glob(filepath.Join(dir, ".new-*")); len(files) > 0 {
		t.Errorf("left behind: %v", files)
	}
}

// TestADamagedMemoryIsNoMemoryOfNothing: a file that cannot be read is told, not
// taken for "never signed".
func TestADamagedMemoryIsNoMemoryOfNothing(t *testing.T) {
	db, dir := sqldbtest.SQLite(t), t.TempDir()
	s := remembering(t, dir)
	fill(t, db, "org_a", 3)
	for _, text := range []string{"", "half\n3\n", "name/org_a\nmany\nAAAA\n\n"} {
		if err := os.WriteFile(filepath.Join(dir, "org_a"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := sign(t, db, s); err == nil {
			t.Errorf("Sign with the memory %q did not complain", text)
		}
	}
}

// TestOnlyOwnSignaturesAreRemembered: what another key signed would let anybody
// with the database decide what is remembered.
func TestOnlyOwnSignaturesAreRemembered(t *testing.T) {
	db := sqldbtest.SQLite(t)
	mine, theirs := remembering(t, t.TempDir()), signer(t)
	fill(t, db, "org_a", 3)
	c, err := sign(t, db, theirs)
	if err != nil {
		t.Fatal(err)
	}
	if err := mine.Keep("org_a", c); err == nil {
		t.Error("Keep took another's checkpoint")
	}
	if _, ok, _ := mine.Memory.Last("org_a"); ok {
		t.Error("another's checkpoint is remembered")
	}
}

// TestARowThatIsGoneIsTold, whichever it is: the last one too, of which the tree lacks
// the hash by which anything could be compared.
func TestARowThatIsGoneIsTold(t *testing.T) {
	for _, seq := range []int{0, 3, 6, 7} {
		sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
			s := remembering(t, t.TempDir())
			fill(t, db, "org_a", 8)
			if _, err := sign(t, db, s); err != nil {
				t.Fatal(err)
			}
			err := db.Write(t.Context(), sqldb.Org("org_a"), func(tx *sqldb.Tx) error {
				return tx.Exec(t.Context(), `DELETE FROM journal WHERE org_id = $1 AND seq = $2`, "org_a", seq)
			})
			if err != nil {
				t.Fatal(err)
			}
			if a := check(t, db, s); len(a.Problems) == 0 {
				t.Errorf("entry %d is gone, and nothing is told", seq)
			}
			if _, err := sign(t, db, s); seq == 7 && !journal.Wrong(err) {
				t.Errorf("signed a journal that lacks entry %d: %v", seq, err)
			}
		})
	}
}

// TestACheckpointThatIsGoneIsTold: the entries are all there, and the signature over
// them was taken out of the database. It is not made again in silence.
func TestACheckpointThatIsGoneIsTold(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s := remembering(t, t.TempDir())
		fill(t, db, "org_a", 8)
		if _, err := sign(t, db, s); err != nil {
			t.Fatal(err)
		}
		unsign(t, db)
		found := strings.Join(check(t, db, s).Says(i18n.EN), "; ")
		if !strings.Contains(found, "the checkpoint over 8 entries is no longer in the database") {
			t.Errorf("Check finds %q", found)
		}
		var fork *journal.Fork
		if _, err := sign(t, db, s); !errors.As(err, &fork) || !fork.Gone {
			t.Fatalf("Sign = %v, want a *Fork", err)
		}
		if err := s.Memory.Accept(fork); err != nil {
			t.Fatal(err)
		}
		if _, err := sign(t, db, s); err != nil || len(check(t, db, s).Problems) > 0 {
			t.Errorf("after it was accepted: %v, %v", err, check(t, db, s).Problems)
		}
	})
}

func unsign(t *testing.T, db *sqldb.DB) {
	t.Helper()
	err := db.Write(t.Context(), sqldb.Org("org_a"), func(tx *sqldb.Tx) error {
		return tx.Exec(t.Context(), `DELETE FROM journal_checkpoints WHERE org_id = 'org_a'`)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestAMemoryThatIsGoneIsToldUntilItIsBegunAnew: signing does not begin it by the way.
func TestAMemoryThatIsGoneIsToldUntilItIsBegunAnew(t *testing.T) {
	db, dir := sqldbtest.SQLite(t), t.TempDir()
	s := remembering(t, dir)
	if said := check(t, db, s).Remarks; len(said) > 0 {
		t.Errorf("nothing was ever signed, and the check says %v", said)
	}
	fill(t, db, "org_a", 3)
	if _, err := sign(t, db, s); err != nil || len(check(t, db, s).Remarks) > 0 {
		t.Fatalf("Sign = %v, remarks %v", err, check(t, db, s).Remarks)
	}
	if err := os.Remove(filepath.Join(dir, "org_a")); err != nil {
		t.Fatal(err)
	}
	fill(t, db, "org_a", 2)
	c, err := sign(t, db, s)
	if err != nil {
		t.Fatal(err)
	}
	if said := check(t, db, s); len(said.Remarks) != 1 || said.Remarks[0] != journal.Forgotten || len(said.Problems) > 0 {
		t.Errorf("the memory is gone, and the check says %v, %v", said.Remarks, said.Problems)
	}
	if err := s.KeepAnew("org_a", c); err != nil || len(check(t, db, s).Remarks) > 0 {
		t.Errorf("begun anew: %v, %v", err, check(t, db, s).Remarks)
	}
}
