package incident

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/hook"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/mail"
	"aantoonbaar/internal/memo"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/plan"
	"aantoonbaar/internal/rule"
)

// World is what the room must know of others.
type World interface {
	// About returns the organisation as conditions read it: its profile (org.…)
	// and whether each law applies to it (law.…).
	About(ctx context.Context, by identity.Actor) (rule.Facts, error)

	// OrgName returns what the organisation calls itself.
	OrgName(ctx context.Context, by identity.Actor) (string, error)

	// Crew returns those who belong to the organisation now.
	Crew(ctx context.Context, id org.ID) ([]identity.Membership, error)

	// Parts lists the systems, care processes and suppliers that continuity knows.
	Parts(ctx context.Context, by identity.Actor) ([]Hit, error)

	// Items lists the evidence, Actions the improvement plan, and AddAction puts an
	// action into it.
	Items(ctx context.Context, by identity.Actor) ([]evidence.Item, error)
	Actions(ctx context.Context, by identity.Actor) ([]plan.Action, error)
	AddAction(ctx context.Context, by identity.Actor, a plan.Action) (plan.Action, error)
}

// A Service is what the rest of the platform may ask of this room.
type Service struct {
	Store Store
	World World
	Rules Rules
	Now   func() time.Time
	Zone  *time.Location
	NewID func(prefix string) string

	Mails   func() bool // tells whether mail is sent; nil for never
	Guard   hook.Guard  // of addresses that may be called
	Address string      // under which people reach the program

	indexing sync.Mutex
	indexes  memo.Memo[*index]
}

// Report records that something happened, and calls those who are to know at once.
// Anyone with a place in the organisation may.
//
// Refusals: Denied; Invalid with every wrong field.
func (s *Service) Report(ctx context.Context, by identity.Actor, i Incident) (Incident, error) {
	if err := by.Need(identity.ReportIncident); err != nil {
		return Incident{}, err
	}
	now := s.now()
	i = Incident{
		ID: ID(s.NewID("inc")), Year: now.In(s.Zone).Year(), Title: i.Title, What: i.What, Systems: i.Systems, Happened: i.Happened, Aware: i.Aware,
		Reporter: by.Name, ReporterID: by.Person, ReportedAt: now, Version: 1,
	}
	var k fault.Checker
	i.check(&k, now)
	if err := k.Fault("incident.refused"); err != nil {
		return Incident{}, err
	}
	c, err := s.calling(ctx, by.Org)
	if err != nil {
		return Incident{}, err
	}
	stored, err := s.Store.Add(ctx, by.Org, i, func(i Incident) (entry journal.Draft, call Call) {
		if c.tells() {
			call = speaker{s, c, File{Incident: i}, by.Org, now}.call(First)
		}
		return by.Draft(now, "incident.report", i.Ref(), i), call
	})
	if err != nil {
		return Incident{}, fmt.Errorf("report an incident: %w", err)
	}
	return stored, nil
}

// A Standing is an incident in a list, with the moment that comes first.
type Standing struct {
	Incident
	Duty Duty  // to which Next belongs
	Next Clock // zero when no term runs, or the incident is closed
}

func (s Standing) compare(o Standing) int {
	due, other := s.Next.Deadline.Due, o.Next.Deadline.Due
	switch {
	case s.IsOpen() != o.IsOpen():
		return map[bool]int{true: -1, false: 1}[s.IsOpen()]
	case due.IsZero() != other.IsZero():
		return map[bool]int{true: 1, false: -1}[due.IsZero()]
	}
	return due.Compare(other)
}

// Find returns an incident with its log.
//
// Refusals: Denied; NotFound.
func (s *Service) Find(ctx context.Context, by identity.Actor, id ID) (File, error) {
	if err := by.Need(identity.SeeIncidents); err != nil {
		return File{}, err
	}
	return s.load(ctx, by, id)
}

func (s *Service) load(ctx context.Context, by identity.Actor, id ID) (File, error) {
	f, ok, err := s.Store.Load(ctx, by.Org, id)
	if err != nil {
		return File{}, fmt.Errorf("load incident %s: %w", id, err)
	}
	if !ok {
		return File{}, fault.Missing("incident.none")
	}
	return f, nil
}

// Judge returns what every duty asks after an incident, as it is known now.
func (s *Service) Judge(ctx context.Context, by identity.Actor, i Incident) ([]Judgement, []Question, error) {
	if err := by.Need(identity.SeeIncidents); err != nil {
		return nil, nil, err
	}
	about, err := s.World.About(ctx, by)
	if err != nil {
		return nil, nil, fmt.Errorf("load profile: %w", err)
	}
	return s.Rules.Judge(i, about, s.Now(), s.Zone), s.Rules.Asked(about), nil
}

// A Change is one act on an incident: it changes what it is given, or refuses.
type change func(i *Incident, now time.Time) error

// change does one act of somebody who handles the incident. version is the one
// that they looked at.
func (s *Service) change(ctx context.Context, by identity.Actor, id ID, version int64, action string, do change) error {
	if err := by.Need(identity.HandleIncident); err != nil {
		return err
	}
	f, err := s.load(ctx, by, id)
	if err != nil {
		return err
	}
	if f.Version != version {
		return ErrStale
	}
	i, now := f.Incident, s.now()
	if !i.IsOpen() && !slices.Contains(afterwards, action) {
		return ErrClosed
	}
	i.Answers, i.Overruled, i.Sent = maps.Clone(i.Answers), maps.Clone(i.Overruled), maps.Clone(i.Sent)
	if err := do(&i, now); err != nil {
		return err
	}
	i.Version, i.ChangedBy = i.Version+1, by.Person
	if err := s.Store.Save(ctx, by.Org, i, by.Draft(now, action, i.Ref(), i)); err != nil {
		return fmt.Errorf("%s %s: %w", action, id, err)
	}
	return nil
}

// ErrClosed is what a Store says when the incident is closed.
var ErrClosed = &fault.Fault{
	Kind: fault.Conflict, Code: "incident.closed",
	Says: i18n.T("Dit incident is afgesloten.", "This incident is closed."),
	Hint: i18n.T("Heropen het eerst. Er is niets gewijzigd.", "Reopen it first. Nothing was changed."),
}

// AddLine adds a line to the log of an incident, also of one that is closed: its
// text, whether it is a decision, with whom and how there was contact, and when it
// happened. The rest is filled in here.
//
// Refusals: Denied; NotFound; Invalid.
func (s *Service) AddLine(ctx context.Context, by identity.Actor, id ID, said Line) error {
	if err := by.Need(identity.HandleIncident); err != nil {
		return err
	}
	f, err := s.load(ctx, by, id)
	if err != nil {
		return err
	}
	now := s.now()
	line := Line{At: now, By: by.Name, Decision: said.Decision, With: strings.TrimSpace(said.With), How: said.How, Happened: said.Happened, Text: strings.TrimSpace(said.Text)}
	if line.With == "" {
		line.How = ""
	}
	var k fault.Checker
	line.check(&k, now)
	if err := k.Fault("incident.line-refused"); err != nil {
		return err
	}
	err = s.Store.AddLine(ctx, by.Org, id, line, nil, func(l Line) (journal.Draft, []mail.Message) {
		return by.Draft(now, "incident.line", f.Ref(), l), nil
	})
	if err != nil {
		return fmt.Errorf("add line to %s: %w", id, err)
	}
	return nil
}

func (l Line) check(k *fault.Checker, now time.Time) {
	k.Need(l.Text != "", "line", i18n.T("Schrijf op wat er gebeurde of wat u besloot.", "Write what happened or what you decided."))
	k.Text(l.Text, "line", MaxText)
	k.Line(l.With, "with", MaxName)
	k.Need(l.With == "" || slices.Contains(Channels, l.How), "how", i18n.T("Kies hoe u contact had.", "Choose how you had contact."))
	k.Need(!l.Decision || l.With == "", "with", i18n.T("Leg een besluit en een contact elk in een eigen regel vast.", "Record a decision and a contact on a line each."))
	k.Need(!l.Happened.After(now), "happened", stillToCome)
	k.Need(l.Happened.IsZero() || l.Happened.After(earliest), "happened", tooLongAgo)
}

// When is when it happened.
func (l Line) When() time.Time {
	if l.Happened.IsZero() {
		return l.At
	}
	return l.Happened
}

func (s *Service) now() time.Time { return s.Now().UTC().Truncate(time.Microsecond) }
