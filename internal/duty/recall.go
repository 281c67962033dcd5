package duty

import (
	"encoding/json"
	"fmt"

	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/ref"
)

// Recall brings an organisation to how it described itself after the given
// entries, which are those of its journal from the start, oldest first; entries
// about anything else are passed over. Unknown names the profile when the content
// of its last entry was erased: then name and profile are left empty.
func Recall(id org.ID, entries []journal.Entry) (o org.Organisation, unknown []ref.Ref, err error) {
	o.ID = id
	var last journal.Entry // it has the whole description
	for _, e := range entries {
		if e.Object == Profile && (e.Action == "organisation.found" || e.Action == "profile.save") {
			o.Version++
			last = e
		}
	}
	if last.Data == nil {
		return o, []ref.Ref{Profile}, nil
	}
	var said struct{ After Told }
	if err := json.Unmarshal(last.Data, &said); err != nil {
		return org.Organisation{}, nil, fmt.Errorf("recall entry %d: %w", last.Seq, err)
	}
	o.Name, o.Profile = said.After.Name, said.After.Profile
	return o, nil, nil
}
