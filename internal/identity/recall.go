package identity

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/ref"
)

// A Recalled is who belonged to an organisation at some moment, as its journal
// tells it. The journal has no e-mail addresses and no languages: those of its
// people are empty. What was erased is left out, and named in Unknown.
type Recalled struct {
	Members []Membership // by name; OrgName is left to who knows it
	Links   []Link       // invitations and questions, newest first; used ones too
	Roles   []Held       // every role that somebody got, in that order

	Unknown []ref.Ref
}

// A Held is a role from some entry on.
type Held struct {
	Person PersonID
	Role   Role
	From   int64 // number of the entry
}

// RoleAt returns what p was just before entry seq; "" for somebody who was nothing.
func (r Recalled) RoleAt(p PersonID, seq int64) (role Role) {
	for _, h := range r.Roles {
		if h.Person == p && h.From < seq {
			role = h.Role
		}
	}
	return role
}

// LinksAt returns the links that worked at now, newest first.
func (r Recalled) LinksAt(now time.Time) []Link {
	return slices.DeleteFunc(slices.Clone(r.Links), func(l Link) bool { return !l.Works(now) })
}

// Recall brings members and links to how they stood after the given entries,
// which are those of a journal from its start, oldest first; entries about
// anything else are passed over.
func Recall(id org.ID, entries []journal.Entry) (Recalled, error) {
	r := recall{org: id, members: map[string]*Membership{}, links: map[string]*Link{}, lost: map[ref.Ref]bool{}}
	for _, e := range entries {
		if err := r.take(e); err != nil {
			return Recalled{}, fmt.Errorf("recall entry %d: %w", e.Seq, err)
		}
	}
	return r.done(), nil
}

// A recall is a journal half-way.
type recall struct {
	org     org.ID
	members map[string]*Membership
	links   map[string]*Link
	roles   []Held
	lost    map[ref.Ref]bool // what was erased and matters still
}

// told is what entries say of places and links.
type told struct {
	Name, Role, To, Link string

	About, From, Until string // of an assessor's place
}

// admission is what bounds the place; the zero Admission for nothing.
func (t told) admission() (a Admission) {
	if t.About == "" {
		return a
	}
	a.About = t.About
	a.From, _ = time.Parse(journal.StampLayout, t.From) // as tell wrote it
	a.Until, _ = time.Parse(journal.StampLayout, t.Until)
	return a
}

func (r *recall) take(e journal.Entry) error {
	var t told
	known := map[string]func(journal.Entry, told){
		"identity.joined": r.joined, "identity.role-changed": r.roleChanged, "identity.access-ended": r.ended, "identity.person-changed": r.renamed,
		"identity.invited": r.linked, "identity.asked": r.linked, "identity.log-shared": r.linked, "identity.link-withdrawn": r.withdrawn,
	}[e.Action]
	if known == nil {
		return nil
	}
	if e.Data != nil {
		if err := json.Unmarshal(e.Data, &t); err != nil {
			return err
		}
	}
	known(e, t)
	return nil
}

func (r *recall) joined(e journal.Entry, t told) {
	p := PersonID(e.Object.ID)
	r.members[e.Object.ID] = &Membership{Org: r.org, Person: Person{ID: p, Name: t.Name}, Role: Role(t.Role), Since: e.At, Admission: t.admission()}
	r.roles = append(r.roles, Held{p, Role(t.Role), e.Seq})
	if l := r.links[t.Link]; l != nil {
		l.Used = e.At
	}
}

func (r *recall) roleChanged(e journal.Entry, t told) {
	if m := r.members[e.Object.ID]; m != nil {
		m.Role = Role(t.To)
		r.roles = append(r.roles, Held{m.Person.ID, m.Role, e.Seq})
	}
}

func (r *recall) ended(e journal.Entry, _ told) { delete(r.members, e.Object.ID) }

func (r *recall) renamed(e journal.Entry, t told) {
	if m := r.members[e.Object.ID]; m != nil {
		m.Person.Name = t.Name
	}
}

func (r *recall) linked(e journal.Entry, t told) {
	if t.Link == "" { // erased
		r.lost[e.Object] = true
		return
	}
	l := &Link{ID: t.Link, Kind: InviteLink, Org: r.org, Name: t.Name, Role: Role(t.Role), MadeBy: e.ActorName, Made: e.At, Admission: t.admission()}
	switch e.Action {
	case "identity.asked":
		l.Kind, l.About = AskLinks, e.Object.ID
	case "identity.log-shared":
		l.Kind = LogLinks
	}
	l.Until = l.Made.Add(lasts[l.Kind])
	r.links[l.ID] = l
}

func (r *recall) withdrawn(e journal.Entry, _ told) {
	delete(r.lost, e.Object) // that it ended is all there was to know
	if l := r.links[e.Object.ID]; l != nil {
		l.Used = e.At
	}
}

func (r *recall) done() Recalled {
	out := Recalled{Roles: r.roles}
	for _, m := range r.members {
		if m.Person.Name == "" || m.Role == "" { // erased, and not said again since
			r.lost[personRef(m.Person.ID)] = true
			continue
		}
		out.Members = append(out.Members, *m)
	}
	for _, l := range r.links {
		out.Links = append(out.Links, *l)
	}
	for object := range r.lost {
		out.Unknown = append(out.Unknown, object)
	}
	slices.SortFunc(out.Members, func(a, b Membership) int {
		return cmp.Or(cmp.Compare(a.Person.Name, b.Person.Name), cmp.Compare(a.Person.ID, b.Person.ID))
	})
	slices.SortFunc(out.Links, func(a, b Link) int { return cmp.Or(b.Made.Compare(a.Made), cmp.Compare(b.ID, a.ID)) })
	slices.SortFunc(out.Unknown, ref.Ref.Compare)
	return out
}
