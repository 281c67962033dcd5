package app_test

import (
	"slices"
	"testing"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/identity"
)

// TestEveryMethodIsOnTheList fails on a method of a service that nobody said of
// what becomes of the journal, and on a line for a method that is gone.
func TestEveryMethodIsOnTheList(t *testing.T) {
	s := open(t, t.TempDir()+"/a.db")
	there := map[string]bool{}
	for _, m := range s.methods() {
		there[m.name] = true
	}
	listed := map[string]int{}
	for _, d := range deeds() {
		listed[d.name]++
		if !there[d.name] {
			t.Errorf("the list has %s, which is no method of a service", d.name)
		}
		if (d.does == passes) != (d.why != "") || d.call == nil && d.why == "" {
			t.Errorf("%s: say why it leaves no entry, and only then", d.name)
		}
	}
	for _, m := range s.methods() {
		if listed[m.name] != 1 {
			t.Errorf("%s stands %d times on the list; say in deeds_*_test.go once whether it changes, reads or passes", m.name, listed[m.name])
		}
	}
}

// TestEveryChangeIsInTheJournal calls every method with good input.
func TestEveryChangeIsInTheJournal(t *testing.T) {
	each(t, func(s *site) {
		n := 0
		for _, d := range deeds() {
			if d.call == nil {
				continue
			}
			n++
			p := s.provider(n)
			act := d.call(p)
			before, second := s.size(p.id), s.size(p.second)
			if err := act(); err != nil {
				s.Errorf("%s with good input: %v", d.name, err)
				continue
			}
			grew := s.size(p.id) - before
			if d.does == changes && grew < 1 {
				s.Errorf("%s left no entry in the journal", d.name)
			}
			if d.does == changes && p.second != "" && s.size(p.second) == second {
				s.Errorf("%s left no entry in the journal of the person's second organisation", d.name)
			}
			if d.does != changes && grew != 0 {
				s.Errorf("%s %s, and left %d entries in the journal", d.name, d.does, grew)
			}
		}
		s.goal("G20", "%d methods called, every change in the journal", n)
	})
}

// TestWhoMayNotIsRefused calls every method as people who may not, with nothing
// but who they are: the answer may not depend on anything else.
func TestWhoMayNotIsRefused(t *testing.T) {
	each(t, func(s *site) {
		p, may := s.provider(1), map[string]identity.Action{}
		for _, d := range deeds() {
			may[d.name] = d.may
		}
		for _, m := range s.methods() {
			if (m.by >= 0) != (may[m.name] != "") {
				s.Errorf("%s: the list says %q, and the method has an actor: %t", m.name, may[m.name], m.by >= 0)
			}
			if m.by < 0 {
				continue
			}
			for _, nobody := range []identity.Actor{
				{},
				{Org: p.id, Credential: identity.Session, Role: "chief"},
				{Org: p.id, Person: "per_x", Role: identity.Administrator},
				{Org: p.id, Person: "per_x", Credential: identity.AskLink},
			} {
				if k := fault.KindOf(m.as(s, nobody)); k != fault.Denied && k != fault.NotFound {
					s.Errorf("%s as %+v = %s, want denied or not-found", m.name, nobody, k)
				}
			}
			for _, role := range identity.Roles {
				refused := false
				if f, ok := fault.Of(m.as(s, p.by(role))); ok {
					refused = f.Code == "identity.denied"
				}
				if want := !slices.Contains(identity.Table[role], may[m.name]); refused != want {
					s.Errorf("%s as %s: refused %t, and the decision table says %t", m.name, role, refused, want)
				}
			}
		}
	})
}
