package review

import (
	"context"
	"fmt"
	"slices"
	"time"

	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/legaltime"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/plan"
)

// Store keeps reviews. Each method is one transaction.
type Store interface {
	// Save stores a review and the journal's entry. Version is one more than that of
	// what is there, and 1 for a new review; ErrStale when it is not, and ErrOpen
	// when a new one comes while another has not been signed.
	Save(ctx context.Context, id org.ID, r Review, entry journal.Draft) error

	// All returns the newest limit reviews, newest first.
	All(ctx context.Context, id org.ID, limit int) ([]Review, error)
}

// MaxListed is how many reviews a list shows: two a year for a working life.
const MaxListed = 100

// What a Store says when it stores nothing.
var (
	ErrStale = fault.Stale("review.stale")
	ErrOpen  = &fault.Fault{
		Kind: fault.Conflict, Code: "review.open",
		Says: i18n.T("Er is al een directiebeoordeling in voorbereiding.", "A management review is being prepared already."),
		Hint: i18n.T("Werk daarin verder, of laat die eerst ondertekenen. Er is niets opgeslagen.", "Go on with that one, or have it signed first. Nothing was stored."),
	}
)

// World is what this room must know of the rooms beside it.
type World interface {
	// ReviewFacts gathers what is known under each topic, as of today.
	ReviewFacts(ctx context.Context, by identity.Actor) (map[Topic][]Fact, error)

	// Members returns the names of those who belong to the organisation now.
	Members(ctx context.Context, id org.ID) (identity.Roll, error)

	// Actions lists the improvement plan, and AddAction puts one into it.
	Actions(ctx context.Context, by identity.Actor) ([]plan.Action, error)
	AddAction(ctx context.Context, by identity.Actor, a plan.Action) (plan.Action, error)

	// AddOnce adds a note of the fixed version with that sum to the evidence, unless one
	// stands already.
	AddOnce(ctx context.Context, by identity.Actor, it evidence.Item, sum string) error
}

// A Service is what the rest of the platform may ask of this room.
type Service struct {
	Store Store
	World World
	Now   func() time.Time
	Zone  *time.Location
	NewID func(prefix string) string
}

// A Sheet is a review with the document that is or would be signed.
type Sheet struct {
	Review   Review
	Document Document
	SHA256   string
	Members  identity.Roll
}

// List returns the reviews, newest first.
func (s *Service) List(ctx context.Context, by identity.Actor) ([]Review, error) {
	if err := by.Need(identity.Read); err != nil {
		return nil, err
	}
	all, err := s.Store.All(ctx, by.Org, MaxListed)
	if err != nil {
		return nil, fmt.Errorf("list reviews: %w", err)
	}
	return all, nil
}

// Find returns one review: as it was signed, or with the facts of today.
//
// Refusals: Denied; NotFound.
func (s *Service) Find(ctx context.Context, by identity.Actor, id ID) (Sheet, error) {
	r, err := s.find(ctx, by, id)
	if err != nil {
		return Sheet{}, err
	}
	if r.Signed != nil {
		d, err := readDocument(r.Signed.Text)
		return Sheet{Review: r, Document: d, SHA256: r.Signed.SHA256}, err
	}
	sheet, _, err := s.draw(ctx, by, r)
	return sheet, err
}

func (s *Service) find(ctx context.Context, by identity.Actor, id ID) (Review, error) {
	all, err := s.List(ctx, by)
	if err != nil {
		return Review{}, err
	}
	i := slices.IndexFunc(all, func(r Review) bool { return r.ID == id })
	if i < 0 {
		return Review{}, fault.Missing("review.none")
	}
	return all[i], nil
}

// draw makes the document of a review that is not signed.
func (s *Service) draw(ctx context.Context, by identity.Actor, r Review) (sheet Sheet, text string, err error) {
	sheet.Review = r
	if sheet.Members, err = s.World.Members(ctx, by.Org); err != nil {
		return sheet, "", fmt.Errorf("list members: %w", err)
	}
	facts, err := s.World.ReviewFacts(ctx, by)
	if err != nil {
		return sheet, "", fmt.Errorf("gather facts: %w", err)
	}
	actions, err := s.World.Actions(ctx, by)
	if err != nil {
		return sheet, "", fmt.Errorf("list actions: %w", err)
	}
	facts[Earlier] = append(earlier(r, actions, s.today()), facts[Earlier]...)
	sheet.Document = documentOf(by.Org, r, facts, actions, sheet.Members)
	text, sheet.SHA256, err = sheet.Document.Text()
	return sheet, text, err
}

// open finds a review that is still being prepared.
func (s *Service) open(ctx context.Context, by identity.Actor, id ID) (Review, error) {
	r, err := s.find(ctx, by, id)
	if err == nil && r.Signed != nil {
		err = &fault.Fault{
			Kind: fault.Conflict, Code: "review.signed",
			Says: i18n.T("Deze directiebeoordeling is ondertekend en staat vast.", "This management review was signed and is fixed."),
			Hint: i18n.T("Neem het op in de volgende. Er is niets opgeslagen.", "Put it in the next one. Nothing was stored."),
		}
	}
	return r, err
}

func (s *Service) now() time.Time { return s.Now().UTC().Truncate(time.Microsecond) }

func (s *Service) today() time.Time { return legaltime.DayOf(s.Now(), s.Zone) }
