package exercise

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"aantoonbaar/internal/continuity"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/legaltime"
)

// A Tested is something that an exercise can test, with when one did and will. It is
// up to date for [ValidYears] after the day. Only what counts is there: see
// [Exercise.Counts].
type Tested struct {
	ID    string
	Name  i18n.Text
	Last  time.Time // midnight UTC of the day; zero when never
	Next  time.Time // likewise; zero when nothing is planned
	Waits time.Time // likewise, of an exercise whose report nobody signed yet; zero for none
}

// IsFresh reports whether an exercise tested it in the past year.
func (t Tested) IsFresh(today time.Time) bool {
	return !t.Last.IsZero() && t.Last.AddDate(ValidYears, 0, 0).After(today)
}

// A Coverage is the programme: what was tested when, what was not, and what comes.
type Coverage struct {
	Today     time.Time
	Scenarios []Tested // in the order of the library
	Processes []Tested // by name
	Systems   []Tested // by name
	Kinds     []Tested // of systems with a downtime card, so of cards
	Clocks    []Tested // legal clocks that stories touch
	Coming    []Exercise
	Proposals []Proposal
}

// A Proposal is an exercise that the programme asks for.
type Proposal struct {
	Scenario Scenario
	Month    time.Time // first of the month, midnight UTC
	Because  i18n.Text
}

// Left lists what no exercise tested in the past year and none is planned for.
func (c Coverage) Left(all []Tested) (left []Tested) {
	for _, t := range all {
		if !t.IsFresh(c.Today) && t.Next.IsZero() {
			left = append(left, t)
		}
	}
	return left
}

// Programme returns what was tested, what was not, and what comes.
//
// Refusals: Denied.
func (s *Service) Programme(ctx context.Context, by identity.Actor) (Coverage, error) {
	library, err := s.Library(ctx, by)
	if err != nil {
		return Coverage{}, err
	}
	all, err := s.List(ctx, by)
	if err != nil {
		return Coverage{}, err
	}
	held, err := s.World.Carried(ctx, by)
	if err != nil {
		return Coverage{}, fmt.Errorf("list processes and systems: %w", err)
	}
	b := book{today: s.today(), zone: s.Zone, all: all}
	c := Coverage{Today: b.today}
	for _, x := range library {
		c.Scenarios = append(c.Scenarios, b.of(x.ID, x.Title, func(e Exercise) bool { return e.Script.ID == x.ID }))
	}
	for _, p := range held.Processes {
		c.Processes = append(c.Processes, b.of(string(p.ID), i18n.Same(p.Name), func(e Exercise) bool { return touches(e.Processes, p.ID) }))
	}
	for _, x := range held.Systems {
		c.Systems = append(c.Systems, b.of(string(x.ID), i18n.Same(x.Name), func(e Exercise) bool { return touches(e.Systems, x.ID) }))
	}
	for _, k := range cardKinds {
		c.Kinds = append(c.Kinds, b.of(string(k), k.Name(), func(e Exercise) bool { return slices.Contains(e.Script.Kinds, k) }))
	}
	for _, id := range clocksIn(s.Scenarios) {
		c.Clocks = append(c.Clocks, b.of(id, s.Clocks[id], func(e Exercise) bool { return slices.Contains(e.Script.Clocks(), id) }))
	}
	for _, e := range slices.Backward(all) {
		if e.Stage() == Planned {
			c.Coming = append(c.Coming, e)
		}
	}
	c.Proposals = propose(library, c)
	return c, nil
}

// cardKinds are the kinds of systems that have a downtime card.
var cardKinds = []continuity.Kind{continuity.ClientRecord, continuity.Network, continuity.Phones, continuity.Power, continuity.Medication}

// clocksIn lists the legal clocks of scenarios, each once.
func clocksIn(all []Scenario) (ids []string) {
	for _, x := range all {
		ids = append(ids, x.Clocks()...)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

func touches(all []Touch, id continuity.ID) bool {
	return slices.ContainsFunc(all, func(t Touch) bool { return t.ID == id })
}

// A book is all exercises, the last first.
type book struct {
	today time.Time
	zone  *time.Location
	all   []Exercise
}

// of says when something was tested, and when it will be.
func (b book) of(id string, name i18n.Text, is func(Exercise) bool) Tested {
	t := Tested{ID: id, Name: name}
	for _, e := range b.all {
		switch {
		case !is(e):
		case e.Stage() == Planned:
			t.Next = legaltime.DayOf(e.When, b.zone) // the soonest comes last
		case e.Stage() == Played:
			t.Waits = later(t.Waits, legaltime.DayOf(e.Begun.At, b.zone))
		case e.Counts():
			t.Last = later(t.Last, legaltime.DayOf(e.Begun.At, b.zone))
		}
	}
	return t
}

// later is the later of two moments.
func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// A year holds so many proposals at most: one each quarter.
const perYear = 4

// propose spreads the stories that are left over the coming year, one a quarter: first
// those that were never played, of these first the ones for the own kind of care.
func propose(library []Scenario, c Coverage) (all []Proposal) {
	left := c.Left(c.Scenarios)
	slices.SortStableFunc(left, func(a, b Tested) int { return a.Last.Compare(b.Last) })
	month := time.Date(c.Today.Year(), c.Today.Month()+1, 1, 0, 0, 0, 0, time.UTC)
	for _, t := range left[:min(len(left), max(0, perYear-len(c.Coming)))] {
		i := slices.IndexFunc(library, func(x Scenario) bool { return x.ID == t.ID })
		because := i18n.T("Nog nooit gespeeld.", "Never played.")
		if !t.Last.IsZero() {
			because = i18n.T("Gespeeld op "+i18n.NL.Day(t.Last)+": langer dan een jaar geleden.", "Played on "+i18n.EN.Day(t.Last)+": more than a year ago.")
		}
		for slices.ContainsFunc(c.Coming, func(e Exercise) bool { return near(e.When, month) }) {
			month = month.AddDate(0, 1, 0)
		}
		all = append(all, Proposal{library[i], month, because})
		month = month.AddDate(0, 12/perYear, 0)
	}
	return all
}

// near reports whether a moment is in a month, about.
func near(t, month time.Time) bool {
	return cmp.Compare(t.Year(), month.Year()) == 0 && t.Month() == month.Month()
}
