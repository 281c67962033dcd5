package receiveddb_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"aantoonbaar/internal/anchor"
	"aantoonbaar/internal/dossier"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/received"
	"aantoonbaar/internal/received/receiveddb"
	"aantoonbaar/internal/sqldb"
	"aantoonbaar/internal/sqldb/sqldbtest"
)

var noon = time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)

func open(t *testing.T, db *sqldb.DB) *receiveddb.Store {
	t.Helper()
	sqldbtest.Organisations(t, db, "org_a", "org_b")
	return &receiveddb.Store{DB: db}
}

func dossierOf(origin string, n int) received.Received {
	return received.Received{
		ID: received.ID(fmt.Sprintf("rcd_%s_%02d", origin[:1], n)), From: "Duinrand\n\"ICT\"", Origin: origin, Size: int64(n), Root: "cm9vdA==", At: noon.Add(-time.Hour), Note: origin + "\nnote",
		Keys: []string{"k1", "k2"}, Vouched: true, Verdict: dossier.NotProven, Counts: received.Counts{Proven: 1, Erased: 2, NotProven: 3, Contradicted: 4},
		Problems: []string{"it differs"}, Dutch: []string{"het is anders"}, Relation: received.Grown, Beside: "rcd_x", Withheld: received.SeenMore, Receipt: "bewijs", File: "d.zip", Bytes: 9, SHA256: "ab",
		Remark: "regel 1\nregel 2", By: "Sanne", Kept: noon.Add(time.Duration(n) * time.Minute),
	}
}

// keep keeps a dossier as it is, and moves what the installation saw to its size.
func keep(t *testing.T, s *receiveddb.Store, id org.ID, r received.Received) (earlier []received.Received, seen anchor.Seen, err error) {
	t.Helper()
	err = s.Keep(t.Context(), id, r.Origin, func(all []received.Received, last anchor.Seen) (received.Kept, error) {
		earlier, seen = all, last
		return received.Kept{
			Received: r, Next: anchor.Seen{Size: r.Size, Note: r.Note},
			Entry: journal.Draft{At: noon, ActorID: "per_1", Action: received.ActKeep, Object: r.Ref(), Data: r},
		}, nil
	})
	return earlier, seen, err
}

func TestWhatWasKeptComesBack(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, ctx := open(t, db), t.Context()
		one, two, other := dossierOf("x/org", 1), dossierOf("x/org", 2), dossierOf("y/org", 3)
		for _, r := range []received.Received{one, two, other} {
			if _, _, err := keep(t, s, "org_a", r); err != nil {
				t.Fatal(err)
			}
		}
		all, err := s.All(ctx, "org_a")
		if diff := cmp.Diff([]received.Received{one, two, other}, all); err != nil || diff != "" {
			t.Errorf("All: %v (-want +got):\n%s", err, diff)
		}
		earlier, seen, err := s.Before(ctx, "org_a", "x/org")
		if diff := cmp.Diff([]received.Received{one, two}, earlier); err != nil || diff != "" || seen.Size != 2 || seen.Note != two.Note {
			t.Errorf("Before: %+v, %v (-want +got):\n%s", seen, err, diff)
		}
		if theirs, err := s.All(ctx, "org_b"); err != nil || len(theirs) != 0 {
			t.Errorf("org_b sees %v, %v", theirs, err)
		}
		theirs, seen, err := s.Before(ctx, "org_b", "x/org")
		if err != nil || len(theirs) != 0 || seen.Size != 2 {
			t.Errorf("org_b: %v, and this installation saw %+v, %v; want none, and what org_a brought", theirs, seen, err)
		}
		if _, _, err := keep(t, s, "org_a", two); !errors.Is(err, received.ErrMeanwhile) {
			t.Errorf("kept twice: %v", err)
		}
		refusal := errors.New("no")
		err = s.Keep(ctx, "org_a", "x/org", func([]received.Received, anchor.Seen) (received.Kept, error) { return received.Kept{}, refusal })
		if again, errAll := s.All(ctx, "org_a"); !errors.Is(err, refusal) || errAll != nil || len(again) != 3 {
			t.Errorf("after a refusal (%v) there are %d, %v", err, len(again), errAll)
		}
	})
}

// TestTwoAtOnceSeeEachOther: of dossiers that are kept at the same moment each is
// compared with those that came before it, and no two organisations move what was
// seen from the same point.
func TestTwoAtOnceSeeEachOther(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s := open(t, db)
		const n = 6
		before, failed := make([]int, n), make([]error, 2*n)
		var all sync.WaitGroup
		for i := range n {
			all.Go(func() {
				r := dossierOf("x/org", i+1)
				earlier, _, err := keep(t, s, "org_a", r)
				before[i], failed[i] = len(earlier), err
			})
			all.Go(func() {
				_, _, failed[n+i] = keep(t, s, "org_b", dossierOf("x/org", n+i+1))
			})
		}
		all.Wait()
		kept, seen := 0, map[int]bool{}
		for i, err := range failed {
			if err != nil && !errors.Is(err, received.ErrMeanwhile) {
				t.Errorf("keep %d: %v", i, err)
			}
			if err == nil && i < n {
				kept++
				if seen[before[i]] {
					t.Errorf("two saw the same %d before them", before[i])
				}
				seen[before[i]] = true
			}
		}
		if there, err := s.All(t.Context(), "org_a"); err != nil || len(there) != kept || kept == 0 {
			t.Errorf("%d are there of the %d that were kept, %v", len(there), kept, err)
		}
	})
}
