package app_test

import (
	"strings"
	"testing"

	"aantoonbaar/internal/audit"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/programme"
)

// admitted is somebody with an assessor's place for an assessment, signed in.
func (p *provider) admitted(id audit.ID) (secret string) {
	p.Helper()
	guest := p.guest()
	link, err := p.Audit.Invite(p.ctx(), p.by(identity.Administrator), id, guest.Name, guest.Email)
	p.must(err)
	_, err = p.Identity.Accept(p.ctx(), identity.Actor{Person: guest.ID, Name: guest.Name, Credential: identity.Session}, link)
	p.must(err)
	return p.signIn(guest, true)
}

// reads opens a page of the organisation, and the one to which it sends on.
func (p *provider) reads(secret, path string) (a *answer, sentTo string) {
	p.Helper()
	a = p.ask("GET", "/o/"+string(p.id)+path, secret, "")
	if a.Code != 303 {
		return a, ""
	}
	sentTo = a.Header.Get("Location")
	return p.ask("GET", sentTo, secret, ""), strings.TrimPrefix(sentTo, "/o/"+string(p.id))
}

// rewrites changes what the organisation says of the requirement of the walk.
func (p *provider) rewrites(to string) {
	p.Helper()
	by := p.by(identity.Administrator)
	pic, err := p.Assessment.Picture(p.ctx(), by)
	p.must(err)
	a := pic.Answer(p.Content.Find(p.requirement))
	a.Explanation = to
	_, err = p.Assessment.Save(p.ctx(), by, a)
	p.must(err)
}

// TestAnAssessorReadsWhatIsAssessed lets the organisation go on with its work while
// an assessor reads: the pages stay those of the situation that was fixed, until a
// newer one is fixed in so many words.
func TestAnAssessorReadsWhatIsAssessed(t *testing.T) {
	each(t, func(s *site) {
		p := s.provider(1)
		id := p.agreed()
		secret, home := p.admitted(id), "/beoordelingen/"+string(id)
		slug := p.Content.Find(p.requirement).Slug()
		measure, work := "/maatregelen/"+slug, home+"/werk/"+slug
		for _, path := range []string{"", measure, "/bewijs", "/op"} {
			if a, to := p.reads(secret, path); a.Code != 200 || to != home {
				s.Errorf("%s before the work began = %d, sent to %q, want the assessment", path, a.Code, to)
			}
		}
		if a, _ := p.reads(secret, work); a.Code != 409 || strings.Contains(a.Body, p.mark("explanation")) {
			s.Errorf("judging before the work began = %d, want a refusal that shows nothing", a.Code)
		}

		p.must(p.Audit.Begin(p.ctx(), p.assessor(id), id))
		p.rewrites("Wij schreven dit gisteren nog op.")
		late := p.pieces[2]
		late.ID, late.Title, late.Version, late.Requirements = "", "Te laat bewijs", 0, []string{p.requirement}
		added, err := p.Evidence.Add(p.ctx(), p.by(identity.Contributor), late, nil)
		s.must(err)
		shows := func(path string, want, not []string) {
			s.Helper()
			a, _ := p.reads(secret, path)
			for _, text := range want {
				if a.Code != 200 || !strings.Contains(a.Body, text) {
					s.Errorf("%s = %d without %q", path, a.Code, text)
				}
			}
			for _, text := range not {
				if strings.Contains(a.Body, text) {
					s.Errorf("%s shows %q, which was not there when the situation was fixed", path, text)
				}
			}
		}
		const banner, later = "Dit is de stand die u beoordeelt", "Wij schreven dit gisteren nog op."
		shows(measure, []string{banner, p.mark("explanation"), home}, []string{later, "Te laat bewijs"})
		shows("/bewijs", []string{banner}, []string{"Te laat bewijs"})
		shows(work, []string{p.mark("explanation")}, []string{later, "Te laat bewijs"})
		if _, to := p.reads(secret, "/op/2026-01-01/1"+measure); !strings.HasPrefix(to, "/op/") || strings.Contains(to, "2026-01-01/1/") {
			s.Errorf("another day is sent on to %q, want the day that is assessed", to)
		}
		if a, _ := p.reads(secret, "/bewijs/"+string(added.ID)); a.Code != 404 {
			s.Errorf("evidence of later = %d, want 404", a.Code)
		}

		s.wantCode("a newer situation without a reason", p.Audit.MoveOn(p.ctx(), p.assessor(id), id, " "), "audit.moved-refused")
		p.must(p.Audit.MoveOn(p.ctx(), p.assessor(id), id, "Er is een nieuwe procedure."))
		shows(measure, []string{banner, later, "Te laat bewijs"}, []string{p.mark("explanation")})
		shows(work, []string{later, "Te laat bewijs"}, nil)
		f, err := p.Audit.File(p.ctx(), p.assessor(id), id)
		s.must(err)
		d := audit.DocumentOf(p.Audit.Rules, p.Content, f, p.Zone)
		if len(d.Newer) != 1 || d.Newer[0].Because != "Er is een nieuwe procedure." || d.Newer[0].Size <= d.Size || d.Root != f.Engagement.Situation.Root {
			s.Errorf("the report says of situations %+v, first %d", d.Newer, d.Size)
		}
	})
}

// TestEvidenceOfTheSituationCanBeDownloaded, by the assessor, at the address of today.
func TestEvidenceOfTheSituationCanBeDownloaded(t *testing.T) {
	each(t, func(s *site) {
		p := s.provider(1)
		id := p.atWork()
		secret := p.admitted(id)
		a, to := p.reads(secret, "/bewijs/"+string(p.pieces[0].ID)+"/bestand")
		if a.Code != 200 || !strings.Contains(a.Body, p.mark("content")) || !strings.HasPrefix(to, "/op/") {
			s.Errorf("the file = %d, from %q", a.Code, to)
		}
	})
}

// TestAnAssessorKnowsOfNoOtherAssessment has two of them at once in one
// organisation, each with an assessor of its own.
func TestAnAssessorKnowsOfNoOtherAssessment(t *testing.T) {
	each(t, func(s *site) {
		p := s.provider(1)
		one, two := p.atWork(), p.atWork()
		for mine, other := range map[audit.ID]audit.ID{one: two, two: one} {
			secret := p.admitted(mine)
			list, _ := p.reads(secret, "/beoordelingen")
			if list.Code != 200 || !strings.Contains(list.Body, string(mine)) || strings.Contains(list.Body, string(other)) || strings.Contains(list.Body, string(p.assessed)) {
				s.Errorf("the list = %d, want the own assessment and no other one", list.Code)
			}
			for _, path := range []string{"", "/steekproef", "/werk", "/bevindingen", "/bevindingen/1", "/concept"} {
				a, _ := p.reads(secret, "/beoordelingen/"+string(mine)+path)
				if want := map[bool]int{true: 409, false: 200}[path == "/concept"]; a.Code != want { // nothing was stated of ties yet
					s.Errorf("%s of the own assessment = %d", path, a.Code)
				}
				if a, _ := p.reads(secret, "/beoordelingen/"+string(other)+path); a.Code != 404 {
					s.Errorf("%s of the other assessment = %d, want 404", path, a.Code)
				}
			}
			for _, path := range []string{"/rapport/1", "/rapport/1/document.json"} {
				if a, _ := p.reads(secret, "/beoordelingen/"+string(p.assessed)+path); a.Code != 404 {
					s.Errorf("%s of an earlier assessment = %d, want 404", path, a.Code)
				}
			}
			if a, _ := p.reads(secret, ""); strings.Contains(a.Body, string(p.assessed)) {
				s.Error("the overview leads to another assessment")
			}
		}
	})
}

// TestAnEarlierDayShowsNoOtherAssessment opens every page that an assessor can, all
// of them of the situation that was fixed, while another assessment goes on.
func TestAnEarlierDayShowsNoOtherAssessment(t *testing.T) {
	each(t, func(s *site) {
		p := s.provider(1)
		other := p.atWork()
		x := p.found()
		x.Title, x.What = "Verborgen bevinding", "Verborgen"
		s.must(only(p.Audit.AddFinding(p.ctx(), p.assessor(other), other, x)))
		colleague := p.guest()
		link, err := p.Audit.Invite(p.ctx(), p.by(identity.Administrator), other, "Verborgen Beoordelaar", colleague.Email)
		s.must(err)
		hidden := identity.Actor{Person: colleague.ID, Name: "Verborgen Beoordelaar", Credential: identity.Session, Strong: p.clock()}
		s.must(only(p.Identity.Accept(p.ctx(), hidden, link)))
		s.must(only(p.Identity.MakeSigningKey(p.ctx(), hidden, passphrase)))
		s.must(p.Identity.EndAccess(p.ctx(), p.by(identity.Administrator), colleague.ID))
		s.must(only(p.Audit.Invite(p.ctx(), p.by(identity.Administrator), other, "Verborgen Gast", p.email())))
		r := p.planned(1)
		r.Tier, r.Auditors, r.Engagement = programme.External, nil, other
		s.must(only(p.Programme.AddRound(p.ctx(), p.by(identity.SecurityOfficer), r)))

		own := p.agreed()
		s.must(p.Audit.Begin(p.ctx(), p.assessor(own), own))
		s.must(only(p.Audit.AddFinding(p.ctx(), p.assessor(other), other, x)))
		secret, walk, pages := p.admitted(own), &scan{provider: p}, 0
		for _, route := range s.Routes() {
			method, path := address(route)
			if method != "GET" || !isOfOrg(route) {
				continue
			}
			for _, values := range walk.variants(route) {
				if strings.Contains(path, "/beoordelingen/{id}") {
					values["id"] = string(own)
				}
				a, to := p.reads(secret, strings.TrimPrefix(fill(route, values), "/o/"+string(p.id)))
				if a.Code == 200 && strings.HasPrefix(to, "/op/") {
					pages++
				}
				for _, secret := range []string{"Verborgen", string(other), string(p.assessed)} {
					if strings.Contains(a.Body, secret) {
						s.Errorf("%s, sent to %q, shows %q of another assessment", route.Pattern, to, secret)
					}
				}
			}
		}
		if pages < 30 {
			s.Errorf("%d pages of the situation were read, want at least 30", pages)
		}
		for _, id := range []audit.ID{other, p.assessed} {
			for _, page := range []string{"", "/steekproef", "/bevindingen", "/bevindingen/1", "/rapport/1"} {
				path := strings.TrimPrefix(p.onEarlierDay(pathOf(p, id)+page, s.size(p.id)), "/o/"+string(p.id))
				if a, _ := p.reads(secret, path); a.Code != 404 {
					s.Errorf("%s = %d, want 404", path, a.Code)
				}
			}
		}
	})
}

// TestAnEarlierDayShowsAnAssessmentAsItWas: to the people of the organisation, and
// never what the assessor had not signed yet.
func TestAnEarlierDayShowsAnAssessmentAsItWas(t *testing.T) {
	each(t, func(s *site) {
		p := s.provider(1)
		id := p.judged()
		r := p.planned(1)
		r.Tier, r.Auditors, r.Engagement = programme.External, nil, id
		round, err := p.Programme.AddRound(p.ctx(), p.by(identity.SecurityOfficer), r)
		s.must(err)
		before := s.size(p.id)
		s.must(p.signReport(id))
		s.must(only(p.Audit.CloseFinding(p.ctx(), p.assessor(id), id, 1, "Ik zag het werken")))
		after := s.size(p.id)

		secret, home := s.signIn(p.people[identity.Administrator], true), pathOf(p, id)
		open := func(path string, size int64) *answer { return s.ask("GET", p.onEarlierDay(path, size), secret, "") }
		for _, tt := range []struct {
			path        string
			then, later []string // what the page shows of the one moment, and of the other
		}{
			{"/o/" + string(p.id) + "/beoordelingen", []string{"Bezig", p.mark("firm")}, nil},
			{home, []string{"De beoordelaar is aan het werk", p.mark("criteria"), p.mark("teammate"), p.mark("tie")}, []string{"Versie 1", "1 bevinding staat nog open"}},
			{home + "/steekproef", []string{p.mark("firm"), "Hoe het lot werkte"}, nil},
			{home + "/bevindingen", []string{"Open"}, []string{"Gesloten door de beoordelaar"}},
			{home + "/bevindingen/1", []string{p.mark("found"), p.mark("response")}, []string{"Ik zag het werken"}},
			{"/o/" + string(p.id) + "/auditrondes/" + string(round.ID), []string{"Bezig"}, []string{"Klaar"}},
		} {
			then, later := open(tt.path, before), open(tt.path, after)
			for _, text := range tt.then {
				if then.Code != 200 || !strings.Contains(then.Body, text) {
					s.Errorf("%s = %d without %q", tt.path, then.Code, text)
				}
			}
			for _, text := range tt.later {
				if strings.Contains(then.Body, text) || later.Code != 200 || !strings.Contains(later.Body, text) {
					s.Errorf("%s = %d, want %q on the later moment alone", tt.path, later.Code, text)
				}
			}
			for _, text := range []string{p.mark("seen"), p.mark("conclusion"), p.mark("spot")} {
				if strings.Contains(then.Body, text) {
					s.Errorf("%s shows %q before it was signed", tt.path, text)
				}
			}
		}
		for _, path := range []string{"/rapport/1", "/rapport/1/document.json"} {
			if a := open(home+path, before); a.Code != 404 {
				s.Errorf("%s before it was signed = %d, want 404", path, a.Code)
			}
		}
		kept, _, err := p.Audit.Store.Report(p.ctx(), p.id, id, 1)
		s.must(err)
		if a := open(home+"/rapport/1/document.json", after); a.Code != 200 || a.Body != string(kept.Text) {
			s.Errorf("the document of then = %d, and not what was signed", a.Code)
		}
		if a := open(home+"/rapport/1", after); a.Code != 200 || !strings.Contains(a.Body, p.mark("conclusion")) {
			s.Errorf("the report of then = %d", a.Code)
		}
		for _, path := range []string{"/werk", "/concept", "/onafhankelijkheid", "/afspraken", "/meenemen"} {
			if a := open(home+path, before); a.Code != 403 {
				s.Errorf("%s on an earlier day = %d, want 403", path, a.Code)
			}
		}
	})
}
