package review

import (
	"encoding/json"
	"fmt"
	"slices"

	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/ref"
)

// Recall returns the reviews as they stood after the given entries, which are
// those of a journal from its start, oldest first; entries about anything else are
// passed over. Unknown names reviews of which the content was erased.
func Recall(entries []journal.Entry) (all []Review, unknown []ref.Ref, err error) {
	newest := map[ref.Ref]journal.Entry{}
	for _, e := range entries {
		switch e.Action {
		case "review.begin", "review.change", "review.sign":
			newest[e.Object] = e
		}
	}
	for object, e := range newest {
		if e.Data == nil {
			unknown = append(unknown, object)
			continue
		}
		var r Review
		if err := json.Unmarshal(e.Data, &r); err != nil {
			return nil, nil, fmt.Errorf("recall entry %d: %w", e.Seq, err)
		}
		all = append(all, r)
	}
	Order(all)
	slices.SortFunc(unknown, ref.Ref.Compare)
	return all, unknown, nil
}
