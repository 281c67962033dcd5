package app_test

import (
	"time"

	"aantoonbaar/internal/audit"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/identity"
)

// passphrase opens the assessor's key to sign with.
const passphrase = "vier groene eenden op het ijs"

// terms are those of an assessment of five requirements that begins today.
func (p *provider) terms() audit.Terms {
	today := midnight(p.clock())
	t := audit.Terms{
		Firm: p.mark("firm"), Criteria: p.mark("criteria"), Team: []audit.Member{{Name: p.mark("teammate"), Role: "leider", Firm: p.mark("teamfirm")}},
		From: today, Until: today.AddDate(0, 0, 14), AccessFrom: today, AccessUntil: today.AddDate(0, 1, 0),
		Days: 6, Plan: []audit.PlanLine{{On: today, Who: p.mark("teammate"), What: p.mark("planned")}},
	}
	for _, r := range p.Content.Requirements[18:23] {
		t.Scope = append(t.Scope, r.ID)
	}
	return t
}

// assessor is the actor who assesses a.
func (p *provider) assessor(a audit.ID) identity.Actor {
	by := p.by(identity.Assessor)
	by.About = string(a)
	return by
}

// prepared is an assessment that nobody has agreed on yet.
func (p *provider) prepared() audit.ID {
	p.Helper()
	e, err := p.Audit.Draft(p.ctx(), p.by(identity.SecurityOfficer), p.terms())
	p.must(err)
	return e.ID
}

// stated is prepared with a statement that leaves the assessor free, and with the
// organisation's agreement.
func (p *provider) stated() (audit.ID, int64) {
	p.Helper()
	id := p.prepared()
	st := audit.Statement{Answers: map[string]string{}, Explanation: p.mark("tie")}
	for _, q := range p.Audit.Rules.Questions {
		st.Answers[q.ID] = audit.NoTie
		if !q.Bars {
			st.Answers[q.ID] = audit.HasTie
		}
	}
	e, err := p.Audit.Declare(p.ctx(), p.assessor(id), id, st)
	p.must(err)
	e, err = p.Audit.Agree(p.ctx(), p.by(identity.SecurityOfficer), id, e.Version)
	p.must(err)
	return id, e.Version
}

// agreed is an assessment that both sides agreed on.
func (p *provider) agreed() audit.ID {
	p.Helper()
	id, version := p.stated()
	_, err := p.Audit.AgreeAsAssessor(p.ctx(), p.assessor(id), id, version)
	p.must(err)
	return id
}

// atWork is an assessment with two findings; the organisation responded to the first.
func (p *provider) atWork() audit.ID {
	p.Helper()
	id := p.agreed()
	by := p.assessor(id)
	p.must(p.Audit.Begin(p.ctx(), by, id))
	p.must(p.Audit.AddToSample(p.ctx(), by, id, p.requirement, p.mark("added")))
	f, err := p.Audit.AddFinding(p.ctx(), by, id, p.found())
	p.must(err)
	_, err = p.Audit.Respond(p.ctx(), p.by(identity.SecurityOfficer), id, 1, f.Version, p.mark("response"))
	p.must(err)
	p.foundBefore(id, 2)
	return id
}

func (p *provider) found() audit.Finding {
	return audit.Finding{Severity: audit.Major, Requirement: p.requirement, Title: p.mark("finding"), What: p.mark("found"), Evidence: p.mark("ground")}
}

// foundBefore stores a finding of two weeks ago: the evidence of today is newer.
func (p *provider) foundBefore(id audit.ID, number int) {
	p.Helper()
	f, err := p.Audit.File(p.ctx(), p.assessor(id), id)
	p.must(err)
	x, by, now := p.found(), p.assessor(id), p.clock().UTC().Truncate(time.Microsecond)
	x.Number, x.Version, x.By, x.ByName, x.MadeAt, x.ChangedAt = number, 1, by.Person, by.Name, now.AddDate(0, 0, -14), now
	said := audit.Found{MadeAt: x.MadeAt, FindingLine: audit.FindingLine{
		Number: x.Number, Severity: x.Severity, Requirement: x.Requirement, Title: x.Title, What: x.What, Evidence: x.Evidence,
	}}
	p.must(p.Audit.Store.SaveFinding(p.ctx(), p.id, f.Engagement, x, by.Draft(now, "audit.find", id.Ref(), said)))
}

// verdicts are three good ones on a requirement.
func (p *provider) verdicts(requirement string) (all []audit.Verdict) {
	for _, l := range framework.Levels {
		all = append(all, audit.Verdict{
			Requirement: requirement, Level: l, Outcome: audit.Met, Method: audit.ByObservation,
			Seen: p.mark("seen"), On: midnight(p.clock()), Place: p.mark("spot"), Note: p.mark("auditnote"),
		})
	}
	return all
}

// judged is an assessment that wants nothing but a signature.
func (p *provider) judged() audit.ID {
	p.Helper()
	id := p.atWork()
	by := p.assessor(id)
	f, err := p.Audit.File(p.ctx(), by, id)
	p.must(err)
	for _, requirement := range f.Missing() {
		p.must(p.Audit.Judge(p.ctx(), by, id, p.verdicts(requirement)))
	}
	p.must(p.Audit.Conclude(p.ctx(), by, id, p.mark("conclusion")))
	if _, ok, err := p.Identity.SigningKey(p.ctx(), by); err != nil || !ok {
		p.must(err)
		_, err = p.Identity.MakeSigningKey(p.ctx(), by, passphrase)
		p.must(err)
	}
	return id
}

// reported is an assessment of which the report is signed.
func (p *provider) reported() audit.ID {
	p.Helper()
	id := p.judged()
	p.must(p.signReport(id))
	return id
}

func (p *provider) signReport(id audit.ID) error {
	pre, err := p.Audit.Preview(p.ctx(), p.assessor(id), id)
	if err != nil {
		return err
	}
	_, err = p.Audit.Sign(p.ctx(), p.assessor(id), id, pre.SHA256, passphrase)
	return err
}

// newPiece is evidence of operation of last week.
func (p *provider) newPiece() string {
	p.Helper()
	it := p.pieces[2]
	it.Title, it.SpeaksFrom, it.SpeaksUntil = p.mark("title"), midnight(p.clock()).AddDate(0, 0, -7), time.Time{}
	added, err := p.Evidence.Add(p.ctx(), p.by(identity.Contributor), it, nil)
	p.must(err)
	return string(added.ID)
}

// admit lets who in as the assessor of p's own assessment.
func (p *provider) admit(who identity.Person) {
	p.Helper()
	m := identity.Membership{Org: p.id, Person: who, Admission: identity.Admission{About: string(p.assessed), From: p.clock().Add(-time.Hour), Until: p.clock().AddDate(0, 1, 0)}}
	p.must(identity.Console{Service: p.Identity}.AddAssessor(p.ctx(), m))
}

// assess gives the organisation an assessment with a signed report.
func (p *provider) assess() {
	p.Helper()
	p.assessed = p.reported()
	p.admit(p.people[identity.Assessor])
}
