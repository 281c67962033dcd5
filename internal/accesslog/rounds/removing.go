package rounds

import (
	"context"
	"errors"
	"slices"
	"strings"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/org"
)

// Drop takes a file out: what was kept of it is removed for good, and rounds that are to
// come do without it. Its record stays.
//
// Refusals: Denied; NotFound; Conflict while it is being read, or when somebody else
// changed it since; Conflict for a log whose lines are to be kept.
func (s *Service) Drop(ctx context.Context, by identity.Actor, id ID, version int64) error {
	if err := by.Need(identity.ReviewLogs); err != nil {
		return err
	}
	h, err := s.held(ctx, by.Org)
	if err != nil {
		return err
	}
	l, ok := h.Load(id)
	was := l
	if l.Change, err = s.next(by, false, ok && l.Stage != Gone, l.Version, version); err != nil {
		return err
	}
	if l.Stage == Reading {
		return conflict("accesslog.being-read", i18n.T("Dit bestand wordt gelezen. Wacht tot dat klaar is.", "This file is being read. Wait until that is done."))
	}
	if l.Stage == Kept && slices.ContainsFunc(h.Rounds, func(r Round) bool { return r.uses(id) }) {
		return conflict("accesslog.in-use", i18n.T("Een ronde is op dit bestand gebaseerd. Het blijft staan tot de bewaartermijn om is.", "A round is based on this file. It stays until its term has ended."))
	}
	if l.Hold != "" {
		return conflict("accesslog.held", i18n.T("Dit bestand moet blijven: "+l.Hold, "This file must stay: "+l.Hold))
	}
	l = l.gone()
	if err := s.save(ctx, by, "accesslog.drop", l, l.Change); err != nil {
		return err
	}
	return s.clear(ctx, by.Org, h, was)
}

// Keep holds a file so that it stays, whatever its term: a case before a court, or a
// question of a supervisor. Because "" lets go of it.
//
// Refusals: Denied; NotFound; Invalid for too long a reason; Conflict for one that was
// taken out, or when somebody else changed it since.
func (s *Service) Keep(ctx context.Context, by identity.Actor, id ID, version int64, because string) error {
	if err := by.Need(identity.ReviewLogs); err != nil {
		return err
	}
	h, err := s.held(ctx, by.Org)
	if err != nil {
		return err
	}
	l, ok := h.Load(id)
	if l.Change, err = s.next(by, false, ok && l.Stage != Gone, l.Version, version); err != nil {
		return err
	}
	if l.Stage == Reading {
		return conflict("accesslog.being-read", i18n.T("Dit bestand wordt gelezen. Wacht tot dat klaar is.", "This file is being read. Wait until that is done."))
	}
	l.Hold = strings.TrimSpace(because)
	var k fault.Checker
	k.Line(l.Hold, "because", maxName)
	if err := k.Fault("accesslog.hold-refused"); err != nil {
		return err
	}
	return s.save(ctx, by, "accesslog.hold", l, l.Change)
}

// expire removes the files of which the term has ended. That they were there, and what
// was removed, stays.
func (s *Service) expire(ctx context.Context, id org.ID, h Held) error {
	by, years := identity.SystemActor(id), h.Plan().Years
	var failed []error
	for _, l := range h.Loads {
		if l.Stage != Kept || l.Hold != "" || s.Now().Before(l.Ends(years)) {
			continue
		}
		was := l
		l = l.gone()
		l.Change = Change{Version: l.Version + 1, At: s.now(), By: by.Name}
		err := s.save(ctx, by, "accesslog.expire", l, l.Change)
		if err == nil {
			err = s.clear(ctx, id, h, was)
		}
		failed = append(failed, err)
	}
	return errors.Join(failed...)
}

// clear removes everything that is kept of a file, and of no other: two files with the
// same lines are kept as one.
func (s *Service) clear(ctx context.Context, id org.ID, h Held, l Load) (err error) {
	shared := map[string]bool{}
	for _, o := range h.Loads {
		if o.ID != l.ID && o.Stage != Gone {
			for _, sum := range o.kept() {
				shared[sum] = true
			}
		}
	}
	for _, kept := range []struct {
		in  Files
		sum string
	}{{s.Logs, l.SHA256}, {s.Logs, l.Events}, {s.Logs, l.Links}, {s.Apart, l.Names}, {s.Apart, l.Refused}} {
		if !shared[kept.sum] {
			err = errors.Join(err, s.remove(ctx, kept.in, id, kept.sum))
		}
	}
	return err
}

func (r Round) uses(id ID) bool {
	return slices.ContainsFunc(r.Used, func(u Used) bool { return u.ID == id })
}
