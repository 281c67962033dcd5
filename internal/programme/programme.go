// Package programme is the internal audit (NEN 7510-1 clause 9.2): over 12 to 18
// months everything is looked at, in rounds of three tiers.
//
// # Words
//
// A [Programme] is a period of whole months. A [Round] is planned in one of them,
// on a [Tier]: owners look at their own work, somebody independent of the work
// looks at it, or somebody from outside does. Its scope is made of [Group]s and of
// single requirements. [Coverage] holds every requirement against the rounds.
//
// # Carrying out
//
// A round that has begun is worked on: a [Judgement] for each requirement, with a
// [Verdict] on each level, and a [Finding] for what is wrong. A [Tie] says what binds
// somebody to a requirement, and so who may judge it. A [Report] ends the round.
//
// # The three tiers
//
// The assessment by somebody from outside is that of the room audit, with its own
// agreements, signature and place; a round of the third tier points at it and holds
// nothing of its own. See docs/adr/0033-audit-programme.md.
package programme

import (
	"strconv"
	"time"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/ref"
)

// The shortest and the longest programme, in months. The extra guidance for care
// in NEN 7510-2 5.36 asks for a programme of 12 to 18 months that covers everything.
const (
	MinMonths = 12
	MaxMonths = 18
)

// A Programme is one period in which everything is audited.
type Programme struct {
	Number    int       `json:"number"` // from 1 within the organisation; its name
	From      time.Time `json:"from"`   // the first day of the first month, midnight UTC
	Months    int       `json:"months"`
	StartedAt time.Time `json:"started_at"`
	StartedBy string    `json:"started_by"` // name, as shown then
	Version   int64     `json:"version"`    // grows with every change
}

// Ref is the journal's name for the programme.
func (p Programme) Ref() ref.Ref {
	return ref.Ref{Kind: "programme", ID: strconv.Itoa(p.Number)}
}

// Until is the last day of the programme.
func (p Programme) Until() time.Time { return p.From.AddDate(0, p.Months, -1) }

// Each lists the months, each as its first day.
func (p Programme) Each() []time.Time {
	all := make([]time.Time, max(0, p.Months))
	for i := range all {
		all[i] = p.From.AddDate(0, i, 0)
	}
	return all
}

// Holds reports whether a day is in the programme.
func (p Programme) Holds(day time.Time) bool { return !day.Before(p.From) && !day.After(p.Until()) }

// MonthOf is the first day of the month of a day.
func MonthOf(day time.Time) time.Time {
	return time.Date(day.Year(), day.Month(), 1, 0, 0, 0, 0, time.UTC)
}

// check complains about what cannot be stored. Others are the programmes beside it.
func (p Programme) check(c *fault.Checker, others []Programme) {
	c.Need(!p.From.IsZero() && p.From.Equal(MonthOf(p.From)), "from", i18n.T("Kies de eerste maand.", "Choose the first month."))
	c.Day(p.From, "from")
	c.Need(p.Months >= MinMonths && p.Months <= MaxMonths, "months", i18n.Tf(
		"Een auditprogramma duurt %d tot en met %d maanden. Korter is te kort om alles te bekijken; langer laat te veel te lang liggen.",
		"An audit programme lasts %d to %d months. Shorter is too short to look at everything; longer leaves too much for too long.", MinMonths, MaxMonths))
	for _, o := range others {
		if o.Number != p.Number && !o.Until().Before(p.From) && !p.Until().Before(o.From) {
			c.Need(false, "from", i18n.T(
				"Dit overlapt het programma van "+i18n.NL.Month(o.From)+" tot en met "+i18n.NL.Month(o.Until())+". Laat het daarna beginnen.",
				"This overlaps the programme of "+i18n.EN.Month(o.From)+" to "+i18n.EN.Month(o.Until())+". Let it begin after that."))
		}
	}
}
