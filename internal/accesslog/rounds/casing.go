package rounds

import (
	"encoding/hex"
	"slices"
	"time"

	"aantoonbaar/internal/accesslog"
)

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
