package dossier

// A Verdict is how a claim stands after checking.
type Verdict string

// The verdicts, the worst first.
const (
	Contradicted Verdict = "contradicted" // the dossier itself shows otherwise, or was changed
	NotProven    Verdict = "not-proven"   // nothing in the dossier shows otherwise, and something is missing
	Proven       Verdict = "proven"
)

// A Finding is a claim with its verdict.
type Finding struct {
	Claim   string   `json:"claim"`
	Verdict Verdict  `json:"verdict"`
	Why     []string `json:"why,omitempty"` // what is missing or wrong; nothing for Proven
}

// A Report is the outcome of checking a dossier.
type Report struct {
	Verdict      Verdict   `json:"verdict"` // the worst of the whole and of every claim
	Org          string    `json:"org"`
	Organisation string    `json:"organisation"`
	At           string    `json:"at"`   // of the last entry, by the server's clock
	Size         int64     `json:"size"` // entries in the journal
	Root         string    `json:"root"` // base64
	Erased       int       `json:"erased"`
	Closed       int       `json:"closed"` // entries of which the dossier shows the record only
	Key          string    `json:"key"`    // under which the checkpoint stands
	KeyGiven     bool      `json:"key_given"`
	Problems     []string  `json:"problems,omitempty"` // what is wrong with the file as a whole
	Findings     []Finding `json:"findings"`

	Book Book `json:"-"` // what was checked
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
		switch {
		case len(r.Problems) > 0 && f.Verdict != Contradicted:
			f.Verdict, f.Why = NotProven, append(f.Why, "the file as a whole does not hold")
		case !r.KeyGiven && f.Verdict == Proven:
			f.Verdict, f.Why = NotProven, []string{"no public key was given: anybody could have made this file"}
		}
		if f.Verdict == Contradicted || f.Verdict == NotProven && r.Verdict == Proven {
			r.Verdict = f.Verdict
		}
	}
	if len(r.Problems) > 0 {
		r.Verdict = Contradicted
	}
}
