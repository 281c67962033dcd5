// Package rounds is the work of reviewing access logs: the files that come in, the plan
// that management approves, rounds by that plan, the few looks that a person judges,
// and the report.
//
// # Words
//
// A [Load] is a file that came in: a log, or a list of what explains. A [Plan] says
// what is reviewed, how much and how often. A [Round] reviews one period by the plan
// and never changes once it was worked out. A [Case] is what one person looks at in it.
//
// # Names
//
// What is worked with are keys ([accesslog.Key]). The numbers and names behind them lie
// sealed in files of their own, apart from the events, and are opened for one case at a
// time; that somebody did is in the journal. The secret of the keys lies apart too.
package rounds

import (
	"cmp"
	"fmt"
	"slices"

	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/record"
	"aantoonbaar/internal/ref"
)

// Page is where the pages of this room begin.
const Page = "/inzage"

// An ID names a record of this room, e.g. "lod_01k3q8…".
type ID string

// A Change is who changed a record of this room last.
type Change = record.Change

// Entered is a record with its entry of the journal.
type Entered = record.Entered

// The kinds of records, as the journal names them.
const (
	LoadKind   = "accesslog-load"
	PlanKind   = "accesslog-plan"
	RoundKind  = "accesslog-round"
	CaseKind   = "accesslog-case"
	SecretKind = "accesslog-secret"
	ToldKind   = "accesslog-told"
)

// QuestionOf is the journal's name for the question about a case, of which the link
// tells: not that of the case, which only tells of its own.
func QuestionOf(id ID) ref.Ref { return ref.Ref{Kind: "accesslog-question", ID: string(id)} }

var kinds = []string{LoadKind, PlanKind, RoundKind, CaseKind, SecretKind, ToldKind}

// A Secret says in which file the secret of the keys lies. There is one.
type Secret struct {
	Sum string `json:"sum"` // SHA-256 of the file, in hexadecimal
	Change
}

// Ref is the journal's name for it.
func (s Secret) Ref() ref.Ref { return ref.Ref{Kind: SecretKind, ID: "secret"} }

// Held is everything that this room keeps of one organisation.
type Held struct {
	Loads  []Load   // newest first, those that were taken out included
	Plans  []Plan   // none or one
	Rounds []Round  // newest first
	Cases  []Case   // by round, newest first, and number
	Secret []Secret // none or one
	Told   []Told   // newest first
}

// Put adds a record of a kind, as a store keeps it.
func (h *Held) Put(kind string, text []byte) error {
	switch kind {
	case LoadKind:
		return record.Read(&h.Loads, text)
	case PlanKind:
		return record.Read(&h.Plans, text)
	case RoundKind:
		return record.Read(&h.Rounds, text)
	case CaseKind:
		return record.Read(&h.Cases, text)
	case SecretKind:
		return record.Read(&h.Secret, text)
	case ToldKind:
		return record.Read(&h.Told, text)
	}
	return fmt.Errorf("log review keeps no %q", kind)
}

// Order puts everything in the order in which it is shown.
func (h *Held) Order() {
	slices.SortFunc(h.Loads, func(a, b Load) int { return cmp.Compare(b.ID, a.ID) })
	slices.SortFunc(h.Told, func(a, b Told) int { return cmp.Compare(b.ID, a.ID) })
	slices.SortFunc(h.Rounds, func(a, b Round) int { return cmp.Compare(b.ID, a.ID) })
	slices.SortFunc(h.Cases, func(a, b Case) int {
		return cmp.Or(cmp.Compare(b.Round, a.Round), cmp.Compare(a.Number, b.Number))
	})
}

// Recall returns what was held after the given entries, which are those of a journal
// from its start, oldest first. Unknown names records of which the content was erased.
func Recall(entries []journal.Entry) (h Held, unknown []ref.Ref, err error) {
	if unknown, err = record.Last(entries, kinds, h.Put); err != nil {
		return Held{}, nil, err
	}
	h.Order()
	return h, unknown, nil
}

// Load returns the file with the ID; ok is false when there is none.
func (h Held) Load(id ID) (Load, bool) {
	return record.Find(h.Loads, func(l Load) bool { return l.ID == id })
}

// Round returns the round with the ID; ok is false when there is none.
func (h Held) Round(id ID) (Round, bool) {
	return record.Find(h.Rounds, func(r Round) bool { return r.ID == id })
}

// Newest returns the newest round that was not broken off; ok is false when there is none.
func (h Held) Newest() (Round, bool) {
	return record.Find(h.Rounds, func(r Round) bool { return r.Broken == nil })
}

// Case returns the case with the ID; ok is false when there is none.
func (h Held) Case(id ID) (Case, bool) {
	return record.Find(h.Cases, func(c Case) bool { return c.ID == id })
}

// Plan is the plan that there is, or the one to begin with.
func (h Held) Plan() Plan {
	if len(h.Plans) > 0 {
		return h.Plans[0]
	}
	return Begin
}

// Of are the cases of a round, in their order.
func (h Held) Of(round ID) (cases []Case) {
	for _, c := range h.Cases {
		if c.Round == round {
			cases = append(cases, c)
		}
	}
	return cases
}

// Counting are the files that count: read, and not taken out.
func (h Held) Counting() (loads []Load) {
	for _, l := range h.Loads {
		if l.Stage == Kept {
			loads = append(loads, l)
		}
	}
	return loads
}
