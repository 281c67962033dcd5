package incidentdb_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/incident"
	"aantoonbaar/internal/incident/indicator"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/sqldb"
	"aantoonbaar/internal/sqldb/sqldbtest"
)

func TestTracesAreKeptOnceOfEachIncident(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, ctx := open(t, db), t.Context()
		i, err := s.Add(ctx, "org_a", full("inc_1"), enter)
		if err != nil {
			t.Fatal(err)
		}
		put := func(all ...indicator.Indicator) error {
			return s.Trace(ctx, "org_a", "inc_1", func([]indicator.Indicator) ([]indicator.Indicator, journal.Draft, error) {
				if len(all) == 0 {
					return nil, journal.Draft{}, nil
				}
				return all, journal.Draft{At: noon, ActorID: "per_1", Action: "incident.indicators", Object: i.Ref(), Data: all}, nil
			})
		}
		domain := indicator.Indicator{Kind: indicator.Domain, Value: "evil.example", First: noon, TLP: indicator.Amber, Added: noon, By: "Joost"}
		address := indicator.Indicator{Kind: indicator.IPv4, Value: "198.51.100.7", Added: noon, By: "Joost"}
		if err := errors.Join(put(domain, address), put()); err != nil {
			t.Fatal(err)
		}
		domain.Gone = "vergissing"
		if err := put(domain); err != nil {
			t.Fatal(err)
		}
		got, err := s.Indicators(ctx, "org_a", "inc_1")
		if diff := cmp.Diff([]indicator.Indicator{address, domain}, got); err != nil || diff != "" {
			t.Errorf("%v %s", err, diff)
		}
		if theirs, err := s.Indicators(ctx, "org_b", "inc_1"); len(theirs) > 0 || err != nil {
			t.Errorf("another organisation reads %v, %v", theirs, err)
		}
		refused := errors.New("refused")
		size := 0
		err = s.Trace(ctx, "org_a", "inc_1", func(there []indicator.Indicator) ([]indicator.Indicator, journal.Draft, error) {
			size = len(there)
			return there, journal.Draft{}, refused
		})
		if size != 2 || !errors.Is(err, refused) {
			t.Errorf("%d were there, %v", size, err)
		}
		if err := s.Trace(ctx, "org_b", "inc_1", nil); fault.KindOf(err) != fault.NotFound {
			t.Errorf("of another organisation: %v", err)
		}
		var _ incident.Store = s
	})
}
