package plan

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"

	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/ref"
)

// Recall brings actions to how they stood after the given entries, which are
// those of a journal from its start, oldest first; entries about anything else
// are passed over. Actions come in the order in which they were made. Unknown
// names those of which the content was erased: they are left out.
func Recall(entries []journal.Entry) (actions []Action, unknown []ref.Ref, err error) {
	last := map[ref.Ref]journal.Entry{} // it has the whole action
	for _, e := range entries {
		if e.Object.Kind == actionKind {
			last[e.Object] = e
		}
	}
	for object, e := range last {
		if e.Data == nil {
			unknown = append(unknown, object)
			continue
		}
		var said struct{ After Action }
		if err := json.Unmarshal(e.Data, &said); err != nil {
			return nil, nil, fmt.Errorf("recall entry %d: %w", e.Seq, err)
		}
		actions = append(actions, said.After)
	}
	slices.SortFunc(actions, func(a, b Action) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(unknown, ref.Ref.Compare)
	return actions, unknown, nil
}
