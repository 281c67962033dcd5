package app_test

import (
	"net/http"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/incident"
	"aantoonbaar/internal/mail"
	"aantoonbaar/internal/mail/mailtest"
)

// posted lets the program send to a mail server of this test.
func (s *site) posted() *mailtest.Server {
	s.Helper()
	server := mailtest.Start(s.T, mailtest.Bare, nil)
	to, err := mail.NewServer("smtp://"+server.Address(), "", "post@zorg.example")
	s.must(err)
	s.Outbox.Server = to
	return server
}

// after moves the clock, looks at what is due, sends what is due, and returns what
// arrived.
func (s *site) after(d time.Duration, server *mailtest.Server) []mailtest.Received {
	s.Helper()
	s.at(s.clock().Add(d))
	before := len(server.Got())
	s.must(s.LookAll(s.ctx()))
	_, err := s.Outbox.Round(s.ctx())
	s.must(err)
	return server.Got()[before:]
}

// calm closes everything that is open, and sends what was to be said.
func (p *provider) calm(server *mailtest.Server) {
	p.Helper()
	all, err := p.Incident.Open(p.ctx(), p.by(identity.SecurityOfficer))
	p.must(err)
	for _, i := range all {
		if i.IsOpen() {
			p.must(p.Incident.Close(p.ctx(), p.by(identity.SecurityOfficer), i.ID, i.Version, "klaar"))
		}
	}
	p.after(0, server)
}

// roles are those of the people who got mail, in the order of tables.
func (p *provider) roles(got []mailtest.Received) (roles []identity.Role) {
	p.Helper()
	for _, r := range got {
		for role, who := range p.people {
			if who.Email == r.To {
				roles = append(roles, role)
			}
		}
	}
	if len(roles) != len(got) {
		p.Errorf("%d of %d went to others", len(got)-len(roles), len(got))
	}
	slices.SortFunc(roles, func(a, b identity.Role) int { return slices.Index(identity.Roles, a) - slices.Index(identity.Roles, b) })
	return roles
}

func TestAReportIsToldAtOnceAndEscalates(t *testing.T) {
	const admin, officer, privacy, director = identity.Administrator, identity.SecurityOfficer, identity.PrivacyOfficer, identity.BoardMember
	each(t, func(s *site) {
		server := s.posted()
		s.provider(2).calm(server)
		p := s.provider(1)
		p.calm(server)
		i := p.gone()
		for _, step := range []struct {
			what string
			wait time.Duration
			want []identity.Role
		}{
			{"at once", 0, []identity.Role{officer, director}},
			{"too early", 29 * time.Minute, nil},
			{"after half an hour", time.Minute, []identity.Role{admin, privacy}},
			{"a look too many", 0, nil},
			{"after an hour", 30 * time.Minute, []identity.Role{admin, officer, privacy, director}},
			{"after that", 5 * time.Hour, nil},
		} {
			got := s.after(step.wait, server)
			if diff := cmp.Diff(step.want, p.roles(got)); diff != "" {
				s.Errorf("%s: %s", step.what, diff)
			}
			for _, m := range got {
				s.saysLittle(m, i.Name())
			}
		}
		f, err := p.Incident.Find(p.ctx(), p.by(officer), i.ID)
		p.must(err)
		for n, want := range []incident.Tier{incident.First, incident.Others, incident.Everybody} {
			if l := f.Lines[n]; l.Tier != want || len(l.Told) < 2 || l.By != "System" {
				s.Errorf("line %d of the log is %+v", n+1, l)
			}
		}
		p.opens(server.Got()[len(server.Got())-1])
	})
}

// link is an address of this site in a mail.
var link = regexp.MustCompile(regexp.QuoteMeta(origin) + `(\S+)`)

// saysLittle looks for what does not belong in a mail: the words of people and the
// name of the organisation.
func (s *site) saysLittle(m mailtest.Received, name string) {
	s.Helper()
	words := m.Header.Get("Subject") + "\n" + m.Body
	if found := mark.FindString(words); found != "" {
		s.Errorf("the mail holds %s:\n%s", found, words)
	}
	if !strings.Contains(words, name) || !link.MatchString(words) {
		s.Errorf("the mail does not say which incident and where:\n%s", words)
	}
}

// opens follows the link of a mail as an officer.
func (p *provider) opens(m mailtest.Received) {
	p.Helper()
	path := link.FindStringSubmatch(m.Body)
	if len(path) < 2 {
		p.Fatalf("there is no link in %q", m.Body)
	}
	if a := p.ask(http.MethodGet, path[1], p.signIn(p.people[identity.SecurityOfficer], true), ""); a.Code != http.StatusOK || !strings.Contains(a.Body, p.mark("title")) {
		p.Errorf("%s = %d", path[1], a.Code)
	}
}

// TestWhoTakesItOnEndsTheCalling, and whom the roster names is told first.
func TestWhoTakesItOnEndsTheCalling(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "a.db"))
	server := s.posted()
	p := s.provider(1)
	p.calm(server)
	named := incident.Roster{OnDuty: []identity.PersonID{p.people[identity.PrivacyOfficer].ID}, Wait: 5}
	p.must(p.Incident.Arrange(p.ctx(), p.by(identity.Administrator), named))
	i := p.gone()
	if diff := cmp.Diff([]identity.Role{identity.PrivacyOfficer, identity.BoardMember}, p.roles(s.after(0, server))); diff != "" {
		t.Errorf("told at once: %s", diff)
	}
	if diff := cmp.Diff([]identity.Role{identity.Administrator, identity.SecurityOfficer}, p.roles(s.after(5*time.Minute, server))); diff != "" {
		t.Errorf("told after five minutes: %s", diff)
	}
	p.must(p.Incident.TakeOn(p.ctx(), p.by(identity.Administrator), i.ID, i.Version))
	if got := s.after(time.Hour, server); len(got) > 0 {
		t.Errorf("%d are told though somebody took it on", len(got))
	}
	for _, r := range []incident.Roster{
		{OnDuty: []identity.PersonID{"per_gone"}, Wait: 30, Version: 1},
		{OnDuty: []identity.PersonID{p.people[identity.Reader].ID}, Wait: 30, Version: 1},
		{Wait: incident.MinWait - 1, Version: 1},
		{Wait: incident.MaxWait + 1, Version: 1},
	} {
		s.wantCode("a roster that cannot be", p.Incident.Arrange(p.ctx(), p.by(identity.Administrator), r), "incident.roster-refused")
	}
	s.wantCode("an older roster", p.Incident.Arrange(p.ctx(), p.by(identity.Administrator), named), "incident.stale")
}

// TestWithoutMailNobodyIsCalled, and the pages say so.
func TestWithoutMailNobodyIsCalled(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "a.db"))
	s.Outbox = nil
	s.handler = s.Handler()
	p := s.provider(1)
	i := p.gone()
	s.must(s.LookAll(s.ctx()))
	f, err := p.Incident.Find(p.ctx(), p.by(identity.SecurityOfficer), i.ID)
	p.must(err)
	if len(f.Lines) > 0 {
		t.Errorf("the log says that people were called: %+v", f.Lines)
	}
	for _, path := range []string{"/berichten", "/incidenten/bereikbaar"} {
		a := p.ask(http.MethodGet, "/o/"+string(p.id)+path, p.signIn(p.people[identity.Administrator], true), "")
		if a.Code != http.StatusOK || !strings.Contains(a.Body, "geen mail") {
			t.Errorf("%s = %d, and does not say that no mail is sent", path, a.Code)
		}
	}
}
