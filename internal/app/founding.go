package app

import (
	"context"

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
