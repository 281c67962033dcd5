package content_test

import (
	"strings"
	"testing"

	"aantoonbaar/content"
	"aantoonbaar/internal/exercise"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
)

// The bounds of what people hear in a room: in words.
const (
	longestInject = 75
	longestExpect = 26
)

// The scenarios, each in the form in which it is played.
var played = map[string]exercise.Form{
	"ransomware-record": exercise.Tabletop, "supplier-breach": exercise.Tabletop, "phishing-board": exercise.Technical, "region-down": exercise.CallOut,
	"lost-laptop": exercise.BreakIn, "insider": exercise.Tabletop, "fire": exercise.Technical,
}

// TestEveryScenarioCanBePlayed holds the scenarios to what a small team can play, and
// to our own plain words.
func TestEveryScenarioCanBePlayed(t *testing.T) {
	c, err := framework.Load(content.FS)
	if err != nil {
		t.Fatal(err)
	}
	all, err := exercise.Load(content.FS, c, incidents(t).Clocks())
	if err != nil {
		t.Fatal(err)
	}
	if len(all) != len(played) {
		t.Errorf("%d scenarios, want %d", len(all), len(played))
	}
	for _, s := range all {
		l := linter{t, "exercises/" + s.ID + ".yaml"}
		l.need(played[s.ID] == s.Form, "it is played as %q, want %q", s.Form, played[s.ID])
		l.need(len(s.Title.NL) <= 60 && len(s.Title.EN) <= 60, "the title is too long")
		for what, text := range map[string]i18n.Text{"title": s.Title, "short": s.Short, "aim": s.Aim, "story": s.Story} {
			l.text(what, text)
		}
		l.list("prepare", s.Prepare, 3, 7)
		l.need(len(s.Evaluate) >= 4 && len(s.Measures) >= 3, "it asks too little afterwards, or is evidence of too little")
		for _, q := range s.Evaluate {
			l.question("evaluate", q)
		}
		for _, r := range s.Roles {
			l.text("role", r.Name)
			l.text("role", r.Does)
		}
		for _, i := range s.Injects {
			l.inject(i)
		}
		l.need(len(s.Faults) == 0 || len(s.Faults) >= 8, "there is too little to find")
		for _, e := range s.Faults {
			l.expect("faults", e)
		}
	}
}

func (l linter) inject(i exercise.Inject) {
	l.t.Helper()
	where := "inject " + i.ID
	l.text(where, i.From)
	l.text(where, i.Says)
	for _, s := range []string{i.Says.NL, i.Says.EN} {
		n := len(strings.Fields(s))
		l.need(n >= 12 && n <= longestInject, "%s has %d words, want 12 to %d", where, n, longestInject)
	}
	l.need(len(i.Expect) >= 2 && len(i.Expect) <= 4, "%s expects %d actions", where, len(i.Expect))
	l.need(len(i.Watch) >= 1 && len(i.Watch) <= 3, "%s has %d questions for the observer", where, len(i.Watch))
	for _, e := range i.Expect {
		l.expect(where, e)
	}
	for _, w := range i.Watch {
		l.text(where, w)
		l.need(strings.HasSuffix(w.NL, "?") && strings.HasSuffix(w.EN, "?"), "%s asks the observer nothing: %s", where, w.NL)
	}
}

func (l linter) expect(where string, e exercise.Expect) {
	l.t.Helper()
	l.text(where, e.Text)
	l.need(len(e.Measures) > 0, "%s expects what no measure asks for: %s", where, e.NL)
	for _, s := range []string{e.NL, e.EN} {
		n := len(strings.Fields(s))
		l.need(n <= longestExpect, "%s expects something of %d words: %s", where, n, s)
	}
}
