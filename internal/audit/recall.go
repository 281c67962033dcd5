package audit

import (
	"encoding/json"
	"fmt"

	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/ref"
)

// A SignedReport is a report as the journal names it.
type SignedReport struct {
	Engagement ID
	Number     int
	SHA256     string // of its document
	Size       int64  // entries of the journal up to and with the one of this report
}

// Recall returns the reports that were signed after the given entries, which are
// those of a journal from its start, oldest first; entries about anything else are
// passed over. Unknown names engagements of which the content of such an entry was
// erased. The work itself is not recalled: the report says what came of it.
func Recall(entries []journal.Entry) (reports []SignedReport, unknown []ref.Ref, err error) {
	for _, e := range entries {
		if e.Action != ActSign {
			continue
		}
		if e.Data == nil {
			unknown = append(unknown, e.Object)
			continue
		}
		var s Signed
		if err := json.Unmarshal(e.Data, &s); err != nil {
			return nil, nil, fmt.Errorf("recall entry %d: %w", e.Seq, err)
		}
		reports = append(reports, SignedReport{ID(e.Object.ID), s.Number, s.SHA256, e.Seq + 1})
	}
	return reports, unknown, nil
}
