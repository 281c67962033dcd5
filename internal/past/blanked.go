package past

import (
	"encoding/json"
	"slices"

	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/ref"
)

// Blanked returns the entries whose words are gone though no later entry about the
// same record erases and names them, oldest first. Entries are those of a journal from
// its start. Words can be erased of evidence and of people on the list, and of nothing
// else. Where a record was erased twice, the entry that named the first numbers lost
// its words to the second: what is older than that one passes.
func Blanked(entries []journal.Entry) (all []journal.Entry) {
	named, older := map[int64]ref.Ref{}, map[ref.Ref]bool{}
	for _, e := range slices.Backward(entries) {
		gone := e.Data == nil && e.Salt == nil
		if gone && named[e.Seq] != e.Object && !older[e.Object] {
			all = append(all, e)
			continue
		}
		numbers, erases := erasedBy(e)
		if gone && erases {
			older[e.Object] = true
		}
		for _, n := range numbers {
			if n < e.Seq {
				named[n] = e.Object
			}
		}
	}
	slices.Reverse(all)
	return all
}

// erasedBy reports whether e is an entry that erases, and the numbers that it names.
func erasedBy(e journal.Entry) (numbers []int64, erases bool) {
	switch {
	case e.Action == evidence.ActErase && e.Object.Kind == "evidence":
		var said evidence.ErasedSaid
		_ = json.Unmarshal(e.Data, &said) // without words it names nothing
		return said.Erased, true
	case (e.Action == "staff.erase" || e.Action == "staff.join") && e.Object.Kind == "staff":
		var said struct { // the person as left is of no matter here
			Entries []int64 `json:"entries"`
		}
		_ = json.Unmarshal(e.Data, &said)
		return said.Entries, true
	}
	return nil, false
}
