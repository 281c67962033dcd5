package app_test

import (
	"strings"
	"time"

	"aantoonbaar/internal/hook"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/incident"
	"aantoonbaar/internal/incident/indicator"
	"aantoonbaar/internal/plan"
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
			return func() error {
				return only(p.Incident.List(p.ctx(), p.by(identity.BoardMember), incident.Query{}))
			}
		}},
		{"incident.Figures", reads, identity.SeeIncidents, "", func(p *provider) func() error {
			return func() error {
				now := incident.MonthOf(p.clock(), time.UTC)
				return only(p.Incident.Figures(p.ctx(), p.by(identity.BoardMember), now, now))
			}
		}},
		{"incident.ExportFigures", reads, identity.Export, "", func(p *provider) func() error {
			return func() error {
				now := incident.MonthOf(p.clock(), time.UTC)
				return only(p.Incident.ExportFigures(p.ctx(), p.by(identity.BoardMember), now, now))
			}
		}},
		{"incident.Open", reads, identity.SeeIncidents, "", func(p *provider) func() error {
			return func() error { return only(p.Incident.Open(p.ctx(), p.by(identity.BoardMember))) }
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
			return p.Incident.AddLine(p.ctx(), p.by(identity.SecurityOfficer), i.ID, incident.Line{Text: p.mark("line"), With: p.mark("with"), How: incident.ByPhone, Happened: p.clock().Add(-time.Minute)})
		}),
		{"incident.Aftermath", reads, identity.SeeIncidents, "", func(p *provider) func() error {
			return func() error { return only(p.Incident.Aftermath(p.ctx(), p.by(identity.BoardMember), p.incident)) }
		}},
		handle("Strike", func(p *provider, i incident.Incident) error {
			hits := []incident.Hit{{Part: incident.System, Of: string(p.carried.system), Name: p.mark("system")}, {Part: incident.Supplier, Name: p.mark("supplier")}}
			return p.Incident.Strike(p.ctx(), p.by(identity.SecurityOfficer), i.ID, i.Version, "malware", hits)
		}),
		handle("Explain", func(p *provider, i incident.Incident) error {
			return p.Incident.Explain(p.ctx(), p.by(identity.SecurityOfficer), i.ID, i.Version, incident.Cause{Sorts: []string{"update", "mistake"}, Text: p.mark("cause")})
		}),
		handle("Reckon", func(p *provider, i incident.Incident) error {
			return p.Incident.Reckon(p.ctx(), p.by(identity.SecurityOfficer), i.ID, i.Version, incident.Toll{Cents: map[string]int64{"help": 1250_50}, About: p.mark("amounts"), Lost: 750, Care: p.mark("care")})
		}),
		handle("Keep", func(p *provider, i incident.Incident) error {
			return p.Incident.Keep(p.ctx(), p.by(identity.SecurityOfficer), i.ID, i.Version, incident.Kept{Evidence: string(p.pieces[0].ID)})
		}),
		{"incident.TakeBack", changes, identity.HandleIncident, "", func(p *provider) func() error {
			return func() error {
				return p.Incident.TakeBack(p.ctx(), p.by(identity.SecurityOfficer), p.incident, p.now(p.incident).Version, 1, p.mark("back"))
			}
		}},
		handle("AddTask", func(p *provider, i incident.Incident) error {
			return p.Incident.AddTask(p.ctx(), p.by(identity.SecurityOfficer), i.ID, incident.Task{Text: p.mark("task"), Owner: p.mark("owner"), Due: p.clock().Add(time.Hour)})
		}),
		{"incident.Finish", changes, identity.HandleIncident, "", func(p *provider) func() error {
			return func() error {
				return p.Incident.Finish(p.ctx(), p.by(identity.SecurityOfficer), p.incident, 1, true)
			}
		}},
		{"incident.Indicators", reads, identity.SeeIncidents, "", func(p *provider) func() error {
			return func() error { return only(p.Incident.Indicators(p.ctx(), p.by(identity.BoardMember), p.incident)) }
		}},
		{"incident.ExportIndicators", changes, identity.Export, "", func(p *provider) func() error {
			return func() error {
				return only(p.Incident.ExportIndicators(p.ctx(), p.by(identity.BoardMember), p.incident, incident.STIX))
			}
		}},
		{"incident.Compare", reads, identity.HandleIncident, "", func(p *provider) func() error {
			return func() error {
				return only(p.Incident.Compare(p.ctx(), p.by(identity.SecurityOfficer), p.incident, []indicator.Indicator{p.traced()}))
			}
		}},
		handle("AddIndicators", func(p *provider, i incident.Incident) error {
			return only(p.Incident.AddIndicators(p.ctx(), p.by(identity.SecurityOfficer), i.ID, p.mark("file"), []indicator.Indicator{p.traced()}))
		}),
		{"incident.ChangeIndicator", changes, identity.HandleIncident, "", func(p *provider) func() error {
			version := p.trace().Version()
			return func() error {
				x := p.traced()
				x.First, x.Last, x.Confidence, x.Note = p.clock().Add(-time.Hour), p.clock(), 60, p.mark("changed")
				return p.Incident.ChangeIndicator(p.ctx(), p.by(identity.SecurityOfficer), p.incident, version, x)
			}
		}},
		{"incident.DropIndicator", changes, identity.HandleIncident, "", func(p *provider) func() error {
			return func() error {
				return p.Incident.DropIndicator(p.ctx(), p.by(identity.SecurityOfficer), p.incident, p.traced(), p.mark("dropped"))
			}
		}},
		handle("Learn", func(p *provider, i incident.Incident) error {
			return only(p.Incident.Learn(p.ctx(), p.by(identity.SecurityOfficer), i.ID, plan.Action{Title: p.mark("lesson"), OwnerText: p.mark("learner")}))
		}),
		handle("Close", func(p *provider, i incident.Incident) error {
			return p.Incident.Close(p.ctx(), p.by(identity.SecurityOfficer), i.ID, i.Version, p.mark("lessons"))
		}),
		handle("End", func(p *provider, i incident.Incident) error {
			return p.Incident.End(p.ctx(), p.by(identity.SecurityOfficer), i.ID, i.Version, i.Aware.Add(-time.Minute), p.mark("why"))
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

// now is the incident as it stands.
func (p *provider) now(id incident.ID) incident.File {
	p.Helper()
	f, err := p.Incident.Find(p.ctx(), p.by(identity.SecurityOfficer), id)
	p.must(err)
	return f
}

// handle fills what is recorded of the handling of the incident that every test has.
func (p *provider) handle() {
	p.Helper()
	by, i := p.by(identity.SecurityOfficer), p.incident
	hits := []incident.Hit{{Part: incident.System, Name: p.mark("system")}, {Part: incident.Process, Name: p.mark("process")}}
	p.must(p.Incident.Strike(p.ctx(), by, i, p.now(i).Version, "outage", hits))
	p.must(p.Incident.Explain(p.ctx(), by, i, p.now(i).Version, incident.Cause{Sorts: []string{"supplier"}, Text: p.mark("cause")}))
	for _, lost := range []int64{60, 90} {
		p.must(p.Incident.Reckon(p.ctx(), by, i, p.now(i).Version, incident.Toll{Cents: map[string]int64{"hours": 100_00}, About: p.mark("amounts"), Lost: lost, Care: p.mark("care")}))
	}
	p.must(p.Incident.Keep(p.ctx(), by, i, p.now(i).Version, incident.Kept{What: p.mark("kept"), Place: p.mark("safe"), SHA256: strings.Repeat("0a", 32)}))
	p.must(p.Incident.AddTask(p.ctx(), by, i, incident.Task{Text: p.mark("task"), Owner: p.mark("owner"), Due: p.clock().Add(time.Hour)}))
	_, err := p.Incident.AddIndicators(p.ctx(), by, i, p.mark("tracefile"), []indicator.Indicator{p.traced()})
	p.must(err)
	p.must(p.Incident.AddLine(p.ctx(), by, i, incident.Line{Text: p.mark("line"), With: p.mark("with"), How: incident.ByMail}))
}

// traced is a trace of the incident that every test has.
func (p *provider) traced() indicator.Indicator {
	return indicator.Indicator{Kind: indicator.Domain, Value: p.mark("trace") + ".example", Source: p.mark("tracer"), TLP: indicator.Amber, Note: p.mark("tracenote")}
}

// trace is that trace as it is stored.
func (p *provider) trace() (stored indicator.Indicator) {
	p.Helper()
	all, err := p.Incident.Indicators(p.ctx(), p.by(identity.SecurityOfficer), p.incident)
	p.must(err)
	for _, i := range all {
		if i.Value == p.traced().Value {
			stored = i
		}
	}
	return stored
}

// gone stores a report and returns it.
func (p *provider) gone() incident.Incident {
	p.Helper()
	i, err := p.Incident.Report(p.ctx(), p.by(identity.Contributor), p.happening())
	p.must(err)
	return i
}
