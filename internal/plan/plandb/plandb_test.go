package plandb_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/plan"
	"aantoonbaar/internal/plan/plandb"
	"aantoonbaar/internal/ref"
	"aantoonbaar/internal/sqldb"
	"aantoonbaar/internal/sqldb/sqldbtest"
)

var (
	noon = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	by   = identity.Actor{Person: "per_1", Name: "Marieke", Org: "org_a", Role: identity.SecurityOfficer, Credential: identity.Session}
)

// each runs f on both engines, with two organisations.
func each(t *testing.T, f func(*testing.T, *sqldb.DB, *plandb.Store)) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		sqldbtest.Organisations(t, db, "org_a", "org_b")
		f(t, db, &plandb.Store{DB: db})
	})
}

func full(id string) plan.Action {
	return plan.Action{
		ID: id, Title: "Zet de tweede stap aan", Description: "- bel de leverancier\n- €", Requirements: []string{"nen7510-2:2024/5.17", "nen7510-2:2024/8.5"},
		Level: framework.Existence, Owner: "per_1", OwnerText: "Kompas", Due: time.Date(2027, 1, 31, 0, 0, 0, 0, time.UTC),
		CostCents: 480050, Effort: framework.Medium, Status: plan.Dropped, Reason: "te duur", DoneOn: time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC),
		Source: ref.Ref{Kind: plan.FromGap, ID: "nen7510-2:2024/8.5"}, Version: 1,
		CreatedAt: noon, CreatedBy: "Marieke", ChangedAt: noon.Add(time.Microsecond), ChangedBy: "Sanne",
	}
}

func bare(id string) plan.Action {
	return plan.Action{ID: id, Title: "Bel", Status: plan.Open, Source: ref.Ref{Kind: plan.FromOwn}, Version: 1, CreatedAt: noon, CreatedBy: "M", ChangedAt: noon, ChangedBy: "M"}
}

func draft(act, id string) journal.Draft {
	return by.Draft(noon, act, plan.ObjectOf(id), plan.Changed{})
}

func add(t *testing.T, s *plandb.Store, id org.ID, actions ...plan.Action) {
	t.Helper()
	var entries []journal.Draft
	for _, a := range actions {
		entries = append(entries, draft("plan.add", a.ID))
	}
	if err := s.Add(t.Context(), id, actions, entries); err != nil {
		t.Fatal(err)
	}
}

func TestActionsComeBackAsTheyWere(t *testing.T) {
	each(t, func(t *testing.T, _ *sqldb.DB, s *plandb.Store) {
		add(t, s, "org_a", full("act_2"), bare("act_1"))
		got, err := s.Load(t.Context(), "org_a")
		if diff := cmp.Diff([]plan.Action{bare("act_1"), full("act_2")}, got); err != nil || diff != "" {
			t.Errorf("Load: %v (-want +got):\n%s", err, diff)
		}
		one, ok, err := s.Find(t.Context(), "org_a", "act_2")
		if diff := cmp.Diff(full("act_2"), one); err != nil || !ok || diff != "" {
			t.Errorf("Find: %v, %v (-want +got):\n%s", ok, err, diff)
		}
		if _, ok, err := s.Find(t.Context(), "org_a", "act_9"); ok || err != nil {
			t.Errorf("Find(act_9) = %v, %v, want none", ok, err)
		}
	})
}

func TestAChangeNeedsTheVersionBeforeIt(t *testing.T) {
	each(t, func(t *testing.T, _ *sqldb.DB, s *plandb.Store) {
		add(t, s, "org_a", bare("act_1"))
		a := full("act_1")
		a.Version = 2
		if err := s.Change(t.Context(), "org_a", a, draft("plan.change", "act_1")); err != nil {
			t.Fatal(err)
		}
		for name, version := range map[string]int64{"the same version": 2, "an older one": 1, "one too far": 4} {
			stale := bare("act_1")
			stale.Version = version
			if err := s.Change(t.Context(), "org_a", stale, draft("plan.change", "act_1")); !errors.Is(err, plan.ErrStale) {
				t.Errorf("%s: %v, want ErrStale", name, err)
			}
		}
		got, _, err := s.Find(t.Context(), "org_a", "act_1")
		if diff := cmp.Diff(a, got); err != nil || diff != "" {
			t.Errorf("after stale changes: %v (-want +got):\n%s", err, diff)
		}
		entries, err := s.History(t.Context(), "org_a", plan.ObjectOf("act_1"), 10)
		if err != nil || len(entries) != 2 || entries[0].Action != "plan.change" {
			t.Errorf("History = %v, %v, want the change and the start, no more", entries, err)
		}
	})
}

func TestAllAreAddedOrNone(t *testing.T) {
	each(t, func(t *testing.T, _ *sqldb.DB, s *plandb.Store) {
		add(t, s, "org_a", bare("act_1"))
		err := s.Add(t.Context(), "org_a", []plan.Action{bare("act_2"), bare("act_1")}, []journal.Draft{draft("plan.add", "act_2"), draft("plan.add", "act_1")})
		if err == nil {
			t.Fatal("an action was added twice")
		}
		got, err := s.Load(t.Context(), "org_a")
		if err != nil || len(got) != 1 {
			t.Errorf("Load = %d actions, %v, want the first alone", len(got), err)
		}
		entries, err := s.History(t.Context(), "org_a", plan.ObjectOf("act_2"), 10)
		if err != nil || len(entries) != 0 {
			t.Errorf("History(act_2) = %v, %v, want nothing", entries, err)
		}
	})
}

func TestAnswersComeInTheOrderOfTheJournal(t *testing.T) {
	each(t, func(t *testing.T, db *sqldb.DB, s *plandb.Store) {
		acts := []string{"answer.undo", "answer.save", "plan.add", "answer.prefill", "answer.import", "question.ask", "answer.confirm", "answer.save"}
		for _, id := range []string{"org_a", "org_b"} {
			err := db.Write(t.Context(), sqldb.Org(id), func(tx *sqldb.Tx) error {
				for _, act := range acts {
					if err := journal.Append(t.Context(), tx, id, draft(act, "x")); err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		entries, err := s.Answers(t.Context(), "org_a", 0)
		if err != nil {
			t.Fatal(err)
		}
		var got []int64
		for _, e := range entries {
			got = append(got, e.Seq)
		}
		if diff := cmp.Diff([]int64{0, 1, 3, 4, 6, 7}, got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		late, err := s.Answers(t.Context(), "org_a", 4)
		if err != nil || len(late) != 3 || late[0].Seq != 4 {
			t.Errorf("from 4 on: %v, %v, want 4, 6 and 7", late, err)
		}
	})
}

func TestNobodySeesAnotherOrganisation(t *testing.T) {
	each(t, func(t *testing.T, _ *sqldb.DB, s *plandb.Store) {
		add(t, s, "org_a", bare("act_1"))
		if got, err := s.Load(t.Context(), "org_b"); err != nil || len(got) != 0 {
			t.Errorf("Load(org_b) = %v, %v, want none", got, err)
		}
		if _, ok, err := s.Find(t.Context(), "org_b", "act_1"); ok || err != nil {
			t.Errorf("Find(org_b) = %v, %v, want none", ok, err)
		}
		if got, err := s.History(t.Context(), "org_b", plan.ObjectOf("act_1"), 10); err != nil || len(got) != 0 {
			t.Errorf("History(org_b) = %v, %v, want none", got, err)
		}
		if got, err := s.Answers(t.Context(), "org_b", 0); err != nil || len(got) != 0 {
			t.Errorf("Answers(org_b) = %v, %v, want none", got, err)
		}
		a := full("act_1")
		a.Version = 2
		if err := s.Change(t.Context(), "org_b", a, draft("plan.change", "act_1")); !errors.Is(err, plan.ErrStale) {
			t.Errorf("Change(org_b) = %v, want ErrStale", err)
		}
		add(t, s, "org_b", full("act_1")) // the same name is free there
		got, _, err := s.Find(t.Context(), "org_a", "act_1")
		if diff := cmp.Diff(bare("act_1"), got); err != nil || diff != "" {
			t.Errorf("org_a after org_b wrote: %v (-want +got):\n%s", err, diff)
		}
	})
}
