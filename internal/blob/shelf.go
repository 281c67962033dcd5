package blob

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"time"
)

// A shelf is where sealed files lie, each under its name: a folder, or a bucket.
// Many may use it at once.
type shelf interface {
	// lay puts the file at temp in the folder of the keys, which is whole and synced,
	// on the shelf for good, in the place of what had its name. The file at temp may
	// be there still. The error is fs.ErrNotExist when temp is not there.
	lay(ctx context.Context, temp, name string) error

	// open returns the file with the given name; fs.ErrNotExist when there is none.
	open(ctx context.Context, name string) (*os.File, error)

	// remove takes a file away for good, with every earlier version of it. One that
	// is not there is no error.
	remove(ctx context.Context, name string) error

	// any reports whether there is, or was, a file in the given folder.
	any(ctx context.Context, folder string) (bool, error)
}

// A folder is the shelf on the disk of this machine, below the folder of the keys.
type folder struct{ root *os.Root }

func (f folder) lay(_ context.Context, temp, name string) error { return settle(f.root, temp, name) }

func (f folder) open(_ context.Context, name string) (*os.File, error) { return f.root.Open(name) }

func (f folder) remove(_ context.Context, name string) error { return remove(f.root, name) }

func (f folder) any(_ context.Context, name string) (bool, error) {
	_, err := f.root.Stat(name)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

// A place is where a file may lie, with the key that reads it there.
type place struct {
	on  shelf
	key orgKey
}

// places are where a file of the organisation with the given key may lie: sealed
// in the folder, in plain in it, and sealed in the bucket. What moves to the bucket
// is there before it is gone from the folder, so who looks in this order finds it.
func (s *Store) places(key orgKey) []place {
	all := []place{{s.disk, key}, {s.disk, orgKey{org: key.org}}}
	if s.bucket != nil && key.secret != nil {
		all = append(all, place{s.bucket, key})
	}
	return all
}

// new is the shelf for new files.
func (s *Store) new() shelf {
	if s.bucket != nil {
		return s.bucket
	}
	return s.disk
}

// InFolder is how many encrypted files lie in the folder. With a bucket, those are
// still to be moved.
func (s *Store) InFolder() (int, error) {
	all, err := s.inFolder()
	return len(all), err
}

func (s *Store) inFolder() ([]string, error) {
	all, err := fs.Glob(s.disk.root.FS(), "*/sealed/*/*")
	if err != nil {
		return nil, fmt.Errorf("look for files in the folder: %w", err)
	}
	return all, nil
}

// Move brings the encrypted files that lie in the folder to the bucket, one by one,
// as they are, and returns how many. The one in the folder goes when the bucket has
// it: cut off at any point, nothing is lost, and the next Move goes on. Without a
// bucket it does nothing.
func (s *Store) Move(ctx context.Context) (n int, err error) {
	if s.bucket == nil {
		return 0, nil
	}
	all, err := s.inFolder()
	if err != nil {
		return 0, err
	}
	for _, name := range all {
		if err := s.move(ctx, name); err != nil {
			return n, fmt.Errorf("move file %s to the bucket: %w", path.Base(name), err)
		}
		n++
	}
	return n, nil
}

// move does so with one file. While it does, none is removed: see encrypt.
func (s *Store) move(ctx context.Context, name string) error {
	s.moving.Lock()
	defer s.moving.Unlock()
	err := s.bucket.lay(ctx, name, name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil // erased meanwhile, or put into the bucket
	}
	if err != nil {
		return err
	}
	return s.disk.remove(ctx, name)
}

// Sweep removes what uploads that were cut off long before now left in the bucket.
func (s *Store) Sweep(ctx context.Context, now time.Time) error {
	if s.bucket == nil {
		return nil
	}
	return s.bucket.sweep(ctx, now)
}
