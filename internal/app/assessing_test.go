package app_test

import (
	"strings"
	"testing"

	"aantoonbaar/internal/audit"
	"aantoonbaar/internal/identity"
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
