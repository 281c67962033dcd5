package simulate

import (
	"fmt"
	"time"

	"aantoonbaar/internal/accesslog"
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

// Links are what is known of people besides care and work, as keys.
func (w *World) Links(secret accesslog.Secret) accesslog.Links {
	of := func(p Person, user bool) accesslog.Link {
		l := accesslog.Link{
			Surname: secret.Of("surname", fmt.Sprint("s", p.Surname)), Postcode: secret.Of("postcode", fmt.Sprint("c", p.Postcode)), House: secret.Of("house", fmt.Sprint("h", p.House)), Known: p.Known,
		}
		if user {
			l.Team = w.Teams[p.Team]
		}
		if p.Patient >= 0 {
			l.Patient = secret.Of(accesslog.OfPatient, w.Patients[p.Patient].Number)
		}
		return l
	}
	links := accesslog.Links{Users: map[accesslog.Key]accesslog.Link{}, Patients: map[accesslog.Key]accesslog.Link{}}
	for _, p := range w.Users {
		links.Users[secret.Of(accesslog.OfUser, p.Number)] = of(p, true)
	}
	for _, p := range w.Patients {
		links.Patients[secret.Of(accesslog.OfPatient, p.Number)] = of(p, false)
	}
	return links
}
