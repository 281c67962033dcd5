package continuity

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/plan"
	"aantoonbaar/internal/record"
	"aantoonbaar/internal/ref"
)

// A Result is how a restore test ended.
type Result string

// The results.
const (
	Worked Result = "worked"
	Partly Result = "partly" // some of it came back
	Failed Result = "failed"
)

// Results lists every result in the order in which people choose.
var Results = []Result{Worked, Partly, Failed}

// Name returns the result as lists show it.
func (r Result) Name() i18n.Text {
	switch r {
	case Worked:
		return i18n.T("Gelukt", "Worked")
	case Partly:
		return i18n.T("Deels gelukt", "Worked in part")
	case Failed:
		return i18n.T("Niet gelukt", "Failed")
	}
	return i18n.Same(string(r))
}

// A Test is one restore, or one switch to what stands by, that somebody timed. It
// keeps the objectives of that day, and never changes; one that was wrong is
// withdrawn.
type Test struct {
	ID      ID        `json:"id"`
	System  ID        `json:"system"`
	Name    string    `json:"name"` // of the system, as it was then
	On      time.Time `json:"on"`   // midnight UTC of that day
	What    string    `json:"what"` // what was restored, and where to
	Took    Span      `json:"took"`
	Lost    Span      `json:"lost"` // work that did not come back; 0 for none
	RTO     Span      `json:"rto"`  // the strictest of the processes on it; 0 when none hangs on it
	RPO     Span      `json:"rpo"`
	Who     string    `json:"who"` // who did it
	Result  Result    `json:"result"`
	Remarks string    `json:"remarks,omitempty"`

	Withdrawn time.Time `json:"withdrawn,omitzero"` // zero while it counts
	Because   string    `json:"because,omitempty"`  // why it was withdrawn
	Change
}

// Ref is the journal's name for the test.
func (t Test) Ref() ref.Ref { return ref.Ref{Kind: TestKind, ID: string(t.ID)} }

// TooLong reports whether it took longer than the processes on it allow.
func (t Test) TooLong() bool { return t.RTO > 0 && t.Took > t.RTO }

// TooMuch reports whether more work was lost than the processes on it allow.
func (t Test) TooMuch() bool { return t.RTO > 0 && t.Lost > t.RPO }

// FallsShort reports whether there is something to do about it.
func (t Test) FallsShort() bool { return t.Result != Worked || t.TooLong() || t.TooMuch() }

// Sum is the SHA-256 of the test as it was recorded, in hexadecimal: by it a piece
// of evidence says of which test it is.
func (t Test) Sum() (string, error) {
	t.Withdrawn, t.Because, t.Change = time.Time{}, "", Change{}
	text, err := json.Marshal(t)
	if err != nil {
		return "", fmt.Errorf("encode test: %w", err)
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:]), nil
}

// LastTest returns the newest test of a system; ok is false when there is none.
func (h Held) LastTest(system ID) (Test, bool) {
	return record.Find(h.Tests, func(t Test) bool { return t.System == system }) // newest first
}

// Proves lists the requirements of which a restore test is evidence: ICT ready to
// continue, and copies that come back.
var Proves = []string{"nen7510-2:2024/5.30", "nen7510-2:2024/8.13"}

// evidence is the test as a piece of evidence, on the level of operation. It counts
// for a year.
func (t Test) evidence(sum string) evidence.Item {
	text := fmt.Sprintf("Teruggezet: %s\nDuur: %s.", t.What, t.Took.In(i18n.NL))
	if t.RTO > 0 {
		text += fmt.Sprintf(" Afgesproken: binnen %s.", t.RTO.In(i18n.NL))
	}
	text += fmt.Sprintf("\nVerloren werk: %s.\nUitslag: %s.\nVaste versie: %s", t.Lost.In(i18n.NL), t.Result.Name().NL, sum)
	return evidence.Item{
		Title: "Hersteltest van " + t.Name, Form: evidence.Note, Kind: framework.Operation, Text: text,
		VouchedBy: t.Who, SpeaksFrom: t.On, ValidUntil: t.On.AddDate(TestEvery, 0, 0), Requirements: Proves,
	}
}

// source is where an action that comes from the test says that it comes from.
func (t Test) source() ref.Ref { return ref.Ref{Kind: plan.FromRestoreTest, ID: string(t.ID)} }

func (t Test) tidy() Test {
	t.What, t.Who, t.Remarks = strings.TrimSpace(t.What), strings.TrimSpace(t.Who), strings.TrimSpace(t.Remarks)
	return t
}

// check complains about every field that cannot be stored as it is.
func (t Test) check(k *fault.Checker, h Held, today time.Time) {
	s, ok := h.System(t.System)
	k.Need(ok && s.Gone.IsZero(), "system", i18n.T("Kies een systeem uit de lijst.", "Choose a system from the list."))
	k.Need(!t.On.IsZero(), "on", i18n.T("Vul in op welke dag de test was.", "Give the day of the test."))
	k.Need(!t.On.After(today), "on", i18n.T("Kies een dag tot en met vandaag.", "Choose a day up to today."))
	k.Day(t.On, "on")
	k.Need(t.What != "", "what", i18n.T("Schrijf op wat er is teruggezet, en waar naartoe.", "Write what was restored, and where to."))
	k.Text(t.What, "what", maxText)
	t.Took.check(k, "took", 1, i18n.T("Vul in hoelang het duurde.", "Give how long it took."))
	t.Lost.check(k, "lost", 0, i18n.Text{})
	k.Need(t.Who != "", "who", i18n.T("Schrijf op wie de test deed.", "Write who did the test."))
	k.Line(t.Who, "who", maxName)
	k.Need(t.Result.Name() != i18n.Same(string(t.Result)), "result", i18n.T("Kies hoe de test afliep.", "Choose how the test ended."))
	k.Text(t.Remarks, "remarks", maxText)
}
