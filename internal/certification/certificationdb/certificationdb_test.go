package certificationdb_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"aantoonbaar/internal/certification"
	"aantoonbaar/internal/certification/certificationdb"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/sqldb"
	"aantoonbaar/internal/sqldb/sqldbtest"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func day(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }

func open(t *testing.T, db *sqldb.DB) *certificationdb.Store {
	t.Helper()
	sqldbtest.Organisations(t, db, "org_a", "org_b")
	return &certificationdb.Store{DB: db}
}

var (
	full = certification.Certificate{
		ID: "crt_1", Supplier: "Duinrand", Scheme: certification.Other, Other: "HKZ", Edition: "2024", Scope: "regel 1\nregel 2", Reach: certification.WithCare,
		Body: "Keurhuis", Accredited: "C 000", Number: "1", From: day(2025, 1, 1), ValidUntil: day(2028, 1, 1), AddedBy: "Sanne", AddedAt: noon,
	}
	bare = certification.Certificate{ID: "crt_2", Scheme: certification.NEN7510, Scope: "zorg", Body: "Keurhuis", ValidUntil: day(2027, 1, 1), AddedBy: "Sanne", AddedAt: noon}
)

func drafts(all ...certification.Certificate) (entries []journal.Draft) {
	for _, c := range all {
		entries = append(entries, journal.Draft{At: noon, ActorID: "per_1", Action: "certification.add", Object: c.Ref(), Data: c})
	}
	return entries
}

func TestTheRegisterGivesBackWhatItGot(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, ctx := open(t, db), t.Context()
		if err := s.Add(ctx, "org_a", []certification.Certificate{full, bare}, drafts(full, bare)); err != nil {
			t.Fatal(err)
		}
		got, err := s.All(ctx, "org_a")
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]certification.Certificate{full, bare}, got); diff != "" {
			t.Errorf("All (-want +got):\n%s", diff)
		}
		if theirs, err := s.All(ctx, "org_b"); err != nil || len(theirs) != 0 {
			t.Errorf("org_b sees %v, %v", theirs, err)
		}
		for _, who := range []org.ID{"org_b", "org_a", "org_a"} { // another's, the own, and once more
			ok, err := s.Withdraw(ctx, who, full.ID, noon, drafts(full)[0])
			left, errLeft := s.All(ctx, "org_a")
			if err != nil || errLeft != nil || ok != (who == "org_a" && len(got) == 2) {
				t.Fatalf("Withdraw for %s = %t, %v, %v", who, ok, err, errLeft)
			}
			got = left
		}
		if len(got) != 1 || got[0].ID != bare.ID {
			t.Errorf("left are %v", got)
		}
	})
}

func TestARegisterHasAnEnd(t *testing.T) {
	s, ctx := open(t, sqldbtest.SQLite(t)), t.Context()
	many := make([]certification.Certificate, certification.MaxCertificates+1)
	for i := range many {
		many[i] = bare
		many[i].ID = certification.ID("crt_" + time.Duration(i).String())
	}
	if err := s.Add(ctx, "org_a", many, nil); !errors.Is(err, certification.ErrFull) {
		t.Errorf("Add of too many = %v, want ErrFull", err)
	}
	if err := s.Add(ctx, "org_a", many[1:], nil); err != nil {
		t.Errorf("Add of as many as there can be: %v", err)
	}
	if err := s.Add(ctx, "org_a", many[:1], nil); !errors.Is(err, certification.ErrFull) {
		t.Errorf("Add of one more = %v, want ErrFull", err)
	}
}
