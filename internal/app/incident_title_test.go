package app_test

import (
	"path/filepath"
	"strings"
	"testing"

	"aantoonbaar/internal/identity"
)

// TestWhatAnIncidentIsCalledIsForWhoMaySeeIt reads the journal as one who may read
// the history and not see incidents, and as one who may.
func TestWhatAnIncidentIsCalledIsForWhoMaySeeIt(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "a.db"))
	p := s.provider(1)
	i := p.happening()
	i.Title = "Een laptop bleef in de trein liggen"
	_, err := p.Incident.Report(p.ctx(), p.by(identity.Contributor), i)
	p.must(err)
	for role, sees := range map[identity.Role]bool{identity.Contributor: false, identity.SecurityOfficer: true} {
		page := s.ask("GET", "/o/"+string(p.id)+"/logboek", s.signIn(p.people[role], true), "").Body
		if strings.Contains(page, i.Title) != sees {
			t.Errorf("%s finds the title of the incident in the journal: %t, want %t", role, !sees, sees)
		}
		if !strings.Contains(page, "Incident: incident gemeld") && !sees {
			t.Errorf("%s does not find that something was done about an incident", role)
		}
	}
}
