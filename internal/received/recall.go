package received

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"

	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/ref"
)

// Recall returns what was received after the given entries, which are those of a
// journal from its start, oldest first; entries about anything else are passed
// over. Unknown names dossiers of which the content was erased: they are left out.
func Recall(entries []journal.Entry) (all []Received, unknown []ref.Ref, err error) {
	for _, e := range entries {
		if e.Action != ActKeep && e.Action != ActFork {
			continue
		}
		if e.Data == nil {
			unknown = append(unknown, e.Object)
			continue
		}
		var r Received
		if err := json.Unmarshal(e.Data, &r); err != nil {
			return nil, nil, fmt.Errorf("recall entry %d: %w", e.Seq, err)
		}
		all = append(all, r)
	}
	Order(all)
	return all, unknown, nil
}

// Order puts dossiers in the order in which they were kept.
func Order(all []Received) {
	slices.SortStableFunc(all, func(a, b Received) int { return cmp.Or(a.Kept.Compare(b.Kept), cmp.Compare(a.ID, b.ID)) })
}
