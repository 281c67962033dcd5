package app_test

import (
	"slices"
	"time"

	"aantoonbaar/internal/audit"
	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/identity"
)

func auditDeeds() []deed {
	// a call needs an assessment that is as far as begun brings it
	read := func(name string, act identity.Action, role identity.Role, begun func(*provider) audit.ID, call func(*provider, identity.Actor, audit.ID) error) deed {
		return deed{"audit." + name, reads, act, "", made(role, begun, call)}
	}
	change := func(name string, act identity.Action, role identity.Role, begun func(*provider) audit.ID, call func(*provider, identity.Actor, audit.ID) error) deed {
		return deed{"audit." + name, changes, act, "", made(role, begun, call)}
	}
	const officer, assessor = identity.SecurityOfficer, identity.Assessor
	there := func(p *provider) audit.ID { return p.assessed }
	version := func(p *provider, id audit.ID) int64 {
		f, err := p.Audit.File(p.ctx(), p.assessor(id), id)
		p.must(err)
		return f.Engagement.Version
	}
	return []deed{
		read("List", identity.SeeAssessment, identity.Reader, there, func(p *provider, by identity.Actor, _ audit.ID) error { return only(p.Audit.List(p.ctx(), by)) }),
		read("File", identity.SeeAssessment, identity.Reader, there, func(p *provider, by identity.Actor, id audit.ID) error { return only(p.Audit.File(p.ctx(), by, id)) }),
		read("Latest", identity.SeeAssessment, identity.Reader, there, func(p *provider, by identity.Actor, _ audit.ID) error { return only2(p.Audit.Latest(p.ctx(), by)) }),
		read("Report", identity.SeeAssessment, identity.Reader, there, func(p *provider, by identity.Actor, id audit.ID) error {
			return only2(p.Audit.Report(p.ctx(), by, id, 1))
		}),
		read("Closers", identity.SeeAssessment, identity.Reader, there, func(p *provider, by identity.Actor, _ audit.ID) error {
			return only(p.Audit.Closers(p.ctx(), by, p.found()))
		}),
		read("Actions", identity.SeeAssessment, identity.Reader, there, func(p *provider, by identity.Actor, id audit.ID) error {
			return only(p.Audit.Actions(p.ctx(), by, id, 1))
		}),
		read("Preview", identity.Assess, assessor, (*provider).judged, func(p *provider, by identity.Actor, id audit.ID) error {
			return only(p.Audit.Preview(p.ctx(), by, id))
		}),
		read("Results", identity.Assess, assessor, (*provider).atWork, func(p *provider, by identity.Actor, id audit.ID) error {
			f, err := p.Audit.File(p.ctx(), by, id)
			p.must(err)
			f.Findings = f.Findings[:1]
			laptop := *p.Audit
			laptop.Away = &audit.Away{Taking: audit.Taking{ID: "tak_1", Person: by.Person}, Then: f}
			return only(laptop.Results(p.ctx(), by, id))
		}),
		{"audit.Compare", reads, identity.Assess, "", func(p *provider) func() error {
			id := p.atWork()
			r := p.fromAway(id)
			return func() error { return only(p.Audit.Compare(p.ctx(), p.assessor(id), id, r)) }
		}},
		{"audit.BringBack", changes, identity.Assess, "", func(p *provider) func() error {
			id := p.atWork()
			r := p.fromAway(id)
			return func() error { return only(p.Audit.BringBack(p.ctx(), p.assessor(id), id, r, nil)) }
		}},
		change("TakeAlong", identity.Assess, assessor, (*provider).atWork, func(p *provider, by identity.Actor, id audit.ID) error {
			return only2(p.Audit.TakeAlong(p.ctx(), by, id, p.fixed(id), true))
		}),
		change("Draft", identity.Commission, officer, there, func(p *provider, by identity.Actor, _ audit.ID) error {
			return only(p.Audit.Draft(p.ctx(), by, p.terms()))
		}),
		change("Change", identity.Commission, officer, (*provider).prepared, func(p *provider, by identity.Actor, id audit.ID) error {
			t := p.terms()
			t.Firm = "Een ander bureau"
			return only(p.Audit.Change(p.ctx(), by, id, version(p, id), t))
		}),
		change("Invite", identity.ManagePeople, identity.Administrator, (*provider).prepared, func(p *provider, by identity.Actor, id audit.ID) error {
			return only(p.Audit.Invite(p.ctx(), by, id, "Karim", p.email()))
		}),
		change("Declare", identity.Assess, assessor, (*provider).prepared, func(p *provider, by identity.Actor, id audit.ID) error {
			st := audit.Statement{Answers: map[string]string{}}
			for _, q := range p.Audit.Rules.Questions {
				st.Answers[q.ID] = audit.NoTie
			}
			return only(p.Audit.Declare(p.ctx(), by, id, st))
		}),
		change("Agree", identity.Commission, officer, (*provider).prepared, func(p *provider, by identity.Actor, id audit.ID) error {
			return only(p.Audit.Agree(p.ctx(), by, id, version(p, id)))
		}),
		change("AgreeAsAssessor", identity.Assess, assessor, func(p *provider) audit.ID { id, _ := p.stated(); return id }, func(p *provider, by identity.Actor, id audit.ID) error {
			return only(p.Audit.AgreeAsAssessor(p.ctx(), by, id, version(p, id)))
		}),
		change("Begin", identity.Assess, assessor, (*provider).agreed, func(p *provider, by identity.Actor, id audit.ID) error { return p.Audit.Begin(p.ctx(), by, id) }),
		change("MoveOn", identity.Assess, assessor, (*provider).atWork, func(p *provider, by identity.Actor, id audit.ID) error {
			return p.Audit.MoveOn(p.ctx(), by, id, "De procedure is vernieuwd")
		}),
		change("Stop", identity.Commission, officer, (*provider).agreed, func(p *provider, by identity.Actor, id audit.ID) error {
			return only(p.Audit.Stop(p.ctx(), by, id, "Het bureau is failliet"))
		}),
		change("Readmit", identity.Commission, officer, (*provider).lapsed, func(p *provider, by identity.Actor, id audit.ID) error {
			return only(p.Audit.Readmit(p.ctx(), by, id, midnight(p.clock()).AddDate(0, 0, 7), "Om te sluiten"))
		}),
		change("End", identity.Commission, officer, (*provider).solved, func(p *provider, by identity.Actor, id audit.ID) error { return only(p.Audit.End(p.ctx(), by, id)) }),
		change("AddToSample", identity.Assess, assessor, (*provider).atWork, func(p *provider, by identity.Actor, id audit.ID) error {
			return p.Audit.AddToSample(p.ctx(), by, id, p.terms().Scope[4], "Er was een storing")
		}),
		change("DropFromSample", identity.Assess, assessor, (*provider).atWork, func(p *provider, by identity.Actor, id audit.ID) error {
			return p.Audit.DropFromSample(p.ctx(), by, id, p.requirement, "Het gebouw is dicht")
		}),
		change("Judge", identity.Assess, assessor, (*provider).atWork, func(p *provider, by identity.Actor, id audit.ID) error {
			return p.Audit.Judge(p.ctx(), by, id, p.verdicts(p.requirement))
		}),
		change("AddFinding", identity.Assess, assessor, (*provider).atWork, func(p *provider, by identity.Actor, id audit.ID) error {
			return only(p.Audit.AddFinding(p.ctx(), by, id, p.found()))
		}),
		change("ChangeFinding", identity.Assess, assessor, (*provider).atWork, func(p *provider, by identity.Actor, id audit.ID) error {
			x := p.found()
			x.Number, x.Version, x.Severity = 2, 1, audit.Minor
			return only(p.Audit.ChangeFinding(p.ctx(), by, id, x))
		}),
		change("Respond", identity.Commission, officer, (*provider).atWork, func(p *provider, by identity.Actor, id audit.ID) error {
			return only(p.Audit.Respond(p.ctx(), by, id, 2, 1, "Dat klopt"))
		}),
		change("CloseFinding", identity.Assess, assessor, (*provider).atWork, func(p *provider, by identity.Actor, id audit.ID) error {
			return only(p.Audit.CloseFinding(p.ctx(), by, id, 2, "Ik zag het werken"))
		}),
		{"audit.CloseByEvidence", changes, identity.Commission, "", func(p *provider) func() error {
			id, piece := p.reported(), evidence.ID(p.newPiece())
			return func() error { return only(p.Audit.CloseByEvidence(p.ctx(), p.by(officer), id, 2, piece)) }
		}},
		change("ToPlan", identity.Plan, identity.Contributor, (*provider).atWork, func(p *provider, by identity.Actor, id audit.ID) error {
			return only(p.Audit.ToPlan(p.ctx(), by, id, 1, "", time.Time{}))
		}),
		change("Conclude", identity.Assess, assessor, (*provider).atWork, func(p *provider, by identity.Actor, id audit.ID) error {
			return p.Audit.Conclude(p.ctx(), by, id, "Het werkt")
		}),
		change("Sign", identity.Assess, assessor, (*provider).judged, func(p *provider, _ identity.Actor, id audit.ID) error { return p.signReport(id) }),
		change("Correct", identity.Assess, assessor, (*provider).reported, func(p *provider, by identity.Actor, id audit.ID) error {
			return p.Audit.Correct(p.ctx(), by, id, "Een verkeerde dag")
		}),
	}
}

// made makes an assessment and then the call on it, as somebody with the role.
func made(role identity.Role, begun func(*provider) audit.ID, call func(*provider, identity.Actor, audit.ID) error) func(*provider) func() error {
	return func(p *provider) func() error {
		id, by := begun(p), p.by(role)
		if role == identity.Assessor {
			by = p.assessor(id)
		}
		return func() error { return call(p, by, id) }
	}
}

// fixed is the size of the situation that an assessor reads.
func (p *provider) fixed(id audit.ID) int64 {
	p.Helper()
	return p.fileOf(id).Engagement.Seen().Size
}

// fromAway takes an assessment along, and returns what was done to it elsewhere:
// verdicts, a finding and a conclusion.
func (p *provider) fromAway(id audit.ID) audit.Results {
	p.Helper()
	took, f, err := p.Audit.TakeAlong(p.ctx(), p.assessor(id), id, p.fixed(id), false)
	p.must(err)
	done := f
	done.Verdicts, done.Engagement.Conclusion = p.verdicts(p.requirement), p.mark("conclusion")
	x := p.found()
	x.Number, x.MadeAt = 3, p.clock()
	done.Findings = append(slices.Clone(f.Findings), x)
	return audit.ResultsOf(p.Content, took, p.id, f, done)
}

// solved is a report of which every finding is closed.
func (p *provider) solved() audit.ID {
	p.Helper()
	id := p.reported()
	for n := 1; n <= 2; n++ {
		_, err := p.Audit.CloseFinding(p.ctx(), p.assessor(id), id, n, "Ik zag het werken")
		p.must(err)
	}
	return id
}
