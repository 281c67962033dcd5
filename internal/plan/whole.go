package plan

import (
	"context"
	"time"

	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/identity"
)

// A Plan is the whole of it at one moment.
type Plan struct {
	Today   time.Time
	Actions []Action // every one, in the order in which people work
	Tally   Tally
	Picture *assessment.Picture
	Gaps    []Gap
	History []Day
	Outlook Outlook
	Promise Promise
}

// Plan returns the organisation's plan as it stands, with what follows from it.
func (s *Service) Plan(ctx context.Context, by identity.Actor) (*Plan, error) {
	if err := by.Need(identity.Read); err != nil {
		return nil, err
	}
	pic, err := s.World.Picture(ctx, by)
	if err != nil {
		return nil, err
	}
	actions, err := s.list(ctx, by.Org)
	if err != nil {
		return nil, err
	}
	small, err := s.World.IsSmall(ctx, by.Org)
	if err != nil {
		return nil, err
	}
	p := &Plan{Today: s.today(), Actions: actions, Picture: pic}
	p.Tally = Count(actions, p.Today)
	p.Gaps = Gaps(s.Catalogue, pic, actions, small)
	p.Promise = Promised(p.Gaps, p.Today)
	if p.History, err = s.progress(ctx, by.Org, pic); err != nil {
		return nil, err
	}
	p.Outlook = Forecast(p.History, pic.Counts.Applicable(), pic.Counts.InPlace, p.Today)
	return p, nil
}

// Progress returns how many requirements were in place, day by day; the last
// day is today.
func (s *Service) Progress(ctx context.Context, by identity.Actor) ([]Day, error) {
	if err := by.Need(identity.Read); err != nil {
		return nil, err
	}
	pic, err := s.World.Picture(ctx, by)
	if err != nil {
		return nil, err
	}
	return s.progress(ctx, by.Org, pic)
}
