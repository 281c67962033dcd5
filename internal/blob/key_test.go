package blob_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"aantoonbaar/internal/blob"
)

// an installation is a store with files of many organisations.
type installation struct {
	*testing.T
	*lab
	sums map[string]blob.Sum // by organisation
}

func install(t *testing.T, l *lab, organisations int) installation {
	t.Helper()
	i := installation{t, l, map[string]blob.Sum{}}
	s := i.open()
	for n := range organisations {
		org := fmt.Sprintf("org_%d", n)
		sum, _, err := s.Put(t.Context(), org, strings.NewReader("bestand van "+org), megabyte)
		if err != nil {
			t.Fatal(err)
		}
		i.sums[org] = sum
	}
	return i
}

func (i installation) open() *blob.Store { i.Helper(); return i.lab.open(i.T) }

// wants fails unless s reads every file.
func (i installation) wants(s *blob.Store) {
	i.Helper()
	for org, sum := range i.sums {
		if got, err := read(i.T, s, org, sum); err != nil || got != "bestand van "+org {
			i.Errorf("%s = %q, %v", org, got, err)
		}
	}
}

func (i installation) rootKey() string {
	i.Helper()
	b, err := os.ReadFile(i.key)
	if err != nil {
		i.Fatal(err)
	}
	return string(b)
}

// TestTheRootKeyIsReplacedThreeTimes rotates while another program has the folder
// open, which goes on reading, and makes keys for new organisations.
func TestTheRootKeyIsReplacedThreeTimes(t *testing.T) {
	everywhere(t, func(t *testing.T, l *lab) {
		i := install(t, l, 20)
		beside := i.open()
		for round := range 3 {
			old := i.rootKey()
			n, err := i.open().Rotate(t.Context())
			if err != nil || n != len(i.sums) {
				t.Fatalf("Rotate = %d, %v, want %d", n, err, len(i.sums))
			}
			i.wants(i.open())
			i.wants(beside)
			org := fmt.Sprintf("org_new%d", round)
			if i.sums[org], _, err = beside.Put(t.Context(), org, strings.NewReader("bestand van "+org), megabyte); err != nil {
				t.Fatal(err)
			}
			i.wants(i.open())
			useless := filepath.Join(t.TempDir(), "old")
			if err := os.WriteFile(useless, []byte(old), 0o600); err != nil {
				t.Fatal(err)
			}
			s := i.with(t, useless)
			if _, err := s.Open(t.Context(), "org_0", i.sums["org_0"]); !errors.Is(err, blob.ErrNoKey) {
				t.Errorf("Open with the root key of before = %v, want ErrNoKey", err)
			}
		}
		keys, err := i.open().Keys()
		if err != nil || len(keys.Old) > 0 || len(keys.Organisations) != 23 {
			t.Fatalf("Keys = %+v, %v", keys, err)
		}
		for _, k := range keys.Organisations {
			if k.Root != keys.Root {
				t.Errorf("%s is wrapped with %s, want %s", k.Org, k.Root, keys.Root)
			}
		}
	})
}

// until is a context that is cancelled when it was asked n times.
type until struct {
	context.Context
	n int
}

func (u *until) Err() error {
	if u.n--; u.n < 0 {
		return context.Canceled
	}
	return nil
}

func TestARotationThatWasCutOffIsFinishedByTheNext(t *testing.T) {
	everywhere(t, func(t *testing.T, l *lab) {
		i := install(t, l, 5)
		for n := range 5 {
			if _, err := i.open().Rotate(&until{t.Context(), n}); !errors.Is(err, context.Canceled) {
				t.Fatalf("Rotate = %v, want it cancelled", err)
			}
			s := i.open()
			i.wants(s)
			keys, err := s.Keys()
			if err != nil || len(keys.Old) != 1 {
				t.Fatalf("Keys = %+v, %v, want the old one still to be replaced", keys, err)
			}
			if done, err := s.Rotate(t.Context()); err != nil || done != 5-n {
				t.Errorf("the next Rotate = %d, %v, want the %d that were left", done, err, 5-n)
			}
			if keys, err := s.Keys(); err != nil || len(keys.Old) > 0 {
				t.Errorf("Keys = %+v, %v", keys, err)
			}
			i.wants(i.open())
		}
	})
}

// TestTheProgramIsKilledWhileItRotates kills a process that does nothing else, at
// random, and reads everything after each.
func TestTheProgramIsKilledWhileItRotates(t *testing.T) {
	if dir := os.Getenv("ROTATE_IN"); dir != "" {
		s := (&lab{dir: dir, key: os.Getenv("ROTATE_KEY")}).open(t)
		for {
			if _, err := s.Rotate(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
	}
	i, halfway := install(t, inFolder(t), 12), 0
	for range 12 {
		child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestTheProgramIsKilledWhileItRotates$")
		child.Env = append(os.Environ(), "ROTATE_IN="+i.dir, "ROTATE_KEY="+i.key)
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(20+rand.IntN(60)) * time.Millisecond)
		_ = child.Process.Kill()
		_ = child.Wait()
		s := i.open()
		i.wants(s)
		keys, err := s.Keys()
		if err != nil {
			t.Fatal(err)
		}
		halfway += len(keys.Old)
	}
	t.Logf("%d of 12 rotations were cut off half-way", halfway)
}

func TestALostKeyIsNotMadeAnew(t *testing.T) {
	everywhere(t, func(t *testing.T, l *lab) {
		i := install(t, l, 2)
		if err := os.Rename(i.key, i.key+".away"); err != nil {
			t.Fatal(err)
		}
		if _, err := blob.New(i.dir, i.key, i.shelf(), time.Now()); !errors.Is(err, blob.ErrNoKey) || !strings.Contains(err.Error(), "2 organisations") {
			t.Errorf("New without the root key = %v, want ErrNoKey and how much depends on it", err)
		}
		for name, text := range map[string]string{"empty": "", "damaged": "aantoonbaar-evidence-key-1 AAAA\n", "something else": "PRIVATE+KEY\n"} {
			if err := os.WriteFile(i.key, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			if _, err := blob.New(i.dir, i.key, i.shelf(), time.Now()); err == nil {
				t.Errorf("New took a root key that is %s", name)
			}
		}
		if err := os.Rename(i.key+".away", i.key); err != nil {
			t.Fatal(err)
		}
		i.wants(i.open())
	})
}

func TestADestroyedKeyTakesTheFilesOfItsOrganisationWithIt(t *testing.T) {
	everywhere(t, func(t *testing.T, l *lab) {
		i := install(t, l, 2)
		if err := os.Remove(filepath.Join(i.dir, "org_0", "key")); err != nil {
			t.Fatal(err)
		}
		s := i.open()
		if _, err := s.Open(t.Context(), "org_0", i.sums["org_0"]); !errors.Is(err, blob.ErrNoKey) {
			t.Errorf("Open = %v, want ErrNoKey", err)
		}
		if _, _, err := s.Put(t.Context(), "org_0", strings.NewReader("nieuw"), megabyte); !errors.Is(err, blob.ErrNoKey) {
			t.Errorf("Put = %v, want ErrNoKey and no other key", err)
		}
		delete(i.sums, "org_0")
		i.wants(s)
	})
}

func TestAKeyOfAnotherOrganisationOpensNothing(t *testing.T) {
	everywhere(t, func(t *testing.T, l *lab) {
		i := install(t, l, 2)
		b, err := os.ReadFile(filepath.Join(i.dir, "org_0", "key"))
		if err != nil {
			t.Fatal(err)
		}
		rewrite(t, filepath.Join(i.dir, "org_1", "key"), func([]byte) []byte { return b })
		if _, err := i.open().Open(t.Context(), "org_1", i.sums["org_1"]); err == nil || !strings.Contains(err.Error(), "another organisation's") {
			t.Errorf("Open = %v, want that the key is another's", err)
		}
	})
}

func TestOnlyTheOwnerMayReadTheKeys(t *testing.T) {
	everywhere(t, func(t *testing.T, l *lab) {
		i := install(t, l, 1)
		for _, f := range []string{i.key, filepath.Join(i.dir, "org_0", "key")} {
			info, err := os.Stat(f)
			if err != nil || info.Mode().Perm() != 0o600 {
				t.Errorf("%s: %v, %v, want 0600", f, info.Mode(), err)
			}
		}
	})
}

// TestFilesOfAnOlderVersionAreEncrypted cuts the work off after each file.
func TestFilesOfAnOlderVersionAreEncrypted(t *testing.T) {
	everywhere(t, func(t *testing.T, l *lab) {
		s := l.open(t)
		var sums []blob.Sum
		for n := range 4 {
			content := []byte(fmt.Sprintf("van vroeger %d", n))
			sum := blob.Sum(sha256.Sum256(content))
			l.lay(t, hex.EncodeToString(sum[:]), content)
			sums = append(sums, sum)
		}
		damaged := strings.Repeat("ab", 32)
		l.lay(t, damaged, []byte("anders dan de naam zegt"))
		all := func() {
			t.Helper()
			for n, sum := range sums {
				if got, err := read(t, s, "org_a", sum); err != nil || got != fmt.Sprintf("van vroeger %d", n) {
					t.Errorf("file %d = %q, %v", n, got, err)
				}
			}
		}
		all()
		if n, err := s.Encrypt(&until{t.Context(), 5}); err == nil || n >= 4 {
			t.Errorf("Encrypt = %d, %v, want it cut off", n, err)
		}
		all()
		if _, err := s.Encrypt(t.Context()); !errors.Is(err, blob.ErrDamaged) {
			t.Errorf("Encrypt = %v, want it to tell of the damaged file", err)
		}
		all()
		if n, err := s.Plain(); err != nil || n != 1 {
			t.Errorf("%d files are left in plain, %v, want the damaged one", n, err)
		}
		if err := s.Remove(t.Context(), "org_a", sums[0]); err != nil {
			t.Fatal(err)
		}
		if got := l.files(t); len(got) != 4 {
			t.Errorf("there is %q, want three files and the damaged one", got)
		}
	})
}

// lay puts a file where an older version would have.
func (l *lab) lay(t *testing.T, name string, content []byte) {
	t.Helper()
	folder := filepath.Join(l.dir, "org_a", name[:2])
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, name), content, 0o600); err != nil {
		t.Fatal(err)
	}
}
