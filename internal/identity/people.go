package identity

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
)

// MemberStore keeps who belongs where. Each method is one transaction.
type MemberStore interface {
	// MembershipsOf lists the places of p that have not ended, by name.
	MembershipsOf(ctx context.Context, p PersonID) ([]Membership, error)

	// Members lists those who belong to id, by name.
	Members(ctx context.Context, id org.ID) ([]Membership, error)

	// Left lists those whose place in id has ended, by name.
	Left(ctx context.Context, id org.ID) ([]Membership, error)

	// AddMember gives somebody a place, and reports false if they have it already.
	AddMember(ctx context.Context, id org.ID, m Membership, entry journal.Draft) (bool, error)

	// ChangeMember stores what decide makes of p's place, or refuses as decide
	// does. Administrators counts those of id at that moment; nobody changes it
	// in between. ok is false when p has no place there. Who is no administrator
	// any more loses the invitations that are still open.
	ChangeMember(ctx context.Context, id org.ID, p PersonID, decide DecideMember) (ok bool, err error)

	// FindMember returns the place that the owner of an address has or had in id,
	// ended or not.
	FindMember(ctx context.Context, id org.ID, email string) (m Membership, ok bool, err error)

	// OrganisationName returns what the organisation calls itself.
	OrganisationName(ctx context.Context, id org.ID) (string, error)
}

// A DecideMember decides what becomes of a place, with what the journal says of it.
type DecideMember func(m Membership, administrators int) (Membership, journal.Draft, error)

// Members lists who belongs to the actor's organisation, by name. An assessor knows
// of nobody who works on another assessment.
func (s *Service) Members(ctx context.Context, by Actor) ([]Membership, error) {
	if err := by.Need(Read); err != nil {
		return nil, err
	}
	all, err := s.Store.Members(ctx, by.Org)
	return slices.DeleteFunc(all, func(m Membership) bool { return m.Admission.hiddenFrom(by) }), err
}

// Strangers returns those who are or were let in for an assessment of which the
// actor may not know; nobody for anybody but an assessor.
func (s *Service) Strangers(ctx context.Context, by Actor) (map[PersonID]bool, error) {
	if err := by.Need(Read); err != nil || by.Role != Assessor {
		return nil, err
	}
	here, err := s.Store.Members(ctx, by.Org)
	if err != nil {
		return nil, fmt.Errorf("list members of %s: %w", by.Org, err)
	}
	left, err := s.Store.Left(ctx, by.Org)
	if err != nil {
		return nil, fmt.Errorf("list who left %s: %w", by.Org, err)
	}
	strangers := map[PersonID]bool{}
	for _, m := range slices.Concat(here, left) {
		if m.Admission.hiddenFrom(by) {
			strangers[m.Person.ID] = true
		}
	}
	return strangers, nil
}

// hiddenFrom reports whether somebody is let in for an assessment of which the actor
// may not know.
func (a Admission) hiddenFrom(by Actor) bool {
	return by.Role == Assessor && a.About != "" && a.About != by.About
}

// A Roll names the people of an organisation: who belongs to it now, and who did
// before. The zero value names nobody.
type Roll struct {
	Here, Left map[PersonID]string
}

// Name returns the name of who belongs or belonged; "" for anybody else.
func (r Roll) Name(p PersonID) string { return cmp.Or(r.Here[p], r.Left[p]) }

// PlainName is a name without what does not tell people apart.
func PlainName(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }

// ByName returns the people of names in the order in which lists show them: by
// name, whatever the case.
func ByName(names map[PersonID]string) []PersonID {
	return slices.SortedFunc(maps.Keys(names), func(a, b PersonID) int {
		return cmp.Or(cmp.Compare(strings.ToLower(names[a]), strings.ToLower(names[b])), cmp.Compare(a, b))
	})
}

// OpenLinks lists the invitations and questions of the actor's organisation
// that still work, newest first. Addresses are for those who manage people; an
// assessor knows of no invitation for another assessment.
func (s *Service) OpenLinks(ctx context.Context, by Actor) ([]Link, error) {
	if err := by.Need(Read); err != nil {
		return nil, err
	}
	links, err := s.Store.LinksOf(ctx, by.Org, s.Now())
	if err != nil {
		return nil, fmt.Errorf("list links of %s: %w", by.Org, err)
	}
	if !May(by, ManagePeople) {
		for i := range links {
			links[i].Email = ""
		}
	}
	return slices.DeleteFunc(links, func(l Link) bool { return l.Admission.hiddenFrom(by) }), nil
}

// Invite makes a link with which the one who is invited gets a place in the
// actor's organisation. The answer is the same whether the address has an
// account already or not.
//
// Refusals: Denied; Invalid, with every wrong field, also for an address that
// has a place here.
func (s *Service) Invite(ctx context.Context, by Actor, name, email string, role Role) (secret string, err error) {
	if err := by.Need(ManagePeople); err != nil {
		return "", err
	}
	email = bareEmail(email)
	here, err := s.Store.Members(ctx, by.Org)
	if err != nil {
		return "", fmt.Errorf("list members of %s: %w", by.Org, err)
	}
	var c fault.Checker
	checkName(&c, name)
	checkEmail(&c, email)
	now := s.Now()
	c.Need(!slices.ContainsFunc(here, func(m Membership) bool { return m.Person.Email == email && !m.Admission.IsOver(now) }), "email",
		i18n.T("Deze persoon hoort al bij uw organisatie.", "This person belongs to your organisation already."))
	checkRole(&c, role)
	if err := c.Fault("identity.invitation-refused"); err != nil {
		return "", err
	}
	l := Link{Kind: InviteLink, Org: by.Org, Name: strings.TrimSpace(name), Email: email, Role: role}
	secret, err = s.makeLink(ctx, by, l, "identity.invited", noRef)
	return secret, err
}

func checkRole(c *fault.Checker, role Role) {
	c.Need(slices.Contains(Inside, role), "role", i18n.T("Kies een rol.", "Choose a role."))
}

// ChangeRole gives somebody in the actor's organisation another role, effective
// at that person's next request.
//
// Refusals: Denied; NotFound; Conflict for the last administrator, and for an
// assessor, who cannot become one of those who were judged.
func (s *Service) ChangeRole(ctx context.Context, by Actor, p PersonID, role Role) error {
	if err := by.Need(ManagePeople); err != nil {
		return err
	}
	var c fault.Checker
	checkRole(&c, role)
	if err := c.Fault("identity.role-refused"); err != nil {
		return err
	}
	return s.changeMember(ctx, by, p, func(m Membership, administrators int) (Membership, journal.Draft, error) {
		if m.Role == Assessor {
			return m, journal.Draft{}, staysAssessor()
		}
		if m.Role == role {
			return m, journal.Draft{}, sameRole()
		}
		if m.Role == Administrator && role != Administrator && administrators == 1 {
			return m, journal.Draft{}, lastAdministrator()
		}
		data := map[string]string{"name": m.Person.Name, "from": string(m.Role), "to": string(role)}
		m.Role = role
		return m, by.Draft(s.Now(), "identity.role-changed", personRef(p), data), nil
	})
}

// EndAccess takes away somebody's place in the actor's organisation, effective
// at that person's next request. Places elsewhere stay.
//
// Refusals: as [Service.ChangeRole].
func (s *Service) EndAccess(ctx context.Context, by Actor, p PersonID) error {
	if err := by.Need(ManagePeople); err != nil {
		return err
	}
	return s.changeMember(ctx, by, p, func(m Membership, administrators int) (Membership, journal.Draft, error) {
		if m.Role == Administrator && administrators == 1 {
			return m, journal.Draft{}, lastAdministrator()
		}
		m.Ended = s.Now()
		data := map[string]string{"name": m.Person.Name, "role": string(m.Role)}
		return m, by.Draft(m.Ended, "identity.access-ended", personRef(p), data), nil
	})
}

func (s *Service) changeMember(ctx context.Context, by Actor, p PersonID, decide DecideMember) error {
	ok, err := s.Store.ChangeMember(ctx, by.Org, p, decide)
	if err != nil {
		return fmt.Errorf("change member %s of %s: %w", p, by.Org, err)
	}
	if !ok {
		return fault.Missing("identity.no-member")
	}
	return nil
}

func lastAdministrator() error {
	return &fault.Fault{
		Kind: fault.Conflict, Code: "identity.last-administrator",
		Says: i18n.T("Dit is de laatste beheerder van uw organisatie.", "This is the last administrator of your organisation."),
		Hint: i18n.T("Maak eerst iemand anders beheerder. Er is niets gewijzigd.", "First make somebody else an administrator. Nothing was changed."),
	}
}
