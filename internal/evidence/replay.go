package evidence

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"aantoonbaar/internal/blob"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/legaltime"
)

// Replay brings pieces to how they stood after the given entries, which are those
// of a journal from its start, oldest first; entries about anything else are
// passed over. Pieces come in the order in which they were added. An entry whose
// data was erased ends what can be told of its piece: that piece is left out.
func Replay(entries []journal.Entry) ([]Item, error) {
	return replay(entries, func(*Item) {})
}

// EverLinked returns, by requirement, which pieces were linked to it at some time
// among the given entries, which are as for Replay.
func EverLinked(entries []journal.Entry) (map[string][]ID, error) {
	ever := map[string][]ID{}
	_, err := replay(entries, func(it *Item) {
		for _, r := range it.Requirements {
			if !slices.Contains(ever[r], it.ID) {
				ever[r] = append(ever[r], it.ID)
			}
		}
	})
	return ever, err
}

// replay shows each piece to after whenever an entry changed it.
func replay(entries []journal.Entry, after func(*Item)) ([]Item, error) {
	byID := map[string]*Item{}
	var order []string
	for _, e := range entries {
		if e.Object.Kind != "evidence" {
			continue
		}
		id := e.Object.ID
		if e.Data == nil {
			delete(byID, id)
			continue
		}
		if e.Action == ActAdd {
			byID[id] = &Item{ID: ID(id)}
			order = append(order, id)
		}
		it := byID[id]
		if it == nil {
			continue
		}
		if err := it.apply(e); err != nil {
			return nil, fmt.Errorf("replay entry %d: %w", e.Seq, err)
		}
		after(it)
	}
	var items []Item
	for _, id := range order {
		if it := byID[id]; it != nil {
			items = append(items, *it)
		}
	}
	return items, nil
}

// apply brings the piece to how it stood after one entry about it.
func (it *Item) apply(e journal.Entry) error {
	it.Version++
	switch e.Action {
	case ActAdd:
		var a Added
		if err := json.Unmarshal(e.Data, &a); err != nil {
			return err
		}
		it.AddedAt, it.AddedBy, it.AddedName = e.At, identity.PersonID(e.ActorID), e.ActorName
		return it.added(a)
	case ActChange:
		var said Changed
		if err := json.Unmarshal(e.Data, &said); err != nil {
			return err
		}
		for _, c := range said.Changes {
			if err := it.set(c.Field, c.After); err != nil {
				return err
			}
		}
	case ActLink, ActUnlink:
		var l Linked
		if err := json.Unmarshal(e.Data, &l); err != nil {
			return err
		}
		it.Requirements = slices.DeleteFunc(it.Requirements, func(r string) bool { return r == l.Requirement })
		if e.Action == ActLink {
			it.Requirements = append(it.Requirements, l.Requirement)
			slices.Sort(it.Requirements)
		}
	case ActWithdraw:
		var w WithdrawnSaid
		if err := json.Unmarshal(e.Data, &w); err != nil {
			return err
		}
		it.WithdrawnAt, it.WithdrawnBecause = e.At, w.Because
	case ActRestore:
		it.WithdrawnAt, it.WithdrawnBecause = time.Time{}, ""
	case ActHold:
		var h HeldSaid
		err := json.Unmarshal(e.Data, &h)
		if err != nil {
			return err
		}
		it.HeldBecause = h.Because
		it.HeldUntil, err = legaltime.Read(h.Until)
		return err
	case ActRelease:
		it.HeldBecause, it.HeldUntil = "", time.Time{}
	default:
		return fmt.Errorf("unknown action %q", e.Action)
	}
	return nil
}

// added takes over what the entry about a new piece says.
func (it *Item) added(a Added) error {
	it.Title, it.Form, it.Kind, it.URL, it.Text, it.VouchedBy = a.Title, a.Form, framework.Level(a.Kind), a.URL, a.Text, a.VouchedBy
	it.Requirements = slices.Sorted(slices.Values(a.Requirements))
	if a.Form == FileForm {
		sum, err := blob.ParseSum(a.SHA256)
		if err != nil {
			return err
		}
		f, _ := formatOf(a.File) // a kind of file that is no longer taken keeps its name
		it.File = File{Name: a.File, Size: a.Size, Media: f.media, Sum: sum}
	}
	for field, day := range map[string]string{"speaks_from": a.SpeaksFrom, "speaks_until": a.SpeaksUntil, "valid_until": a.ValidUntil} {
		if err := it.set(field, day); err != nil {
			return err
		}
	}
	return nil
}

// set gives a field the value that [Compare] wrote of it.
func (it *Item) set(field, value string) (err error) {
	switch field {
	case "title":
		it.Title = value
	case "kind":
		it.Kind = framework.Level(value)
	case "url":
		it.URL = value
	case "text":
		it.Text = value
	case "vouched_by":
		it.VouchedBy = value
	case "speaks_from":
		it.SpeaksFrom, err = legaltime.Read(value)
	case "speaks_until":
		it.SpeaksUntil, err = legaltime.Read(value)
	case "valid_until":
		it.ValidUntil, err = legaltime.Read(value)
	default:
		err = fmt.Errorf("unknown field %q", field)
	}
	return err
}
