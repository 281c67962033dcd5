package rounds

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"aantoonbaar/internal/accesslog"
	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/legaltime"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/record"
)

// World is what this room must know of the rooms beside it.
type World interface {
	// Items lists the evidence, and AddOnce adds a note of the fixed version with that
	// sum, unless one stands already.
	Items(ctx context.Context, by identity.Actor) ([]evidence.Item, error)
	AddOnce(ctx context.Context, by identity.Actor, it evidence.Item, sum string) error
}

// A Service is what the rest of the platform may ask of this room.
type Service struct {
	Store     Store
	Logs      Files // what came in, and events and facts with keys
	Apart     Files // the secret of the keys, and who they are
	World     World
	Templates []accesslog.Template
	Signals   map[accesslog.Sign]accesslog.Signal
	Now       func() time.Time
	Zone      *time.Location // in which days are counted
	NewID     func(prefix string) string
	Log       *slog.Logger

	work work
}

// A Sheaf is what there is now, with what follows from it.
type Sheaf struct {
	Held
	Today time.Time
	Now   time.Time
}

// Look returns what there is now. Whoever may not review gets no cases: they are of
// people.
//
// Refusals: Denied.
func (s *Service) Look(ctx context.Context, by identity.Actor) (Sheaf, error) {
	if err := by.Need(identity.SeeLogReview); err != nil {
		return Sheaf{}, err
	}
	h, err := s.held(ctx, by.Org)
	return Sheaf{Held: h, Today: s.today(), Now: s.now()}, err
}

// SavePlan stores the plan. Nobody has approved it then as it stands.
//
// Refusals: Denied; Invalid with every wrong field; Conflict when somebody else changed
// it since.
func (s *Service) SavePlan(ctx context.Context, by identity.Actor, p Plan) error {
	if err := by.Need(identity.ReviewLogs); err != nil {
		return err
	}
	h, err := s.held(ctx, by.Org)
	if err != nil {
		return err
	}
	p = p.tidy()
	var k fault.Checker
	p.check(&k)
	if err := k.Fault("accesslog.plan-refused"); err != nil {
		return err
	}
	there := len(h.Plans) > 0
	was := h.Plan()
	if p.Change, err = s.next(by, !there, there, was.Version, p.Version); err != nil {
		return err
	}
	p.Approved = nil
	if there && was.Approved != nil && was.Sum() == p.Sum() {
		p.Approved = was.Approved
	}
	return s.save(ctx, by, "accesslog.plan", p, p.Change)
}

// ApprovePlan approves the plan as the actor saw it, for the board, and signs with the
// actor's name.
//
// Refusals: Denied; NotFound without a plan; Invalid without the own name; Conflict when
// it was changed since.
func (s *Service) ApprovePlan(ctx context.Context, by identity.Actor, version int64, name string) error {
	if err := by.Need(identity.Sign); err != nil {
		return err
	}
	h, err := s.held(ctx, by.Org)
	if err != nil {
		return err
	}
	there := len(h.Plans) > 0
	p := h.Plan()
	if p.Change, err = s.next(by, false, there, p.Version, version); err != nil {
		return err
	}
	var k fault.Checker
	by.NeedOwnName(&k, "name", name)
	if err := k.Fault("accesslog.approval-refused"); err != nil {
		return err
	}
	p.Approved = s.hand(by, p.Sum())
	return s.save(ctx, by, "accesslog.approve", p, p.Change)
}

func (s *Service) held(ctx context.Context, id org.ID) (Held, error) {
	h, err := s.Store.All(ctx, id)
	if err != nil {
		return Held{}, fmt.Errorf("load log review: %w", err)
	}
	return h, nil
}

// next is the change that follows: see [record.Act].
func (s *Service) next(by identity.Actor, fresh, there bool, now, seen int64) (Change, error) {
	return record.Act{By: by.Name, At: s.now(), Fresh: fresh, There: there, Now: now, Seen: seen}.Next(fault.Missing("accesslog.none"), ErrStale)
}

// save stores a record with its entry.
func (s *Service) save(ctx context.Context, by identity.Actor, action string, r record.Record, c Change) error {
	if err := s.Store.Save(ctx, by.Org, Entered{Record: r, Entry: by.Draft(c.At, action, r.Ref(), r)}); err != nil {
		return fmt.Errorf("%s %s: %w", action, r.Ref(), err)
	}
	return nil
}

// hand is the actor's signature under a text with that sum.
func (s *Service) hand(by identity.Actor, sum string) *Signed {
	return &Signed{By: by.Name, Person: string(by.Person), At: s.now(), SHA256: sum}
}

func (s *Service) now() time.Time { return s.Now().UTC().Truncate(time.Microsecond) }

func (s *Service) today() time.Time { return legaltime.DayOf(s.Now(), s.Zone) }

func conflict(code string, says i18n.Text) error {
	return &fault.Fault{Kind: fault.Conflict, Code: code, Says: says, Hint: i18n.T("Er is niets opgeslagen.", "Nothing was stored.")}
}

// work is what goes on beside the pages: files that are being read, and rounds that are
// being worked out.
type work struct {
	once sync.Once
	wake chan org.ID
	one  sync.Mutex // one at a time: each may need much memory
	at   sync.Map   // how far each is, by the ID of its record: *progress
}

// due wakes the worker for an organisation.
func (s *Service) due(id org.ID) {
	s.work.once.Do(func() { s.work.wake = make(chan org.ID, 64) })
	select {
	case s.work.wake <- id:
	default: // it looks through all of them each minute
	}
}

// Run does what is to be done beside the pages, until ctx ends: first what an earlier
// run of the program left unfinished, and then what comes in. Organisations lists all.
func (s *Service) Run(ctx context.Context, organisations func(context.Context) ([]org.ID, error)) {
	s.work.once.Do(func() { s.work.wake = make(chan org.ID, 64) })
	every := time.NewTicker(time.Minute)
	defer every.Stop()
	all := func() {
		ids, err := organisations(ctx)
		for _, id := range ids {
			err = errors.Join(err, s.Work(ctx, id))
		}
		s.complain(ctx, err)
	}
	all()
	for {
		select {
		case <-ctx.Done():
			return
		case id := <-s.work.wake:
			s.complain(ctx, s.Work(ctx, id))
		case <-every.C:
			all()
		}
	}
}

func (s *Service) complain(ctx context.Context, err error) {
	if err != nil && ctx.Err() == nil {
		s.Log.ErrorContext(ctx, "log review beside the pages failed", slog.Any("err", err))
	}
}

// clearFor is how long after a change of a file is looked whether something of it was
// left that should be gone.
const clearFor = 24 * time.Hour

// Work reads the files of an organisation that wait for it, and works out its rounds.
// What it was cut off from, it begins anew: until the last step nothing counts.
func (s *Service) Work(ctx context.Context, id org.ID) error {
	s.work.one.Lock()
	defer s.work.one.Unlock()
	h, err := s.held(ctx, id)
	if err != nil {
		return err
	}
	failed := []error{s.expire(ctx, id, h)}
	for _, l := range h.Loads {
		switch {
		case l.Stage == Reading:
			failed = append(failed, s.take(ctx, id, l))
		case l.Stage != Arrived && s.now().Sub(l.At) < clearFor && !h.awaits(l.SHA256): // what came in may still be there, when the last step of reading it was cut off
			failed = append(failed, s.remove(ctx, s.Logs, id, l.SHA256))
		}
	}
	for _, r := range h.Rounds {
		if !r.Made && r.Why.IsZero() {
			failed = append(failed, s.make(ctx, id, r))
		}
	}
	return errors.Join(failed...)
}
