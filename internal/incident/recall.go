package incident

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/ref"
)

// RecallRoster returns whom the organisation called after the given entries. known
// is false when the content of the last entry about it was erased.
func RecallRoster(entries []journal.Entry) (r Roster, known bool, err error) {
	for _, e := range slices.Backward(entries) {
		switch {
		case e.Action != "incident.arrange":
			continue
		case e.Data == nil:
			return Roster{}, false, nil
		}
		if err := json.Unmarshal(e.Data, &r); err != nil {
			return Roster{}, false, fmt.Errorf("recall entry %d: %w", e.Seq, err)
		}
		return r, true, nil
	}
	return Roster{}, true, nil
}

// RecallTexts returns the editions of texts of every incident after the given
// entries, oldest first. Those of which the content was erased are left out, and
// the incident is among the unknown.
func RecallTexts(entries []journal.Entry) (texts map[ID][]Edition, unknown []ref.Ref, err error) {
	texts = map[ID][]Edition{}
	for _, e := range entries {
		switch {
		case e.Action != "incident.text":
			continue
		case e.Data == nil:
			unknown = append(unknown, e.Object)
			continue
		}
		var one Edition
		if err := json.Unmarshal(e.Data, &one); err != nil {
			return nil, nil, fmt.Errorf("recall entry %d: %w", e.Seq, err)
		}
		texts[ID(e.Object.ID)] = append(texts[ID(e.Object.ID)], one)
	}
	return texts, unknown, nil
}

// Recall brings incidents to how they stood after the given entries, which are
// those of a journal from its start, oldest first; entries about anything else are
// passed over. Newest first. Unknown names incidents of which the content was
// erased: they are left out.
func Recall(entries []journal.Entry) (files []File, unknown []ref.Ref, err error) {
	found := map[ref.Ref]*File{}
	for _, e := range entries {
		if e.Object.Kind != "incident" || !strings.HasPrefix(e.Action, "incident.") {
			continue
		}
		if found[e.Object] == nil {
			found[e.Object] = &File{}
		}
		f := found[e.Object]
		if e.Data == nil {
			continue
		}
		switch e.Action {
		case "incident.text", "incident.indicators", "incident.indicators-out": // see RecallTexts and RecallIndicators; who took them out changed nothing
		case "incident.line":
			var l Line
			err = json.Unmarshal(e.Data, &l)
			f.Lines = append(f.Lines, l)
		default:
			f.Incident = Incident{}
			err = json.Unmarshal(e.Data, &f.Incident)
		}
		if err != nil {
			return nil, nil, fmt.Errorf("recall entry %d: %w", e.Seq, err)
		}
	}
	for object, f := range found {
		if f.IsEmpty() {
			unknown = append(unknown, object)
			continue
		}
		files = append(files, *f)
	}
	slices.SortFunc(files, func(a, b File) int { return cmp.Compare(b.ID, a.ID) })
	slices.SortFunc(unknown, ref.Ref.Compare)
	return files, unknown, nil
}
