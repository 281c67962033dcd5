// Package blob keeps files by the SHA-256 of their content, each organisation's
// apart from the others'.
//
// The organisation is the first part of every path: a file of one organisation
// never answers for another, not even when both have the very same bytes. What
// Put has returned survives a power cut: file and folders are synced before.
// Every path goes through an [os.Root], so that no name, and no link in the
// folder, leads outside it.
//
// A caller names content and never a path, and sees plain bytes through a
// reader: how they lie on disk is this package's own business.
package blob

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"
)

// The ways in which a file is refused or not given.
var (
	ErrTooLarge = errors.New("the file is larger than the limit")
	ErrMissing  = errors.New("there is no such file")
	ErrDamaged  = errors.New("the file on disk is not the one that was put there")
)

// A Sum is the SHA-256 of a file: its name.
type Sum [sha256.Size]byte

// String writes the sum as 64 hexadecimal digits.
func (s Sum) String() string { return hex.EncodeToString(s[:]) }

// IsZero reports whether there is no sum.
func (s Sum) IsZero() bool { return s == Sum{} }

// ParseSum reads what String wrote.
func ParseSum(text string) (Sum, error) {
	var s Sum
	b, err := hex.DecodeString(text)
	if err != nil || len(b) != len(s) {
		return Sum{}, fmt.Errorf("sum %q is not 64 hexadecimal digits", text)
	}
	copy(s[:], b)
	return s, nil
}

// A Store keeps files in one folder:
//
//	ORG/incoming/…      being written
//	ORG/5f/5f70bf18…    whole
type Store struct{ root *os.Root }

// abandoned is how old a file in incoming is before nobody can still be writing it.
const abandoned = 24 * time.Hour

// New opens the store in dir, makes the folder if need be, and removes what
// uploads that were cut off before now left behind.
func New(dir string, now time.Time) (*Store, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make folder for files: %w", err)
	}
	if err := syncFolder(filepath.Dir(dir)); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("open folder for files: %w", err)
	}
	s := &Store{root: root}
	if err := s.sweep(now); err != nil {
		return nil, errors.Join(err, root.Close())
	}
	return s, nil
}

// Close releases the folder.
func (s *Store) Close() error { return s.root.Close() }

// Put stores what r gives, up to limit bytes, and returns its name and size
// once it is on disk for good. Bytes stream through; none are kept in memory.
//
// An error from r, ErrTooLarge and a cancelled ctx leave nothing behind. So a
// reader may judge what passes, and refuse the file with its last byte.
func (s *Store) Put(ctx context.Context, org string, r io.Reader, limit int64) (Sum, int64, error) {
	if err := checkOrg(org); err != nil {
		return Sum{}, 0, err
	}
	if err := s.root.MkdirAll(path.Join(org, "incoming"), 0o700); err != nil {
		return Sum{}, 0, fmt.Errorf("make folder for incoming files: %w", err)
	}
	temp := path.Join(org, "incoming", rand.Text())
	sum, size, err := s.write(ctx, temp, r, limit)
	if err == nil {
		err = s.settle(org, temp, sum)
	}
	if err != nil {
		if gone := s.root.Remove(temp); gone != nil && !errors.Is(gone, fs.ErrNotExist) {
			err = errors.Join(err, gone)
		}
		return Sum{}, 0, err
	}
	return sum, size, nil
}

// write copies r to a new file at temp and syncs it.
func (s *Store) write(ctx context.Context, temp string, r io.Reader, limit int64) (sum Sum, size int64, err error) {
	f, err := s.root.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return sum, 0, fmt.Errorf("make incoming file: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	hash := sha256.New()
	size, err = io.Copy(io.MultiWriter(f, hash), io.LimitReader(untilDone{ctx, r}, limit+1))
	if err != nil {
		return sum, 0, fmt.Errorf("receive file: %w", err)
	}
	if size > limit {
		return sum, 0, ErrTooLarge
	}
	if err := f.Sync(); err != nil {
		return sum, 0, fmt.Errorf("sync incoming file: %w", err)
	}
	hash.Sum(sum[:0])
	return sum, size, nil
}

// settle gives the file its name. One that was there already is replaced: the
// content is the same, unless the old copy was damaged, and then this mends it.
//
// Every folder is synced each time and not only when it is new: another Put may
// have made it a moment ago and not have come to its own sync yet.
func (s *Store) settle(org, temp string, sum Sum) error {
	name := place(org, sum)
	if err := s.root.MkdirAll(path.Dir(name), 0o700); err != nil {
		return fmt.Errorf("make folder for file: %w", err)
	}
	if err := s.root.Rename(temp, name); err != nil {
		return fmt.Errorf("name file: %w", err)
	}
	for _, folder := range []string{path.Dir(name), org, "."} {
		d, err := s.root.Open(folder)
		if err != nil {
			return fmt.Errorf("sync folder: %w", err)
		}
		if err := errors.Join(d.Sync(), d.Close()); err != nil {
			return fmt.Errorf("sync folder: %w", err)
		}
	}
	return nil
}

// Open returns the file with the given content, after it has read all of it
// once and seen that it is whole: a damaged file is never handed out in part.
// The caller closes it.
func (s *Store) Open(ctx context.Context, org string, sum Sum) (io.ReadCloser, error) {
	if err := checkOrg(org); err != nil {
		return nil, err
	}
	f, err := s.root.Open(place(org, sum))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w: %s", ErrMissing, sum)
	}
	if err != nil {
		return nil, fmt.Errorf("open file: %w", err)
	}
	hash := sha256.New()
	if _, err := io.Copy(hash, untilDone{ctx, f}); err != nil {
		return nil, errors.Join(fmt.Errorf("read file: %w", err), f.Close())
	}
	if Sum(hash.Sum(nil)) != sum {
		return nil, errors.Join(fmt.Errorf("%w: %s", ErrDamaged, sum), f.Close())
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return nil, errors.Join(fmt.Errorf("rewind file: %w", err), f.Close())
	}
	return f, nil
}

// sweep removes incoming files that nobody can still be writing.
func (s *Store) sweep(now time.Time) error {
	files := s.root.FS()
	left, err := fs.Glob(files, "*/incoming/*")
	if err != nil {
		return fmt.Errorf("look for abandoned files: %w", err)
	}
	for _, name := range left {
		info, err := fs.Stat(files, name)
		if err != nil || now.Sub(info.ModTime()) < abandoned {
			continue // gone meanwhile, or still being written
		}
		if err := s.root.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("remove abandoned file: %w", err)
		}
	}
	return nil
}

// place is where a file lies. The two digits keep a folder's list short.
func place(org string, sum Sum) string {
	name := sum.String()
	return path.Join(org, name[:2], name)
}

// checkOrg refuses what cannot be an organisation's name, and so can be no
// folder's name either.
func checkOrg(org string) error {
	strange := func(r rune) bool {
		return r != '_' && r != '-' && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
	}
	if org == "" || len(org) > 64 || strings.ContainsFunc(org, strange) {
		return fmt.Errorf("%q names no organisation", org)
	}
	return nil
}

// untilDone reads until ctx is done.
type untilDone struct {
	ctx context.Context // of the one call that owns this reader
	r   io.Reader
}

func (u untilDone) Read(p []byte) (int, error) {
	if err := u.ctx.Err(); err != nil {
		return 0, err
	}
	return u.r.Read(p)
}

func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("sync folder: %w", err)
	}
	if err := errors.Join(d.Sync(), d.Close()); err != nil {
		return fmt.Errorf("sync folder: %w", err)
	}
	return nil
}
