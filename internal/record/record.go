// Package record is what several rooms keep alike: whole records of JSON with a
// version. A change is a later version in the place of the one before it, together
// with an entry of the journal that holds the whole; so what was held on an earlier
// day is the last that the journal told of each record until then.
package record

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/ref"
)

// A Change is who changed a record last. Version counts from 1.
type Change struct {
	Version int64     `json:"version"`
	At      time.Time `json:"at"`
	By      string    `json:"by"` // name, as shown then
}

// Was returns the version of a record, for stores.
func (c Change) Was() int64 { return c.Version }

// A Record is anything that is kept so.
type Record interface {
	Ref() ref.Ref // the journal's name for it
	Was() int64   // its version
}

// Entered is a record with its entry of the journal.
type Entered struct {
	Record Record
	Entry  journal.Draft
}

// An Act is a change that somebody is about to make: of what, as it was seen.
type Act struct {
	By    string // name
	At    time.Time
	Fresh bool  // there is no such record yet
	There bool  // there is one, and it was not taken out
	Now   int64 // the version that is there
	Seen  int64 // the version that was looked at
}

// Next is the change that follows: the first for a new record, else the one after the
// version that is there, which must be the one that was looked at. Otherwise it is
// missing or stale.
func (a Act) Next(missing, stale error) (Change, error) {
	switch {
	case a.Fresh:
		a.Now = 0
	case !a.There:
		return Change{}, missing
	case a.Now != a.Seen:
		return Change{}, stale
	}
	return Change{Version: a.Now + 1, At: a.At, By: a.By}, nil
}

// Again does something that is worked out anew while it returns stale: somebody else
// was first. After five times it gives up.
func Again(stale error, do func() error) (err error) {
	for range 5 {
		if err = do(); !errors.Is(err, stale) {
			return err
		}
	}
	return err
}

// Read adds a record, as it is kept, to a list.
func Read[T any](all *[]T, text []byte) error {
	var x T
	if err := json.Unmarshal(text, &x); err != nil {
		return fmt.Errorf("read record: %w", err)
	}
	*all = append(*all, x)
	return nil
}

// Find returns the first that is meant; ok is false when none is.
func Find[T any](all []T, is func(T) bool) (x T, ok bool) {
	i := slices.IndexFunc(all, is)
	if i < 0 {
		return x, false
	}
	return all[i], true
}

// Last puts what the journal told last of each record of some kinds. Entries are those
// of a journal from its start, oldest first; those about anything else are passed
// over. Unknown names records of which that was erased.
func Last(entries []journal.Entry, kinds []string, put func(kind string, text []byte) error) (unknown []ref.Ref, err error) {
	newest := map[ref.Ref]journal.Entry{}
	for _, e := range entries {
		if slices.Contains(kinds, e.Object.Kind) {
			newest[e.Object] = e
		}
	}
	for object, e := range newest {
		if e.Data == nil {
			unknown = append(unknown, object)
			continue
		}
		if err := put(object.Kind, e.Data); err != nil {
			return nil, fmt.Errorf("recall entry %d: %w", e.Seq, err)
		}
	}
	slices.SortFunc(unknown, ref.Ref.Compare)
	return unknown, nil
}
