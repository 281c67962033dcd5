package content_test

import (
	"strings"
	"testing"

	"aantoonbaar/content"
	"aantoonbaar/internal/continuity"
	"aantoonbaar/internal/i18n"
)

// The longest that a card may be for two sides of A5, and the longest line that
// somebody reads at night with a client at hand, in words.
const (
	longestCard = 430
	longestStep = 28
)

// TestEveryDowntimeCardIsWhole holds the cards to what somebody can use at night.
func TestEveryDowntimeCardIsWhole(t *testing.T) {
	templates, err := continuity.Load(content.FS)
	if err != nil {
		t.Fatal(err)
	}
	want := []continuity.Kind{continuity.ClientRecord, continuity.Network, continuity.Phones, continuity.Power, continuity.Medication}
	if len(templates) != len(want) {
		t.Fatalf("%d cards, want %d", len(templates), len(want))
	}
	for i, card := range templates {
		l := linter{t, "continuity/cards.yaml, " + string(card.ID)}
		l.need(card.ID == want[i], "it is where %s is to be", want[i])
		l.title(card.Title)
		l.text("when", card.When)
		l.need(len(card.Contacts) >= 4 && len(card.Contacts) <= continuity.MaxContacts, "%d contacts", len(card.Contacts))
		for _, size := range []continuity.Size{continuity.Small, continuity.Large} {
			c := card.Card(size)
			for _, p := range continuity.Parts {
				l.list(string(size)+" "+string(p), c.Steps[p], 3, 8)
			}
			l.readable(c)
		}
		first, _ := card.Card(continuity.Small), card.Card(continuity.Large)
		l.need(len(first.Steps[continuity.First].NL) == 5, "the first five minutes have %d steps", len(first.Steps[continuity.First].NL))
		back := strings.Join(first.Steps[continuity.Back].NL, " ")
		l.need(card.ID == continuity.Network || strings.Contains(back, "anders kijkt") || strings.Contains(back, "nagekeken"), "nobody checks what was written on paper")
	}
}

// readable counts words in both languages.
func (l linter) readable(c continuity.Card) {
	l.t.Helper()
	for _, lang := range []i18n.Lang{i18n.NL, i18n.EN} {
		words := 0
		for _, p := range continuity.Parts {
			for _, line := range c.Steps[p].In(lang) {
				n := len(strings.Fields(line))
				words += n
				l.need(n <= longestStep, "a step of %d words in %s: %s", n, lang, line)
				l.need(strings.ContainsAny(line[len(line)-1:], ".?"), "a step that does not end: %s", line)
			}
		}
		l.need(words <= longestCard, "%s in %s has %d words, want at most %d", c.Size, lang, words, longestCard)
	}
}
