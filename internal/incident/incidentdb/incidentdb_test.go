package incidentdb_test

import (
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"aantoonbaar/internal/incident"
	"aantoonbaar/internal/incident/incidentdb"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/mail"
	"aantoonbaar/internal/sqldb"
	"aantoonbaar/internal/sqldb/sqldbtest"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func open(t *testing.T, db *sqldb.DB) *incidentdb.Store {
	t.Helper()
	sqldbtest.Organisations(t, db, "org_a", "org_b")
	return &incidentdb.Store{DB: db}
}

// full has something in every field that a report can have.
func full(id incident.ID) incident.Incident {
	return incident.Incident{
		ID: id, Year: 2026, Title: "Planning weg", What: "regel 1\nregel 2", Systems: "Kompas", Happened: noon.Add(-time.Hour), Aware: noon,
		Reporter: "Sanne", ReporterID: "per_1", ReportedAt: noon, Lead: "Joost", LeadID: "per_2",
		Answers:   map[string]incident.Reply{"disruption": incident.Yes},
		Overruled: map[string]incident.Override{"igj": {Must: true, Reason: "zeker", By: "Joost", At: noon}},
		Sent:      map[string]incident.Sent{"cbw/early-warning": {At: noon, Receipt: "Z-26-1", By: "Joost", Noted: noon}},
		Earlier:   []incident.Awareness{{Was: noon, Reason: "anders", By: "Joost", At: noon}},
		Version:   1,
	}
}

func enter(i incident.Incident) (journal.Draft, incident.Call) { return entry(i), incident.Call{} }

func entry(i incident.Incident) journal.Draft {
	return journal.Draft{At: noon, ActorID: "per_1", Action: "incident.report", Object: i.Ref(), Data: i}
}

func TestAnIncidentComesBackAsItWas(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, ctx := open(t, db), t.Context()
		want, err := s.Add(ctx, "org_a", full("inc_1"), enter)
		if err != nil {
			t.Fatal(err)
		}
		line := incident.Line{At: noon, By: "Joost", Decision: true, Text: "wij werken op papier"}
		err = s.AddLine(ctx, "org_a", "inc_1", line, nil, func(l incident.Line) (journal.Draft, []mail.Message) {
			return journal.Draft{At: noon, ActorID: "per_2", Action: "incident.line", Object: want.Ref(), Data: l}, nil
		})
		if err != nil {
			t.Fatal(err)
		}
		line.Seq = 1
		got, ok, err := s.Load(ctx, "org_a", "inc_1")
		if diff := cmp.Diff(incident.File{Incident: want, Lines: []incident.Line{line}}, got); err != nil || !ok || diff != "" {
			t.Errorf("%v %v %s", ok, err, diff)
		}
		if _, ok, err := s.Load(ctx, "org_b", "inc_1"); ok || err != nil {
			t.Errorf("another organisation finds it: %v %v", ok, err)
		}
		if want.Name() != "INC-2026-001" {
			t.Errorf("it is called %s", want.Name())
		}
	})
}

func TestTheSecondOfTwoChangesIsStale(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, ctx := open(t, db), t.Context()
		i, err := s.Add(ctx, "org_a", full("inc_1"), enter)
		if err != nil {
			t.Fatal(err)
		}
		i.Version++
		if err := s.Save(ctx, "org_a", i, entry(i)); err != nil {
			t.Fatal(err)
		}
		i.Title = "overschreven"
		if err := s.Save(ctx, "org_a", i, entry(i)); !errors.Is(err, incident.ErrStale) {
			t.Errorf("a change of an older version: %v", err)
		}
		if f, _, err := s.Load(ctx, "org_a", "inc_1"); err != nil || f.Title != "Planning weg" {
			t.Errorf("%q %v", f.Title, err)
		}
	})
}

func TestReportsAtTheSameMomentGetANumberEach(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, ctx := open(t, db), t.Context()
		var wg sync.WaitGroup
		failed := make(chan error, 8)
		for _, id := range []incident.ID{"inc_1", "inc_2", "inc_3", "inc_4", "inc_5", "inc_6", "inc_7", "inc_8"} {
			wg.Go(func() {
				_, err := s.Add(ctx, "org_a", full(id), enter)
				failed <- err
			})
		}
		wg.Wait()
		close(failed)
		for err := range failed {
			if err != nil {
				t.Error(err)
			}
		}
		numbers := map[int]bool{}
		size, err := s.Since(ctx, "org_a", 0, func(i incident.Incident) { numbers[i.Number] = true })
		if err != nil || len(numbers) != 8 || !numbers[1] || !numbers[8] {
			t.Errorf("numbers %v, %v", numbers, err)
		}
		i, _, err := s.Load(ctx, "org_a", "inc_3")
		if err != nil {
			t.Fatal(err)
		}
		i.Version++
		if err := s.Save(ctx, "org_a", i.Incident, entry(i.Incident)); err != nil {
			t.Fatal(err)
		}
		var since []incident.ID
		now, err := s.Since(ctx, "org_a", size, func(i incident.Incident) { since = append(since, i.ID) })
		if err != nil || now != size+1 || len(since) != 1 || since[0] != "inc_3" {
			t.Errorf("since %d: %v at %d, %v", size, since, now, err)
		}
		if _, err := s.Since(ctx, "org_a", now, func(i incident.Incident) { t.Errorf("%s changed, and nothing happened", i.ID) }); err != nil {
			t.Error(err)
		}
		if _, err := s.Since(ctx, "org_b", 0, func(i incident.Incident) { t.Errorf("another organisation is given %s", i.ID) }); err != nil {
			t.Error(err)
		}
	})
}
