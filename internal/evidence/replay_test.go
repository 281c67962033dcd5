package evidence_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"aantoonbaar/internal/blob"
	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/ref"
)

// told is an entry about a piece, as the journal gives it back.
func told(t *testing.T, seq int64, id, action string, data any) journal.Entry {
	t.Helper()
	text, err := json.Marshal(data)
	if err != nil {
		t.Fatal(err)
	}
	return journal.Entry{
		Seq: seq, At: time.Date(2026, 3, 1, 9, 0, int(seq), 0, time.UTC), ActorID: "per_1", ActorName: "Sanne",
		Action: action, Object: ref.Ref{Kind: "evidence", ID: id}, Data: text,
	}
}

func TestReplayBringsAPieceToHowItStood(t *testing.T) {
	sum := blob.Sum{1, 2, 3}
	add := evidence.Added{
		Title: "Uitdraai", Form: evidence.FileForm, Kind: "operation", File: "uitdraai.pdf", Size: 12, SHA256: sum.String(),
		VouchedBy: "Joost", SpeaksFrom: "2026-02-01", ValidUntil: "2026-05-01", Requirements: []string{"b", "a"},
	}
	piece := evidence.Item{
		ID: "evi_1", Title: "Uitdraai", Form: evidence.FileForm, Kind: framework.Operation,
		File:      evidence.File{Name: "uitdraai.pdf", Size: 12, Media: "application/pdf", Sum: sum},
		VouchedBy: "Joost", SpeaksFrom: time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC), ValidUntil: time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC), Requirements: []string{"a", "b"},
		AddedAt: time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC), AddedBy: "per_1", AddedName: "Sanne", Version: 1,
	}
	with := func(change func(*evidence.Item)) evidence.Item {
		it := piece
		change(&it)
		return it
	}
	for _, tt := range []struct {
		name  string
		after []journal.Entry
		want  []evidence.Item
	}{
		{"as it came in", nil, []evidence.Item{piece}},
		{
			"changed",
			[]journal.Entry{told(t, 1, "evi_1", evidence.ActChange, evidence.Changed{Changes: []evidence.Change{
				{Field: "title", Before: "Uitdraai", After: "Uitdraai februari"}, {Field: "valid_until", Before: "2026-05-01", After: ""}, {Field: "kind", Before: "operation", After: "design"},
			}})},
			[]evidence.Item{with(func(it *evidence.Item) {
				it.Title, it.ValidUntil, it.Kind, it.Version = "Uitdraai februari", time.Time{}, framework.Design, 2
			})},
		},
		{
			"linked, linked again, and unlinked",
			[]journal.Entry{
				told(t, 1, "evi_1", evidence.ActLink, evidence.Linked{Requirement: "aa"}), told(t, 2, "evi_1", evidence.ActLink, evidence.Linked{Requirement: "aa"}),
				told(t, 3, "evi_1", evidence.ActUnlink, evidence.Linked{Requirement: "b"}),
			},
			[]evidence.Item{with(func(it *evidence.Item) { it.Requirements, it.Version = []string{"a", "aa"}, 4 })},
		},
		{
			"withdrawn",
			[]journal.Entry{told(t, 1, "evi_1", evidence.ActWithdraw, evidence.WithdrawnSaid{Because: "vervangen"})},
			[]evidence.Item{with(func(it *evidence.Item) {
				it.WithdrawnAt, it.WithdrawnBecause, it.Version = time.Date(2026, 3, 1, 9, 0, 1, 0, time.UTC), "vervangen", 2
			})},
		},
		{
			"withdrawn and put back",
			[]journal.Entry{
				told(t, 1, "evi_1", evidence.ActWithdraw, evidence.WithdrawnSaid{Because: "vergissing"}), told(t, 2, "evi_1", evidence.ActRestore, nil),
			},
			[]evidence.Item{with(func(it *evidence.Item) { it.Version = 3 })},
		},
		{
			"held",
			[]journal.Entry{told(t, 1, "evi_1", evidence.ActHold, evidence.HeldSaid{Because: "klacht", Until: "2031-12-31"})},
			[]evidence.Item{with(func(it *evidence.Item) {
				it.HeldBecause, it.HeldUntil, it.Version = "klacht", time.Date(2031, 12, 31, 0, 0, 0, 0, time.UTC), 2
			})},
		},
		{
			"held, and released",
			[]journal.Entry{told(t, 1, "evi_1", evidence.ActHold, evidence.HeldSaid{Because: "klacht"}), told(t, 2, "evi_1", evidence.ActRelease, nil)},
			[]evidence.Item{with(func(it *evidence.Item) { it.Version = 3 })},
		},
		{"erased", []journal.Entry{{Seq: 1, Action: evidence.ActChange, Object: ref.Ref{Kind: "evidence", ID: "evi_1"}}}, nil},
		{"something else happened", []journal.Entry{{Seq: 1, Action: "answer.save", Object: ref.Ref{Kind: "requirement", ID: "evi_1"}, Data: []byte("{}")}}, []evidence.Item{piece}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := evidence.Replay(append([]journal.Entry{told(t, 0, "evi_1", evidence.ActAdd, add)}, tt.after...))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("Replay (-want +got):\n%s", diff)
			}
		})
	}
	for _, bad := range []journal.Entry{
		told(t, 1, "evi_1", "evidence.swap", nil), told(t, 1, "evi_1", evidence.ActChange, evidence.Changed{Changes: []evidence.Change{{Field: "colour"}}}),
		told(t, 1, "evi_1", evidence.ActChange, evidence.Changed{Changes: []evidence.Change{{Field: "speaks_from", After: "maart"}}}),
	} {
		if _, err := evidence.Replay([]journal.Entry{told(t, 0, "evi_1", evidence.ActAdd, add), bad}); err == nil {
			t.Errorf("Replay took %s of %s", bad.Action, bad.Data)
		}
	}
}

// TestEverLinkedKeepsWhatWasUnlinked, and what was linked when it was added.
func TestEverLinkedKeepsWhatWasUnlinked(t *testing.T) {
	add := evidence.Added{Title: "Verslag", Form: evidence.Note, Text: "x", Requirements: []string{"r1"}}
	got, err := evidence.EverLinked([]journal.Entry{
		told(t, 0, "evi_1", evidence.ActAdd, add), told(t, 1, "evi_1", evidence.ActLink, evidence.Linked{Requirement: "r2"}), told(t, 2, "evi_2", evidence.ActAdd, add),
		told(t, 3, "evi_1", evidence.ActUnlink, evidence.Linked{Requirement: "r2"}), told(t, 4, "evi_1", evidence.ActUnlink, evidence.Linked{Requirement: "r1"}),
	})
	want := map[string][]evidence.ID{"r1": {"evi_1", "evi_2"}, "r2": {"evi_1"}}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("EverLinked = %v (-want +got):\n%s", err, diff)
	}
}
