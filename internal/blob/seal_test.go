package blob_test

import (
	"bytes"
	"encoding/hex"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"aantoonbaar/internal/blob"
)

// rewrite changes a file on disk behind the store's back.
func rewrite(t *testing.T, file string, change func([]byte) []byte) {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, change(b), 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestEveryFlippedBitIsFound flips every bit of a small file, and thousands of a
// file of several chunks.
func TestEveryFlippedBitIsFound(t *testing.T) {
	everywhere(t, func(t *testing.T, l *lab) {
		s := l.open(t)
		flips := 0
		for _, content := range []string{"beleid", strings.Repeat("beleid ", 30_000)} {
			sum := put(t, s, content)
			file := l.files(t)[0]
			whole, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			bits := rand.New(rand.NewPCG(1, 2)).Perm(8 * len(whole))
			for _, bit := range bits[:min(len(bits), l.many)] {
				whole[bit/8] ^= 1 << (bit % 8)
				if err := os.WriteFile(file, whole, 0o600); err != nil {
					t.Fatal(err)
				}
				if _, err := s.Open(t.Context(), "org_a", sum); !errors.Is(err, blob.ErrDamaged) {
					t.Fatalf("bit %d of %d flipped: %v, want ErrDamaged", bit, len(bits), err)
				}
				whole[bit/8] ^= 1 << (bit % 8)
				flips++
			}
			if err := s.Remove(t.Context(), "org_a", sum); err != nil {
				t.Fatal(err)
			}
		}
		t.Logf("%d flipped bits, every one found", flips)
	})
}

// TestNoChunkCanBeMoved cuts, doubles and swaps the parts of a file.
func TestNoChunkCanBeMoved(t *testing.T) {
	everywhere(t, func(t *testing.T, l *lab) {
		const head, sealed = 8 + 32, 64<<10 + 16
		part := func(b []byte, n int) []byte { return b[head+n*sealed : min(head+(n+1)*sealed, len(b))] }
		for name, change := range map[string]func([]byte) []byte{
			"cut after a chunk":  func(b []byte) []byte { return b[:head+2*sealed] },
			"only the header":    func(b []byte) []byte { return b[:head] },
			"half a header":      func(b []byte) []byte { return b[:head/2] },
			"two chunks swapped": func(b []byte) []byte { return bytes.Join([][]byte{b[:head], part(b, 1), part(b, 0), part(b, 2)}, nil) },
			"a chunk twice":      func(b []byte) []byte { return bytes.Join([][]byte{b[:head], part(b, 0), b[head:]}, nil) },
			"a chunk left out":   func(b []byte) []byte { return bytes.Join([][]byte{b[:head], part(b, 1), part(b, 2)}, nil) },
			"the last one twice": func(b []byte) []byte { return append(b, part(b, 2)...) },
			"a byte too many":    func(b []byte) []byte { return append(b, 0) },
		} {
			t.Run(name, func(t *testing.T) {
				s := l.open(t)
				sum := put(t, s, strings.Repeat("x", 150_000))
				rewrite(t, l.files(t)[0], func(b []byte) []byte { return change(bytes.Clone(b)) })
				if _, err := s.Open(t.Context(), "org_a", sum); !errors.Is(err, blob.ErrDamaged) {
					t.Errorf("Open = %v, want ErrDamaged", err)
				}
			})
		}
	})
}

// TestAFileUnderAnotherNameDoesNotOpen swaps whole files, within an organisation
// and between two, and the wrapped keys too.
func TestAFileUnderAnotherNameDoesNotOpen(t *testing.T) {
	everywhere(t, func(t *testing.T, l *lab) {
		s := l.open(t)
		first := put(t, s, "het eerste bestand")
		one := l.files(t)[0]
		second := put(t, s, "het tweede bestand")
		two := l.files(t)
		other := two[0]
		if other == one {
			other = two[1]
		}
		content, err := os.ReadFile(one)
		if err != nil {
			t.Fatal(err)
		}
		rewrite(t, other, func([]byte) []byte { return content })
		if _, err := s.Open(t.Context(), "org_a", second); !errors.Is(err, blob.ErrDamaged) {
			t.Errorf("one file in the place of another = %v, want ErrDamaged", err)
		}
		if _, _, err := s.Put(t.Context(), "org_b", strings.NewReader("het eerste bestand"), megabyte); err != nil {
			t.Fatal(err)
		}
		for _, f := range walk(t, filepath.Join(l.lies, "org_b")) {
			rewrite(t, f, func([]byte) []byte { return content })
		}
		if _, err := s.Open(t.Context(), "org_b", first); !errors.Is(err, blob.ErrDamaged) {
			t.Errorf("the file of one organisation as another's = %v, want ErrDamaged", err)
		}
	})
}

// TestTheDiskAloneTellsNothing looks for the content, its hash and the names of
// what is known in everything that lies on disk.
func TestTheDiskAloneTellsNothing(t *testing.T) {
	everywhere(t, func(t *testing.T, l *lab) {
		s := l.open(t)
		content := strings.Repeat("zeer herkenbaar canarie ", 10_000)
		sum := put(t, s, content)
		for _, f := range l.files(t) {
			b, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			for _, secret := range [][]byte{[]byte("canarie"), sum[:], []byte(hex.EncodeToString(sum[:8]))} {
				if bytes.Contains(b, secret) || strings.Contains(f, string(secret)) {
					t.Errorf("%s gives %x away", f, secret)
				}
			}
		}
	})
}

func TestARemovedFileIsGone(t *testing.T) {
	everywhere(t, func(t *testing.T, l *lab) {
		s := l.open(t)
		sum := put(t, s, "beleid")
		for range 2 { // the second time it is gone already
			if err := s.Remove(t.Context(), "org_a", sum); err != nil {
				t.Fatal(err)
			}
		}
		if got := l.files(t); len(got) > 0 {
			t.Errorf("after Remove there is %q", got)
		}
		if _, err := s.Open(t.Context(), "org_a", sum); !errors.Is(err, blob.ErrMissing) {
			t.Errorf("Open = %v, want ErrMissing", err)
		}
		if err := s.Remove(t.Context(), "org_b", sum); err != nil {
			t.Errorf("Remove of an organisation without files = %v", err)
		}
		if err := s.Remove(t.Context(), "../org_a", sum); err == nil {
			t.Error("Remove took a path")
		}
	})
}
