// Package blob keeps files by the SHA-256 of their content, each organisation's
// apart from the others', and encrypted.
//
// The organisation is the first part of every path: a file of one organisation
// never answers for another, not even when both have the very same bytes. What
// Put has returned survives a power cut: file and folders are synced before.
// Every path goes through an [os.Root], so that no name, and no link in the
// folder, leads outside it.
//
// Files lie in a folder, or in a bucket that speaks S3 (shelf.go, bucket.go and
// docs/adr/0032); keys always in the folder.
//
// A caller names content and never a path, and sees plain bytes through a
// reader: how they lie on disk is this package's own business.
//
// # Keys
//
// The root key is the installation's and lies in a file of its own. It wraps one
// key for each organisation, which lies beside the organisation's files. That key
// encrypts the files, and makes the names under which they lie: who has only the
// disk learns how many files there are and how large, and not whether a known
// file is among them. See seal.go, key.go and rotate.go, and docs/adr/0017.
//
// Who loses the root key loses every file; who destroys the key of an
// organisation destroys that organisation's.
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
	"sync"
	"time"
)

// The ways in which a file is refused or not given.
var (
	ErrTooLarge = errors.New("the file is larger than the limit")
	ErrMissing  = errors.New("there is no such file")
	ErrDamaged  = errors.New("the file on disk is not the one that was put there")
	ErrNoKey    = errors.New("the key is missing")
	ErrAway     = errors.New("the bucket with the files does not do what it is asked")
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
//	ORG/key                 the organisation's key, wrapped
//	ORG/incoming/…          being written, or being read from a bucket
//	ORG/sealed/5f/5f70bf…   whole; with a bucket these lie there, under the same name
//	ORG/a1/a1c09d…          whole, in plain bytes, of an older version
type Store struct {
	disk   folder
	bucket *inBucket // nil for none
	ring   *ring
	moving sync.Mutex // held while one file is encrypted, moved or removed: see encrypt
}

// abandoned is how old a file in incoming is before nobody can still be writing it.
const abandoned = 24 * time.Hour

// New opens the store in dir with the root key in the file key, and with its files
// in the bucket if there is one. It makes the folder if need be, and the key too
// unless there are files that need another one, and removes what uploads that were
// cut off before now left behind. It asks nothing of the bucket: see Check.
func New(dir, key string, bucket *Bucket, now time.Time) (*Store, error) {
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
	s := &Store{disk: folder{root}}
	if bucket != nil {
		s.bucket = &inBucket{bucket, root}
	}
	s.ring = &ring{folder: root, files: s.new(), path: key, known: map[string]orgKey{}}
	if err := errors.Join(s.ring.load(), s.sweep(now)); err != nil {
		return nil, errors.Join(err, root.Close())
	}
	return s, nil
}

// Close releases the folder.
func (s *Store) Close() error { return s.disk.root.Close() }

// Put stores what r gives, up to limit bytes, and returns its name and size
// once it is on disk for good. Bytes stream through; none are kept in memory.
//
// An error from r, ErrTooLarge and a cancelled ctx leave nothing behind. So a
// reader may judge what passes, and refuse the file with its last byte.
func (s *Store) Put(ctx context.Context, org string, r io.Reader, limit int64) (Sum, int64, error) {
	if err := checkOrg(org); err != nil {
		return Sum{}, 0, err
	}
	key, err := s.ring.key(ctx, org, true)
	if err != nil {
		return Sum{}, 0, err
	}
	temp := path.Join(org, "incoming", rand.Text())
	sum, size, err := s.write(ctx, key, temp, r, limit)
	if err == nil {
		err = s.new().lay(ctx, temp, key.place(sum))
	}
	if err == nil && s.bucket != nil {
		err = s.disk.remove(ctx, key.place(sum)) // of before there was a bucket
	}
	if gone := s.disk.root.Remove(temp); gone != nil && !errors.Is(gone, fs.ErrNotExist) {
		err = errors.Join(err, gone)
	}
	if err != nil {
		return Sum{}, 0, err
	}
	return sum, size, nil
}

// write encrypts what r gives into a new file at temp and syncs it.
func (s *Store) write(ctx context.Context, key orgKey, temp string, r io.Reader, limit int64) (sum Sum, size int64, err error) {
	f, err := create(s.disk.root, temp)
	if err != nil {
		return sum, 0, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	seal, err := key.seal(f)
	if err != nil {
		return sum, 0, err
	}
	hash := sha256.New()
	size, err = io.Copy(io.MultiWriter(hash, seal), io.LimitReader(untilDone{ctx, r}, limit+1))
	if err != nil {
		return sum, 0, fmt.Errorf("receive file: %w", err)
	}
	if size > limit {
		return sum, 0, ErrTooLarge
	}
	hash.Sum(sum[:0])
	if err := errors.Join(seal.end(sum), f.Sync()); err != nil {
		return sum, 0, fmt.Errorf("write incoming file: %w", err)
	}
	return sum, size, nil
}

// Open returns the file with the given content, after it has read all of it
// once and seen that it is whole: a damaged file is never handed out in part.
// Whole means that its content has this very SHA-256, whatever the key vouches
// for. The caller closes it.
func (s *Store) Open(ctx context.Context, org string, sum Sum) (io.ReadCloser, error) {
	if err := checkOrg(org); err != nil {
		return nil, err
	}
	f, key, err := s.find(ctx, org, sum)
	if err != nil {
		return nil, err
	}
	content, err := key.content(f, sum)
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	hash := sha256.New()
	if _, err := io.Copy(hash, untilDone{ctx, content}); err != nil {
		return nil, errors.Join(fmt.Errorf("read file: %w", err), f.Close())
	}
	if Sum(hash.Sum(nil)) != sum {
		return nil, errors.Join(fmt.Errorf("%w: %s", ErrDamaged, sum), f.Close())
	}
	if content, err = key.content(f, sum); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return struct {
		io.Reader
		io.Closer
	}{content, f}, nil
}

// find opens a file where it lies, with the key that reads it; the zero key reads
// plain bytes. What is not there encrypted may lie there in plain, and what is no
// longer there in plain may have been encrypted meanwhile: so it looks twice.
func (s *Store) find(ctx context.Context, org string, sum Sum) (*os.File, orgKey, error) {
	for range 2 {
		key, err := s.keyOf(ctx, org)
		if err != nil {
			return nil, key, err
		}
		for _, p := range s.places(key) {
			f, err := p.on.open(ctx, p.key.place(sum))
			if err == nil {
				return f, p.key, nil
			}
			if !errors.Is(err, fs.ErrNotExist) {
				return nil, key, fmt.Errorf("open file: %w", err)
			}
		}
	}
	return nil, orgKey{}, fmt.Errorf("%w: %s", ErrMissing, sum)
}

// Remove takes the file with the given content away for good: off the disk, and
// out of the bucket with every version of it. One that is not there is no error.
func (s *Store) Remove(ctx context.Context, org string, sum Sum) error {
	if err := checkOrg(org); err != nil {
		return err
	}
	s.moving.Lock()
	defer s.moving.Unlock()
	key, err := s.keyOf(ctx, org)
	if err != nil {
		return err
	}
	for _, p := range s.places(key) {
		if err := p.on.remove(ctx, p.key.place(sum)); err != nil {
			return err
		}
	}
	return nil
}

// keyOf returns the key of an organisation that may not have one yet: then it has
// no encrypted file either. One that does, and no key, lost it.
func (s *Store) keyOf(ctx context.Context, org string) (orgKey, error) {
	key, err := s.ring.key(ctx, org, false)
	if !errors.Is(err, ErrNoKey) {
		return key, err
	}
	needs, away := s.ring.needsKey(ctx, org)
	if away != nil {
		return key, away
	}
	if needs {
		return key, err
	}
	return orgKey{org: org}, nil
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
