// Package reading takes access logs in as their sources write them: lists, AuditEvents
// of FHIR, and audit messages in XML. And it takes in the lists of what explains them
// ([GuessFacts]), such as rosters and appointments.
//
// A log is long and nobody has seen it before. So everything is read line after line,
// with an end to how long one can be, and a line that cannot be read is refused by
// itself: the others go on.
package reading

import (
	"errors"
	"time"

	"aantoonbaar/internal/accesslog"
	"aantoonbaar/internal/i18n"
)

// An Entry is one line of a log, in the words of its source. Its bytes hold until the
// next line is read. A field that the source does not have is empty.
type Entry struct {
	At      time.Time
	User    []byte // number by which the source knows who looked
	Patient []byte // and whose record it was
	Team    []byte
	Role    []byte
	Station []byte
	Source  []byte
	Reason  []byte
	Action  accesslog.Action
	Search  bool // nothing was opened
	Glass   bool // by the emergency procedure
	Has     Fields
}

// Fields are which of the fields that NEN 7513 demands of every line a line has.
type Fields uint16

// The mandatory fields, by their number in NEN 7513:2018. That edition is the one of
// which the table was seen; 2024 was not (shared design, accesslog.md section 2.1).
const (
	HasEvent    Fields = 1 << iota // 7.2.1 what sort of event
	HasAction                      // 7.2.2 what was done
	HasTime                        // 7.2.3
	HasUser                        // 7.3.1
	HasRole                        // 7.3.4
	HasKind                        // 7.4.1 by what sort of number the record is named
	HasPatient                     // 7.4.3
	HasProtocol                    // 7.4.6 by which rule access was given
	HasSource                      // 7.5.2
)

// A Mandatory is a field that every line must have.
type Mandatory struct {
	Field  Fields
	Number string // in NEN 7513:2018
	Name   i18n.Text
}

// MandatoryFields lists the mandatory fields in the order of the norm.
var MandatoryFields = []Mandatory{
	{HasEvent, "7.2.1", i18n.T("soort gebeurtenis", "kind of event")},
	{HasAction, "7.2.2", i18n.T("wat er gedaan is", "what was done")},
	{HasTime, "7.2.3", i18n.T("datum en tijd", "date and time")},
	{HasUser, "7.3.1", i18n.T("wie het deed", "who did it")},
	{HasRole, "7.3.4", i18n.T("rol van wie het deed", "role of who did it")},
	{HasKind, "7.4.1", i18n.T("soort nummer van het dossier", "kind of number of the record")},
	{HasPatient, "7.4.3", i18n.T("van wie het dossier is", "whose record it is")},
	{HasProtocol, "7.4.6", i18n.T("regel waarop toegang gegeven is", "rule by which access was given")},
	{HasSource, "7.5.2", i18n.T("systeem dat logt", "system that logs")},
}

// settle notes what an entry has that can be seen in it.
func (e *Entry) settle() {
	if e.Action != 0 {
		e.Has |= HasAction
	}
	for _, f := range []struct {
		field Fields
		text  []byte
	}{{HasUser, e.User}, {HasRole, e.Role}, {HasPatient, e.Patient}, {HasSource, e.Source}} {
		if len(f.text) > 0 {
			e.Has |= f.field
		}
	}
	if !e.At.IsZero() {
		e.Has |= HasTime
	}
}

// A Refused is a line that could not be read.
type Refused struct {
	Line int64     // from 1
	Text string    // the beginning of it
	Why  i18n.Text // what is wrong with it
}

// A Sink gets what was read. An error of it ends the reading, and is returned.
type Sink struct {
	Take   func(line int64, raw []byte, e *Entry) error
	Refuse func(Refused) error
}

// longest is how long a line can be, in bytes, and shown how much of a refused one is
// kept.
const (
	longest = 1 << 20
	shown   = 200
)

// errEntry is why a line is no entry.
type errEntry struct{ says i18n.Text }

// Error implements [error].
func (e errEntry) Error() string { return e.says.EN }

func wrong(nl, en string) error { return errEntry{i18n.T(nl, en)} }

var (
	errLong  = wrong("De regel is langer dan 1 MB.", "The line is longer than 1 MB.")
	errTime  = wrong("Er staat geen datum en tijd die wij kunnen lezen.", "There is no date and time that we can read.")
	errJSON  = wrong("Dit is geen JSON.", "This is no JSON.")
	errAudit = wrong("Dit is geen AuditEvent.", "This is no AuditEvent.")
	errXML   = wrong("Dit is geen auditbericht in XML.", "This is no audit message in XML.")
	errOpen  = wrong("Een cel begint met een aanhalingsteken en houdt niet op.", "A cell begins with a quotation mark and does not end.")
	errText  = wrong("Er staan tekens in die geen tekst zijn.", "It holds characters that are no text.")
)

// give hands an entry over when there is one, and refuses the line otherwise.
func (s Sink) give(line int64, raw []byte, e *Entry, err error) error {
	if err == nil {
		e.settle()
		return s.Take(line, raw, e)
	}
	return refuse(s.Refuse, line, raw, err)
}

// refuse refuses a line for what is wrong with it. Another error is returned.
func refuse(to func(Refused) error, line int64, raw []byte, err error) error {
	why, ok := errors.AsType[errEntry](err)
	if !ok {
		return err
	}
	return to(Refused{Line: line, Text: beginning(raw), Why: why.says})
}

// beginning is the beginning of a line as text.
func beginning(raw []byte) string {
	if len(raw) > shown {
		raw = raw[:shown]
	}
	text := make([]rune, 0, len(raw))
	for _, r := range string(raw) {
		if r < ' ' || r == 0x7f || r == 0xfffd {
			r = '·'
		}
		text = append(text, r)
	}
	return string(text)
}
