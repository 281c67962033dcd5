package app_test

import (
	"aantoonbaar/internal/audit"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/programme"
)

// programme begins an audit programme with one internal audit by the reader, in which
// everything was judged and something was found.
func (p *provider) programme() {
	p.Helper()
	by := p.by(identity.SecurityOfficer)
	begun, err := p.Programme.Begin(p.ctx(), by, programme.MonthOf(p.clock()), 15)
	p.must(err)
	r, err := p.Programme.AddRound(p.ctx(), by, p.planned(begun.Number))
	p.must(err)
	p.round = r.ID
	reader := p.by(identity.Reader)
	p.must(p.Programme.Start(p.ctx(), reader, r.ID))
	_, err = p.Programme.Judge(p.ctx(), reader, r.ID, p.rated(0))
	p.must(err)
	_, err = p.Programme.SaveFinding(p.ctx(), reader, r.ID, p.wrong())
	p.must(err)
}

// rated is a verdict on every level, in the place of version.
func (p *provider) rated(version int64) programme.Judgement {
	j := programme.Judgement{Requirement: p.requirement, Version: version}
	for _, l := range framework.Levels {
		j.Verdicts = append(j.Verdicts, programme.Verdict{Level: l, Outcome: audit.PartlyMet, Method: audit.ByInterview, Seen: p.mark("seen"), On: midnight(p.clock())})
	}
	return j
}

// wrong is a new finding.
func (p *provider) wrong() programme.Finding {
	return programme.Finding{Severity: audit.Minor, Requirement: p.requirement, Title: p.mark("finding"), What: p.mark("found")}
}

// closed reports the round.
func (p *provider) closed() {
	p.Helper()
	p.must(p.Programme.Report(p.ctx(), p.by(identity.Reader), p.round, p.mark("verdict")))
}

// planned is a round of this month that looks at one requirement.
func (p *provider) planned(number int) programme.Round {
	return programme.Round{
		Programme: number, Tier: programme.Internal, Requirements: []string{p.requirement}, Month: programme.MonthOf(p.clock()),
		Auditors: []programme.Auditor{{Person: p.people[identity.Reader].ID}},
	}
}

// rounded is the round as it stands.
func (p *provider) rounded() programme.State {
	p.Helper()
	f, err := p.Programme.FindRound(p.ctx(), p.by(identity.Reader), p.round)
	p.must(err)
	return f.State
}

func programmeDeeds() []deed {
	const officer = identity.SecurityOfficer
	return []deed{
		{"programme.Newest", reads, identity.Read, "", func(p *provider) func() error {
			return func() error { return only2(p.Programme.Newest(p.ctx(), p.by(identity.Reader))) }
		}},
		{"programme.Find", reads, identity.Read, "", func(p *provider) func() error {
			return func() error { return only(p.Programme.Find(p.ctx(), p.by(identity.Reader), 1)) }
		}},
		{"programme.FindRound", reads, identity.Read, "", func(p *provider) func() error {
			return func() error { return only(p.Programme.FindRound(p.ctx(), p.by(identity.Reader), p.round)) }
		}},
		{"programme.Due", reads, identity.Read, "", func(p *provider) func() error {
			return func() error { return only(p.Programme.Due(p.ctx(), p.by(identity.Reader))) }
		}},
		{"programme.Begin", changes, identity.PlanAudits, "", func(p *provider) func() error {
			return func() error {
				return only(p.Programme.Begin(p.ctx(), p.by(officer), programme.MonthOf(p.clock()).AddDate(0, 15, 0), 12))
			}
		}},
		{"programme.Change", changes, identity.PlanAudits, "", func(p *provider) func() error {
			sheet, err := p.Programme.Find(p.ctx(), p.by(officer), 1)
			p.must(err)
			changed := sheet.Programme
			changed.Months = 18
			return func() error { return only(p.Programme.Change(p.ctx(), p.by(officer), changed)) }
		}},
		{"programme.Propose", changes, identity.PlanAudits, "", func(p *provider) func() error {
			return func() error { return only(p.Programme.Propose(p.ctx(), p.by(officer), 1)) }
		}},
		{"programme.AddRound", changes, identity.PlanAudits, "", func(p *provider) func() error {
			return func() error { return only(p.Programme.AddRound(p.ctx(), p.by(officer), p.planned(1))) }
		}},
		{"programme.ChangeRound", changes, identity.PlanAudits, "", func(p *provider) func() error {
			r := p.rounded().Round
			r.Month = r.Month.AddDate(0, 1, 0)
			return func() error { return only(p.Programme.ChangeRound(p.ctx(), p.by(officer), r)) }
		}},
		{"programme.DropRound", changes, identity.PlanAudits, "", func(p *provider) func() error {
			version := p.rounded().Version
			return func() error {
				return p.Programme.DropRound(p.ctx(), p.by(officer), p.round, version, p.mark("dropped"))
			}
		}},
		{"programme.Start", changes, identity.CarryOutAudit, "", func(p *provider) func() error {
			r, err := p.Programme.AddRound(p.ctx(), p.by(officer), p.planned(1))
			p.must(err)
			return func() error { return p.Programme.Start(p.ctx(), p.by(identity.Reader), r.ID) }
		}},
		{"programme.Judge", changes, identity.CarryOutAudit, "", func(p *provider) func() error {
			return func() error { return only(p.Programme.Judge(p.ctx(), p.by(identity.Reader), p.round, p.rated(1))) }
		}},
		{"programme.SaveFinding", changes, identity.CarryOutAudit, "", func(p *provider) func() error {
			return func() error {
				return only(p.Programme.SaveFinding(p.ctx(), p.by(identity.Reader), p.round, p.wrong()))
			}
		}},
		{"programme.ToPlan", changes, identity.Plan, "", func(p *provider) func() error {
			return func() error {
				return only(p.Programme.ToPlan(p.ctx(), p.by(officer), p.round, 1, "", midnight(p.clock()).AddDate(0, 1, 0)))
			}
		}},
		{"programme.Report", changes, identity.CarryOutAudit, "", func(p *provider) func() error {
			return func() error {
				return p.Programme.Report(p.ctx(), p.by(identity.Reader), p.round, p.mark("verdict"))
			}
		}},
		{"programme.Prove", changes, identity.Evidence, "", func(p *provider) func() error {
			p.closed()
			return func() error { return p.Programme.Prove(p.ctx(), p.by(officer), p.round) }
		}},
	}
}
