package exercisedb_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"aantoonbaar/internal/exercise"
	"aantoonbaar/internal/exercise/exercisedb"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/sqldb"
	"aantoonbaar/internal/sqldb/sqldbtest"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// at is the change that made version n.
func at(n int64) exercise.Change { return exercise.Change{Version: n, At: noon, By: "Sanne"} }

// size is how many entries the journal of an organisation has.
func size(t *testing.T, db *sqldb.DB, id org.ID) (n int64) {
	t.Helper()
	err := db.Read(t.Context(), sqldb.Org(id), func(tx *sqldb.Tx) (err error) {
		n, err = journal.Size(t.Context(), tx, id)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestRecordsAreKeptVersionByVersion(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		sqldbtest.Organisations(t, db, "org_a", "org_b")
		s := &exercisedb.Store{DB: db}
		save := func(id org.ID, r exercise.Record, want error) {
			t.Helper()
			d := journal.Draft{At: noon, ActorID: "per_1", Action: "test.save", Object: r.Ref(), Data: r}
			before := size(t, db, id)
			if err := s.Save(t.Context(), id, r, d); !errors.Is(err, want) {
				t.Fatalf("Save of %s, version %d, for %s = %v, want %v", r.Ref(), r.Was(), id, err, want)
			}
			if grew := size(t, db, id) - before; (grew == 1) != (want == nil) {
				t.Errorf("Save of %s wrote %d entries and returned %v", r.Ref(), grew, want)
			}
		}
		one := exercise.Exercise{ID: "exr_1", When: noon, Seats: []exercise.Seat{{Role: "nurse", Name: "Tom"}}, Change: at(1)}
		two := exercise.Exercise{ID: "exr_2", When: noon.AddDate(0, 1, 0), Change: at(1)}
		hand := exercise.Hand{Person: "per_1", Name: "Sanne", At: noon}
		hold := exercise.Move{Exercise: "exr_1", Number: 1, Turn: exercise.Hold, By: hand}
		own := exercise.Move{Exercise: "exr_1", Number: 2, Turn: exercise.Own, Extra: &exercise.Inject{ID: "own-1", Says: i18n.Same("x")}, By: hand}
		late := exercise.Note{ID: "not_1", Exercise: "exr_1", Deed: exercise.Did, Role: "nurse", Who: "Tom", Clock: 90, Change: at(1)}
		soon := exercise.Note{ID: "not_2", Exercise: "exr_1", Deed: exercise.Did, Role: "nurse", Who: "Tom", Clock: 30, Change: at(1)}
		seen := exercise.Seen{Exercise: "exr_1", Inject: "call", Observer: hand, Ticks: []exercise.Tick{{Result: exercise.Done}}, Change: at(1)}
		for _, r := range []exercise.Record{one, two, hold, own, late, soon, seen} {
			save("org_a", r, nil)
			save("org_a", r, exercise.ErrStale) // it is there already
		}
		save("org_b", one, nil) // each organisation its own
		next := one
		next.Goal, next.Change = "Sneller bellen", at(2)
		struck := late
		struck.Struck, struck.Change = noon, at(2)
		save("org_b", struck, exercise.ErrStale) // not theirs
		for _, r := range []exercise.Record{next, struck} {
			save("org_a", r, nil)
			save("org_a", r, exercise.ErrStale) // somebody else was first
		}

		signed := next
		signed.Report, signed.Change, signed.Weight = &exercise.Report{Conclusion: "Goed"}, at(3), 5
		save("org_a", signed, exercise.ErrStale) // one version of one record is not in it
		signed.ID = "exr_2"
		signed.Change, signed.Weight = at(2), 0
		save("org_a", signed, nil)
		save("org_a", exercise.Note{ID: "not_9", Exercise: "exr_2", Deed: exercise.Did, Role: "nurse", Change: at(1)}, exercise.ErrSigned)
		two = signed
		two.Weight = 0

		got, ok, err := s.Find(t.Context(), "org_a", "exr_1")
		want := exercise.File{Exercise: next, Moves: []exercise.Move{hold, own}, Notes: []exercise.Note{soon, struck}, Seen: []exercise.Seen{seen}}
		if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); err != nil || !ok || diff != "" {
			t.Errorf("Find (-want +got), %v, %v:\n%s", ok, err, diff)
		}
		all, err := s.All(t.Context(), "org_a")
		if diff := cmp.Diff([]exercise.Exercise{two, next}, all, cmpopts.EquateEmpty()); err != nil || diff != "" {
			t.Errorf("All (-want +got), %v:\n%s", err, diff)
		}
		if other, ok, err := s.Find(t.Context(), "org_b", "exr_1"); err != nil || !ok || len(other.Notes)+len(other.Moves)+len(other.Seen) != 0 {
			t.Errorf("Find of the other = %+v, %v, %v", other, ok, err)
		}
		if _, ok, err := s.Find(t.Context(), "org_b", "exr_2"); ok || err != nil {
			t.Errorf("the other finds what is not theirs: %v, %v", ok, err)
		}
	})
}

// TestARegionIsReadByWhoHasAPlace: what is shared is read by those that joined, and the
// records of an exercise by its own organisation alone, whatever the query.
func TestARegionIsReadByWhoHasAPlace(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		sqldbtest.Organisations(t, db, "org_a", "org_b", "org_c")
		s := &exercisedb.Store{DB: db}
		e := exercise.Exercise{ID: "exr_1", When: noon, Region: &exercise.Joint{ID: "reg_1"}, Change: at(1)}
		g := exercise.Region{ID: "reg_1", Host: "org_a", Name: "A", When: noon, Version: 1, Code: []byte{1, 2, 3}}
		save := func(id org.ID, r exercise.Record, g exercise.Region, want error) {
			t.Helper()
			before := size(t, db, id)
			err := s.SaveRegion(t.Context(), id, r, g, journal.Draft{At: noon, ActorID: "per_1", Action: "test.save", Object: r.Ref(), Data: r})
			if grew := size(t, db, id) - before; !errors.Is(err, want) || (grew == 1) != (want == nil) {
				t.Errorf("SaveRegion of version %d for %s = %v, and %d entries; want %v", g.Version, id, err, grew, want)
			}
		}
		save("org_a", e, g, nil)
		joined := g
		joined.Version, joined.Partners = 2, []exercise.Partner{{Org: "org_b", Name: "B", Joined: noon}}
		theirs := exercise.Exercise{ID: "exr_2", When: noon, Region: &exercise.Joint{ID: "reg_1", Host: "A"}, Change: at(1)}
		version := func(id org.ID) (n int64) {
			t.Helper()
			err := db.Read(t.Context(), sqldb.Org(id), func(tx *sqldb.Tx) (err error) {
				n, err = exercisedb.Version(t.Context(), tx, id)
				return err
			})
			if err != nil {
				t.Error(err)
			}
			return n
		}
		before := version("org_a")
		save("org_b", theirs, joined, nil)
		if got := version("org_a"); got != before+1 || version("org_b") != size(t, db, "org_b")+2 || version("org_c") != 0 {
			t.Errorf("the pages of the one have version %d after the other joined, and %d before; of the other %d, of a third %d", got, before, version("org_b"), version("org_c"))
		}
		save("org_c", exercise.Exercise{ID: "exr_3", When: noon, Change: at(1)}, joined, exercise.ErrStale) // somebody joined meanwhile
		for id, want := range map[org.ID]bool{"org_a": true, "org_b": true, "org_c": false} {
			got, ok, err := s.Region(t.Context(), id, "reg_1")
			if err != nil || ok != want || ok && !cmp.Equal(got, joined) {
				t.Errorf("%s reads %+v, %v, %v; want %v", id, got, ok, err, want)
			}
		}
		for n, id := range []org.ID{"org_a", "org_b"} { // two without a code stand beside each other
			closed := exercise.Region{ID: exercise.ID(fmt.Sprintf("reg_no%d", n)), Host: id, When: noon, Version: 1}
			save(id, exercise.Exercise{ID: "exr_9", When: noon, Change: at(1)}, closed, nil)
		}
		if got, ok, err := s.Invited(t.Context(), []byte{1, 2, 3}); err != nil || !ok || got.ID != "reg_1" {
			t.Errorf("by the code: %+v, %v, %v", got, ok, err)
		}
		if _, ok, err := s.Invited(t.Context(), nil); err != nil || ok {
			t.Errorf("without a code: %v, %v", ok, err)
		}
		if db.Engine != sqldb.Postgres {
			return // there only the queries are the wall
		}
		for _, table := range []string{"exercise_records", "exercise_region_seats"} {
			err := db.Read(t.Context(), sqldb.Org("org_b"), func(tx *sqldb.Tx) error {
				n, _, err := sqldb.One(t.Context(), tx, sqldb.Scalar[int], `SELECT count(*) FROM `+table)
				if n != 2 { // of four
					t.Errorf("a query that forgot whose rows it wants reads %d of %s, want one's own two", n, table)
				}
				return err
			})
			if err != nil {
				t.Error(err)
			}
		}
	})
}
