package simulate

import (
	"math"
	"time"
)

// perWeek is how many lookers there are among a thousand who work there, each week:
// nine a quarter (Protenus Breach Barometer 2018; a vendor's number).
const perWeek = .7

// An offence is what somebody did before, and may do again.
type offence struct {
	user, patient int
	class         Class
}

// planted makes the looks of a day that had no reason.
func (m *maker) planted() {
	if m.Planted == 0 {
		return
	}
	for range m.poisson(float64(m.Staff) / 1000 * perWeek / 7 * m.Planted) {
		m.plant()
	}
	if m.Kind == Hospital && m.chance(m.Planted/365) { // a year has one of them (Haga: 85 were warned)
		m.crowd()
	}
}

// mix is how often each kind of looking comes. That family is most of it and is
// followed by co-workers and neighbours: Protenus 2018. The rest is a judgement of ours.
var mix = []share[func(*maker, int) bool]{
	{.57, (*maker).relative},
	{.14, (*maker).coworker},
	{.07, (*maker).neighbour},
	{.04, (*maker).famous},
	{.03, (*maker).former},
	{.05, (*maker).self},
	{.04, (*maker).ended},
	{.01, (*maker).bulk},
	{.01, (*maker).abuse},
	{.02, (*maker).borrowedLogin},
	{.02, (*maker).searched},
}

// plant has somebody look. Three in ten did it before in these months.
func (m *maker) plant() {
	if len(m.past) > 0 && m.chance(.3) {
		o := one(m.random, m.past)
		m.snoop(o.user, o.patient, o.class, m.shape.events*.5, m.moment(o.user), "")
		return
	}
	for range 100 { // not everybody has family or neighbours among the patients
		if pick(m.random, mix)(m, m.random.IntN(len(m.Users))) {
			return
		}
	}
}

// snoop is one look without a reason. A reason that is given is that of the emergency
// procedure.
func (m *maker) snoop(u, p int, class Class, events float64, at time.Time, reason string) {
	m.look(session{user: u, patient: p, team: m.Users[u].Team, at: at, events: events, class: class, glass: reason != "", reason: reason})
}

// again remembers a look, so that it can come again.
func (m *maker) again(u, p int, class Class, events, glass float64) bool {
	reason := ""
	if m.chance(glass) {
		reason = "zorg"
	}
	m.past = append(m.past, offence{u, p, class})
	m.snoop(u, p, class, events, m.moment(u), reason)
	return true
}

// moment is when somebody looks: in their shift, or at any hour when they have none.
func (m *maker) moment(u int) time.Time {
	if shifts := m.shiftOf[u]; len(shifts) > 0 {
		return m.within(m.duty[shifts[0]])
	}
	return m.hour(7 + 15*m.random.Float64())
}

func (m *maker) relative(u int) bool {
	return len(m.family[u]) > 0 && m.again(u, one(m.random, m.family[u]), Family, 6, .05)
}

func (m *maker) coworker(u int) bool {
	p := m.Users[one(m.random, m.members[m.Users[u].Team])].Patient
	return p >= 0 && p != m.Users[u].Patient && m.again(u, p, Coworker, 6, .05)
}

func (m *maker) neighbour(u int) bool {
	near := m.near[m.Users[u].Postcode]
	if len(near) == 0 {
		return false
	}
	p := one(m.random, near)
	return m.Patients[p].House != m.Users[u].House && m.again(u, p, Neighbour, 5, .02)
}

func (m *maker) famous(u int) bool {
	return m.again(u, m.somebodyKnown(), VIP, 5, .1)
}

func (m *maker) somebodyKnown() int {
	var all []int
	for p := range m.Patients {
		if m.Patients[p].Known {
			all = append(all, p)
		}
	}
	return one(m.random, all)
}

// former is somebody who looks at one person again and again: 79 days in four years in
// the case of Bravis (Rb. Zeeland-West-Brabant, 21-09-2022); more often here, so that
// there is something to find within weeks.
func (m *maker) former(u int) bool {
	p := m.random.IntN(len(m.Patients))
	for d := range m.Days - m.today {
		if d == 0 || m.chance(.15) {
			m.snoop(u, p, Former, 4, m.day(d).Add(time.Duration(7+15*m.random.Float64())*time.Hour), "")
		}
	}
	return true
}

func (m *maker) self(u int) bool {
	return m.Users[u].Patient >= 0 && m.again(u, m.Users[u].Patient, Self, 7, 0)
}

// ended is a look weeks after care ended, by somebody who gave it.
func (m *maker) ended(int) bool {
	for range 200 {
		if len(m.care) == 0 {
			return false
		}
		f := one(m.random, m.care)
		if late := m.day(0).Sub(f.To); late > 10*24*time.Hour {
			return m.again(f.User, f.Patient, Ended, 5, 0)
		}
	}
	return false
}

// bulk is one night with hundreds of strangers, forty seconds apart.
func (m *maker) bulk(u int) bool {
	at := m.hour(22 + m.random.Float64())
	for i := range min(300+m.random.IntN(600), max(20, len(m.Patients)/20)) {
		m.snoop(u, m.random.IntN(len(m.Patients)), Bulk, 2, at.Add(time.Duration(i)*40*time.Second), "")
	}
	return true
}

// abuse is the emergency procedure on strangers, with one reason copied, in a month.
func (m *maker) abuse(u int) bool {
	for range 25 {
		m.snoop(u, m.random.IntN(len(m.Patients)), Abuse, 4, m.day(m.random.IntN(28)).Add(time.Duration(8+10*m.random.Float64())*time.Hour), "nodig voor zorg")
	}
	return true
}

// borrowedLogin is somebody else's login, while its owner is off.
func (m *maker) borrowedLogin(u int) bool {
	return len(m.shiftOf[u]) == 0 && m.again(u, m.random.IntN(len(m.Patients)), Borrowed, 5, 0)
}

func (m *maker) searched(u int) bool {
	if len(m.family[u]) == 0 {
		return false
	}
	return m.again(u, one(m.random, m.family[u]), Searched, 2, 0)
}

// crowd is when somebody whom everybody knows is admitted.
func (m *maker) crowd() {
	p := m.somebodyKnown()
	for range min(20+m.random.IntN(66), len(m.Users)/20) {
		u := m.random.IntN(len(m.Users))
		m.snoop(u, p, Crowd, 5, m.hour(72*m.random.Float64()), "")
	}
}

// poisson draws how many there are when there are so many on average (Knuth). A large
// number is the sum of small ones: its exponent would be nothing.
func (m *maker) poisson(mean float64) (n int) {
	const most = 100
	for ; mean > most; mean -= most {
		n += m.poisson(most)
	}
	for p := m.random.Float64(); p > math.Exp(-mean); p *= m.random.Float64() {
		n++
	}
	return n
}
