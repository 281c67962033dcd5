package app_test

import (
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"aantoonbaar/internal/app"
	"aantoonbaar/internal/config"
	"aantoonbaar/internal/demo"
	"aantoonbaar/internal/home"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/sqldb"
)

// TestTheDemoRegionTellsItsStoryInOrder writes the whole region and reads every
// journal of it: days go forward, none lies in the future, everything done has
// words, and the tree holds.
func TestTheDemoRegionTellsItsStoryInOrder(t *testing.T) {
	ctx, dir := t.Context(), t.TempDir()
	now := time.Date(2026, 11, 22, 20, 30, 0, 0, time.UTC)
	clock := &demo.Clock{Real: func() time.Time { return now }}
	a, err := app.Open(ctx, config.Config{Database: filepath.Join(dir, "a.db"), Data: dir, Address: "http://localhost:1", Zone: "Europe/Amsterdam"}, clock.Now, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	g := a.Generator(clock, 20260815)
	if err := g.Region(ctx); err != nil {
		t.Fatal(err)
	}
	guests, err := g.Guests(ctx)
	if err != nil || len(guests) < 12 {
		t.Errorf("%d people in the region (%v), want at least 12", len(guests), err)
	}
	ids := regionIDs(t, a)
	if len(ids) != 8 {
		t.Fatalf("%d organisations, want 8", len(ids))
	}
	for _, id := range ids {
		err := a.DB.Read(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
			checkStory(t, tx, id, now)
			audit, err := journal.Check(ctx, tx, string(id), a.Signer.Public())
			if len(audit.Problems) > 0 {
				t.Errorf("%s: %v", id, audit.Problems)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func regionIDs(t *testing.T, a *app.App) (ids []org.ID) {
	t.Helper()
	err := a.DB.Read(t.Context(), sqldb.Scope{}, func(tx *sqldb.Tx) (err error) {
		ids, err = sqldb.All(t.Context(), tx, sqldb.Scalar[org.ID], `SELECT tenant_id FROM tenants ORDER BY tenant_id`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return ids
}

// checkStory reads one journal from its end to its beginning.
func checkStory(t *testing.T, tx *sqldb.Tx, id org.ID, now time.Time) {
	t.Helper()
	after := now
	for before := int64(0); ; {
		entries, err := journal.Latest(t.Context(), tx, id, before, 1000)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			if e.At.After(after) {
				t.Errorf("%s: entry %d (%s) is of %s, later than what follows (%s)", id, e.Seq, e.Action, e.At, after)
			}
			if _, ok := home.ActionName(e.Action); !ok {
				t.Errorf("%s: no words for %s", id, e.Action)
			}
			after, before = e.At, e.Seq
		}
		if len(entries) < 1000 {
			return
		}
	}
}
