package blob_test

import (
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"

	"aantoonbaar/internal/blob"
)

const megabyte = 1 << 20

// put stores content for org_a.
func put(t *testing.T, s *blob.Store, content string) blob.Sum {
	t.Helper()
	sum, _, err := s.Put(t.Context(), "org_a", strings.NewReader(content), megabyte)
	if err != nil {
		t.Fatal(err)
	}
	return sum
}

func read(t *testing.T, s *blob.Store, org string, sum blob.Sum) (string, error) {
	t.Helper()
	r, err := s.Open(t.Context(), org, sum)
	if err != nil {
		return "", err
	}
	b, err := io.ReadAll(r)
	return string(b), errors.Join(err, r.Close())
}

func TestWhatWasPutIsGivenBack(t *testing.T) {
	everywhere(t, func(t *testing.T, l *lab) {
		s := l.open(t)
		const chunk = 64 << 10
		for _, content := range []string{
			"", "beleid", strings.Repeat("x", chunk-1), strings.Repeat("x", chunk), strings.Repeat("x", chunk+1), strings.Repeat("x", 2*chunk), strings.Repeat("x", 3*megabyte),
		} {
			sum, size, err := s.Put(t.Context(), "org_a", strings.NewReader(content), 4*megabyte)
			if err != nil || size != int64(len(content)) || sum != sha256.Sum256([]byte(content)) {
				t.Errorf("Put(%d bytes) = %s, %d, %v", len(content), sum, size, err)
			}
			if got, err := read(t, s, "org_a", sum); err != nil || got != content {
				t.Errorf("Open gives %d bytes, %v, want the %d that were put", len(got), err, len(content))
			}
			if again, err := blob.ParseSum(sum.String()); err != nil || again != sum {
				t.Errorf("ParseSum(%s) = %s, %v", sum, again, err)
			}
		}
	})
}

func TestTheSameContentIsKeptOncePerOrganisation(t *testing.T) {
	everywhere(t, func(t *testing.T, l *lab) {
		s := l.open(t)
		for _, org := range []string{"org_a", "org_a", "org_b"} {
			if _, _, err := s.Put(t.Context(), org, strings.NewReader("beleid"), 10); err != nil {
				t.Fatal(err)
			}
		}
		if got := l.files(t); len(got) != 2 {
			t.Errorf("the folder holds %q, want one file for each organisation", got)
		}
	})
}

func TestAFileOfOneNeverAnswersForAnother(t *testing.T) {
	everywhere(t, func(t *testing.T, l *lab) {
		s := l.open(t)
		sum, _, err := s.Put(t.Context(), "org_a", strings.NewReader("beleid"), 10)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := read(t, s, "org_b", sum); !errors.Is(err, blob.ErrMissing) {
			t.Errorf("org_b opens org_a's file: %v, want ErrMissing", err)
		}
	})
}

func TestARefusedFileLeavesNothing(t *testing.T) {
	everywhere(t, func(t *testing.T, l *lab) {
		boom := errors.New("boom")
		gone, cancel := context.WithCancel(t.Context())
		cancel()
		for _, tt := range []struct {
			name string
			ctx  context.Context
			r    io.Reader
			want error
		}{
			{"one byte too many", t.Context(), strings.NewReader(strings.Repeat("x", 101)), blob.ErrTooLarge},
			{"the reader fails at once", t.Context(), iotest.ErrReader(boom), boom},
			{"the reader fails at the end", t.Context(), io.MultiReader(strings.NewReader("half"), iotest.ErrReader(boom)), boom},
			{"the sender left", gone, strings.NewReader("whole"), context.Canceled},
		} {
			t.Run(tt.name, func(t *testing.T) {
				s := l.open(t)
				if _, _, err := s.Put(tt.ctx, "org_a", tt.r, 100); !errors.Is(err, tt.want) {
					t.Errorf("Put = %v, want %v", err, tt.want)
				}
				if got := l.files(t); len(got) > 0 {
					t.Errorf("the folder holds %q after a refusal", got)
				}
			})
		}
	})
}

func TestTheLimitItselfIsAllowed(t *testing.T) {
	everywhere(t, func(t *testing.T, l *lab) {
		s := l.open(t)
		if _, size, err := s.Put(t.Context(), "org_a", strings.NewReader(strings.Repeat("x", 100)), 100); err != nil || size != 100 {
			t.Errorf("Put of exactly the limit = %d, %v", size, err)
		}
	})
}

func TestDamageIsFoundBeforeAByteIsGiven(t *testing.T) {
	everywhere(t, func(t *testing.T, l *lab) {
		for name, damage := range map[string]func([]byte) []byte{
			"one bit":   func(b []byte) []byte { b[len(b)/2] ^= 1; return b },
			"cut short": func(b []byte) []byte { return b[:len(b)-1] },
			"longer":    func(b []byte) []byte { return append(b, 0) },
			"emptied":   func([]byte) []byte { return nil },
		} {
			t.Run(name, func(t *testing.T) {
				s := l.open(t)
				content := strings.Repeat("beleid ", 1000)
				sum, _, err := s.Put(t.Context(), "org_a", strings.NewReader(content), megabyte)
				if err != nil {
					t.Fatal(err)
				}
				file := l.files(t)[0]
				rewrite(t, file, damage)
				if _, err := read(t, s, "org_a", sum); !errors.Is(err, blob.ErrDamaged) {
					t.Errorf("Open of a damaged file = %v, want ErrDamaged", err)
				}
				if _, _, err := s.Put(t.Context(), "org_a", strings.NewReader(content), megabyte); err != nil {
					t.Fatal(err)
				}
				if got, err := read(t, s, "org_a", sum); err != nil || got != content {
					t.Errorf("a second Put does not mend the file: %v", err)
				}
			})
		}
	})
}

func TestNoNameLeadsOutside(t *testing.T) {
	everywhere(t, func(t *testing.T, l *lab) {
		s := l.open(t)
		for _, org := range []string{"", ".", "..", "../x", "/etc", "a/b", `a\b`, "a\x00b", "org a", strings.Repeat("x", 65)} {
			if _, _, err := s.Put(t.Context(), org, strings.NewReader("x"), 10); err == nil {
				t.Errorf("Put took organisation %q", org)
			}
			if _, err := s.Open(t.Context(), org, blob.Sum{}); err == nil {
				t.Errorf("Open took organisation %q", org)
			}
		}
		if got := walk(t, filepath.Dir(l.dir)); len(got) > 0 {
			t.Errorf("files appeared: %q", got)
		}
	})
}

func TestALinkInTheFolderLeadsNowhere(t *testing.T) {
	l := inFolder(t)
	s, dir := l.open(t), l.dir
	outside := t.TempDir()
	if err := os.Symlink(outside, filepath.Join(dir, "org_evil")); err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.Put(t.Context(), "org_evil", strings.NewReader("x"), 10); err == nil {
		t.Error("Put followed a link out of the folder")
	}
	if got := walk(t, outside); len(got) > 0 {
		t.Errorf("files appeared outside: %q", got)
	}
}

func TestAbandonedUploadsAreSweptAtStart(t *testing.T) {
	l := inFolder(t)
	s, dir := l.open(t), l.dir
	if _, _, err := s.Put(t.Context(), "org_a", strings.NewReader("whole"), 10); err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	for name, age := range map[string]time.Duration{"old": 25 * time.Hour, "fresh": 23 * time.Hour} {
		file := filepath.Join(dir, "org_a", "incoming", name)
		if err := os.WriteFile(file, []byte("half"), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(file, now, now.Add(-age)); err != nil {
			t.Fatal(err)
		}
	}
	again, err := blob.New(dir, l.key, nil, now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = again.Close() })
	got := l.files(t)
	if len(got) != 2 || !slices.ContainsFunc(got, func(f string) bool { return filepath.Base(f) == "fresh" }) {
		t.Errorf("after the sweep there are %q, want the whole file and the fresh upload", got)
	}
}

func TestManyPutTheSameFileAtOnce(t *testing.T) {
	everywhere(t, func(t *testing.T, l *lab) {
		s := l.open(t)
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				if _, _, err := s.Put(t.Context(), "org_a", strings.NewReader("beleid"), 10); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if got := l.files(t); len(got) != 1 {
			t.Errorf("the folder holds %q, want one file", got)
		}
	})
}

// TestALargeFileIsNotHeldInMemory puts a large file, opens it, and looks how much
// was allocated: over a line, some parts of it and never more for a larger one.
func TestALargeFileIsNotHeldInMemory(t *testing.T) {
	everywhere(t, func(t *testing.T, l *lab) {
		s, size, most := l.open(t), int64(50*megabyte), uint64(2*megabyte)
		if l.bucket != nil {
			size, most = 100*megabyte, 40*megabyte
		}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		sum, n, err := s.Put(t.Context(), "org_a", io.LimitReader(zeros{}, size), size)
		if err != nil || n != size {
			t.Fatalf("Put = %d, %v", n, err)
		}
		r, err := s.Open(t.Context(), "org_a", sum)
		if err != nil {
			t.Fatal(err)
		}
		n, err = io.Copy(io.Discard, r)
		if err := errors.Join(err, r.Close()); err != nil || n != size {
			t.Errorf("Open gives %d bytes, %v", n, err)
		}
		runtime.ReadMemStats(&after)
		if used := after.TotalAlloc - before.TotalAlloc; used > most {
			t.Errorf("a file of %d bytes took %d bytes of memory in all", size, used)
		}
	})
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}
