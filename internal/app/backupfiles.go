package app

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// copyFolder copies the files below from that to does not have. One that is gone
// when its turn comes, and uploads that are still coming in, are left out; a folder
// that is not there is empty.
func copyFolder(ctx context.Context, from, to string) error {
	if err := os.MkdirAll(to, 0o700); err != nil {
		return fmt.Errorf("make folder: %w", err)
	}
	return filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err := errors.Join(err, ctx.Err()); err != nil {
			return err
		}
		if d.IsDir() && d.Name() == "incoming" {
			return fs.SkipDir
		}
		below, err := filepath.Rel(from, path)
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		err = copyFile(path, filepath.Join(to, below))
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		return err
	})
}

// copyFile copies a file, onto the disk for good, unless it is there already.
func copyFile(from, to string) (err error) {
	in, err := os.Open(from)
	if err != nil {
		return fmt.Errorf("read %s: %w", from, err)
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return fmt.Errorf("make folder: %w", err)
	}
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", to, err)
	}
	_, err = io.Copy(out, in)
	if err := errors.Join(err, out.Sync(), out.Close()); err != nil {
		return errors.Join(fmt.Errorf("copy %s: %w", from, err), os.Remove(to)) // half a file would count as there already
	}
	return nil
}

// writeNew makes a file that is not there yet, whole or not at all.
func writeNew(path string, write func(io.Writer) error) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if err := errors.Join(write(f), f.Sync(), f.Close()); err != nil {
		return errors.Join(err, os.Remove(path))
	}
	return nil
}

// sums returns the SHA-256 of every file below folder but the list of them, by name.
func sums(ctx context.Context, folder string) (map[string]string, []string, error) {
	all := map[string]string{}
	var names []string
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err := errors.Join(err, ctx.Err()); err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel(folder, path)
		if err != nil || name == savedSums {
			return err
		}
		f, err := os.Open(path) //nolint:gosec // the folder is the operator's own
		if err != nil {
			return err
		}
		hash := sha256.New()
		_, err = io.Copy(hash, f)
		all[name] = hex.EncodeToString(hash.Sum(nil))
		names = append(names, name)
		return errors.Join(err, f.Close())
	})
	if err != nil {
		return nil, nil, fmt.Errorf("read backup: %w", err)
	}
	return all, names, nil
}

// writeSums lists what a backup holds.
func writeSums(ctx context.Context, folder string) error {
	all, names, err := sums(ctx, folder)
	if err != nil {
		return err
	}
	f, err := os.OpenFile(filepath.Join(folder, savedSums), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("list files: %w", err)
	}
	for _, name := range names {
		_, wrote := fmt.Fprintf(f, "%s  %s\n", all[name], name)
		err = errors.Join(err, wrote)
	}
	return errors.Join(err, f.Sync(), f.Close())
}

// compareSums refuses a backup that is not what was written: with a file that is
// missing, other or one too many.
func compareSums(ctx context.Context, folder string) (err error) {
	all, _, err := sums(ctx, folder)
	if err != nil {
		return err
	}
	f, err := os.Open(filepath.Join(folder, savedSums))
	if err != nil {
		return fmt.Errorf("%s is no whole backup: %w", folder, err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		sum, name, _ := strings.Cut(lines.Text(), "  ")
		if all[name] != sum {
			return fmt.Errorf("%s in the backup is missing or not what was written; take another backup", name)
		}
		delete(all, name)
	}
	if len(all) > 0 {
		return fmt.Errorf("%q in the backup were not written by the backup; take them away or take another backup", slices.Sorted(maps.Keys(all)))
	}
	return lines.Err()
}

// syncFolders puts the names in a folder, and in those below it, on the disk for good.
func syncFolders(folder string) error {
	return filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return err
		}
		return syncFolder(path)
	})
}

func syncFolder(folder string) error {
	f, err := os.Open(folder)
	if err != nil {
		return fmt.Errorf("sync folder: %w", err)
	}
	return errors.Join(f.Sync(), f.Close())
}

// settle gives what lies in part, for good, the name folder.
func settle(part, folder string) error {
	if err := syncFolders(part); err != nil {
		return err
	}
	if err := os.Rename(part, folder); err != nil {
		return fmt.Errorf("name folder: %w", err)
	}
	return syncFolder(filepath.Dir(folder))
}
