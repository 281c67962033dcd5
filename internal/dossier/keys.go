package dossier

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"golang.org/x/mod/sumdb/note"

	"aantoonbaar/internal/journal"
)

// A Rotation is an entry that tells of another signing key.
type Rotation struct {
	journal.Rotated
	Entry int64  `json:"entry"`
	At    string `json:"at"` // by the server's clock
}

// A ring is the keys under which a dossier may stand, and how far each may sign:
// those that the reader gave, and those that follow from them through the journal.
type ring struct {
	public []string         // verifier keys
	ends   map[string]int64 // by verifier key: the size beyond which it may not sign
}

// allows are the keys that may sign over size entries.
func (r ring) allows(size int64) (keys []note.Verifier) {
	for _, p := range r.public {
		if end, ended := r.ends[p]; ended && size > end {
			continue
		}
		if k, err := note.NewVerifier(p); err == nil {
			keys = append(keys, k)
		}
	}
	return keys
}

// verify opens a checkpoint under a key that might sign it.
func (r ring) verify(signed, org string) (c journal.Checkpoint, err error) {
	size, ok := sizeOf(signed)
	if !ok {
		return c, errors.New("it states no size")
	}
	keys := r.allows(size)
	if len(keys) == 0 {
		return c, fmt.Errorf("no key that was given may sign over %d entries", size)
	}
	for _, k := range keys {
		if c, err = journal.VerifyWith(signed, k, org); err == nil {
			return c, nil
		}
	}
	return c, err
}

// rotations works out which keys may sign how much. An entry that tells of another
// key counts when the checkpoint right after it is signed by both: then whoever
// trusts the old one knows the new one, and the other way round, the old one up to
// that checkpoint. An entry without such a checkpoint is a problem of the file.
func (v *verifier) rotations() {
	v.ring = ring{public: slices.Clone(v.trust.Keys), ends: map[string]int64{}}
	if len(v.trust.Keys) == 0 {
		v.ring.public = []string{v.manifest.Public}
	}
	for _, e := range v.entries {
		if e.Action != journal.ActKeyRotated || v.changed[e.Seq] {
			continue
		}
		r := Rotation{Entry: e.Seq, At: journal.Stamp(e.At)}
		if err := json.Unmarshal(e.Data, &r.Rotated); err != nil {
			v.problem("entry %d tells of another key, and does not say which", e.Seq)
			continue
		}
		if end, ended := v.ring.ends[r.Old]; !ended || e.Seq+1 < end {
			v.ring.ends[r.Old] = e.Seq + 1
		}
		if !v.handedOver(r) {
			v.problem("entry %d tells of another key, and no checkpoint right after it is signed by the key before and the key after", e.Seq)
			continue
		}
		v.report.Rotations = append(v.report.Rotations, r)
	}
	for range v.report.Rotations { // once for each: then the longest chain was walked
		for _, r := range v.report.Rotations {
			old, next := slices.Contains(v.ring.public, r.Old), slices.Contains(v.ring.public, r.New)
			switch {
			case old == next:
			case old:
				v.ring.public = append(v.ring.public, r.New)
			default:
				v.ring.public = append(v.ring.public, r.Old)
			}
		}
	}
}

// handedOver reports whether the old key and the new one signed over the entry
// that tells of the rotation.
func (v *verifier) handedOver(r Rotation) bool {
	signed := v.bySize[r.Entry+1]
	for _, public := range []string{r.Old, r.New} {
		c, err := journal.Verify(signed, public, v.manifest.Org)
		if err != nil || c.Size != r.Entry+1 || c.Root != v.roots[c.Size] {
			return false
		}
	}
	return true
}
