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
	fields := bytes.SplitN(line, []byte("\t"), 5)
	if len(fields) != 4 || len(fields[1]) != hex.EncodedLen(len(o.salt)) {
		return o, errOpening
	}
	if o.seq, err = strconv.ParseInt(string(fields[0]), 10, 64); err != nil || number(o.seq) != string(fields[0]) {
		return o, errOpening
	}
	if _, err := hex.Decode(o.salt[:], fields[1]); err != nil || bytes.ContainsAny(fields[1], "ABCDEF") {
		return o, errOpening
	}
	o.name, o.data = string(fields[2]), fields[3]
	if strings.Contains(o.name, `\`) {
		o.name = unescape.Replace(o.name)
	}
	if escape.Replace(o.name) != string(fields[2]) {
		return o, errOpening
	}
	return o, nil
}

// entry is the journal's entry of a record, with what was opened of it. Its
// commitment and its leaf are left out.
func (r record) entry(o *opening) (e journal.Entry, err error) {
	e.Seq, e.ActorID, e.Action = r.seq, r.actor, r.action
	if e.At, err = time.Parse(journal.StampLayout, r.at); err != nil {
		return e, fmt.Errorf("moment of entry %d: %w", r.seq, err)
	}
	var ok bool
	if e.Object, ok = ref.Parse(r.object); !ok {
		return e, fmt.Errorf("entry %d is about nothing", r.seq)
	}
	if o != nil {
		e.ActorName, e.Data, e.Salt = o.name, o.data, o.salt[:]
	}
	return e, nil
}

// eachLine calls f with every line of text, which ends in a line feed unless it
// is empty.
func eachLine(text []byte, f func(line []byte) error) error {
	for n := 1; len(text) > 0; n++ {
		line, rest, ended := bytes.Cut(text, []byte("\n"))
		if !ended {
			return fmt.Errorf("line %d has no end", n)
		}
		if err := f(line); err != nil {
			return fmt.Errorf("line %d %w", n, err)
		}
		text = rest
	}
	return nil
}

func number(n int64) string { return strconv.FormatInt(n, 10) }
