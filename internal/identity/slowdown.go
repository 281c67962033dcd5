package identity

import (
	"fmt"
	"time"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
)

// A Slowdown counts attempts in vain at one thing. Passwords and second steps
// are counted apart, and a right password does not clear the count of the
// second step: else knowing the password would give endless guesses at the code.
type Slowdown struct {
	Failures int
	Last     time.Time
	Until    time.Time // no attempt is taken before it; zero when none was needed
}

// ForgetAfter is how long attempts are remembered when no other follows.
const ForgetAfter = 24 * time.Hour

// Attempts that cost nothing, and what the later ones cost.
const (
	freeAttempts    = 5
	firstWait       = 30 * time.Second
	longestPassword = 15 * time.Minute // also what a stranger can make the owner of an address wait
	longestCode     = time.Hour
)

// Next counts an attempt at now, before anybody knows whether it succeeds: many
// at the same time then cannot pass before the first is counted. From the fifth
// on each one doubles the wait, up to longest. ok is false during a wait, and
// then nothing is counted.
func (s Slowdown) Next(now time.Time, longest time.Duration) (next Slowdown, ok bool) {
	if now.Before(s.Until) {
		return s, false
	}
	if now.Sub(s.Last) > ForgetAfter {
		s = Slowdown{}
	}
	s.Failures, s.Last = s.Failures+1, now
	if over := s.Failures - freeAttempts; over >= 0 {
		s.Until = now.Add(min(firstWait<<min(over, 10), longest))
	}
	return s, true
}

// refuse says how long to wait.
func (s Slowdown) refuse(now time.Time) error {
	minutes := int(s.Until.Sub(now)/time.Minute) + 1
	nl, en := fmt.Sprintf("%d minuten", minutes), fmt.Sprintf("%d minutes", minutes)
	if minutes == 1 {
		nl, en = "1 minuut", "1 minute"
	}
	return &fault.Fault{
		Kind: fault.Invalid, Code: "identity.slow-down",
		Says: i18n.T("Er is te vaak geprobeerd in te loggen.", "There were too many attempts to sign in."),
		Hint: i18n.T("Wacht "+nl+" en probeer het dan opnieuw. Met een toegangssleutel (passkey) kunt u nu wel inloggen.", "Wait "+en+" and try again. With a passkey you can sign in now."),
	}
}
