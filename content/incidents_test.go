package content_test

import (
	"testing"
	"time"

	"aantoonbaar/content"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/incident"
	"aantoonbaar/internal/legaltime"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/rule"
)

// about is a provider as conditions read it: everything about it yes, and the Cbw
// as told.
func about(cbw rule.Truth) rule.Facts {
	facts := org.Profile{Sectors: []org.Sector{org.VVT}, UsesAI: org.Yes, MedicalDevices: org.Yes}.Facts()
	facts["law.cbw"] = rule.Fact{Kind: rule.Claim, Label: i18n.Same("Cbw"), Truth: cbw}
	return facts
}

func incidents(t *testing.T) incident.Rules {
	t.Helper()
	rules, err := incident.Load(content.FS, about(rule.Unknown))
	if err != nil {
		t.Fatal(err)
	}
	return rules
}

const yes, no, unknown = incident.Yes, incident.No, incident.Unknown

// Each line: the answers, whether the Cbw applies, and what a duty then asks.
func TestVerdictsOnIncidents(t *testing.T) {
	rules := incidents(t)
	type replies = map[string]incident.Reply
	for _, c := range []struct {
		article string
		cbw     rule.Truth
		says    replies
		duty    string
		want    rule.Truth
		verdict string
	}{
		{"Cbw art. 25(2): serious disruption is enough", rule.Yes, replies{"disruption": yes}, "cbw", rule.Yes, "significant"},
		{"Cbw art. 25(2): harm to others is enough", rule.Yes, replies{"disruption": no, "loss": no, "harm": yes}, "cbw", rule.Yes, "significant"},
		{"Cbw art. 25(2): none of the three", rule.Yes, replies{"disruption": no, "loss": no, "harm": no}, "cbw", rule.No, "not-significant"},
		{"Cbw art. 25(2): one of the three not known", rule.Yes, replies{"disruption": no, "loss": no}, "cbw", rule.Unknown, "significant"},
		{"Cbw art. 33: who is not in scope may report", rule.No, replies{"disruption": yes}, "cbw", rule.No, "not-in-scope"},
		{"Cbw: not known whether in scope", rule.Unknown, replies{"disruption": yes}, "cbw", rule.Unknown, "significant"},
		{"Cbw: not in scope or not significant, it is no either way", rule.Unknown, replies{"disruption": no, "loss": no, "harm": no}, "cbw", rule.No, "not-significant"},
		{"Cbw art. 30: recipients touched", rule.Yes, replies{"disruption": yes, "recipients": yes}, "cbw-recipients", rule.Yes, "touched"},
		{"AVG art. 33(1): breach with risk", rule.No, replies{"personal_data": yes, "controller": yes, "risk": yes}, "avg-ap", rule.Yes, "breach-with-risk"},
		{"AVG art. 33(1): unless risk is unlikely", rule.No, replies{"personal_data": yes, "controller": yes, "risk": no}, "avg-ap", rule.No, "no-report"},
		{"AVG art. 33: nothing is known of data yet", rule.No, replies{}, "avg-ap", rule.Unknown, "breach-with-risk"},
		{"AVG art. 34(1): high risk", rule.No, replies{"personal_data": yes, "controller": yes, "risk": yes, "high_risk": yes, "shielded": no}, "avg-people", rule.Yes, "high-risk"},
		{"AVG art. 34(3): the data were unreadable", rule.No, replies{"personal_data": yes, "controller": yes, "risk": yes, "high_risk": yes, "shielded": yes}, "avg-people", rule.No, "not-needed"},
		{"AVG art. 33(2): a processor tells the controller", rule.No, replies{"personal_data": yes, "controller": no}, "avg-principal", rule.Yes, "processor"},
		{"Wkkgz art. 11: calamity", rule.No, replies{"calamity": yes}, "igj", rule.Yes, "calamity"},
		{"MDR art. 87: a device failed", rule.No, replies{"device": yes}, "mdr", rule.Yes, "device"},
		{"AI Act art. 26(5): serious incident", rule.No, replies{"ai": yes, "harm": yes}, "ai-act", rule.Yes, "high-risk-system"},
		{"contract", rule.No, replies{"contract": yes}, "contract", rule.Yes, "promised"},
		{"NEN 7510-2 5.43: the management always", rule.No, replies{}, "management", rule.Yes, "always"},
	} {
		j := judged(t, rules, incident.Incident{Answers: c.says, Aware: aware}, c.cbw, c.duty)
		if j.Truth != c.want || j.Verdict.ID != c.verdict {
			t.Errorf("%s: %s is %v by %s, want %v by %s", c.article, c.duty, j.Truth, j.Verdict.ID, c.want, c.verdict)
		}
		if (j.Truth == rule.Unknown) != (len(j.Missing) > 0) {
			t.Errorf("%s: %v with %d answers missing", c.article, j.Truth, len(j.Missing))
		}
	}
}

// aware is a Friday evening before the clocks go back.
var aware = time.Date(2026, 10, 23, 19, 14, 0, 0, time.UTC)

func judged(t *testing.T, rules incident.Rules, i incident.Incident, cbw rule.Truth, duty string) incident.Judgement {
	t.Helper()
	for _, j := range rules.Judge(i, about(cbw), i.Aware.Add(time.Hour), amsterdam(t)) {
		if j.Duty.ID == duty {
			return j
		}
	}
	t.Fatalf("there is no duty %s", duty)
	return incident.Judgement{}
}

func amsterdam(t *testing.T) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// Table of moments per article. The clocks of Amsterdam go back on 25 October 2026.
func TestMomentsOfIncidents(t *testing.T) {
	rules := incidents(t)
	answers := map[string]incident.Reply{"disruption": yes, "personal_data": yes, "controller": yes, "risk": yes, "calamity": yes}
	sent := map[string]incident.Sent{"cbw/notification": {At: time.Date(2026, 10, 25, 10, 0, 0, 0, time.UTC)}}
	for _, c := range []struct{ article, duty, step, due string }{
		{"Cbw art. 26: 24 hours from awareness", "cbw", "early-warning", "2026-10-24 21:14"},
		{"Cbw art. 27: 72 hours from awareness, an hour earlier on the clock", "cbw", "notification", "2026-10-26 20:14"},
		{"Cbw art. 29(2): a progress report at the month, while it runs", "cbw", "progress", "2026-11-26 00:00"},
		{"AVG art. 33(1): 72 hours from awareness", "avg-ap", "report", "2026-10-26 20:14"},
		{"Wkkgz art. 11: three working days", "igj", "report", "2026-10-29 00:00"},
	} {
		j := judged(t, rules, incident.Incident{Aware: aware, Answers: answers, Sent: sent}, rule.Yes, c.duty)
		for _, clock := range j.Clocks {
			if clock.Step.ID != c.step {
				continue
			}
			if got := clock.Deadline.Due.In(amsterdam(t)).Format("2006-01-02 15:04"); got != c.due {
				t.Errorf("%s is due %s, want %s", c.article, got, c.due)
			}
		}
	}
	before := judged(t, rules, incident.Incident{Aware: aware, Answers: answers}, rule.Yes, "cbw")
	for _, c := range before.Clocks[3:] {
		if c.State != incident.Waiting {
			t.Errorf("before the notification the step %s is %s", c.Step.ID, c.State)
		}
	}
}

// Cbw art. 29: the final report a month after the notification; when the incident
// is still running then, a progress report, and the final one a month after its end.
func TestTheEndOfAnIncidentMovesItsFinalReport(t *testing.T) {
	rules := incidents(t)
	day := func(text string) time.Time {
		at, err := time.ParseInLocation("2006-01-02 15:04", text, amsterdam(t))
		if text != "" && err != nil {
			t.Fatal(err)
		}
		return at
	}
	for _, c := range []struct {
		name, over, now  string
		progress, final  incident.State // "" for not asked
		progressAt, last string         // the days on which the terms end; "" for none
	}{
		{"it runs", "", "2026-11-01 12:00", incident.Running, incident.Waiting, "2026-11-25", ""},
		{"it runs at the month", "", "2026-11-26 00:00", incident.Late, incident.Waiting, "2026-11-25", ""},
		{"it was over before the month", "2026-11-10 12:00", "2026-11-12 12:00", "", incident.Running, "", "2026-11-25"},
		{"it was over in the last minute of the month", "2026-11-25 23:59", "2026-11-26 12:00", "", incident.Late, "", "2026-11-25"},
		{"it was over a moment after the month", "2026-11-26 00:00", "2026-11-26 12:00", incident.Late, incident.Running, "2026-11-25", "2026-12-28"}, // the 26th is a day off
	} {
		i := incident.Incident{
			Aware: aware, Answers: map[string]incident.Reply{"disruption": yes}, Over: day(c.over),
			Sent: map[string]incident.Sent{"cbw/notification": {At: day("2026-10-25 11:00")}},
		}
		if c.over == "" {
			i.Over = time.Time{}
		}
		got := map[string]incident.Clock{}
		for _, j := range rules.Judge(i, about(rule.Yes), day(c.now), amsterdam(t)) {
			for _, clock := range j.Clocks {
				got[j.Duty.ID+"/"+clock.Step.ID] = clock
			}
		}
		progress, final := got["cbw/progress"], got["cbw/final"]
		if progress.State != c.progress || final.State != c.final || legaltime.Text(progress.Deadline.Last) != c.progressAt || legaltime.Text(final.Deadline.Last) != c.last {
			t.Errorf("%s: progress %q until %q, final %q until %q", c.name, progress.State, legaltime.Text(progress.Deadline.Last), final.State, legaltime.Text(final.Deadline.Last))
		}
	}
}

func TestEveryTextThatGoesOutIsWhole(t *testing.T) {
	rules := incidents(t)
	served := map[string]bool{}
	for _, text := range rules.Texts {
		l := linter{t, "incidents/texts, " + text.ID}
		l.title(text.Title)
		l.text("to", text.To)
		l.text("about", text.About)
		l.origin(text.Sources, text.CheckedOn.Format(time.DateOnly))
		always := 0
		for _, f := range text.Fields {
			l.text("title of "+f.ID, f.Title)
			if !f.Hint.IsZero() {
				l.text("hint of "+f.ID, f.Hint)
			}
			if !f.Fill.IsZero() {
				l.text("fill of "+f.ID, f.Fill)
			}
			if f.Need == incident.Always {
				always++
			}
		}
		l.need(always > 0, "nothing in it has to be filled in")
		for _, step := range text.For {
			served[step] = true
		}
	}
	for _, step := range []string{"cbw/early-warning", "cbw/notification", "cbw/interim", "cbw/progress", "cbw/final", "avg-ap/report", "avg-people/letter", "cbw-recipients/told"} {
		if !served[step] {
			t.Errorf("no text serves %s", step)
		}
	}
}
