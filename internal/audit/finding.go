package audit

import (
	"slices"
	"time"

	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
)

// A Severity is how much a finding weighs.
type Severity string

// The severities.
const (
	Critical    Severity = "critical" // harm to clients is near
	Major       Severity = "major"    // the requirement is not met
	Minor       Severity = "minor"    // it is met, but for a part
	Observation Severity = "observation"
)

// Severities lists every severity, the gravest first.
var Severities = []Severity{Critical, Major, Minor, Observation}

// Name returns what people call the severity.
func (s Severity) Name() i18n.Text {
	switch s {
	case Critical:
		return i18n.T("Kritiek", "Critical")
	case Major:
		return i18n.T("Groot", "Major")
	case Minor:
		return i18n.T("Klein", "Minor")
	case Observation:
		return i18n.T("Opmerking", "Observation")
	}
	return i18n.Same(string(s))
}

// A Finding is what an assessor found wrong. The organisation responds to it and
// changes nothing of it; the assessor changes nothing of the response.
type Finding struct {
	Number      int // from 1, within the engagement
	Severity    Severity
	Requirement string
	Title       string
	What        string
	Evidence    string // on what it rests

	By        identity.PersonID
	ByName    string
	MadeAt    time.Time
	ChangedAt time.Time // of what the assessor says; MadeAt while it never changed

	Response Response
	Closing  Closing
	Version  int64
}

// A Response is what the organisation says of a finding. Zero while it says nothing.
type Response struct {
	Text string    `json:"text"`
	By   string    `json:"by"`
	At   time.Time `json:"at,omitzero"`
}

// How a finding was closed.
const (
	ByAssessor = "assessor"
	ByEvidence = "evidence"
)

// A Closing says how a finding was closed. Zero while it is open.
type Closing struct {
	How      string // ByAssessor or ByEvidence
	Because  string // ByAssessor: on what ground
	Evidence evidence.ID
	By       string // name
	At       time.Time
}

// IsOpen reports whether the finding is not closed.
func (f Finding) IsOpen() bool { return f.Closing.At.IsZero() }

// MayCloseBy reports whether a piece of evidence closes the finding: it shows, of
// a day after the one on which the finding was made, that the requirement works.
// What was there already when the assessor looked closes nothing, and a policy
// neither. Zone is that in which days are counted.
func (f Finding) MayCloseBy(it evidence.Item, today time.Time, zone *time.Location) bool {
	found := dayOf(f.MadeAt, zone)
	return f.IsOpen() && f.Requirement != "" && it.LinkedTo(f.Requirement) && it.Counts(framework.Operation, today) &&
		it.AddedAt.After(f.MadeAt) && it.SpeaksFrom.After(found)
}

// MayEnd reports whether an engagement can be closed with these findings: all
// that weigh are closed. An observation asks for nothing.
func MayEnd(findings []Finding) bool {
	return !slices.ContainsFunc(findings, func(f Finding) bool { return f.IsOpen() && f.Severity != Observation })
}

func (f Finding) check(c *fault.Checker, e Engagement) {
	c.Need(slices.Contains(Severities, f.Severity), "severity", i18n.T("Kies hoe zwaar de bevinding weegt.", "Choose how much the finding weighs."))
	c.Need(e.InScope(f.Requirement), "requirement", i18n.T("Kies een maatregel uit de opdracht.", "Choose a measure of the engagement."))
	c.Need(f.Title != "", "title", i18n.T("Schrijf in één zin wat er mis is.", "Write in one sentence what is wrong."))
	c.Line(f.Title, "title", MaxLine)
	c.Need(f.What != "", "what", i18n.T("Beschrijf wat u vond.", "Describe what you found."))
	c.Text(f.What, "what", MaxText)
	c.Need(f.Evidence != "", "evidence", i18n.T("Schrijf waarop de bevinding rust. Zonder dat kan niemand haar nagaan.", "Write what the finding rests on. Without that nobody can verify it."))
	c.Text(f.Evidence, "evidence", MaxText)
}
