package dossier

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

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
	public []string                // verifier keys
	known  map[keyID]note.Verifier // of them, by what a signature names
	ends   map[keyID]int64         // the size beyond which a key may not sign
}

// A keyID is how a signature names the key that made it.
type keyID struct {
	name string
	hash uint32
}

func newRing(public ...string) *ring {
	r := &ring{known: map[keyID]note.Verifier{}, ends: map[keyID]int64{}}
	for _, p := range public {
		r.add(p)
	}
	return r
}

// add makes a key count. One that names itself as another does opens nothing.
func (r *ring) add(public string) {
	if slices.Contains(r.public, public) {
		return
	}
	r.public = append(r.public, public)
	if k, err := note.NewVerifier(public); err == nil && r.known[idOf(k)] == nil {
		r.known[idOf(k)] = k
	}
}

func idOf(k note.Verifier) keyID { return keyID{k.Name(), k.KeyHash()} }

// end bounds a key: it may sign over size entries and no more.
func (r *ring) end(public string, size int64) {
	k, err := note.NewVerifier(public)
	if err != nil {
		return // it opens nothing
	}
	if end, ended := r.ends[idOf(k)]; !ended || size < end {
		r.ends[idOf(k)] = size
	}
}

// may reports whether a key may sign over size entries.
func (r *ring) may(id keyID, size int64) bool {
	end, ended := r.ends[id]
	return !ended || size <= end
}

// allows are the keys that may sign over size entries.
func (r *ring) allows(size int64) (keys []note.Verifier) {
	for id, k := range r.known {
		if r.may(id, size) {
			keys = append(keys, k)
		}
	}
	return keys
}

// verify opens a checkpoint under a key that might sign it.
func (r *ring) verify(signed, org string) (c journal.Checkpoint, err error) {
	size, ok := sizeOf(signed)
	if !ok {
		return c, errors.New("it states no size")
	}
	err = fmt.Errorf("no key that was given may sign over %d entries", size)
	for id := range signers(signed) {
		if k := r.known[id]; k != nil && r.may(id, size) {
			if c, err = journal.VerifyWith(signed, k, org); err == nil {
				return c, nil
			}
		}
	}
	return c, err
}

// isStrange reports whether no key that counts is named under a note: then it is not
// known who signed it. A signature that names a key that counts and does not hold is
// something else.
func (r *ring) isStrange(signed string) bool {
	for id := range signers(signed) {
		if r.known[id] != nil {
			return false
		}
	}
	return true
}

// maxSigners is how many signatures of a note are looked at; more, no program reads.
const maxSigners = 100

// signers are the keys that the signatures under a note name.
func signers(signed string) func(yield func(keyID) bool) {
	return func(yield func(keyID) bool) {
		_, lines, _ := strings.Cut(signed, "\n\n")
		n := 0
		for line := range strings.SplitSeq(lines, "\n") {
			name, seal, ok := strings.Cut(strings.TrimPrefix(line, "— "), " ")
			if !ok || len(seal) < 8 {
				continue
			}
			hash, err := base64.StdEncoding.DecodeString(seal[:8])
			if err != nil || len(hash) < 4 {
				continue
			}
			if n++; n > maxSigners || !yield(keyID{name, binary.BigEndian.Uint32(hash)}) {
				return
			}
		}
	}
}

// rotations works out which keys may sign how much. An entry that tells of another
// key counts when the checkpoint right after it is signed by both: then whoever
// trusts the old one knows the new one, and the other way round, the old one up to
// that checkpoint. An entry without such a checkpoint is a problem of the file.
//
// A file under a key to which none that was given leads may still be whole, and is
// looked at under its own: it proves nothing, and contradicts nothing by that alone.
func (v *verifier) rotations() {
	v.ring = newRing(v.trust.Keys...)
	leads := v.told()
	v.ring.follow(leads)
	if own := v.manifest.Public; own != "" && !slices.Contains(v.ring.public, own) {
		if len(v.trust.Keys) > 0 {
			v.stranger(own)
		}
		v.ring.add(own)
		v.ring.follow(leads)
	}
}

// follow adds to the ring whatever its keys lead to.
func (r *ring) follow(leads map[string][]string) {
	for i := 0; i < len(r.public); i++ { // it grows on the way
		for _, k := range leads[r.public[i]] {
			r.add(k)
		}
	}
}

// stranger notes that something in the file is signed under a key that was not given,
// and to which none that was given leads.
func (v *verifier) stranger(what string) {
	if len(v.report.Strangers) < 10 && !slices.Contains(v.report.Strangers, what) {
		v.report.Strangers = append(v.report.Strangers, what)
	}
}

// told reads the entries that tell of another key. It returns, of each key, those
// that it names and that name it.
func (v *verifier) told() map[string][]string {
	leads := map[string][]string{}
	told := 0
	for i := range v.entries {
		e := &v.entries[i]
		if e.Action != journal.ActKeyRotated || v.changed[e.Seq] {
			continue
		}
		if told++; told > maxRotations {
			v.problem("meer dan %d regels vertellen van een andere sleutel", "more than %d entries tell of another key", maxRotations)
			break
		}
		r := Rotation{Entry: e.Seq, At: journal.Stamp(e.At)}
		if err := json.Unmarshal(e.Data, &r.Rotated); err != nil {
			v.problem("regel %d vertelt van een andere sleutel, en zegt niet welke", "entry %d tells of another key, and does not say which", e.Seq)
			continue
		}
		v.ring.end(r.Old, e.Seq+1)
		if !v.handedOver(r) {
			v.problem("regel %d vertelt van een andere sleutel, en geen controlestand direct daarna is ondertekend met de sleutel van ervoor en die van erna", "entry %d tells of another key, and no checkpoint right after it is signed by the key before and the key after", e.Seq)
			continue
		}
		v.report.Rotations = append(v.report.Rotations, r)
		leads[r.Old], leads[r.New] = append(leads[r.Old], r.New), append(leads[r.New], r.Old)
	}
	return leads
}

// maxRotations is how many an installation can tell of: one a month for eighty years.
const maxRotations = 1_000

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
