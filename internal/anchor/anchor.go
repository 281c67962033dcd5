// Package anchor has others see what a journal's checkpoint says, so that its
// owner alone can no longer make another past.
//
// # Words
//
// An Anchor is what somebody outside gave back for one checkpoint. A Target is
// somebody who gives them, by configuration: a time-stamping authority (RFC 3161),
// which says that the checkpoint existed at a moment, or a witness (C2SP
// tlog-witness), which also says that it continues everything that this witness
// saw of the journal before. A Refusal is a witness that says it does not.
//
// A [Witness] is the other side: this program, seeing for another installation. A
// [Receipt] is its cosignature on paper, under a dossier that somebody brought.
//
// What is sent is a hash, or a checkpoint with hashes that prove growth: never
// what a journal says.
package anchor

import (
	"context"
	"fmt"
	"time"

	"golang.org/x/mod/sumdb/tlog"
)

// A Kind is what sort of proof an anchor is.
type Kind string

// The kinds.
const (
	TimeStamp   Kind = "timestamp" // Proof is an RFC 3161 token, DER
	Cosignature Kind = "witness"   // Proof is the checkpoint with the cosignature
	Received    Kind = "receipt"   // Proof is the same, and a person brought it: see [Receipt]
)

// An Anchor is what somebody outside gave back for one checkpoint.
type Anchor struct {
	ID    string // "anc_01k3…"
	Kind  Kind
	Who   string // name of the target
	Size  int64  // entries under the checkpoint
	Proof []byte
	At    time.Time // by their clock
	Kept  time.Time // by ours

	Key   string // of a receipt: the verifier key under which it stands, as it states it; "" else
	Giver string // of a receipt: whose it is, in the words of who kept it; "" else
}

// A Statement is what a target is asked to see.
type Statement struct {
	Size int64
	Note string // the signed checkpoint
	Last int64  // size that this target is known to have seen; 0 for nothing

	// Prove proves that the tree of Size entries continues the tree of old ones.
	Prove func(ctx context.Context, old int64) (tlog.TreeProof, error)
}

// A Target gives anchors.
type Target interface {
	Kind() Kind
	Name() string // for people, and to keep anchors under

	// Rest is how long the target is left alone after it gave an anchor.
	Rest() time.Duration

	// Anchor asks for one. The anchor that comes back was verified, and has no ID
	// and no Kept yet. A *[Refusal] says that the target knows another past.
	Anchor(ctx context.Context, s Statement) (Anchor, error)
}

// A Refusal is a target that knows another past of the journal than the one it is shown.
type Refusal struct {
	Who  string
	Says string
}

// Error implements [error].
func (r *Refusal) Error() string { return fmt.Sprintf("%s refuses the journal: %s", r.Who, r.Says) }

// A Try is how the last attempts at one target went.
type Try struct {
	Kind     Kind
	Who      string
	At       time.Time
	Failures int    // since the last anchor
	Refused  bool   // the last one was a [Refusal]
	Problem  string // what went wrong, for the operator
}

// The first and the longest pause after a failure.
const (
	firstPause   = time.Hour
	longestPause = 24 * time.Hour
)

// Next is when the target may be tried again: an hour after the first failure,
// and twice as long after each that follows, up to a day.
func (t Try) Next() time.Time {
	if t.Failures == 0 {
		return t.At
	}
	return t.At.Add(min(longestPause, firstPause<<min(t.Failures-1, 10)))
}
