package incidentdb_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/incident"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/sqldb"
	"aantoonbaar/internal/sqldb/sqldbtest"
)

func TestEditionsAreAddedAndNeverChanged(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, ctx := open(t, db), t.Context()
		for _, id := range []incident.ID{"inc_1", "inc_2"} {
			if _, err := s.Add(ctx, "org_a", full(id), enter); err != nil {
				t.Fatal(err)
			}
		}
		edition := func(text string, n int, value string) incident.Edition {
			return incident.Edition{
				Text: text, Number: n, Lang: i18n.NL, Values: map[string]string{"cause": value}, Basis: map[string]string{"cause": "regel 1\nregel 2"},
				Changed: []string{"cause"}, By: "Joost", ByID: "per_2", At: noon,
			}
		}
		add := func(i incident.ID, e incident.Edition) error {
			return s.AddEdition(ctx, "org_a", i, e, journal.Draft{At: noon, ActorID: "per_2", Action: "incident.text", Object: incident.Incident{ID: i}.Ref(), Data: e})
		}
		first, second, other := edition("cbw-final", 1, "een"), edition("cbw-final", 2, "twee"), edition("ap-breach", 1, "drie")
		for _, e := range []incident.Edition{first, second, other} {
			if err := add("inc_1", e); err != nil {
				t.Fatal(err)
			}
		}
		if err := add("inc_1", edition("cbw-final", 2, "overschreven")); !errors.Is(err, incident.ErrStale) {
			t.Errorf("the second of two with one number: %v", err)
		}
		if err := add("inc_9", first); err == nil {
			t.Error("an edition of an incident that is not there was stored")
		}
		head := first
		head.Values, head.Basis = nil, nil
		for number, want := range map[int][]incident.Edition{0: {head, second}, 1: {first, second}, 2: {head, second}, 3: {head, second}} {
			all, err := s.Texts(ctx, "org_a", "inc_1", "cbw-final", number)
			if diff := cmp.Diff(want, all); err != nil || diff != "" {
				t.Errorf("with edition %d: %v %s", number, err, diff)
			}
		}
		last, err := s.LastTexts(ctx, "org_a", "inc_1")
		if diff := cmp.Diff([]incident.Edition{other, second}, last); err != nil || diff != "" {
			t.Errorf("%v %s", err, diff)
		}
		closed := full("inc_2")
		closed.Number, closed.Version, closed.ClosedAt = 2, 2, noon
		if err := s.Save(ctx, "org_a", closed, entry(closed)); err != nil {
			t.Fatal(err)
		}
		if err := add("inc_2", first); !errors.Is(err, incident.ErrClosed) {
			t.Errorf("an edition of what was closed meanwhile: %v", err)
		}
		if all, err := s.Texts(ctx, "org_b", "inc_1", "cbw-final", 1); err != nil || len(all) > 0 {
			t.Errorf("another organisation reads %d editions: %v", len(all), err)
		}
		if all, err := s.LastTexts(ctx, "org_a", "inc_2"); err != nil || len(all) > 0 {
			t.Errorf("another incident has %d texts: %v", len(all), err)
		}
	})
}
