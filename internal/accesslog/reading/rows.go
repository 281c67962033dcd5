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
}

func newRows(r io.Reader, separator string) *rows {
	return &rows{lines: newLines(decoded(r)), separator: separator}
}

// next is the next row, with its cells and as it stands there.
func (r *rows) next() (cells []string, raw []byte, err error) {
	line, err := r.lines.next()
	r.first, r.last = r.lines.n, r.lines.n
	if err != nil {
		return nil, line, err
	}
	if r.first == 1 {
		line = bytes.TrimPrefix(line, []byte("\ufeff"))
	}
	if bytes.Count(line, []byte(`"`))%2 == 0 {
		return r.split(line)
	}
	r.raw = append(r.raw[:0], line...)
	for n := 1; n < most && len(r.raw) < longest; n++ {
		more, err := r.lines.next()
		if err != nil {
			break // the list ends between quotation marks: the row is what there is
		}
		r.last = r.lines.n
		r.raw = append(append(r.raw, '\n'), more...)
		if bytes.Count(more, []byte(`"`))%2 == 1 {
			break
		}
	}
	return r.split(r.raw)
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
