package blob

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"path"
)

// Plain is how many files of older versions are not encrypted yet.
func (s *Store) Plain() (int, error) {
	all, err := s.plain()
	return len(all), err
}

// plain lists the files of older versions: two digits, and the whole sum.
func (s *Store) plain() ([]string, error) {
	all, err := fs.Glob(s.disk.root.FS(), "*/[0-9a-f][0-9a-f]/*")
	if err != nil {
		return nil, fmt.Errorf("look for files that are not encrypted: %w", err)
	}
	return all, nil
}

// Encrypt encrypts the files that older versions left in plain, one by one, and
// returns how many. The plain one goes when the encrypted one is on disk for good:
// cut off at any point, nothing is lost, and the next Encrypt goes on. A file that
// is damaged stays as it is, and is an error after all the others are done.
func (s *Store) Encrypt(ctx context.Context) (n int, err error) {
	all, err := s.plain()
	if err != nil {
		return 0, err
	}
	var damaged []error
	for _, name := range all {
		err := s.encrypt(ctx, name)
		switch {
		case errors.Is(err, ErrDamaged):
			damaged = append(damaged, err)
		case err != nil:
			return n, err
		default:
			n++
		}
	}
	return n, errors.Join(damaged...)
}

// encrypt does so with one file. While it does, none is removed: a file that is
// erased must not come back encrypted.
func (s *Store) encrypt(ctx context.Context, name string) (err error) {
	s.moving.Lock()
	defer s.moving.Unlock()
	f, err := s.disk.root.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil // erased meanwhile
	}
	if err != nil {
		return fmt.Errorf("open file: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	want, err := ParseSum(path.Base(name))
	if err != nil {
		return fmt.Errorf("%w: %s: %w", ErrDamaged, name, err)
	}
	hash := sha256.New()
	whole := io.MultiReader(io.TeeReader(f, hash), end(func() error {
		if Sum(hash.Sum(nil)) != want {
			return fmt.Errorf("%w: %s", ErrDamaged, want)
		}
		return io.EOF
	}))
	if _, _, err := s.Put(ctx, path.Dir(path.Dir(name)), whole, math.MaxInt64-1); err != nil {
		return err
	}
	return s.disk.remove(ctx, name)
}

// An end is the end of a reader: no bytes, and the error that it returns.
type end func() error

// Read implements [io.Reader].
func (e end) Read([]byte) (int, error) { return 0, e() }
