package journal

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"golang.org/x/mod/sumdb/note"
)

// A Key is one of an installation's public keys.
type Key struct {
	Public string    // verifier key, to be given to those who check: "name+hash+key"
	From   time.Time // when it began to sign; zero for the first key, which always did
	Until  time.Time // when it stopped; zero while it signs
}

// A ring is the keys of one installation, in three files beside each other:
// PATH has the key that signs, PATH.next the one that takes over while journals
// are being told of it, and PATH.retired the public keys of before. All keys have
// the same name, so that a journal's origin outlives them.
//
// The files are looked at again whenever they changed: a key that another process
// rotated out signs nothing more.
type ring struct {
	path string

	mu   sync.Mutex
	seen [3]fs.FileInfo
	kept *keys
}

// keys is what the files said at one moment. It never changes.
type keys struct {
	active  pair
	next    *pair // nil unless the keys are being rotated
	retired []Key // oldest first
}

// A pair signs, and says how that is verified.
type pair struct {
	signer note.Signer
	public string
}

// load returns the keys as they are now. The order of reading matters: whoever
// finds no next key finds the one that signs after it.
func (r *ring) load() (*keys, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	paths := [3]string{r.path + ".retired", r.path + ".next", r.path}
	var now [3]fs.FileInfo
	for i, p := range paths {
		info, err := os.Stat(p)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("signing key: %w", err)
		}
		now[i] = info
	}
	if r.kept != nil && unchanged(r.seen, now) {
		return r.kept, nil
	}
	k := &keys{}
	var err error
	if k.retired, err = readRetired(paths[0]); err != nil {
		return nil, err
	}
	next, err := readPair(paths[1])
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	hasNext := err == nil
	if k.active, err = readPair(paths[2]); err != nil {
		return nil, err
	}
	if hasNext && next.public != k.active.public {
		k.next = &next
	}
	r.seen, r.kept = now, k
	return k, nil
}

func unchanged(a, b [3]fs.FileInfo) bool {
	for i := range a {
		if (a[i] == nil) != (b[i] == nil) {
			return false
		}
		if a[i] != nil && (!os.SameFile(a[i], b[i]) || !a[i].ModTime().Equal(b[i].ModTime()) || a[i].Size() != b[i].Size()) {
			return false
		}
	}
	return true
}

// readPair reads a file of two lines: the secret key and the public one.
func readPair(path string) (pair, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return pair{}, fmt.Errorf("signing key: %w", err)
	}
	secret, public, ok := strings.Cut(strings.TrimSpace(string(text)), "\n")
	if !ok {
		return pair{}, fmt.Errorf("signing key %s has no second line", path)
	}
	s, err := note.NewSigner(secret)
	if err != nil {
		return pair{}, fmt.Errorf("signing key %s: %w", path, err)
	}
	if _, err := note.NewVerifier(public); err != nil {
		return pair{}, fmt.Errorf("signing key %s: %w", path, err)
	}
	return pair{s, public}, nil
}

// readRetired reads a line for each key: the public key, and from and until when
// it signed. A file that is not there has none.
func readRetired(path string) (all []Key, err error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("retired keys: %w", err)
	}
	for line := range strings.Lines(string(text)) {
		var k Key
		var from, until string
		if _, err := fmt.Sscan(line, &k.Public, &from, &until); err != nil {
			return nil, fmt.Errorf("retired keys %s: line %q: %w", path, line, err)
		}
		if k.From, err = time.Parse(StampLayout, from); err != nil {
			return nil, fmt.Errorf("retired keys %s: %w", path, err)
		}
		if k.Until, err = time.Parse(StampLayout, until); err != nil {
			return nil, fmt.Errorf("retired keys %s: %w", path, err)
		}
		if _, err := note.NewVerifier(k.Public); err != nil {
			return nil, fmt.Errorf("retired keys %s: %w", path, err)
		}
		all = append(all, k)
	}
	return all, nil
}

// signers are the keys under which a checkpoint is made now: both, while one
// takes over from the other.
func (k *keys) signers() []note.Signer {
	if k.next != nil {
		return []note.Signer{k.next.signer, k.active.signer}
	}
	return []note.Signer{k.active.signer}
}

// list returns every key, the newest first.
func (k *keys) list() (all []Key) {
	active := Key{Public: k.active.public}
	if n := len(k.retired); n > 0 {
		active.From = k.retired[n-1].Until
	}
	if k.next != nil {
		all = append(all, Key{Public: k.next.public})
	}
	all = append(all, active)
	for i := len(k.retired) - 1; i >= 0; i-- {
		if k.retired[i].Public != active.Public {
			all = append(all, k.retired[i])
		}
	}
	return all
}

// newPair writes a new key to path, which must not be there yet.
func newPair(path, name string) error {
	secret, public, err := note.GenerateKey(rand.Reader, name)
	if err != nil {
		return err
	}
	return writeWhole(path, secret+"\n"+public+"\n", true)
}

// writeWhole writes a file as a whole: after a crash it is there with all its
// text, or as it was before. With isNew a file that is there is left alone.
func writeWhole(path, text string, isNew bool) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".new-*") // readable by its owner only
	if err != nil {
		return err
	}
	_, err = f.WriteString(text)
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil && isNew {
		err = errors.Join(os.Link(f.Name(), path), os.Remove(f.Name())) // two that begin at once: one key wins
	} else if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.RemoveAll(f.Name()))
	}
	return syncFolder(filepath.Dir(path))
}

func syncFolder(path string) error {
	dir, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}
