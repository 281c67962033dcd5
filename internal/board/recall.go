package board

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/ref"
)

// Recall brings what the board was asked, decided and signed to how it stood
// after the given entries, which are those of a journal from its start, oldest
// first; entries about anything else are passed over. Unknown names what was
// erased: it is left out.
//
// An approval comes without Text and Note: the journal has the document's SHA-256,
// by which whoever keeps documents can find it, and the checkpoint lies beside the
// journal. Entries that are older than the pages of an earlier day have no Role.
func Recall(entries []journal.Entry) (held Held, unknown []ref.Ref, err error) {
	r := recall{decisions: map[string]*Decision{}, certificates: map[string]*Certificate{}}
	for _, e := range entries {
		if err := r.take(e); err != nil {
			return Held{}, nil, fmt.Errorf("recall entry %d: %w", e.Seq, err)
		}
	}
	return r.held(), r.unknown(), nil
}

// A recall is a journal half-way. Nil stands for what was erased.
type recall struct {
	decisions    map[string]*Decision
	certificates map[string]*Certificate
	sentence     *Sentence
	said         bool // there was a sentence
	approvals    []Approval
	lost         []ref.Ref // approvals of which the content was erased
}

func (r *recall) take(e journal.Entry) error {
	switch e.Action {
	case "board.ask", "board.decide", "board.withdraw":
		return last(e, r.decisions)
	case "certificate.add", "certificate.withdraw":
		return last(e, r.certificates)
	case "board.say":
		r.said, r.sentence = true, nil
		if e.Data == nil {
			return nil
		}
		r.sentence = new(Sentence)
		return json.Unmarshal(e.Data, r.sentence)
	case "board.approve":
		return r.approved(e)
	}
	return nil
}

// last keeps what the entry says of its object: all of it, each time.
func last[V any](e journal.Entry, byID map[string]*V) error {
	byID[e.Object.ID] = nil
	if e.Data == nil {
		return nil
	}
	v := new(V)
	byID[e.Object.ID] = v
	return json.Unmarshal(e.Data, v)
}

func (r *recall) approved(e journal.Entry) error {
	if e.Data == nil {
		r.lost = append(r.lost, e.Object)
		return nil
	}
	var s Signed
	if err := json.Unmarshal(e.Data, &s); err != nil {
		return err
	}
	r.approvals = append(r.approvals, Approval{
		ID: s.Approval, Subject: s.Subject, SHA256: s.SHA256, By: identity.PersonID(e.ActorID), Name: e.ActorName, Role: s.Role,
		At: e.At, Words: s.Words, Size: e.Seq + 1,
	})
	return nil
}

func (r *recall) held() Held {
	h := Held{Approvals: r.approvals}
	if r.sentence != nil {
		h.Sentence = *r.sentence
	}
	for _, d := range r.decisions {
		if d != nil {
			h.Decisions = append(h.Decisions, *d)
		}
	}
	for _, c := range r.certificates {
		if c != nil {
			h.Certificates = append(h.Certificates, *c)
		}
	}
	newest(h.Decisions, func(d Decision) (time.Time, string) { return d.AskedAt, string(d.ID) })
	newest(h.Certificates, func(c Certificate) (time.Time, string) { return c.AddedAt, string(c.ID) })
	newest(h.Approvals, func(a Approval) (time.Time, string) { return a.At, string(a.ID) })
	return h
}

// newest puts records in the order in which lists show them.
func newest[V any](all []V, of func(V) (time.Time, string)) {
	slices.SortFunc(all, func(a, b V) int {
		atA, idA := of(a)
		atB, idB := of(b)
		return cmp.Or(atB.Compare(atA), cmp.Compare(idB, idA))
	})
}

func (r *recall) unknown() []ref.Ref {
	lost := r.lost
	for id, d := range r.decisions {
		if d == nil {
			lost = append(lost, DecisionRef(DecisionID(id)))
		}
	}
	for id, c := range r.certificates {
		if c == nil {
			lost = append(lost, CertificateRef(CertificateID(id)))
		}
	}
	if r.said && r.sentence == nil {
		lost = append(lost, SentenceRef)
	}
	slices.SortFunc(lost, ref.Ref.Compare)
	return lost
}
