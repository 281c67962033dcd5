package blob

import (
	"context"
	"fmt"
	"path"
	"time"
)

// Keys is what can be told of the keys without giving them away.
type Keys struct {
	Root          string   // id of the root key
	Old           []string // ids of root keys that a rotation that was cut off has still to replace
	File          string   // where the root key lies
	Organisations []Key
}

// A Key is that of one organisation.
type Key struct {
	Org   string
	Root  string    // id of the root key that wraps it
	Since time.Time // when it was wrapped
}

// Keys lists the keys.
func (s *Store) Keys() (Keys, error) {
	s.ring.mu.Lock()
	defer s.ring.mu.Unlock()
	if err := s.ring.read(); err != nil {
		return Keys{}, err
	}
	all := Keys{Root: s.ring.roots[0].id(), File: s.ring.path}
	for _, old := range s.ring.roots[1:] {
		all.Old = append(all.Old, old.id())
	}
	orgs, err := s.ring.organisations()
	if err != nil {
		return all, err
	}
	for _, org := range orgs {
		w, err := s.ring.wrapped(org)
		if err != nil {
			return all, err
		}
		info, err := s.disk.root.Stat(path.Join(org, "key"))
		if err != nil {
			return all, fmt.Errorf("key of %s: %w", org, err)
		}
		all.Organisations = append(all.Organisations, Key{org, w.root, info.ModTime()})
	}
	return all, nil
}

// Rotate replaces the root key: it makes a new one, wraps the key of every
// organisation with it, and then forgets the old one. Files stay as they are. It
// returns how many keys it wrapped anew.
//
// Cut off at any point, everything can be read, and the next Rotate finishes the
// work with the new key that is there already. Until it has, the file of the root
// key holds both. A program that runs meanwhile finds the new one by itself.
func (s *Store) Rotate(ctx context.Context) (n int, err error) {
	r := s.ring
	r.mu.Lock()
	defer r.mu.Unlock()
	err = alone(r.folder, func() error {
		if err := r.read(); err != nil {
			return err
		}
		if len(r.roots) == 1 {
			if err := r.write([]rootKey{newKey(), r.roots[0]}); err != nil {
				return err
			}
		}
		if n, err = r.rewrap(ctx); err != nil {
			return err
		}
		return r.write(r.roots[:1])
	})
	return n, err
}

// rewrap wraps with the first root key what is wrapped with another.
func (r *ring) rewrap(ctx context.Context) (n int, err error) {
	orgs, err := r.organisations()
	if err != nil {
		return 0, err
	}
	for _, org := range orgs {
		if err := ctx.Err(); err != nil {
			return n, err
		}
		w, err := r.wrapped(org)
		if err != nil {
			return n, err
		}
		if w.root == r.roots[0].id() {
			continue
		}
		k, err := r.unwrap(org)
		if err != nil {
			return n, err
		}
		if err := r.wrap(k); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}
