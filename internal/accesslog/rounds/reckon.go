package rounds

import (
	"encoding/hex"
	"slices"

	"aantoonbaar/internal/accesslog"
)

// given is what a round is worked out from. Everything here is a calculation: nothing
// of it asks a clock, a file or a database.
type given struct {
	templates []accesslog.Template
	signals   map[accesslog.Sign]accesslog.Signal
	facts     []accesslog.Fact
	links     accesslog.Links
	units     []accesslog.Unit
	coding    *accesslog.Coding

	found []accesslog.Explanation // of each unit
	looks []accesslog.Look        // those that nothing explains, the highest score first
	taken map[unitKey]bool        // are in a case already
}

type unitKey struct {
	patient, user uint32
	day           int32
}

func keyOf(u *accesslog.Unit) unitKey { return unitKey{u.Patient, u.User, u.Day} }

// reckon works a round out: its figures, and the cases that a person looks at. Of what
// was fixed before it, it always makes the same.
func (g *given) reckon(r *Round) (cases []Case) {
	g.explain(&r.Found)
	g.taken = map[unitKey]bool{}
	all := accesslog.Cases(g.looks)
	r.Found.Cases = len(all)
	budget := r.Plan.Budget()
	glass, others := aside(all, r.Plan.Cases/3)
	budget.Top -= float64(len(glass)) / float64(budget.Cases)
	cases = append(g.cases(ByScore, budget.First(others)), g.cases(ByGlass, glass)...)
	seed := r.seed()
	r.Seed = hex.EncodeToString(seed[:])
	draw := func(how How, name string, n int, from []accesslog.Unit) {
		for _, s := range seed.Draw(from, g.coding, n, func(*accesslog.Unit) string { return name }) {
			r.Strata = append(r.Strata, Stratum{Name: name, How: how, Of: s.Of})
			for _, i := range s.Drawn {
				cases = append(cases, g.drawn(how, name, &from[i]))
			}
		}
	}
	random := int(budget.Random*float64(budget.Cases) + .5)
	draw(ByChance, RestStratum, random, g.rest())
	left := max(2, r.Plan.Cases*r.Plan.Explained()/100)
	strong, weak := g.explained()
	fromWeak := min((left+1)/2, len(weak))
	draw(Explained, WeakStratum, fromWeak, weak)
	draw(Explained, StrongStratum, left-fromWeak, strong)
	for i := range cases {
		cases[i].Number = i + 1
	}
	g.beside(cases)
	return cases
}

// The strata of what is drawn.
const (
	RestStratum   = "rest"   // nothing explains it, and it stands out least
	WeakStratum   = "weak"   // explained by a colleague, a partner team or a task: grades C and D
	StrongStratum = "strong" // explained by care: grades A and B
)

// explain finds what explains each unit, counts it, and scores the rest.
func (g *given) explain(f *Figures) {
	pairs := accesslog.Learn(g.units, g.facts, g.coding)
	for _, p := range pairs {
		g.facts = append(g.facts, p.Fact())
		f.Learned = append(f.Learned, Shared{p.Team, p.Other, p.Of, p.Seen, p.Users, p.Lift})
	}
	x := accesslog.NewExplainer(g.templates, g.facts, g.coding, false)
	var tally accesslog.Tally
	g.found = make([]accesslog.Explanation, len(g.units))
	for i := range g.units {
		g.found[i] = x.Explain(&g.units[i])
		tally.Count(g.templates, &g.units[i], g.found[i])
	}
	f.Units, f.Users, f.Patients = len(g.units), g.coding.Users.Len()-1, g.coding.Patients.Len()-1
	f.Explained, f.Signs = map[string]int{}, map[string]int{}
	var rest []accesslog.Unit
	for i := range g.units {
		u := &g.units[i]
		g.found[i] = tally.Hold(g.templates, u, g.found[i])
		if t := g.found[i].Template; t >= 0 {
			f.Explained[g.templates[t].ID]++
		} else {
			rest = append(rest, *u)
		}
		f.glass(u, g.found[i])
	}
	f.Rest = len(rest)
	g.looks = accesslog.NewScorer(g.signals, g.links, g.facts, g.coding).Score(rest)
	for i := range g.looks {
		for _, p := range g.looks[i].Parts {
			f.Signs[string(p.Sign)]++
		}
	}
}

func (f *Figures) glass(u *accesslog.Unit, e accesslog.Explanation) {
	if u.Glass {
		f.Glass++
		if e.Template < 0 {
			f.OpenGlass++
		}
	}
}

// aside takes cases by the emergency procedure apart, when there are no more than most.
func aside(all []accesslog.Case, most int) (glass, others []accesslog.Case) {
	for _, c := range all {
		if c.Kind != accesslog.OwnRecord && slices.ContainsFunc(c.Looks, func(l accesslog.Look) bool { return l.Glass }) {
			glass = append(glass, c)
		} else {
			others = append(others, c)
		}
	}
	if len(glass) > most {
		return nil, all
	}
	return glass, others
}

// rest are the units that nothing explains and that are in no case yet.
func (g *given) rest() (units []accesslog.Unit) {
	for i := range g.looks {
		if u := &g.looks[i].Unit; !g.taken[keyOf(u)] {
			units = append(units, *u)
		}
	}
	return units
}

// explained are the units that are explained, by how strongly.
func (g *given) explained() (strong, weak []accesslog.Unit) {
	for i := range g.units {
		switch t := g.found[i].Template; {
		case t < 0:
		case g.templates[t].Grade == accesslog.Direct || g.templates[t].Grade == accesslog.Team:
			strong = append(strong, g.units[i])
		default:
			weak = append(weak, g.units[i])
		}
	}
	return strong, weak
}
