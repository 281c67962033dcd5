package peopledb_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/people"
	"aantoonbaar/internal/people/peopledb"
	"aantoonbaar/internal/sqldb"
	"aantoonbaar/internal/sqldb/sqldbtest"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// at is the change that made version n.
func at(n int64) people.Change { return people.Change{Version: n, At: noon, By: "Sanne"} }

func entered(r people.Record) people.Entered {
	return people.Entered{Record: r, Entry: journal.Draft{At: noon, ActorID: "per_1", Action: "test.save", Object: r.Ref(), Data: r}}
}

// told is what the journal of an organisation tells.
func told(t *testing.T, db *sqldb.DB, id org.ID) (all []journal.Entry) {
	t.Helper()
	err := db.Read(t.Context(), sqldb.Org(id), func(tx *sqldb.Tx) (err error) {
		all, err = journal.Range(t.Context(), tx, id, 0, 1000, 1000)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestRecordsAreKeptVersionByVersion(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		sqldbtest.Organisations(t, db, "org_a", "org_b")
		s := &peopledb.Store{DB: db}
		save := func(id org.ID, want error, all ...people.Record) {
			t.Helper()
			var entries []people.Entered
			for _, r := range all {
				entries = append(entries, entered(r))
			}
			before := len(told(t, db, id))
			if err := s.Save(t.Context(), id, entries...); !errors.Is(err, want) {
				t.Fatalf("Save of %v for %s = %v, want %v", all, id, err, want)
			}
			grew := len(told(t, db, id)) - before
			if want == nil && grew != len(all) || want != nil && grew != 0 {
				t.Errorf("Save of %d records wrote %d entries and returned %v", len(all), grew, want)
			}
		}
		talk := people.Training{ID: "trn_1", Kind: people.Talk, Title: "Gesprek", For: people.Audience{Roles: []identity.Role{identity.Reader}, Groups: []string{"nacht"}}, Every: 12, Since: noon.Truncate(24 * time.Hour), Requirements: []string{people.Always}, Change: at(1)}
		nora := people.Staff{ID: "stf_1", Name: "Nora", Groups: []string{"nacht"}, From: noon.Truncate(24 * time.Hour), Change: at(1)}
		piet := people.Staff{ID: "stf_2", Name: "Piet", Change: at(1)}
		given := people.Session{ID: "mtg_1", Training: "trn_1", Title: "Gesprek", On: noon.Truncate(24 * time.Hour), Leader: "Sanne", Present: []people.ID{"stf_1"}, Guests: 2, Remarks: "goed", Change: at(1)}
		passed := people.Certificate{ID: "dip_1", Person: "stf_1", Training: "trn_1", Title: "Gesprek", From: given.On, Until: given.On.AddDate(1, 0, 0), Evidence: "evd_1", SHA256: "ab", Change: at(1)}
		save("org_a", nil, talk)
		mail := people.Campaign{ID: "phi_1", Name: "Rooster", On: given.On, Outcomes: []people.Outcome{{Group: "nacht", Sent: 9, Opened: 8, Clicked: 3, Gave: 2, Reported: 4}}, Change: at(1)}
		save("org_a", nil, given, passed, mail)
		save("org_a", nil, nora, piet)
		save("org_a", people.ErrStale, people.Staff{ID: "stf_3", Name: "Eerst goed", Change: at(1)}, nora) // all or nothing
		save("org_b", nil, nora)
		later := talk
		later.Title, later.Change = "Anders", at(2)
		save("org_b", people.ErrStale, later) // not theirs
		save("org_a", nil, later)
		save("org_a", people.ErrStale, later) // somebody else was first

		got, err := s.All(t.Context(), "org_a")
		want := people.Held{Trainings: []people.Training{later}, Staff: []people.Staff{nora, piet}, Sessions: []people.Session{given}, Certificates: []people.Certificate{passed}, Campaigns: []people.Campaign{mail}}
		if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); err != nil || diff != "" {
			t.Errorf("All (-want +got), %v:\n%s", err, diff)
		}
		if other, err := s.All(t.Context(), "org_b"); err != nil || len(other.Staff) != 1 || len(other.Trainings) != 0 {
			t.Errorf("All of the other = %+v, %v", other, err)
		}
	})
}

// TestASessionIsStoredAfterALookAtTheOthers: of those that come in one moment each sees
// the ones before, and what is refused leaves no row and no entry.
func TestASessionIsStoredAfterALookAtTheOthers(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		sqldbtest.Organisations(t, db, "org_a", "org_b")
		s, refused := &peopledb.Store{DB: db}, errors.New("it is there")
		store := func(id org.ID, x people.Session) error {
			return s.SaveSession(t.Context(), id, x, entered(x).Entry, func(all []people.Session) error {
				if len(all) > 1 {
					return refused
				}
				return nil
			})
		}
		var wait sync.WaitGroup
		said := make([]error, 6)
		for i := range said {
			wait.Go(func() {
				said[i] = store("org_a", people.Session{ID: people.ID(fmt.Sprintf("mtg_%d", i)), Change: at(1)})
			})
		}
		wait.Wait()
		stored := 0
		for _, err := range said {
			if err == nil {
				stored++
			} else if !errors.Is(err, refused) {
				t.Error(err)
			}
		}
		held, err := s.All(t.Context(), "org_a")
		if err != nil || stored != 1 || len(held.Sessions) != 1 || len(told(t, db, "org_a")) != 1 {
			t.Fatalf("%d were stored, there are %d and %d entries, %v", stored, len(held.Sessions), len(told(t, db, "org_a")), err)
		}
		next := held.Sessions[0]
		next.Remarks, next.Change = "besproken", at(2)
		if err := errors.Join(store("org_a", next), store("org_b", people.Session{ID: "mtg_9", Change: at(1)})); err != nil {
			t.Error(err)
		}
		if err := store("org_a", next); !errors.Is(err, people.ErrStale) {
			t.Errorf("somebody else was first: %v", err)
		}
	})
}

func TestErasingEmptiesTheEntriesAboutSomebody(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		sqldbtest.Organisations(t, db, "org_a", "org_b")
		s := &peopledb.Store{DB: db}
		nora := people.Staff{ID: "stf_1", Name: "Nora", Change: at(1)}
		piet := people.Staff{ID: "stf_2", Name: "Piet", Change: at(1)}
		for _, id := range []org.ID{"org_a", "org_b"} {
			if err := s.Save(t.Context(), id, entered(nora), entered(piet)); err != nil {
				t.Fatal(err)
			}
		}
		gone := people.Staff{ID: "stf_1", Erased: noon, Change: people.Change{Version: 2, At: noon}}
		erase := func(want error) (erased []int64) {
			err := s.Erase(t.Context(), "org_a", gone, func(seqs []int64) journal.Draft {
				erased = seqs
				return journal.Draft{At: noon, ActorID: "per_1", Action: "staff.erase", Object: gone.Ref(), Data: people.ErasedSaid{Staff: gone, Entries: seqs}}
			})
			if !errors.Is(err, want) {
				t.Fatalf("Erase = %v, want %v", err, want)
			}
			return erased
		}
		if diff := cmp.Diff([]int64{0}, erase(nil)); diff != "" {
			t.Error(diff)
		}
		erase(people.ErrStale) // it was erased already
		entries := told(t, db, "org_a")
		if len(entries) != 3 || entries[0].Data != nil || entries[1].Data == nil {
			t.Errorf("the journal tells %+v", entries)
		}
		held, unknown, err := people.Recall(entries)
		now, err2 := s.All(t.Context(), "org_a")
		if diff := cmp.Diff(now, held, cmpopts.EquateEmpty()); err != nil || err2 != nil || diff != "" || len(unknown) != 0 {
			t.Errorf("recalled (-now +recalled), %v, %v, unknown %v:\n%s", err, err2, unknown, diff)
		}
		if then, unknown, err := people.Recall(entries[:2]); err != nil || len(unknown) != 1 || len(then.Staff) != 1 {
			t.Errorf("before it: %+v, unknown %v, %v", then, unknown, err)
		}
		if other := told(t, db, "org_b"); other[0].Data == nil {
			t.Error("the other organisation lost an entry")
		}
	})
}
