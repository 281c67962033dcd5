package rounds

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"aantoonbaar/internal/accesslog"
	"aantoonbaar/internal/accesslog/eventfile"
	"aantoonbaar/internal/blob"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/org"
)

// Open begins the round of a period, whose first day is from: until counts as the first
// day after it. It is worked out beside the pages.
//
// Refusals: Denied; Invalid for a period that is not over, or of which there is no log;
// Conflict for one of which there is a round that is open.
func (s *Service) Open(ctx context.Context, by identity.Actor, from, until time.Time) (Round, error) {
	if err := by.Need(identity.ReviewLogs); err != nil {
		return Round{}, err
	}
	h, err := s.held(ctx, by.Org)
	if err != nil {
		return Round{}, err
	}
	begins, ends := s.midnight(from), s.midnight(until)
	logs := h.Logs(begins, ends)
	var k fault.Checker
	k.Need(!from.IsZero(), "from", i18n.T("Kies de eerste dag.", "Choose the first day."))
	k.Need(until.After(from), "until", i18n.T("Kies een laatste dag die niet vóór de eerste ligt.", "Choose a last day that is not before the first."))
	k.Need(until.Sub(from) <= 100*24*time.Hour, "until", i18n.T("Kies hoogstens honderd dagen.", "Choose at most a hundred days."))
	k.Need(!until.After(s.today()), "until", i18n.T("Kies een laatste dag vóór vandaag: wat nog komt, kan niet worden beoordeeld.", "Choose a last day before today: what is still to come cannot be reviewed."))
	k.Need(len(logs) > 0, "from", i18n.T("Van deze dagen is er geen log. Lees die eerst in.", "There is no log of these days. Import it first."))
	if err := k.Fault("accesslog.round-refused"); err != nil {
		return Round{}, err
	}
	var broken []Broken
	for _, r := range h.Rounds {
		switch {
		case !r.meets(from, until):
		case r.Broken != nil:
			broken = append(broken, *r.Broken)
		case r.Report == nil && r.Why.IsZero():
			return Round{}, conflict("accesslog.round-open", i18n.T("Over deze dagen loopt al een ronde. Sluit die eerst af.", "There is an open round over these days already. Close that first."))
		}
	}
	r := Round{Before: broken, ID: ID(s.NewID("rnd")), From: from, Until: until, Begun: s.today(), Plan: h.Plan(), Change: Change{Version: 1, At: s.now(), By: by.Name}}
	for _, l := range append(logs, h.Explaining()...) {
		r.Used = append(r.Used, Used{l.ID, string(l.Table), l.File, l.Source, l.SHA256, l.Read.Lines})
	}
	slices.SortFunc(r.Used, func(a, b Used) int { return slices.Compare([]byte(a.ID), []byte(b.ID)) })
	if err := s.save(ctx, by, "accesslog.open", r, r.Change); err != nil {
		return Round{}, err
	}
	s.due(by.Org)
	return r, nil
}

// Break breaks a round off, and says why: its cases are judged no further.
//
// Refusals: Denied; NotFound; Invalid without a reason; Conflict for one that is closed or
// not worked out, or when somebody else changed it since.
func (s *Service) Break(ctx context.Context, by identity.Actor, id ID, version int64, because string) error {
	if err := by.Need(identity.ReviewLogs); err != nil {
		return err
	}
	h, err := s.held(ctx, by.Org)
	if err != nil {
		return err
	}
	r, ok := h.Round(id)
	if r.Change, err = s.next(by, false, ok, r.Version, version); err != nil {
		return err
	}
	if !r.Open() {
		return conflict("accesslog.round-closed", i18n.T("Deze ronde is afgesloten, of nog niet klaar om te beoordelen.", "This round is closed, or not ready to be reviewed."))
	}
	because = strings.TrimSpace(because)
	var k fault.Checker
	k.Need(because != "", "because", i18n.T("Schrijf op waarom u de ronde afbreekt.", "Write why you break the round off."))
	k.Text(because, "because", maxText)
	if err := k.Fault("accesslog.break-refused"); err != nil {
		return err
	}
	r.Broken = &Broken{by.Name, r.At, because}
	return s.save(ctx, by, "accesslog.break", r, r.Change)
}

// midnight is the moment at which a day begins in the organisation's zone.
func (s *Service) midnight(day time.Time) time.Time {
	return time.Date(day.Year(), day.Month(), day.Day(), 0, 0, 0, 0, s.Zone)
}

// make works a round out, and stores it with its cases: all of it or nothing.
func (s *Service) make(ctx context.Context, id org.ID, r Round) error {
	h, err := s.held(ctx, id)
	if err != nil {
		return err
	}
	g, err := s.given(ctx, id, h, &r)
	if err != nil {
		return fmt.Errorf("round %s: %w", r.ID, err)
	}
	cases := g.reckon(&r)
	r.Made, r.Change = true, Change{Version: r.Version + 1, At: s.now(), By: r.By}
	by := identity.SystemActor(id)
	all := []Entered{{Record: r, Entry: by.Draft(r.At, "accesslog.made", r.Ref(), r)}}
	for _, c := range cases {
		c.ID, c.Round, c.Change = ID(s.NewID("cas")), r.ID, Change{Version: 1, At: r.At, By: by.Name}
		all = append(all, Entered{Record: c, Entry: by.Draft(r.At, "accesslog.case", c.Ref(), c)})
	}
	return s.Store.Save(ctx, id, all...)
}

// partSize is how many events are gathered at once: what remembers them takes 16 bytes
// for each.
const partSize = 8_000_000

// given reads what a round is worked out from.
func (s *Service) given(ctx context.Context, id org.ID, h Held, r *Round) (*given, error) {
	g := &given{templates: s.Templates, signals: signalsOf(s.Signals, h), coding: &accesslog.Coding{}, links: accesslog.Links{Users: map[accesslog.Key]accesslog.Link{}, Patients: map[accesslog.Key]accesslog.Link{}}}
	r.Confirmed, _ = h.Confirmed()
	var logs []Load
	lines := int64(0)
	for _, u := range r.Used {
		l, ok := h.Load(u.ID)
		switch {
		case !ok || l.Stage != Kept:
			return nil, fmt.Errorf("%s is gone", u.ID)
		case l.IsLog():
			logs, lines = append(logs, l), lines+l.Read.Lines
		default:
			if err := s.known(ctx, id, l, g); err != nil {
				return nil, err
			}
		}
	}
	p := s.begin(r.ID, lines)
	defer s.ended(r.ID)
	parts := int(lines/partSize) + 1
	for part := range parts {
		gather := accesslog.Gathering{Coding: g.coding, Calendar: accesslog.NewCalendar(s.Zone)}
		need := eventfile.Need{Lean: true, Part: part, Parts: parts, From: s.midnight(r.From), To: s.midnight(r.Until)}
		for _, l := range logs {
			if err := s.events(ctx, id, l.Events, need, func(e *accesslog.Event) error {
				r.Found.Events++
				p.done.Add(1)
				gather.Add(e)
				return nil
			}); err != nil {
				return nil, fmt.Errorf("events of %s: %w", l.ID, err)
			}
		}
		r.Found.Twice, r.Found.Nobody, r.Found.Nameless = r.Found.Twice+gather.Twice, r.Found.Nobody+gather.Nobody, r.Found.Nameless+gather.Nameless
		g.units = append(g.units, gather.Units()...)
	}
	slices.SortFunc(g.units, accesslog.ByPatientUserDay)
	return g, nil
}

// events reads events from a file.
func (s *Service) events(ctx context.Context, id org.ID, sum string, need eventfile.Need, take func(*accesslog.Event) error) (err error) {
	f, err := s.at(ctx, id, sum)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	n := 0
	return eventfile.Scan(f, f.Size(), need, func(e *accesslog.Event) error {
		if n++; n%10_000 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		return take(e)
	})
}

func (s *Service) at(ctx context.Context, id org.ID, sum string) (*blob.Opened, error) {
	name, err := blob.ParseSum(sum)
	if err != nil {
		return nil, err
	}
	return s.Logs.At(ctx, string(id), name)
}

// known reads a list of what explains.
func (s *Service) known(ctx context.Context, id org.ID, l Load, g *given) error {
	facts, err := s.at(ctx, id, l.Events)
	if err != nil {
		return fmt.Errorf("facts of %s: %w", l.ID, err)
	}
	err = eventfile.ReadFacts(facts, facts.Size(), func(f *accesslog.Fact) error {
		g.facts = append(g.facts, *f)
		return nil
	})
	if err = errors.Join(err, facts.Close()); err != nil {
		return fmt.Errorf("facts of %s: %w", l.ID, err)
	}
	links, err := s.at(ctx, id, l.Links)
	if err != nil {
		return fmt.Errorf("people of %s: %w", l.ID, err)
	}
	err = eventfile.ReadLinks(links, links.Size(), func(works bool, key accesslog.Key, link accesslog.Link) error {
		if works {
			g.links.Users[key] = link
		} else {
			g.links.Patients[key] = link
		}
		return nil
	})
	if err = errors.Join(err, links.Close()); err != nil {
		return fmt.Errorf("people of %s: %w", l.ID, err)
	}
	return nil
}
