package blob_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"aantoonbaar/internal/blob"
	"aantoonbaar/internal/blob/blobtest"
)

// A lab is where a store of a test lies, open to who wants to look or to damage.
type lab struct {
	dir, key string
	lies     string           // folder on this machine in which sealed files lie
	bucket   *blobtest.Bucket // nil for none
	many     int              // how often something may be tried that goes over the line to a bucket
}

// everywhere runs f on a store in a folder, and on one in a bucket.
func everywhere(t *testing.T, f func(*testing.T, *lab)) {
	t.Helper()
	t.Run("folder", func(t *testing.T) { f(t, inFolder(t)) })
	t.Run("bucket", func(t *testing.T) { f(t, inBucket(t)) })
}

func inFolder(t *testing.T) *lab {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "bestanden")
	return &lab{dir: dir, key: filepath.Join(t.TempDir(), "evidence-key"), lies: dir, many: 3000}
}

func inBucket(t *testing.T) *lab {
	t.Helper()
	l := inFolder(t)
	l.into(blobtest.New(t))
	return l
}

// into gives the store a bucket, from its next opening.
func (l *lab) into(b *blobtest.Bucket) { l.bucket, l.lies, l.many = b, b.Dir, 200 }

// open opens the store as a program does that starts.
func (l *lab) open(t *testing.T) *blob.Store { t.Helper(); return l.with(t, l.key) }

// with opens the store with another root key.
func (l *lab) with(t *testing.T, key string) *blob.Store {
	t.Helper()
	s, err := blob.New(l.dir, key, l.shelf(), time.Now())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// shelf opens the bucket, if there is one.
func (l *lab) shelf() *blob.Bucket {
	if l.bucket == nil {
		return nil
	}
	return l.bucket.Open()
}

// files returns every file of the store but the keys: a bucket's, and what lies in
// the folder beside it.
func (l *lab) files(t *testing.T) []string {
	t.Helper()
	all := walk(t, l.dir)
	if l.bucket != nil {
		all = append(all, walk(t, l.lies)...)
	}
	return all
}

// walk returns every file below dir but the keys of organisations.
func walk(t *testing.T, dir string) []string {
	t.Helper()
	var all []string
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if os.IsNotExist(err) {
			return nil
		}
		if err == nil && !d.IsDir() && d.Name() != "key" {
			all = append(all, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}
