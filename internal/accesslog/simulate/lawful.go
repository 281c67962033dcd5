package simulate

import (
	"math"
	"slices"
	"time"

	"aantoonbaar/internal/accesslog"
)

// lawful makes the looks of a day that had a reason, and writes down the facts that
// tell of it. It stops when there are as many lines as people on duty make.
func (m *maker) lawful() {
	m.admit()
	m.roster()
	m.plan()
	for lines := 0.0; lines < float64(m.shape.lines*len(m.duty)); {
		before := m.asked
		if !pick(m.random, m.shape.ways)(m) {
			lines++ // nobody was there: the day goes on
			continue
		}
		lines += float64(m.asked-before) * m.shape.events
	}
}

// hour is a moment today, in hours since midnight.
func (m *maker) hour(h float64) time.Time {
	return m.day(0).Add(time.Duration(h * float64(time.Hour)))
}

// day is midnight of a day, counted from today.
func (m *maker) day(n int) time.Time { return m.Begin.AddDate(0, 0, m.today+n) }

// within is a moment in a shift.
func (m *maker) within(d onDuty) time.Time {
	return d.from.Add(time.Duration(m.random.Float64() * float64(d.to.Sub(d.from))))
}

// roster decides who works today, and where.
func (m *maker) roster() {
	m.duty, m.at, m.shiftOf = nil, make([][]int, len(m.Teams)), make([][]int, len(m.Users))
	for u := range m.Users {
		if !m.chance(.66) {
			continue
		}
		d := onDuty{user: u, team: m.Users[u].Team}
		if m.chance(m.shape.float) {
			d.team = m.random.IntN(len(m.Teams))
		}
		d.from = m.hour(m.starts(u) + m.random.Float64() - .5)
		d.to = d.from.Add(9 * time.Hour)
		m.at[d.team] = append(m.at[d.team], len(m.duty))
		m.shiftOf[u] = append(m.shiftOf[u], len(m.duty))
		m.duty = append(m.duty, d)
		as := u
		if m.chance(m.Defects.Swapped) {
			as = one(m.random, m.members[d.team]) // whom the roster still has
		}
		m.write(Fact{Kind: accesslog.Duty, Patient: -1, User: as, Team: d.team, Other: -1, From: d.from, To: d.to})
	}
}

// starts is at what hour somebody begins. Nurses work day, evening and night.
func (m *maker) starts(u int) float64 {
	switch m.Kind {
	case HAP:
		return pick(m.random, []share[float64]{{.6, 17}, {.4, 23}})
	case HomeCare:
		return pick(m.random, []share[float64]{{.7, 7}, {.3, 15}})
	case Hospital:
	}
	if m.Users[u].Role == "verpleegkundige" {
		return pick(m.random, []share[float64]{{.55, 7}, {.3, 15}, {.15, 23}})
	}
	return 8
}

// known is the care that began before the first day.
func (m *maker) known() {
	for p := range m.Patients {
		switch m.Kind {
		case HomeCare:
			m.client(p, m.Begin.AddDate(0, 0, -m.random.IntN(200)))
		case Hospital:
			if m.chance(.25) {
				m.team(p, m.random.IntN(len(m.Teams)), m.Begin.AddDate(0, 0, -m.random.IntN(120)), 30+m.random.IntN(300), 1+m.random.IntN(4))
			}
		case HAP: // nobody is known before they call
		}
	}
	if m.Kind == Hospital {
		for range len(m.Patients) * 3 / 100 {
			m.stay(m.Begin.AddDate(0, 0, -m.random.IntN(10)))
		}
	}
}

// client is a client of home care: a team that is there for them, and a few of it who
// mostly come.
func (m *maker) client(p int, from time.Time) {
	team := m.Patients[p].Team
	days := 400
	if m.chance(.1) {
		days = 60 + m.random.IntN(200) // care that ends
	}
	m.write(Fact{Kind: accesslog.TeamClient, Patient: p, User: -1, Team: team, Other: -1, From: from, To: from.AddDate(0, 0, days)})
	m.team(p, team, from, days, 3+m.random.IntN(3))
}

// team puts so many of a team around a patient.
func (m *maker) team(p, team int, from time.Time, days, people int) {
	for range people {
		f := Fact{Kind: accesslog.CareTeam, Patient: p, User: one(m.random, m.members[team]), Team: team, Other: -1, From: from, To: from.AddDate(0, 0, days)}
		m.care = append(m.care, f)
		f.Team = -1
		m.write(f)
	}
}

// admit takes patients in for as long as they stay: log-normal, three days in the
// middle.
func (m *maker) admit() {
	if m.Kind != Hospital {
		return
	}
	for range len(m.Patients) * 3 / 700 {
		m.stay(m.hour(24 * m.random.Float64()))
	}
}

func (m *maker) stay(from time.Time) {
	days := math.Exp(1.2 + m.random.NormFloat64()*.8)
	f := Fact{Kind: accesslog.Admission, Patient: m.random.IntN(len(m.Patients)), User: -1, Team: m.random.IntN(len(m.Teams)), Other: -1, From: from, To: from.Add(time.Duration(days * 24 * float64(time.Hour)))}
	m.stays = append(m.stays, f)
	m.write(f)
}

// plan books the appointments of three days ahead, and forgets what is long over, so
// that drawing from the rest stays likely to find somebody. One in twenty patients has
// one a day.
func (m *maker) plan() {
	old := m.day(-30)
	m.stays = slices.DeleteFunc(m.stays, func(f Fact) bool { return f.To.Before(old) })
	if m.Kind != Hospital {
		return
	}
	for d := range 7 {
		if d == 6 || m.today == 0 {
			m.book(m.day(d - 3))
		}
	}
	m.booked = slices.DeleteFunc(m.booked, func(f Fact) bool { return f.From.Before(m.day(-7)) })
}

func (m *maker) book(day time.Time) {
	for range len(m.Patients) / 20 {
		u := m.random.IntN(len(m.Users))
		at := day.Add(time.Duration((8 + 9*m.random.Float64()) * float64(time.Hour)))
		f := Fact{Kind: accesslog.Appointment, Patient: m.random.IntN(len(m.Patients)), User: u, Team: m.Users[u].Team, Other: -1, From: at, To: at.Add(20 * time.Minute)}
		m.booked = append(m.booked, f)
		m.write(f)
	}
}

// look asks for a session. It reports whether the log covers that moment, and the day
// of it is not over.
func (m *maker) look(s session) bool {
	day := m.dayOf(s.at)
	if day < m.today || day >= m.Days || s.at.Before(m.Begin) {
		return false
	}
	m.waiting[day] = append(m.waiting[day], s)
	m.asked++
	return true
}

// dayOf is the day of the calendar on which a moment lies, counted from the first: a day
// on which the clock is changed has another number of hours.
func (m *maker) dayOf(at time.Time) int {
	noon := func(t time.Time) time.Time {
		y, month, d := t.In(m.Begin.Location()).Date()
		return time.Date(y, month, d, 12, 0, 0, 0, time.UTC)
	}
	return int(noon(at).Sub(noon(m.Begin)) / (24 * time.Hour))
}
