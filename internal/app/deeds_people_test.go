package app_test

import (
	"strings"

	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/people"
)

// training is what a provider keeps for people and their training.
type training struct{ training, person, session, certificate, campaign people.ID }

// train gives the provider one record of every kind.
func (p *provider) train() {
	p.Helper()
	by := p.by(identity.SecurityOfficer)
	t, err := p.People.SaveTraining(p.ctx(), by, p.lesson())
	p.must(err)
	p.trains.training, p.trains.person = t.ID, p.hired()
	_, err = p.People.SaveStaff(p.ctx(), by, p.regrouped())
	p.must(err)
	p.trains.session, p.trains.certificate, p.trains.campaign = p.attended(), p.passed(), p.practised()
	p.must(p.People.SayFollowed(p.ctx(), p.by(identity.Reader), p.alone()))
}

// attended is a session at which somebody was.
func (p *provider) attended() people.ID {
	p.Helper()
	x, err := p.People.SaveSession(p.ctx(), p.by(identity.SecurityOfficer), p.meeting())
	p.must(err)
	return x.ID
}

func (p *provider) meeting() people.Session {
	return people.Session{
		Training: p.trains.training, On: midnight(p.clock()).AddDate(0, -1, 0), Leader: p.mark("leader"), Present: []people.ID{p.trains.person}, Guests: 2, Remarks: p.mark("agreed"), Again: true,
	}
}

// passed is a certificate of somebody, without a file.
func (p *provider) passed() people.ID {
	p.Helper()
	c, err := p.People.AddCertificate(p.ctx(), p.by(identity.SecurityOfficer), p.diploma())
	p.must(err)
	return c.ID
}

func (p *provider) diploma() people.Certificate {
	today := midnight(p.clock())
	return people.Certificate{Person: people.ID(p.people[identity.Reader].ID), Training: p.trains.training, From: today.AddDate(0, -2, 0), Until: today.AddDate(1, 0, 0)}
}

// practised is what came of a practice mail.
func (p *provider) practised() people.ID {
	p.Helper()
	c, err := p.People.AddCampaign(p.ctx(), p.by(identity.SecurityOfficer), p.practice())
	p.must(err)
	return c.ID
}

func (p *provider) practice() people.Campaign {
	return people.Campaign{Name: p.mark("practice"), On: midnight(p.clock()).AddDate(0, -1, 0), Outcomes: []people.Outcome{{Group: p.mark("group"), Sent: 12, Opened: 9, Clicked: 3, Gave: 1, Reported: 5}, {Sent: 8}}}
}

// trainAgain puts back what an act on path may have used up.
func (p *provider) trainAgain(path string) {
	p.Helper()
	switch {
	case strings.Contains(path, "/deelnemers/{id}"):
		p.trains.person = p.hired()
	case strings.Contains(path, "/bijeenkomsten/{id}"):
		p.trains.session = p.attended()
	case strings.Contains(path, "/phishing/{id}"):
		p.trains.campaign = p.practised()
	case strings.Contains(path, "/diplomas/{id}"):
		p.trains.certificate = p.passed()
	}
}

func (p *provider) lesson() people.Training {
	return people.Training{
		Kind: people.Course, Title: p.mark("lesson"), About: p.mark("lessonabout"), Every: 12, Requirements: []string{people.Always}, Subject: "phishing",
		For: people.Audience{Roles: []identity.Role{identity.Reader}, Groups: []string{p.mark("group")}},
	}
}

// alone is a training that people follow by themselves.
func (p *provider) alone() people.ID {
	p.Helper()
	t, err := p.People.SaveTraining(p.ctx(), p.by(identity.SecurityOfficer), people.Training{Kind: people.Reading, Title: p.mark("text"), For: people.Audience{Roles: []identity.Role{identity.Reader}}})
	p.must(err)
	return t.ID
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
		{"people.SaveSession", changes, identity.KeepTraining, "", func(p *provider) func() error {
			return func() error { return only(p.People.SaveSession(p.ctx(), p.by(officer), p.meeting())) }
		}},
		{"people.WithdrawSession", changes, identity.KeepTraining, "", func(p *provider) func() error {
			id := p.attended()
			return func() error { return p.People.WithdrawSession(p.ctx(), p.by(officer), id, p.mark("because")) }
		}},
		{"people.AddCertificate", changes, identity.KeepTraining, "", func(p *provider) func() error {
			return func() error { return only(p.People.AddCertificate(p.ctx(), p.by(officer), p.diploma())) }
		}},
		{"people.WithdrawCertificate", changes, identity.KeepTraining, "", func(p *provider) func() error {
			id := p.passed()
			return func() error { return p.People.WithdrawCertificate(p.ctx(), p.by(officer), id, p.mark("because")) }
		}},
		{"people.AddCampaign", changes, identity.KeepTraining, "", func(p *provider) func() error {
			return func() error { return only(p.People.AddCampaign(p.ctx(), p.by(officer), p.practice())) }
		}},
		{"people.WithdrawCampaign", changes, identity.KeepTraining, "", func(p *provider) func() error {
			id := p.practised()
			return func() error { return p.People.WithdrawCampaign(p.ctx(), p.by(officer), id, p.mark("because")) }
		}},
		{"people.FindCampaign", reads, identity.Read, "", func(p *provider) func() error {
			return func() error { return only(p.People.FindCampaign(p.ctx(), p.by(identity.Reader), p.trains.campaign)) }
		}},
		{"people.ProveCampaign", changes, identity.Evidence, "", func(p *provider) func() error {
			id := p.practised()
			return func() error { return p.People.ProveCampaign(p.ctx(), p.by(officer), id) }
		}},
		{"people.Files", reads, identity.SeeTraining, "", func(p *provider) func() error {
			return func() error { return only(p.People.Files(p.ctx(), p.by(officer))) }
		}},
		{"people.Proven", reads, identity.Read, "", func(p *provider) func() error {
			return func() error { return only(p.People.Proven(p.ctx(), p.by(identity.Reader))) }
		}},
		{"people.Prove", changes, identity.Evidence, "", func(p *provider) func() error {
			return func() error { return p.People.Prove(p.ctx(), p.by(officer)) }
		}},
		{"people.SayFollowed", changes, identity.SayFollowed, "", func(p *provider) func() error {
			id := p.alone()
			return func() error { return p.People.SayFollowed(p.ctx(), p.by(identity.Reader), id) }
		}},
		{"people.TakeBack", changes, identity.SayFollowed, "", func(p *provider) func() error {
			id := p.alone()
			p.must(p.People.SayFollowed(p.ctx(), p.by(identity.Reader), id))
			return func() error { return p.People.TakeBack(p.ctx(), p.by(identity.Reader), id) }
		}},
		{"people.Join", changes, identity.Erase, "", func(p *provider) func() error {
			id := p.hired()
			return func() error {
				return p.People.Join(p.ctx(), p.by(identity.Administrator), id, people.ID(p.people[identity.Reader].ID))
			}
		}},
		{"people.Erase", changes, identity.Erase, "", func(p *provider) func() error {
			id := p.hired()
			return func() error { return p.People.Erase(p.ctx(), p.by(identity.Administrator), id) }
		}},
	}
}
