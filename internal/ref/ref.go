// Package ref names records: identifiers that sort by time, and typed pointers
// to any record that has a page.
package ref

import (
	"crypto/rand"
	"encoding/binary"
	"strings"
	"sync/atomic"
	"time"
)

// alphabet is Crockford's base 32, lower case: digits and letters that cannot
// be mistaken for each other when read aloud.
const alphabet = "0123456789abcdefghjkmnpqrstvwxyz"

var last atomic.Uint64

// NewID makes an identifier such as "act_01k3q8…": the prefix, 10 characters of
// milliseconds and 16 of a counter and chance (64 random bits, so it cannot be
// guessed). IDs made by one process sort in the order in which they were made.
func NewID(prefix string, now time.Time) string {
	ms := uint64(max(now.UnixMilli(), 0))
	for {
		old := last.Load()
		next := ms
		if old>>16 >= ms {
			next = old >> 16
		}
		seq := old & 0xffff
		if old>>16 == next {
			seq++
		} else {
			seq = 0
		}
		if seq > 0xffff {
			next, seq = next+1, 0
		}
		if last.CompareAndSwap(old, next<<16|seq) {
			return prefix + "_" + encode(next, uint16(seq))
		}
	}
}

func encode(ms uint64, seq uint16) string {
	var b strings.Builder
	for shift := 45; shift >= 0; shift -= 5 {
		b.WriteByte(alphabet[ms>>uint(shift)&31])
	}
	var random [10]byte
	_, _ = rand.Read(random[:]) // never fails: crypto/rand ends the program instead
	binary.BigEndian.PutUint16(random[:2], seq)
	var acc uint64
	bits := 0
	for _, x := range random {
		acc, bits = acc<<8|uint64(x), bits+8
		for bits >= 5 {
			bits -= 5
			b.WriteByte(alphabet[acc>>uint(bits)&31])
		}
	}
	return b.String()
}

// A Ref points at a record: its kind and its name within the organisation, e.g.
// {"requirement", "nen7510-2:2024/8.5"}.
type Ref struct {
	Kind string
	ID   string
}

// String writes the ref as "requirement/nen7510-2:2024/8.5".
func (r Ref) String() string { return r.Kind + "/" + r.ID }

// Compare orders refs by their spelling.
func (r Ref) Compare(other Ref) int { return strings.Compare(r.String(), other.String()) }

// Parse reads what String wrote.
func Parse(s string) (Ref, bool) {
	kind, id, ok := strings.Cut(s, "/")
	return Ref{kind, id}, ok && kind != "" && id != ""
}
