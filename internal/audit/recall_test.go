package audit_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"aantoonbaar/internal/audit"
	"aantoonbaar/internal/journal"
)

// a said is what one entry about an engagement says: its act and its data, "" for
// one that was erased.
type said struct{ act, data string }

var drafted = said{"draft", `{"status":"drafted","terms":{"firm":"Bureau","scope":["x"]}}`}

// recalled is what a journal with these entries about one engagement tells.
func recalled(t *testing.T, all ...said) (f audit.File, isUnknown bool) {
	t.Helper()
	var entries []journal.Entry
	for i, x := range all {
		e := journal.Entry{Seq: int64(i), At: time.Date(2026, 3, 1, 9, i, 0, 0, time.UTC), ActorID: "per_1", ActorName: "Karim", Action: "audit." + x.act, Object: audit.ID("aud_1").Ref()}
		if x.data != "" {
			e.Data = []byte(x.data)
		}
		entries = append(entries, e)
	}
	files, unknown, err := audit.Recall(entries)
	if err != nil {
		t.Fatal(err)
	}
	if len(files) > 0 {
		f = files[0]
	}
	return f, len(unknown) > 0
}

// TestWhatWasErasedLeavesNoHalfAssessment: whichever entry it was.
func TestWhatWasErasedLeavesNoHalfAssessment(t *testing.T) {
	whole := []said{
		drafted, {"find", `{"number":1,"title":"Geen tweede stap","made_at":"2026-03-01T09:01:00Z"}`}, {"respond", `{"number":1,"response":"Klopt"}`},
	}
	if f, unknown := recalled(t, whole...); unknown || len(f.Findings) != 1 || f.Findings[0].Version != 2 || f.Engagement.Work != 2 {
		t.Errorf("all of it = %+v, unknown %t", f, unknown)
	}
	for i := range whole {
		part := append([]said{}, whole...)
		part[i].data = ""
		if f, unknown := recalled(t, part...); !unknown || f.Engagement.ID != "" {
			t.Errorf("without entry %d = %+v, unknown %t", i, f, unknown)
		}
	}
	for name, x := range map[string]said{
		"an act of a later program": {"lend", `{}`}, "a response to nothing": {"respond", `{"number":1}`}, "what was never taken along": {"bring-back", `{"taking":"tak_1"}`},
	} {
		if f, unknown := recalled(t, drafted, x); !unknown || f.Engagement.ID != "" {
			t.Errorf("%s = %+v, unknown %t", name, f, unknown)
		}
	}
	if f, unknown := recalled(t, whole[1:]...); !unknown || f.Engagement.ID != "" {
		t.Errorf("without a beginning = %+v, unknown %t", f, unknown)
	}
}

// TestOlderEntriesOfAnAssessment do not tell when a finding was made that was brought
// back, nor whether a statement took back an agreement. What they tell is shown.
func TestOlderEntriesOfAnAssessment(t *testing.T) {
	found := said{"find", `{"number":1,"title":"Geen tweede stap"}`}
	f, unknown := recalled(t, drafted, found)
	if x := f.Findings[0]; unknown || !x.MadeAt.Equal(x.ChangedAt) || x.MadeAt.IsZero() {
		t.Errorf("a finding = %+v, unknown %t", x, unknown)
	}
	took, back := said{"take-along", `{"taking":"tak_1","size":1}`}, said{"bring-back", `{"taking":"tak_1","findings":1}`}
	if f, unknown := recalled(t, drafted, took, back, found); !unknown || len(f.Findings) != 1 || f.Engagement.Version != 3 {
		t.Errorf("a finding that was brought back = %+v, unknown %t", f, unknown)
	}
	yes := said{"agree", `{"status":"drafted","side":"assessor"}`}
	for data, want := range map[string]struct{ unknown, agreed bool }{
		`{"person":"per_1"}`: {true, true}, `{"person":"per_1","took_back":true}`: {false, false}, `{"person":"per_1","took_back":false}`: {false, true}, `{"person":"per_2"}`: {false, true},
	} {
		f, unknown := recalled(t, drafted, yes, said{"declare", data})
		if unknown != want.unknown || f.Engagement.Assessor.Given() != want.agreed {
			t.Errorf("%s = %+v, unknown %t", data, f.Engagement.Assessor, unknown)
		}
	}
	f, unknown = recalled(t, drafted, said{"begin", `{"size":7,"root":"r","seed":"s","sample":[{"requirement":"x"}]}`})
	want := audit.Situation{Size: 7, Root: "r", At: time.Date(2026, 3, 1, 9, 1, 0, 0, time.UTC)}
	if diff := cmp.Diff(want, f.Engagement.Situation); unknown || diff != "" || f.Engagement.Status != audit.AtWork {
		t.Errorf("a situation (-want +got):\n%s", diff)
	}
}
