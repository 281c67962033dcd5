package app_test

import (
	"time"

	"aantoonbaar/internal/hook"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/incident"
)

func incidentDeeds() []deed {
	handle := func(name string, do func(p *provider, i incident.Incident) error) deed {
		return deed{"incident." + name, changes, identity.HandleIncident, "", func(p *provider) func() error {
			i := p.gone()
			return func() error { return do(p, i) }
		}}
	}
	return []deed{
		{"incident.Report", changes, identity.ReportIncident, "", func(p *provider) func() error {
			return func() error { return only(p.Incident.Report(p.ctx(), p.by(identity.Reader), p.happening())) }
		}},
		{"incident.List", reads, identity.SeeIncidents, "", func(p *provider) func() error {
			return func() error { return only(p.Incident.List(p.ctx(), p.by(identity.BoardMember))) }
		}},
		{"incident.Find", reads, identity.SeeIncidents, "", func(p *provider) func() error {
			i := p.gone()
			return func() error { return only(p.Incident.Find(p.ctx(), p.by(identity.BoardMember), i.ID)) }
		}},
		{"incident.Judge", reads, identity.SeeIncidents, "", func(p *provider) func() error {
			i := p.gone()
			return func() error {
				_, _, err := p.Incident.Judge(p.ctx(), p.by(identity.BoardMember), i)
				return err
			}
		}},
		handle("TakeOn", func(p *provider, i incident.Incident) error {
			return p.Incident.TakeOn(p.ctx(), p.by(identity.SecurityOfficer), i.ID, i.Version)
		}),
		handle("Describe", func(p *provider, i incident.Incident) error {
			return p.Incident.Describe(p.ctx(), p.by(identity.SecurityOfficer), i.ID, i.Version, incident.Incident{Title: p.mark("title"), What: p.mark("what")})
		}),
		handle("Answer", func(p *provider, i incident.Incident) error {
			return p.Incident.Answer(p.ctx(), p.by(identity.PrivacyOfficer), i.ID, i.Version, map[string]incident.Reply{"personal_data": incident.Yes})
		}),
		handle("Correct", func(p *provider, i incident.Incident) error {
			return p.Incident.Correct(p.ctx(), p.by(identity.SecurityOfficer), i.ID, i.Version, i.Aware.Add(-time.Hour), p.mark("reason"))
		}),
		handle("Overrule", func(p *provider, i incident.Incident) error {
			must := true
			return p.Incident.Overrule(p.ctx(), p.by(identity.SecurityOfficer), i.ID, i.Version, "igj", &must, p.mark("reason"))
		}),
		handle("Send", func(p *provider, i incident.Incident) error {
			return p.Incident.Send(p.ctx(), p.by(identity.SecurityOfficer), i.ID, i.Version, "management", "told", incident.Sent{At: p.clock(), Receipt: p.mark("receipt")})
		}),
		handle("AddLine", func(p *provider, i incident.Incident) error {
			return p.Incident.AddLine(p.ctx(), p.by(identity.SecurityOfficer), i.ID, p.mark("line"), true)
		}),
		handle("Close", func(p *provider, i incident.Incident) error {
			return p.Incident.Close(p.ctx(), p.by(identity.SecurityOfficer), i.ID, i.Version, p.mark("lessons"))
		}),
		handle("End", func(p *provider, i incident.Incident) error {
			return p.Incident.End(p.ctx(), p.by(identity.SecurityOfficer), i.ID, i.Version, p.clock())
		}),
		handle("Write", func(p *provider, i incident.Incident) error {
			return only(p.Incident.Write(p.ctx(), p.by(identity.PrivacyOfficer), i.ID, "clients", 0, i18n.EN, map[string]incident.Written{"subject": {Value: p.mark("subject")}}))
		}),
		{"incident.Mail", changes, identity.HandleIncident, "", func(p *provider) func() error {
			return func() error {
				return p.Incident.Mail(p.ctx(), p.by(identity.SecurityOfficer), p.incident, "cbw-notification", 1, "meldpunt@z-cert.example")
			}
		}},
		{"incident.Paper", reads, identity.SeeIncidents, "", func(p *provider) func() error {
			return func() error {
				return only(p.Incident.Paper(p.ctx(), p.by(identity.BoardMember), p.incident, "cbw-notification", 0, i18n.NL))
			}
		}},
		{"incident.Papers", reads, identity.SeeIncidents, "", func(p *provider) func() error {
			return func() error { return only(p.Incident.Papers(p.ctx(), p.by(identity.BoardMember), p.incident)) }
		}},
		{"incident.Hooked", reads, identity.HandleIncident, "", func(p *provider) func() error {
			p.hooked("https://piket.example/", true)
			return func() error { return only2(p.Incident.Hooked(p.ctx(), p.by(identity.SecurityOfficer))) }
		}},
		{"incident.SetHook", changes, identity.HandleIncident, "", func(p *provider) func() error {
			return func() error {
				return p.Incident.SetHook(p.ctx(), p.by(identity.SecurityOfficer), hook.Hook{URL: "https://piket.example/"}, false)
			}
		}},
		{"incident.TryHook", changes, identity.HandleIncident, "", func(p *provider) func() error {
			p.hooked("https://piket.example/", true)
			return func() error { return p.Incident.TryHook(p.ctx(), p.by(identity.SecurityOfficer)) }
		}},
		{"incident.Calling", reads, identity.SeeIncidents, "", func(p *provider) func() error {
			return func() error { return only(p.Incident.Calling(p.ctx(), p.by(identity.BoardMember))) }
		}},
		{"incident.Arrange", changes, identity.HandleIncident, "", func(p *provider) func() error {
			r := incident.Roster{OnDuty: []identity.PersonID{p.people[identity.PrivacyOfficer].ID}, Wait: 20}
			return func() error { return p.Incident.Arrange(p.ctx(), p.by(identity.PrivacyOfficer), r) }
		}},
		{"incident.Look", changes, identity.HandleIncident, "", func(p *provider) func() error {
			i := p.gone()
			p.at(p.clock().Add((incident.DefaultWait + 1) * time.Minute))
			return func() error { return p.Incident.Look(p.ctx(), identity.SystemActor(p.id), i.ID) }
		}},
		{"incident.Reopen", changes, identity.HandleIncident, "", func(p *provider) func() error {
			i := p.gone()
			p.must(p.Incident.Close(p.ctx(), p.by(identity.SecurityOfficer), i.ID, i.Version, "klaar"))
			return func() error {
				return p.Incident.Reopen(p.ctx(), p.by(identity.SecurityOfficer), i.ID, i.Version+1)
			}
		}},
	}
}

// happening is a report of a system that does not open.
func (p *provider) happening() incident.Incident {
	return incident.Incident{Title: p.mark("title"), What: p.mark("what"), Systems: p.mark("systems"), Aware: p.clock().Add(-time.Minute)}
}

// gone stores a report and returns it.
func (p *provider) gone() incident.Incident {
	p.Helper()
	i, err := p.Incident.Report(p.ctx(), p.by(identity.Contributor), p.happening())
	p.must(err)
	return i
}
