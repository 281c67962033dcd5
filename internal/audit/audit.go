// Package audit is the independent assessment (onafhankelijke beoordeling):
// somebody from outside tests whether what an organisation says of itself is so,
// in practice and not on paper, and signs what was found.
//
// # Words
//
// An [Engagement] is one assessment as it was agreed: scope, criteria, team, days,
// and a [Statement] of every assessor on ties with the organisation. The
// organisation commissions it; the assessor has a place there for its time and
// nothing else ([identity.Assessor]). The sample is the [Pick]s that must be
// looked at, chosen by risk and at random. A [Verdict] speaks of one requirement
// on one level, with the method that it rests on. A [Finding] is what is wrong;
// the organisation responds to it and changes nothing of it. A [Report] is all of
// this in one [Document], signed with the assessor's own key.
//
// # Paper and practice
//
// A verdict on operation that rests on a document alone is a verdict on paper.
// Where too few rest on more than that, the report is labelled "mainly on
// documents" wherever it is named. See [Practice].
package audit

import (
	"slices"
	"time"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/ref"
)

// An ID names an engagement, e.g. "aud_01k3q8…".
type ID string

// Ref is the journal's name for the engagement.
func (id ID) Ref() ref.Ref { return ref.Ref{Kind: "audit", ID: string(id)} }

// A Status is how far an engagement is.
type Status string

// The statuses.
const (
	Drafted  Status = "drafted"  // the terms can still change
	Agreed   Status = "agreed"   // by both sides
	AtWork   Status = "at-work"  // the situation is fixed, the sample drawn
	Reported Status = "reported" // signed
	Closed   Status = "closed"
	Stopped  Status = "stopped" // by the organisation, before there was a report; says why
)

// Statuses lists every status in the order in which an engagement passes them.
var Statuses = []Status{Drafted, Agreed, AtWork, Reported, Closed, Stopped}

// Name returns the status as lists show it.
func (s Status) Name() i18n.Text {
	switch s {
	case Drafted:
		return i18n.T("In voorbereiding", "In preparation")
	case Agreed:
		return i18n.T("Afgesproken", "Agreed")
	case AtWork:
		return i18n.T("Bezig", "At work")
	case Reported:
		return i18n.T("Rapport ondertekend", "Report signed")
	case Closed:
		return i18n.T("Afgesloten", "Closed")
	case Stopped:
		return i18n.T("Gestopt", "Stopped")
	}
	return i18n.Same(string(s))
}

// next is every step that there is. A correction of a signed report is work again.
var next = map[Status][]Status{
	Drafted:  {Agreed, Stopped},
	Agreed:   {AtWork, Stopped},
	AtWork:   {Reported, Stopped},
	Reported: {AtWork, Closed},
}

// May reports whether an engagement can go from s to the other status.
func (s Status) May(to Status) bool { return slices.Contains(next[s], to) }

// Edition is what is assessed: the edition of the norm that the catalogue holds.
const Edition = "NEN 7510-1:2024, NEN 7510-2:2024+A1:2026"

// Terms are what both sides agree on. Days are midnight UTC.
type Terms struct {
	Firm     string   `json:"firm"`     // the assessor's organisation
	Scope    []string `json:"scope"`    // requirements, in the norm's order
	Criteria string   `json:"criteria"` // what they are held against, beside the norm
	Team     []Member `json:"team"`

	From  time.Time  `json:"from"` // the first day of work
	Until time.Time  `json:"until"`
	Days  int        `json:"days,omitempty"` // of work, of everybody together; 0 where older terms do not tell
	Plan  []PlanLine `json:"plan,omitempty"` // who does what on which day, by day; nothing while there is none

	AccessFrom  time.Time `json:"access_from"` // the days on which assessors may enter, both included
	AccessUntil time.Time `json:"access_until"`
}

// A Member is somebody of the team, with or without an account.
type Member struct {
	Name string `json:"name"`
	Role string `json:"role"`
	Firm string `json:"firm"`
}

// An Agreement is one side's yes to the terms as they stand. Zero while there is none.
type Agreement struct {
	Person identity.PersonID `json:"person,omitempty"`
	Name   string            `json:"name,omitempty"`
	At     time.Time         `json:"at,omitzero"`
}

// Given reports whether the side agreed.
func (a Agreement) Given() bool { return !a.At.IsZero() }

// A Situation is what is assessed: the organisation's journal up to a size, under
// a signed checkpoint.
type Situation struct {
	Size int64     `json:"size"`
	Root string    `json:"root"` // of the tree, in base64
	Note string    `json:"note"` // the signed checkpoint
	At   time.Time `json:"at,omitzero"`
}

// A Newer is a situation that was fixed while the work went on: the organisation
// does not stand still. The sample stays that of the first.
type Newer struct {
	Situation Situation `json:"situation"`
	Because   string    `json:"because"`
	ByName    string    `json:"by"`
}

// An Engagement is one assessment.
type Engagement struct {
	ID        ID     `json:"-"`
	Status    Status `json:"-"`
	Terms     Terms  `json:"terms"`
	CreatedBy string `json:"created_by"`

	Organisation Agreement   `json:"organisation,omitzero"`
	Assessor     Agreement   `json:"assessor,omitzero"` // of whoever leads and signs
	Statements   []Statement `json:"statements,omitempty"`

	Situation Situation `json:"situation,omitzero"`
	Newer     []Newer   `json:"newer,omitempty"` // situations that were fixed later, oldest first
	Seed      string    `json:"seed,omitempty"`  // of the random part of the sample, in hexadecimal
	Sample    []Pick    `json:"sample,omitempty"`

	Conclusion string `json:"conclusion,omitempty"` // the assessor's, for the report
	Correcting string `json:"correcting,omitempty"` // why a signed report is worked on again
	Because    string `json:"because,omitempty"`    // Stopped: why

	Returns []Return `json:"returns,omitempty"` // access that was given again to close findings, oldest first

	Taken []Taking `json:"taken,omitempty"` // along, to work without a network; oldest first

	CreatedAt time.Time `json:"-"`
	Version   int64     `json:"-"` // grows with every change of the above
	Work      int64     `json:"-"` // grows with every verdict, finding and response
}

// InScope reports whether the requirement is to be assessed.
func (e Engagement) InScope(requirement string) bool {
	return slices.Contains(e.Terms.Scope, requirement)
}

// StatementOf returns what somebody stated on ties; ok is false while nothing.
func (e Engagement) StatementOf(p identity.PersonID) (s Statement, ok bool) {
	i := slices.IndexFunc(e.Statements, func(s Statement) bool { return s.Person == p })
	if i < 0 {
		return Statement{}, false
	}
	return e.Statements[i], true
}

// IsFor reports whether the actor is an assessor of this engagement.
func (e Engagement) IsFor(by identity.Actor) bool {
	return by.Role == identity.Assessor && by.About == string(e.ID)
}

// mayBeSeen reports whether the actor may know of the engagement: an assessor knows
// of no other one than the own, whatever goes on beside it.
func (e Engagement) mayBeSeen(by identity.Actor) bool {
	return by.Role != identity.Assessor || e.IsFor(by)
}

// IsHidden reports whether the actor may not even know of a record: for an assessor,
// every engagement but the own one.
func IsHidden(by identity.Actor, object ref.Ref) bool {
	e := Engagement{ID: ID(object.ID)}
	return object.Kind == e.ID.Ref().Kind && !e.mayBeSeen(by)
}

// Seen is the situation that assessors read: the newest that was fixed. Zero while
// there is none.
func (e Engagement) Seen() Situation {
	if n := len(e.Newer); n > 0 {
		return e.Newer[n-1].Situation
	}
	return e.Situation
}

// Admission is the place that an assessor of this engagement gets, with days
// counted in zone: from the beginning of the first up to the end of the last.
func (e Engagement) Admission(zone *time.Location) identity.Admission {
	from, until := e.access()
	return identity.Admission{About: string(e.ID), From: begins(from, zone), Until: begins(until.AddDate(0, 0, 1), zone)}
}

// begins is the moment at which a day begins.
func begins(day time.Time, zone *time.Location) time.Time {
	return time.Date(day.Year(), day.Month(), day.Day(), 0, 0, 0, 0, zone).UTC()
}

// The limits of terms.
const (
	MaxLine     = 200
	MaxText     = 8000
	MaxTeam     = 20
	maxDaysLong = 400 // of access: an assessment is no employment
)

// check reports every reason to refuse the terms. A day that has passed may stand
// as it did before.
func (t Terms) check(c *fault.Checker, cat *framework.Catalogue, before Terms, today time.Time) {
	c.Need(t.Firm != "", "firm", i18n.T("Vul de naam in van het bureau of de zelfstandige die beoordeelt.", "Give the name of the firm or the independent who assesses."))
	c.Line(t.Firm, "firm", MaxLine)
	c.Need(len(t.Scope) > 0, "scope", i18n.T("Kies ten minste één maatregel.", "Choose at least one measure."))
	c.Need(!slices.ContainsFunc(t.Scope, func(id string) bool { return cat.Find(id) == nil }), "scope",
		i18n.T("Een van deze maatregelen kennen wij niet. Kies uit de lijst.", "We do not know one of these measures. Choose from the list."))
	c.Need(t.Criteria != "", "criteria", i18n.T("Schrijf waaraan wordt getoetst, in een paar zinnen.", "Write in a few sentences what is tested against."))
	c.Text(t.Criteria, "criteria", MaxText)
	t.checkTeam(c)
	t.checkDays(c, before, today)
	t.checkPlan(c)
}

func (t Terms) checkTeam(c *fault.Checker) {
	c.Need(len(t.Team) > 0, "team", i18n.T("Noem ten minste één beoordelaar, op een eigen regel: naam, rol, organisatie.", "Name at least one assessor, on a line of its own: name, role, organisation."))
	c.Need(len(t.Team) <= MaxTeam, "team", i18n.Tf("Noem hoogstens %d mensen.", "Name at most %d people.", MaxTeam))
	for _, m := range t.Team {
		c.Need(m.Name != "" && m.Role != "", "team", i18n.T("Geef iedereen een naam en een rol, met een komma ertussen.", "Give everybody a name and a role, with a comma in between."))
		c.Line(m.Name+m.Role+m.Firm, "team", MaxLine)
	}
}

func (t Terms) checkDays(c *fault.Checker, before Terms, today time.Time) {
	for _, d := range []struct {
		name string
		day  time.Time
		says i18n.Text
	}{
		{"from", t.From, i18n.T("Kies de eerste dag van het onderzoek.", "Choose the first day of the work.")},
		{"until", t.Until, i18n.T("Kies de laatste dag van het onderzoek.", "Choose the last day of the work.")},
		{"access_from", t.AccessFrom, i18n.T("Kies de eerste dag van de toegang.", "Choose the first day of access.")},
		{"access_until", t.AccessUntil, i18n.T("Kies de laatste dag van de toegang.", "Choose the last day of access.")},
	} {
		c.Need(!d.day.IsZero(), d.name, d.says)
		c.Day(d.day, d.name)
	}
	if t.From.IsZero() || t.Until.IsZero() || t.AccessFrom.IsZero() || t.AccessUntil.IsZero() {
		return
	}
	c.Need(!t.Until.Before(t.From), "until", i18n.T("De laatste dag ligt voor de eerste.", "The last day is before the first."))
	c.Need(!t.AccessFrom.After(t.From), "access_from", i18n.T("De beoordelaar moet uiterlijk op de eerste dag van het onderzoek toegang hebben.", "The assessor needs access on the first day of the work at the latest."))
	c.Need(!t.AccessUntil.Before(t.Until), "access_until", i18n.T("De beoordelaar heeft toegang nodig tot en met de laatste dag van het onderzoek.", "The assessor needs access up to the last day of the work."))
	c.Need(t.AccessUntil.Equal(before.AccessUntil) || !t.AccessUntil.Before(today), "access_until", i18n.T("Kies een dag vanaf vandaag.", "Choose today or a later day."))
	c.Need(t.AccessUntil.Sub(t.AccessFrom) <= maxDaysLong*24*time.Hour, "access_until", i18n.Tf("Geef hoogstens %d dagen toegang.", "Give access for at most %d days.", maxDaysLong))
}
