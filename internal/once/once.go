// Package once tells one arrival of a form from another, so that a form that comes
// twice is stored once.
//
// A page gives its forms a number. What arrives is known by that number, by who sent
// it, by where to, and by everything that was in it: somebody who goes back with the
// browser's own button and writes something else sends another form, and loses
// nothing. A [Press] travels in the context of a request, from the frame of pages to
// the journal, which takes it in the transaction of the change.
package once

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"maps"
	"net/url"
	"slices"
)

// Field is the name of the field in which a form carries its number.
const Field = "once"

// ErrAgain is the answer of the journal to a form that was stored before: the
// transaction is to be undone, and the person led to what there is.
var ErrAgain = errors.New("this form was stored before")

// A Press is one arrival of a form. A nil Press, and one without a number, is of a
// form that may be stored as often as it comes.
type Press struct {
	// Request tells this arrival from any other of the same form.
	Request string
	// Taken is true once a change of this arrival was written, kept or not.
	Taken bool

	sum hash.Hash // nil until the form was read, and when it had no number
	who []string
}

// New begins the arrival of a form that who sent to path.
func New(who, path string) *Press { return &Press{Request: rand.Text(), who: []string{who, path}} }

// Read takes the number out of the fields of the form, and remembers the others.
func (p *Press) Read(fields url.Values) {
	number := fields.Get(Field)
	fields.Del(Field)
	if p == nil || number == "" {
		return
	}
	p.sum = sha256.New()
	for _, s := range append(p.who, number) {
		fmt.Fprintf(p.sum, "%q\n", s)
	}
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		fmt.Fprintf(p.sum, "%q %q\n", name, fields[name])
	}
}

// File returns a reader of the form's file that has the press remember what passes.
func (p *Press) File(name string, file io.Reader) io.Reader {
	if p == nil || p.sum == nil {
		return file
	}
	fmt.Fprintf(p.sum, "%q\n", name)
	return io.TeeReader(file, p.sum)
}

// Key is what the form is known by; nil for one that may be stored as often as it
// comes. With a file it is complete when that was read.
func (p *Press) Key() []byte {
	if p == nil || p.sum == nil {
		return nil
	}
	return p.sum.Sum(nil)
}

type key struct{}

// With returns a context in which [Of] finds p.
func With(ctx context.Context, p *Press) context.Context { return context.WithValue(ctx, key{}, p) }

// Of returns the arrival that ctx belongs to; nil for none.
func Of(ctx context.Context) *Press {
	p, _ := ctx.Value(key{}).(*Press)
	return p
}
