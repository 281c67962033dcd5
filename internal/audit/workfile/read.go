package workfile

import (
	"archive/tar"
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"time"

	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/ref"
)

// The most bytes that are read: of a part, of the journal, of a file of evidence,
// and of everything together.
const (
	maxPart    = 64 << 20
	maxJournal = 1 << 30
	MaxPiece   = 1 << 30
	MaxTotal   = 4 << 30
)

// A Put keeps a file of evidence, and returns its SHA-256 in hex.
type Put func(m Manifest, r io.Reader) (sha256 string, err error)

// Read reads a work file as it comes in, and hands every file of evidence to put.
//
// Refusals: Invalid for another passphrase, and for a file that was altered, cut
// off, or is none; TooLarge. What put refuses comes back as it is.
func Read(r io.Reader, passphrase string, put Put) (c Cargo, err error) {
	plain, err := open(r, passphrase)
	if err != nil {
		return c, err
	}
	counted := &counter{r: plain, left: MaxTotal}
	t := tar.NewReader(counted)
	if err := c.read(t, put); err != nil {
		return Cargo{}, counted.explain(err)
	}
	if _, err := io.Copy(io.Discard, counted); err != nil { // age tells at the very end whether the file is whole
		return Cargo{}, counted.explain(err)
	}
	return c, nil
}

// read reads the parts in their order.
func (c *Cargo) read(t *tar.Reader, put Put) error {
	var lines io.Reader
	for _, part := range []struct {
		name  string
		into  any
		limit int64
	}{
		{manifestPart, &c.Manifest, maxPart},
		{workPart, &c.Work, maxPart},
		{pointsPart, &c.Points, maxPart},
		{papersPart, &c.Approvals, maxPart},
		{journalPart, &lines, maxJournal},
	} {
		h, err := t.Next()
		if err != nil || h.Name != part.name || h.Typeflag != tar.TypeReg {
			return altered()
		}
		if h.Size > part.limit {
			return tooLarge()
		}
		if part.into == &lines {
			c.Entries, err = readLines(t)
		} else {
			err = json.NewDecoder(t).Decode(part.into)
		}
		if err != nil {
			return altered()
		}
		if c.Manifest.Format != Format {
			return unreadable(i18n.T("Dit is geen beoordeling die is meegenomen, of zij is gemaakt met een andere versie van dit programma.", "This is no assessment that was taken along, or it was made with another version of this program."))
		}
	}
	if int64(len(c.Entries)) != c.Manifest.Taking.Size || c.Manifest.Taking.Size == 0 {
		return altered()
	}
	return c.readPieces(t, put)
}

func (c *Cargo) readPieces(t *tar.Reader, put Put) error {
	for {
		h, err := t.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return altered()
		}
		sum, ok := strings.CutPrefix(h.Name, evidencePart)
		if !ok || h.Typeflag != tar.TypeReg {
			return altered()
		}
		if h.Size > MaxPiece {
			return tooLarge()
		}
		is, err := put(c.Manifest, t)
		if err != nil {
			return err
		}
		if is != sum {
			return altered()
		}
	}
}

func readLines(r io.Reader) (entries []journal.Entry, err error) {
	dec := json.NewDecoder(bufio.NewReader(r))
	for {
		var l line
		err := dec.Decode(&l)
		if errors.Is(err, io.EOF) {
			return entries, nil
		}
		if err != nil {
			return nil, err
		}
		e, err := l.entry()
		if err != nil {
			return nil, err
		}
		entries = append(entries, e)
	}
}

func (l line) entry() (e journal.Entry, err error) {
	e = journal.Entry{Seq: l.Seq, ActorID: l.Actor, ActorName: l.Name, Action: l.Action, Data: l.Data, Salt: l.Salt, Commit: l.Commit}
	if e.At, err = time.Parse(journal.StampLayout, l.At); err != nil {
		return e, err
	}
	e.Object, _ = ref.Parse(l.Object) // as the journal reads it
	return e, nil
}

// A counter stops at a limit, and knows that it did.
type counter struct {
	r       io.Reader
	left    int64
	stopped bool
	broke   error // what reading ended with, but for the end
}

// Read implements [io.Reader].
func (c *counter) Read(p []byte) (int, error) {
	if c.left <= 0 {
		c.stopped = true
		return 0, io.ErrUnexpectedEOF
	}
	n, err := c.r.Read(p[:min(int64(len(p)), c.left)])
	c.left -= int64(n)
	if err != nil && !errors.Is(err, io.EOF) {
		c.broke = err
	}
	return n, err
}

// explain says what a failure means: the limit, a file that is not what was
// written, or what it says itself.
func (c *counter) explain(err error) error {
	switch {
	case c.stopped:
		return tooLarge()
	case c.broke != nil:
		return altered()
	}
	return err
}
