package bench

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"aantoonbaar/internal/blob"
)

// files measures how a large file is taken into the evidence: encrypted, hashed
// and on disk for good, beside cp and sha256sum of the same file on the same
// disk, and how it is opened. Each is a process of its own; of the memory of ours, what
// the program has before it does anything is taken off.
func (b *Bench) files(ctx context.Context, p place) error {
	size := int64(b.choose(1<<30, 64<<20))
	file, kept := filepath.Join(b.folder, "large"), filepath.Join(b.folder, "kept")
	if err := writeLarge(file, size); err != nil {
		return err
	}
	copied, err := best(ctx, []string{"cp", file, file + ".copy"}, []string{"sha256sum", file})
	if err != nil {
		return err
	}
	synced, err := best(ctx, []string{"cp", file, file + ".copy"}, []string{"sync", file + ".copy"}, []string{"sha256sum", file})
	if err != nil {
		return err
	}
	stored, err := best(ctx, []string{b.Program, "bench", "--keep", file, "--data", kept})
	if err != nil {
		return err
	}
	opened, err := best(ctx, []string{b.Program, "bench", "--read", strings.TrimSpace(stored.said), "--data", kept})
	if err != nil {
		return err
	}
	idle, err := best(ctx, []string{b.Program, "--help"})
	if err != nil {
		return err
	}
	took := func(name string, s spent) { b.report.add(p, name, s.took.Seconds(), "s", none) }
	took(fmt.Sprintf("baseline: cp and sha256sum of %d MB", size>>20), copied)
	took("baseline: cp, sync and sha256sum of it", synced)
	took("encrypt, hash and store it for good", stored)
	b.report.add(p, "the same, against cp and sha256sum", stored.took.Seconds()/copied.took.Seconds(), "times", none)
	b.report.add(p, "the same, against cp, sync and sha256sum", stored.took.Seconds()/synced.took.Seconds(), "times", none)
	b.report.add(p, "the same, most memory beside the program itself", stored.memory-idle.memory, "MB", none)
	took("open it: decrypt and compare everything, and hand it out", opened)
	b.report.add(p, "the same, most memory beside the program itself", opened.memory-idle.memory, "MB", none)
	return errors.Join(os.Remove(file), os.Remove(file+".copy"), os.RemoveAll(kept))
}

// A spent is what processes took, one after another.
type spent struct {
	took   time.Duration
	memory float64 // MB, the most of any of them
	said   string  // by the last of them
}

// best runs commands one after another, all of it three times, and returns the
// quickest turn.
func best(ctx context.Context, commands ...[]string) (quickest spent, err error) {
	for turn := range 3 {
		var s spent
		for _, words := range commands {
			cmd := exec.CommandContext(ctx, words[0], words[1:]...)
			took, err := stopwatch(func() error {
				out, err := cmd.Output()
				s.said = string(out)
				return err
			})
			if err != nil {
				return s, fmt.Errorf("%s: %w", strings.Join(words, " "), err)
			}
			s.took += took
			if usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
				s.memory = max(s.memory, float64(usage.Maxrss)*1024/1e6) // the kernel counts in kB
			}
		}
		if turn == 0 || s.took < quickest.took {
			quickest = s
		}
	}
	return quickest, nil
}

// writeLarge makes a file of bytes that repeat nowhere near.
func writeLarge(path string, size int64) (err error) {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	block := make([]byte, 1<<20)
	for n := int64(0); n < size; n += int64(len(block)) {
		for i := 0; i < len(block); i += sha256.Size {
			sum := sha256.Sum256(fmt.Appendf(nil, "%d %d", n, i))
			copy(block[i:], sum[:])
		}
		if _, err := f.Write(block); err != nil {
			return err
		}
	}
	return f.Sync()
}

// Keep stores one file as evidence in a folder of its own, and prints its sum.
func Keep(ctx context.Context, file, data string, out io.Writer) error {
	return withFiles(data, func(s *blob.Store) (err error) {
		f, err := os.Open(file)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, f.Close()) }()
		sum, _, err := s.Put(ctx, benchOrg, f, 1<<40)
		if err == nil {
			_, err = fmt.Fprintln(out, sum)
		}
		return err
	})
}

// Read opens what Keep stored, and reads it to the end.
func Read(ctx context.Context, text, data string) error {
	return withFiles(data, func(s *blob.Store) error {
		sum, err := blob.ParseSum(text)
		if err != nil {
			return err
		}
		f, err := s.Open(ctx, benchOrg, sum)
		if err != nil {
			return err
		}
		_, err = io.Copy(io.Discard, f)
		return errors.Join(err, f.Close())
	})
}

func withFiles(data string, f func(*blob.Store) error) (err error) {
	s, err := blob.New(data, data+".key", nil, time.Now())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	return f(s)
}
