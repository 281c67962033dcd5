package simulate

import (
	"time"

	"aantoonbaar/internal/accesslog"
)

// The ways in which a look comes to be that has a reason. Each writes the facts that
// tell of it. They report whether somebody was there to look.

// visit is one stop on the route of home care.
func (m *maker) visit() bool {
	d := one(m.random, m.duty)
	if len(m.ofTeam[d.team]) == 0 {
		return false
	}
	p, at := one(m.random, m.ofTeam[d.team]), m.within(d)
	m.write(Fact{Kind: accesslog.Visit, Patient: p, User: d.user, Team: -1, Other: -1, From: at, To: at.Add(30 * time.Minute)})
	m.look(session{user: d.user, patient: p, team: d.team, at: at, events: m.shape.events, class: ByVisit})
	return true
}

// teamMate is somebody of the care team, during a shift.
func (m *maker) teamMate() bool {
	f := one(m.random, m.care)
	shifts := m.shiftOf[f.User]
	if len(shifts) == 0 {
		return false
	}
	d := m.duty[shifts[0]]
	at := m.within(d)
	if at.Before(f.From) || at.After(f.To) {
		return false
	}
	m.look(session{user: f.User, patient: f.Patient, team: d.team, at: at, events: m.shape.events, class: ByCareTeam})
	return true
}

// planner is who plans the routes of the own team, and its leader.
func (m *maker) planner() bool {
	d := one(m.random, m.duty)
	own := m.Users[d.user]
	if own.Role != "planner" && own.Role != "teamleider" || len(m.ofTeam[own.Team]) == 0 {
		return false
	}
	m.look(session{user: d.user, patient: one(m.random, m.ofTeam[own.Team]), team: own.Team, at: m.within(d), events: m.shape.events / 2, class: ByPlanner})
	return true
}

// intake is the first visit to a new client.
func (m *maker) intake() bool {
	d := one(m.random, m.duty)
	p, at := m.random.IntN(len(m.Patients)), m.within(d)
	f := Fact{Kind: accesslog.CareTeam, Patient: p, User: d.user, Team: d.team, Other: -1, From: at.Add(-24 * time.Hour), To: at.AddDate(0, 0, 90)}
	m.care = append(m.care, f)
	f.Team = -1
	m.write(f)
	m.look(session{user: d.user, patient: p, team: d.team, at: at, events: m.shape.events * 2, class: ByCareTeam})
	return true
}

// reasons are what people give for the emergency procedure. Three in ten say nothing:
// predefined and empty reasons made such logs useless in Norway (Røstad and Edsberg,
// ACSAC 2006).
var reasons = []share[string]{
	{.2, "zorg"},
	{.1, "."},
	{.15, "Inval op de route, cliënt onwel"},
	{.15, "Spoedvraag van de huisarts"},
	{.15, "Cliënt belt zelf, vaste zorg niet bereikbaar"},
	{.15, "Overname van collega die ziek naar huis ging"},
	{.1, "Medicatie controleren voor de nacht"},
}

// emergency is a record opened by the emergency procedure, for care that mostly is
// written down afterwards.
func (m *maker) emergency() bool {
	if !m.chance(.1) {
		return false
	}
	d := one(m.random, m.duty)
	p, at := m.random.IntN(len(m.Patients)), m.within(d)
	if m.chance(.7) {
		m.write(Fact{Kind: accesslog.Visit, Patient: p, User: d.user, Team: -1, Other: -1, From: at, To: at.Add(time.Hour)})
	}
	m.look(session{user: d.user, patient: p, team: d.team, at: at, events: m.shape.events, class: ByGlass, glass: true, reason: pick(m.random, reasons)})
	return true
}

// undocumented had a reason that no system knows: a call that was answered for
// somebody else, a colleague who asked, or the wrong record.
func (m *maker) undocumented() bool {
	d := one(m.random, m.duty)
	s := session{user: d.user, patient: m.random.IntN(len(m.Patients)), team: d.team, at: m.within(d), events: m.shape.events * .4, class: Undocumented}
	if m.chance(.3) {
		s.class, s.events = Mistaken, 1
	}
	m.look(s)
	return true
}

// call is somebody who calls the out-of-hours post: triage, then a doctor.
func (m *maker) call() bool {
	triage := one(m.random, m.duty)
	p, at := m.random.IntN(len(m.Patients)), m.within(triage)
	m.write(Fact{Kind: accesslog.TeamClient, Patient: p, User: -1, Team: triage.team, Other: -1, From: at, To: at.Add(12 * time.Hour)})
	m.look(session{user: triage.user, patient: p, team: triage.team, at: at, events: m.shape.events, class: ByCareTeam})
	doctor := m.duty[one(m.random, m.at[triage.team])]
	if at = at.Add(time.Duration(m.random.ExpFloat64() * float64(40*time.Minute))); at.Before(doctor.to) && at.After(doctor.from) {
		m.write(Fact{Kind: accesslog.Appointment, Patient: p, User: doctor.user, Team: doctor.team, Other: -1, From: at, To: at.Add(15 * time.Minute)})
		m.look(session{user: doctor.user, patient: p, team: doctor.team, at: at, events: m.shape.events, class: ByAppointment})
	}
	return true
}

// appointment is a visit to a clinic. Most looks are near it, and some are for a letter
// weeks later: outpatient reports were 37.8 days old when viewed, in the middle (BMC
// Med Inform Decis Mak 2010, 10:15).
func (m *maker) appointment() bool {
	f := one(m.random, m.booked)
	at := f.From.Add(time.Duration(m.random.NormFloat64() * 8 * float64(time.Hour)))
	if m.chance(.15) {
		at = f.From.Add(time.Duration(m.random.ExpFloat64() * 38 * 24 * float64(time.Hour)))
	}
	return m.look(session{user: f.User, patient: f.Patient, team: f.Team, at: at, events: m.shape.events, class: ByAppointment})
}

// admission is the ward on which somebody lies.
func (m *maker) admission() bool {
	if len(m.stays) == 0 {
		return false
	}
	f := one(m.random, m.stays)
	if len(m.at[f.Team]) == 0 {
		return false
	}
	d := m.duty[one(m.random, m.at[f.Team])]
	at := m.within(d)
	if at.Before(f.From) || at.After(f.To) {
		return false
	}
	m.look(session{user: d.user, patient: f.Patient, team: d.team, at: at, events: m.shape.events * 1.2, class: ByAdmission})
	return true
}

// order is a test that who has the appointment asks for, and another department does.
func (m *maker) order() bool {
	by := one(m.random, m.booked)
	team := m.random.IntN(len(m.Teams))
	m.write(Fact{Kind: accesslog.Order, Patient: by.Patient, User: by.User, Team: team, Other: -1, From: by.From, To: by.To})
	for range 3 {
		m.look(session{user: one(m.random, m.members[team]), patient: by.Patient, team: team, at: by.From.Add(time.Duration(m.random.ExpFloat64() * 30 * float64(time.Hour))), events: m.shape.events * .7, class: ByOrder})
	}
	return true
}

// colleague is a secretary or colleague of who had the appointment.
func (m *maker) colleague() bool {
	f := one(m.random, m.booked)
	return m.look(session{user: one(m.random, m.members[f.Team]), patient: f.Patient, team: f.Team, at: f.From.Add(time.Duration(m.random.NormFloat64() * 60 * float64(time.Hour))), events: m.shape.events * .6, class: ByColleague})
}

// task is coding, billing or checking, on anybody.
func (m *maker) task() bool {
	d := one(m.random, m.duty)
	if role := m.Users[d.user].Role; role != "kwaliteit" && role != "administratie" {
		return false
	}
	m.look(session{user: d.user, patient: m.random.IntN(len(m.Patients)), team: d.team, at: m.within(d), events: m.shape.events * .3, class: ByTask})
	return true
}

// ticket is a correction that was asked for.
func (m *maker) ticket() bool {
	d := one(m.random, m.duty)
	p, at := m.random.IntN(len(m.Patients)), m.within(d)
	m.write(Fact{Kind: accesslog.Ticket, Patient: p, User: d.user, Team: -1, Other: -1, From: at.Add(-time.Hour), To: at.Add(24 * time.Hour)})
	m.look(session{user: d.user, patient: p, team: d.team, at: at, events: 2, class: ByTask})
	return true
}
