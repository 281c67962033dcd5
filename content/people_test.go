package content_test

import (
	"strings"
	"testing"

	"aantoonbaar/content"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/people"
)

// The longest that a talk may be to be told in five minutes, read aloud with the
// team's answers between it, and the longest step that somebody remembers, in words.
const (
	longestTalk = 330
	longestRule = 24
)

// TestEveryTalkFitsInFiveMinutes holds the talks to what a team meeting has time for.
func TestEveryTalkFitsInFiveMinutes(t *testing.T) {
	c, err := framework.Load(content.FS)
	if err != nil {
		t.Fatal(err)
	}
	talks, err := people.Load(content.FS, c)
	if err != nil {
		t.Fatal(err)
	}
	if len(talks) != 8 {
		t.Errorf("%d talks, want 8, as the page says", len(talks))
	}
	for _, s := range talks {
		l := linter{t, "people/" + s.ID + ".yaml"}
		l.title(s.Title)
		l.text("why", s.Why)
		l.text("agree", s.Agree)
		l.need(len(s.Story) == 3, "%d paragraphs, want 3", len(s.Story))
		l.need(len(s.Ask) == 3, "%d questions, want 3", len(s.Ask))
		l.need(len(s.Do) == 4, "%d rules, want 4", len(s.Do))
		for _, lang := range []i18n.Lang{i18n.NL, i18n.EN} {
			words := 0
			for _, part := range [][]i18n.Text{s.Story, s.Ask, s.Do, {s.Agree}} {
				for _, line := range part {
					n := len(strings.Fields(line.In(lang)))
					words += n
				}
			}
			l.need(words <= longestTalk, "%d words in %s, want at most %d", words, lang, longestTalk)
			for _, rule := range s.Do {
				n := len(strings.Fields(rule.In(lang)))
				l.need(n <= longestRule, "a rule of %d words in %s: %s", n, lang, rule.In(lang))
			}
		}
	}
}
