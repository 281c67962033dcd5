package plan

import (
	"context"
	"fmt"
	"sync"
	"time"

	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/org"
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

// progress replays the journal, anew only when it has grown or a new day has
// begun. Today's counts are those of the picture, whatever the replay says.
func (s *Service) progress(ctx context.Context, id org.ID, pic *assessment.Picture) ([]Day, error) {
	today := s.today()
	if days, ok := s.past.find(id, pic.Said.Size, today); ok {
		return days, nil
	}
	entries, err := s.Store.Answers(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("read past answers: %w", err)
	}
	facts, err := s.World.Facts(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("load profile: %w", err)
	}
	spells, err := s.World.Spells(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("load past evidence: %w", err)
	}
	days, err := Replay(Past{s.Catalogue, facts, spells, entries, s.Zone, today})
	if err != nil {
		return nil, err
	}
	if n := len(days); n > 0 {
		now := Day{On: today, InPlace: pic.Counts.InPlace, Applicable: pic.Counts.Applicable()}
		if days[n-1].On.Equal(today) {
			now.TakenOver = days[n-1].TakenOver
			days = days[:n-1]
		}
		days = append(days, now)
	}
	s.past.keep(id, pic.Said.Size, today, days)
	return days, nil
}

// pasts keeps the histories counted last. The zero value is ready to use.
type pasts struct {
	mu    sync.Mutex
	byOrg map[org.ID]past
}

type past struct {
	size  int64
	today time.Time
	days  []Day
}

// maxPasts bounds the memory that histories take; when it is full, all go.
const maxPasts = 512

func (c *pasts) find(id org.ID, size int64, today time.Time) ([]Day, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	p, ok := c.byOrg[id]
	return p.days, ok && p.size == size && p.today.Equal(today)
}

func (c *pasts) keep(id org.ID, size int64, today time.Time, days []Day) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.byOrg == nil || len(c.byOrg) >= maxPasts {
		c.byOrg = map[org.ID]past{}
	}
	c.byOrg[id] = past{size, today, days}
}
