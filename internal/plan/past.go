package plan

import (
	"context"
	"fmt"
	"slices"
	"time"

	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/org"
)

// progress replays the journal, anew only when it has grown or a new day has
// begun; what it had before is not read again. Today's counts are those of the
// picture, whatever the replay says.
func (s *Service) progress(ctx context.Context, id org.ID, pic *assessment.Picture) ([]Day, error) {
	today := s.today()
	known := s.past.Find(string(id))
	if known.size == pic.Said.Size && known.today.Equal(today) {
		return known.days, nil
	}
	given, next, err := s.given(ctx, id, known)
	if err != nil {
		return nil, err
	}
	facts, err := s.World.Facts(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("load profile: %w", err)
	}
	spells, err := s.World.Spells(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("load past evidence: %w", err)
	}
	days := Replay(Past{s.Catalogue, facts, spells, given, s.Zone, today})
	if n := len(days); n > 0 {
		now := Day{On: today, InPlace: pic.Counts.InPlace, Applicable: pic.Counts.Applicable()}
		if days[n-1].On.Equal(today) {
			now.TakenOver = days[n-1].TakenOver
			days = days[:n-1]
		}
		days = append(days, now)
	}
	s.past.Keep(string(id), past{size: pic.Said.Size, today: today, days: days, given: given, next: next})
	return days, nil
}

// given returns every answer that was given, and how far the journal was read.
func (s *Service) given(ctx context.Context, id org.ID, known past) ([]Given, int64, error) {
	entries, err := s.Store.Answers(ctx, id, known.next)
	if err != nil {
		return nil, 0, fmt.Errorf("read past answers: %w", err)
	}
	fresh, err := GivenIn(entries)
	if err != nil || len(fresh) == 0 {
		return known.given, known.next, err
	}
	// Others may be reading what is known: what is added goes elsewhere.
	return append(slices.Clip(known.given), fresh...), entries[len(entries)-1].Seq + 1, nil
}

// A past is an organisation's history as it was counted last.
type past struct {
	size  int64 // of the journal; days hold for this size and this day only
	today time.Time
	days  []Day

	given []Given // of the entries before next: a journal only grows, so these hold for ever
	next  int64
}
