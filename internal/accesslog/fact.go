package accesslog

import "time"

// A FactKind is what a fact tells of.
type FactKind string

// The facts that templates can use. Each names what it ties together.
const (
	Appointment  FactKind = "appointment"  // a patient, a user and their team
	CareTeam     FactKind = "care_team"    // a patient and a user
	Visit        FactKind = "visit"        // a patient and a user, planned on a route
	Order        FactKind = "order"        // a patient, who asked, and the team that was asked
	Admission    FactKind = "admission"    // a patient and a team
	TeamClient   FactKind = "team_client"  // a patient and the team that is there for them
	Registration FactKind = "registration" // a patient and a practice
	Duty         FactKind = "duty"         // a user and a team: a shift that was worked
	OnCall       FactKind = "on_call"      // a user and a team
	Staff        FactKind = "staff"        // a user and the team they belong to
	Office       FactKind = "office"       // a user and the team that they plan, lead or do the paperwork of
	Together     FactKind = "together"     // two teams that share patients, learned from the log
	Mandate      FactKind = "mandate"      // a user with a task over all patients, such as billing
	Ticket       FactKind = "ticket"       // a patient and a user: a correction that was asked for
	Request      FactKind = "request"      // a patient and a user: a question of the patient's own
)

// A Column is what a path goes along from one fact to the next.
type Column string

// The columns of facts. Anybody is the beginning of a path that holds for every patient.
const (
	ByPatient Column = "patient"
	ByUser    Column = "user"
	ByTeam    Column = "team"
	ByOther   Column = "other"
	Anybody   Column = "anybody"
)

// columns are what facts of each kind have.
var columns = map[FactKind][]Column{
	Appointment: {ByPatient, ByUser, ByTeam}, CareTeam: {ByPatient, ByUser}, Visit: {ByPatient, ByUser},
	Order: {ByPatient, ByUser, ByTeam}, Admission: {ByPatient, ByTeam}, TeamClient: {ByPatient, ByTeam},
	Registration: {ByPatient, ByTeam}, Duty: {ByUser, ByTeam}, OnCall: {ByUser, ByTeam}, Staff: {ByUser, ByTeam},
	Office: {ByUser, ByTeam}, Together: {ByTeam, ByOther}, Mandate: {ByUser, Anybody}, Ticket: {ByPatient, ByUser}, Request: {ByPatient, ByUser},
}

// Columns are what facts of this kind tie together; none for a kind that there is not.
func (k FactKind) Columns() []Column { return columns[k] }

// A Fact is one row of what another system knows. It holds from From until To, both
// included; a moment that is zero is open on that side.
type Fact struct {
	Kind          FactKind
	Patient, User Key
	Team, Other   string
	From, To      time.Time
}
