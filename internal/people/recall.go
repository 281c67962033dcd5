package people

import (
	"fmt"
	"slices"

	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/ref"
)

// kinds are what the journal's objects of this room are.
var kinds = []string{TrainingKind, StaffKind, SessionKind, CertificateKind, CampaignKind, SaidKind}

// Recall returns what was held after the given entries, which are those of a
// journal from its start, oldest first; entries about anything else are passed
// over. Unknown names records of which the content was erased.
func Recall(entries []journal.Entry) (h Held, unknown []ref.Ref, err error) {
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
		if err := h.Put(object.Kind, e.Data); err != nil {
			return Held{}, nil, fmt.Errorf("recall entry %d: %w", e.Seq, err)
		}
	}
	h.Order()
	slices.SortFunc(unknown, ref.Ref.Compare)
	return h, unknown, nil
}
