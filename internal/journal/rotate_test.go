package journal_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/sqldb"
	"aantoonbaar/internal/sqldb/sqldbtest"
)

// keyAt opens the keys at path.
func keyAt(t *testing.T, path string) *journal.Signer {
	t.Helper()
	s, err := journal.LoadSigner(path)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// begun begins a rotation.
func begun(t *testing.T, s *journal.Signer) journal.Rotated {
	t.Helper()
	r, err := s.BeginRotation()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// tell tells org_a's journal of a rotation.
func tell(t *testing.T, db *sqldb.DB, s *journal.Signer, r journal.Rotated) (c journal.Checkpoint) {
	t.Helper()
	err := db.Write(t.Context(), sqldb.Org("org_a"), func(tx *sqldb.Tx) (err error) {
		c, err = s.Tell(t.Context(), tx, "org_a", r, draft(0))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func signed(t *testing.T, db *sqldb.DB, s *journal.Signer) journal.Checkpoint {
	t.Helper()
	c, err := sign(t, db, s)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	text, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, text, 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestKeysRotate(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		path := filepath.Join(t.TempDir(), "key")
		s, stolen := keyAt(t, path), filepath.Join(t.TempDir(), "stolen")
		copyFile(t, path, stolen)
		fill(t, db, "org_a", 3)
		first := signed(t, db, s)

		r := begun(t, s)
		both := tell(t, db, s, r)
		for _, public := range []string{r.Old, r.New} {
			if c, err := journal.Verify(both.Note, public, "org_a"); err != nil || c.Size != 4 {
				t.Errorf("the checkpoint of the change under %s = %d entries, %v", public, c.Size, err)
			}
		}
		elsewhere := keyAt(t, path) // a server that runs meanwhile
		if err := s.FinishRotation(noon); err != nil {
			t.Fatal(err)
		}
		fill(t, db, "org_a", 1)
		after := signed(t, db, elsewhere)
		if _, err := journal.Verify(after.Note, r.Old, "org_a"); err == nil {
			t.Error("the old key signs after it was retired")
		}
		for _, c := range []journal.Checkpoint{first, both, after} {
			if _, err := s.Verify(c.Note, "org_a"); err != nil {
				t.Errorf("the checkpoint over %d entries: %v", c.Size, err)
			}
		}
		list, err := s.Keys()
		if err != nil || len(list) != 2 || list[0].Public != r.New || !list[0].From.Equal(noon.Truncate(time.Microsecond)) || list[1].Public != r.Old || !list[1].Until.Equal(noon.Truncate(time.Microsecond)) || !list[1].From.IsZero() {
			t.Errorf("Keys = %+v, %v", list, err)
		}
		if a := check(t, db, s); len(a.Problems) > 0 || a.Checked != 3 {
			t.Errorf("Check after the change = %+v", a)
		}

		fill(t, db, "org_a", 1)
		signed(t, db, keyAt(t, stolen)) // whoever has the old secret and the database
		if found := strings.Join(check(t, db, s).Says(i18n.EN), "; "); !strings.Contains(found, "retired before") {
			t.Errorf("Check of a signature by a retired key finds %q", found)
		}
	})
}

// TestARotationMayBreakOffAnywhere: whatever was done last, doing it again ends
// well, with one entry in the journal and the same new key.
func TestARotationMayBreakOffAnywhere(t *testing.T) {
	db, path := sqldbtest.SQLite(t), filepath.Join(t.TempDir(), "key")
	fill(t, db, "org_a", 3)
	old := filepath.Join(t.TempDir(), "old")
	begun(t, keyAt(t, path)) // broken off here
	r := begun(t, keyAt(t, path))
	tell(t, db, keyAt(t, path), r)
	again := begun(t, keyAt(t, path))
	tell(t, db, keyAt(t, path), again)
	if again != r {
		t.Errorf("begun again = %+v, want %+v", again, r)
	}
	if n := size(t.Context(), t, db, "org_a"); n != 4 {
		t.Errorf("journal has %d entries, want the one of the change only", n)
	}
	copyFile(t, path, old)
	copyFile(t, path+".next", old+".next")
	if err := keyAt(t, path).FinishRotation(noon); err != nil {
		t.Fatal(err)
	}
	copyFile(t, old, path) // as it was between the last two steps
	copyFile(t, old+".next", path+".next")
	s := keyAt(t, path)
	if again := begun(t, s); again != r {
		t.Errorf("begun between the last two steps = %+v, want %+v", again, r)
	}
	if err := s.FinishRotation(noon); err != nil {
		t.Fatal(err)
	}
	if list, err := s.Keys(); err != nil || len(list) != 2 || list[0].Public != r.New {
		t.Errorf("Keys = %+v, %v, want the new one and the old one", list, err)
	}
	if _, err := os.Stat(path + ".next"); err == nil {
		t.Error("the next key is left behind")
	}
	if err := s.FinishRotation(noon); err == nil {
		t.Error("FinishRotation without a next key did not complain")
	}
}

// TestDamagedKeysAreToldAndNotReplaced: a new key in the place of one that cannot
// be read would make every old signature a stranger's.
func TestDamagedKeysAreToldAndNotReplaced(t *testing.T) {
	for _, name := range []string{"key", "key.next", "key.retired"} {
		for _, text := range []string{"", "half", "half\nhalf\n", "key from until\n"} {
			if name == "key.retired" && text == "" {
				continue // no retired keys
			}
			path := filepath.Join(t.TempDir(), "key")
			keyAt(t, path)
			if err := os.WriteFile(filepath.Join(filepath.Dir(path), name), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			if _, err := journal.LoadSigner(path); err == nil {
				t.Errorf("LoadSigner took %s with %q", name, text)
			}
		}
	}
}

// TestAnUnknownKeyIsAProblem, of another name or of the same one.
func TestAnUnknownKeyIsAProblem(t *testing.T) {
	db, s := sqldbtest.SQLite(t), signer(t)
	fill(t, db, "org_a", 3)
	signed(t, db, s)
	_, stranger, err := note.GenerateKey(strings.NewReader(strings.Repeat("k", 32)), s.Origin)
	if err != nil {
		t.Fatal(err)
	}
	err = db.Read(t.Context(), sqldb.Org("org_a"), func(tx *sqldb.Tx) error {
		a, err := journal.Check(t.Context(), tx, "org_a", stranger)
		if len(a.Problems) != 1 || a.Checked != 0 {
			t.Errorf("Check under a stranger's key = %+v", a)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
