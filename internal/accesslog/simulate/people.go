package simulate

import (
	"fmt"
	"math"
	"math/rand/v2"
	"time"

	"aantoonbaar/internal/accesslog"
)

// A maker makes a world, day after day.
type maker struct {
	Settings
	*World

	random  *rand.Rand
	shape   shape
	today   int
	waiting map[int][]session // by the day on which they come

	members [][]int  // users of each team
	ofTeam  [][]int  // patients of each team
	family  [][]int  // patients who are family of each user
	near    [][]int  // patients by postcode
	care    []Fact   // who cares for whom, as it is; the facts can lack some
	stays   []Fact   // admissions, as they are
	duty    []onDuty // today, as it is
	booked  []Fact   // appointments of these days
	at      [][]int  // those of duty, by team
	shiftOf [][]int  // and by user
	past    []offence
	asked   int // looks so far
}

// onDuty is one shift.
type onDuty struct {
	user, team int
	from, to   time.Time
}

// A shape is what a kind of organisation looks like. Shares add up to one.
type shape struct {
	patients float64 // for each who works there
	team     int     // how many work in a team, on average
	lines    int     // in the log a day for each on duty
	events   float64 // in one look at a record
	atHome   float64 // share of staff who are patients there too
	float    float64 // share of shifts in another team
	roles    []share[string]
	ways     []share[func(*maker) bool] // in which a lawful look comes to be
}

type share[T any] struct {
	part float64
	of   T
}

// pick draws one by its share.
func pick[T any](r *rand.Rand, from []share[T]) T {
	x := r.Float64()
	for _, s := range from {
		if x -= s.part; x < 0 {
			return s.of
		}
	}
	return from[len(from)-1].of
}

// one draws one of a list that is not empty.
func one[T any](r *rand.Rand, from []T) T { return from[r.IntN(len(from))] }

// chance reports true in a share of the times.
func (m *maker) chance(p float64) bool { return m.random.Float64() < p }

// begin makes the people and what is known of them before the first day.
func (m *maker) begin() {
	m.shape = shapes[m.Kind]
	m.World = &World{Sources: []string{"ECD"}}
	if m.Kind == Hospital {
		m.Sources = []string{"EPD", "PACS", "LAB"}
	}
	m.waiting = map[int][]session{}
	m.teams()
	m.patients()
	m.ties()
	for u, p := range m.Users {
		m.write(Fact{Kind: accesslog.Staff, Patient: -1, User: u, Team: p.Team, Other: -1})
		switch p.Role {
		case "planner", "teamleider":
			m.write(Fact{Kind: accesslog.Office, Patient: -1, User: u, Team: p.Team, Other: -1})
		case "administratie", "kwaliteit":
			m.write(Fact{Kind: accesslog.Mandate, Patient: -1, User: u, Team: -1, Other: -1})
		}
	}
	m.known()
}

// teams divides those who work there. Sizes of departments are log-normal.
func (m *maker) teams() {
	n := max(1, m.Staff/m.shape.team)
	weights, total := make([]float64, n), 0.0
	for i := range weights {
		weights[i] = math.Exp(m.random.NormFloat64() * 0.5)
		total += weights[i]
		m.Teams = append(m.Teams, teamName(m.Kind, i))
	}
	var parts []share[int]
	for i, w := range weights {
		parts = append(parts, share[int]{w / total, i})
	}
	m.members = make([][]int, n)
	for u := range m.Staff {
		team := pick(m.random, parts)
		if u < n {
			team = u // no team without anybody
		}
		m.Users = append(m.Users, Person{Number: fmt.Sprintf("m%06d", u+1), Surname: m.surname(), Postcode: m.random.IntN(m.postcodes()), House: u, Team: team, Role: pick(m.random, m.shape.roles), Patient: -1})
		m.members[team] = append(m.members[team], u)
	}
}

func teamName(k Kind, i int) string {
	names := map[Kind][]string{
		HomeCare: {"Noord", "Oost", "Zuid", "West", "Centrum", "Polder", "Dorp", "Haven", "Nacht", "Specialistisch"},
		HAP:      {"Post Stad", "Post Streek", "Telefoon", "Visite"},
		Hospital: {"Interne", "Chirurgie", "Cardiologie", "Neurologie", "Longziekten", "Kindergeneeskunde", "Spoed", "Intensive care", "Radiologie", "Laboratorium", "Orthopedie", "Urologie"},
	}[k]
	if i < len(names) {
		return names[i]
	}
	return fmt.Sprintf("%s %d", names[i%len(names)], i/len(names)+1)
}

// surname draws one of which some are frequent and most are rare (Zipf, s = 1.05).
func (m *maker) surname() int {
	return int(rand.NewZipf(m.random, 1.05, 20, 60_000).Uint64())
}

// postcodes is how many there are: seven patients live in each on average.
func (m *maker) postcodes() int {
	return max(1, int(float64(m.Staff)*m.shape.patients)/7)
}

// patients makes those who are cared for.
func (m *maker) patients() {
	n := int(float64(m.Staff) * m.shape.patients)
	m.ofTeam, m.near = make([][]int, len(m.Teams)), make([][]int, m.postcodes())
	for i := range n {
		p := Person{Number: fmt.Sprintf("p%07d", i+1), Surname: m.surname(), Postcode: m.random.IntN(m.postcodes()), House: m.Staff + i/2, Team: m.random.IntN(len(m.Teams)), Known: m.chance(.0005), Patient: -1}
		m.Patients = append(m.Patients, p)
		m.ofTeam[p.Team] = append(m.ofTeam[p.Team], i)
	}
	m.Patients[m.random.IntN(n)].Known = true
}

// ties makes some patients the family of those who work there, or those themselves.
// Of family, 70 per cent share the surname.
func (m *maker) ties() {
	m.family = make([][]int, len(m.Users))
	free := m.random.Perm(len(m.Patients))
	next := func() int { p := free[0]; free = free[1:]; return p }
	for u := range m.Users {
		user := &m.Users[u]
		if len(free) > 3 && m.chance(m.shape.atHome) {
			user.Patient = next()
			p := &m.Patients[user.Patient]
			p.Surname, p.Postcode, p.House = user.Surname, user.Postcode, user.House
		}
		for range 2 {
			if len(free) < 3 || !m.chance(m.shape.atHome*1.3/2) {
				continue
			}
			i := next()
			p := &m.Patients[i]
			p.Postcode, p.House = user.Postcode, user.House
			if m.chance(.7) {
				p.Surname = user.Surname
			}
			m.family[u] = append(m.family[u], i)
		}
	}
	for i := range m.Patients {
		m.near[m.Patients[i].Postcode] = append(m.near[m.Patients[i].Postcode], i)
	}
}
