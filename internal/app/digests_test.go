package app_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/mail/mailtest"
	"aantoonbaar/internal/plan"
)

// digests makes those of now, sends them, and returns what one person got.
func (p *provider) digests(server *mailtest.Server, who identity.Person) (got []mailtest.Received) {
	p.Helper()
	before := len(server.Got())
	p.must(p.DigestAll(p.ctx()))
	_, err := p.Outbox.Round(p.ctx())
	p.must(err)
	for _, m := range server.Got()[before:] {
		if words := m.Header.Get("Subject") + m.Body; mark.MatchString(words) {
			p.Errorf("a digest holds words of people:\n%s", words)
		}
		if m.To == who.Email {
			got = append(got, m)
		}
	}
	return got
}

// TestDigestsComeAsOftenAsWanted follows one person with a late action through two
// weeks, with clocks that jump and digests that are made too often.
func TestDigestsComeAsOftenAsWanted(t *testing.T) {
	each(t, func(s *site) {
		server := s.posted()
		p := s.provider(1)
		p.calm(server)
		who := p.by(identity.Contributor)
		p.must(only(p.Plan.Add(p.ctx(), p.by(identity.SecurityOfficer), plan.Action{
			Title: p.mark("late"), Owner: who.Person, Requirements: []string{p.requirement}, Due: midnight(p.clock()).AddDate(0, 0, 1),
		})))
		tuesday := p.clock()
		s.at(tuesday.AddDate(0, 0, 2))
		for _, step := range []struct {
			what   string
			choose identity.Every // "" for as it is
			on     int            // days after Tuesday
			want   int
		}{
			{"who chose nothing gets one in a week", "", 2, 1},
			{"once more that day", "", 2, 0},
			{"the next day", "", 3, 0},
			{"the next week", "", 8, 1},
			{"a clock that goes back a week", "", 1, 0},
			{"daily", identity.Daily, 9, 1},
			{"once more that day", "", 9, 0},
			{"the next day", "", 10, 1},
			{"Saturday", "", 11, 0},
			{"never", identity.Never, 13, 0},
			{"never, in another week", "", 20, 0},
			{"weekly again", identity.Weekly, 21, 1},
		} {
			if step.choose != "" {
				p.must(p.Identity.SetDigest(p.ctx(), who, step.choose))
			}
			s.at(tuesday.AddDate(0, 0, step.on))
			if got := p.digests(server, p.people[identity.Contributor]); len(got) != step.want {
				s.Errorf("%s: %d digests, want %d", step.what, len(got), step.want)
			} else if len(got) == 1 && (!strings.Contains(got[0].Body, "1 actie van u") || !strings.Contains(got[0].Body, origin+"/mijn")) {
				s.Errorf("%s: it says %s", step.what, got[0].Body)
			}
		}
		s.wantCode("what is no choice", p.Identity.SetDigest(p.ctx(), who, "hourly"), "identity.digest-refused")
	})
}

// TestWhoWantsNoDigestsIsToldOfTerms: they are not a digest.
func TestWhoWantsNoDigestsIsToldOfTerms(t *testing.T) {
	s := open(t, t.TempDir()+"/a.db")
	server := s.posted()
	p := s.provider(1)
	p.calm(server)
	for _, who := range p.people {
		p.must(p.Identity.SetDigest(p.ctx(), identity.Actor{Person: who.ID, Credential: identity.Session}, identity.Never))
	}
	i := p.gone()
	if got := p.roles(s.after(0, server)); !slices.Equal(got, []identity.Role{identity.SecurityOfficer, identity.BoardMember}) {
		t.Errorf("told of an incident: %v", got)
	}
	p.must(p.Incident.TakeOn(p.ctx(), p.by(identity.SecurityOfficer), i.ID, i.Version))
	if got := s.after(48*time.Hour, server); len(got) == 0 {
		t.Error("nobody is reminded of a term")
	}
	if got := p.digests(server, p.people[identity.Contributor]); len(got) > 0 {
		t.Errorf("%d digests", len(got))
	}
	a := p.ask(http.MethodPost, "/mijn/samenvatting", p.signIn(p.people[identity.Reader], true), "digest=hourly")
	if a.Code != http.StatusUnprocessableEntity {
		t.Errorf("what is no choice = %d", a.Code)
	}
}
