package evidencedb_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/sqldb"
	"aantoonbaar/internal/sqldb/sqldbtest"
)

// emptied is what is left of it as the next version.
func emptied(it evidence.Item) evidence.Item {
	return evidence.Item{
		ID: it.ID, Form: it.Form, Kind: it.Kind, File: evidence.File{Sum: it.File.Sum}, AddedAt: it.AddedAt, AddedBy: it.AddedBy, WithdrawnAt: it.WithdrawnAt,
		ErasedAt: noon.Add(2 * time.Hour), ErasedGround: evidence.Unlawful, ErasedBecause: "vergissing", Version: it.Version + 1,
	}
}

func TestAnErasedPieceIsEmptyAndSoIsItsJournal(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, ctx := open(t, db), t.Context()
		twin := note
		twin.Form, twin.File = file.Form, file.File
		add(t, s, "org_a", file, twin)
		add(t, s, "org_b", file)
		var told []int64
		erase := func(it evidence.Item) error {
			return s.Erase(ctx, "org_a", emptied(it), func(erased []int64) journal.Draft {
				told = erased
				return draft("org_a", emptied(it), evidence.ActErase)
			})
		}
		stale := file
		stale.Version = 7
		if err := erase(stale); !errors.Is(err, evidence.ErrStale) {
			t.Errorf("Erase of another version = %v, want ErrStale", err)
		}
		if err := erase(file); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]int64{0}, told); diff != "" {
			t.Errorf("the entry names (-want +got):\n%s", diff)
		}
		if got, _, err := s.Find(ctx, "org_a", file.ID); err != nil || cmp.Diff(emptied(file), got) != "" {
			t.Errorf("%v; (-want +got):\n%s", err, cmp.Diff(emptied(file), got))
		}
		history, err := s.History(ctx, "org_a", file.Ref(), 10)
		if err != nil || len(history) != 2 || history[0].Data == nil || history[1].Data != nil || history[1].Salt != nil || history[1].ActorName != "" || history[1].ActorID == "" {
			t.Errorf("the journal says %+v, %v", history, err)
		}
		if theirs, _, err := s.Find(ctx, "org_b", file.ID); err != nil || cmp.Diff(file, theirs) != "" {
			t.Errorf("the piece of another organisation changed: %v, %s", err, cmp.Diff(file, theirs))
		}
		if err := s.Save(ctx, "org_a", []evidence.Item{{ID: file.ID, Version: 3}}, nil); !errors.Is(err, evidence.ErrStale) {
			t.Errorf("Save of an erased piece = %v, want ErrStale", err)
		}
		wants := func(want ...evidence.Leftover) {
			t.Helper()
			if got, err := s.Leftovers(ctx, "org_a"); err != nil || cmp.Diff(want, got) != "" {
				t.Errorf("Leftovers = %v, %v, want %v", got, err, want)
			}
		}
		wants(evidence.Leftover{Sum: file.File.Sum, Used: true})
		if err := erase(twin); err != nil {
			t.Fatal(err)
		}
		wants(evidence.Leftover{Sum: file.File.Sum}, evidence.Leftover{Sum: file.File.Sum})
		if err := errors.Join(s.Cleared(ctx, "org_a", file.File.Sum), s.Scrub(ctx)); err != nil {
			t.Fatal(err)
		}
		wants()
		if theirs, err := s.Leftovers(ctx, "org_b"); err != nil || len(theirs) > 0 {
			t.Errorf("Leftovers(org_b) = %v, %v", theirs, err)
		}
	})
}
