package blob

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/minio/minio-go/v7"
)

// CopyTo copies the files in the bucket that the folder to does not have, onto the
// disk for good, under the names that they have in the folder of a store. One that
// is gone when its turn comes is left out.
func (b *Bucket) CopyTo(ctx context.Context, to string) (err error) {
	root, err := os.OpenRoot(to)
	if err != nil {
		return fmt.Errorf("open folder for copies: %w", err)
	}
	defer func() { err = errors.Join(err, root.Close()) }()
	for o := range b.owner.ListObjectsIter(ctx, b.name, minio.ListObjectsOptions{Prefix: b.prefix, Recursive: true}) {
		if o.Err != nil {
			return b.failed(ctx, "list files", o.Err)
		}
		name := strings.TrimPrefix(o.Key, b.prefix)
		if !isSealed(name) {
			continue // not ours
		}
		if err := b.copyTo(ctx, root, name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// isSealed reports whether a name is that of a sealed file.
func isSealed(name string) bool {
	ok, err := path.Match("*/sealed/[0-9a-f][0-9a-f]/*", name)
	return err == nil && ok && filepath.IsLocal(name)
}

func (b *Bucket) copyTo(ctx context.Context, root *os.Root, name string) error {
	w, err := create(root, name)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	err = b.receive(ctx, name, w)
	if err := errors.Join(err, w.Sync(), w.Close()); err != nil {
		return errors.Join(err, root.Remove(name))
	}
	return nil
}
