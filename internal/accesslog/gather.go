package accesslog

import (
	"cmp"
	"encoding/binary"
	"slices"
)

// A Gathering collects events and makes units of them. Events come in any order, and
// one that comes twice counts once. It takes 40 bytes for each.
type Gathering struct {
	Coding   *Coding
	Calendar *Calendar

	rows     []row
	Nobody   int // events that name no patient: they are no access to a record
	Nameless int // events that name no user: nobody can be asked about them
}

// A row is what a unit keeps of an event.
type row struct {
	patient, user, team uint32
	day                 int32
	at                  int64
	id                  uint64 // the beginning of the event's own
	action              Action
	glass, search       bool
}

// Add takes an event in.
func (g *Gathering) Add(e Event) {
	switch {
	case e.Patient.Zero():
		g.Nobody++
		return
	case e.User.Zero():
		g.Nameless++
		return
	}
	at := e.At.Unix()
	g.rows = append(g.rows, row{
		patient: g.Coding.Patients.Add(e.Patient), user: g.Coding.Users.Add(e.User), team: g.Coding.Teams.Add(e.Team),
		day: g.Calendar.Day(at), at: at, id: binary.BigEndian.Uint64(e.ID[:]), action: e.Action, glass: e.Glass, search: e.Search,
	})
}

// Len is how many events are in, those that came twice included.
func (g *Gathering) Len() int { return len(g.rows) }

// Units are the units of all events, by patient, then user, then day. Twice is how
// many events had come in before. The gathering is empty after it.
func (g *Gathering) Units() (units []Unit, twice int) {
	rows, begins := byPatient(g.rows, g.Coding.Patients.Len())
	g.rows = nil
	for p := 1; p+1 < len(begins); p++ {
		one := rows[begins[p]:begins[p+1]]
		slices.SortFunc(one, func(a, b row) int {
			return cmp.Or(cmp.Compare(a.user, b.user), cmp.Compare(a.day, b.day), cmp.Compare(a.at, b.at), cmp.Compare(a.id, b.id))
		})
		for i := range one {
			e := &one[i]
			if i > 0 && e.id == one[i-1].id && e.user == one[i-1].user && e.at == one[i-1].at {
				twice++
				continue
			}
			if n := len(units); i == 0 || units[n-1].User != e.user || units[n-1].Day != e.day {
				units = append(units, Unit{Patient: e.patient, User: e.user, Day: e.day, First: e.at, Team: e.team, Search: true})
			}
			units[len(units)-1].add(e)
		}
	}
	return units, twice
}

// add counts an event of the unit, which come in order of time.
func (u *Unit) add(e *row) {
	u.Last = e.at
	u.Events++
	u.Actions = u.Actions.With(e.action)
	u.Glass = u.Glass || e.glass
	u.Search = u.Search && e.search
}

// byPatient puts rows in order of patient by counting, and says where each begins.
func byPatient(rows []row, patients int) (sorted []row, begins []int) {
	begins = make([]int, patients+1)
	for i := range rows {
		begins[rows[i].patient+1]++
	}
	for p := range patients {
		begins[p+1] += begins[p]
	}
	next := slices.Clone(begins)
	sorted = make([]row, len(rows))
	for i := range rows {
		p := rows[i].patient
		sorted[next[p]] = rows[i]
		next[p]++
	}
	return sorted, begins
}
