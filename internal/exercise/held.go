package exercise

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"

	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/ref"
)

// kinds are what the journal's objects of this room are.
var kinds = []string{Kind, MoveKind, NoteKind, SeenKind}

// Put adds a record of a kind, as a store keeps it.
func (f *File) Put(kind string, record []byte) error {
	switch kind {
	case Kind:
		return read(record, &f.Exercise)
	case MoveKind:
		return put(&f.Moves, record)
	case NoteKind:
		return put(&f.Notes, record)
	case SeenKind:
		return put(&f.Seen, record)
	}
	return fmt.Errorf("exercise keeps no %q", kind)
}

func read(record []byte, into any) error {
	if err := json.Unmarshal(record, into); err != nil {
		return fmt.Errorf("read record: %w", err)
	}
	return nil
}

func put[T any](all *[]T, record []byte) error {
	var x T
	if err := read(record, &x); err != nil {
		return err
	}
	*all = append(*all, x)
	return nil
}

// Order puts everything in its order.
func (f *File) Order() {
	slices.SortFunc(f.Moves, func(a, b Move) int { return cmp.Compare(a.Number, b.Number) })
	slices.SortFunc(f.Notes, func(a, b Note) int { return cmp.Or(cmp.Compare(a.Clock, b.Clock), cmp.Compare(a.ID, b.ID)) })
	slices.SortFunc(f.Seen, func(a, b Seen) int {
		return cmp.Or(cmp.Compare(a.Inject, b.Inject), cmp.Compare(a.Observer.Person, b.Observer.Person))
	})
}

// Newest orders exercises by the moment for which they were planned, the last first.
func Newest(a, b Exercise) int { return cmp.Or(b.When.Compare(a.When), cmp.Compare(b.ID, a.ID)) }

// Recall returns what was held after the given entries, which are those of a journal
// from its start, oldest first; entries about anything else are passed over. Unknown
// names records of which the content was erased.
func Recall(entries []journal.Entry) (files []File, unknown []ref.Ref, err error) {
	newest := map[ref.Ref]journal.Entry{}
	for _, e := range entries {
		if slices.Contains(kinds, e.Object.Kind) {
			newest[e.Object] = e
		}
	}
	byID := map[ID]*File{}
	for object, e := range newest {
		if e.Data == nil {
			unknown = append(unknown, object)
			continue
		}
		if err := recall(byID, object.Kind, e.Data); err != nil {
			return nil, nil, fmt.Errorf("recall entry %d: %w", e.Seq, err)
		}
	}
	for _, f := range byID {
		f.Order()
		if f.Exercise.ID != "" { // else the exercise itself was erased
			files = append(files, *f)
		}
	}
	slices.SortFunc(files, func(a, b File) int { return Newest(a.Exercise, b.Exercise) })
	slices.SortFunc(unknown, ref.Ref.Compare)
	return files, unknown, nil
}

func recall(byID map[ID]*File, kind string, data []byte) error {
	var of struct {
		ID       ID `json:"id"`
		Exercise ID `json:"exercise"`
	}
	if err := read(data, &of); err != nil {
		return err
	}
	id := cmp.Or(of.Exercise, of.ID)
	if byID[id] == nil {
		byID[id] = &File{}
	}
	return byID[id].Put(kind, data)
}
