package exercise

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
)

// The bounds of a scenario: what a small team can play in an afternoon.
const (
	minMinutes, maxMinutes = 30, 120
	minRoles, maxRoles     = 3, 5
	minInjects, maxInjects = 6, 10
)

// Load reads content/exercises, a file for each scenario, in the order of their
// names. It refuses what cannot be played, all complaints at once. Known says which
// measures and legal clocks there are; see [Expect].
func Load(content fs.FS, catalogue *framework.Catalogue, clocks map[string]i18n.Text) ([]Scenario, error) {
	files, err := fs.Glob(content, "exercises/*.yaml")
	if err != nil {
		return nil, err
	}
	var all []Scenario
	var wrong []error
	for _, file := range files {
		var s Scenario
		if err := framework.Decode(content, file, &s); err != nil {
			return nil, err
		}
		c := checker{file: file, catalogue: catalogue, clocks: clocks}
		c.need(!slices.ContainsFunc(all, func(o Scenario) bool { return o.ID == s.ID }), "the id %q is taken", s.ID)
		c.scenario(s)
		all, wrong = append(all, s), append(wrong, c.wrong...)
	}
	return all, errors.Join(wrong...)
}

// A checker gathers complaints about one file.
type checker struct {
	file      string
	catalogue *framework.Catalogue
	clocks    map[string]i18n.Text
	wrong     []error
}

func (c *checker) need(ok bool, says string, args ...any) {
	if !ok {
		c.wrong = append(c.wrong, fmt.Errorf(c.file+": "+says, args...))
	}
}

func (c *checker) scenario(s Scenario) {
	c.need(s.ID != "" && formNames[s.Form].NL != "", "it needs an id, and a form that exists")
	c.need(s.Minutes >= minMinutes && s.Minutes <= maxMinutes, "%d minutes, want %d to %d", s.Minutes, minMinutes, maxMinutes)
	c.need(len(s.Roles) >= minRoles && len(s.Roles) <= maxRoles, "%d roles, want %d to %d", len(s.Roles), minRoles, maxRoles)
	c.need(len(s.Injects) >= minInjects && len(s.Injects) <= maxInjects, "%d injects, want %d to %d", len(s.Injects), minInjects, maxInjects)
	c.need((s.Form == BreakIn) == (len(s.Faults) > 0), "a break-in room has faults to find, and nothing else has")
	c.need(len(s.Prepare.NL) == len(s.Prepare.EN), "its preparation differs between languages")
	for _, k := range s.Kinds {
		c.need(k.Name().NL != "", "no kind of system %q", k)
	}
	c.measures("measures", s.Measures)
	c.roles(s)
	for _, m := range s.Measures {
		c.need(s.asks(m), "nothing that is expected is about measure %s, of which the report would be evidence", m)
	}
	last := 0
	ids := []string{FaultsOf}
	for _, i := range s.Injects {
		c.need(i.ID != "" && !slices.Contains(ids, i.ID), "the inject %q is there twice, or has no id", i.ID)
		c.need(i.At >= last && i.At < s.Minutes, "inject %s is at minute %d, before the one above it or after the end", i.ID, i.At)
		c.need(wayNames[i.By].NL != "", "inject %s arrives by %q, which does not exist", i.ID, i.By)
		c.inject(s, i)
		last, ids = i.At, append(ids, i.ID)
	}
	for _, e := range s.Faults {
		c.expect("faults", e)
	}
}

// roles complains about a role that hears nothing.
func (c *checker) roles(s Scenario) {
	for _, r := range s.Roles {
		hears := slices.ContainsFunc(s.Injects, func(i Inject) bool { return i.IsFor(r.ID) })
		c.need(r.ID != "" && hears, "role %q hears nothing", r.ID)
	}
}

func (c *checker) inject(s Scenario, i Inject) {
	for _, to := range i.To {
		_, ok := s.Role(to)
		c.need(ok, "inject %s is for %q, who does not play", i.ID, to)
	}
	for _, e := range i.Expect {
		c.expect("inject "+i.ID, e)
	}
}

func (c *checker) expect(where string, e Expect) {
	c.measures(where, e.Measures)
	_, known := c.clocks[e.Clock]
	c.need(e.Clock == "" || known, "%s: no legal clock %q", where, e.Clock)
}

func (c *checker) measures(where string, numbers []string) {
	for _, n := range numbers {
		c.need(c.catalogue.Find(requirement(n)) != nil, "%s: no measure %s", where, n)
	}
}
