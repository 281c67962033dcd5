package content_test

import (
	"strings"
	"testing"

	"aantoonbaar/content"
	"aantoonbaar/internal/accesslog"
)

// TestWhatExplainsALookCanBeReadByAnybody holds templates to our own plain words, and to
// what the code can do with them.
func TestWhatExplainsALookCanBeReadByAnybody(t *testing.T) {
	all, err := accesslog.Load(content.FS)
	if err != nil {
		t.Fatal(err)
	}
	grades := map[accesslog.Grade]int{}
	for _, one := range all {
		l := linter{t, "accesslog/templates.yaml, " + one.ID}
		grades[one.Grade]++
		l.title(one.Title)
		l.text("sentence", one.Sentence)
		l.text("why", one.Why)
		named := false
		for i, s := range one.Path {
			named = named || i < len(one.Path)-1 && s.Leave == accesslog.ByTeam
			l.need(s.Before.Hours() <= 24*45 && s.After.Hours() <= 24*45, "a window of more than 45 days explains too much: %s", s.Fact)
		}
		l.need(strings.Contains(one.Sentence.NL, "{team}") == named && strings.Contains(one.Sentence.EN, "{team}") == named, "it names a team, and its path goes along none, or the other way round")
	}
	for _, g := range accesslog.Grades {
		if grades[g] == 0 {
			t.Errorf("no template has grade %s", g)
		}
	}
}

// TestWhatStandsOutCanBeReadByAnybody does the same for the signals.
func TestWhatStandsOutCanBeReadByAnybody(t *testing.T) {
	all, err := accesslog.LoadSignals(content.FS)
	if err != nil {
		t.Fatal(err)
	}
	counted := map[accesslog.Sign]bool{accesslog.Again: true, accesslog.Crowd: true, accesslog.Volume: true}
	for id, one := range all {
		l := linter{t, "accesslog/signals.yaml, " + string(id)}
		l.title(one.Title)
		l.text("sentence", one.Sentence)
		l.need(strings.Contains(one.Sentence.NL, "{n}") == counted[id] && strings.Contains(one.Sentence.EN, "{n}") == counted[id], "its sentence has a number and it counts none, or the other way round")
		l.need(len(one.Source) > 10, "the source of its share is not named")
	}
}
