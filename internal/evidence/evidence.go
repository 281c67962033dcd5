// Package evidence keeps what an organisation can show: files, links, notes, and
// the places where papers lie. It decides what a piece of evidence is worth
// today, and which files are safe enough to keep.
//
// # Words
//
// A piece of evidence is an [Item]. Its form is how we have it; its kind is the
// level for which it speaks: design, existence or operation. It speaks of a day
// or a period, which is not the day on which somebody added it. Somebody vouches
// for it. It is linked to requirements, and one piece may serve many of them.
//
// # Erasing
//
// A piece that is withdrawn stays, with all it says. A piece that is erased says
// nothing any more: see [Service.Erase]. A piece that is held cannot be erased.
//
// # What counts
//
// See [Item.Counts]. In short: a piece counts for its own level only, not once it
// is withdrawn or erased, not before the period of which it speaks has begun, and for
// operation not once it has expired.
package evidence

import (
	"slices"
	"strings"
	"time"

	"aantoonbaar/internal/blob"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/ref"
)

// An ID names a piece of evidence, e.g. "evi_01k3q8…".
type ID string

// A Form is how we have a piece of evidence.
type Form string

// The forms.
const (
	FileForm Form = "file"  // the bytes themselves
	Link     Form = "link"  // an address on the web
	Note     Form = "note"  // words, written here
	Place    Form = "place" // where it lies, e.g. "in het kwaliteitshandboek, hoofdstuk 4"
)

// Forms lists every form in the order in which people choose.
var Forms = []Form{FileForm, Link, Note, Place}

var formNames = map[Form]i18n.Text{
	FileForm: i18n.T("Bestand", "File"),
	Link:     i18n.T("Link", "Link"),
	Note:     i18n.T("Notitie", "Note"),
	Place:    i18n.T("Vindplaats", "Place"),
}

// Name returns what people call the form.
func (f Form) Name() i18n.Text { return formNames[f] }

// A File is what we know of the bytes of a piece of evidence. The bytes never
// change: a newer version is a new piece.
type File struct {
	Name  string // as the person's computer had it, without folders
	Size  int64  // bytes
	Media string // type, as its content shows, e.g. "application/pdf"
	Sum   blob.Sum
}

// An Item is one piece of evidence. Days are midnight UTC; a zero day is "not said".
type Item struct {
	ID    ID
	Title string
	Form  Form
	Kind  framework.Level

	File File   // FileForm only
	URL  string // Link only
	Text string // Note: what it says; Place: where it lies

	VouchedBy   string    // the person or role who stands for it, in the organisation's own words
	SpeaksFrom  time.Time // the day, or the first day, of which it speaks
	SpeaksUntil time.Time // the last day; zero when it speaks of one day
	ValidUntil  time.Time // the last day on which it may be relied on; zero for no end

	Requirements []string // IDs of the catalogue, sorted

	AddedAt   time.Time
	AddedBy   identity.PersonID
	AddedName string // of that person, as it was then

	WithdrawnAt      time.Time // zero while it holds
	WithdrawnBecause string

	HeldBecause string    // why it may not be erased; "" when nothing keeps it
	HeldUntil   time.Time // the last day on which that holds; zero for no end

	ErasedAt      time.Time // zero while it says something; then only ID, form, kind, who and when are left
	ErasedGround  Ground
	ErasedBecause string

	Version int64 // grows with every change; a form sends back the one it was made from
}

// Ref is the journal's name for the piece.
func (it Item) Ref() ref.Ref { return ref.Ref{Kind: "evidence", ID: string(it.ID)} }

// HasNote reports whether a note that still stands names sum, the SHA-256 of what
// was signed or reported.
func HasNote(items []Item, sum string) bool {
	return slices.ContainsFunc(items, func(it Item) bool {
		return it.WithdrawnAt.IsZero() && it.ErasedAt.IsZero() && it.Form == Note && strings.Contains(it.Text, sum)
	})
}

// LinkedTo reports whether the piece is linked to the requirement.
func (it Item) LinkedTo(requirement string) bool {
	return slices.Contains(it.Requirements, requirement)
}

// A Standing is how a piece of evidence stands on a day.
type Standing string

// The standings.
const (
	Fresh     Standing = "fresh"
	Expiring  Standing = "expiring" // still valid, for Ahead days at most
	Expired   Standing = "expired"
	Withdrawn Standing = "withdrawn"
	Erased    Standing = "erased"
)

// Standings lists every standing, the one that needs work first.
var Standings = []Standing{Expired, Expiring, Fresh, Withdrawn, Erased}

var standingNames = map[Standing]i18n.Text{
	Fresh:     i18n.T("Geldig", "Valid"),
	Expiring:  i18n.T("Verloopt binnenkort", "Expires soon"),
	Expired:   i18n.T("Verlopen", "Expired"),
	Withdrawn: i18n.T("Ingetrokken", "Withdrawn"),
	Erased:    i18n.T("Gewist", "Erased"),
}

// Name returns what people call the standing.
func (s Standing) Name() i18n.Text { return standingNames[s] }

// Ahead is how many days before its end a piece begins to stand out.
const Ahead = 60

// Standing returns how the piece stands today. It is valid up to and including
// the day ValidUntil; from Ahead days before that day it is Expiring.
func (it Item) Standing(today time.Time) Standing {
	switch {
	case !it.ErasedAt.IsZero():
		return Erased
	case !it.WithdrawnAt.IsZero():
		return Withdrawn
	case it.ValidUntil.IsZero():
		return Fresh
	case today.After(it.ValidUntil):
		return Expired
	case !today.Before(it.ValidUntil.AddDate(0, 0, -Ahead)):
		return Expiring
	}
	return Fresh
}

// IsHeld reports whether the piece may not be erased today.
func (it Item) IsHeld(today time.Time) bool {
	return it.HeldBecause != "" && (it.HeldUntil.IsZero() || !today.After(it.HeldUntil))
}

// Early reports whether the piece speaks of the future only.
func (it Item) Early(today time.Time) bool { return it.SpeaksFrom.After(today) }

// Counts reports whether the piece supports the level today.
//
// A piece speaks for its own kind only: a policy does not show that anybody
// keeps to it. One that is withdrawn counts for nothing, and neither does one
// that speaks of the future only: a plan to test is no test. A period that has
// begun counts, for it speaks of days that are past.
//
// What has expired never counts for operation. For design and existence it goes
// on counting: a policy past its date of review is still what was agreed, and
// stands out until somebody has looked at it. What is about to expire counts.
func (it Item) Counts(level framework.Level, today time.Time) bool {
	if it.Kind != level || it.Early(today) {
		return false
	}
	switch it.Standing(today) {
	case Withdrawn, Erased:
		return false
	case Expired:
		return level != framework.Operation
	case Fresh, Expiring:
		return true
	}
	return false
}

// A Footing is what lies behind one requirement.
type Footing struct {
	Holds  map[framework.Level]bool // at least one piece counts
	Lapsed map[framework.Level]bool // there are pieces, and every one of them has expired
	Pieces int                      // linked and not withdrawn
}

// Footings returns what lies behind each requirement today, by its ID.
// Requirements without evidence are not in it.
func Footings(items []Item, today time.Time) map[string]Footing {
	all := map[string]Footing{}
	valid := map[string]map[framework.Level]bool{}
	for _, it := range items {
		standing := it.Standing(today)
		if standing == Withdrawn || standing == Erased {
			continue
		}
		for _, r := range it.Requirements {
			f := all[r]
			if f.Holds == nil {
				f.Holds, f.Lapsed = map[framework.Level]bool{}, map[framework.Level]bool{}
				valid[r] = map[framework.Level]bool{}
			}
			f.Pieces++
			f.Holds[it.Kind] = f.Holds[it.Kind] || it.Counts(it.Kind, today)
			valid[r][it.Kind] = valid[r][it.Kind] || standing != Expired
			f.Lapsed[it.Kind] = !valid[r][it.Kind]
			all[r] = f
		}
	}
	return all
}
