package certification

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"

	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/ref"
)

// Recall brings the register to how it stood after the given entries, which are
// those of a journal from its start, oldest first; entries about anything else are
// passed over. Unknown names certificates of which the content was erased and that
// were not taken out: they are left out.
func Recall(entries []journal.Entry) (all []Certificate, unknown []ref.Ref, err error) {
	in := map[ref.Ref]journal.Entry{}
	for _, e := range entries {
		switch e.Action {
		case "certification.add":
			in[e.Object] = e
		case "certification.withdraw":
			delete(in, e.Object)
		}
	}
	for object, e := range in {
		if e.Data == nil {
			unknown = append(unknown, object)
			continue
		}
		var c Certificate
		if err := json.Unmarshal(e.Data, &c); err != nil {
			return nil, nil, fmt.Errorf("recall entry %d: %w", e.Seq, err)
		}
		all = append(all, c)
	}
	slices.SortFunc(all, func(a, b Certificate) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(unknown, ref.Ref.Compare)
	return all, unknown, nil
}
