package orgdb_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/org/orgdb"
	"aantoonbaar/internal/ref"
	"aantoonbaar/internal/sqldb"
	"aantoonbaar/internal/sqldb/sqldbtest"
)

var (
	noon   = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	object = ref.Ref{Kind: "profile", ID: "profile"}
)

func ptr[T any](x T) *T { return &x }

func draft(says string) journal.Draft {
	return journal.Draft{At: noon, ActorID: "per_1", ActorName: "Marieke", Action: "profile.save", Object: object, Data: says}
}

// linde answers every question, so that a field that gets lost on the way shows.
func linde(id org.ID) org.Organisation {
	return org.Organisation{ID: id, Name: "Thuiszorg De Linde", Version: 1, Profile: org.Profile{
		Sectors: []org.Sector{org.VVT, org.GHZ},
		FTE:     ptr(32.5), Staff: ptr(48), Turnover: ptr(int64(2_400_000)), Balance: ptr(int64(900_000)), Clients: ptr(310),
		InGroup: org.Yes, GroupStaff: ptr(60), GroupTurnover: ptr(int64(3_000_000)), GroupBalance: ptr(int64(0)),
		DevelopsSoftware: org.No, UsesAI: org.Yes, MedicalDevices: org.Yes, Exchanges: org.Yes, SelfHosted: org.No, Cloud: org.Yes,
		Designated: org.No, Critical: org.Unknown,
	}}
}

func add(t *testing.T, s *orgdb.Store, o org.Organisation) {
	t.Helper()
	if err := s.Add(t.Context(), o.ID, o, noon, draft("found")); err != nil {
		t.Fatal(err)
	}
}

func TestAnOrganisationComesBackAsItWasStored(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s := &orgdb.Store{DB: db}
		blank := org.Organisation{ID: "org_blank", Name: "Nieuw", Version: 1}
		add(t, s, linde("org_a"))
		add(t, s, blank)
		for _, want := range []org.Organisation{linde("org_a"), blank} {
			got, ok, err := s.Find(t.Context(), want.ID)
			if err != nil || !ok {
				t.Fatalf("Find(%s) = %v, %v, want the organisation", want.ID, ok, err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("Find(%s) (-want +got):\n%s", want.ID, diff)
			}
		}
		if _, ok, err := s.Find(t.Context(), "org_none"); ok || err != nil {
			t.Errorf("Find(org_none) = %v, %v, want nothing", ok, err)
		}
	})
}

func TestAnIdentifierIsUsedOnce(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s := &orgdb.Store{DB: db}
		add(t, s, linde("org_a"))
		other := org.Organisation{ID: "org_a", Name: "Een ander", Version: 1}
		if err := s.Add(t.Context(), "org_a", other, noon, draft("again")); fault.KindOf(err) != fault.Conflict {
			t.Errorf("Add(org_a) a second time = %v, want a conflict", err)
		}
		unchanged(t, s, linde("org_a"), 1)
	})
}

func TestASaveNeedsTheVersionBeforeIt(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s := &orgdb.Store{DB: db}
		add(t, s, linde("org_a"))
		next := linde("org_a")
		next.Name, next.Version = "De Linde", 2
		if err := s.Save(t.Context(), "org_a", next, draft("first")); err != nil {
			t.Fatal(err)
		}
		late := linde("org_a")
		late.Name, late.Version = "Te laat", 2
		if err := s.Save(t.Context(), "org_a", late, draft("late")); !errors.Is(err, org.ErrStale) {
			t.Errorf("Save of a second version 2 = %v, want ErrStale", err)
		}
		unchanged(t, s, next, 2)
	})
}

// TestOrganisationsAreApart acts in one organisation and looks for traces in
// another, and acts under one name on the rows of another.
func TestOrganisationsAreApart(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s := &orgdb.Store{DB: db}
		mine, theirs := linde("org_a"), linde("org_b")
		add(t, s, mine)
		add(t, s, theirs)
		mine.Name, mine.Version = "Alleen van ons", 2
		if err := s.Save(t.Context(), "org_a", mine, draft("ours")); err != nil {
			t.Fatal(err)
		}
		unchanged(t, s, mine, 2)
		unchanged(t, s, theirs, 1)
		astray := theirs
		astray.Name, astray.Version = "Verdwaald", 3
		if err := s.Save(t.Context(), "org_a", astray, draft("astray")); err != nil {
			t.Fatal(err)
		}
		unchanged(t, s, theirs, 1)
	})
}

// unchanged fails unless want is stored and its journal has so many entries.
func unchanged(t *testing.T, s *orgdb.Store, want org.Organisation, entries int) {
	t.Helper()
	got, _, err := s.Find(t.Context(), want.ID)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", want.ID, diff)
	}
	history, err := s.History(t.Context(), want.ID, object, 10)
	if err != nil || len(history) != entries {
		t.Errorf("History(%s) = %d entries, %v, want %d", want.ID, len(history), err, entries)
	}
}
