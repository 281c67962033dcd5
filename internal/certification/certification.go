// Package certification keeps which certificates an organisation and its
// suppliers hold, and says what each is worth today.
//
// # Words
//
// A certificate is of a scheme (what was certified against) in an edition, for a
// scope, issued by a certification body, which may be accredited. It ends on a
// day, or earlier when its edition is withdrawn: see [Certificate.EndsOn].
//
// # What a certificate does not say
//
// A certificate is of its scope alone. One that leaves out the care itself says
// nothing about the care: see [Certificate.Doubts].
package certification

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/ref"
)

// An ID names a certificate, e.g. "crt_01k3q8…".
type ID string

// A Scheme is what was certified against.
type Scheme string

// The schemes. Other is for any that we know nothing of.
const (
	NEN7510  Scheme = "nen7510"
	ISO27001 Scheme = "iso27001"
	Other    Scheme = "other"
)

// Schemes lists every scheme in the order in which people choose.
var Schemes = []Scheme{NEN7510, ISO27001, Other}

// Name returns what people call the scheme.
func (s Scheme) Name() i18n.Text {
	switch s {
	case NEN7510:
		return i18n.Same("NEN 7510")
	case ISO27001:
		return i18n.Same("ISO/IEC 27001")
	case Other:
	}
	return i18n.T("Iets anders", "Something else")
}

// Reach says whether the scope covers the care itself.
type Reach string

// The reaches.
const (
	ReachUnknown Reach = ""    // nobody looked
	WithCare     Reach = "yes" // the primary process is in scope
	WithoutCare  Reach = "no"  // only support, an office or one system
)

// A Certificate is one certificate of the organisation or of a supplier. Days are
// midnight UTC; a zero day is "not said".
type Certificate struct {
	ID         ID        `json:"id"`
	Supplier   string    `json:"supplier,omitempty"` // whose it is; "" for the organisation's own
	Scheme     Scheme    `json:"scheme"`
	Other      string    `json:"other,omitempty"`   // what it is called, for Other
	Edition    string    `json:"edition,omitempty"` // a year, "2017"; "" when not said
	Scope      string    `json:"scope"`             // as the certificate words it
	Reach      Reach     `json:"reach,omitempty"`
	Body       string    `json:"body"`                    // who issued it
	Accredited string    `json:"accreditation,omitempty"` // e.g. "RvA C 000"; "" when none is known
	Number     string    `json:"number,omitempty"`
	From       time.Time `json:"from,omitzero"`
	ValidUntil time.Time `json:"valid_until"` // the last day
	AddedBy    string    `json:"added_by"`    // name, as shown then
	AddedAt    time.Time `json:"added_at"`
	Withdrawn  time.Time `json:"withdrawn,omitzero"` // zero while it is in the register
}

// Ref is the journal's name for the certificate.
func (c Certificate) Ref() ref.Ref { return ref.Ref{Kind: "certification", ID: string(c.ID)} }

// Title is what people call it: "NEN 7510:2017".
func (c Certificate) Title() string {
	name := c.Scheme.Name().NL
	if c.Scheme == Other {
		name = c.Other
	}
	if c.Edition == "" {
		return name
	}
	return name + ":" + c.Edition
}

// An Ending is the day before which certificates of an edition must have moved to
// a newer one. It comes from the calendar of the law.
type Ending struct {
	Scheme  Scheme
	Edition string
	Day     time.Time // the first day on which they no longer count
}

// EndsOn returns the last day on which the certificate counts: the day on it, or
// the last before its edition ends. Moved tells that the edition decides.
func (c Certificate) EndsOn(endings []Ending) (day time.Time, moved bool) {
	day = c.ValidUntil
	for _, e := range endings {
		last := e.Day.AddDate(0, 0, -1)
		if e.Scheme == c.Scheme && strings.HasPrefix(c.Edition, e.Edition) && last.Before(day) {
			day, moved = last, true
		}
	}
	return day, moved
}

// A Standing is how a certificate stands on a day.
type Standing string

// The standings.
const (
	Valid    Standing = "valid"
	EndsSoon Standing = "ending" // within Ahead days
	Ended    Standing = "ended"
)

// Ahead is how many days before its end a certificate stands out: renewing takes
// an audit, and an audit takes months.
const Ahead = 180

// Standing returns how the certificate stands today.
func (c Certificate) Standing(today time.Time, endings []Ending) Standing {
	end, _ := c.EndsOn(endings)
	switch {
	case today.After(end):
		return Ended
	case today.AddDate(0, 0, Ahead).After(end):
		return EndsSoon
	}
	return Valid
}

// Doubts says what a reader of the certificate should know.
func (c Certificate) Doubts(endings []Ending) (all []i18n.Text) {
	if c.Reach == WithoutCare {
		all = append(all, i18n.T("De zorg zelf valt niet onder dit certificaat. Over de zorg zegt het dus niets.", "The care itself is not under this certificate. So it says nothing about the care."))
	}
	if c.Reach == ReachUnknown {
		all = append(all, i18n.T("Wij weten niet of de zorg zelf eronder valt. Lees de scope na.", "We do not know whether the care itself is under it. Read the scope."))
	}
	if c.Accredited == "" {
		all = append(all, i18n.T("Er staat geen accreditatie bij. Dan heeft niemand de beoordelaar getoetst.", "No accreditation is given. Then nobody tested the assessor."))
	}
	if end, moved := c.EndsOn(endings); moved {
		all = append(all, i18n.T(
			"Deze editie telt na "+i18n.NL.Day(end)+" niet meer, wat er ook op het certificaat staat.",
			"This edition no longer counts after "+i18n.EN.Day(end)+", whatever the certificate says."))
	}
	return all
}

// Order puts certificates in the order in which people look: the organisation's
// own before those of suppliers, and among them what ends first.
func Order(all []Certificate, endings []Ending) {
	slices.SortStableFunc(all, func(a, b Certificate) int {
		endA, _ := a.EndsOn(endings)
		endB, _ := b.EndsOn(endings)
		return cmp.Or(cmp.Compare(min(1, len(a.Supplier)), min(1, len(b.Supplier))), endA.Compare(endB), cmp.Compare(a.ID, b.ID))
	})
}

// The longest texts, in characters.
const (
	maxName  = 200
	maxScope = 2000
)

// check complains about every field that cannot be stored as it is.
func (c Certificate) check(k *fault.Checker) {
	k.Need(slices.Contains(Schemes, c.Scheme), "scheme", i18n.T("Kies waarvoor het certificaat is.", "Choose what the certificate is for."))
	k.Need(c.Scheme != Other || c.Other != "", "other", i18n.T("Schrijf op hoe dit certificaat heet.", "Write what this certificate is called."))
	k.Line(c.Other, "other", maxName)
	k.Line(c.Supplier, "supplier", maxName)
	k.Need(c.Edition == "" || isYear(c.Edition), "edition", i18n.T("Schrijf de editie als jaartal, bijvoorbeeld 2024.", "Write the edition as a year, such as 2024."))
	k.Need(c.Scope != "", "scope", i18n.T("Neem over wat er als scope op het certificaat staat.", "Copy what the certificate gives as its scope."))
	k.Text(c.Scope, "scope", maxScope)
	k.Need(c.Reach == ReachUnknown || c.Reach == WithCare || c.Reach == WithoutCare, "reach", i18n.T("Kies of de zorg zelf eronder valt.", "Choose whether the care itself is under it."))
	k.Need(c.Body != "", "body", i18n.T("Schrijf op wie het certificaat heeft afgegeven.", "Write who issued the certificate."))
	k.Line(c.Body, "body", maxName)
	k.Line(c.Accredited, "accreditation", maxName)
	k.Line(c.Number, "number", maxName)
	k.Day(c.From, "from")
	k.Need(!c.ValidUntil.IsZero(), "valid_until", i18n.T("Vul in tot en met welke dag het geldt.", "Give the last day on which it is valid."))
	k.Day(c.ValidUntil, "valid_until")
	k.Need(c.From.IsZero() || c.ValidUntil.IsZero() || !c.ValidUntil.Before(c.From), "valid_until", i18n.T("Deze dag ligt vóór de dag waarop het is afgegeven.", "This day is before the day on which it was issued."))
}

func isYear(s string) bool {
	return len(s) == 4 && strings.Trim(s, "0123456789") == "" && s >= "1990" && s <= "2100"
}
