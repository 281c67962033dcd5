// Package org knows what an organisation says about itself: its name and its
// profile, from which other rooms decide which laws and measures concern it.
//
// # Words
//
// Staff is a head count; fte is full-time equivalents; turnover and balance
// total are in whole euros of the last closed year. Where the organisation
// belongs to a group, size counts the whole group (Recommendation 2003/361/EC,
// annex, art. 6).
package org

import (
	"slices"
	"strings"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
)

// An ID names an organisation, e.g. "org_01k3q8…".
type ID string

// A Sector is a kind of care, or of work for care.
type Sector string

// The sectors. Other is for care that fits none; the last three give no care.
const (
	VVT        Sector = "vvt"
	GHZ        Sector = "ghz"
	GGZ        Sector = "ggz"
	Hospital   Sector = "hospital"
	Clinic     Sector = "clinic"
	GP         Sector = "gp"
	HAP        Sector = "hap"
	Pharmacy   Sector = "pharmacy"
	Lab        Sector = "lab"
	Ambulance  Sector = "ambulance"
	Youth      Sector = "youth"
	Other      Sector = "other"
	Branch     Sector = "branch"
	Assessor   Sector = "assessor"
	Supervisor Sector = "supervisor"
)

// Sectors lists every sector in the order in which people choose.
var Sectors = []Sector{VVT, GHZ, GGZ, Hospital, Clinic, GP, HAP, Pharmacy, Lab, Ambulance, Youth, Other, Branch, Assessor, Supervisor}

var sectorNames = map[Sector]i18n.Text{
	VVT:        i18n.T("Verpleging, verzorging en thuiszorg (VVT)", "Home care and nursing homes (VVT)"),
	GHZ:        i18n.T("Gehandicaptenzorg (GHZ)", "Disability care (GHZ)"),
	GGZ:        i18n.T("Geestelijke gezondheidszorg (GGZ)", "Mental health care (GGZ)"),
	Hospital:   i18n.T("Ziekenhuis", "Hospital"),
	Clinic:     i18n.T("Zelfstandige kliniek", "Independent clinic"),
	GP:         i18n.T("Huisartsenpraktijk", "GP practice"),
	HAP:        i18n.T("Huisartsenspoedpost (HAP)", "GP out-of-hours post (HAP)"),
	Pharmacy:   i18n.T("Apotheek", "Pharmacy"),
	Lab:        i18n.T("Laboratorium", "Laboratory"),
	Ambulance:  i18n.T("Ambulancezorg", "Ambulance care"),
	Youth:      i18n.T("Jeugdzorg", "Youth care"),
	Other:      i18n.T("Andere zorg", "Other care"),
	Branch:     i18n.T("Brancheorganisatie (geeft geen zorg)", "Branch organisation (gives no care)"),
	Assessor:   i18n.T("Beoordelaar (geeft geen zorg)", "Assessor (gives no care)"),
	Supervisor: i18n.T("Toezichthouder (geeft geen zorg)", "Supervisor (gives no care)"),
}

// Name returns what people call the sector.
func (s Sector) Name() i18n.Text { return sectorNames[s] }

// GivesCare reports whether the sector is one of care itself.
func (s Sector) GivesCare() bool {
	return s != Branch && s != Assessor && s != Supervisor && sectorNames[s] != i18n.Text{}
}

// A Fact is a yes-or-no answer that may be missing. The zero Fact is Unknown.
type Fact string

// The answers.
const (
	Unknown Fact = ""
	Yes     Fact = "yes"
	No      Fact = "no"
)

// A Profile is what decides which duties and measures concern an organisation.
// A number that is nil is not known; the rules then say what they miss.
type Profile struct {
	Sectors []Sector `json:"sectors"`

	FTE      *float64 `json:"fte"`      // full-time equivalents, own organisation
	Staff    *int     `json:"staff"`    // people, own organisation
	Turnover *int64   `json:"turnover"` // euros a year, own organisation
	Balance  *int64   `json:"balance"`  // euros, own organisation
	Clients  *int     `json:"clients"`  // people in care in a year

	InGroup       Fact   `json:"in_group"`       // part of a group, or linked to others for a quarter or more
	GroupStaff    *int   `json:"group_staff"`    // the whole group, this organisation included
	GroupTurnover *int64 `json:"group_turnover"` // euros, the whole group
	GroupBalance  *int64 `json:"group_balance"`  // euros, the whole group

	DevelopsSoftware Fact `json:"develops_software"` // makes or changes software itself or has it made
	UsesAI           Fact `json:"uses_ai"`
	MedicalDevices   Fact `json:"medical_devices"`
	Exchanges        Fact `json:"exchanges"`   // exchanges client data electronically with others
	SelfHosted       Fact `json:"self_hosted"` // runs servers of its own
	Cloud            Fact `json:"cloud"`       // client data at a supplier's

	Designated Fact `json:"designated"` // designated by the minister (Cbw art. 9)
	Critical   Fact `json:"critical"`   // critical entity under the Wwke
}

// An Organisation is a tenant: what is of one organisation is seen by no other.
type Organisation struct {
	ID      ID
	Name    string
	Profile Profile
	Version int64 // grows with every change; a form sends back the one it was made from
}

// MaxName is the longest name, in characters.
const MaxName = 120

// GivesCare reports whether any of the sectors gives care; Unknown without sectors.
func (p Profile) GivesCare() Fact {
	if len(p.Sectors) == 0 {
		return Unknown
	}
	if slices.ContainsFunc(p.Sectors, Sector.GivesCare) {
		return Yes
	}
	return No
}

// IsSmall reports whether the organisation is one for which the short texts
// and the quick scan are written: up to 100 fte, or of unknown size.
func (p Profile) IsSmall() bool { return p.FTE == nil || *p.FTE <= 100 }

// IsEmpty reports whether nobody has described the organisation yet.
func (p Profile) IsEmpty() bool { return len(p.Sectors) == 0 && p.FTE == nil && p.Staff == nil }

// ErrStale is what a store says when the organisation was changed since it was read.
var ErrStale = fault.Stale("org.profile-stale")

// Tidy returns the organisation with its description in one spelling: the
// sectors in the order of the list, each once, and no numbers of a group that
// there is not.
func (o Organisation) Tidy() Organisation {
	o.Name = strings.TrimSpace(o.Name)
	given := o.Profile.Sectors
	o.Profile.Sectors = slices.Clone(given)
	slices.SortFunc(o.Profile.Sectors, func(a, b Sector) int { return slices.Index(Sectors, a) - slices.Index(Sectors, b) })
	o.Profile.Sectors = slices.Compact(o.Profile.Sectors)
	if o.Profile.InGroup == No {
		o.Profile.GroupStaff, o.Profile.GroupTurnover, o.Profile.GroupBalance = nil, nil, nil
	}
	return o
}

// CheckName reports every reason to refuse the name.
func (o Organisation) CheckName() error {
	var c fault.Checker
	o.checkName(&c)
	return c.Fault("org.profile-refused")
}

func (o Organisation) checkName(c *fault.Checker) {
	c.Need(strings.TrimSpace(o.Name) != "", "name", i18n.T("Vul de naam van uw organisatie in.", "Give the name of your organisation."))
	c.Line(o.Name, "name", MaxName)
}

// Check reports every reason to refuse the organisation as it is described.
func (o Organisation) Check() error {
	var c fault.Checker
	o.checkName(&c)
	c.Need(len(o.Profile.Sectors) > 0, "sectors", i18n.T("Kies ten minste één soort zorg.", "Choose at least one kind of care."))
	p := o.Profile
	c.Need(!slices.ContainsFunc(p.Sectors, func(s Sector) bool { return !slices.Contains(Sectors, s) }), "sectors",
		i18n.T("Deze soort zorg kennen wij niet. Kies uit de lijst.", "We do not know this kind of care. Choose from the list."))
	c.Need(p.FTE == nil || *p.FTE >= 0 && *p.FTE <= 100_000, "fte", i18n.T("Vul een aantal fte in van 0 tot en met 100.000.", "Give a number of fte from 0 to 100,000."))
	between(&c, "staff", p.Staff, 200_000)
	between(&c, "clients", p.Clients, 20_000_000)
	between(&c, "turnover", p.Turnover, 100_000_000_000)
	between(&c, "balance", p.Balance, 100_000_000_000)
	hasGroupNumbers := p.GroupStaff != nil || p.GroupTurnover != nil || p.GroupBalance != nil
	c.Need(p.InGroup != Unknown || !hasGroupNumbers, "in_group",
		i18n.T("U vulde getallen van een groep in. Kies ja, of maak die velden leeg.", "You gave numbers of a group. Choose yes, or empty those fields."))
	if p.InGroup == Yes {
		between(&c, "group_staff", p.GroupStaff, 2_000_000)
		between(&c, "group_turnover", p.GroupTurnover, 1_000_000_000_000)
		between(&c, "group_balance", p.GroupBalance, 1_000_000_000_000)
		c.Need(p.GroupStaff == nil || p.Staff == nil || *p.GroupStaff >= *p.Staff, "group_staff",
			i18n.T("De hele groep heeft ten minste zo veel medewerkers als uw eigen organisatie.", "The whole group has at least as many staff as your own organisation."))
	}
	for _, f := range p.facts() {
		c.Need(f.Value == Unknown || f.Value == Yes || f.Value == No, f.Name, i18n.T("Kies ja, nee of weet ik niet.", "Choose yes, no or do not know."))
	}
	return c.Fault("org.profile-refused")
}

func between[N int | int64](c *fault.Checker, name string, n *N, limit N) {
	c.Need(n == nil || *n >= 0 && *n <= limit, name,
		i18n.T("Vul een heel getal in van 0 tot en met "+i18n.NL.Num64(int64(limit))+".", "Give a whole number from 0 to "+i18n.EN.Num64(int64(limit))+"."))
}

// A NamedFact is a Fact with the name of its form field.
type NamedFact struct {
	Name  string
	Value Fact
}

func (p Profile) facts() []NamedFact {
	return []NamedFact{
		{"in_group", p.InGroup},
		{"develops_software", p.DevelopsSoftware},
		{"uses_ai", p.UsesAI},
		{"medical_devices", p.MedicalDevices},
		{"exchanges", p.Exchanges},
		{"self_hosted", p.SelfHosted},
		{"cloud", p.Cloud},
		{"designated", p.Designated},
		{"critical", p.Critical},
	}
}
