package reading

import (
	"bytes"
	"errors"
	"io"
)

// document reads a file of JSON that is not one resource a line: Bundles, lists, or
// resources over many lines, one after the other. It keeps no more of it than one
// resource.
func document(l *lines, to Sink) error {
	d := cutter{to: to, line: 1}
	for {
		piece, err := l.r.ReadSlice('\n')
		if readErr := d.read(piece); readErr != nil {
			return readErr
		}
		switch {
		case errors.Is(err, io.EOF):
			return d.end()
		case err != nil && !errors.Is(err, errFull):
			return err
		}
	}
}

// A cutter cuts the resources out of a list, by their brackets: the list that is the
// whole, or the one named entry in a Bundle. Without such a list the whole is one. When
// the whole is over, another may follow.
type cutter struct {
	to     Sink
	line   int64 // that is being read
	from   int64 // on which the resource begins
	depth  int   // how many brackets are open
	list   int   // at what depth the resources of the list lie; 0 while there is no list
	kept   []byte
	inside bool // a string
	escape bool
	long   bool // what is kept became too long, and is passed over
	found  bool
	e      Entry
}

func (d *cutter) read(piece []byte) error {
	for _, b := range piece {
		if b == '\n' {
			d.line++
		}
		if d.list == 0 || d.depth > d.list || b == '{' && d.depth == d.list && !d.inside {
			d.keep(b)
		}
		if err := d.step(b); err != nil {
			return err
		}
	}
	return nil
}

// keep keeps a character of a resource, as long as that is not too long.
func (d *cutter) keep(b byte) {
	if len(d.kept) == 0 {
		if b == ' ' || b == '\t' || b == '\r' || b == '\n' {
			return
		}
		d.from = d.line
	}
	if d.long = d.long || len(d.kept) > longest; !d.long {
		d.kept = append(d.kept, b)
	}
}

// step follows one character.
func (d *cutter) step(b byte) error {
	switch {
	case d.escape:
		d.escape = false
	case d.inside:
		d.escape, d.inside = b == '\\', b != '"'
	case b == '"':
		d.inside = true
	case b == '[' && d.list == 0 && !d.long && (d.depth == 0 || d.depth == 1 && d.entries()):
		d.depth++
		d.list, d.kept, d.long = d.depth, d.kept[:0], false
	case b == '{' || b == '[':
		d.depth++
	case b == '}' || b == ']':
		return d.close()
	}
	return nil
}

// close follows a bracket that closes.
func (d *cutter) close() error {
	d.depth--
	switch {
	case d.depth == d.list:
		return d.give()
	case d.depth < 0: // it closes nothing
		d.depth = 0
		return d.refuse(d.from, errJSON)
	case d.depth == 0:
		d.list, d.kept, d.long = 0, d.kept[:0], false
	}
	return nil
}

func (d *cutter) refuse(line int64, why error) error {
	text := d.kept
	d.found, d.kept, d.long = true, d.kept[:0], false
	return d.to.give(line, text, &d.e, why)
}

// entries reports whether the list that opens is that of a Bundle.
func (d *cutter) entries() bool {
	before := bytes.TrimRight(bytes.TrimSuffix(d.kept, []byte("[")), " \t\r\n")
	before, colon := bytes.CutSuffix(before, []byte(":"))
	return colon && bytes.HasSuffix(bytes.TrimRight(before, " \t\r\n"), []byte(`"entry"`))
}

// give hands over the resource that is kept.
func (d *cutter) give() error {
	text := d.kept
	d.found = true
	err := errLong
	if !d.long {
		err = auditEvent(resource(text), &d.e)
	}
	d.kept, d.long = d.kept[:0], false
	return d.to.give(d.from, text, &d.e, err)
}

// resource is what an entry of a Bundle wraps, and otherwise the text itself.
func resource(text []byte) []byte {
	c := cursor{text: text}
	inner := text
	c.fields(func(name []byte) {
		c.peek()
		begin := c.at
		c.skip()
		if string(name) == "resource" {
			inner = text[begin:c.at]
		}
	})
	return inner
}

// end refuses what is left: a file that stops halfway, what is no JSON, or nothing.
func (d *cutter) end() error {
	switch {
	case d.depth != 0 || d.inside:
		return d.refuse(d.line, wrong("Het bestand houdt op midden in een gegeven.", "The file ends in the middle of something."))
	case len(bytes.TrimSpace(d.kept)) > 0:
		return d.refuse(d.from, errJSON)
	case !d.found:
		return d.refuse(d.line, errAudit)
	}
	return nil
}
