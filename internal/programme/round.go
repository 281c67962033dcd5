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
