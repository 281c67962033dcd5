package blob

import (
	"context"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync"
)

// A rootKey wraps the keys of organisations.
type rootKey []byte // 32 bytes

const (
	rootWord = "aantoonbaar-evidence-key-1" // before each key in the file of the root key
	orgWord  = "aantoonbaar-org-key-1"      // before a wrapped key
)

// id names a root key without giving it away: eight digits of a hash of it.
func (r rootKey) id() string {
	sum := sha256.Sum256(append([]byte("aantoonbaar/evidence/root-id/1\x00"), r...))
	return hex.EncodeToString(sum[:4])
}

func newKey() []byte {
	key := make([]byte, 32)
	_, _ = rand.Read(key) // never fails: crypto/rand ends the program instead
	return key
}

// A ring holds keys in memory. The file of the root key has a line for each root
// key: the first wraps; there are others only while a rotation is not done.
type ring struct {
	folder *os.Root // of the keys of organisations
	files  shelf    // that the keys open
	path   string   // of the root key

	mu    sync.Mutex
	roots []rootKey
	known map[string]orgKey
}

// load reads the root key, or makes it. It is not made when organisations have
// keys that were wrapped with one: then that one must be found again.
func (r *ring) load() error {
	err := r.read()
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return alone(r.folder, func() error {
		err := r.read() // another process may have been first
		if !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		orgs, err := r.organisations()
		if err != nil {
			return err
		}
		if len(orgs) > 0 {
			return fmt.Errorf("%w: %s is not there, and without it the files of %d organisations cannot be read; put it back from its backup", ErrNoKey, r.path, len(orgs))
		}
		return r.write([]rootKey{newKey()})
	})
}

// read takes the root keys from their file.
func (r *ring) read() error {
	text, err := os.ReadFile(r.path)
	if err != nil {
		return fmt.Errorf("key of the evidence: %w", err)
	}
	var roots []rootKey
	for line := range strings.Lines(string(text)) {
		word, key, _ := strings.Cut(strings.TrimSpace(line), " ")
		b, err := base64.StdEncoding.DecodeString(key)
		if word != rootWord || err != nil || len(b) != 32 {
			return fmt.Errorf("%s is not a key of the evidence: line %d is damaged", r.path, len(roots)+1)
		}
		roots = append(roots, b)
	}
	if len(roots) == 0 {
		return fmt.Errorf("%s is empty: put the key of the evidence back from its backup", r.path)
	}
	r.roots = roots
	return nil
}

// write puts the root keys in the place of what was in their file.
func (r *ring) write(roots []rootKey) (err error) {
	var text strings.Builder
	for _, k := range roots {
		fmt.Fprintf(&text, "%s %s\n", rootWord, base64.StdEncoding.EncodeToString(k))
	}
	folder, err := os.OpenRoot(filepath.Dir(r.path))
	if err != nil {
		return fmt.Errorf("folder of the key of the evidence: %w", err)
	}
	defer func() { err = errors.Join(err, folder.Close()) }()
	name := filepath.Base(r.path)
	if err := replace(folder, name+".new", name, text.String()); err != nil {
		return fmt.Errorf("write key of the evidence: %w", err)
	}
	r.roots = roots
	return nil
}

// organisations lists those that have a key.
func (r *ring) organisations() ([]string, error) {
	paths, err := fs.Glob(r.folder.FS(), "*/key")
	if err != nil {
		return nil, fmt.Errorf("look for keys: %w", err)
	}
	for i, p := range paths {
		paths[i] = path.Dir(p)
	}
	return paths, nil
}

// key returns the key of an organisation. When there is none it is made if fresh
// says so, unless there are files that need another one; otherwise the error is
// ErrNoKey.
func (r *ring) key(ctx context.Context, org string, fresh bool) (orgKey, error) {
	k, err := r.have(org, false)
	if !errors.Is(err, ErrNoKey) || !fresh {
		return k, err
	}
	needs, away := r.needsKey(ctx, org) // a bucket may be slow: nobody waits for the keys meanwhile
	if away != nil {
		return k, away
	}
	if needs {
		return k, err
	}
	return r.have(org, true)
}

// have returns the key of an organisation. One that is not there is made if fresh
// says so; otherwise the error is ErrNoKey.
func (r *ring) have(org string, fresh bool) (orgKey, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if k, ok := r.known[org]; ok {
		return k, nil
	}
	k, err := r.unwrap(org)
	if errors.Is(err, fs.ErrNotExist) && fresh {
		err = alone(r.folder, func() error { k, err = r.make(org); return err })
	}
	if errors.Is(err, fs.ErrNotExist) {
		return k, fmt.Errorf("%w: that of %s", ErrNoKey, org)
	}
	if err == nil {
		r.known[org] = k
	}
	return k, err
}

// needsKey reports whether an organisation has encrypted files, in the folder or
// where they lie now. When that cannot be seen, no key may be made.
func (r *ring) needsKey(ctx context.Context, org string) (bool, error) {
	sealed := path.Join(org, "sealed")
	needs, err := folder{r.folder}.any(ctx, sealed)
	if err != nil || needs {
		return needs, err
	}
	return r.files.any(ctx, sealed)
}

// make makes a key, with the root key as it is now: another process may have
// replaced it, or have made this very key.
func (r *ring) make(org string) (orgKey, error) {
	k, err := r.unwrap(org)
	if !errors.Is(err, fs.ErrNotExist) {
		return k, err
	}
	if err := r.read(); err != nil {
		return k, err
	}
	k = orgKey{org, newKey()}
	return k, r.wrap(k)
}

// wrap writes an organisation's key, encrypted with the first root key.
func (r *ring) wrap(k orgKey) error {
	c, err := gcm(r.roots[0])
	if err != nil {
		return err
	}
	salt := make([]byte, c.NonceSize())
	_, _ = rand.Read(salt) // never fails: crypto/rand ends the program instead
	sealed := base64.StdEncoding.EncodeToString(c.Seal(salt, salt, k.secret, boundTo(k.org)))
	text := fmt.Sprintf("%s %s %s\n", orgWord, r.roots[0].id(), sealed)
	if err := replace(r.folder, path.Join(k.org, "incoming", "key"), path.Join(k.org, "key"), text); err != nil {
		return fmt.Errorf("write key of %s: %w", k.org, err)
	}
	return nil
}

// boundTo keeps one organisation's wrapped key from being another's.
func boundTo(org string) []byte { return []byte("aantoonbaar/evidence/org-key/1\x00" + org) }

// wrapped is an organisation's key as it lies on disk.
type wrapped struct {
	root   string // id of the root key
	sealed []byte
}

func (r *ring) wrapped(org string) (w wrapped, err error) {
	text, err := r.folder.ReadFile(path.Join(org, "key"))
	if err != nil {
		return w, fmt.Errorf("key of %s: %w", org, err)
	}
	f := strings.Fields(string(text))
	if len(f) != 3 || f[0] != orgWord {
		return w, fmt.Errorf("the key of %s is damaged: put it back from a backup", org)
	}
	w.root = f[1]
	w.sealed, err = base64.StdEncoding.DecodeString(f[2])
	return w, err
}

// unwrap reads an organisation's key. A root key that is not known is looked for
// in the file again: another process may have replaced it.
func (r *ring) unwrap(org string) (orgKey, error) {
	w, err := r.wrapped(org)
	if err != nil {
		return orgKey{}, err
	}
	root := r.find(w.root)
	if root == nil {
		if err := r.read(); err != nil {
			return orgKey{}, err
		}
		root = r.find(w.root)
	}
	if root == nil {
		return orgKey{}, fmt.Errorf("%w: the files of %s need root key %s, and %s holds %s", ErrNoKey, org, w.root, r.path, r.roots[0].id())
	}
	c, err := gcm(root)
	if err != nil {
		return orgKey{}, err
	}
	secret, err := openWrapped(c, w.sealed, org)
	return orgKey{org, secret}, err
}

func openWrapped(c cipher.AEAD, sealed []byte, org string) ([]byte, error) {
	if len(sealed) < c.NonceSize() {
		return nil, fmt.Errorf("the key of %s is damaged: put it back from a backup", org)
	}
	secret, err := c.Open(nil, sealed[:c.NonceSize()], sealed[c.NonceSize():], boundTo(org))
	if err != nil || len(secret) != 32 {
		return nil, fmt.Errorf("the key of %s is damaged, or another organisation's: put it back from a backup", org)
	}
	return secret, nil
}

// find returns the root key with the given id; nil for none.
func (r *ring) find(id string) rootKey {
	for _, k := range r.roots {
		if k.id() == id {
			return k
		}
	}
	return nil
}
