package oscal

import (
	"cmp"
	"maps"
	"slices"
	"strconv"

	"aantoonbaar/internal/identity"
)

// OSCAL describes a system. Here that is the organisation as a whole.

// A characteristics is system-characteristics: which organisation this is.
type characteristics struct {
	SystemIDs          []systemID    `json:"system-ids"`
	Name               string        `json:"system-name"`
	Description        string        `json:"description"`
	Props              props         `json:"props,omitempty"`
	Information        information   `json:"system-information"`
	Status             status        `json:"status"`
	Boundary           description   `json:"authorization-boundary"`
	ResponsibleParties []responsible `json:"responsible-parties"`
}

// A systemID is system-id: the organisation's ID.
type systemID struct {
	ID string `json:"id"`
}

type description struct {
	Description string `json:"description"`
}

// An information is system-information: what is protected.
type information struct {
	Types []informationType `json:"information-types"`
}

type informationType struct {
	UUID        string `json:"uuid"`
	Title       string `json:"title"`
	Description string `json:"description"`
}

// A systemImplementation is system-implementation: of which components the
// system consists. There is one, the organisation itself.
type systemImplementation struct {
	Components []component `json:"components"`
}

// A component is system-component.
type component struct {
	UUID        string `json:"uuid"`
	Type        string `json:"type"`
	Title       string `json:"title"`
	Description string `json:"description"`
	Status      status `json:"status"`
}

func (b *book) characteristics() characteristics {
	o := b.Organisation
	c := characteristics{
		SystemIDs: []systemID{{value(string(o.ID))}}, Name: value(o.Name), Description: b.whole(), Status: status{State: "operational"},
		Information: information{[]informationType{{
			UUID: b.uuid("information-type", "care"), Title: line(b.Lang.T("Gegevens die NEN 7510 beschermt", "Data that NEN 7510 protects")),
			Description: text(b.Lang.T("Gegevens over de gezondheid van cliënten, en wat nodig is om die veilig te gebruiken. Hoe zwaar zij wegen, is hier niet vastgelegd.",
				"Data on the health of clients, and what is needed to use them safely. How much they weigh is not recorded here.")),
		}}},
		Boundary:           description{text(b.Lang.T("De hele organisatie. Een andere grens is hier niet vastgelegd.", "The whole organisation. No other boundary is recorded here."))},
		ResponsibleParties: []responsible{{systemRole, []string{b.organisationID()}}},
	}
	for _, s := range o.Profile.Sectors {
		c.Props.explain("sector", string(s), s.Name().In(b.Lang))
	}
	if o.Profile.FTE != nil {
		c.Props.add("fte", strconv.FormatFloat(*o.Profile.FTE, 'f', -1, 64))
	}
	if o.Profile.Staff != nil {
		c.Props.add("staff", strconv.Itoa(*o.Profile.Staff))
	}
	return c
}

func (b *book) system() systemImplementation {
	return systemImplementation{[]component{{b.componentID(), "this-system", line(b.Organisation.Name), b.whole(), status{State: "operational"}}}}
}

func (b *book) whole() string {
	return text(b.Lang.T("De organisatie als geheel: mensen, afspraken, gebouwen en techniek.", "The organisation as a whole: people, agreements, buildings and technology."))
}

func (b *book) componentID() string    { return b.uuid("component", "organisation") }
func (b *book) organisationID() string { return b.uuid("party", "organisation") }

// people gathers who is named in a document.
type people struct {
	book  *book
	named map[identity.PersonID]bool
}

func (b *book) newPeople() *people { return &people{b, map[identity.PersonID]bool{}} }

// owner makes the role of somebody who owns something; nil for nobody.
func (p *people) owner(id identity.PersonID) []responsible {
	if id == "" {
		return nil
	}
	p.named[id] = true
	return []responsible{{ownerRole, []string{p.book.uuid("person", string(id))}}}
}

// into writes roles and parties into a document: the organisation, and who was
// named.
func (p *people) into(m *metadata) {
	b := p.book
	m.Roles = []role{{systemRole, line(b.Lang.T("Verantwoordelijk voor het geheel", "Responsible for the whole"))}}
	m.Parties = []party{{b.organisationID(), "organization", value(b.Organisation.Name)}}
	if len(p.named) > 0 {
		m.Roles = append(m.Roles, role{ownerRole, line(b.Lang.T("Eigenaar", "Owner"))})
	}
	for _, id := range slices.SortedFunc(maps.Keys(p.named), cmp.Compare[identity.PersonID]) {
		m.Parties = append(m.Parties, party{b.uuid("person", string(id)), "person", value(b.Names[id])})
	}
}
