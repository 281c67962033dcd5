// Package identity knows who somebody is and what that person may do.
//
// A person signs in once and may belong to many organisations, in each with
// one [Role]. What a role may do stands in one table, [Table], and nowhere else:
// what the table does not allow is refused.
//
// # Words
//
// An Actor is a person at work in one organisation, as one request sees it. A
// Credential is how the actor got in: by a session, or by a link that opens a
// single question.
package identity

import (
	"context"
	"strings"
	"time"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/ref"
)

// A PersonID names a person, e.g. "per_01k3q8…".
type PersonID string

// A Person is somebody who can sign in, or who was invited to.
type Person struct {
	ID    PersonID
	Name  string
	Email string // lower case; how the person signs in, unique on the installation
	Lang  i18n.Lang
}

// Initials returns one or two letters to show beside the name.
func (p Person) Initials() string { return Initials(p.Name) }

// Initials returns the first letters of the first and last word of name.
func Initials(name string) string {
	words := strings.Fields(name)
	if len(words) == 0 {
		return "?"
	}
	first := string([]rune(words[0])[:1])
	if len(words) == 1 {
		return strings.ToUpper(first)
	}
	return strings.ToUpper(first + string([]rune(words[len(words)-1])[:1]))
}

// A Role is what a person is in one organisation.
type Role string

// The roles.
const (
	Administrator   Role = "administrator"
	SecurityOfficer Role = "security-officer"
	Contributor     Role = "contributor"
	Reader          Role = "reader"
	BoardMember     Role = "board-member"
	PrivacyOfficer  Role = "privacy-officer"
	Assessor        Role = "assessor" // from outside, for one assessment and for a time; see Admission
)

// Roles lists every role in the order of tables.
var Roles = []Role{Administrator, SecurityOfficer, PrivacyOfficer, Contributor, BoardMember, Reader, Assessor}

// Inside lists the roles of an organisation's own people, in the order in which
// people choose. Nobody is made an assessor by a choice from a list.
var Inside = Roles[:6:6]

var roleNames = map[Role]i18n.Text{
	Administrator:   i18n.T("Beheerder", "Administrator"),
	SecurityOfficer: i18n.T("Functionaris informatiebeveiliging", "Security officer"),
	PrivacyOfficer:  i18n.T("Functionaris gegevensbescherming (FG)", "Data protection officer"),
	Contributor:     i18n.T("Medewerker die meewerkt", "Contributor"),
	BoardMember:     i18n.T("Bestuurder", "Board member"),
	Reader:          i18n.T("Lezer", "Reader"),
	Assessor:        i18n.T("Onafhankelijke beoordelaar", "Independent assessor"),
}

// Name returns what people call the role.
func (r Role) Name() i18n.Text { return roleNames[r] }

// A Membership is a person's place in an organisation.
type Membership struct {
	Org     org.ID
	OrgName string
	Person  Person
	Role    Role
	Since   time.Time
	Ended   time.Time // zero while the person belongs

	Admission Admission // Assessor only
}

// A Credential is how an actor got in.
type Credential string

// The credentials.
const (
	Session  Credential = "session"
	AskLink  Credential = "ask-link" // one question of one organisation, nothing else
	Feed     Credential = "feed"     // the address of a person's calendar feed: reads, and nothing else
	System   Credential = "system"   // a job of the program itself
	Operator Credential = "operator" // the command line, by whoever runs the machine
)

// An Actor is a person at work in one organisation.
type Actor struct {
	Person     PersonID
	Name       string
	Org        org.ID
	Role       Role
	Credential Credential
	About      string // AskLink: the only question that it may see and answer; an assessor's: the only assessment to work on
	Past       bool   // looks at an earlier day

	SessionID string    // Session: which one
	Strong    time.Time // Session: when the person last proved who it is; see NeedFresh
}

// Draft starts a journal entry of what the actor does at now.
func (a Actor) Draft(now time.Time, action string, object ref.Ref, data any) journal.Draft {
	return journal.Draft{At: now, ActorID: string(a.Person), ActorName: a.Name, Action: action, Object: object, Data: data}
}

type actorKey struct{}

// WithActor returns a context in which [ActorOf] finds a.
func WithActor(ctx context.Context, a Actor) context.Context {
	return context.WithValue(ctx, actorKey{}, a)
}

// ActorOf returns the actor of the request; the zero Actor, who may nothing, if there is none.
func ActorOf(ctx context.Context) Actor {
	a, _ := ctx.Value(actorKey{}).(Actor)
	return a
}

// Fresh is how long after proving who they are people may change how they sign
// in. An open screen that somebody left alone does not give the account away.
const Fresh = 15 * time.Minute

// NeedFresh refuses unless the person signed in, with a second step or a
// passkey, at most [Fresh] before now.
func (a Actor) NeedFresh(now time.Time) error {
	if a.Credential == Session && !a.Strong.IsZero() && now.Sub(a.Strong) <= Fresh {
		return nil
	}
	return &fault.Fault{
		Kind: fault.Denied, Code: "identity.not-fresh",
		Says: i18n.T("Log eerst opnieuw in.", "Sign in again first."),
		Hint: i18n.T(
			"Hiervoor moet u minder dan 15 minuten geleden zijn ingelogd. Er is niets gewijzigd.",
			"For this you must have signed in less than 15 minutes ago. Nothing was changed."),
	}
}

// NeedRecent refuses as [Actor.NeedFresh] does, but for those who have nothing to
// prove who they are with: the command line, and people of the demo, whose
// sessions have a zero Strong.
func (a Actor) NeedRecent(now time.Time) error {
	if a.Credential != Session || a.Strong.IsZero() {
		return nil
	}
	return a.NeedFresh(now)
}

// NeedOwnName complains about field unless typed is the actor's own name, as
// somebody who signs writes it.
func (a Actor) NeedOwnName(c *fault.Checker, field, typed string) {
	if PlainName(typed) == "" {
		c.Need(false, field, i18n.T("Typ uw eigen naam om te ondertekenen.", "Type your own name to sign."))
		return
	}
	c.Need(PlainName(typed) == PlainName(a.Name), field, i18n.T(
		"U bent ingelogd als "+a.Name+". Typ precies die naam; voor een ander kunt u niet ondertekenen.",
		"You are signed in as "+a.Name+". Type exactly that name; you cannot sign for somebody else."))
}

// Need refuses unless the actor may do act. It is the first line of every
// service method.
//
// Refusals: NotFound when the actor has no place in the organisation at all, so
// that nobody learns that it exists; Denied when the role does not allow it.
func (a Actor) Need(act Action) error {
	if May(a, act) {
		return nil
	}
	if a.Org == "" || a.Role == "" && a.Credential != AskLink {
		return fault.Missing("identity.no-place")
	}
	if now := a; a.Past {
		now.Past = false
		if May(now, act) {
			return onlyToday()
		}
	}
	return &fault.Fault{
		Kind: fault.Denied, Code: "identity.denied",
		Says: i18n.T(
			"Uw rol ("+a.Role.Name().NL+") mag dit niet: "+act.Name().NL+".",
			"Your role ("+a.Role.Name().EN+") may not do this: "+act.Name().EN+"."),
		Hint: whoMay(act),
	}
}

// whoMay says whom to ask: one with a role that may.
func whoMay(act Action) i18n.Text {
	var nl, en []string
	for _, r := range Who(act) {
		nl, en = append(nl, strings.ToLower(r.Name().NL)), append(en, strings.ToLower(r.Name().EN))
	}
	if len(nl) == 0 {
		return i18n.T("Niemand in uw organisatie mag dit. Er is niets gewijzigd.", "Nobody in your organisation may do this. Nothing was changed.")
	}
	return i18n.T("Dit mag wel: "+i18n.NL.And(nl)+". Er is niets gewijzigd.", "Who may: "+i18n.EN.And(en)+". Nothing was changed.")
}

func onlyToday() error {
	return &fault.Fault{
		Kind: fault.Denied, Code: "identity.past",
		Says: i18n.T("U kijkt naar een eerdere dag. Die kunt u niet wijzigen.", "You are looking at an earlier day. You cannot change it."),
		Hint: i18n.T("Ga terug naar vandaag en doe het daar. Er is niets gewijzigd.", "Go back to today and do it there. Nothing was changed."),
	}
}
