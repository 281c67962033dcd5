package indicator

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"unicode/utf8"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
)

// The limits of one incident and of what people type, the latter in characters.
const (
	MaxEach   = 5000 // traces of one incident, those that were taken out included
	MaxSource = 200
	MaxNote   = 1000
)

// Merge adds to a trace what another report of the same trace tells: it was seen from
// the earlier moment to the later one, it is valid from the earlier one, and the
// narrower marking holds. What this one
// says itself stays. Changed tells whether that made a difference.
func (i Indicator) Merge(o Indicator) (merged Indicator, changed bool) {
	merged = i
	if !o.First.IsZero() && (i.First.IsZero() || o.First.Before(i.First)) {
		merged.First = o.First
	}
	if o.Last.After(i.Last) {
		merged.Last = o.Last
	}
	if !merged.Last.IsZero() && merged.Last.Before(merged.First) { // each told one end
		merged.First, merged.Last = merged.Last, merged.First
	}
	if !o.Valid.IsZero() && (i.Valid.IsZero() || o.Valid.Before(i.Valid)) {
		merged.Valid = o.Valid
	}
	merged.Source = both(i.Source, o.Source, MaxSource)
	merged.Note = both(i.Note, o.Note, MaxNote)
	merged.Confidence = max(i.Confidence, o.Confidence)
	if narrower(o.TLP, i.TLP) {
		merged.TLP = o.TLP
	}
	merged.Gone = "" // somebody reports it again
	return merged, merged != i
}

// narrower reports whether fewer may read a than b.
func narrower(a, b TLP) bool { return rank(a) > rank(b) }

// Narrowest is the marking of some traces that fewest may read; "" when none has one.
func Narrowest(all []Indicator) (t TLP) {
	for _, i := range all {
		if narrower(i.TLP, t) {
			t = i.TLP
		}
	}
	return t
}

func rank(t TLP) int {
	for n, one := range TLPs {
		if one == t {
			return n + 1
		}
	}
	return 0
}

// both is a text with another behind it, where it says something new and there is
// room.
func both(a, b string, limit int) string {
	switch {
	case a == "":
		return b
	case b == "" || strings.Contains(a, b) || utf8.RuneCountInString(a)+utf8.RuneCountInString(b)+2 > limit:
		return a
	}
	return a + "; " + b
}

// Check complains about what a trace cannot be.
func (i Indicator) Check(k *fault.Checker) {
	clean, ok := As(i.Kind, i.Value)
	k.Need(ok && clean.Value == i.Value, "value", i18n.T("Dit is geen "+strings.ToLower(i.Kind.Name().NL)+". Kijk of alles er staat.", "This is no such thing: "+strings.ToLower(i.Kind.Name().EN)+". Check that all of it is there."))
	k.Line(i.Source, "source", MaxSource)
	k.Text(i.Note, "note", MaxNote)
	k.Need(i.Confidence >= 0 && i.Confidence <= 100, "confidence", i18n.T("Vul een getal in van 0 tot en met 100.", "Give a number from 0 to 100."))
	k.Need(i.TLP == "" || rank(i.TLP) > 0, "tlp", i18n.T("Kies een kleur uit de lijst.", "Choose a colour from the list."))
	k.Need(i.First.IsZero() || i.Last.IsZero() || !i.Last.Before(i.First), "last", i18n.T("Het kan niet voor het laatst gezien zijn voordat het voor het eerst gezien is.", "It cannot be last seen before it was first seen."))
}

// Together merges traces that are the same, in the order of lists.
func Together(all []Indicator) (once []Indicator, doubles int) {
	type key struct {
		k Kind
		v string
	}
	at := map[key]int{}
	for _, i := range all {
		if n, ok := at[key{i.Kind, i.Value}]; ok {
			once[n], _ = once[n].Merge(i)
			doubles++
			continue
		}
		at[key{i.Kind, i.Value}] = len(once)
		once = append(once, i)
	}
	return once, doubles
}

// Key names the trace in an address.
func (i Indicator) Key() string {
	sum := sha256.Sum256([]byte(string(i.Kind) + "\n" + i.Value))
	return hex.EncodeToString(sum[:12])
}
