package dossier

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/ref"
)

// A record is one line of RecordsName, taken apart. Its bytes are what the leaf
// of the tree hashes.
type record struct {
	seq                   int64
	actor, action, object string
	org, at, commit       []byte // of the line itself
}

// The pieces of text around the values of a record, in the order in which
// [journal.Entry.Record] writes them. Each but the last begins where the value
// before it ends: with the first such character after it.
var around = []string{`{"v":1,"org":"`, `","seq":`, `,"at":"`, `","actor":"`, `","action":"`, `","object":"`, `","commit":"`, `"}`}

// shortestRecord and shortestOpening are the fewest bytes that a line has, its end included.
var shortestRecord = len(strings.Join(around, "")) + 1

const shortestOpening = len("0\t\t\t\n") + 64

var errRecord = errors.New("is not written as a record")

// parseRecord takes a line apart. It reads no other spelling than the one that
// the program writes, so that a line has one meaning. Values with quotation marks
// or backslashes, which names of records do not have, are refused.
func parseRecord(line []byte) (r record, err error) {
	if bytes.IndexByte(line, '\\') >= 0 {
		return r, errRecord
	}
	var actor, action, object, seq []byte
	rest, ok := cutPrefix(line, around[0])
	for i, value := range []*[]byte{&r.org, &seq, &r.at, &actor, &action, &object, &r.commit} {
		end := bytes.IndexByte(rest, around[i+1][0])
		if !ok || end < 0 {
			return r, errRecord
		}
		*value = rest[:end]
		rest, ok = cutPrefix(rest[end:], around[i+1])
	}
	r.seq, err = whole(seq)
	if !ok || len(rest) > 0 {
		err = errRecord
	}
	r.actor, r.action, r.object = together(actor, action, object)
	return r, err
}

func cutPrefix(line []byte, prefix string) ([]byte, bool) {
	if len(line) < len(prefix) || string(line[:len(prefix)]) != prefix {
		return nil, false
	}
	return line[len(prefix):], true
}

// together makes three strings in one piece of memory.
func together(a, b, c []byte) (string, string, string) {
	var small [256]byte
	text := string(append(append(append(small[:0], a...), b...), c...))
	return text[:len(a)], text[len(a) : len(a)+len(b)], text[len(a)+len(b):]
}

var errNumber = errors.New("has a number that is not written as one")

// whole reads a whole number of at most 18 digits as [number] writes it.
func whole(digits []byte) (n int64, err error) {
	if len(digits) == 0 || len(digits) > 18 || digits[0] == '0' && len(digits) > 1 {
		return 0, errNumber
	}
	for _, d := range digits {
		if d < '0' || d > '9' {
			return 0, errNumber
		}
		n = 10*n + int64(d-'0')
	}
	return n, nil
}

// An opening is one line of OpenedName: what opens the commitment of a record.
type opening struct {
	seq  int64
	name string
	data []byte
}

// saltSize is the length of the salt of an entry, in bytes.
const saltSize = 32

// Names are written on one line of fields between tabs.
var (
	escape   = strings.NewReplacer(`\`, `\\`, "\t", `\t`, "\n", `\n`)
	unescape = strings.NewReplacer(`\\`, `\`, `\t`, "\t", `\n`, "\n")
)

func writeOpening(w io.Writer, e journal.Entry) error {
	if bytes.ContainsAny(e.Data, "\t\n") {
		return fmt.Errorf("data of entry %d does not fit on a line", e.Seq)
	}
	_, err := fmt.Fprintf(w, "%d\t%x\t%s\t%s\n", e.Seq, e.Salt, escape.Replace(e.ActorName), e.Data)
	return err
}

var errOpening = errors.New("is not written as an opened entry")

// openingOf reads which entry a line opens, and nothing more.
func openingOf(line []byte) (seq int64, err error) {
	digits, _, ok := bytes.Cut(line, []byte("\t"))
	if !ok {
		return 0, errOpening
	}
	return whole(digits)
}

// parseOpening takes a line apart. Its salt is written to salt.
func parseOpening(line []byte, salt *[saltSize]byte) (o opening, err error) {
	seq, rest, ok1 := bytes.Cut(line, []byte("\t"))
	digits, rest, ok2 := bytes.Cut(rest, []byte("\t"))
	name, data, ok3 := bytes.Cut(rest, []byte("\t"))
	if !ok1 || !ok2 || !ok3 || len(digits) != hex.EncodedLen(len(salt)) || bytes.IndexByte(data, '\t') >= 0 {
		return o, errOpening
	}
	if o.seq, err = whole(seq); err != nil {
		return o, err
	}
	if _, err := hex.Decode(salt[:], digits); err != nil {
		return o, errOpening
	}
	o.name, o.data = string(name), data
	if strings.Contains(o.name, `\`) {
		o.name = unescape.Replace(o.name)
	}
	return o, nil
}

// entry is the journal's entry of a record, closed as yet. Its commitment is
// written to commit.
func (r record) entry(commit *[sha256.Size]byte) (e journal.Entry, err error) {
	e.Seq, e.ActorID, e.Action = r.seq, r.actor, r.action
	if e.At, err = moment(r.at); err != nil {
		return e, fmt.Errorf("has no moment: %w", err)
	}
	var ok bool
	if e.Object, ok = ref.Parse(r.object); !ok || len(r.commit) != hex.EncodedLen(len(commit)) {
		return e, errRecord
	}
	if _, err = hex.Decode(commit[:], r.commit); err != nil {
		return e, errRecord
	}
	e.Commit = commit[:]
	return e, nil
}

// moment reads what [journal.Stamp] wrote. It takes the digits from their places:
// [time.Parse], which has the last word on anything strange, is ten times slower.
func moment(text []byte) (time.Time, error) {
	const places = "dddd-dd-ddTdd:dd:dd.ddddddZ"
	var n [7]int
	field := 0
	for i := range len(places) {
		switch {
		case len(text) != len(places), places[i] != 'd' && text[i] != places[i], places[i] == 'd' && (text[i] < '0' || text[i] > '9'):
			return time.Parse(journal.StampLayout, string(text))
		case places[i] == 'd':
			n[field] = n[field]*10 + int(text[i]-'0')
		default:
			field++
		}
	}
	at := time.Date(n[0], time.Month(n[1]), n[2], n[3], n[4], n[5], n[6]*1000, time.UTC)
	if n[1] < 1 || n[1] > 12 || n[2] < 1 || n[2] > 28 && at.Day() != n[2] || n[3] > 23 || n[4] > 59 || n[5] > 59 { // 30 February
		return time.Parse(journal.StampLayout, string(text))
	}
	return at, nil
}

func number(n int64) string { return strconv.FormatInt(n, 10) }
