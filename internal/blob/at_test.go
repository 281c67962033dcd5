package blob_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"aantoonbaar/internal/blob"
)

// mixed is content that repeats nothing.
func mixed(size int) string {
	b := make([]byte, size)
	r := rand.NewChaCha8([32]byte{7})
	_, _ = r.Read(b)
	return string(b)
}

// at opens a file for reading from any place.
func at(t *testing.T, s *blob.Store, sum blob.Sum) *blob.Opened {
	t.Helper()
	o, err := s.At(t.Context(), "org_a", sum)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = o.Close() })
	return o
}

// all reads a file from its last piece to its first, and then once more.
func all(t *testing.T, s *blob.Store, sum blob.Sum) (string, error) {
	o, err := s.At(t.Context(), "org_a", sum)
	if err != nil {
		return "", err
	}
	defer func() { _ = o.Close() }()
	b := make([]byte, o.Size())
	for to := len(b); to > 0; to = max(0, to-50_000) {
		from := max(0, to-50_000)
		if _, err := o.ReadAt(b[from:to], int64(from)); err != nil {
			return "", err
		}
	}
	again, err := io.ReadAll(io.NewSectionReader(o, 0, o.Size()))
	if err == nil && !bytes.Equal(b, again) {
		err = errors.New("the second time it reads something else")
	}
	return string(b), err
}

// TestAFileIsReadFromAnyPlace holds what ReadAt gives against the plain bytes, at the
// limits of chunks and at generated places.
func TestAFileIsReadFromAnyPlace(t *testing.T) {
	everywhere(t, func(t *testing.T, l *lab) {
		s := l.open(t)
		const chunk = 64 << 10
		for _, size := range []int{0, 1, chunk - 1, chunk, chunk + 1, 2 * chunk, 2*chunk + 1, 20*chunk + 17} {
			content := mixed(size)
			sum, _, err := s.Put(t.Context(), "org_a", strings.NewReader(content), 4*megabyte)
			if err != nil {
				t.Fatal(err)
			}
			o, plain := at(t, s, sum), strings.NewReader(content)
			if o.Size() != int64(size) {
				t.Fatalf("Size = %d, want %d", o.Size(), size)
			}
			rapid.Check(t, func(t *rapid.T) {
				from := rapid.Int64Range(0, int64(size)+10).Draw(t, "from")
				length := rapid.IntRange(0, 3*chunk).Draw(t, "length")
				got, want := make([]byte, length), make([]byte, length)
				n, err := o.ReadAt(got, from)
				m, wanted := plain.ReadAt(want, from)
				if n != m || !errors.Is(err, wanted) && length > 0 || !bytes.Equal(got, want) {
					t.Fatalf("ReadAt(%d bytes, %d) of %d = %d, %v, want %d, %v", length, from, size, n, err, m, wanted)
				}
			})
			if _, err := o.ReadAt(make([]byte, 1), -1); err == nil || errors.Is(err, io.EOF) {
				t.Errorf("ReadAt before the beginning = %v", err)
			}
		}
	})
}

func TestManyReadFromOneFile(t *testing.T) {
	content := mixed(30 * 64 << 10)
	s := inFolder(t).open(t)
	sum, _, err := s.Put(t.Context(), "org_a", strings.NewReader(content), 4*megabyte)
	if err != nil {
		t.Fatal(err)
	}
	o := at(t, s, sum)
	var many sync.WaitGroup
	for i := range 8 {
		many.Go(func() {
			r := rand.New(rand.NewPCG(uint64(i), 1))
			for range 200 {
				from, got := r.IntN(len(content)-1000), make([]byte, 1000)
				if _, err := o.ReadAt(got, int64(from)); err != nil || string(got) != content[from:from+1000] {
					t.Errorf("ReadAt(%d) gives other bytes, %v", from, err)
					return
				}
			}
		})
	}
	many.Wait()
}

// TestNoDamagedByteIsGivenFromAnyPlace flips bits, cuts and moves chunks: nothing that
// is not right is ever given, and who reads all of it finds the damage.
func TestNoDamagedByteIsGivenFromAnyPlace(t *testing.T) {
	everywhere(t, func(t *testing.T, l *lab) {
		const head, sealed = 8 + 32, 64<<10 + 16
		s := l.open(t)
		content := mixed(150_000)
		sum := put(t, s, content)
		file := l.files(t)[0]
		whole, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		part := func(n int) []byte { return whole[head+n*sealed : min(head+(n+1)*sealed, len(whole))] }
		join := func(parts ...[]byte) []byte { return bytes.Join(parts, nil) }
		damaged := map[string][]byte{
			"empty": nil, "half a header": whole[:head/2], "only the header": whole[:head], "cut after a chunk": whole[:head+2*sealed],
			"two chunks swapped": join(whole[:head], part(1), part(0), part(2)), "a chunk twice": join(whole[:head], part(0), whole[head:]),
			"a chunk left out": join(whole[:head], part(1), part(2)), "the last one twice": join(whole, part(2)), "a byte too many": join(whole, []byte{0}),
			"the first one last": join(whole[:head], part(1), part(2), part(0)),
		}
		r := rand.New(rand.NewPCG(1, 2))
		for range l.many / 10 {
			n := r.IntN(len(whole))
			damaged[fmt.Sprint("cut at ", n)] = whole[:n]
			b := bytes.Clone(whole)
			b[n] ^= 1 << r.IntN(8)
			damaged[fmt.Sprint("a bit flipped in ", n)] = b
		}
		for _, n := range []int{1, 15, 16, 17} {
			damaged[fmt.Sprint("the last chunk has bytes: ", n)] = whole[:head+2*sealed+n]
		}
		for name, b := range damaged {
			if err := os.WriteFile(file, b, 0o600); err != nil {
				t.Fatal(err)
			}
			if _, err := all(t, s, sum); !errors.Is(err, blob.ErrDamaged) {
				t.Errorf("%s: %v, want ErrDamaged", name, err)
			}
		}
		if err := os.WriteFile(file, whole, 0o600); err != nil {
			t.Fatal(err)
		}
		if got, err := all(t, s, sum); err != nil || got != content {
			t.Errorf("whole again, it gives %d bytes, %v", len(got), err)
		}
	})
}

// TestDamageAfterOpeningIsFound: what lies there changes under an open file.
func TestDamageAfterOpeningIsFound(t *testing.T) {
	for name, damage := range map[string]func(*os.File) error{
		"a bit":   func(f *os.File) error { _, err := f.WriteAt([]byte{1, 2, 3}, 100); return err },
		"cut off": func(f *os.File) error { return f.Truncate(1000) },
	} {
		l := inFolder(t)
		s := l.open(t)
		content := mixed(200_000)
		o := at(t, s, put(t, s, content))
		f, err := os.OpenFile(l.files(t)[0], os.O_WRONLY, 0)
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(damage(f), f.Close()); err != nil {
			t.Fatal(err)
		}
		b := make([]byte, 10)
		for range 2 { // the second time it is not remembered as right
			if n, err := o.ReadAt(b, 50); n != 0 || !errors.Is(err, blob.ErrDamaged) {
				t.Errorf("%s: ReadAt = %d, %v, want ErrDamaged", name, n, err)
			}
		}
		if _, err := o.ReadAt(b, 199_000); err != nil || string(b) != content[199_000:199_010] {
			t.Errorf("%s: what was authenticated before = %v", name, err)
		}
	}
}

// TestAnotherFileIsNotReadFromAnyPlace: neither another's, nor one under another's name.
func TestAnotherFileIsNotReadFromAnyPlace(t *testing.T) {
	l := inFolder(t)
	s := l.open(t)
	sum := put(t, s, "beleid")
	if _, err := s.At(t.Context(), "org_b", sum); !errors.Is(err, blob.ErrMissing) {
		t.Errorf("At for org_b = %v, want ErrMissing", err)
	}
	if _, err := s.At(t.Context(), "../org_a", sum); err == nil {
		t.Error("At took a path")
	}
	one := l.files(t)[0]
	content, err := os.ReadFile(one)
	if err != nil {
		t.Fatal(err)
	}
	other := put(t, s, "ander")
	for _, f := range l.files(t) {
		rewrite(t, f, func([]byte) []byte { return content })
	}
	if _, err := s.At(t.Context(), "org_a", other); !errors.Is(err, blob.ErrDamaged) {
		t.Errorf("one file in the place of another = %v, want ErrDamaged", err)
	}
}

func TestAPlainFileIsReadFromAnyPlace(t *testing.T) {
	l := inFolder(t)
	s := l.open(t)
	content := mixed(100_000)
	sum := put(t, inFolder(t).open(t), content)
	file := filepath.Join(l.dir, "org_a", sum.String()[:2], sum.String())
	if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o700), os.WriteFile(file, []byte(content), 0o600)); err != nil {
		t.Fatal(err)
	}
	if got, err := all(t, s, sum); err != nil || got != content {
		t.Errorf("a file of an older version gives %d bytes, %v", len(got), err)
	}
	rewrite(t, file, func(b []byte) []byte { b[77_000] ^= 1; return b })
	if _, err := s.At(t.Context(), "org_a", sum); !errors.Is(err, blob.ErrDamaged) {
		t.Errorf("a damaged one = %v, want ErrDamaged", err)
	}
}
