package recorddb_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/record"
	"aantoonbaar/internal/record/recorddb"
	"aantoonbaar/internal/ref"
	"aantoonbaar/internal/sqldb"
	"aantoonbaar/internal/sqldb/sqldbtest"
)

var (
	errStale, errFull = errors.New("stale"), errors.New("full")

	noon  = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	table = recorddb.Table{Name: "continuity_records", Most: 4, Stale: errStale, Full: errFull}
)

// A cup is a record of these tests.
type cup struct {
	ID   string `json:"id"`
	Kind string `json:"kind"`
	Tea  string `json:"tea"`
	record.Change
}

func (c cup) Ref() ref.Ref { return ref.Ref{Kind: c.Kind, ID: c.ID} }

func of(kind, id, tea string, version int64) cup {
	return cup{id, kind, tea, record.Change{Version: version, At: noon, By: "Sanne"}}
}

func save(ctx context.Context, db *sqldb.DB, org string, all ...cup) error {
	var entered []record.Entered
	for _, c := range all {
		entered = append(entered, record.Entered{Record: c, Entry: journal.Draft{At: noon, ActorID: "per_1", Action: "cup.fill", Object: c.Ref(), Data: c}})
	}
	return db.Write(ctx, sqldb.Org(org), func(tx *sqldb.Tx) error { return table.Save(ctx, tx, org, entered...) })
}

// held is what is kept, and how many entries the journal has.
func held(t *testing.T, db *sqldb.DB, org, kind string) (all []string, entries int64) {
	t.Helper()
	err := db.Read(t.Context(), sqldb.Org(org), func(tx *sqldb.Tx) (err error) {
		if entries, err = journal.Size(t.Context(), tx, org); err != nil {
			return err
		}
		var cups []cup
		err = table.All(t.Context(), tx, org, kind, func(kind string, text []byte) error {
			if err := record.Read(&cups, text); err != nil || cups[len(cups)-1].Kind != kind {
				return fmt.Errorf("a record of another kind: %s, %w", text, err)
			}
			return nil
		})
		for _, c := range cups {
			all = append(all, c.ID+" "+c.Tea)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all, entries
}

func TestRecordsAreKeptVersionByVersion(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		sqldbtest.Organisations(t, db, "org_a", "org_b")
		for _, step := range []struct {
			what string
			org  string
			all  []cup
			err  error
		}{
			{"two at once", "org_a", []cup{of("cup", "b", "mint", 1), of("cup", "a", "rooibos", 1)}, nil},
			{"nothing", "org_a", nil, nil},
			{"the next version", "org_a", []cup{of("cup", "b", "green", 2)}, nil},
			{"that version once more", "org_a", []cup{of("cup", "b", "black", 2)}, errStale},
			{"a version that leaves one out", "org_a", []cup{of("cup", "b", "black", 4)}, errStale},
			{"what is new and there", "org_a", []cup{of("cup", "a", "black", 1)}, errStale},
			{"one that can with one that cannot", "org_a", []cup{of("cup", "c", "black", 1), of("cup", "b", "black", 2)}, errStale},
			{"that of another organisation", "org_b", []cup{of("cup", "b", "black", 3)}, errStale},
			{"another kind of that name", "org_a", []cup{of("plate", "a", "cake", 1)}, nil},
			{"more than there is room for", "org_a", []cup{of("cup", "c", "black", 1), of("cup", "d", "black", 1)}, errFull},
			{"the last for which there is", "org_a", []cup{of("cup", "c", "black", 1)}, nil},
			{"one more", "org_a", []cup{of("cup", "d", "black", 1)}, errFull},
			{"a change when it is full", "org_a", []cup{of("cup", "c", "white", 2)}, nil},
			{"the room of another organisation", "org_b", []cup{of("cup", "a", "black", 1)}, nil},
		} {
			before, size := held(t, db, step.org, "")
			if err := save(t.Context(), db, step.org, step.all...); !errors.Is(err, step.err) {
				t.Errorf("%s: %v, want %v", step.what, err, step.err)
			}
			after, now := held(t, db, step.org, "")
			if step.err != nil && (now != size || !slices.Equal(before, after)) || step.err == nil && now != size+int64(len(step.all)) {
				t.Errorf("%s: %d entries, from %v to %v", step.what, now-size, before, after)
			}
		}
		if all, _ := held(t, db, "org_a", ""); cmp.Diff([]string{"a rooibos", "b green", "c white", "a cake"}, all) != "" {
			t.Errorf("held: %q", all)
		}
		if plates, _ := held(t, db, "org_a", "plate"); cmp.Diff([]string{"a cake"}, plates) != "" {
			t.Errorf("plates: %q", plates)
		}
	})
}

// TestOfTwoWhoChangeOneRecordTheSecondIsTooLate, and neither waits for ever.
func TestOfTwoWhoChangeOneRecordTheSecondIsTooLate(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		sqldbtest.Organisations(t, db, "org_a")
		if err := save(t.Context(), db, "org_a", of("cup", "a", "", 1), of("cup", "b", "", 1)); err != nil {
			t.Fatal(err)
		}
		var all sync.WaitGroup
		said := make([]error, 8)
		for i := range said {
			all.Go(func() {
				said[i] = save(t.Context(), db, "org_a", of("cup", "a", fmt.Sprint(i), 2), of("cup", "b", fmt.Sprint(i), 2))
			})
		}
		all.Wait()
		won := 0
		for _, err := range said {
			if err == nil {
				won++
			} else if !errors.Is(err, errStale) {
				t.Error(err)
			}
		}
		cups, entries := held(t, db, "org_a", "")
		if won != 1 || entries != 4 || strings.TrimPrefix(cups[0], "a ") != strings.TrimPrefix(cups[1], "b ") {
			t.Errorf("%d were first; there are %q and %d entries", won, cups, entries)
		}
	})
}
