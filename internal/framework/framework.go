// Package framework holds the catalogues: the requirements of NEN 7510-1 and
// NEN 7510-2 in our own words, and the crosswalks that let one answer count for
// other laws and frameworks too. It is read once from content/ and never changes
// while the program runs.
//
// # Words
//
// A requirement is one clause of part 1 or one measure of part 2. It is met on
// three levels: design (opzet: is it agreed), existence (bestaan: do we do it)
// and operation (werking: can we show that it works).
package framework

import (
	"slices"
	"strings"

	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/rule"
	"aantoonbaar/internal/source"
)

// A Level is one of the three on which a requirement is met.
type Level string

// The levels, in the order in which they build on each other.
const (
	Design    Level = "design"
	Existence Level = "existence"
	Operation Level = "operation"
)

// Levels lists every level in order.
var Levels = []Level{Design, Existence, Operation}

// Name returns the official word for the level.
func (l Level) Name() i18n.Text {
	switch l {
	case Design:
		return i18n.T("Opzet", "Design")
	case Existence:
		return i18n.T("Bestaan", "Existence")
	case Operation:
		return i18n.T("Werking", "Operation")
	}
	return i18n.Same(string(l))
}

// A Theme groups requirements.
type Theme string

// The themes: the clauses of part 1, and the four chapters of part 2.
const (
	System       Theme = "managementsysteem"
	Organisation Theme = "organisatie"
	People       Theme = "mensen"
	Buildings    Theme = "gebouwen"
	Technology   Theme = "techniek"
)

// Themes lists every theme in order.
var Themes = []Theme{System, Organisation, People, Buildings, Technology}

// Name returns what people call the theme.
func (t Theme) Name() i18n.Text {
	switch t {
	case System:
		return i18n.T("Managementsysteem", "Management system")
	case Organisation:
		return i18n.T("Organisatie", "Organisation")
	case People:
		return i18n.T("Mensen", "People")
	case Buildings:
		return i18n.T("Gebouwen en apparatuur", "Buildings and equipment")
	case Technology:
		return i18n.T("Techniek", "Technology")
	}
	return i18n.Same(string(t))
}

// A Grade is low, medium or high: of effect, or of effort.
type Grade string

// The grades. Effort: low is a day, medium is weeks, high is months.
const (
	Low    Grade = "low"
	Medium Grade = "medium"
	High   Grade = "high"
)

// Rank orders grades: 1 for low, 3 for high.
func (g Grade) Rank() int { return slices.Index([]Grade{Low, Medium, High}, g) + 1 }

// A Requirement is one thing that NEN 7510 asks, in our own words.
type Requirement struct {
	ID           string    `yaml:"id"`     // "nen7510-2:2024/8.5"
	Number       string    `yaml:"number"` // "8.5"
	Theme        Theme     `yaml:"theme"`
	CareSpecific bool      `yaml:"care_specific"` // one of the eight that only care has
	CareExtra    bool      `yaml:"care_extra"`    // the norm adds a demand for care to it
	Title        i18n.Text `yaml:"title"`
	AlsoCalled   i18n.List `yaml:"also_called"` // words to find it by
	Why          i18n.Text `yaml:"why"`

	Asks struct {
		Design    i18n.Text `yaml:"design"`
		Existence i18n.Text `yaml:"existence"`
		Operation i18n.Text `yaml:"operation"`
	} `yaml:"asks"`
	Do struct {
		Small i18n.List `yaml:"small"` // up to 100 fte
		Large i18n.List `yaml:"large"`
	} `yaml:"do"`
	Assessor struct {
		Design    i18n.Text `yaml:"design"`
		Existence i18n.Text `yaml:"existence"`
		Operation i18n.Text `yaml:"operation"`
	} `yaml:"assessor_looks_for"`
	Examples []Example `yaml:"evidence_examples"`

	GoodAnswer i18n.Text   `yaml:"good_answer"`
	OftenWrong []i18n.Text `yaml:"often_wrong"`

	PatientEffect Grade `yaml:"patient_effect"`
	Effort        struct {
		Small Grade `yaml:"small"`
		Large Grade `yaml:"large"`
	} `yaml:"effort"`

	AppliesWhen     rule.Expr `yaml:"applies_when"`     // "always", or a condition on the profile
	ExcludedBecause i18n.Text `yaml:"excluded_because"` // the reason when the condition fails
	ExcludedUnless  Unless    `yaml:"excluded_unless"`  // zero where the condition says all
	Related         []string  `yaml:"related"`          // numbers within the same part

	Sources   []source.Source `yaml:"sources"`
	CheckedOn string          `yaml:"checked_on"` // "2026-11-22"
}

// An Unless is what somebody is asked before taking over that a requirement does
// not apply: the profile cannot tell, and the norm may ask something all the same.
type Unless struct {
	Asks i18n.Text `yaml:"asks"` // "Koopt u toepassingen?"
	Left i18n.Text `yaml:"left"` // what is left of the requirement for whoever says yes
}

// IsZero reports whether there is nothing to ask.
func (u Unless) IsZero() bool { return u.Asks.IsZero() && u.Left.IsZero() }

// An Example is a piece of evidence that fits a requirement.
type Example struct {
	Kind      Level `yaml:"kind"`
	i18n.Text `yaml:",inline"`
	ValidDays int `yaml:"valid_days"`
}

// Ask returns the plain question of a level.
func (r *Requirement) Ask(l Level) i18n.Text {
	return map[Level]i18n.Text{Design: r.Asks.Design, Existence: r.Asks.Existence, Operation: r.Asks.Operation}[l]
}

// LooksFor returns what an assessor looks for on a level.
func (r *Requirement) LooksFor(l Level) i18n.Text {
	return map[Level]i18n.Text{Design: r.Assessor.Design, Existence: r.Assessor.Existence, Operation: r.Assessor.Operation}[l]
}

// WhyNot returns a stored reason why the requirement does not apply, as readers of
// both languages read it: the profile's own reason, confirmed in either language,
// reads in both; what somebody wrote stays as it was written.
func (r *Requirement) WhyNot(reason string) i18n.Text {
	if reason == r.ExcludedBecause.NL || reason == r.ExcludedBecause.EN {
		return r.ExcludedBecause
	}
	return i18n.Same(reason)
}

// Part returns 1 for the management system, 2 for the measures.
func (r *Requirement) Part() int {
	if r.Theme == System {
		return 1
	}
	return 2
}

// Slug is the requirement's name in an address: "1-9.2", "8.5".
func (r *Requirement) Slug() string {
	if r.Part() == 1 {
		return "1-" + r.Number
	}
	return r.Number
}

// Reference names the requirement as people cite it: "NEN 7510-2, maatregel 8.5".
func (r *Requirement) Reference() i18n.Text {
	if r.Part() == 1 {
		return i18n.T("NEN 7510-1, paragraaf "+r.Number, "NEN 7510-1, clause "+r.Number)
	}
	return i18n.T("NEN 7510-2, maatregel "+r.Number, "NEN 7510-2, measure "+r.Number)
}

// Short is what lists call the requirement: "8.5"; one of part 1 says so, as
// "deel 1, 9.2".
func (r *Requirement) Short() i18n.Text {
	if r.Part() == 1 {
		return i18n.T("deel 1, "+r.Number, "part 1, "+r.Number)
	}
	return i18n.Same(r.Number)
}

// Matches reports whether the requirement has every word in its number, its
// title or what people also call it, in either language.
func (r *Requirement) Matches(words string) bool {
	return i18n.HasWords(strings.Join(slices.Concat([]string{r.Number, r.Title.NL, r.Title.EN}, r.AlsoCalled.NL, r.AlsoCalled.EN), "\n"), words)
}

// A Catalogue is every requirement and crosswalk there is.
type Catalogue struct {
	Requirements []*Requirement // part 1 first, then part 2, each in the norm's order
	Crosswalks   []*Crosswalk
	Old          Old // numbers of the 2017 edition

	byID, bySlug map[string]*Requirement
	uses         map[string][]Use
}

// Find returns the requirement with the ID, or nil.
func (c *Catalogue) Find(id string) *Requirement { return c.byID[id] }

// BySlug returns the requirement with the name in an address, or nil.
func (c *Catalogue) BySlug(slug string) *Requirement { return c.bySlug[slug] }

// In returns the requirements of a theme, in order.
func (c *Catalogue) In(t Theme) []*Requirement {
	var in []*Requirement
	for _, r := range c.Requirements {
		if r.Theme == t {
			in = append(in, r)
		}
	}
	return in
}

// Measures counts the requirements of part 2: 101.
func (c *Catalogue) Measures() int {
	n := 0
	for _, r := range c.Requirements {
		if r.Part() == 2 {
			n++
		}
	}
	return n
}

// Neighbours returns the requirements before and after r in the same part; nil at an end.
func (c *Catalogue) Neighbours(r *Requirement) (before, after *Requirement) {
	i := slices.Index(c.Requirements, r)
	if i > 0 {
		before = c.Requirements[i-1]
	}
	if i >= 0 && i+1 < len(c.Requirements) {
		after = c.Requirements[i+1]
	}
	return before, after
}
