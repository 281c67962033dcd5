package app

import (
	"context"
	"errors"
	"fmt"
	"time"

	"aantoonbaar/internal/config"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/ref"
)

// Found makes an empty organisation, and the link with which its first
// administrator begins: an invitation like every other. Whoever has an account
// already signs in to accept it.
//
// Refusals: Invalid for a name or an address that is none.
func (a *App) Found(ctx context.Context, name, admin, email string) (id org.ID, link string, err error) {
	id = org.ID(ref.NewID("org", a.Now()))
	by := identity.OperatorActor(id)
	if _, err := a.Duty.Found(ctx, by, org.Organisation{Name: name}); err != nil {
		return "", "", err
	}
	secret, err := a.Identity.Invite(ctx, by, admin, email, identity.Administrator)
	if err != nil {
		return "", "", err
	}
	return id, a.Config.Address + "/uitnodiging/" + secret, nil
}

type resetSignIn struct {
	Email string `arg:"" help:"E-mail address with which the person signs in."`
}

// Run prints the link. Make sure first who asks: whoever has it becomes that person.
func (s *resetSignIn) Run(ctx context.Context, c *config.Config, t *terminal) (err error) {
	a, err := Open(ctx, *c, time.Now, t.log) //nolint:forbidigo // here time enters the program
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	link, err := a.ResetLink(ctx, s.Email)
	if err != nil {
		return err
	}
	fmt.Fprintf(t.out, "Let the person open this link within seven days; it works once:\n%s\n", link)
	return nil
}

// ResetLink makes the link with which the person at an e-mail address sets new
// means of sign-in.
func (a *App) ResetLink(ctx context.Context, email string) (string, error) {
	console := identity.Console{Service: a.Identity}
	p, ok, err := console.FindPerson(ctx, email)
	if err != nil {
		return "", err
	}
	if !ok {
		return "", fmt.Errorf("nobody signs in with %s", email)
	}
	secret, err := console.ResetLink(ctx, p)
	return a.Config.Address + "/uitnodiging/" + secret, err
}
