package app_test

import (
	"strings"
	"time"

	"aantoonbaar/internal/continuity"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
)

// withoutICT is what a provider keeps for care without ICT.
type withoutICT struct{ process, system, test, tree, outage continuity.ID }

// carry gives the provider one record of every kind: a test that worked, a card of its
// own, and an outage of which one sheet is left.
func (p *provider) carry() {
	p.Helper()
	by := p.by(identity.SecurityOfficer)
	s, err := p.Continuity.SaveSystem(p.ctx(), by, p.system())
	p.must(err)
	p.carried.system = s.ID
	x, err := p.Continuity.SaveProcess(p.ctx(), by, p.process())
	p.must(err)
	p.carried.process = x.ID
	t, err := p.Continuity.Record(p.ctx(), by, p.restored(continuity.Hour))
	p.must(err)
	p.carried.test = t.ID
	_, err = p.Continuity.SaveCard(p.ctx(), by, p.words(0))
	p.must(err)
	tree, err := p.Continuity.SaveTree(p.ctx(), by, p.calls())
	p.must(err)
	p.carried.tree = tree.ID
	p.carried.outage = p.down()
}

func (p *provider) system() continuity.System {
	return continuity.System{
		Kind: continuity.ClientRecord, Name: p.mark("system"), Supplier: p.mark("hoster"), Place: p.mark("room"), Backup: p.mark("backup"),
		CopyEvery: continuity.Day, Promised: 4 * continuity.Hour,
	}
}

func (p *provider) process() continuity.Process {
	return continuity.Process{
		Name: p.mark("process"), Owner: p.mark("processowner"), RTO: 2 * continuity.Hour, RPO: continuity.Hour, Bears: 3 * continuity.Hour,
		Systems: []continuity.ID{p.carried.system}, Suppliers: p.mark("pharmacy"), People: p.mark("people"), WorkAround: p.mark("workaround"),
	}
}

// restored is a test of the system that took so long.
func (p *provider) restored(took continuity.Span) continuity.Test {
	return continuity.Test{
		System: p.carried.system, On: midnight(p.clock()), What: p.mark("restored"), Took: took, Lost: 30, Who: p.mark("tester"),
		Result: continuity.Worked, Remarks: p.mark("remarks"),
	}
}

// words is the card for the client record in the provider's own words, after version.
func (p *provider) words(version int) continuity.Words {
	template, _ := p.Continuity.Template(continuity.ClientRecord, continuity.Small)
	w := continuity.WordsOf(template, i18n.NL)
	w.From, w.Contacts[0].Number, w.Forms, w.Hangs = version, p.mark("number"), p.mark("forms"), p.mark("hangs")
	w.Steps[continuity.First][0] = p.mark("step") + strings.Repeat("!", version)
	return w
}

func (p *provider) calls() continuity.Tree {
	return continuity.Tree{Name: p.mark("tree"), Calls: []continuity.Call{{From: p.mark("caller"), To: p.mark("called"), Number: p.mark("dialled"), Else: p.mark("fallback")}}}
}

// down is an outage of the system that is over, with two sheets: one that was
// entered, and one that was sent back.
func (p *provider) down() continuity.ID {
	p.Helper()
	by, second := p.by(identity.SecurityOfficer), p.by(identity.Contributor)
	o, err := p.Continuity.Begin(p.ctx(), by, continuity.Outage{System: p.carried.system, From: p.clock().Add(-5 * time.Hour), Story: p.mark("story")}, p.mark("sheet")+"\nblad 2")
	p.must(err)
	p.must(p.Continuity.Return(p.ctx(), by, o.ID, p.clock().Add(-time.Hour)))
	p.must(p.Continuity.Enter(p.ctx(), by, o.ID, 1))
	p.must(p.Continuity.Enter(p.ctx(), by, o.ID, 2))
	p.must(p.Continuity.CheckSheet(p.ctx(), second, o.ID, 2, p.mark("wrong")))
	return o.ID
}

// processed is an outage that only has to be closed.
func (p *provider) processed() continuity.ID {
	p.Helper()
	id := p.down()
	p.must(p.Continuity.Enter(p.ctx(), p.by(identity.SecurityOfficer), id, 2))
	for n := range 2 {
		p.must(p.Continuity.CheckSheet(p.ctx(), p.by(identity.Contributor), id, n+1, ""))
	}
	return id
}

// carryOn puts back what an act on path may have used up.
func (p *provider) carryOn(path string) {
	p.Helper()
	by := p.by(identity.SecurityOfficer)
	switch {
	case strings.Contains(path, "/hersteltests/{id}"):
		t, err := p.Continuity.Record(p.ctx(), by, p.restored(continuity.Hour))
		p.must(err)
		p.carried.test = t.ID
	case strings.Contains(path, "/uitval/{id}"):
		p.carried.outage = p.down()
	}
}

func continuityDeeds() []deed {
	const officer = identity.SecurityOfficer
	return []deed{
		{"continuity.Look", reads, identity.Read, "", func(p *provider) func() error {
			return func() error { return only(p.Continuity.Look(p.ctx(), p.by(identity.Reader))) }
		}},
		{"continuity.Cards", reads, identity.Read, "", func(p *provider) func() error {
			return func() error { return only(p.Continuity.Cards(p.ctx(), p.by(identity.Reader))) }
		}},
		{"continuity.FindCard", reads, identity.Read, "", func(p *provider) func() error {
			return func() error {
				return only(p.Continuity.FindCard(p.ctx(), p.by(identity.Reader), continuity.ClientRecord, 1))
			}
		}},
		{"continuity.FindTest", reads, identity.Read, "", func(p *provider) func() error {
			return func() error { return only(p.Continuity.FindTest(p.ctx(), p.by(identity.Reader), p.carried.test)) }
		}},
		{"continuity.Template", reads, "", "", func(p *provider) func() error {
			return func() error { p.Continuity.Template(continuity.Power, continuity.Large); return nil }
		}},
		{"continuity.SaveProcess", changes, identity.KeepContinuity, "", func(p *provider) func() error {
			x := p.process()
			x.ID, x.Version, x.Bears = p.carried.process, 1, continuity.Day
			return func() error { return only(p.Continuity.SaveProcess(p.ctx(), p.by(officer), x)) }
		}},
		{"continuity.DropProcess", changes, identity.KeepContinuity, "", func(p *provider) func() error {
			return func() error { return p.Continuity.DropProcess(p.ctx(), p.by(officer), p.carried.process, 1) }
		}},
		{"continuity.SaveSystem", changes, identity.KeepContinuity, "", func(p *provider) func() error {
			s := p.system()
			s.Name += " twee"
			s.Needs = []continuity.ID{p.carried.system}
			return func() error { return only(p.Continuity.SaveSystem(p.ctx(), p.by(officer), s)) }
		}},
		{"continuity.DropSystem", changes, identity.KeepContinuity, "", func(p *provider) func() error {
			p.must(p.Continuity.DropProcess(p.ctx(), p.by(officer), p.carried.process, 1))
			return func() error { return p.Continuity.DropSystem(p.ctx(), p.by(officer), p.carried.system, 1) }
		}},
		{"continuity.SaveCard", changes, identity.KeepContinuity, "", func(p *provider) func() error {
			return func() error { return only(p.Continuity.SaveCard(p.ctx(), p.by(officer), p.words(1))) }
		}},
		{"continuity.Record", changes, identity.KeepContinuity, "", func(p *provider) func() error {
			return func() error {
				return only(p.Continuity.Record(p.ctx(), p.by(officer), p.restored(continuity.Day)))
			}
		}},
		{"continuity.WithdrawTest", changes, identity.KeepContinuity, "", func(p *provider) func() error {
			return func() error {
				return p.Continuity.WithdrawTest(p.ctx(), p.by(officer), p.carried.test, p.mark("because"))
			}
		}},
		{"continuity.Prove", changes, identity.Evidence, "", func(p *provider) func() error {
			return func() error { return p.Continuity.Prove(p.ctx(), p.by(officer), p.carried.test) }
		}},
		{"continuity.ToPlan", changes, identity.Plan, "", func(p *provider) func() error {
			late, err := p.Continuity.Record(p.ctx(), p.by(officer), p.restored(continuity.Day))
			p.must(err)
			return func() error {
				return only(p.Continuity.ToPlan(p.ctx(), p.by(officer), late.ID, p.mark("solver"), midnight(p.clock()).AddDate(0, 1, 0)))
			}
		}},
		{"continuity.SaveTree", changes, identity.KeepContinuity, "", func(p *provider) func() error {
			return func() error { return only(p.Continuity.SaveTree(p.ctx(), p.by(officer), p.calls())) }
		}},
		{"continuity.DropTree", changes, identity.KeepContinuity, "", func(p *provider) func() error {
			return func() error { return p.Continuity.DropTree(p.ctx(), p.by(officer), p.carried.tree, 1) }
		}},
		{"continuity.Begin", changes, identity.KeepContinuity, "", func(p *provider) func() error {
			o := continuity.Outage{System: p.carried.system, From: p.clock().Add(-time.Hour)}
			return func() error { return only(p.Continuity.Begin(p.ctx(), p.by(officer), o, "blad 1")) }
		}},
		{"continuity.Correct", changes, identity.KeepContinuity, "", func(p *provider) func() error {
			return func() error {
				return p.Continuity.Correct(p.ctx(), p.by(officer), p.carried.outage, 0, p.clock().Add(-4*time.Hour), p.mark("story"))
			}
		}},
		{"continuity.Strike", changes, identity.KeepContinuity, "", func(p *provider) func() error {
			return func() error {
				return p.Continuity.Strike(p.ctx(), p.by(officer), p.carried.outage, 2, p.mark("struck"))
			}
		}},
		{"continuity.Return", changes, identity.KeepContinuity, "", func(p *provider) func() error {
			return func() error {
				return p.Continuity.Return(p.ctx(), p.by(officer), p.carried.outage, p.clock().Add(-2*time.Hour))
			}
		}},
		{"continuity.AddSheets", changes, identity.KeepContinuity, "", func(p *provider) func() error {
			return func() error {
				return p.Continuity.AddSheets(p.ctx(), p.by(officer), p.carried.outage, p.mark("sheet"))
			}
		}},
		{"continuity.Enter", changes, identity.KeepContinuity, "", func(p *provider) func() error {
			return func() error { return p.Continuity.Enter(p.ctx(), p.by(officer), p.carried.outage, 2) }
		}},
		{"continuity.CheckSheet", changes, identity.KeepContinuity, "", func(p *provider) func() error {
			return func() error {
				return p.Continuity.CheckSheet(p.ctx(), p.by(identity.Contributor), p.carried.outage, 1, "")
			}
		}},
		{"continuity.Close", changes, identity.KeepContinuity, "", func(p *provider) func() error {
			id := p.processed()
			return func() error { return p.Continuity.Close(p.ctx(), p.by(officer), id, p.mark("lessons")) }
		}},
	}
}
