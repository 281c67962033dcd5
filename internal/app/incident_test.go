package app_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/incident"
	"aantoonbaar/internal/plan"
)

// TestAnIncidentIsRefusedWhereItCannotBe sends what a report and the acts on it
// cannot be, and looks whether anything was stored.
func TestAnIncidentIsRefusedWhereItCannotBe(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "a.db"))
	p := s.provider(1)
	officer := p.by(identity.SecurityOfficer)
	i := p.gone()
	now := p.clock()
	report := func(x incident.Incident) func() error {
		return func() error { return only(p.Incident.Report(p.ctx(), officer, x)) }
	}
	correct := func(aware time.Time, reason string) func() error {
		return func() error { return p.Incident.Correct(p.ctx(), officer, i.ID, i.Version, aware, reason) }
	}
	send := func(step string, at time.Time) func() error {
		return func() error {
			return p.Incident.Send(p.ctx(), officer, i.ID, i.Version, "cbw", step, incident.Sent{At: at})
		}
	}
	before, err := p.Incident.Find(p.ctx(), officer, i.ID)
	p.must(err)
	size := p.size()
	for _, c := range []struct {
		what  string
		do    func() error
		field string
	}{
		{"no title", report(incident.Incident{Aware: now}), "title"},
		{"a title of 10,000 characters", report(incident.Incident{Title: strings.Repeat("x", 10_000), Aware: now}), "title"},
		{"NUL bytes", report(incident.Incident{Title: "a\x00b", Aware: now}), "title"},
		{"no moment of awareness", report(incident.Incident{Title: "x"}), "aware"},
		{"awareness in the future", report(incident.Incident{Title: "x", Aware: now.Add(time.Minute)}), "aware"},
		{"awareness in the year 0", report(incident.Incident{Title: "x", Aware: time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC)}), "aware"},
		{"a beginning after awareness", report(incident.Incident{Title: "x", Aware: now, Happened: now.Add(time.Minute)}), "happened"},
		{"a correction into the future", correct(now.Add(time.Hour), "omdat"), "aware"},
		{"a correction without a reason", correct(now.Add(-time.Hour), ""), "reason"},
		{"a correction to the same moment", correct(i.Aware, "omdat"), "aware"},
		{"a report before awareness", send("early-warning", i.Aware.Add(-time.Minute)), "at"},
		{"a report in the future", send("early-warning", now.Add(time.Hour)), "at"},
		{"a final report before the notification", send("final", now), "at"},
		{"over before awareness without a word", func() error {
			return p.Incident.End(p.ctx(), officer, i.ID, i.Version, i.Aware.Add(-time.Minute), "")
		}, "why"},
		{"an answer to a question that is not there", func() error {
			return p.Incident.Answer(p.ctx(), officer, i.ID, i.Version, map[string]incident.Reply{"nothing": incident.Yes})
		}, "nothing"},
		{"closing without lessons", func() error { return p.Incident.Close(p.ctx(), officer, i.ID, i.Version, "") }, "lessons"},
		{"a kind that is not there", func() error { return p.Incident.Strike(p.ctx(), officer, i.ID, i.Version, "x", nil) }, "kind"},
		{"a system without a name", func() error {
			return p.Incident.Strike(p.ctx(), officer, i.ID, i.Version, "", []incident.Hit{{Part: incident.System}})
		}, "system"},
		{"a cause that is not there", func() error {
			return p.Incident.Explain(p.ctx(), officer, i.ID, i.Version, incident.Cause{Sorts: []string{"x"}})
		}, "sorts"},
		{"a cost below zero", func() error {
			return p.Incident.Reckon(p.ctx(), officer, i.ID, i.Version, incident.Toll{Cents: map[string]int64{"help": -1}})
		}, "cost-help"},
		{"more than anything costs", func() error {
			return p.Incident.Reckon(p.ctx(), officer, i.ID, i.Version, incident.Toll{Cents: map[string]int64{"help": incident.MaxCost + 1}})
		}, "cost-help"},
		{"fewer than no hours", func() error {
			return p.Incident.Reckon(p.ctx(), officer, i.ID, i.Version, incident.Toll{Lost: -60})
		}, "lost"},
		{"a hash of 63 characters", func() error {
			return p.Incident.Keep(p.ctx(), officer, i.ID, i.Version, incident.Kept{What: "x", Place: "y", SHA256: strings.Repeat("a", 63)})
		}, "sha256"},
		{"evidence of another organisation", func() error {
			return p.Incident.Keep(p.ctx(), officer, i.ID, i.Version, incident.Kept{Evidence: "evd_gone"})
		}, "evidence"},
		{"a task of nobody", func() error { return p.Incident.AddTask(p.ctx(), officer, i.ID, incident.Task{Text: "x"}) }, "owner"},
		{"a task in three years", func() error {
			return p.Incident.AddTask(p.ctx(), officer, i.ID, incident.Task{Text: "x", Owner: "y", Due: now.AddDate(3, 0, 0)})
		}, "due"},
		{"a task in 2001", func() error {
			return p.Incident.AddTask(p.ctx(), officer, i.ID, incident.Task{Text: "x", Owner: "y", Due: time.Date(2001, 2, 3, 4, 5, 0, 0, time.UTC)})
		}, "due"},
		{"a task a minute before the incident", func() error {
			return p.Incident.AddTask(p.ctx(), officer, i.ID, incident.Task{Text: "x", Owner: "y", Due: i.Aware.Add(-time.Minute)})
		}, "due"},
		{"a contact by no way", func() error {
			return p.Incident.AddLine(p.ctx(), officer, i.ID, incident.Line{Text: "x", With: "y"})
		}, "how"},
		{"a line about tomorrow", func() error {
			return p.Incident.AddLine(p.ctx(), officer, i.ID, incident.Line{Text: "x", Happened: now.AddDate(0, 0, 1)})
		}, "happened"},
		{"a lesson without a title", func() error { return only(p.Incident.Learn(p.ctx(), officer, i.ID, plan.Action{})) }, "title"},
		{"an empty line", func() error { return p.Incident.AddLine(p.ctx(), officer, i.ID, incident.Line{Text: " "}) }, "line"},
	} {
		f, _ := fault.Of(c.do())
		if f == nil || f.Kind != fault.Invalid || !slices.ContainsFunc(f.Fields, func(w fault.Field) bool { return w.Name == c.field }) {
			t.Errorf("%s is answered with %v, want a complaint about %s", c.what, f, c.field)
		}
	}
	s.wantCode("an older version", p.Incident.TakeOn(p.ctx(), officer, i.ID, i.Version-1), "incident.stale")
	s.wantCode("a duty that is not there", p.Incident.Overrule(p.ctx(), officer, i.ID, i.Version, "x", nil, ""), "incident.no-duty")
	after, err := p.Incident.Find(p.ctx(), officer, i.ID)
	p.must(err)
	if p.size() != size || after.Version != before.Version || len(after.Lines) != len(before.Lines) {
		t.Error("something was stored by what was refused")
	}
}

// size is how many entries the organisation's journal has.
func (p *provider) size() int64 {
	p.Helper()
	said, err := p.Assessment.Store.Load(p.ctx(), p.id)
	p.must(err)
	return said.Size
}

// TestAMissedMomentStaysVisibleAndBlocksNothing closes an incident of which
// nothing was sent, and corrects the moment of awareness before that.
func TestAMissedMomentStaysVisibleAndBlocksNothing(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "a.db"))
	p := s.provider(1)
	officer := p.by(identity.SecurityOfficer)
	i, err := p.Incident.Report(p.ctx(), officer, incident.Incident{Title: "brief kwijt", Aware: p.clock().Add(-time.Hour)})
	p.must(err)
	p.must(p.Incident.Answer(p.ctx(), officer, i.ID, 1, map[string]incident.Reply{"personal_data": incident.Yes, "controller": incident.Yes, "risk": incident.Yes}))
	p.must(p.Incident.Correct(p.ctx(), officer, i.ID, 2, p.clock().Add(-100*time.Hour), "een collega wist het eerder"))
	p.must(p.Incident.Close(p.ctx(), officer, i.ID, 3, "brieven gaan voortaan aangetekend"))
	f, err := p.Incident.Find(p.ctx(), officer, i.ID)
	p.must(err)
	if len(f.Earlier) != 1 || !f.Earlier[0].Was.Equal(i.Aware) || f.IsOpen() {
		t.Errorf("earlier moments %v, open %v", f.Earlier, f.IsOpen())
	}
	all, _, err := p.Incident.Judge(p.ctx(), officer, f.Incident)
	p.must(err)
	for _, j := range all {
		if j.Duty.ID == "avg-ap" && j.Clocks[0].State != incident.Late {
			t.Errorf("the report to the AP is %s", j.Clocks[0].State)
		}
	}
	s.wantCode("an act on what is closed", p.Incident.TakeOn(p.ctx(), officer, i.ID, 4), "incident.closed")
}

// TestNobodyIsAwareAfterTheySentSomething: a correction of awareness is refused when it
// would come after what was recorded as sent, and one up to that moment is not.
func TestNobodyIsAwareAfterTheySentSomething(t *testing.T) {
	each(t, func(s *site) {
		p := s.provider(1)
		i, officer := p.gone(), p.by(identity.SecurityOfficer)
		sent := i.Aware.Add(time.Minute)
		p.must(p.Incident.Send(p.ctx(), officer, i.ID, i.Version, "cbw", "early-warning", incident.Sent{At: sent}))
		size := p.size()
		correct := func(aware time.Time) error {
			return p.Incident.Correct(p.ctx(), officer, i.ID, p.now(i.ID).Version, aware, "later gezien")
		}
		refused := correct(sent.Add(time.Second))
		s.wantCode("awareness after the early warning", refused, "incident.aware-refused")
		if f, ok := fault.Of(refused); !ok || !slices.ContainsFunc(f.Fields, func(w fault.Field) bool {
			return strings.Contains(w.Says.NL, "aarschuwing") && strings.Contains(w.Says.NL, i18n.NL.Moment(sent.In(s.Zone)))
		}) {
			s.Errorf("the refusal does not say which sending and when: %v", refused)
		}
		if p.size() != size {
			s.Error("something was stored")
		}
		p.must(correct(sent))
	})
}

// TestAnIncidentThatEndedUnseen was over before anybody was aware: that is said with how
// it can be, and a correction of awareness does not make one so unseen.
func TestAnIncidentThatEndedUnseen(t *testing.T) {
	each(t, func(s *site) {
		p := s.provider(1)
		i, officer := p.gone(), p.by(identity.SecurityOfficer)
		end := func(at time.Time, why string) {
			p.must(p.Incident.End(p.ctx(), officer, i.ID, p.now(i.ID).Version, at, why))
		}
		end(i.Aware.Add(-time.Minute), "herstelde zich vanzelf")
		if now := p.now(i.ID); now.OverWhy != "herstelde zich vanzelf" || !now.Over.Equal(i.Aware.Add(-time.Minute)) {
			s.Errorf("over %s, because %q", now.Over, now.OverWhy)
		}
		end(i.Aware, "dit hoeft niet")
		if now := p.now(i.ID); now.OverWhy != "" || !now.Over.Equal(i.Aware) {
			s.Errorf("over at awareness, because %q", now.OverWhy)
		}
		size := p.size()
		err := p.Incident.Correct(p.ctx(), officer, i.ID, p.now(i.ID).Version, i.Aware.Add(time.Second), "later gezien")
		s.wantCode("awareness after the end", err, "incident.aware-refused")
		if p.size() != size {
			s.Error("something was stored")
		}
	})
}
