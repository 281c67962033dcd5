package rounds

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"aantoonbaar/internal/accesslog/reading"
	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
)

// Proposed is the period that a round would be about: the one after the last round, or
// the last whole one of the plan. Both days are included.
func (f Sheaf) Proposed() (from, last time.Time) {
	every := f.Plan().Every
	if last, ok := f.Newest(); ok {
		if next := every.Next(last.Until); !next.After(f.Today) {
			return last.Until, next.AddDate(0, 0, -1)
		}
	}
	y, m, d := f.Today.Date()
	if every == Weekly {
		monday := time.Date(y, m, d-(int(f.Today.Weekday())+6)%7, 0, 0, 0, 0, time.UTC)
		return monday.AddDate(0, 0, -7), monday.AddDate(0, 0, -1)
	}
	first := time.Date(y, m, 1, 0, 0, 0, 0, time.UTC)
	return first.AddDate(0, -1, 0), first.AddDate(0, 0, -1)
}

// Deadline is the day by which the next round is to be closed: that of the round that is
// open, or else of the period after the last one. The zero time while no plan was agreed
// on, or before the first round.
func (f Sheaf) Deadline() time.Time {
	last, ok := f.Newest()
	if len(f.Plans) == 0 || !ok {
		return time.Time{}
	}
	if last.Open() {
		return last.Due()
	}
	return f.Plan().Every.Next(last.Until).AddDate(0, 0, f.Plan().Answers)
}

// Waiting counts the cases that wait for somebody who reviews.
func (f Sheaf) Waiting() (n int) {
	for _, r := range f.Rounds {
		if r.Open() {
			c := CountOf(f.Of(r.ID), f.Now)
			n += c.All - c.Closed - c.Waiting
		}
	}
	return n
}

// A Preview is the first lines of a file, as they would be read.
type Preview struct {
	Entries []Entry // of a log
	Known   []reading.Known
	Refused []reading.Refused

	Unreadable i18n.Text // why the file as a whole cannot be read; zero when it can
}

// An Entry is one line of a log in a preview.
type Entry struct {
	At                          time.Time
	User, Patient, Team, Action string
	Glass, Search               bool
}

// previewed is how many lines a preview has.
const previewed = 8

var errEnough = errors.New("seen enough")

// Preview reads the first lines of a file that waits, as it would be read now.
//
// Refusals: Denied.
func (s *Service) Preview(ctx context.Context, by identity.Actor, l Load) (p Preview, err error) {
	if err := by.Need(identity.ReviewLogs); err != nil {
		return p, err
	}
	if len(l.Missing()) > 0 {
		return p, nil
	}
	refuse := func(r reading.Refused) error {
		p.Refused = append(p.Refused, r)
		return p.enough()
	}
	if l.IsLog() {
		err = s.entries(ctx, by.Org, l, &progress{}, reading.Sink{Refuse: refuse, Take: func(_ int64, _ []byte, e *reading.Entry) error {
			action := ""
			if e.Action != 0 {
				action = string(rune(e.Action))
			}
			p.Entries = append(p.Entries, Entry{At: e.At, User: string(e.User), Patient: string(e.Patient), Team: string(e.Team), Action: action, Glass: e.Glass, Search: e.Search})
			return p.enough()
		}})
	} else {
		r, open := s.open(ctx, s.Logs, by.Org, l.SHA256)
		if open != nil {
			return p, open
		}
		err = l.Facts.List(r, reading.FactSink{Refuse: refuse, Take: func(_ int64, k *reading.Known) error {
			p.Known = append(p.Known, *k)
			return p.enough()
		}})
		err = errors.Join(err, r.Close())
	}
	if unreadable, ok := errors.AsType[reading.Unreadable](err); ok {
		p.Unreadable, err = unreadable.Why, nil
	}
	if errors.Is(err, errEnough) {
		err = nil
	}
	return p, err
}

func (p *Preview) enough() error {
	if len(p.Entries)+len(p.Known)+len(p.Refused) >= previewed {
		return errEnough
	}
	return nil
}

// RefusedLines are the lines of a file that were refused, with where they stand and why.
// The caller closes them.
//
// Refusals: Denied; NotFound when there are none.
func (s *Service) RefusedLines(ctx context.Context, by identity.Actor, id ID) (io.ReadCloser, error) {
	if err := by.Need(identity.ReviewLogs); err != nil {
		return nil, err
	}
	h, err := s.held(ctx, by.Org)
	if err != nil {
		return nil, err
	}
	l, _ := h.Load(id)
	if l.Refused == "" {
		return nil, fault.Missing("accesslog.none-refused")
	}
	return s.open(ctx, s.Apart, by.Org, l.Refused)
}

// Proven reports whether the report of a round stands among the evidence.
//
// Refusals: Denied.
func (s *Service) Proven(ctx context.Context, by identity.Actor, r Round) (bool, error) {
	if err := by.Need(identity.SeeLogReview); err != nil {
		return false, err
	}
	items, err := s.World.Items(ctx, by)
	if err != nil {
		return false, fmt.Errorf("list evidence: %w", err)
	}
	return r.Report != nil && evidence.HasNote(items, r.Report.SHA256), nil
}

// Asked is the case about which the holder of a link is asked. Nothing of it is shown to
// them but the question.
//
// Refusals: Denied; NotFound.
func (s *Service) Asked(ctx context.Context, by identity.Actor) (Case, error) {
	if err := by.Need(identity.AnswerAsked); err != nil {
		return Case{}, err
	}
	h, err := s.held(ctx, by.Org)
	if err != nil {
		return Case{}, err
	}
	c, ok := h.Case(ID(by.About))
	if !ok || c.Question == nil {
		return Case{}, fault.Missing("accesslog.no-question")
	}
	return c, nil
}
