package people

import (
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/record"
	"aantoonbaar/internal/ref"
)

// kinds are what the journal's objects of this room are.
var kinds = []string{TrainingKind, StaffKind, SessionKind, CertificateKind, CampaignKind, SaidKind}

// Recall returns what was held after the given entries, which are those of a
// journal from its start, oldest first; entries about anything else are passed
// over. Unknown names records of which the content was erased.
func Recall(entries []journal.Entry) (h Held, unknown []ref.Ref, err error) {
	if unknown, err = record.Last(entries, kinds, h.Put); err != nil {
		return Held{}, nil, err
	}
	h.Order()
	return h, unknown, nil
}
