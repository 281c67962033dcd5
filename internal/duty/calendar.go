package duty

import (
	"fmt"
	"slices"
	"time"

	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/legaltime"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/rule"
	"aantoonbaar/internal/source"
)

// An Event is a date in the law, as content describes it.
type Event struct {
	ID string `yaml:"id"`

	// Day is the last day of the period that Precision names: an event "in 2031"
	// has 31 December 2031. Zero means that the date is not known.
	Day       time.Time `yaml:"day"`
	Precision Precision `yaml:"precision"`

	Kind    EventKind `yaml:"kind"`
	Title   i18n.Text `yaml:"title"`
	Says    i18n.Text `yaml:"says"`
	Article string    `yaml:"article"`

	// The event is for organisations of which When holds and, where Duty is
	// set, which that duty concerns; where Verdicts is set too, with one of those.
	When     rule.Expr `yaml:"when"`
	Duty     string    `yaml:"duty"`
	Verdicts []string  `yaml:"verdicts"`

	Sources   []source.Source `yaml:"sources"`
	CheckedOn time.Time       `yaml:"checked_on"`

	// Page is where an organisation's own date is worked on, within the
	// organisation: "/certificaten"; "" for a date in the law.
	Page string `yaml:"-"`
}

// A Precision says how much of a date is known.
type Precision string

// The precisions.
const (
	ToTheDay   Precision = ""
	ToTheMonth Precision = "month"
	ToTheYear  Precision = "year"
)

// An EventKind says what a date asks of people.
type EventKind string

// The kinds.
const (
	Deadline EventKind = "deadline" // be ready by then
	Start    EventKind = "start"    // something begins to bind
	News     EventKind = "news"     // good to know
)

// Shown writes the date as far as it is known: "15 augustus 2028", "maart
// 2027", "2031", "datum nog niet bekend".
func (e Event) Shown(l i18n.Lang) string {
	switch {
	case e.Day.IsZero():
		return l.T("datum nog niet bekend", "date not known yet")
	case e.Precision == ToTheMonth:
		return l.Month(e.Day)
	case e.Precision == ToTheYear:
		return fmt.Sprint(e.Day.Year())
	}
	return l.Day(e.Day)
}

// A Date is an event that concerns an organisation, or may.
type Date struct {
	Event
	Concerns rule.Truth    // Yes, or Unknown while answers are missing
	Missing  []rule.Tested // those answers
}

// A Calendar holds the dates of one organisation. Those that do not concern it
// are left out.
type Calendar struct {
	Coming  []Date // soonest first, today included
	Past    []Date // latest first
	Undated []Date // announced, without a date
}

// Calendar tells which dates concern the organisation, as of today.
func (r Rules) Calendar(p org.Profile, today time.Time) Calendar {
	facts, judgements := p.Facts(), r.Judge(p, today)
	var c Calendar
	for _, e := range r.Events {
		c.add(e.concerning(facts, judgements), today)
	}
	c.sort()
	return c
}

// With returns the calendar with an organisation's own dates in it.
func (c Calendar) With(own []Event, today time.Time) Calendar {
	for _, e := range own {
		c.add(Date{Event: e, Concerns: rule.Yes}, today)
	}
	c.sort()
	return c
}

// add puts a date where it belongs; one that does not concern the organisation
// nowhere.
func (c *Calendar) add(d Date, today time.Time) {
	switch {
	case d.Concerns == rule.No:
	case d.Day.IsZero():
		c.Undated = append(c.Undated, d)
	case d.Day.Before(legaltime.DayOf(today, today.Location())):
		c.Past = append(c.Past, d)
	default:
		c.Coming = append(c.Coming, d)
	}
}

func (c *Calendar) sort() {
	slices.SortStableFunc(c.Coming, func(a, b Date) int { return a.Day.Compare(b.Day) })
	slices.SortStableFunc(c.Past, func(a, b Date) int { return b.Day.Compare(a.Day) })
}

// concerning holds the event against what is known of the organisation.
func (e Event) concerning(facts rule.Facts, judgements []Judgement) Date {
	own := e.When.Eval(facts)
	d := Date{Event: e, Concerns: own.Truth, Missing: addMissing(nil, own)}
	if e.Duty != "" {
		j, _ := find(judgements, e.Duty)
		byLaw := j.Concerns()
		if len(e.Verdicts) > 0 {
			byLaw = j.Is(e.Verdicts...)
		}
		d.Concerns = rule.And(own.Truth, byLaw)
		if byLaw == rule.Unknown {
			d.Missing = append(d.Missing, j.Missing...)
		}
	}
	if d.Concerns != rule.Unknown {
		d.Missing = nil
	}
	return d
}
