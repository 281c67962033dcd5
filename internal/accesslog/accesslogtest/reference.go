// Package accesslogtest says by hand what every engine of log review must find: it
// reads templates word by word and tries every fact, and is as slow as that is.
package accesslogtest

import (
	"time"

	"aantoonbaar/internal/accesslog"
)

// A Unit is a unit with its explanation, with the keys and names themselves.
type Unit struct {
	Patient, User accesslog.Key
	Day           string // 2006-01-02
	First, Last   int64
	Events        int
	Actions       string
	Glass, Search bool
	Template      string // "" when nothing explains it
	All           string // the ids of every template that does, each with a space after it
	Path          []int  // the facts along the path, by their place in the list
}

// Reference makes the units of events, and explains them.
func Reference(events []accesslog.Event, facts []accesslog.Fact, templates []accesslog.Template, zone *time.Location) map[string]Unit {
	units := map[string]Unit{}
	seen := map[[16]byte]bool{}
	for _, e := range events {
		if e.Patient.Zero() || e.User.Zero() || seen[e.ID] {
			continue
		}
		seen[e.ID] = true
		day := e.At.In(zone).Format(time.DateOnly)
		id := e.Patient.String() + " " + e.User.String() + " " + day
		u, ok := units[id]
		at := e.At.Unix()
		if !ok {
			u = Unit{Patient: e.Patient, User: e.User, Day: day, First: at, Last: at, Search: true}
		}
		u.First, u.Last, u.Events = min(u.First, at), max(u.Last, at), u.Events+1
		u.Actions = accesslog.ActionsOf(u.Actions + string(e.Action)).String()
		u.Glass, u.Search = u.Glass || e.Glass, u.Search && e.Search
		units[id] = u
	}
	for id, u := range units {
		explain(&u, facts, templates)
		units[id] = u
	}
	most(units, templates)
	return units
}

func explain(u *Unit, facts []accesslog.Fact, templates []accesslog.Template) {
	for _, t := range templates {
		if t.Only != "" && accesslog.ActionsOf(t.Only+u.Actions) != accesslog.ActionsOf(t.Only) {
			continue
		}
		path := paths(u, facts, t.Path, u.Patient)
		if path == nil {
			continue
		}
		u.All += t.ID + " "
		if u.Template == "" {
			u.Template, u.Path = t.ID, path
		}
	}
}

// paths tries every fact for the first step, and goes on from there. At is a key or
// the name of a team.
func paths(u *Unit, facts []accesslog.Fact, steps []accesslog.Step, at any) []int {
	s := steps[0]
	for i, f := range facts {
		if f.Kind != s.Fact || s.Enter != accesslog.Anybody && (value(f, s.Enter) != at || empty(at)) || empty(value(f, s.Leave)) {
			continue
		}
		if !f.From.IsZero() && u.Last < f.From.Add(-s.Before).Unix() || !f.To.IsZero() && u.First > f.To.Add(s.After).Unix() {
			continue
		}
		if len(steps) == 1 {
			if value(f, s.Leave) == u.User {
				return []int{i}
			}
			continue
		}
		if rest := paths(u, facts, steps[1:], value(f, s.Leave)); rest != nil {
			return append([]int{i}, rest...)
		}
	}
	return nil
}

func value(f accesslog.Fact, by accesslog.Column) any {
	switch by {
	case accesslog.ByPatient:
		return f.Patient
	case accesslog.ByUser:
		return f.User
	case accesslog.ByTeam:
		return f.Team
	case accesslog.ByOther:
		return f.Other
	case accesslog.Anybody:
	}
	return ""
}

func empty(v any) bool { return v == "" || v == accesslog.Key{} }

// most takes back what tasks explained beyond their most.
func most(units map[string]Unit, templates []accesslog.Template) {
	bounds := map[string]int{}
	for _, t := range templates {
		bounds[t.ID] = t.Most
	}
	count := map[string]int{}
	of := func(u Unit) string { return u.Template + " " + u.User.String() + " " + u.Day }
	for _, u := range units {
		count[of(u)]++
	}
	for id, u := range units {
		if bound := bounds[u.Template]; bound > 0 && count[of(u)] > bound {
			u.Template, u.Path = "", nil
			units[id] = u
		}
	}
}
