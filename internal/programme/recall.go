package programme

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/ref"
)

// Recall returns the programmes and rounds as they stood after the given entries,
// which are those of a journal from its start, oldest first; entries about anything
// else are passed over. Unknown names records of which the content was erased.
func Recall(entries []journal.Entry) (held Held, unknown []ref.Ref, err error) {
	newest := map[ref.Ref]journal.Entry{}
	for _, e := range entries {
		if strings.HasPrefix(e.Action, "programme.") || strings.HasPrefix(e.Action, "round.") {
			newest[e.Object] = e
		}
	}
	for object, e := range newest {
		if e.Data == nil {
			unknown = append(unknown, object)
			continue
		}
		if err := held.recall(e); err != nil {
			return held, nil, fmt.Errorf("recall entry %d: %w", e.Seq, err)
		}
	}
	slices.SortFunc(held.Programmes, func(a, b Programme) int { return cmp.Compare(b.Number, a.Number) })
	Order(held.Rounds)
	slices.SortFunc(unknown, ref.Ref.Compare)
	return held, unknown, nil
}

func (h *Held) recall(e journal.Entry) error {
	if e.Object.Kind == "programme" {
		var p Programme
		err := json.Unmarshal(e.Data, &p)
		h.Programmes = append(h.Programmes, p)
		return err
	}
	var r Round
	err := json.Unmarshal(e.Data, &r)
	h.Rounds = append(h.Rounds, r)
	return err
}
