package reading

import (
	"bytes"
	"errors"
	"io"

	"aantoonbaar/internal/accesslog"
)

// FHIR reads AuditEvents of FHIR R4, R5 and STU3: one on each line, or in Bundles or
// lists, or over lines. Content that follows IHE's Basic Audit Log Patterns is read as
// those mean it, and other content as far as it can be understood.
func FHIR(r io.Reader, to Sink) error {
	l := newLines(r)
	beginning, err := l.r.Peek(l.r.Size())
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	if isDocument(beginning) {
		return document(l, to)
	}
	var e Entry
	for {
		line, err := l.next()
		switch {
		case err == io.EOF: //nolint:errorlint // lines returns it bare
			return nil
		case err == nil && len(bytes.TrimSpace(line)) == 0:
			continue
		case err == nil:
			err = auditEvent(line, &e)
		}
		if err := to.give(l.n, line, &e, err); err != nil {
			return err
		}
	}
}

// isDocument reports whether a file begins with a list, a Bundle, or a resource that
// goes on over lines. A first line that is broken makes no document of a file with a
// resource on each line: the second begins as a resource too.
func isDocument(beginning []byte) bool {
	text := bytes.TrimLeft(bytes.TrimPrefix(beginning, []byte("\ufeff")), " \t\r\n")
	line, rest, _ := bytes.Cut(text, []byte("\n"))
	c := cursor{text: line}
	if c.peek() != '{' {
		return c.peek() == '['
	}
	bundle := false
	c.fields(func(name []byte) {
		if string(name) == "resourceType" {
			bundle = bundle || string(c.word()) == "Bundle"
			return
		}
		bundle = bundle || string(name) == "entry"
		c.skip()
	})
	rest = bytes.TrimLeft(rest, " \t\r\n")
	return bundle || !c.whole() && len(rest) > 0 && rest[0] != '{'
}

// auditEvent reads one AuditEvent.
func auditEvent(text []byte, e *Entry) error {
	*e = Entry{}
	a := audit{cursor: cursor{text: bytes.TrimPrefix(text, []byte("\ufeff"))}, e: e}
	if a.peek() != '{' {
		return errJSON
	}
	a.fields(a.top)
	switch {
	case !a.whole():
		return errJSON
	case !a.audit:
		return errAudit
	case e.At.IsZero() || !sensible(e.At):
		return errTime
	}
	a.choose()
	return nil
}

// An audit is an AuditEvent that is being read.
type audit struct {
	cursor
	e      *Entry
	audit  bool
	best   agent
	chosen bool
	read   byte // what was done by the code of the interaction
	query  bool
}

// An agent is one of those who took part.
type agent struct {
	number, role, station []byte
	requestor             bool
	human, device         bool // by its type
	protocol              bool
}

// top reads a field of the AuditEvent itself.
func (a *audit) top(name []byte) {
	switch string(name) {
	case "resourceType":
		a.audit = string(a.word()) == "AuditEvent"
	case "recorded", "occurredDateTime":
		if t, ok := instant(a.word()); ok && (a.e.At.IsZero() || string(name) != "recorded") {
			a.e.At = t
		}
	case "action":
		if w := a.word(); len(w) == 1 && accesslog.Action(w[0]).Known() {
			a.e.Action = accesslog.Action(w[0])
		}
	case "type", "category":
		a.e.Has |= HasEvent
		a.skip()
	case "subtype", "code":
		a.codes(a.kind)
	case "purposeOfEvent", "authorization":
		a.purpose()
	case "agent":
		a.items(a.agent)
	case "source":
		a.fields(a.source)
	case "patient":
		a.e.Patient, a.e.Has = a.reference(), a.e.Has|HasKind
	case "entity":
		a.items(a.entity)
	default:
		a.skip()
	}
}

// kind looks at the code of what sort of event it is.
func (a *audit) kind(code []byte) {
	a.e.Has |= HasEvent
	switch string(code) {
	case "110127":
		a.e.Glass = true
	case "read", "vread", "history", "history-instance":
		a.read = 'R'
	case "create":
		a.read = 'C'
	case "update", "patch":
		a.read = 'U'
	case "delete":
		a.read = 'D'
	case "search", "search-type", "search-system", "search-instance":
		a.read, a.e.Search = 'E', true
	}
}

// purpose reads why access was asked, with the words for it.
func (a *audit) purpose() {
	a.items(func() {
		glass, text := false, []byte(nil)
		a.fields(func(name []byte) {
			switch string(name) {
			case "coding":
				a.codes(func(code []byte) { glass = glass || string(code) == "BTG" })
			case "text":
				text = a.word()
			default:
				a.skip()
			}
		})
		if glass {
			a.e.Glass = true
			a.e.Reason = text
		}
	})
}

// codes calls do with every code in a Coding, a CodeableConcept, or a list of them.
func (a *audit) codes(do func(code []byte)) {
	a.items(func() {
		a.fields(func(name []byte) {
			switch string(name) {
			case "code":
				do(a.word())
			case "coding":
				a.codes(do)
			default:
				a.skip()
			}
		})
	})
}

func (a *audit) source(name []byte) {
	switch string(name) {
	case "site":
		if a.peek() == '{' {
			a.e.Team = a.reference()
		} else {
			a.e.Team = a.word()
		}
	case "observer", "identifier":
		a.e.Source = a.reference()
	default:
		a.skip()
	}
}

// choose takes what was found together.
func (a *audit) choose() {
	e := a.e
	e.Role, e.Station = a.best.role, a.best.station
	if a.best.human || !a.best.device { // a program that acts by itself is nobody
		e.User = a.best.number
	}
	if a.best.protocol {
		e.Has |= HasProtocol
	}
	if e.Action == 0 {
		e.Action = accesslog.Action(a.read)
	}
	if a.query && e.Action == accesslog.Execute {
		e.Search = true
	}
}
