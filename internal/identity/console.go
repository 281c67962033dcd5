package identity

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/org"
)

// A Console does what the machine's operator asks for on the command line, and
// what the generator of the demo needs. It takes no actor: whoever runs the
// machine reaches the database anyway. The journal names it as the operator.
// No page may use it.
type Console struct{ *Service }

// OperatorActor is the machine's operator at work in an organisation.
func OperatorActor(id org.ID) Actor {
	return Actor{Person: "operator", Name: "Aantoonbaar-beheer", Org: id, Credential: Operator}
}

// SystemActor is the program itself at work in an organisation.
func SystemActor(id org.ID) Actor {
	return Actor{Person: "system", Name: "System", Org: id, Credential: System}
}

// CreatePerson makes a person who cannot sign in yet: see ResetLink and DemoLink.
//
// Refusals: Invalid for a name or an address that is none; Conflict for an
// address that has an account.
func (c Console) CreatePerson(ctx context.Context, name, email string, l i18n.Lang) (Person, error) {
	p := Person{ID: PersonID(c.NewID("per", c.Now())), Name: strings.TrimSpace(name), Email: bareEmail(email), Lang: lang(l)}
	var check fault.Checker
	checkName(&check, p.Name)
	checkEmail(&check, p.Email)
	if err := check.Fault("identity.person-refused"); err != nil {
		return Person{}, err
	}
	err := c.Store.CreatePerson(ctx, p, c.Now())
	if errors.Is(err, ErrTaken) {
		return Person{}, accountExists()
	}
	if err != nil {
		return Person{}, fmt.Errorf("create person: %w", err)
	}
	return p, nil
}

// FindPerson finds a person by e-mail address.
func (c Console) FindPerson(ctx context.Context, email string) (Person, bool, error) {
	means, ok, err := c.Store.MeansByEmail(ctx, bareEmail(email))
	return means.Person, ok, err
}

// AddMember gives a person a place in an organisation, without an invitation.
//
// Refusals: Invalid for an unknown role; Conflict for one who has a place there.
func (c Console) AddMember(ctx context.Context, id org.ID, p PersonID, role Role) error {
	var check fault.Checker
	checkRole(&check, role)
	if err := check.Fault("identity.role-refused"); err != nil {
		return err
	}
	means, ok, err := c.Store.MeansOf(ctx, p)
	if err != nil || !ok {
		return fmt.Errorf("find person %s: found %t: %w", p, ok, err)
	}
	now := c.Now()
	m := Membership{Org: id, Person: means.Person, Role: role, Since: now}
	entry := OperatorActor(id).Draft(now, "identity.joined", personRef(p), map[string]string{"name": means.Person.Name, "role": string(role)})
	ok, err = c.Store.AddMember(ctx, id, m, entry)
	if err != nil {
		return fmt.Errorf("add member %s to %s: %w", p, id, err)
	}
	if !ok {
		return fault.Stale("identity.member-already")
	}
	return nil
}

// DemoLink returns the secret of a link that signs p in, once: /link/{secret}.
func (c Console) DemoLink(ctx context.Context, p Person) (secret string, err error) {
	l := Link{Kind: DemoLink, Person: p.ID, Name: p.Name}
	return c.makeLink(ctx, OperatorActor(""), l, "identity.demo-link", noRef)
}

// ResetLink returns the secret of a link with which p sets new means of
// sign-in; the old ones stop working when it is used: /uitnodiging/{secret}.
// Only the operator can make one: an administrator of one organisation must not
// become a person who also works for another.
func (c Console) ResetLink(ctx context.Context, p Person) (secret string, err error) {
	l := Link{Kind: ResetLink, Person: p.ID, Name: p.Name, Email: p.Email}
	return c.makeLink(ctx, OperatorActor(""), l, "identity.reset-link", noRef)
}
