package reading

import (
	"bufio"
	"bytes"
	"io"
	"strings"
	"unicode/utf16"
)

// most is how many lines one row can go over, by breaks between quotation marks.
const most = 50

// rows reads a list row by row. What is written in UTF-16 is turned into UTF-8 on the
// way.
type rows struct {
	lines       *lines
	separator   string
	first, last int64 // lines that the row stands on
	raw         []byte
	ahead       []ahead // lines that were read, and belong to no row yet
}

// An ahead is a line that was read while looking for the end of a cell.
type ahead struct {
	line []byte
	n    int64
	err  error
}

func newRows(r io.Reader, separator string) *rows {
	return &rows{lines: newLines(decoded(r)), separator: separator}
}

// next is the next row, with its cells and as it stands there. A cell between quotation
// marks may go over lines. When it does not end within [most] of them, the line on which
// it begins is refused, and the others are rows of their own.
func (r *rows) next() (cells []string, raw []byte, err error) {
	line, n, err := r.line()
	r.first, r.last = n, n
	if err != nil {
		return nil, line, err
	}
	if n == 1 {
		line = bytes.TrimPrefix(line, []byte("\ufeff"))
	}
	open, _ := opens(line, r.separator, false)
	if !open {
		return r.split(line)
	}
	r.raw = append(r.raw[:0], line...)
	var after []ahead
	for right := true; open && right && len(after) < most-1 && len(r.raw) < longest; {
		more, n, err := r.line()
		after = append(after, ahead{bytes.Clone(more), n, err})
		if err != nil {
			break
		}
		r.raw = append(append(r.raw, '\n'), more...)
		open, right = opens(more, r.separator, true)
	}
	if open {
		r.ahead = append(after, r.ahead...)
		return nil, r.raw, errOpen
	}
	r.last = after[len(after)-1].n
	return r.split(r.raw)
}

// line is the next line, of those that were read ahead first.
func (r *rows) line() ([]byte, int64, error) {
	if len(r.ahead) > 0 {
		a := r.ahead[0]
		r.ahead = r.ahead[1:]
		return a.line, a.n, a.err
	}
	line, err := r.lines.next()
	return line, r.lines.n, err
}

// opens reports whether a cell between quotation marks goes on after a line. Inside says
// that one does where the line begins; right, whether the mark that ends it stands at
// the end of a cell. When it does not, it is taken for no end. A mark in the middle of a
// cell, as in 12" wide, opens nothing.
func opens(line []byte, separator string, inside bool) (open, right bool) {
	for begun := inside; ; begun = false {
		if !inside {
			line = bytes.TrimLeft(line, " ")
			line, inside = bytes.CutPrefix(line, []byte(`"`))
		}
		for inside {
			i := bytes.IndexByte(line, '"')
			if i < 0 {
				return true, true
			}
			line, inside = bytes.CutPrefix(line[i+1:], []byte(`"`))
		}
		cell, rest, more := bytes.Cut(line, []byte(separator))
		if begun && len(bytes.TrimSpace(cell)) > 0 {
			return true, false
		}
		if !more {
			return false, true
		}
		line = rest
	}
}

// split takes a row apart. A cell can stand between quotation marks, in which two stand
// for one.
func (r *rows) split(row []byte) (cells []string, raw []byte, err error) {
	text, ok := asText(row)
	if !ok {
		return nil, row, errText
	}
	for more := true; more; {
		var cell string
		if rest := strings.TrimLeft(text, " "); strings.HasPrefix(rest, `"`) {
			cell, text = quotedCell(rest[1:])
			_, text, more = strings.Cut(text, r.separator)
		} else {
			cell, text, more = strings.Cut(text, r.separator)
		}
		cells = append(cells, cell)
	}
	return cells, row, nil
}

// quotedCell reads up to the closing quotation mark, and returns what follows it.
func quotedCell(text string) (cell, rest string) {
	var b strings.Builder
	for {
		part, after, found := strings.Cut(text, `"`)
		b.WriteString(part)
		if !found || !strings.HasPrefix(after, `"`) {
			return b.String(), after
		}
		b.WriteByte('"')
		text = after[1:]
	}
}

// decoded is r in bytes that are not UTF-16: a file that begins with the mark of UTF-16
// is turned into UTF-8.
func decoded(r io.Reader) io.Reader {
	b := bufio.NewReader(r)
	mark, err := b.Peek(2)
	if err != nil || len(mark) < 2 {
		return b
	}
	switch {
	case mark[0] == 0xff && mark[1] == 0xfe:
		return &utf16Reader{from: b, little: true}
	case mark[0] == 0xfe && mark[1] == 0xff:
		return &utf16Reader{from: b}
	}
	return b
}

// A utf16Reader turns UTF-16 into UTF-8.
type utf16Reader struct {
	from   *bufio.Reader
	little bool
	high   rune // the first half of a pair
	out    []byte
}

// Read implements [io.Reader].
func (u *utf16Reader) Read(p []byte) (int, error) {
	for len(u.out) < len(p) {
		a, err := u.from.ReadByte()
		if err != nil {
			break
		}
		b, err := u.from.ReadByte()
		if err != nil {
			break
		}
		u.add(a, b)
	}
	if len(u.out) == 0 && len(p) > 0 {
		return 0, io.EOF
	}
	n := copy(p, u.out)
	u.out = append(u.out[:0], u.out[n:]...)
	return n, nil
}

func (u *utf16Reader) add(a, b byte) {
	unit := rune(a)<<8 | rune(b)
	if u.little {
		unit = rune(b)<<8 | rune(a)
	}
	switch {
	case u.high != 0:
		unit, u.high = utf16.DecodeRune(u.high, unit), 0
	case utf16.IsSurrogate(unit):
		u.high = unit
		return
	}
	u.out = append(u.out, string(unit)...)
}
