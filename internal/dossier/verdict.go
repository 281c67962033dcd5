package dossier

import "aantoonbaar/internal/i18n"

// A Verdict is how a claim stands after checking.
type Verdict string

// The verdicts, the worst first.
const (
	Contradicted Verdict = "contradicted" // the dossier itself shows otherwise, or was changed
	NotProven    Verdict = "not-proven"   // nothing in the dossier shows otherwise, and something is missing
	Erased       Verdict = "erased"       // proven that something was said and later erased, by an entry that says so; what it was cannot be shown
	Proven       Verdict = "proven"
)

// Name returns the verdict as people say it, to follow "is".
func (v Verdict) Name() i18n.Text {
	switch v {
	case Proven:
		return i18n.T("bewezen", "proven")
	case Erased:
		return i18n.T("gewist", "erased")
	case NotProven:
		return i18n.T("niet bewezen", "not proven")
	case Contradicted:
		return i18n.T("weersproken", "contradicted")
	}
	return i18n.Same(string(v))
}

// A Finding is a claim with its verdict.
type Finding struct {
	Claim   string   `json:"claim"`
	Verdict Verdict  `json:"verdict"`
	Why     []Reason `json:"why,omitempty"` // what is missing, wrong or erased; nothing for Proven
}

// A Report is the outcome of checking a dossier.
type Report struct {
	Verdict      Verdict   `json:"verdict"` // the worst of the whole and of every claim: Contradicted, NotProven or Proven
	Org          string    `json:"org"`
	Organisation string    `json:"organisation"`
	At           string    `json:"at"`           // of the last entry, by the server's clock
	On           string    `json:"on,omitempty"` // the day on which what counts was reckoned, as whoever signed says; "" for that of At
	Size         int64     `json:"size"`         // entries in the journal
	Root         string    `json:"root"`         // base64
	Erased       int       `json:"erased"`
	Closed       int       `json:"closed"` // entries of which the dossier shows the record only
	Key          string    `json:"key"`    // under which the checkpoint stands
	KeyGiven     bool      `json:"key_given"`
	Strangers    []string  `json:"strangers,omitempty"` // keys, or files, that no key that was given vouches for; nothing without a key
	Problems     []Reason  `json:"problems,omitempty"`  // what is wrong with the file as a whole
	Findings     []Finding `json:"findings"`

	Rotations []Rotation `json:"rotations,omitempty"` // of signing keys, oldest first
	Anchors   []Sighting `json:"anchors,omitempty"`   // what others saw, by size

	Book Book `json:"-"` // what was checked
	Log  *Log `json:"-"` // the journal in it; nil when the file as a whole does not hold
}

// Count returns how many claims have a verdict.
func (r *Report) Count(v Verdict) (n int) {
	for _, f := range r.Findings {
		if f.Verdict == v {
			n++
		}
	}
	return n
}

// conclude makes the verdict of the whole: nothing in a file that is not whole
// can be relied on, and nothing is proven under a key that nobody vouches for.
func (r *Report) conclude() {
	r.Verdict = Proven
	for i := range r.Findings {
		f := &r.Findings[i]
		r.weaken(&f.Verdict, &f.Why)
		if f.Verdict == Contradicted || f.Verdict == NotProven && r.Verdict == Proven {
			r.Verdict = f.Verdict
		}
	}
	for i := range r.Anchors { // an anchor that is not proven takes nothing from a claim
		s := &r.Anchors[i]
		r.weaken(&s.Verdict, &s.Why)
		if s.Verdict == Contradicted {
			r.Verdict = Contradicted
		}
	}
	if len(r.Problems) > 0 {
		r.Verdict = Contradicted
	}
}

// strangers is why nothing is proven under a key that was not given.
var strangers = because(
	"het is ondertekend met een andere sleutel dan is opgegeven, en niets in dit bestand leidt van de een naar de ander, zoals wanneer de opgegeven sleutel nieuwer is: vraag de sleutel van toen, of een nieuwer dossier",
	"it is signed under another key than was given, and nothing in this file leads from one to the other, as when the key that was given is newer: ask for the key of then, or for a newer dossier")

// weaken takes back what cannot be said of a part of this file.
func (r *Report) weaken(verdict *Verdict, why *[]Reason) {
	switch {
	case len(r.Problems) > 0 && *verdict != Contradicted:
		*verdict, *why = NotProven, append(*why, because("het bestand als geheel klopt niet", "the file as a whole does not hold"))
	case !r.KeyGiven && (*verdict == Proven || *verdict == Erased):
		*verdict, *why = NotProven, []Reason{because("er is geen openbare sleutel opgegeven: iedereen kan dit bestand hebben gemaakt", "no public key was given: anybody could have made this file")}
	case len(r.Strangers) > 0 && (*verdict == Proven || *verdict == Erased):
		*verdict, *why = NotProven, []Reason{strangers}
	}
}
