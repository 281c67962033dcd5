package rounds

import (
	"encoding/hex"
	"slices"
	"time"

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

// cases are cases as they are kept.
func (g *given) cases(how How, chosen []accesslog.Case) (cases []Case) {
	for i := range chosen {
		from := &chosen[i]
		c := Case{Kind: from.Kind, How: how, Score: from.Score(), User: g.user(from.User), Patient: g.patient(from.Patient)}
		for j := range from.Looks {
			g.taken[keyOf(&from.Looks[j].Unit)] = true
			if j < maxLooks {
				c.Looks = append(c.Looks, g.look(&from.Looks[j]))
			}
		}
		c.More = len(from.Looks) - len(c.Looks)
		cases = append(cases, c)
	}
	return cases
}

// drawn is a case of one unit that chance chose.
func (g *given) drawn(how How, stratum string, u *accesslog.Unit) Case {
	g.taken[keyOf(u)] = true
	look := accesslog.Look{Unit: *u}
	if i := slices.IndexFunc(g.looks, func(l accesslog.Look) bool { return keyOf(&l.Unit) == keyOf(u) }); i >= 0 {
		look = g.looks[i]
	}
	return Case{
		Kind: accesslog.PairOfTwo, How: how, Stratum: stratum, Score: look.Score(), User: g.user(u.User), Patient: g.patient(u.Patient),
		Looks: []Look{g.look(&look)}, Path: g.path(u),
	}
}

func (g *given) look(l *accesslog.Look) Look {
	look := Look{
		User: g.user(l.User), Patient: g.patient(l.Patient), Day: l.Day, First: time.Unix(l.First, 0).UTC(), Last: time.Unix(l.Last, 0).UTC(),
		Events: int(l.Events), Actions: l.Actions.String(), Glass: l.Glass, Search: l.Search, Team: g.coding.Teams.Of(l.Team),
	}
	for _, p := range l.Parts {
		look.Parts = append(look.Parts, Part{p.Sign, p.Points, p.Number})
	}
	return look
}

// path is what explains a unit; nil for nothing.
func (g *given) path(u *accesslog.Unit) *Path {
	i, ok := slices.BinarySearchFunc(g.units, *u, accesslog.ByPatientUserDay)
	if !ok || g.found[i].Template < 0 {
		return nil
	}
	p := &Path{Template: g.templates[g.found[i].Template].ID}
	for _, row := range g.found[i].Path {
		if row >= 0 {
			f := &g.facts[row]
			p.Facts = append(p.Facts, Said{Kind: f.Kind, Team: f.Team, From: f.From, To: f.To})
		}
	}
	return p
}

// beside counts what the users of cases did besides on the same days.
func (g *given) beside(cases []Case) {
	type userDay struct {
		user uint32
		day  int32
	}
	of := map[userDay][]*Beside{}
	for i := range cases {
		c := &cases[i]
		if c.User == "" {
			continue
		}
		days := map[int32]bool{}
		for j := range c.Looks {
			if day := c.Looks[j].Day; !days[day] {
				days[day] = true
				at := userDay{g.coding.Users.Find(parseKey(c.User)), day}
				of[at] = append(of[at], &c.Beside)
			}
		}
	}
	for i := range g.units {
		for _, b := range of[userDay{g.units[i].User, g.units[i].Day}] {
			b.count(g.found[i], g.templates)
		}
	}
}

func (b *Beside) count(e accesslog.Explanation, templates []accesslog.Template) {
	if e.Template < 0 {
		b.Rest++
		return
	}
	if b.Explained == nil {
		b.Explained = map[string]int{}
	}
	b.Explained[templates[e.Template].ID]++
}

func (g *given) user(n uint32) string {
	if n == 0 {
		return ""
	}
	return g.coding.Users.Of(n).String()
}

func (g *given) patient(n uint32) string {
	if n == 0 {
		return ""
	}
	return g.coding.Patients.Of(n).String()
}

// parseKey is the key of its hexadecimal digits; nobody for anything else.
func parseKey(text string) (k accesslog.Key) {
	b, err := hex.DecodeString(text)
	if err == nil && len(b) == len(k) {
		copy(k[:], b)
	}
	return k
}
