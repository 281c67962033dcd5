package accesslog

import (
	"cmp"
	"encoding/binary"
	"slices"
)

// A Gathering makes units of events. Events come in any order, and one that comes twice
// counts once. It takes about 16 bytes for each event and 100 for each unit.
type Gathering struct {
	Coding   *Coding
	Calendar *Calendar

	Nobody   int // events that name no patient: they are no access to a record
	Nameless int // events that name no user: nobody can be asked about them
	Twice    int // events that had come in before

	units []Unit
	seen  numbers // beginnings of the ids of events
	at    places  // of units
}

// Add takes an event in.
func (g *Gathering) Add(e *Event) {
	switch {
	case e.Patient.Zero():
		g.Nobody++
		return
	case e.User.Zero():
		g.Nameless++
		return
	case !g.seen.add(binary.BigEndian.Uint64(e.ID[:])):
		g.Twice++
		return
	}
	second := e.At.Unix()
	patient, user, day := g.Coding.Patients.Add(e.Patient), g.Coding.Users.Add(e.User), g.Calendar.Day(second)
	i, known := g.at.find(g.units, patient, user, day)
	if !known {
		g.units = append(g.units, Unit{Patient: patient, User: user, Day: day, First: second, Last: second, Team: g.Coding.Teams.Add(e.Team), Search: true})
	}
	g.units[i].add(e, second, g.Coding)
}

// add counts an event of the unit.
func (u *Unit) add(e *Event, second int64, c *Coding) {
	if second < u.First {
		u.First, u.Team = second, c.Teams.Add(e.Team)
	}
	u.Last = max(u.Last, second)
	u.Events++
	u.Actions = u.Actions.With(e.Action)
	u.Glass = u.Glass || e.Glass
	u.Search = u.Search && e.Search
}

// Len is how many units there are.
func (g *Gathering) Len() int { return len(g.units) }

// Units are the units of all events, by patient, then user, then day, as they were
// numbered. The gathering is empty after it.
func (g *Gathering) Units() []Unit {
	units := g.units
	g.units, g.seen, g.at = nil, numbers{}, places{}
	slices.SortFunc(units, ByPatientUserDay)
	return units
}

// ByPatientUserDay is the order of units.
func ByPatientUserDay(a, b Unit) int {
	return cmp.Or(cmp.Compare(a.Patient, b.Patient), cmp.Compare(a.User, b.User), cmp.Compare(a.Day, b.Day))
}
