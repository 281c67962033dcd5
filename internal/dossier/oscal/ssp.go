package oscal

import (
	"cmp"
	"strconv"

	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/legaltime"
)

type sspRoot struct {
	Plan ssp `json:"system-security-plan"`
}

// An ssp is a system-security-plan: how things stand with every control.
type ssp struct {
	UUID                  string                `json:"uuid"`
	Metadata              metadata              `json:"metadata"`
	ImportProfile         reference             `json:"import-profile"`
	SystemCharacteristics characteristics       `json:"system-characteristics"`
	SystemImplementation  systemImplementation  `json:"system-implementation"`
	ControlImplementation controlImplementation `json:"control-implementation"`
	BackMatter            *backMatter           `json:"back-matter,omitempty"`
}

// A reference names another document in the same folder.
type reference struct {
	Href string `json:"href"`
}

// A controlImplementation is control-implementation.
type controlImplementation struct {
	Description  string        `json:"description"`
	Requirements []implemented `json:"implemented-requirements"`
}

// An implemented is an implemented-requirement: the answer to one control.
type implemented struct {
	UUID             string        `json:"uuid"`
	ControlID        string        `json:"control-id"`
	Props            props         `json:"props"`
	Links            []link        `json:"links,omitempty"` // to evidence
	ResponsibleRoles []responsible `json:"responsible-roles,omitempty"`
	ByComponents     []byComponent `json:"by-components"`
	Remarks          string        `json:"remarks,omitempty"` // why it applies
}

// A byComponent is by-component: how the organisation does it.
type byComponent struct {
	ComponentUUID string `json:"component-uuid"`
	UUID          string `json:"uuid"`
	Description   string `json:"description"`
	Status        status `json:"implementation-status"`
}

// A status is a state with words beside it.
type status struct {
	State   string `json:"state"`
	Remarks string `json:"remarks,omitempty"`
}

func (b *book) ssp() ssp {
	p := ssp{
		UUID: b.documentID("ssp"), Metadata: b.head(b.Lang.Tf("Stand van zaken met NEN 7510 bij %s", "How things stand with NEN 7510 at %s", b.Organisation.Name)),
		ImportProfile: reference{ProfileName}, SystemCharacteristics: b.characteristics(), SystemImplementation: b.system(),
		ControlImplementation: controlImplementation{Description: text(b.Lang.T(
			"Wat de organisatie zelf zegt van elke maatregel, op dit moment in haar logboek.",
			"What the organisation itself says of every measure, at this moment of its journal."))},
		BackMatter: b.backMatter(),
	}
	people := b.newPeople()
	for _, r := range b.rows {
		p.ControlImplementation.Requirements = append(p.ControlImplementation.Requirements, b.implemented(r, people))
	}
	people.into(&p.Metadata)
	return p
}

func (b *book) implemented(r row, people *people) implemented {
	a := r.answer
	one := implemented{UUID: b.uuid("implemented-requirement", r.ID), ControlID: controlID(r.ID), Links: b.links(r.evidence), ResponsibleRoles: people.owner(a.Owner)}
	one.Props.explain("state", string(r.state), r.state.Name().In(b.Lang))
	for _, l := range framework.Levels {
		b.level(&one.Props, r, l)
	}
	if a.Version != 0 {
		one.Props.add("answer-version", strconv.FormatInt(a.Version, 10))
	}
	if !a.ChangedAt.IsZero() {
		one.Props.add("answered-at", instant(a.ChangedAt))
	}
	one.Props.add("answer-origin", string(a.Origin))
	one.Props.add("review-on", legaltime.Text(a.ReviewOn))
	one.ByComponents = []byComponent{b.how(r)}
	if r.applies() {
		one.Remarks = text(a.Reason)
	}
	return one
}

// how is the organisation's own explanation. Of what does not apply that is the
// reason, unless there is more to say.
func (b *book) how(r row) byComponent {
	c := byComponent{ComponentUUID: b.componentID(), UUID: b.uuid("by-component", r.ID), Description: text(r.answer.Explanation), Status: status{State: implementation(r)}}
	if !r.applies() {
		c.Status.Remarks = text(b.reason(r))
	}
	c.Description = cmp.Or(c.Description, c.Status.Remarks, text(b.Lang.T("Er is geen toelichting gegeven.", "No explanation was given.")))
	return c
}

// level adds what is said on one level: the reply, the day of which it speaks,
// and whether evidence that counts lies behind it. On operation a yes without
// that is less than it says.
func (b *book) level(p *props, r row, l framework.Level) {
	if !r.applies() {
		return
	}
	said, counts := r.answer.On(l), r.answer.Effective(l, r.support)
	p.explain(string(l), reply(said.Reply), said.Reply.Name().In(b.Lang))
	if counts != said.Reply {
		p.explain(string(l)+"-counts-as", reply(counts), b.Lang.T("Er is geen geldig bewijs van werking.", "There is no valid evidence of operation."))
	}
	p.add(string(l)+"-on", legaltime.Text(said.On))
	p.add(string(l)+"-evidence", map[bool]string{true: "yes", false: "no"}[r.support.On(l)])
}

func reply(r assessment.Reply) string { return cmp.Or(string(r), "unanswered") }

// The values of implementation-status that OSCAL does not have. It has none for
// what is not there and not planned either, nor for what nobody has said, and
// allows others.
const (
	notImplemented = "not-implemented"
	notAnswered    = "not-answered"
)

// implementation is the state as OSCAL says it. "planned" is only what an action
// works on: a plan that nobody made is none.
func implementation(r row) string {
	switch r.state {
	case assessment.InPlace:
		return "implemented"
	case assessment.InPart:
		return "partial"
	case assessment.Excluded:
		return "not-applicable"
	case assessment.NotYet:
		if !r.isPlanned() {
			return notImplemented
		}
	case assessment.Open:
		if !r.isPlanned() {
			return notAnswered
		}
	}
	return "planned"
}
