package identity

import (
	"context"
	"fmt"
	"strings"
	"time"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/journal"
)

// An Admission bounds the place of an assessor: for one assessment, from one
// moment up to another. The zero Admission, of everybody else, bounds nothing.
type Admission struct {
	About string    // the assessment, e.g. "aud_01k3q8…"
	From  time.Time // the first moment
	Until time.Time // the first moment at which it is over; zero for never
}

// IsOver reports whether the place has ended by itself at now.
func (a Admission) IsOver(now time.Time) bool { return !a.Until.IsZero() && !now.Before(a.Until) }

// Opens reports whether the place lets its holder in at now.
func (a Admission) Opens(now time.Time) bool { return !now.Before(a.From) && !a.IsOver(now) }

// tell adds to what the journal says of a place or a link what bounds it.
func (a Admission) tell(data map[string]string) {
	if a != (Admission{}) {
		data["about"], data["from"], data["until"] = a.About, journal.Stamp(a.From), journal.Stamp(a.Until)
	}
}

// takesTheOnly says why somebody with this place cannot have the next one too: one
// person has one place in an organisation, and so assesses one thing there at a time.
func (a Admission) takesTheOnly(next Admission) i18n.Text {
	if a.About == next.About {
		return i18n.T("Deze persoon heeft al toegang voor deze beoordeling.", "This person has access for this assessment already.")
	}
	return i18n.T(
		"Deze persoon doet hier al een andere beoordeling, en heeft daarvoor nog toegang. Eén persoon kan hier één beoordeling tegelijk doen. Nodig iemand anders van het bureau uit, of beëindig eerst die andere toegang onder Mensen.",
		"This person is on another assessment here, and still has access for it. One person can be on one assessment here at a time. Invite somebody else of the firm, or first end that other access under People.")
}

// InviteAssessor is [Service.Invite] for somebody from outside who comes to
// assess: with a place that ends by itself.
//
// Refusals: Denied; Invalid, with every wrong field; among them somebody who
// belongs to the organisation or ever did: nobody assesses own work.
func (s *Service) InviteAssessor(ctx context.Context, by Actor, name, email string, a Admission) (secret string, err error) {
	if err := by.Need(ManagePeople); err != nil {
		return "", err
	}
	now := s.Now()
	email = bareEmail(email)
	m, known, err := s.Store.FindMember(ctx, by.Org, email)
	if err != nil {
		return "", fmt.Errorf("find member of %s by e-mail: %w", by.Org, err)
	}
	var c fault.Checker
	checkName(&c, name)
	checkEmail(&c, email)
	c.Need(!known || m.Role == Assessor, "email", i18n.T(
		"Deze persoon hoort of hoorde bij uw organisatie met een andere rol. Wie meewerkte, kan niet onafhankelijk beoordelen. Kies iemand van buiten.",
		"This person belongs or belonged to your organisation with another role. Who took part in the work cannot assess it independently. Choose somebody from outside."))
	c.Need(!known || m.Role != Assessor || !m.Ended.IsZero() || m.Admission.IsOver(now), "email", m.Admission.takesTheOnly(a))
	c.Need(a.About != "" && a.From.Before(a.Until) && !a.IsOver(now), "email",
		i18n.T("De toegang van deze beoordeling is al voorbij. Pas eerst de dagen aan.", "The access of this assessment is over already. Change its days first."))
	if err := c.Fault("identity.invitation-refused"); err != nil {
		return "", err
	}
	l := Link{Kind: InviteLink, Org: by.Org, Name: strings.TrimSpace(name), Email: email, Role: Assessor, Admission: a}
	return s.makeLink(ctx, by, l, "identity.invited", noRef)
}

// AddAssessor gives a person the place of an assessor, without an invitation.
//
// Refusals: Conflict for one who has a place there, or had another one.
func (c Console) AddAssessor(ctx context.Context, m Membership) error {
	means, ok, err := c.Store.MeansOf(ctx, m.Person.ID)
	if err != nil || !ok {
		return fmt.Errorf("find person %s: found %t: %w", m.Person.ID, ok, err)
	}
	m.Person, m.Role, m.Since = means.Person, Assessor, c.Now()
	data := map[string]string{"name": m.Person.Name, "role": string(m.Role)}
	m.Admission.tell(data)
	entry := OperatorActor(m.Org).Draft(m.Since, "identity.joined", personRef(m.Person.ID), data)
	ok, err = c.Store.AddMember(ctx, m.Org, m, entry)
	if err != nil {
		return fmt.Errorf("add assessor %s to %s: %w", m.Person.ID, m.Org, err)
	}
	if !ok {
		return fault.Stale("identity.member-already")
	}
	return nil
}

func sameRole() error {
	return &fault.Fault{
		Kind: fault.Conflict, Code: "identity.same-role",
		Says: i18n.T("Deze persoon heeft deze rol al.", "This person has this role already."),
		Hint: i18n.T("Kies een andere rol, of laat het zo. Er is niets gewijzigd.", "Choose another role, or leave it. Nothing was changed."),
	}
}

func staysAssessor() error {
	return &fault.Fault{
		Kind: fault.Conflict, Code: "identity.stays-assessor",
		Says: i18n.T("Een beoordelaar kan geen andere rol krijgen.", "An assessor cannot get another role."),
		Hint: i18n.T("Beëindig de toegang als dat nodig is. Er is niets gewijzigd.", "End the access if that is needed. Nothing was changed."),
	}
}
