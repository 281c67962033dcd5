package programmedb_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/programme"
	"aantoonbaar/internal/programme/programmedb"
	"aantoonbaar/internal/ref"
	"aantoonbaar/internal/sqldb"
	"aantoonbaar/internal/sqldb/sqldbtest"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func month(y int, m time.Month) time.Time { return time.Date(y, m, 1, 0, 0, 0, 0, time.UTC) }

func open(t *testing.T, db *sqldb.DB) *programmedb.Store {
	t.Helper()
	sqldbtest.Organisations(t, db, "org_a", "org_b")
	return &programmedb.Store{DB: db}
}

func draft(action string, object ref.Ref, data any) journal.Draft {
	return journal.Draft{At: noon, ActorID: "per_1", Action: action, Object: object, Data: data}
}

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

// begun stores a programme with one round at work for both organisations.
func begun(t *testing.T, s *programmedb.Store) programme.Round {
	t.Helper()
	p := programme.Programme{Number: 1, From: month(2027, 1), Months: 15, Version: 1}
	r := programme.Round{ID: "rnd_1", Programme: 1, Tier: programme.Internal, Month: month(2027, 5), Status: programme.AtWork, Fixed: []string{"a", "b"}, Version: 1}
	for _, id := range []org.ID{"org_a", "org_b"} {
		if err := errors.Join(s.Save(t.Context(), id, p, draft("programme.begin", p.Ref(), p)), s.SaveRounds(t.Context(), id, []programme.Round{r}, []journal.Draft{draft("round.plan", r.Ref(), r)})); err != nil {
			t.Fatal(err)
		}
	}
	return r
}

func TestWorkEndsWithTheReport(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, ctx := open(t, db), t.Context()
		r := begun(t, s)
		judge := func(r programme.Round, j programme.Judgement) error {
			return s.Judge(ctx, "org_a", r, j, draft("round.judge", j.Ref(), j))
		}
		find := func(r programme.Round, f programme.Finding) error {
			return s.Find(ctx, "org_a", r, f, draft("round.find", f.Ref(), f))
		}
		report := func(r programme.Round, size int64) error {
			r.Status, r.Version = programme.Reported, r.Version+1
			return s.Report(ctx, "org_a", r, size, draft("round.report", r.Ref(), r))
		}
		j := programme.Judgement{Round: r.ID, Requirement: "a", Verdicts: []programme.Verdict{{Level: "design", Outcome: "met", Seen: "zo", On: month(2027, 5)}}, By: "per_1", At: noon, Version: 1}
		f := programme.Finding{Round: r.ID, Number: 1, Title: "mis", Version: 1}
		second := j
		second.Version = 2
		if err := errors.Join(judge(r, j), find(r, f), judge(r, second)); err != nil {
			t.Fatal(err)
		}
		before, older := size(t, db, "org_a"), r
		older.Version = 0
		for name, err := range map[string]error{
			"a judgement that is there": judge(r, j), "an older version": judge(r, second), "a finding that is there": find(r, f),
			"a round as it was": judge(older, programme.Judgement{Round: r.ID, Requirement: "b", Version: 1}), "work that grew": report(r, 2),
		} {
			if !errors.Is(err, programme.ErrStale) {
				t.Errorf("%s: %v, want ErrStale", name, err)
			}
		}
		if n := size(t, db, "org_a"); n != before {
			t.Errorf("refusals wrote %d entries", n-before)
		}
		if got, err := s.All(ctx, "org_a"); err != nil || got.Rounds[0].Status != programme.AtWork {
			t.Errorf("a report that was refused stands: %+v, %v", got.Rounds, err)
		}
		work, err := s.Work(ctx, "org_a", r.ID)
		if diff := cmp.Diff(programme.Work{Judgements: []programme.Judgement{second}, Findings: []programme.Finding{f}}, work); err != nil || diff != "" {
			t.Errorf("Work (-want +got), %v:\n%s", err, diff)
		}
		if work, err := s.Work(ctx, "org_b", r.ID); err != nil || work.Size() != 0 {
			t.Errorf("the work of the other organisation = %+v, %v", work, err)
		}
		if err := report(r, work.Size()); err != nil {
			t.Fatal(err)
		}
		third := second
		third.Version = 3
		if err := judge(r, third); !errors.Is(err, programme.ErrStale) {
			t.Errorf("Judge after the report = %v, want ErrStale", err)
		}
	})
}

func TestProgrammesAndRoundsAreKeptVersionByVersion(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, ctx := open(t, db), t.Context()
		save := func(id org.ID, p programme.Programme, want error) {
			t.Helper()
			if err := s.Save(ctx, id, p, draft("programme.change", p.Ref(), p)); !errors.Is(err, want) {
				t.Fatalf("Save of %d, version %d for %s = %v, want %v", p.Number, p.Version, id, err, want)
			}
		}
		rounds := func(id org.ID, want error, all ...programme.Round) {
			t.Helper()
			var entries []journal.Draft
			for _, r := range all {
				entries = append(entries, draft("round.change", r.Ref(), r))
			}
			if err := s.SaveRounds(ctx, id, all, entries); !errors.Is(err, want) {
				t.Fatalf("SaveRounds of %d for %s = %v, want %v", len(all), id, err, want)
			}
		}
		p := programme.Programme{Number: 1, From: month(2027, 1), Months: 15, StartedAt: noon, StartedBy: "Sanne", Version: 1}
		save("org_a", p, nil)
		save("org_a", p, programme.ErrStale) // somebody else was first
		save("org_b", p, nil)                // and each organisation its own
		later := p
		later.Number, later.From = 2, month(2028, 4)
		save("org_a", later, nil)
		p.Months, p.Version = 16, 2
		save("org_a", p, nil)
		save("org_a", p, programme.ErrStale)

		a := programme.Round{ID: "rnd_1", Programme: 1, Tier: programme.Internal, Groups: []string{"9"}, Month: month(2027, 5), Status: programme.Planned, PlannedAt: noon, Version: 1}
		b := a
		b.ID, b.Month, b.Auditors = "rnd_2", month(2027, 2), []programme.Auditor{{Person: "per_1", Name: "Sanne"}}
		rounds("org_a", nil, a, b)
		before := size(t, db, "org_a")
		fresh, changed := a, a
		fresh.ID, changed.Version, changed.Status = "rnd_3", 3, programme.Dropped
		rounds("org_a", programme.ErrStale, fresh, changed) // all or none
		changed.Version = 2
		rounds("org_b", programme.ErrStale, changed) // not theirs
		if n := size(t, db, "org_a"); n != before {
			t.Errorf("a refusal wrote %d entries", n-before)
		}
		rounds("org_a", nil, changed)

		got, err := s.All(ctx, "org_a")
		want := programme.Held{Programmes: []programme.Programme{later, p}, Rounds: []programme.Round{b, changed}}
		if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); err != nil || diff != "" {
			t.Errorf("All (-want +got), %v:\n%s", err, diff)
		}
		if got, err := s.All(ctx, "org_b"); err != nil || len(got.Programmes) != 1 || len(got.Rounds) != 0 {
			t.Errorf("All of the other = %+v, %v", got, err)
		}
	})
}
