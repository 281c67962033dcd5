// Package demo makes a region of invented organisations with a believable past:
// answers that grew over months, evidence that ages, actions that are late.
//
// The same seed and the same last day make the same region. Everything is
// written through the services, at a clock that the generator moves, so that
// the journal tells the same story as the screens. What only a database makes, such as
// identifiers, does differ from run to run.
package demo

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync/atomic"
	"time"

	"aantoonbaar/internal/accesslog/rounds"
	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/audit"
	"aantoonbaar/internal/board"
	"aantoonbaar/internal/certification"
	"aantoonbaar/internal/continuity"
	"aantoonbaar/internal/duty"
	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/exercise"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/incident"
	"aantoonbaar/internal/legaltime"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/people"
	"aantoonbaar/internal/plan"
	"aantoonbaar/internal/programme"
	"aantoonbaar/internal/ref"
	"aantoonbaar/internal/review"
)

// A Clock tells the time to every service: the generator's own while it works,
// the real one after that.
type Clock struct {
	Real func() time.Time
	set  atomic.Pointer[time.Time]
}

// Now returns the time.
func (c *Clock) Now() time.Time {
	if t := c.set.Load(); t != nil {
		return *t
	}
	return c.Real()
}

func (c *Clock) at(t time.Time) { c.set.Store(&t) }

// forward moves the clock to t, or a little on where it is past t already: a
// journal does not run back.
func (c *Clock) forward(t time.Time) {
	if now := c.Now(); !t.After(now) {
		t = now.Add(time.Minute)
	}
	c.at(t)
}

// release lets the clock run again.
func (c *Clock) release() { c.set.Store(nil) }

// A Generator writes the region.
type Generator struct {
	Clock      *Clock
	Seed       uint64
	Catalogue  *framework.Catalogue
	Zone       *time.Location
	Console    identity.Console
	Duty       *duty.Service
	Evidence   *evidence.Service
	Assessment *assessment.Service
	Plan       *plan.Service
	Board      *board.Service
	Review     *review.Service
	Programme  *programme.Service
	Certified  *certification.Service
	Audit      *audit.Service
	Continuity *continuity.Service
	Incident   *incident.Service
	People     *people.Service
	Exercise   *exercise.Service
	Logs       *rounds.Service

	// Batch runs its argument in one transaction; see [sqldb.DB.Batch]. Load needs it.
	Batch func(context.Context, func(context.Context) error) error

	code string // that lets others into an exercise of De Linde
}

// A Guest is a person of the region for whom a sign-in link can be made.
type Guest struct {
	Person identity.Person
	Says   i18n.Text // what this person is here to show
}

// Region writes every organisation up to the present.
func (g *Generator) Region(ctx context.Context) error {
	until := g.Clock.Now()
	defer g.Clock.release()
	persons, err := g.cast(ctx, until)
	if err != nil {
		return err
	}
	for i, m := range region {
		random := rand.New(rand.NewPCG(g.Seed, uint64(i)))
		if err := g.tell(ctx, m, random, persons, until); err != nil {
			return fmt.Errorf("%s: %w", m.name, err)
		}
	}
	return nil
}

// Guests finds the people of the region, in the order in which they are shown.
func (g *Generator) Guests(ctx context.Context) ([]Guest, error) {
	var guests []Guest
	for _, c := range everybody {
		p, ok, err := g.Console.FindPerson(ctx, c.email)
		if err != nil {
			return nil, err
		}
		if ok {
			guests = append(guests, Guest{p, c.says})
		}
	}
	return guests, nil
}

// cast makes the people, without a place yet.
func (g *Generator) cast(ctx context.Context, until time.Time) (map[string]identity.Person, error) {
	g.Clock.at(until.AddDate(0, -15, 0))
	persons := map[string]identity.Person{}
	for _, c := range everybody {
		p, err := g.Console.CreatePerson(ctx, c.name, c.email, c.lang)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", c.name, err)
		}
		persons[c.name] = p
	}
	return persons, nil
}

// A story is one organisation while its past is being written.
type story struct {
	*Generator
	m      member
	random *rand.Rand
	id     org.ID
	staff  []identity.Actor // who answers, in turn
	lead   identity.Actor   // who runs it

	misdelivered bool           // the incident of this autumn has happened
	board        identity.Actor // zero without a board member
	auditor      identity.Actor // who audits, and took no part in the work; zero without one
	assess       *assessed      // nil for who is not assessed
	files        map[string]evidence.ID
	reached      map[string]int // levels that stand, by requirement

	forgotten map[string]bool // evidence that nobody renews, by title
}

// tell writes one organisation's past, week by week.
func (g *Generator) tell(ctx context.Context, m member, random *rand.Rand, persons map[string]identity.Person, until time.Time) error {
	begin := until.AddDate(0, -m.months, -random.IntN(12))
	g.Clock.at(g.morning(begin))
	id := org.ID(ref.NewID("org", g.Clock.Now()))
	if _, err := g.Duty.Found(ctx, identity.OperatorActor(id), org.Organisation{Name: m.name, Profile: m.profile}); err != nil {
		return err
	}
	s := &story{Generator: g, m: m, random: random, id: id, files: map[string]evidence.ID{}, reached: map[string]int{}, forgotten: map[string]bool{}}
	if err := s.join(ctx, persons); err != nil {
		return err
	}
	s.assessor(persons)
	if err := s.first(ctx, begin); err != nil {
		return err
	}
	if err := s.weeks(ctx, begin, until); err != nil {
		return err
	}
	if err := s.withoutICT(ctx); err != nil {
		return err
	}
	if err := s.certified(ctx, until); err != nil {
		return err
	}
	if err := s.employ(ctx); err != nil {
		return err
	}
	if err := s.taught(ctx); err != nil {
		return err
	}
	if err := s.exercised(ctx); err != nil {
		return err
	}
	if err := s.looked(ctx); err != nil {
		return fmt.Errorf("log review: %w", err)
	}
	return s.goesWrong(ctx, until)
}

// today is the day that it is for everybody in the region.
func (g *Generator) today() time.Time { return legaltime.DayOf(g.Clock.Now(), g.Zone) }

// morning is some working hour of a day.
func (g *Generator) morning(day time.Time) time.Time {
	d := day.In(g.Zone)
	for d.Weekday() == time.Saturday || d.Weekday() == time.Sunday {
		d = d.AddDate(0, 0, -1)
	}
	return time.Date(d.Year(), d.Month(), d.Day(), 9, 12, 0, 0, g.Zone)
}

func (s *story) join(ctx context.Context, persons map[string]identity.Person) error {
	for _, c := range everybody {
		for _, pl := range c.places {
			if pl.org != s.m.key {
				continue
			}
			p := persons[c.name]
			if err := s.Console.AddMember(ctx, s.id, p.ID, pl.role); err != nil {
				return err
			}
			a := identity.Actor{Person: p.ID, Name: p.Name, Org: s.id, Role: pl.role, Credential: identity.Session}
			if pl.role == identity.BoardMember {
				s.board = a
				continue
			}
			if pl.role == identity.Reader {
				s.auditor = a
				continue
			}
			if s.lead.Person == "" {
				s.lead = a
			} else if pl.role == identity.Administrator {
				continue // who came second manages access, and answers nothing
			}
			s.staff = append(s.staff, a)
		}
	}
	return nil
}

// someone of the staff does the next thing.
func (s *story) someone() identity.Actor { return s.staff[s.random.IntN(len(s.staff))] }

// later moves the clock on by some minutes, as work takes time.
func (s *story) later() {
	s.Clock.at(s.Clock.Now().Add(time.Duration(2+s.random.IntN(11)) * time.Minute))
}
