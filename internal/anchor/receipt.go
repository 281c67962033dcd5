package anchor

import (
	"encoding/base64"
	"errors"
	"slices"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// A Receipt is a cosignature that a person carries: somebody who got a dossier
// gives it back to whoever made it. Who believes it is whoever trusts Key.
type Receipt struct {
	Key  *Verifier // of who cosigned, as the receipt states it
	Note string    // the signed checkpoint, with the cosignature as its last line
	At   time.Time // by their clock; read out of Note
}

// receiptFormat is the first line of a receipt. Another spelling has another name.
const receiptFormat = "aantoonbaar/receipt/1"

// MaxReceipt is the longest receipt, in bytes; one has some 600.
const MaxReceipt = 16 << 10

// String writes the receipt as [ReadReceipt] reads it: the format, the key, an
// empty line, and the note.
func (r Receipt) String() string { return receiptFormat + "\n" + r.Key.String() + "\n\n" + r.Note }

var errNoReceipt = errors.New("this is no receipt")

// ReadReceipt reads a receipt and verifies the cosignature under the key that
// stands in it. It takes the spelling of String and no other, but for ends of
// lines as forms and mail send them, and empty room at the end.
func ReadReceipt(text string) (r Receipt, err error) {
	text = strings.TrimRight(strings.ReplaceAll(text, "\r\n", "\n"), " \n") + "\n"
	head, signed, ok := strings.Cut(text, "\n\n")
	format, key, _ := strings.Cut(head, "\n")
	if !ok || format != receiptFormat || len(text) > MaxReceipt {
		return r, errNoReceipt
	}
	if r.Key, err = ReadVerifier(key); err != nil {
		return r, err
	}
	if _, r.At, err = r.Key.Open([]byte(signed)); err != nil {
		return r, err
	}
	lines := strings.Split(strings.TrimSuffix(signed, "\n"), "\n")
	_, sig64, _ := strings.Cut(strings.TrimPrefix(lines[len(lines)-1], "— "+r.Key.Name()), " ")
	if _, err := base64.StdEncoding.Strict().DecodeString(sig64); err != nil || r.Key.String() != key {
		return r, errNoReceipt
	}
	r.Note = signed
	return r, nil
}

// Stated returns the origin of the journal, and what the receipt says was seen of
// it. Whether that journal signed it is for whoever keeps the journal.
func (r Receipt) Stated() (origin string, seen Seen, err error) { return readPoint(r.Note) }

// Why a witness withholds its cosignature from a tree that it was shown whole.
var (
	ErrOtherKey  = errors.New("this journal was seen under another key")
	ErrOlder     = errors.New("more of this journal was seen before")
	ErrOtherPast = errors.New("another past of this journal was seen before")
	ErrMyName    = errors.New("the checkpoint has a line under the name of this witness")
)

// Otherwise reports whether a journal has another past than the one that was seen,
// which a key of the same journal signed: then it has two, and that is proven. Root
// is the root of its first so many records, as far as it goes.
func (s Seen) Otherwise(keys []note.Verifier, root func(size int64) (tlog.Hash, bool)) bool {
	if _, err := note.Open([]byte(s.Note), note.VerifierList(keys...)); s.Size == 0 || err != nil {
		return false
	}
	now, ok := root(s.Size)
	return ok && now != s.Root
}

// Receive cosigns a checkpoint that came with every record under it, as a dossier
// has them: root is the root of the first so many of those. Keys are those of the
// journal, and last is what was seen of it before, by whatever way. Next is to be
// stored in its place before the receipt is given to anybody.
//
// The name of a journal is bound to the first key under which it was seen, or to
// those of Logs: a cosignature does not say under which key, so there is never
// one over two trees of one name. It refuses with one of the errors above.
func (w *Witness) Receive(signed string, keys []note.Verifier, last Seen, root func(size int64) (tlog.Hash, bool)) (r Receipt, next Seen, err error) {
	origin, next, err := readPoint(signed)
	if err != nil {
		return r, next, err
	}
	if strings.Contains(signed, "\n— "+w.key.name+" ") { // whoever reads the receipt would read that line for ours
		return r, next, ErrMyName
	}
	if !w.mayBe(origin, keys) {
		return r, next, ErrOtherKey
	}
	if last.Size > 0 {
		if _, err := note.Open([]byte(last.Note), note.VerifierList(keys...)); err != nil {
			return r, next, ErrOtherKey
		}
	}
	if last.Size > next.Size {
		return r, next, ErrOlder
	}
	if last.Size > 0 {
		if was, ok := root(last.Size); !ok || was != last.Root {
			return r, next, ErrOtherPast
		}
	}
	line, err := w.cosign(signed)
	if err != nil {
		return r, next, err
	}
	next.Note = signed
	r = Receipt{Key: w.key.verifier(), Note: signed + line}
	_, r.At, err = r.Key.Open([]byte(r.Note))
	return r, next, err
}

// mayBe reports whether one of keys is one that this witness was told to know the
// journal by, or nobody told it any.
func (w *Witness) mayBe(origin string, keys []note.Verifier) bool {
	known := w.known(origin)
	return len(known) == 0 || slices.ContainsFunc(known, func(k note.Verifier) bool {
		return slices.ContainsFunc(keys, func(x note.Verifier) bool { return x.Name() == k.Name() && x.KeyHash() == k.KeyHash() })
	})
}
