package dossier

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/audit"
	"aantoonbaar/internal/board"
	"aantoonbaar/internal/duty"
	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/plan"
	"aantoonbaar/internal/ref"
)

// A Kind says of what sort of record a claim speaks.
type Kind string

// The kinds. Each has a field of [Says] of its own.
const (
	OfProfile  Kind = "profile"
	OfAnswer   Kind = "answer"
	OfEvidence Kind = "evidence"
	OfAction   Kind = "action"
	OfApproval Kind = "approval"

	OfAssessment Kind = "assessment"
)

// kinds are the kinds in the order in which people read, by the kind of record
// in the journal.
var kinds = []struct {
	object string
	kind   Kind
}{
	{"profile", OfProfile}, {"requirement", OfAnswer}, {"evidence", OfEvidence}, {"action", OfAction}, {"approval", OfApproval}, {"audit", OfAssessment},
}

// A Claim is what the journal says of one record at the size of the dossier.
type Claim struct {
	ID      string  `json:"id"` // the record, as the journal names it: "evidence/evi_…"
	Kind    Kind    `json:"kind"`
	Entries []int64 `json:"entries"` // every entry about it that can carry a claim; the last decides
	At      string  `json:"at"`      // when the last was written, by the server's clock, RFC 3339
	By      string  `json:"by"`      // the name of who did it, as shown then; "" once erased
	Erased  bool    `json:"erased,omitempty"`
	Says    Says    `json:"says"`
}

// Claims are those of a dossier.
type Claims []Claim

// shortestClaim is fewer bytes than any claim takes in a file.
const shortestClaim = 100

// UnmarshalJSON implements [json.Unmarshaler]. It refuses a list with more claims
// than there can be in so many bytes: "{}" takes hundreds of times its size in memory.
func (c *Claims) UnmarshalJSON(text []byte) error {
	d := json.NewDecoder(bytes.NewReader(text))
	if begins, err := d.Token(); err != nil || begins != json.Delim('[') {
		return err // null is no list, and no claims
	}
	for d.More() {
		if len(*c) > len(text)/shortestClaim {
			return errors.New("the claims are too short to be any")
		}
		var next Claim
		if err := d.Decode(&next); err != nil {
			return err
		}
		*c = append(*c, next)
	}
	return nil
}

// Says is what a claim says. Exactly one field is set; none when what was said is
// gone without an entry that says so.
type Says struct {
	Profile  *duty.Told         `json:"profile,omitempty"`
	Answer   *assessment.Answer `json:"answer,omitempty"`
	Evidence *Piece             `json:"evidence,omitempty"`
	Action   *plan.Action       `json:"action,omitempty"`
	Approval *board.Signed      `json:"approval,omitempty"`

	Assessment *audit.Signed `json:"assessment,omitempty"` // the report that was signed last

	Erasure *evidence.ErasedSaid `json:"erasure,omitempty"` // why there is nothing else
}

// A Piece is a piece of evidence as a claim tells it.
type Piece struct {
	evidence.Added
	AddedAt   string `json:"added_at"`            // when its file came in: the day before which it cannot be dated
	Withdrawn string `json:"withdrawn,omitempty"` // why it no longer counts; "" while it does
}

// Draw works out what the entries claim. It reads what was opened only; entries
// that carry no claim are passed over. Claims come by kind, then in the order in
// which their records first appear.
func Draw(entries []journal.Entry) ([]Claim, error) {
	place := map[ref.Ref]int{} // of a record in records
	var records [][]int        // of each, the indexes of its entries
	for i := range entries {
		e := &entries[i]
		if !opens(e.Action) || kindOf(e.Object) == "" {
			continue
		}
		at, known := place[e.Object]
		if !known {
			at = len(records)
			place[e.Object], records = at, append(records, nil)
		}
		records[at] = append(records[at], i)
	}
	claims := make([]Claim, 0, len(records))
	for _, about := range records {
		c, err := claim(entries, about)
		if err != nil {
			return nil, fmt.Errorf("claim about %s: %w", entries[about[0]].Object, err)
		}
		claims = append(claims, c)
	}
	slices.SortStableFunc(claims, func(a, b Claim) int { return cmp.Compare(a.Kind.order(), b.Kind.order()) })
	return claims, nil
}

func kindOf(r ref.Ref) Kind {
	for _, k := range kinds {
		if k.object == r.Kind {
			return k.kind
		}
	}
	return ""
}

func (k Kind) order() int {
	for i, x := range kinds {
		if x.kind == k {
			return i
		}
	}
	return len(kinds)
}

// claim works out what the entries about one record say, of which about are the
// indexes.
func claim(entries []journal.Entry, about []int) (Claim, error) {
	last := entries[about[len(about)-1]]
	c := Claim{ID: last.Object.String(), Kind: kindOf(last.Object), At: journal.Stamp(last.At), By: last.ActorName}
	c.Entries = make([]int64, 0, len(about))
	for _, i := range about {
		c.Entries = append(c.Entries, entries[i].Seq)
		c.Erased = c.Erased || entries[i].Data == nil
	}
	if c.Erased {
		c.Says.Erasure = erasure(entries, about)
		return c, nil
	}
	var err error
	switch c.Kind {
	case OfProfile:
		c.Says.Profile, err = after[duty.Told](last)
	case OfAnswer:
		c.Says.Answer, err = after[assessment.Answer](last)
	case OfAction:
		c.Says.Action, err = after[plan.Action](last)
	case OfApproval:
		c.Says.Approval = new(board.Signed)
		err = json.Unmarshal(last.Data, c.Says.Approval)
	case OfAssessment:
		c.Says.Assessment = new(audit.Signed)
		err = json.Unmarshal(last.Data, c.Says.Assessment)
	case OfEvidence:
		c.Says.Evidence, err = piece(entries, about)
	}
	return c, err
}

// after reads how a record stood after an entry that tells so.
func after[V any](e journal.Entry) (*V, error) {
	var said struct{ After *V }
	if err := json.Unmarshal(e.Data, &said); err != nil {
		return nil, fmt.Errorf("entry %d: %w", e.Seq, err)
	}
	if said.After == nil {
		return nil, fmt.Errorf("entry %d does not say how things were after it", e.Seq)
	}
	return said.After, nil
}

// piece brings a piece of evidence to how it stood after the last entry about it.
func piece(entries []journal.Entry, about []int) (*Piece, error) {
	var told []journal.Entry
	for _, i := range about {
		told = append(told, entries[i])
	}
	items, err := evidence.Replay(told)
	if err != nil {
		return nil, err
	}
	if len(items) != 1 {
		return nil, fmt.Errorf("%d pieces in the entries about one", len(items))
	}
	it := items[0]
	return &Piece{Added: evidence.Said(it), AddedAt: journal.Stamp(it.AddedAt), Withdrawn: it.WithdrawnBecause}, nil
}

// erasure is what the last entry about a record says of its erasure; nil unless it
// names every entry whose words are gone.
func erasure(entries []journal.Entry, about []int) *evidence.ErasedSaid {
	last := entries[about[len(about)-1]]
	var said evidence.ErasedSaid
	if last.Action != evidence.ActErase || json.Unmarshal(last.Data, &said) != nil {
		return nil
	}
	for _, i := range about {
		if entries[i].Data == nil && !slices.Contains(said.Erased, entries[i].Seq) {
			return nil
		}
	}
	return &said
}
