package blob

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"syscall"
	"time"
)

// create makes a new file at name, which must not be there yet, and the folder
// around it. Its owner alone can read it.
func create(root *os.Root, name string) (*os.File, error) {
	if err := root.MkdirAll(path.Dir(name), 0o700); err != nil {
		return nil, fmt.Errorf("make folder: %w", err)
	}
	f, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, fmt.Errorf("make file: %w", err)
	}
	return f, nil
}

// settle gives the file at temp, which is synced, its name. One that was there
// already is replaced: the content is the same, unless the old copy was damaged,
// and then this mends it.
//
// Every folder is synced each time and not only when it is new: another Put may
// have made it a moment ago and not have come to its own sync yet.
func settle(root *os.Root, temp, name string) error {
	if err := root.MkdirAll(path.Dir(name), 0o700); err != nil {
		return fmt.Errorf("make folder for file: %w", err)
	}
	if err := root.Rename(temp, name); err != nil {
		return fmt.Errorf("name file: %w", err)
	}
	for folder := path.Dir(name); ; folder = path.Dir(folder) {
		if err := syncIn(root, folder); err != nil || folder == "." {
			return err
		}
	}
}

// replace writes a small file as a whole: after a crash there is the old text or
// the new. Temp is what it is called until it is whole.
func replace(root *os.Root, temp, name, text string) error {
	if err := root.Remove(temp); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("clear what a crash left: %w", err)
	}
	f, err := create(root, temp)
	if err != nil {
		return err
	}
	_, err = f.WriteString(text)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return errors.Join(fmt.Errorf("write file: %w", err), root.Remove(temp))
	}
	return settle(root, temp, name)
}

// remove takes a file away for good; one that is not there is no error.
func remove(root *os.Root, name string) error {
	err := root.Remove(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("remove file: %w", err)
	}
	return syncIn(root, path.Dir(name))
}

// alone runs f while no other process that uses the folder does the same.
func alone(root *os.Root, f func() error) (err error) {
	d, err := root.Open(".")
	if err != nil {
		return fmt.Errorf("lock folder: %w", err)
	}
	defer func() { err = errors.Join(err, d.Close()) }() // closing unlocks
	if err := syscall.Flock(int(d.Fd()), syscall.LOCK_EX); err != nil {
		return fmt.Errorf("lock folder: %w", err)
	}
	return f()
}

func syncIn(root *os.Root, folder string) error {
	d, err := root.Open(folder)
	if err != nil {
		return fmt.Errorf("sync folder: %w", err)
	}
	if err := errors.Join(d.Sync(), d.Close()); err != nil {
		return fmt.Errorf("sync folder: %w", err)
	}
	return nil
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

// sweep removes incoming files that nobody can still be writing.
func (s *Store) sweep(now time.Time) error {
	files := s.disk.root.FS()
	left, err := fs.Glob(files, "*/incoming/*")
	if err != nil {
		return fmt.Errorf("look for abandoned files: %w", err)
	}
	for _, name := range left {
		info, err := fs.Stat(files, name)
		if err != nil || now.Sub(info.ModTime()) < abandoned {
			continue // gone meanwhile, or still being written
		}
		if err := s.disk.root.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("remove abandoned file: %w", err)
		}
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
