package demo

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sort"
	"time"

	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/ref"
)

// atOnce is how many organisations go into one transaction.
const atOnce = 40

// Load fills the database up to n invented organisations (see [Generator.Invent]),
// to see what the program does under load. It goes on where an earlier call
// stopped. Progress, unless nil, is told how many there are.
//
// The past is coarser than that of [Generator.Region]: a first round along
// every requirement, evidence, a plan, and months in which some answers get
// further. The journal has an entry of each.
func (g *Generator) Load(ctx context.Context, n int, progress func(done int)) error {
	until := g.Clock.Now()
	defer g.Clock.release()
	all := g.Invent(n)
	var failed error
	done := sort.Search(n, func(i int) bool {
		_, there, err := g.Console.FindPerson(ctx, all[i].Email)
		if err != nil {
			failed = err
		}
		return !there
	})
	for failed == nil && done < n {
		next := min(done+atOnce, n)
		failed = g.Batch(ctx, func(ctx context.Context) error {
			for i := done; i < next; i++ {
				if err := g.loadOne(ctx, i, all[i], until); err != nil {
					return fmt.Errorf("%s: %w", all[i].Name, err)
				}
			}
			return nil
		})
		if done = next; failed == nil && progress != nil {
			progress(done)
		}
	}
	return failed
}

// loadOne writes one organisation with its past.
func (g *Generator) loadOne(ctx context.Context, i int, inv Invented, until time.Time) error {
	random := rand.New(rand.NewPCG(g.Seed, 2<<32+uint64(i))) // the same chance every time
	m := member{key: fmt.Sprintf("zorg-%05d", i), name: inv.Name, profile: inv.Profile, start: inv.Maturity, months: 4 + random.IntN(11), long: !inv.Profile.IsSmall()}
	begin := g.morning(until.AddDate(0, -m.months, -random.IntN(25)))
	g.Clock.at(begin)
	lead, err := g.settle(ctx, inv)
	if err != nil {
		return err
	}
	q := &quick{
		story:   story{Generator: g, m: m, random: random, id: lead.Org, staff: []identity.Actor{lead}, lead: lead, reached: map[string]int{}},
		answers: map[string]assessment.Answer{},
	}
	if err := q.round(ctx, begin); err != nil {
		return err
	}
	if err := q.intend(ctx, until); err != nil {
		return err
	}
	return q.months(ctx, until)
}

// settle founds the organisation, with its one member.
func (g *Generator) settle(ctx context.Context, inv Invented) (identity.Actor, error) {
	id := org.ID(ref.NewID("org", g.Clock.Now()))
	if _, err := g.Duty.Found(ctx, identity.OperatorActor(id), org.Organisation{Name: inv.Name, Profile: inv.Profile}); err != nil {
		return identity.Actor{}, err
	}
	p, err := g.Console.CreatePerson(ctx, inv.Person, inv.Email, i18n.NL)
	if err != nil {
		return identity.Actor{}, err
	}
	lead := identity.Actor{Person: p.ID, Name: p.Name, Org: id, Role: identity.Administrator, Credential: identity.Session}
	return lead, g.Console.AddMember(ctx, id, p.ID, lead.Role)
}
