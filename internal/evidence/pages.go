package evidence

import (
	"bufio"
	"compress/zlib"
	"io"
	"strconv"
	"strings"
)

// pdfPages counts the pages of a PDF while it passes: page objects, in the open and
// in packed object streams; or, when it is more, the number that the file's own page
// tree declares. It stops above limit.
//
// It reads words and no grammar, so a file that hides its pages (under a password,
// in escaped names, one page shown again and again) counts for what can be seen.
func pdfPages(r *bufio.Reader, limit int64) int64 {
	p := pages{limit: limit, left: maxPacked}
	p.read(r, true)
	return p.count()
}

// pages is what was counted so far.
type pages struct {
	limit    int64
	found    int64
	declared int64
	open     []dictionary // those that are not closed yet, innermost last
	last     string       // the word before
	left     int64        // bytes of packed streams that are still read
}

// A dictionary is what matters of one: << … >>.
type dictionary struct {
	tree, packed, deflated bool
	count                  int64
}

func (p *pages) count() int64 { return max(p.found, p.declared) }

// maxNested bounds how many dictionaries may be open at once; no page tree needs more.
const maxNested = 100

// read counts in one text. Outer is the file itself, which has streams in it.
func (p *pages) read(r *bufio.Reader, outer bool) {
	p.open, p.last = nil, ""
	var closed dictionary
	for p.count() <= p.limit {
		word, err := nextWord(r)
		if err != nil {
			return
		}
		switch word {
		case "<<":
			if len(p.open) < maxNested {
				p.open = append(p.open, dictionary{})
			}
		case ">>":
			closed = p.close()
		case "stream":
			if outer {
				p.stream(r, closed)
			}
		default:
			p.see(word)
		}
		p.last = word
	}
}

// see takes one word within a dictionary.
func (p *pages) see(word string) {
	if len(p.open) == 0 {
		return
	}
	d := &p.open[len(p.open)-1]
	switch {
	case p.last == "/Type" && word == "/Page":
		p.found++
	case p.last == "/Type" && word == "/Pages":
		d.tree = true
	case p.last == "/Type" && word == "/ObjStm":
		d.packed = true
	case word == "/FlateDecode":
		d.deflated = true
	case p.last == "/Count":
		d.count, _ = strconv.ParseInt(word, 10, 64) // what is no number declares nothing
	}
}

// close ends the innermost dictionary.
func (p *pages) close() (d dictionary) {
	if len(p.open) == 0 {
		return d
	}
	d = p.open[len(p.open)-1]
	p.open = p.open[:len(p.open)-1]
	if d.tree {
		p.declared = max(p.declared, d.count)
	}
	return d
}

// maxPacked is how much of all packed streams of objects is read. What holds more
// counts as more pages than may be: nothing else tells how many there are.
const maxPacked = 256 << 20

// stream passes over a stream, and counts in one that holds objects.
func (p *pages) stream(r *bufio.Reader, of dictionary) {
	if of.packed && of.deflated {
		for b, err := r.Peek(1); err == nil && (b[0] == '\r' || b[0] == '\n'); b, err = r.Peek(1) {
			_, _ = r.Discard(1) // it was just seen
		}
		if z, err := zlib.NewReader(r); err == nil {
			packed := &io.LimitedReader{R: z, N: p.left}
			p.read(bufio.NewReader(packed), false)
			if p.left = packed.N; p.left == 0 {
				p.found = p.limit + 1
			}
		}
	}
	p.open = nil
	skipPast(r, "endstream")
}

// nextWord returns the next word of a PDF: "<<", ">>", a name with its slash, or
// whatever else stands between delimiters, at most maxWord bytes of it.
func nextWord(r *bufio.Reader) (string, error) {
	var word []byte
	for {
		b, err := r.ReadByte()
		if err != nil {
			return "", err
		}
		switch {
		case b == '<' || b == '>':
			if len(word) > 0 {
				return string(word), r.UnreadByte()
			}
			if next, err := r.Peek(1); err == nil && next[0] == b {
				_, err = r.Discard(1)
				return string([]byte{b, b}), err
			}
		case b == '/' && len(word) > 0:
			return string(word), r.UnreadByte()
		case strings.IndexByte("\x00\t\n\f\r ()[]{}%", b) >= 0:
			if len(word) > 0 {
				return string(word), nil
			}
		case len(word) < maxWord:
			word = append(word, b)
		}
	}
}

// maxWord is longer than every word that is looked for.
const maxWord = 40
