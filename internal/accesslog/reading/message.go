package reading

import "bytes"

// The beginning and the end of an audit message.
const (
	opening = "<AuditMessage"
	closing = "</AuditMessage>"
)

// longestCount is how many bytes are looked at for what can stand before a header: a
// count of octets, a mark and space.
const longestCount = 64

// A message is what was read of one so far.
type message struct {
	text  []byte
	line  int64 // that is being read
	from  int64 // on which it begins
	inner bool  // the next piece goes on with a line
	skip  bool  // it was refused, and the rest of it is passed over
	has   bool  // its beginning was seen
	seen  int   // bytes of text that were searched for its beginning and its end
	e     Entry
}

// read takes a piece of a file in, and gives every message that ends in it.
func (m *message) read(piece []byte, to Sink) error {
	if !m.inner && starts(piece) {
		if err := m.cut(piece, to); err != nil {
			return err
		}
	}
	on := m.line
	if m.inner = !bytes.HasSuffix(piece, []byte("\n")); !m.inner {
		m.line++
	}
	if len(m.text) == 0 {
		m.from, piece = on, bytes.TrimLeft(piece, " \t\r\n")
	}
	m.text = append(m.text, piece...)
	if err := m.ended(on, to); err != nil {
		return err
	}
	return m.begun(to)
}

// cut ends what was read before a line that begins a message: that one has no end, or
// is no audit message but another line of syslog.
func (m *message) cut(piece []byte, to Sink) error {
	switch {
	case m.skip:
		m.skip = false
	case m.has, len(m.text) > 0 && isSyslog(piece) && !isCount(m.text):
		return m.refuse(to, errXML)
	default:
		return nil
	}
	m.clear()
	return nil
}

// ended gives every message of which the end was read. The last of the pieces stands on
// the given line.
func (m *message) ended(on int64, to Sink) error {
	rest := m.text
	for end := m.find(rest, closing); end >= 0; end = m.find(rest, closing) {
		end += len(closing)
		if !m.skip {
			if err := to.give(m.from, rest[:end], &m.e, auditMessage(rest[:end], &m.e)); err != nil {
				return err
			}
		}
		rest = bytes.TrimLeft(rest[end:], " \t\r\n")
		m.skip, m.has, m.seen, m.from = false, false, 0, on
	}
	if len(rest) < len(m.text) {
		m.text = append(m.text[:0], rest...)
	}
	return nil
}

// find is where a tag stands in what was not searched before; -1 when it is not there. A
// tag can lie across what was searched and what came after.
func (m *message) find(text []byte, tag string) int {
	from := max(0, m.seen-len(tag))
	if at := bytes.Index(text[from:], []byte(tag)); at >= 0 {
		return from + at
	}
	return -1
}

// begun looks at what was read and has no end yet. It refuses what can be no message,
// and what is longer than one can be.
func (m *message) begun(to Sink) error {
	m.has = m.has || m.find(m.text, opening) >= 0
	m.seen = len(m.text)
	switch {
	case m.skip: // an end can lie across two pieces
		tail := m.text[max(0, len(m.text)-len(closing)+1):]
		m.text, m.seen = append(m.text[:0], tail...), 0
		return nil
	case len(m.text) > longest:
		m.skip = true
		return m.refuse(to, errLong)
	case len(m.text) == 0 || m.has || starts(m.text) || isCount(m.text):
		return nil
	}
	return m.refuse(to, errXML)
}

// refuse refuses what was read, and forgets it.
func (m *message) refuse(to Sink, why error) error {
	err := to.give(m.from, m.text, &m.e, why)
	m.clear()
	return err
}

func (m *message) clear() { m.text, m.has, m.seen = m.text[:0], false, 0 }

// end refuses a message of which the end is missing.
func (m *message) end(to Sink) error {
	if m.skip || len(m.text) == 0 {
		return nil
	}
	return to.give(m.from, m.text, &m.e, wrong("Het bestand houdt op midden in een bericht.", "The file ends in the middle of a message."))
}

// starts reports whether text begins with what stands before a message, or with it: a
// header of syslog, the declaration of XML, or the message itself.
func starts(text []byte) bool {
	if isSyslog(text) {
		return true
	}
	text = afterCount(text)
	for _, begins := range []string{"<?xml", "<!DOCTYPE", opening} {
		if bytes.HasPrefix(text, []byte(begins)) {
			return true
		}
	}
	return false
}

// isSyslog reports whether text begins with a header of syslog.
func isSyslog(text []byte) bool {
	text = afterCount(text)
	return len(text) > 1 && text[0] == '<' && text[1] >= '0' && text[1] <= '9'
}

// isCount reports whether text holds a count of octets and nothing after it yet.
func isCount(text []byte) bool { return len(text) < longestCount && len(afterCount(text)) == 0 }

// afterCount is the beginning of a text after a count of octets, if there is one.
func afterCount(text []byte) []byte {
	return bytes.TrimLeft(text[:min(len(text), longestCount)], "0123456789 \ufeff\t\r\n")
}
