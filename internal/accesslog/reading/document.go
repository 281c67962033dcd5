package reading

import (
	"bytes"
	"errors"
	"io"
)

// document reads a file of JSON that is not one resource a line: a Bundle, a list, or
// one resource over many lines. It keeps no more of it than one resource.
func document(first []byte, l *lines, to Sink) error {
	d := cutter{to: to, line: 1, from: 1}
	piece := append(bytes.Clone(first), '\n')
	for {
		if err := d.read(piece); err != nil {
			return err
		}
		var err error
		switch piece, err = l.r.ReadSlice('\n'); {
		case errors.Is(err, io.EOF) && len(piece) == 0:
			return d.end()
		case err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, errFull):
			return err
		}
	}
}

// A cutter cuts the resources out of a list, by their brackets: the list that is the
// whole, or the one named entry in a Bundle. Without such a list the whole is one.
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
		if d.depth--; d.list > 0 && d.depth == d.list {
			return d.give()
		}
	}
	return nil
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

// end gives what was no list, and refuses a file that stops halfway.
func (d *cutter) end() error {
	switch {
	case d.depth != 0 || d.inside:
		return d.to.give(d.line, d.kept, &d.e, wrong("Het bestand houdt op midden in een gegeven.", "The file ends in the middle of something."))
	case d.list == 0 && len(bytes.TrimSpace(d.kept)) > 0:
		return d.give()
	case !d.found:
		return d.to.give(d.line, nil, &d.e, errAudit)
	}
	return nil
}
