package app_test

import (
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/people"
)

// training is what a provider keeps for people and their training.
type training struct{ training, person people.ID }

// train gives the provider one record of every kind.
func (p *provider) train() {
	p.Helper()
	by := p.by(identity.SecurityOfficer)
	t, err := p.People.SaveTraining(p.ctx(), by, p.lesson())
	p.must(err)
	p.trains.training, p.trains.person = t.ID, p.hired()
	_, err = p.People.SaveStaff(p.ctx(), by, p.regrouped())
	p.must(err)
}

func (p *provider) lesson() people.Training {
	return people.Training{
		Kind: people.Course, Title: p.mark("lesson"), About: p.mark("lessonabout"), Every: 12, Requirements: []string{people.Always}, Subject: "phishing",
		For: people.Audience{Roles: []identity.Role{identity.Reader}, Groups: []string{p.mark("group")}},
	}
}

// hired is somebody new without an account.
func (p *provider) hired() people.ID {
	p.Helper()
	x, err := p.People.SaveStaff(p.ctx(), p.by(identity.SecurityOfficer), p.colleague())
	p.must(err)
	return x.ID
}

func (p *provider) colleague() people.Staff {
	return people.Staff{Name: p.mark("colleague"), Groups: []string{p.mark("group")}, From: midnight(p.clock()).AddDate(-1, 0, 0)}
}

// regrouped gives somebody with an account a group.
func (p *provider) regrouped() people.Staff {
	return people.Staff{ID: people.ID(p.people[identity.Reader].ID), Groups: []string{p.mark("nightshift")}}
}

func peopleDeeds() []deed {
	const officer = identity.SecurityOfficer
	return []deed{
		{"people.Look", reads, identity.Read, "", func(p *provider) func() error {
			return func() error { return only(p.People.Look(p.ctx(), p.by(identity.Reader))) }
		}},
		{"people.Subject", reads, "", "", func(p *provider) func() error {
			return func() error { p.People.Subject("phishing"); return nil }
		}},
		{"people.SaveTraining", changes, identity.KeepTraining, "", func(p *provider) func() error {
			return func() error { return only(p.People.SaveTraining(p.ctx(), p.by(officer), p.lesson())) }
		}},
		{"people.DropTraining", changes, identity.KeepTraining, "", func(p *provider) func() error {
			t, err := p.People.SaveTraining(p.ctx(), p.by(officer), p.lesson())
			p.must(err)
			return func() error { return p.People.DropTraining(p.ctx(), p.by(officer), t.ID, t.Version) }
		}},
		{"people.SaveStaff", changes, identity.KeepTraining, "", func(p *provider) func() error {
			return func() error { return only(p.People.SaveStaff(p.ctx(), p.by(officer), p.colleague())) }
		}},
		{"people.Take", changes, identity.KeepTraining, "", func(p *provider) func() error {
			return func() error {
				return only(p.People.Take(p.ctx(), p.by(officer), []people.Staff{{Name: p.mark("one")}, {Name: p.mark("two")}}))
			}
		}},
		{"people.Erase", changes, identity.Erase, "", func(p *provider) func() error {
			id := p.hired()
			return func() error { return p.People.Erase(p.ctx(), p.by(identity.Administrator), id) }
		}},
	}
}
