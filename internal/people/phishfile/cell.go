package phishfile

import (
	"regexp"
	"strconv"
	"strings"

	"aantoonbaar/internal/people"
)

// counted is how people write a number, with or without something between the
// thousands. A day such as 1.3.2026 is none.
var counted = regexp.MustCompile(`^(\d+|\d{1,3}([. \x{a0}]\d{3})+)$`)

// number reads how many; nothing and a dash are none.
func number(text string) (int, bool) {
	if text == "" || text == "-" {
		return 0, true
	}
	if !counted.MatchString(text) {
		return 0, false
	}
	n, err := strconv.Atoi(strings.NewReplacer(".", "", " ", "", "\u00a0", "").Replace(text))
	return n, err == nil && n <= people.MaxSent
}

// did reads whether somebody did something: a moment, a yes or a one, against
// nothing, a no or a nought.
func did(text string) int {
	switch strings.ToLower(text) {
	case "", "-", "0", "no", "nee", "false", "onwaar", "n/a", "none", "null", "never":
		return 0
	}
	return 1
}

// lastly reads the last that somebody did, as GoPhish writes it. What comes later
// includes what comes before.
func lastly(o *people.Outcome, text string) {
	text = strings.ToLower(text)
	has := func(words ...string) bool {
		for _, w := range words {
			if strings.Contains(text, w) {
				return true
			}
		}
		return false
	}
	switch {
	case has("submit", "compromis", "ingevuld", "entered"):
		o.Opened, o.Clicked, o.Gave = 1, 1, 1
	case has("click", "geklikt"):
		o.Opened, o.Clicked = 1, 1
	case has("open", "read"):
		o.Opened = 1
	}
	if has("report", "gemeld") {
		o.Reported = 1
	}
}
