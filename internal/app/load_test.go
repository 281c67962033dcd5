package app_test

import (
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"aantoonbaar/internal/app"
	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/demo"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/sqldb"
	"aantoonbaar/internal/sqldb/sqldbtest"
)

func TestLoadWritesOrganisationsWithAPast(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) { checkLoad(t, filepath.Join(t.TempDir(), "a.db")) })
	t.Run("postgres", func(t *testing.T) {
		owner, plain := sqldbtest.PostgresAddresses(t)
		migrated(t, owner)
		checkLoad(t, plain)
	})
}

// checkLoad loads in steps, as a measurement that grows does, and reads every journal.
func checkLoad(t *testing.T, database string) {
	t.Helper()
	ctx, now := t.Context(), time.Date(2026, 11, 22, 20, 30, 0, 0, time.UTC)
	clock := &demo.Clock{Real: func() time.Time { return now }}
	a, err := app.Open(ctx, setup(t, database), clock.Now, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	for _, n := range []int{9, 25, 25} {
		if err := a.Generator(clock, 11).Load(ctx, n, nil); err != nil {
			t.Fatal(err)
		}
	}
	ids := regionIDs(t, a)
	if len(ids) != 25 {
		t.Fatalf("%d organisations, want 25", len(ids))
	}
	states := map[assessment.State]int{}
	for _, id := range ids {
		err := a.DB.Read(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
			checkStory(t, tx, id, now)
			audit, err := journal.Check(ctx, tx, string(id), a.Signer.Public())
			if len(audit.Problems) > 0 || audit.Entries < int64(len(a.Content.Requirements)) {
				t.Errorf("%s: %d entries, and %v", id, audit.Entries, audit.Problems)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		checkLoaded(t, a, id, states)
	}
	if len(states) < len(assessment.States) {
		t.Errorf("answers of the states %v only, want all five", states)
	}
}

// checkLoaded looks at one organisation as its member would, and counts states.
func checkLoaded(t *testing.T, a *app.App, id org.ID, states map[assessment.State]int) {
	t.Helper()
	p, err := a.Plan.Plan(t.Context(), identity.OperatorActor(id))
	if err != nil {
		t.Fatal(err)
	}
	for _, state := range p.Picture.States {
		states[state]++
	}
	if got, want := len(p.Picture.Said.Answers), len(a.Content.Requirements); got != want {
		t.Errorf("%s: %d answers, want %d", id, got, want)
	}
	if len(p.Picture.Members.Here) != 1 || len(p.History) < 3 {
		t.Fatalf("%s: %d members and %d days of history", id, len(p.Picture.Members.Here), len(p.History))
	}
	if first := p.History[0].On; p.Today.Sub(first) < 90*24*time.Hour {
		t.Errorf("%s: history begins on %s only", id, first)
	}
}
