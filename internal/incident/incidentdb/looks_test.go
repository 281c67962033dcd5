package incidentdb_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/incident"
	"aantoonbaar/internal/incident/incidentdb"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/mail"
	"aantoonbaar/internal/mail/maildb"
	"aantoonbaar/internal/sqldb"
	"aantoonbaar/internal/sqldb/sqldbtest"
)

// callOf is a call of a tier as the next line of an incident's log.
func callOf(f incident.File, t incident.Tier) incident.Call {
	l := incident.Line{Seq: int64(len(f.Lines)) + 1, At: noon, By: "System", Tier: t, Told: []string{"Joost"}}
	return incident.Call{
		Line:  l,
		Entry: journal.Draft{At: noon, ActorID: "system", Action: "incident.line", Object: f.Ref(), Data: l},
		Mails: []mail.Message{{Key: "call/" + string(f.ID), Person: "per_2", Address: "joost@zorg.example", Subject: "x", Body: "y", Put: noon}},
	}
}

func TestALookIsStoredOnce(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, ctx := open(t, db), t.Context()
		due := func(now time.Time) []incidentdb.Due {
			t.Helper()
			all, err := s.Due(ctx, now, 10)
			if err != nil {
				t.Fatal(err)
			}
			return all
		}
		i, err := s.Add(ctx, "org_a", full("inc_1"), func(i incident.Incident) (journal.Draft, incident.Call) {
			return entry(i), callOf(incident.File{Incident: i}, incident.First)
		})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]incidentdb.Due{{Org: "org_a", ID: "inc_1"}}, due(noon)); diff != "" {
			t.Errorf("a report is looked at at once: %s", diff)
		}
		f, _, err := s.Load(ctx, "org_a", "inc_1")
		if err != nil || len(f.Lines) != 1 || f.Lines[0].Tier != incident.First {
			t.Fatalf("%+v %v", f.Lines, err)
		}
		seen := incident.Seen{Call: callOf(f, incident.Others), Reminders: []mail.Message{{Key: "term", Person: "per_2", Put: noon}}, Next: noon.Add(time.Minute)}
		if err := s.Look(ctx, "org_a", f, seen); err != nil {
			t.Fatal(err)
		}
		if err := s.Look(ctx, "org_a", f, seen); !errors.Is(err, incident.ErrStale) {
			t.Errorf("the same look twice: %v", err)
		}
		older := f
		older.Version--
		if err := s.Look(ctx, "org_a", older, incident.Seen{Next: noon}); !errors.Is(err, incident.ErrStale) {
			t.Errorf("a look at an older incident: %v", err)
		}
		if n := puts(t, db); n != 2 { // the call of both tiers has one key here
			t.Errorf("%d mails", n)
		}
		if len(due(noon)) != 0 || len(due(noon.Add(time.Minute))) != 1 {
			t.Error("it is not looked at when it should be")
		}
		if len(due(noon.Add(-incident.LookWithin))) != 1 {
			t.Error("a clock that was ahead keeps it from being looked at")
		}
		if err := s.Look(ctx, "org_a", f, incident.Seen{}); err != nil || len(due(noon.AddDate(1, 0, 0))) != 0 {
			t.Errorf("it is looked at for ever: %v", err)
		}
		i.Version++
		if err := s.Save(ctx, "org_a", i, entry(i)); err != nil || len(due(noon)) != 1 {
			t.Errorf("a change is not looked at: %v", err)
		}
	})
}

// puts counts the mail of org_a.
func puts(t *testing.T, db *sqldb.DB) (n int) {
	t.Helper()
	err := db.Read(t.Context(), sqldb.Org("org_a"), func(tx *sqldb.Tx) error {
		all, err := maildb.Latest(t.Context(), tx, "org_a", 100)
		n = len(all)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestTheSecondOfTwoRostersIsStale(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, ctx := open(t, db), t.Context()
		draft := journal.Draft{At: noon, ActorID: "per_1", Action: "incident.arrange"}
		if r, err := s.Roster(ctx, "org_a"); err != nil || r.Version != 0 || r.Waits() != 30*time.Minute {
			t.Errorf("%+v %v", r, err)
		}
		for version := int64(1); version <= 2; version++ {
			want := incident.Roster{OnDuty: []identity.PersonID{"per_1", "per_2"}, Wait: 15, Version: version}
			if err := s.Arrange(ctx, "org_a", want, draft); err != nil {
				t.Fatal(err)
			}
			if err := s.Arrange(ctx, "org_a", want, draft); !errors.Is(err, incident.ErrStale) {
				t.Errorf("version %d twice: %v", version, err)
			}
			got, err := s.Roster(ctx, "org_a")
			if diff := cmp.Diff(want, got); err != nil || diff != "" {
				t.Errorf("%v %s", err, diff)
			}
		}
		if r, err := s.Roster(ctx, "org_b"); err != nil || r.Version != 0 {
			t.Errorf("another organisation has %+v %v", r, err)
		}
	})
}
