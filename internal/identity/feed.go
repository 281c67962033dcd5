package identity

import (
	"context"
	"fmt"
	"time"

	"aantoonbaar/internal/journal"
)

// A person's feed is an address at which a calendar program reads what awaits that
// person, in all places. Whoever has the address reads along, without signing in:
// so it is long, shown once, and can be replaced. What it tells is decided at each
// read, by the roles that the person has then.

// FeedStore keeps the address of each person's feed, as a hash. Each method is one
// transaction.
type FeedStore interface {
	// SetFeed gives p a feed in the place of an earlier one; without a hash it takes
	// the feed away. Entry goes to the journals of all places of p.
	SetFeed(ctx context.Context, p PersonID, hash []byte, entry journal.Draft) error

	// FeedSince tells since when p has this feed; zero for none.
	FeedSince(ctx context.Context, p PersonID) (time.Time, error)

	// FeedOf finds whose feed it is.
	FeedOf(ctx context.Context, hash []byte) (Person, bool, error)
}

// MakeFeed makes the actor's feed, in the place of an earlier one, and returns the
// secret of its address.
//
// Refusals: Denied without a sign-in of the last minutes: the address goes on
// working when nobody is signed in.
func (s *Service) MakeFeed(ctx context.Context, by Actor) (secret string, err error) {
	if err := by.Need(SelfOnly); err != nil {
		return "", err
	}
	if err := by.NeedFresh(s.Now()); err != nil {
		return "", err
	}
	secret = newSecret()
	return secret, s.setFeed(ctx, by, hashSecret(secret), "identity.feed-made")
}

// EndFeed makes the address of the actor's feed stop working.
func (s *Service) EndFeed(ctx context.Context, by Actor) error {
	if err := by.Need(SelfOnly); err != nil {
		return err
	}
	return s.setFeed(ctx, by, nil, "identity.feed-ended")
}

func (s *Service) setFeed(ctx context.Context, by Actor, hash []byte, action string) error {
	if err := s.Store.SetFeed(ctx, by.Person, hash, by.Draft(s.Now(), action, personRef(by.Person), nil)); err != nil {
		return fmt.Errorf("set feed of %s: %w", by.Person, err)
	}
	return nil
}

// A FeedReader is whose feed is read, with the places as they are now.
type FeedReader struct {
	Person Person
	Places []Membership
	Actors []Actor // one for each place, who may read
}

// OpenFeed returns whose feed the secret opens. An assessor's place is left out: what
// is judged is one moment of the past.
//
// Refusals: NotFound, the same for every address that does not work.
func (s *Service) OpenFeed(ctx context.Context, secret string) (FeedReader, error) {
	p, ok, err := s.Store.FeedOf(ctx, hashSecret(secret))
	if err != nil {
		return FeedReader{}, fmt.Errorf("find feed: %w", err)
	}
	if !ok {
		return FeedReader{}, deadLink()
	}
	places, err := s.places(ctx, p.ID)
	if err != nil {
		return FeedReader{}, err
	}
	r := FeedReader{Person: p}
	for _, m := range places {
		if m.Role == Assessor {
			continue
		}
		r.Places = append(r.Places, m)
		r.Actors = append(r.Actors, Actor{Person: p.ID, Name: p.Name, Org: m.Org, Role: m.Role, Credential: Feed})
	}
	return r, nil
}
