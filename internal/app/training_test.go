package app_test

import (
	"path/filepath"
	"strings"
	"testing"

	"aantoonbaar/internal/board"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/people"
)

// TestPeopleAreRemindedOfTheirTraining follows a yearly training of the reader: a
// letter two weeks before, one when it is late, each once, and none after they were
// turned down. Who keeps the trainings hears how many are late.
func TestPeopleAreRemindedOfTheirTraining(t *testing.T) {
	each(t, func(s *site) {
		server := s.posted()
		p := s.provider(1)
		p.calm(server)
		reader, officer := p.people[identity.Reader], p.people[identity.SecurityOfficer]
		start := p.clock()
		l := must(s.People.SaveTraining(s.ctx(), p.by(identity.SecurityOfficer), people.Training{Kind: people.Talk, Title: p.mark("yearly"), Every: 12, For: people.Audience{Roles: []identity.Role{identity.Reader}}}))
		must(s.People.SaveSession(s.ctx(), p.by(identity.SecurityOfficer), people.Session{Training: l.ID, On: midnight(start), Present: []people.ID{people.ID(reader.ID)}}))
		subjects := func(who identity.Person) (n int, body string) {
			for _, m := range p.digests(server, who) {
				body += m.Body
				if strings.Contains(m.Header.Get("Subject"), "Herinnering") {
					n++
				}
			}
			return n, body
		}
		ends := midnight(start).AddDate(1, 0, 0)
		for _, step := range []struct {
			what string
			days int // after it ends
			want int
		}{
			{"15 days before", -15, 0},
			{"two weeks before", -14, 1},
			{"the next day", -13, 0},
			{"a clock that goes back", -14, 0},
			{"on the day", 0, 0},
			{"the day after", 1, 1},
			{"later that week", 4, 0},
		} {
			s.at(ends.AddDate(0, 0, step.days).Add(start.Sub(midnight(start))))
			if n, body := subjects(reader); n != step.want {
				t.Errorf("%s: %d letters, want %d:\n%s", step.what, n, step.want, body)
			}
		}
		s.at(ends.AddDate(0, 0, 20).Add(start.Sub(midnight(start))))
		if _, body := subjects(officer); !strings.Contains(body, "te laat met scholing") {
			t.Errorf("who keeps the trainings hears nothing of who is late: %q", body)
		}
		p.must(s.Identity.SetDigest(s.ctx(), p.by(identity.Reader), identity.Never))
		must(s.People.AddCertificate(s.ctx(), p.by(identity.SecurityOfficer), people.Certificate{Person: people.ID(reader.ID), Training: l.ID, From: midnight(s.clock()), Until: midnight(s.clock()).AddDate(0, 0, 5)}))
		if n, body := subjects(reader); n != 0 {
			t.Errorf("who turned it down is reminded:\n%s", body)
		}
	})
}

// TestTrainingStandsInCalendarFeedDeskAndReview: each where people look for it, and
// nobody by name where others read along.
func TestTrainingStandsInCalendarFeedDeskAndReview(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "a.db"))
	p := s.provider(1)
	director := p.people[identity.BoardMember]
	l := must(s.People.SaveTraining(s.ctx(), p.by(identity.SecurityOfficer), people.Training{Kind: people.Talk, Title: p.mark("forall"), For: people.Audience{Everybody: true}}))
	late := midnight(p.clock()).AddDate(0, 4, 0)
	must(s.People.SaveStaff(s.ctx(), p.by(identity.SecurityOfficer), people.Staff{ID: people.ID(director.ID), Appointed: late.AddDate(2, 0, 0)}))
	for _, c := range must(s.Board.Store.Load(s.ctx(), p.id)).Certificates {
		p.must(s.Board.WithdrawCertificate(s.ctx(), p.by(identity.BoardMember), c.ID))
	}
	must(s.Board.Decide(s.ctx(), p.by(identity.BoardMember), board.Answer{Decision: p.decisions[0].ID, Version: p.decisions[0].Version, Status: board.Refused, Reason: p.mark("later")})) // a desk names five things
	s.at(late)
	officer, chair := desk{p, s.signIn(p.people[identity.SecurityOfficer], true), ""}, desk{p, s.signIn(director, true), ""}
	due := i18n.NL.Day(board.CertificateDue(late.AddDate(2, 0, 0)))
	chair.has("/bestuur/scholing", due, director.Name)
	chair.has("/bestuur", "Scholing van het bestuur", due, "lopen met hun scholing niet achter")
	chair.has("", "Volg: "+p.mark("forall"))
	officer.has("", "Volg: "+p.mark("forall"))
	calendar := officer.has("/kalender", "Een bestuurslid heeft een certificaat nodig")
	if strings.Contains(calendar, director.Name) {
		t.Error("the calendar names a board member")
	}
	secret := must(s.Identity.MakeFeed(s.ctx(), p.by(identity.SecurityOfficer)))
	feed := s.ask("GET", "/agenda/"+secret, "", "").Body
	if n := strings.Count(strings.ReplaceAll(feed, "\r\n ", ""), p.mark("forall")); n != 1 {
		t.Errorf("the feed holds the own training %d times, want once", n)
	}
	_ = l
	officer.has("/directiebeoordeling/"+string(p.review), "lopen met hun scholing niet achter", "Bij de oefenmail van")
}

// describes says how large the organisation is, and that it is neither designated nor
// critical: so whether the Cbw applies is known.
func (p *provider) describes(staff int) {
	p.Helper()
	o, err := p.Duty.Organisation(p.ctx(), p.by(identity.Administrator))
	p.must(err)
	o.Profile.Designated, o.Profile.Critical = org.No, org.No
	number := float64(staff)
	o.Profile.FTE, o.Profile.Staff = &number, &staff
	_, err = p.Duty.Describe(p.ctx(), p.by(identity.Administrator), o)
	p.must(err)
}

// TestABoardIsWarnedOfTheCbwWhereThatApplies: on its desk, in the calendar and by mail,
// also while the profile does not tell, and nowhere once it says that it does not.
func TestABoardIsWarnedOfTheCbwWhereThatApplies(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "a.db"))
	p := s.provider(1)
	director := p.people[identity.BoardMember]
	for _, c := range must(s.Board.Store.Load(s.ctx(), p.id)).Certificates {
		p.must(s.Board.WithdrawCertificate(s.ctx(), p.by(identity.BoardMember), c.ID))
	}
	must(s.People.SaveStaff(s.ctx(), p.by(identity.SecurityOfficer), people.Staff{ID: people.ID(director.ID), Appointed: midnight(p.clock()).AddDate(2, 0, 0)}))
	chair := desk{p, s.signIn(director, true), ""}
	warns := func(what string, want bool) {
		t.Helper()
		for page, words := range map[string]string{"": "Uw scholing als bestuurder", "/kalender": "Een bestuurslid heeft een certificaat nodig", "/bestuur": "Nodig uiterlijk"} {
			if body := chair.has(page, "<main"); strings.Contains(body, words) != want {
				t.Errorf("%s: %q on %q is %t, want %t", what, words, page, !want, want)
			}
		}
		if dates := must(s.Duty.Calendar(s.ctx(), p.by(identity.BoardMember))).Coming; len(dates) == 0 {
			t.Errorf("%s: the calendar is empty", what)
		}
	}
	warns("a profile that does not tell", true)
	p.describes(20)
	warns("a small organisation", false)
	chair.has("/bestuur/scholing", "geldt deze wet niet voor uw organisatie", "Niet verplicht")
	p.describes(400)
	warns("a large one", true)
}
