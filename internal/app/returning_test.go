package app_test

import (
	"strings"
	"testing"

	"aantoonbaar/internal/audit"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/identity"
)

// lapsed is an assessment with a signed report and open findings, after the access
// of its assessors has ended.
func (p *provider) lapsed() audit.ID {
	p.Helper()
	id := p.reported()
	p.at(p.clock().AddDate(0, 1, 2))
	return id
}

// TestAnAssessorComesBackToClose lets access end with a finding open. The assessor
// comes back for some days, closes it, and can do nothing else.
func TestAnAssessorComesBackToClose(t *testing.T) {
	each(t, func(s *site) {
		p := s.provider(1)
		id, officer, home := p.judged(), p.by(identity.SecurityOfficer), "/o/"+string(p.id)
		guest := p.guest()
		accept := func() {
			s.Helper()
			link, err := p.Audit.Invite(p.ctx(), p.by(identity.Administrator), id, guest.Name, guest.Email)
			s.must(err)
			_, err = p.Identity.Accept(p.ctx(), identity.Actor{Person: guest.ID, Name: guest.Name, Credential: identity.Session}, link)
			s.must(err)
		}
		accept()
		until := midnight(p.clock()).AddDate(0, 1, 12)
		_, err := p.Audit.Readmit(p.ctx(), officer, id, until, "Om te sluiten")
		s.wantCode("before there is a report", err, "audit.not-now")
		declared := p.assessor(id)
		declared.Person, declared.Name = guest.ID, guest.Name
		_, err = p.Audit.Declare(p.ctx(), declared, id, p.fileOf(id).Engagement.Statements[0])
		s.must(err)
		s.must(p.signReport(id))
		_, err = p.Audit.Readmit(p.ctx(), officer, id, until, "Om te sluiten")
		s.wantCode("while there is access", err, "audit.no-return")

		s.at(p.clock().AddDate(0, 1, 2))
		if got := p.ask("GET", home, p.signIn(guest, true), ""); got.Code != 404 {
			s.Errorf("after access has ended = %d, want 404", got.Code)
		}
		_, err = p.Audit.Readmit(p.ctx(), officer, id, midnight(p.clock()).AddDate(0, 0, 40), " ")
		s.wantCode("for too long and without a reason", err, "audit.return-refused")
		secret := p.signIn(p.people[identity.SecurityOfficer], true)
		page := home + "/beoordelingen/" + string(id)
		if a := p.ask("GET", page, secret, ""); !strings.Contains(a.Body, "Geef weer toegang") {
			s.Errorf("the page = %d, and does not offer access again", a.Code)
		}
		if a := p.ask("POST", page+"/toegang", secret, "return_until="+until.Format("2-1-2006")+"&return_because=Om+te+sluiten"); a.Code != 303 {
			s.Errorf("giving access again = %d: %s", a.Code, a.Body)
		}
		if a := p.ask("GET", page, secret, ""); !strings.Contains(a.Body, "Om te sluiten") || strings.Contains(a.Body, "Geef weer toegang") {
			s.Errorf("the page = %d without the access, or offers it again", a.Code)
		}
		accept()
		if a, to := p.reads(p.signIn(guest, true), "/beoordelingen/"+string(id)); a.Code != 200 || to != "" {
			s.Errorf("the assessor who is back reads %d, sent to %q", a.Code, to)
		}
		s.wantCode("correcting", p.Audit.Correct(p.ctx(), p.assessor(id), id, "Een verkeerde dag"), "audit.only-closing")
		x, err := p.Audit.CloseFinding(p.ctx(), declared, id, 1, "Ik zag het werken")
		s.must(err)
		if x.Closing.How != audit.ByAssessor || x.Closing.By != guest.Name {
			s.Errorf("closed as %+v", x.Closing)
		}
		a := p.fileOf(id).Engagement.Admission(p.Zone)
		s.at(a.Until)
		if got := p.ask("GET", home, p.signIn(guest, true), ""); got.Code != 404 {
			s.Errorf("after the days to close = %d, want 404", got.Code)
		}
	})
}

// TestAnObservationIsOfADayOfTheWork refuses what was seen before the work began or
// is yet to be seen, and says which days there are.
func TestAnObservationIsOfADayOfTheWork(t *testing.T) {
	each(t, func(s *site) {
		p := s.provider(1)
		first := midnight(p.clock())
		id := p.atWork()
		s.at(p.clock().AddDate(0, 0, 2))
		for _, tt := range []struct {
			days int // after the first
			ok   bool
		}{{-1, false}, {-3000, false}, {0, true}, {2, true}, {3, false}} {
			v := p.verdicts(p.requirement)[0]
			v.On, v.Version = first.AddDate(0, 0, tt.days), p.fileOf(id).Verdict(v.Requirement, v.Level).Version
			err := p.Audit.Judge(p.ctx(), p.assessor(id), id, []audit.Verdict{v})
			if tt.ok {
				s.must(err)
				continue
			}
			s.wantCode("an observation of another day", err, "audit.verdict-refused")
			f, _ := fault.Of(err)
			if len(f.Fields) != 1 || !strings.Contains(f.Fields[0].Says.EN, first.Format("2 January 2006")+" to "+p.clock().Format("2 January 2006")) {
				s.Errorf("after %d days the refusal says %+v", tt.days, f.Fields)
			}
		}
	})
}
