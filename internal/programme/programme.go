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
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"aantoonbaar/internal/audit"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
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

// A Tier is who looks.
type Tier string

// The tiers.
const (
	Self     Tier = "self"     // the owner of a requirement at the own work
	Internal Tier = "internal" // somebody of the organisation, independent of the work
	External Tier = "external" // somebody from outside: an independent assessment
)

// Tiers lists every tier, the nearest first.
var Tiers = []Tier{Self, Internal, External}

// Name returns what people call the tier.
func (t Tier) Name() i18n.Text {
	switch t {
	case Self:
		return i18n.T("Zelfaudit", "Self-audit")
	case Internal:
		return i18n.T("Interne audit", "Internal audit")
	case External:
		return i18n.T("Externe beoordeling", "External assessment")
	}
	return i18n.Same(string(t))
}

// Says tells who looks.
func (t Tier) Says() i18n.Text {
	switch t {
	case Self:
		return i18n.T("De eigenaar van een eis bekijkt het eigen werk.", "The owner of a requirement looks at the own work.")
	case Internal:
		return i18n.T("Iemand van de organisatie die er zelf niet aan werkte.", "Somebody of the organisation who did not work on it.")
	case External:
		return i18n.T("Iemand van buiten, in een onafhankelijke beoordeling.", "Somebody from outside, in an independent assessment.")
	}
	return i18n.Text{}
}

// A RoundID names a round, e.g. "rnd_01k3q8…".
type RoundID string

// A Status is what people made of a round. How it stands on a day is its [Stage].
type Status string

// The statuses.
const (
	Planned  Status = "planned"
	AtWork   Status = "at-work"  // its scope is fixed
	Reported Status = "reported" // nothing of it changes any more
	Dropped  Status = "dropped"  // decided not to do it; says why
)

// A Round is one audit of the programme. One of the third tier is planned until it
// is dropped: what becomes of it is told by the assessment.
type Round struct {
	ID           RoundID   `json:"id"`
	Programme    int       `json:"programme"`
	Tier         Tier      `json:"tier"`
	Groups       []string  `json:"groups,omitempty"`       // keys of groups, in their order
	Requirements []string  `json:"requirements,omitempty"` // single ones besides, in the norm's order
	Month        time.Time `json:"month"`                  // its first day
	Auditors     []Auditor `json:"auditors,omitempty"`     // who carries it out; of a self-audit, who leads it
	Engagement   audit.ID  `json:"engagement,omitempty"`   // External: the assessment; "" while none was agreed
	Status       Status    `json:"status"`
	Because      string    `json:"because,omitempty"` // Dropped: why
	Fixed        []string  `json:"scope,omitempty"`   // what it looks at, once work has begun
	BegunAt      time.Time `json:"begun_at,omitzero"`
	BegunBy      string    `json:"begun_by,omitempty"`
	Report       *Report   `json:"report,omitempty"` // Reported
	PlannedAt    time.Time `json:"planned_at"`
	PlannedBy    string    `json:"planned_by"` // name, as shown then
	Version      int64     `json:"version"`
}

// An Auditor is somebody who carries a round.
type Auditor struct {
	Person identity.PersonID `json:"person"`
	Name   string            `json:"name"` // as shown then
}

// Ref is the journal's name for the round.
func (r Round) Ref() ref.Ref { return ref.Ref{Kind: "round", ID: string(r.ID)} }

// Lives reports whether the round counts: it was not dropped.
func (r Round) Lives() bool { return r.Status != Dropped }

// IsBy reports whether the person carries the round.
func (r Round) IsBy(p identity.PersonID) bool {
	return slices.ContainsFunc(r.Auditors, func(a Auditor) bool { return a.Person == p })
}

// Scope lists the requirements of the round in the norm's order: what was fixed when
// the work began, before that what was chosen.
func (r Round) Scope(cat *framework.Catalogue) (all []string) {
	if len(r.Fixed) > 0 {
		return r.Fixed
	}
	chosen := map[string]bool{}
	for _, id := range r.Requirements {
		chosen[id] = true
	}
	for _, g := range Groups(cat) {
		if slices.Contains(r.Groups, g.Key) {
			for _, id := range g.Requirements {
				chosen[id] = true
			}
		}
	}
	for _, req := range cat.Requirements {
		if chosen[req.ID] {
			all = append(all, req.ID)
		}
	}
	return all
}

// About says in a few words what the round is about.
func (r Round) About(cat *framework.Catalogue) i18n.Text {
	groups, part1 := r.Groups, 0
	for _, g := range clauses {
		if slices.Contains(groups, g.Key) {
			part1++
		}
	}
	var nl, en []string
	switch {
	case len(r.Scope(cat)) == len(cat.Requirements):
		return i18n.T("Alles", "Everything")
	case part1 == len(clauses):
		groups = groups[part1:]
		nl, en = append(nl, framework.System.Name().NL), append(en, framework.System.Name().EN)
	}
	for _, g := range Groups(cat) {
		if slices.Contains(groups, g.Key) {
			nl, en = append(nl, g.Name.NL), append(en, g.Name.EN)
		}
	}
	const few = 4
	for i, id := range r.Requirements {
		if i == few && len(r.Requirements) > few+1 {
			rest := strconv.Itoa(len(r.Requirements) - few)
			nl, en = append(nl, "nog "+rest), append(en, rest+" more")
			break
		}
		if req := cat.Find(id); req != nil {
			nl, en = append(nl, req.Short().NL), append(en, req.Short().EN)
		}
	}
	return i18n.T(strings.Join(nl, " · "), strings.Join(en, " · "))
}

// The limits of rounds.
const (
	MaxRounds   = 100 // of one programme, dropped ones included
	maxAuditors = 10
	maxBecause  = 1000
)

// known is what a round is checked against.
type known struct {
	programme Programme
	cat       *framework.Catalogue
	members   identity.Roll
	before    Round // as it stands; the zero Round for a new one
	externals []Outside
}

// check complains about every field that cannot be stored as it is.
func (r Round) check(c *fault.Checker, k known) {
	c.Need(slices.Contains(Tiers, r.Tier), "tier", i18n.T("Kies wie er kijkt.", "Choose who looks."))
	c.Need(len(r.Scope(k.cat)) > 0, "groups", i18n.T("Kies ten minste één onderwerp of één eis.", "Choose at least one subject or one requirement."))
	c.Need(r.Month.Equal(MonthOf(r.Month)) && k.programme.Holds(r.Month), "month", i18n.T("Kies een maand van dit programma.", "Choose a month of this programme."))
	c.Need(len(r.Auditors) <= maxAuditors, "auditors", i18n.Tf("Kies hoogstens %d mensen.", "Choose at most %d people.", maxAuditors))
	for _, a := range r.Auditors {
		c.Need(k.members.Here[a.Person] != "" || k.before.IsBy(a.Person), "auditors", i18n.T("Kies mensen die nu bij de organisatie horen.", "Choose people who belong to the organisation now."))
	}
	c.Need(r.Engagement == "" || slices.ContainsFunc(k.externals, func(o Outside) bool { return o.ID == r.Engagement }), "engagement",
		i18n.T("Kies een beoordeling uit de lijst.", "Choose an assessment from the list."))
}

// tidy puts what was chosen in order, and drops what is not known or of another tier.
func (r Round) tidy(k known) Round {
	groups, single := r.Groups, r.Requirements
	r.Groups, r.Requirements = nil, nil
	inGroup := map[string]bool{}
	for _, g := range Groups(k.cat) {
		if slices.Contains(groups, g.Key) {
			r.Groups = append(r.Groups, g.Key)
			for _, id := range g.Requirements {
				inGroup[id] = true
			}
		}
	}
	for _, req := range k.cat.Requirements {
		if slices.Contains(single, req.ID) && !inGroup[req.ID] {
			r.Requirements = append(r.Requirements, req.ID)
		}
	}
	if r.Tier == External {
		r.Auditors = nil
		return r
	}
	r.Engagement = ""
	auditors := map[identity.PersonID]bool{}
	all := r.Auditors
	r.Auditors = nil
	for _, a := range all {
		if !auditors[a.Person] {
			auditors[a.Person] = true
			r.Auditors = append(r.Auditors, Auditor{a.Person, cmp.Or(k.members.Name(a.Person), a.Name)})
		}
	}
	return r
}

// Order puts rounds in the order in which they happen.
func Order(rounds []Round) {
	slices.SortFunc(rounds, func(a, b Round) int {
		return cmp.Or(a.Month.Compare(b.Month), cmp.Compare(slices.Index(Tiers, a.Tier), slices.Index(Tiers, b.Tier)), cmp.Compare(a.ID, b.ID))
	})
}
