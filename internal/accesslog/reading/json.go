package reading

import (
	"bytes"
	"encoding/json"
)

// A cursor walks through JSON that is in memory whole. It looks at what is asked and
// jumps over the rest, several times faster than taking all of it apart. Once
// something is wrong it stays wrong, and finds nothing more.
type cursor struct {
	text  []byte
	at    int
	depth int // of objects that are being read
	wrong bool
}

// deepest is how many objects can lie in each other and be read: an AuditEvent has
// fewer than ten. What is jumped over may be as deep as it likes.
const deepest = 50

// peek is the next character that is not space; 0 at the end.
func (c *cursor) peek() byte {
	for c.at < len(c.text) {
		switch b := c.text[c.at]; b {
		case ' ', '\t', '\n', '\r':
			c.at++
		default:
			return b
		}
	}
	return 0
}

// take passes over a character that must be there.
func (c *cursor) take(b byte) bool {
	if c.wrong || c.peek() != b {
		c.wrong = true
		return false
	}
	c.at++
	return true
}

// fields calls do for every name of an object, which must read or skip its value. A
// value that is no object is passed over.
func (c *cursor) fields(do func(name []byte)) {
	if c.peek() != '{' {
		c.skip()
		return
	}
	if c.depth++; c.depth > deepest {
		c.wrong = true
		return
	}
	c.members(do)
	c.depth--
}

// members calls do for every name of the object that begins here.
func (c *cursor) members(do func(name []byte)) {
	c.at++
	if c.peek() == '}' {
		c.at++
		return
	}
	for !c.wrong {
		name := c.quoted()
		if !c.take(':') {
			return
		}
		do(name)
		if c.peek() != ',' {
			c.take('}')
			return
		}
		c.at++
	}
}

// items calls do for every value of a list, which must read or skip it. A value that is
// no list is taken for its only value.
func (c *cursor) items(do func()) {
	if c.peek() != '[' {
		do()
		return
	}
	c.at++
	if c.peek() == ']' {
		c.at++
		return
	}
	for !c.wrong {
		do()
		if c.peek() != ',' {
			c.take(']')
			return
		}
		c.at++
	}
}

// quoted reads a string.
func (c *cursor) quoted() []byte {
	if !c.take('"') {
		return nil
	}
	begin := c.at
	end := c.close()
	if c.wrong {
		return nil
	}
	text := c.text[begin:end]
	if bytes.IndexByte(text, '\\') < 0 {
		return text
	}
	var plain string
	if json.Unmarshal(c.text[begin-1:end+1], &plain) != nil {
		c.wrong = true
	}
	return []byte(plain)
}

// close goes past the end of a string that was begun, and returns where it is.
func (c *cursor) close() int {
	for {
		i := bytes.IndexByte(c.text[c.at:], '"')
		if i < 0 {
			c.wrong, c.at = true, len(c.text)
			return c.at
		}
		end := c.at + i
		c.at = end + 1
		escapes := 0
		for end-1-escapes >= 0 && c.text[end-1-escapes] == '\\' {
			escapes++
		}
		if escapes%2 == 0 {
			return end
		}
	}
}

// word reads a string, a number, true or false as its letters, and passes over
// anything else.
func (c *cursor) word() []byte {
	switch c.peek() {
	case '"':
		return c.quoted()
	case '{', '[':
		c.skip()
		return nil
	}
	begin := c.at
	for c.at < len(c.text) && plain[c.text[c.at]] {
		c.at++
	}
	if c.at == begin {
		c.wrong = true
	}
	return c.text[begin:c.at]
}

// plain are the characters of numbers, true, false and null.
var plain = func() (set [256]bool) {
	for _, b := range []byte("0123456789+-.eEtrufalsn") {
		set[b] = true
	}
	return set
}()

// skip passes over a value of any kind.
func (c *cursor) skip() {
	switch c.peek() {
	case '"':
		c.at++
		c.close()
	case '{', '[':
		c.skipNested()
	default:
		c.word()
	}
}

// skipNested passes over an object or a list: to where as many brackets are closed as
// were opened, outside strings.
func (c *cursor) skipNested() {
	depth := 0
	for c.at < len(c.text) {
		switch c.text[c.at] {
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth == 0 {
				c.at++
				return
			}
		case '"':
			c.at++
			c.close()
			continue
		}
		c.at++
	}
	c.wrong = true
}

// whole reports whether everything was read, and right.
func (c *cursor) whole() bool { return !c.wrong && c.peek() == 0 && c.at == len(c.text) }
