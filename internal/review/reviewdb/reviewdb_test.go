package reviewdb_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/review"
	"aantoonbaar/internal/review/reviewdb"
	"aantoonbaar/internal/sqldb"
	"aantoonbaar/internal/sqldb/sqldbtest"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func day(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }

func open(t *testing.T, db *sqldb.DB) *reviewdb.Store {
	t.Helper()
	sqldbtest.Organisations(t, db, "org_a", "org_b")
	return &reviewdb.Store{DB: db}
}

func draft(action string, r review.Review) journal.Draft {
	return journal.Draft{At: noon, ActorID: "per_1", Action: action, Object: r.Ref(), Data: r}
}

func TestAReviewGoesFromBegunToSigned(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, ctx := open(t, db), t.Context()
		save := func(id org.ID, r review.Review, want error) {
			t.Helper()
			if err := s.Save(ctx, id, r, draft("review.change", r)); !errors.Is(err, want) {
				t.Fatalf("Save of %s, version %d = %v, want %v", r.ID, r.Version, err, want)
			}
		}
		first := review.Review{ID: "rev_1", On: day(2026, 11, 20), StartedAt: noon, StartedBy: "Sanne", Version: 1}
		save("org_a", first, nil)
		other := first
		other.ID = "rev_2"
		save("org_a", other, review.ErrOpen) // one at a time
		save("org_b", other, nil)            // and each organisation its own
		full := first
		full.Version, full.Next, full.Attendees, full.Outcome = 2, day(2027, 11, 20), "Hanna\nSanne", "Het werkt."
		full.Remarks = map[review.Topic]string{review.Risks: "ransomware"}
		save("org_a", full, nil)
		save("org_a", full, review.ErrStale)
		save("org_b", full, review.ErrStale) // not theirs
		full.Version, full.Signed = 3, &review.Signed{By: "per_2", Name: "Hanna", Role: identity.BoardMember, At: noon, Words: "ja", SHA256: "00", Text: "{}"}
		save("org_a", full, nil)
		other.On = day(2027, 11, 20)
		other.ID = "rev_3"
		save("org_a", other, nil) // the next one
		got, err := s.All(ctx, "org_a", 10)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]review.Review{other, full}, got); diff != "" {
			t.Errorf("All (-want +got):\n%s", diff)
		}
		if one, err := s.All(ctx, "org_a", 1); err != nil || len(one) != 1 || one[0].ID != "rev_3" {
			t.Errorf("All up to one = %v, %v", one, err)
		}
	})
}
