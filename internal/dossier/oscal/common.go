package oscal

import (
	"strconv"
	"strings"
)

// The types below are the part of OSCAL that we write. A field is named in JSON
// as OSCAL names it; what may be left out is left out when it is empty.

// A metadata is OSCAL's metadata: what every document begins with.
type metadata struct {
	Title        string  `json:"title"`
	LastModified string  `json:"last-modified"` // the moment of the state, never the clock
	Version      string  `json:"version"`       // the size of the journal
	OSCALVersion string  `json:"oscal-version"`
	Props        props   `json:"props,omitempty"`
	Roles        []role  `json:"roles,omitempty"`
	Parties      []party `json:"parties,omitempty"`
	Remarks      string  `json:"remarks,omitempty"`
}

// A role is what a party can be to something. IDs of roles that are used MUST be
// in the metadata.
type role struct {
	ID    string `json:"id"`
	Title string `json:"title"`
}

// A party is a person or an organisation.
type party struct {
	UUID string `json:"uuid"`
	Type string `json:"type"` // "person" or "organization"
	Name string `json:"name,omitempty"`
}

// A responsible is a responsible-role or a responsible-party: who is what.
type responsible struct {
	RoleID     string   `json:"role-id"`
	PartyUUIDs []string `json:"party-uuids"`
}

// A prop is a property. Without a namespace the name is one of OSCAL's own.
type prop struct {
	Name    string `json:"name"`
	NS      string `json:"ns,omitempty"`
	Value   string `json:"value"`
	Remarks string `json:"remarks,omitempty"`
}

// A link points at a resource in the same document, or at a control.
type link struct {
	Href string `json:"href"`
	Rel  string `json:"rel"`
	Text string `json:"text,omitempty"`
}

// props are the properties of one thing.
type props []prop

// add adds a property of ours; one without a value is left out.
func (p *props) add(name, content string) { p.explain(name, content, "") }

// explain adds a property of ours with words beside it.
func (p *props) explain(name, content, remarks string) {
	if content = value(content); content != "" {
		*p = append(*p, prop{Name: name, NS: Namespace, Value: content, Remarks: text(remarks)})
	}
}

// The IDs of roles.
const (
	ownerRole  = "owner"        // of an answer or an action
	systemRole = "system-owner" // OSCAL's own: answers for the whole
)

// head makes the metadata of a document.
func (b *book) head(title string) metadata {
	m := metadata{
		Title: line(title), LastModified: instant(b.Moment.At),
		Version: strconv.FormatInt(b.Moment.Size, 10), OSCALVersion: Version,
	}
	m.Props.add("language", b.Lang.T("nl", "en"))
	m.Props.add("journal-size", strconv.FormatInt(b.Moment.Size, 10))
	m.Props.add("journal-root", b.Moment.Root)
	m.Props.add("journal-origin", b.Moment.Origin)
	m.Props.add("organisation", string(b.Organisation.ID))
	return m
}

// documentID is the UUID of a document. OSCAL wants another one whenever the
// content is another; what is in it keeps its own.
func (b *book) documentID(kind string) string {
	return b.uuid(kind, strings.Join([]string{strconv.FormatInt(b.Moment.Size, 10), b.Lang.T("nl", "en"), b.EvidenceAt}, "\x00"))
}
