package app_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/incident"
)

// TestARunningIncidentIsSaidOnEveryPage opens pages, kept ones too, while incidents
// come and go, as people who may see them and as one who may not.
func TestARunningIncidentIsSaidOnEveryPage(t *testing.T) {
	const says, moment = "Er loopt een incident: ", "Uiterlijk donderdag 26 november 2026"
	each(t, func(s *site) {
		p, officer := s.provider(1), identity.SecurityOfficer
		s.provider(2)
		p.must(p.Incident.Close(p.ctx(), p.by(officer), p.incident, p.now(p.incident).Version, "klaar"))
		home := "/o/" + string(p.id)
		look := func(when string, want map[string]bool) {
			s.Helper()
			for _, role := range []identity.Role{officer, identity.BoardMember, identity.Reader, identity.Contributor} {
				secret := s.signIn(p.people[role], true)
				for _, page := range []string{"", "/maatregelen", "/verbeterplan", "/bewijs", ""} {
					body := s.ask(http.MethodGet, home+page, secret, "").Body
					for text, there := range want {
						there = there && identity.May(p.by(role), identity.SeeIncidents)
						if strings.Contains(body, text) != there {
							s.Errorf("%s, %s reads %q on %q: %t, want %t", when, role, text, page, !there, there)
						}
					}
				}
			}
		}
		look("nothing runs", map[string]bool{says: false})
		i, err := p.Incident.Report(p.ctx(), p.by(identity.Reader), incident.Incident{Title: "de planning opent niet", Aware: p.clock().Add(-24 * time.Hour)})
		p.must(err)
		look("it was reported", map[string]bool{says + "de planning opent niet": true})
		replies := map[string]incident.Reply{"disruption": incident.No, "loss": incident.No, "harm": incident.No, "personal_data": incident.Yes, "controller": incident.Yes, "risk": incident.Yes}
		p.must(p.Incident.Answer(p.ctx(), p.by(officer), i.ID, 1, replies))
		look("a term runs", map[string]bool{says: true, moment: true, "art. 33 lid 1": true})
		s.at(s.clock().Add(3 * time.Hour))
		look("three hours later", map[string]bool{says: true, moment: true})
		secret := s.signIn(p.people[officer], true)
		for _, page := range []string{"/incidenten/" + string(i.ID), "/op"} {
			if body := s.ask(http.MethodGet, home+page, secret, "").Body; strings.Contains(body, says+"de planning opent niet") != (page == "/op") {
				s.Errorf("on %s the banner is not what it should be", page)
			}
		}
		other := p.gone()
		look("another one", map[string]bool{says: true, "En nog 1 ander incident": true})
		if body := s.ask(http.MethodGet, p.onEarlierDay(home+"/maatregelen", s.size(p.id)), secret, "").Body; strings.Contains(body, says) {
			s.Error("an earlier day says what runs today")
		}
		p.must(p.Incident.Close(p.ctx(), p.by(officer), i.ID, 2, "klaar"))
		p.must(p.Incident.Close(p.ctx(), p.by(officer), other.ID, 1, "klaar"))
		look("all was closed", map[string]bool{says: false})
	})
}
