package review_test

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/ref"
	"aantoonbaar/internal/review"
)

func day(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }

func TestTheNextDayIsThatOfTheNewestSignedReview(t *testing.T) {
	signed := func(on, next time.Time) review.Review {
		return review.Review{On: on, Next: next, Signed: &review.Signed{}}
	}
	first, second := signed(day(2025, 11, 1), day(2026, 11, 1)), signed(day(2026, 10, 20), day(2027, 10, 20))
	for _, tt := range []struct {
		name string
		all  []review.Review
		want time.Time
	}{
		{"none", nil, time.Time{}},
		{"only one in preparation", []review.Review{{On: day(2026, 12, 1)}}, time.Time{}},
		{"one signed", []review.Review{first}, day(2026, 11, 1)},
		{"two signed", []review.Review{first, second}, day(2027, 10, 20)},
		{"the next one is being prepared", []review.Review{first, {On: day(2026, 11, 2)}}, time.Time{}},
	} {
		if got := review.NextOn(tt.all); !got.Equal(tt.want) {
			t.Errorf("%s: NextOn = %s, want %s", tt.name, got, tt.want)
		}
	}
}

func ready() review.Document {
	d := review.Document{Attendees: "Hanna", Next: "2027-11-01", Outcome: "Het werkt."}
	for _, topic := range review.Topics {
		d.Points = append(d.Points, review.Point{Topic: topic, Remark: "Besproken."})
	}
	return d
}

func TestEveryTopicIsAskedForBeforeSigning(t *testing.T) {
	if missing := ready().Missing(); len(missing) > 0 {
		t.Fatalf("Missing = %v, want nothing", missing)
	}
	for i, topic := range review.Topics {
		d := ready()
		d.Points[i].Remark = ""
		if missing := d.Missing(); len(missing) != 1 || !strings.Contains(missing[0].NL, topic.Name().NL) {
			t.Errorf("without %s Missing = %v", topic, missing)
		}
		d.Points[i].Facts = []review.Fact{{Says: i18n.Same("x")}}
		if missing := d.Missing(); len(missing) > 0 {
			t.Errorf("with a fact about %s Missing = %v", topic, missing)
		}
	}
	for name, change := range map[string]func(*review.Document){
		"attendees": func(d *review.Document) { d.Attendees = "" }, "next": func(d *review.Document) { d.Next = "" }, "outcome": func(d *review.Document) { d.Outcome = "" },
	} {
		d := ready()
		if change(&d); len(d.Missing()) != 1 {
			t.Errorf("without %s Missing = %v", name, d.Missing())
		}
	}
}

func TestEveryTopicHasWords(t *testing.T) {
	for _, topic := range review.Topics {
		for _, text := range []i18n.Text{topic.Name(), topic.Asks()} {
			if text.NL == "" || text.EN == "" || text.NL == text.EN {
				t.Errorf("%s has %+v", topic, text)
			}
		}
	}
}

func TestRecallKeepsTheNewestAndNamesWhatWasErased(t *testing.T) {
	entry := func(action string, r review.Review) journal.Entry {
		data, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		return journal.Entry{Action: action, Object: r.Ref(), Data: data}
	}
	a, b := review.Review{ID: "rev_a", On: day(2026, 1, 1), Version: 1}, review.Review{ID: "rev_b", On: day(2026, 2, 1), Version: 1}
	later := a
	later.Version, later.Attendees = 2, "Hanna"
	gone := entry("review.sign", b)
	gone.Data = nil
	all, unknown, err := review.Recall([]journal.Entry{entry("review.begin", a), entry("review.begin", b), entry("review.change", later), gone, {Action: "plan.add"}})
	if err != nil || len(all) != 1 || all[0].Attendees != "Hanna" || !slices.Equal(unknown, []ref.Ref{b.Ref()}) {
		t.Errorf("Recall = %+v, %v, %v", all, unknown, err)
	}
}

// A shelf is a Store in memory that counts what it was asked to keep.
type shelf struct {
	all  []review.Review
	kept int
}

func (s *shelf) Save(_ context.Context, _ org.ID, r review.Review, _ journal.Draft) error {
	s.kept++
	s.all = []review.Review{r}
	return nil
}

func (s *shelf) All(context.Context, org.ID, int) ([]review.Review, error) { return s.all, nil }

func TestWrongFieldsAreAllNamedAndNothingIsKept(t *testing.T) {
	s := &shelf{all: []review.Review{{ID: "rev_a", On: day(2026, 11, 1), Version: 1}}}
	service := &review.Service{Store: s, Now: func() time.Time { return day(2026, 11, 2) }, Zone: time.UTC}
	officer := identity.Actor{Person: "per_1", Name: "Sanne", Org: "org_a", Role: identity.SecurityOfficer, Credential: identity.Session}
	err := service.Change(t.Context(), officer, review.Review{
		ID: "rev_a", Version: 1, On: day(2026, 11, 1), Next: day(2026, 11, 1), Remarks: map[review.Topic]string{review.Risks: strings.Repeat("a", 4001)},
	})
	f, ok := fault.Of(err)
	if !ok || f.Kind != fault.Invalid || len(f.Fields) != 2 || f.Fields[0].Name != "next" || f.Fields[1].Name != "remark-risks" {
		t.Errorf("Change = %+v", err)
	}
	if err := service.Change(t.Context(), officer, review.Review{ID: "rev_a", Version: 2, On: day(2026, 11, 1)}); !errors.Is(err, review.ErrStale) {
		t.Errorf("Change of another version = %v, want ErrStale", err)
	}
	s.all[0].Signed = &review.Signed{Text: "{}"}
	for name, err := range map[string]error{
		"Change": service.Change(t.Context(), officer, review.Review{ID: "rev_a", Version: 1, On: day(2026, 11, 1)}),
		"Sign":   service.Sign(t.Context(), identity.Actor{Person: "per_2", Name: "Hanna", Org: "org_a", Role: identity.BoardMember, Credential: identity.Session}, "rev_a", review.Signature{}),
	} {
		if fault.KindOf(err) != fault.Conflict {
			t.Errorf("%s of a signed review = %v, want a conflict", name, err)
		}
	}
	if s.kept > 0 {
		t.Errorf("%d were kept", s.kept)
	}
}
