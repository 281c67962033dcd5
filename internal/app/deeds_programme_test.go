package app_test

import (
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/programme"
)

// programme begins an audit programme with one internal audit, by the reader.
func (p *provider) programme() {
	p.Helper()
	by := p.by(identity.SecurityOfficer)
	begun, err := p.Programme.Begin(p.ctx(), by, programme.MonthOf(p.clock()), 15)
	p.must(err)
	r, err := p.Programme.AddRound(p.ctx(), by, p.planned(begun.Number))
	p.must(err)
	p.round = r.ID
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
	_, s, err := p.Programme.FindRound(p.ctx(), p.by(identity.Reader), p.round)
	p.must(err)
	return s
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
			return func() error { return only2(p.Programme.FindRound(p.ctx(), p.by(identity.Reader), p.round)) }
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
			r.Groups = []string{programme.Care}
			return func() error { return only(p.Programme.ChangeRound(p.ctx(), p.by(officer), r)) }
		}},
		{"programme.DropRound", changes, identity.PlanAudits, "", func(p *provider) func() error {
			return func() error { return p.Programme.DropRound(p.ctx(), p.by(officer), p.round, 1, p.mark("dropped")) }
		}},
	}
}
