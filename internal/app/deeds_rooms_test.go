package app_test

import (
	"io"
	"strings"
	"time"

	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/plan"
)

func dutyDeeds() []deed {
	read := func(name string, act identity.Action, call func(*provider) error) deed {
		return deed{"duty." + name, reads, act, "", func(p *provider) func() error { return func() error { return call(p) } }}
	}
	other := func(p *provider) org.Organisation {
		o, err := p.Duty.Organisation(p.ctx(), p.by(identity.Reader))
		p.must(err)
		o.Profile.UsesAI = org.Yes
		return o
	}
	return []deed{
		read("Organisation", identity.Read, func(p *provider) error { return only(p.Duty.Organisation(p.ctx(), p.by(identity.Reader))) }),
		read("Judgements", identity.Read, func(p *provider) error { return only(p.Duty.Judgements(p.ctx(), p.by(identity.Reader))) }),
		read("Calendar", identity.Read, func(p *provider) error { return only(p.Duty.Calendar(p.ctx(), p.by(identity.Reader))) }),
		read("History", identity.ReadHistory, func(p *provider) error { return only(p.Duty.History(p.ctx(), p.by(identity.Contributor))) }),
		read("Preview", identity.EditProfile, func(p *provider) error {
			return only(p.Duty.Preview(p.ctx(), p.by(identity.Administrator), other(p)))
		}),
		{"duty.Describe", changes, identity.EditProfile, "", func(p *provider) func() error {
			o := other(p)
			return func() error { return only(p.Duty.Describe(p.ctx(), p.by(identity.Administrator), o)) }
		}},
		{"duty.Found", changes, identity.EditProfile, "", func(p *provider) func() error {
			p.second = p.newOrg()
			p.id = p.second // the journal of the new one is the one that must grow
			return func() error {
				return only(p.Duty.Found(p.ctx(), identity.OperatorActor(p.id), org.Organisation{Name: "Nieuwe zorg"}))
			}
		}},
	}
}

func evidenceDeeds() []deed {
	read := func(name string, act identity.Action, call func(*provider, identity.Actor) error) deed {
		return deed{"evidence." + name, reads, act, "", func(p *provider) func() error {
			return func() error { return call(p, p.by(identity.Contributor)) }
		}}
	}
	change := func(name string, call func(*provider, identity.Actor) error) deed {
		return deed{"evidence." + name, changes, identity.Evidence, "", func(p *provider) func() error {
			return func() error { return call(p, p.by(identity.Contributor)) }
		}}
	}
	erase := func(name string, call func(*provider, identity.Actor) error) deed {
		return deed{"evidence." + name, changes, identity.Erase, "", func(p *provider) func() error {
			return func() error { return call(p, p.by(identity.Administrator)) }
		}}
	}
	return []deed{
		read("Expiring", identity.Read, func(p *provider, by identity.Actor) error { return only(p.Evidence.Expiring(p.ctx(), by)) }),
		read("Find", identity.Read, func(p *provider, by identity.Actor) error { return only(p.Evidence.Find(p.ctx(), by, p.pieces[0].ID)) }),
		read("For", identity.Read, func(p *provider, by identity.Actor) error { return only(p.Evidence.For(p.ctx(), by, p.requirement)) }),
		read("List", identity.Read, func(p *provider, by identity.Actor) error {
			return only(p.Evidence.List(p.ctx(), by, evidence.Filter{}))
		}),
		read("Vouchers", identity.Read, func(p *provider, by identity.Actor) error { return only(p.Evidence.Vouchers(p.ctx(), by, 5)) }),
		read("History", identity.ReadHistory, func(p *provider, by identity.Actor) error {
			return only(p.Evidence.History(p.ctx(), by, p.pieces[0].ID, 5))
		}),
		read("HistoryFor", identity.ReadHistory, func(p *provider, by identity.Actor) error {
			return only(p.Evidence.HistoryFor(p.ctx(), by, p.requirement, 5))
		}),
		read("Open", identity.Read, func(p *provider, by identity.Actor) error {
			_, content, err := p.Evidence.Open(p.ctx(), by, p.pieces[0].ID)
			p.must(err)
			_, err = io.Copy(io.Discard, content)
			p.must(err)
			return content.Close()
		}),
		change("Add", func(p *provider, by identity.Actor) error {
			it := evidence.Item{
				Form: evidence.FileForm, File: evidence.File{Name: "verslag.txt"}, Title: "Verslag", Kind: framework.Design,
				VouchedBy: "Sam", SpeaksFrom: midnight(p.clock()), Requirements: []string{p.requirement},
			}
			return only(p.Evidence.Add(p.ctx(), by, it, strings.NewReader("Verslag van de oefening.\n")))
		}),
		change("AddOnce", func(p *provider, by identity.Actor) error {
			it := evidence.Item{Form: evidence.Note, Title: "Verslag", Kind: framework.Design, Text: "Vaste versie: abc", VouchedBy: "Sam", SpeaksFrom: midnight(p.clock())}
			return p.Evidence.AddOnce(p.ctx(), by, it, "abc")
		}),
		change("Change", func(p *provider, by identity.Actor) error {
			it := p.pieces[1]
			it.Title = "Een betere titel"
			return only(p.Evidence.Change(p.ctx(), by, it))
		}),
		change("Link", func(p *provider, by identity.Actor) error {
			return p.Evidence.Link(p.ctx(), by, p.excluded, p.pieces[0].ID)
		}),
		change("Unlink", func(p *provider, by identity.Actor) error {
			return p.Evidence.Unlink(p.ctx(), by, p.pieces[0].ID, p.requirement)
		}),
		change("Withdraw", func(p *provider, by identity.Actor) error {
			return p.Evidence.Withdraw(p.ctx(), by, p.pieces[0].ID, "Niet meer van nu")
		}),
		change("Restore", func(p *provider, by identity.Actor) error { return p.Evidence.Restore(p.ctx(), by, p.pieces[4].ID) }),
		erase("Hold", func(p *provider, by identity.Actor) error {
			return p.Evidence.Hold(p.ctx(), by, p.pieces[0].ID, "Er loopt een klacht", time.Time{})
		}),
		erase("Erase", func(p *provider, by identity.Actor) error {
			return p.Evidence.Erase(p.ctx(), by, p.pieces[0].ID, evidence.Erasure{Ground: evidence.Unlawful, Because: "Per ongeluk toegevoegd"})
		}),
		{"evidence.Release", changes, identity.Erase, "", func(p *provider) func() error {
			by := p.by(identity.Administrator)
			p.must(p.Evidence.Hold(p.ctx(), by, p.pieces[0].ID, "Er loopt een klacht", time.Time{}))
			return func() error { return p.Evidence.Release(p.ctx(), by, p.pieces[0].ID) }
		}},
		{"evidence.Sweep", passes, identity.Erase, "it finishes an erasure, which is in the journal already", func(p *provider) func() error {
			return func() error { return p.Evidence.Sweep(p.ctx(), p.by(identity.Administrator)) }
		}},
	}
}

func planDeeds() []deed {
	read := func(name string, act identity.Action, call func(*provider, identity.Actor) error) deed {
		return deed{"plan." + name, reads, act, "", func(p *provider) func() error {
			return func() error { return call(p, p.by(identity.SecurityOfficer)) }
		}}
	}
	change := func(name string, call func(*provider, identity.Actor) error) deed {
		return deed{"plan." + name, changes, identity.Plan, "", func(p *provider) func() error {
			return func() error { return call(p, p.by(identity.Contributor)) }
		}}
	}
	return []deed{
		read("Find", identity.Read, func(p *provider, by identity.Actor) error { return only(p.Plan.Find(p.ctx(), by, p.actions[0].ID)) }),
		read("For", identity.Read, func(p *provider, by identity.Actor) error { return only(p.Plan.For(p.ctx(), by, p.requirement)) }),
		read("List", identity.Read, func(p *provider, by identity.Actor) error { return only(p.Plan.List(p.ctx(), by)) }),
		read("Members", identity.Read, func(p *provider, by identity.Actor) error { return only(p.Plan.Members(p.ctx(), by)) }),
		read("Plan", identity.Read, func(p *provider, by identity.Actor) error { return only(p.Plan.Plan(p.ctx(), by)) }),
		read("Progress", identity.Read, func(p *provider, by identity.Actor) error { return only(p.Plan.Progress(p.ctx(), by)) }),
		read("Export", identity.Export, func(p *provider, by identity.Actor) error { return only(p.Plan.Export(p.ctx(), by)) }),
		read("History", identity.ReadHistory, func(p *provider, by identity.Actor) error {
			return only(p.Plan.History(p.ctx(), by, p.actions[0].ID))
		}),
		change("Add", func(p *provider, by identity.Actor) error {
			return only(p.Plan.Add(p.ctx(), by, plan.Action{Title: "Sloten vervangen", OwnerText: "Sam", Due: midnight(p.clock()).AddDate(0, 1, 0)}))
		}),
		change("Change", func(p *provider, by identity.Actor) error {
			a := p.actions[0]
			a.Title = "Een betere titel"
			return only(p.Plan.Change(p.ctx(), by, a))
		}),
		change("SetStatus", func(p *provider, by identity.Actor) error {
			return only(p.Plan.SetStatus(p.ctx(), by, p.actions[0].ID, p.actions[0].Version, plan.Busy, "", time.Time{}))
		}),
		change("FromGaps", func(p *provider, by identity.Actor) error {
			due := midnight(p.clock()).AddDate(0, 1, 0)
			return only(p.Plan.FromGaps(p.ctx(), by, i18n.NL, []plan.Pick{
				{Requirement: p.Content.Requirements[50].ID, OwnerText: "Sam", Due: due}, {Requirement: p.Content.Requirements[51].ID, OwnerText: "Sam", Due: due},
			}))
		}),
		change("FromScan", func(p *provider, by identity.Actor) error {
			return only(p.Plan.FromScan(p.ctx(), by, i18n.NL, []plan.ScanPick{{Element: p.Assessment.Elements[0].ID, OwnerText: "Sam", Due: midnight(p.clock()).AddDate(0, 1, 0)}}))
		}),
	}
}

func assessmentDeeds() []deed {
	const room = "assessment."
	answer := func(p *provider, i int) assessment.Answer {
		return assessment.Answer{Requirement: p.Content.Requirements[60+i].ID, Design: assessment.Statement{Reply: assessment.Partly}}
	}
	change := func(name string, act identity.Action, call func(*provider, identity.Actor) error) deed {
		return deed{room + name, changes, act, "", func(p *provider) func() error {
			return func() error { return call(p, p.by(identity.SecurityOfficer)) }
		}}
	}
	return []deed{
		{room + "Picture", reads, identity.Read, "", func(p *provider) func() error {
			return func() error { return only(p.Assessment.Picture(p.ctx(), p.by(identity.Reader))) }
		}},
		{room + "Questions", reads, identity.Read, "", func(p *provider) func() error {
			return func() error { return only(p.Assessment.Questions(p.ctx(), p.by(identity.Reader), p.requirement)) }
		}},
		{room + "History", reads, identity.ReadHistory, "", func(p *provider) func() error {
			return func() error { return only(p.Assessment.History(p.ctx(), p.by(identity.Contributor), p.requirement, 5)) }
		}},
		{room + "Asked", reads, identity.AnswerAsked, "", func(p *provider) func() error {
			holder := p.holder()
			return func() error { return only(p.Assessment.Asked(p.ctx(), holder)) }
		}},
		{room + "Reply", changes, identity.AnswerAsked, "", func(p *provider) func() error {
			holder := p.holder()
			replies := map[framework.Level]assessment.Reply{framework.Design: assessment.Yes}
			return func() error { return p.Assessment.Reply(p.ctx(), holder, replies, "Zo doen wij het.") }
		}},
		{room + "Confirm", changes, identity.Answer, "", func(p *provider) func() error {
			by, start := p.by(identity.Contributor), p.Assessment.Elements[0].Prefills[0].Requirement
			pic, err := p.Assessment.Picture(p.ctx(), by)
			p.must(err)
			return func() error { return only(p.Assessment.Confirm(p.ctx(), by, start, pic.Said.Answers[start].Version)) }
		}},
		{room + "Undo", changes, identity.Answer, "", func(p *provider) func() error {
			_, _, err := p.Assessment.SaveForms(p.ctx(), p.by(identity.Contributor), []assessment.Answer{answer(p, 1), answer(p, 2)})
			p.must(err)
			return func() error {
				return only(p.Assessment.Undo(p.ctx(), p.by(identity.Contributor), answer(p, 1).Requirement, assessment.LastAct))
			}
		}},
		{room + "PutBack", changes, identity.Answer, "", func(p *provider) func() error {
			by := p.by(identity.Contributor)
			_, _, err := p.Assessment.SaveForms(p.ctx(), by, []assessment.Answer{answer(p, 1), answer(p, 2)})
			p.must(err)
			_, err = p.Assessment.Undo(p.ctx(), by, answer(p, 1).Requirement, assessment.Sitting)
			p.must(err)
			return func() error { return only(p.Assessment.PutBack(p.ctx(), by, answer(p, 2).Requirement)) }
		}},
		{room + "Offer", reads, identity.Answer, "", func(p *provider) func() error {
			return func() error {
				return only(p.Assessment.Offer(p.ctx(), p.by(identity.Contributor), p.requirement, assessment.Sitting))
			}
		}},
		change("Ask", identity.Ask, func(p *provider, by identity.Actor) error {
			return only(p.Assessment.Ask(p.ctx(), by, p.requirement, "Collega", "Weet jij dit?"))
		}),
		change("Close", identity.Answer, func(p *provider, by identity.Actor) error {
			return p.Assessment.Close(p.ctx(), by, p.requirement, p.questions[0])
		}),
		change("TakeOver", identity.Answer, func(p *provider, by identity.Actor) error {
			return p.Assessment.TakeOver(p.ctx(), by, p.requirement, p.questions[0])
		}),
		change("Save", identity.Answer, func(p *provider, by identity.Actor) error { return only(p.Assessment.Save(p.ctx(), by, answer(p, 0))) }),
		change("SaveForm", identity.Answer, func(p *provider, by identity.Actor) error {
			return only2(p.Assessment.SaveForm(p.ctx(), by, answer(p, 0)))
		}),
		change("SaveForms", identity.Answer, func(p *provider, by identity.Actor) error {
			return only2(p.Assessment.SaveForms(p.ctx(), by, []assessment.Answer{answer(p, 0), answer(p, 1)}))
		}),
		change("Import", identity.Import, func(p *provider, by identity.Actor) error {
			return only(p.Assessment.Import(p.ctx(), by, []assessment.Answer{answer(p, 0), answer(p, 1)}))
		}),
		change("Scan", identity.Answer, func(p *provider, by identity.Actor) error {
			return only(p.Assessment.Scan(p.ctx(), by, assessment.ScanAnswer{Element: p.Assessment.Elements[1].ID, Value: assessment.Yes}))
		}),
	}
}
