package incident_test

import (
	"testing"
	"time"

	"aantoonbaar/internal/incident"
	"aantoonbaar/internal/legaltime"
	"aantoonbaar/internal/rule"
)

var aware = time.Date(2026, 11, 24, 9, 40, 0, 0, time.UTC)

// rules has one duty with a step of each kind.
var rules = incident.Rules{
	Questions: []incident.Question{{ID: "a"}, {ID: "b"}},
	Duties: []incident.Duty{{ID: "d", Verdicts: []incident.Verdict{
		{ID: "both", Must: true, When: rule.Must("incident.a && incident.b")},
		{ID: "else"},
	}, Steps: []incident.Step{
		{ID: "warn", Term: legaltime.Term{Hours: 24}},
		{ID: "report", Term: legaltime.Term{Hours: 72}},
		{ID: "asked", Request: true},
		{ID: "soon"},
		{ID: "final", Term: legaltime.Term{Months: 1}, After: "report"},
	}}},
}

func clocks(t *testing.T, i incident.Incident, now time.Time) map[string]incident.Clock {
	t.Helper()
	by := map[string]incident.Clock{}
	for _, c := range rules.Judge(i, nil, now, time.UTC)[0].Clocks {
		by[c.Step.ID] = c
	}
	return by
}

var both = map[string]incident.Reply{"a": incident.Yes, "b": incident.Yes}

func TestClocksStandAsTheirMomentSays(t *testing.T) {
	i := incident.Incident{Aware: aware, Answers: both}
	for _, c := range []struct {
		after time.Duration
		step  string
		want  incident.State
	}{
		{0, "warn", incident.Running},
		{24 * time.Hour, "warn", incident.Running}, // the last moment itself is in time
		{24*time.Hour + time.Second, "warn", incident.Late},
		{24*time.Hour + time.Second, "report", incident.Running},
		{1000 * time.Hour, "asked", incident.OnAsking},
		{1000 * time.Hour, "soon", incident.Now},
		{1000 * time.Hour, "final", incident.Waiting},
	} {
		if got := clocks(t, i, aware.Add(c.after))[c.step].State; got != c.want {
			t.Errorf("after %s %s is %s, want %s", c.after, c.step, got, c.want)
		}
	}
}

func TestWhatWasSentStopsItsClockAndStartsTheNext(t *testing.T) {
	i := incident.Incident{Aware: aware, Answers: both, Sent: map[string]incident.Sent{
		"d/warn": {At: aware.Add(25 * time.Hour)}, "d/report": {At: aware.Add(time.Hour)},
	}}
	all := clocks(t, i, aware.Add(26*time.Hour))
	if all["warn"].State != incident.DoneLate || all["report"].State != incident.Done || all["final"].State != incident.Running {
		t.Errorf("warn %s, report %s, final %s", all["warn"].State, all["report"].State, all["final"].State)
	}
	if last := legaltime.Text(all["final"].Deadline.Last); last != "2026-12-24" {
		t.Errorf("the final report is due on %s", last)
	}
}

func TestADutyIsUndecidedOnlyWhileAnswersCanChangeIt(t *testing.T) {
	for _, c := range []struct {
		answers map[string]incident.Reply
		want    rule.Truth
		missing int
	}{
		{nil, rule.Unknown, 2},
		{map[string]incident.Reply{"a": incident.Yes}, rule.Unknown, 1},
		{map[string]incident.Reply{"a": incident.No}, rule.No, 0},
		{both, rule.Yes, 0},
	} {
		j := rules.Judge(incident.Incident{Aware: aware, Answers: c.answers}, nil, aware, time.UTC)[0]
		if j.Truth != c.want || len(j.Missing) != c.missing {
			t.Errorf("%v: %v with %d missing, want %v with %d", c.answers, j.Truth, len(j.Missing), c.want, c.missing)
		}
	}
}

func TestAPersonsVerdictHolds(t *testing.T) {
	for _, must := range []bool{true, false} {
		i := incident.Incident{Aware: aware, Answers: both, Overruled: map[string]incident.Override{"d": {Must: must, Reason: "omdat"}}}
		j := rules.Judge(i, nil, aware, time.UTC)[0]
		if j.Truth != rule.Of(must) || j.By == nil || (len(j.Clocks) > 0) != must {
			t.Errorf("must %v: %v with %d clocks", must, j.Truth, len(j.Clocks))
		}
	}
}

func TestTheNextClockIsTheFirstThatEnds(t *testing.T) {
	i := incident.Incident{Aware: aware, Answers: both}
	_, c, ok := incident.Next(rules.Judge(i, nil, aware, time.UTC))
	if !ok || c.Step.ID != "warn" {
		t.Errorf("the next is %q, %v", c.Step.ID, ok)
	}
	i.Answers = nil
	i.Overruled = map[string]incident.Override{"d": {}}
	if _, _, ok := incident.Next(rules.Judge(i, nil, aware, time.UTC)); ok {
		t.Error("a duty that asks nothing has a next clock")
	}
}
