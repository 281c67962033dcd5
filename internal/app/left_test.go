package app_test

import (
	"path/filepath"
	"strings"
	"testing"

	"aantoonbaar/internal/identity"
)

// TestWhoLeftKeepsTheName ends the access of an owner, and looks at what that
// person owned.
func TestWhoLeftKeepsTheName(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "a.db"))
	p := s.provider(1)
	owner, by := p.people[identity.Contributor], p.by(identity.Administrator)
	action, err := p.Plan.Find(p.ctx(), by, p.actions[0].ID)
	p.must(err)
	action.Owner, action.OwnerText = owner.ID, ""
	_, err = p.Plan.Change(p.ctx(), by, action)
	p.must(err)
	p.must(p.Identity.EndAccess(p.ctx(), by, owner.ID))
	secret := s.signIn(p.people[identity.Administrator], true)
	for _, path := range []string{"/verbeterplan/" + action.ID, "/verbeterplan/" + action.ID + "/wijzigen"} {
		page := s.ask("GET", "/o/"+string(p.id)+path, secret, "").Body
		if !strings.Contains(page, owner.Name+" (werkt hier niet meer)") {
			t.Errorf("%s does not name the owner who left", path)
		}
	}
}
