package evidence

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/ref"
)

// Recall is [Replay] with what is left of pieces that were erased by then. Unknown
// names pieces that were erased later: how they stood is not known any more.
func Recall(entries []journal.Entry) (items []Item, unknown []ref.Ref, err error) {
	items, err = Replay(entries)
	if err != nil {
		return nil, nil, err
	}
	left := map[ref.Ref]*Item{}
	for _, e := range entries {
		if e.Object.Kind != "evidence" {
			continue
		}
		if e.Action == ActAdd {
			left[e.Object] = &Item{ID: ID(e.Object.ID), AddedAt: e.At, AddedBy: identity.PersonID(e.ActorID)}
		}
		if it := left[e.Object]; it != nil {
			if err := it.remain(e); err != nil {
				return nil, nil, fmt.Errorf("recall entry %d: %w", e.Seq, err)
			}
		}
	}
	for _, it := range items {
		delete(left, it.Ref())
	}
	for object, it := range left {
		if it.ErasedAt.IsZero() {
			unknown = append(unknown, object)
			continue
		}
		items = append(items, *it)
	}
	slices.SortFunc(items, func(a, b Item) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(unknown, ref.Ref.Compare)
	return items, unknown, nil
}

// remain takes from an entry what is still known of a piece that is erased: see
// [Service.Erase].
func (it *Item) remain(e journal.Entry) error {
	it.Version++
	switch e.Action {
	case ActWithdraw:
		it.WithdrawnAt = e.At
	case ActRestore:
		it.WithdrawnAt = time.Time{}
	case ActErase:
		var said ErasedSaid
		if err := json.Unmarshal(e.Data, &said); err != nil {
			return err
		}
		it.Form, it.Kind = said.Form, said.Kind
		it.ErasedAt, it.ErasedGround, it.ErasedBecause = e.At, said.Ground, said.Because
	}
	return nil
}
