package simulate

import (
	"fmt"
	"time"

	"aantoonbaar/internal/accesslog"
	"aantoonbaar/internal/accesslog/reading"
)

// A Person is somebody who works there, or is cared for.
type Person struct {
	Number   string // by which the systems know them
	Surname  int    // people with one surname have one number
	Postcode int    // of about seven patients each
	House    int
	Team     int    // that they work in, or that is there for them
	Role     string // "" for patients
	Known    bool   // a person whom everybody knows
	Patient  int    // as whom a user is a patient there too; -1 when they are not
}

// A Fact is what another system knows, with people and teams by their place in the
// world; -1 for none.
type Fact struct {
	Kind                       accesslog.FactKind
	Patient, User, Team, Other int
	From, To                   time.Time
}

// A World is everything but the log.
type World struct {
	Users, Patients []Person
	Teams           []string
	Sources         []string
	Facts           []Fact
}

// A session is one look at one record, from which lines are made.
type session struct {
	user, patient, team int
	at                  time.Time
	events              float64 // on average
	class               Class
	glass               bool
	reason              string
}

// Event is the line as log review sees it, once people are keys.
func (w *World) Event(secret accesslog.Secret, l Line, id [16]byte) accesslog.Event {
	return accesslog.Event{
		ID: id, At: l.At, User: secret.Of(accesslog.OfUser, w.Users[l.User].Number), Patient: secret.Of(accesslog.OfPatient, w.Patients[l.Patient].Number),
		Team: w.Teams[l.Team], Role: w.Users[l.User].Role, Action: accesslog.Action(l.Action), Search: l.Search, Glass: l.Glass, Reason: l.Reason,
	}
}

// FactOf is a fact as log review sees it.
func (w *World) FactOf(secret accesslog.Secret, f Fact) accesslog.Fact {
	out := accesslog.Fact{Kind: f.Kind, From: f.From, To: f.To}
	if f.Patient >= 0 {
		out.Patient = secret.Of(accesslog.OfPatient, w.Patients[f.Patient].Number)
	}
	if f.User >= 0 {
		out.User = secret.Of(accesslog.OfUser, w.Users[f.User].Number)
	}
	if f.Team >= 0 {
		out.Team = w.Teams[f.Team]
	}
	if f.Other >= 0 {
		out.Other = w.Teams[f.Other]
	}
	return out
}

// words are a person as lists of staff and of clients tell of them.
func (w *World) words(p *Person, works bool) *reading.Known {
	k := &reading.Known{
		Person: true, Works: works, Surname: fmt.Sprintf("naam%05d", p.Surname), Postcode: fmt.Sprintf("%04d", p.Postcode), House: fmt.Sprintf("h%07d", p.House), WellKnown: p.Known,
	}
	if !works {
		k.Patient = p.Number
		return k
	}
	k.User, k.Team, k.Role = p.Number, w.Teams[p.Team], p.Role
	if p.Patient >= 0 {
		k.AsClient = w.Patients[p.Patient].Number
	}
	return k
}

// Links are what is known of people besides care and work, as keys.
func (w *World) Links(secret accesslog.Secret) accesslog.Links {
	door := reading.NewDoor(secret, "")
	of := func(all []Person, work bool) map[accesslog.Key]accesslog.Link {
		links := map[accesslog.Key]accesslog.Link{}
		for i := range all {
			key, l := door.Link(w.words(&all[i], work))
			links[key] = l
		}
		return links
	}
	return accesslog.Links{Users: of(w.Users, true), Patients: of(w.Patients, false)}
}
