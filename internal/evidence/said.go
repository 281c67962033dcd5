package evidence

import (
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/legaltime"
)

// What the journal says of evidence. The object is always [Item.Ref].
const (
	ActAdd      = "evidence.add"      // Data: Added
	ActChange   = "evidence.change"   // Data: Changed
	ActLink     = "evidence.link"     // Data: Linked
	ActUnlink   = "evidence.unlink"   // Data: Linked
	ActWithdraw = "evidence.withdraw" // Data: WithdrawnSaid
	ActRestore  = "evidence.restore"  // no data
	ActHold     = "evidence.hold"     // Data: HeldSaid
	ActRelease  = "evidence.release"  // no data
	ActErase    = "evidence.erase"    // Data: ErasedSaid
)

// Added is the data of an entry about a new piece. The hash of the bytes stands
// in the journal, so that nobody can put other bytes in their place later.
type Added struct {
	Title        string   `json:"title"`
	Form         Form     `json:"form"`
	Kind         string   `json:"kind"`
	File         string   `json:"file,omitempty"`
	Size         int64    `json:"size,omitempty"`
	SHA256       string   `json:"sha256,omitempty"`
	URL          string   `json:"url,omitempty"`
	Text         string   `json:"text,omitempty"`
	VouchedBy    string   `json:"vouched_by"`
	SpeaksFrom   string   `json:"speaks_from"`
	SpeaksUntil  string   `json:"speaks_until,omitempty"`
	ValidUntil   string   `json:"valid_until,omitempty"`
	Requirements []string `json:"requirements"`
}

// Linked is the data of an entry about a link with a requirement.
type Linked struct {
	Requirement string `json:"requirement"`
}

// WithdrawnSaid is the data of an entry about a withdrawal.
type WithdrawnSaid struct {
	Because string `json:"because"`
}

// HeldSaid is the data of an entry about a hold.
type HeldSaid struct {
	Because string `json:"because"`
	Until   string `json:"until,omitempty"`
}

func heldSaid(it Item) HeldSaid { return HeldSaid{it.HeldBecause, legaltime.Text(it.HeldUntil)} }

// ErasedSaid is the data of an entry about an erasure. Of what was erased it says
// no more than what stays of it.
type ErasedSaid struct {
	Ground  Ground  `json:"ground"`
	Because string  `json:"because"`
	Erased  []int64 `json:"erased"` // entries of the journal

	Form Form            `json:"form,omitempty"`
	Kind framework.Level `json:"kind,omitempty"`
}

// Changed is the data of an entry about a change.
type Changed struct {
	Changes []Change `json:"changes"`
}

// A Change is one field before and after, as the form names it. Days are
// written as 2026-11-22.
type Change struct {
	Field  string `json:"field"`
	Before string `json:"before"`
	After  string `json:"after"`
}

// Said returns what the journal says of a new piece.
func Said(it Item) Added {
	a := Added{
		Title: it.Title, Form: it.Form, Kind: string(it.Kind), URL: it.URL, Text: it.Text, VouchedBy: it.VouchedBy,
		SpeaksFrom: legaltime.Text(it.SpeaksFrom), SpeaksUntil: legaltime.Text(it.SpeaksUntil), ValidUntil: legaltime.Text(it.ValidUntil),
		Requirements: it.Requirements,
	}
	if it.Form == FileForm {
		a.File, a.Size, a.SHA256 = it.File.Name, it.File.Size, it.File.Sum.String()
	}
	return a
}

// Compare returns what differs between two versions of a piece, of what people may
// change.
func Compare(old, next Item) []Change {
	var changes []Change
	for _, c := range []Change{
		{"title", old.Title, next.Title},
		{"kind", string(old.Kind), string(next.Kind)},
		{"url", old.URL, next.URL},
		{"text", old.Text, next.Text},
		{"vouched_by", old.VouchedBy, next.VouchedBy},
		{"speaks_from", legaltime.Text(old.SpeaksFrom), legaltime.Text(next.SpeaksFrom)},
		{"speaks_until", legaltime.Text(old.SpeaksUntil), legaltime.Text(next.SpeaksUntil)},
		{"valid_until", legaltime.Text(old.ValidUntil), legaltime.Text(next.ValidUntil)},
	} {
		if c.Before != c.After {
			changes = append(changes, c)
		}
	}
	return changes
}
