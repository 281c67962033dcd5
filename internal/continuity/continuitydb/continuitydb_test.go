package continuitydb_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"aantoonbaar/internal/continuity"
	"aantoonbaar/internal/continuity/continuitydb"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/sqldb"
	"aantoonbaar/internal/sqldb/sqldbtest"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// at is the change that made version n.
func at(n int64) continuity.Change { return continuity.Change{Version: n, At: noon, By: "Sanne"} }

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
		s := &continuitydb.Store{DB: db}
		save := func(id org.ID, r continuity.Record, want error) {
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
		ecd := continuity.System{ID: "sys_1", Kind: continuity.ClientRecord, Name: "ECD", Promised: continuity.Day, Needs: []continuity.ID{"sys_2"}, Change: at(1)}
		care := continuity.Process{ID: "prc_1", Name: "Medicatie", RTO: 60, RPO: 0, Bears: 240, Systems: []continuity.ID{"sys_1"}, Change: at(1)}
		card := continuity.Card{Kind: continuity.ClientRecord, Number: 1, Size: continuity.Small, Title: i18n.T("Uit", "Down"), Steps: map[continuity.Part]i18n.List{continuity.First: {NL: []string{"a"}, EN: []string{"b"}}}, Change: at(1)}
		next := card
		next.Number = 2
		test := continuity.Test{ID: "rst_1", System: "sys_1", Name: "ECD", On: noon.Truncate(24 * time.Hour), What: "alles", Took: 50, RTO: 60, Who: "Sanne", Result: continuity.Worked, Change: at(1)}
		tree := continuity.Tree{ID: "tre_1", Name: "Nacht", Calls: []continuity.Call{{From: "a", To: "b", Number: "1"}}, Change: at(1)}
		outage := continuity.Outage{ID: "out_1", System: "sys_1", Name: "ECD", From: noon, Sheets: []continuity.Sheet{{Number: 1, What: "blad"}}, Change: at(1)}
		for _, r := range []continuity.Record{ecd, care, card, next, test, tree, outage} {
			save("org_a", r, nil)
			save("org_a", r, continuity.ErrStale) // it is there already
		}
		save("org_b", ecd, nil) // each organisation its own
		later := care
		later.WorkAround, later.Change = "Op papier", at(2)
		save("org_b", later, continuity.ErrStale) // not theirs
		save("org_a", later, nil)
		save("org_a", later, continuity.ErrStale) // somebody else was first
		late := outage
		late.Change = at(3)
		save("org_a", late, continuity.ErrStale)

		got, err := s.All(t.Context(), "org_a")
		want := continuity.Held{
			Processes: []continuity.Process{later}, Systems: []continuity.System{ecd}, Cards: []continuity.Card{next, card},
			Tests: []continuity.Test{test}, Trees: []continuity.Tree{tree}, Outages: []continuity.Outage{outage},
		}
		if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); err != nil || diff != "" {
			t.Errorf("All (-want +got), %v:\n%s", err, diff)
		}
		if other, err := s.All(t.Context(), "org_b"); err != nil || len(other.Systems) != 1 || len(other.Processes)+len(other.Cards) != 0 {
			t.Errorf("All of the other = %+v, %v", other, err)
		}
	})
}
