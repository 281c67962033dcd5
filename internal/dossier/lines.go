package dossier

import (
	"bytes"
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
	org, at, actor, action, object, commit string
	seq                                    int64
}

// The pieces of text around the values of a record, in the order in which
// [journal.Entry.Record] writes them.
var around = []string{`{"v":1,"org":"`, `","seq":`, `,"at":"`, `","actor":"`, `","action":"`, `","object":"`, `","commit":"`, `"}`}

// quotes is how many quotation marks a record has, none of them in a value.
var quotes = strings.Count(strings.Join(around, ""), `"`)

var errRecord = errors.New("is not written as a record")

// parseRecord takes a line apart. It reads no other spelling than the one that
// the program writes, so that a line has one meaning. Values with quotation marks
// or backslashes, which names of records do not have, are refused.
func parseRecord(text string) (r record, err error) {
	if strings.Count(text, `"`) != quotes || strings.Contains(text, `\`) {
		return r, errRecord
	}
	rest, ok := strings.CutPrefix(text, around[0])
	var seq string
	for i, value := range []*string{&r.org, &seq, &r.at, &r.actor, &r.action, &r.object, &r.commit} {
		if !ok {
			return r, errRecord
		}
		*value, rest, ok = strings.Cut(rest, around[i+1])
	}
	if r.seq, err = strconv.ParseInt(seq, 10, 64); err != nil || number(r.seq) != seq || !ok || rest != "" {
		return r, errRecord
	}
	return r, nil
}

// An opening is one line of OpenedName: what opens the commitment of a record.
type opening struct {
	seq  int64
	salt [32]byte
	name string
	data []byte
}

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

func parseOpening(line []byte) (o opening, err error) {
	seq, rest, ok1 := bytes.Cut(line, []byte("\t"))
	salt, rest, ok2 := bytes.Cut(rest, []byte("\t"))
	name, data, ok3 := bytes.Cut(rest, []byte("\t"))
	if !ok1 || !ok2 || !ok3 || len(salt) != hex.EncodedLen(len(o.salt)) || bytes.IndexByte(data, '\t') >= 0 {
		return o, errOpening
	}
	if o.seq, err = strconv.ParseInt(string(seq), 10, 64); err != nil || number(o.seq) != string(seq) {
		return o, errOpening
	}
	if _, err := hex.Decode(o.salt[:], salt); err != nil {
		return o, errOpening
	}
	o.name, o.data = string(name), data
	if strings.Contains(o.name, `\`) {
		o.name = unescape.Replace(o.name)
	}
	return o, nil
}

// entry is the journal's entry of a record, closed as yet.
func (r record) entry() (e journal.Entry, err error) {
	e.Seq, e.ActorID, e.Action = r.seq, r.actor, r.action
	if e.At, err = moment(r.at); err != nil {
		return e, fmt.Errorf("has no moment: %w", err)
	}
	var ok bool
	if e.Object, ok = ref.Parse(r.object); !ok {
		return e, errRecord
	}
	if e.Commit, err = hex.DecodeString(r.commit); err != nil {
		return e, errRecord
	}
	return e, nil
}

// moment reads what [journal.Stamp] wrote. It takes the digits from their places:
// [time.Parse], which has the last word on anything strange, is ten times slower.
func moment(text string) (time.Time, error) {
	const places = "dddd-dd-ddTdd:dd:dd.ddddddZ"
	var n [7]int
	field := 0
	for i := range len(places) {
		switch {
		case len(text) != len(places), places[i] != 'd' && text[i] != places[i], places[i] == 'd' && (text[i] < '0' || text[i] > '9'):
			return time.Parse(journal.StampLayout, text)
		case places[i] == 'd':
			n[field] = n[field]*10 + int(text[i]-'0')
		default:
			field++
		}
	}
	t := time.Date(n[0], time.Month(n[1]), n[2], n[3], n[4], n[5], n[6]*1000, time.UTC)
	if t.Day() != n[2] || int(t.Month()) != n[1] || n[3] > 23 || n[4] > 59 || n[5] > 59 {
		return time.Parse(journal.StampLayout, text)
	}
	return t, nil
}

func number(n int64) string { return strconv.FormatInt(n, 10) }
