package reading

import (
	"bufio"
	"bytes"
	"encoding/xml"
	"errors"
	"io"

	"aantoonbaar/internal/accesslog"
)

// ATNA reads audit messages in XML, in the form of DICOM PS3.15 or of RFC 3881, one
// after the other in a file: bare, each behind a header of syslog (RFC 5424), or with
// the count of octets before it that syslog over TCP has (RFC 6587). A message may go
// over lines.
func ATNA(r io.Reader, to Sink) error {
	in := bufio.NewReaderSize(r, 1<<16)
	m := message{line: 1}
	for {
		piece, err := in.ReadSlice('\n')
		if readErr := m.read(piece, to); readErr != nil {
			return readErr
		}
		switch {
		case errors.Is(err, io.EOF):
			return m.end(to)
		case err != nil && !errors.Is(err, errFull):
			return err
		}
	}
}

// An auditXML is an audit message. DICOM writes csd-code and originalText where RFC
// 3881 writes code and displayName.
type auditXML struct {
	Event struct {
		At     string    `xml:"EventDateTime,attr"`
		Action string    `xml:"EventActionCode,attr"`
		ID     codeXML   `xml:"EventID"`
		Types  []codeXML `xml:"EventTypeCode"`
		Why    []codeXML `xml:"PurposeOfUse"`
	} `xml:"EventIdentification"`
	Users []struct {
		ID        string    `xml:"UserID,attr"`
		Other     string    `xml:"AlternativeUserID,attr"`
		Requestor string    `xml:"UserIsRequestor,attr"`
		Station   string    `xml:"NetworkAccessPointID,attr"`
		Roles     []codeXML `xml:"RoleIDCode"`
	} `xml:"ActiveParticipant"`
	Sources []struct {
		ID   string `xml:"AuditSourceID,attr"`
		Site string `xml:"AuditEnterpriseSiteID,attr"`
	} `xml:"AuditSourceIdentification"`
	Objects []struct {
		ID    string  `xml:"ParticipantObjectID,attr"`
		Type  string  `xml:"ParticipantObjectTypeCode,attr"`
		Role  string  `xml:"ParticipantObjectTypeCodeRole,attr"`
		Kind  codeXML `xml:"ParticipantObjectIDTypeCode"`
		Query string  `xml:"ParticipantObjectQuery"`
	} `xml:"ParticipantObjectIdentification"`
}

type codeXML struct {
	CSD      string `xml:"csd-code,attr"`
	Plain    string `xml:"code,attr"`
	Original string `xml:"originalText,attr"`
	Display  string `xml:"displayName,attr"`
}

func (c codeXML) code() string { return first(c.CSD, c.Plain) }
func (c codeXML) words() string {
	return first(c.Original, c.Display, c.CSD, c.Plain)
}

func first(of ...string) string {
	for _, s := range of {
		if s != "" {
			return s
		}
	}
	return ""
}

// auditMessage reads one message, with whatever stands before it.
func auditMessage(text []byte, e *Entry) error {
	*e = Entry{}
	begin := bytes.Index(text, []byte(opening))
	if begin < 0 {
		return errXML
	}
	var m auditXML
	if xml.Unmarshal(text[begin:], &m) != nil {
		return errXML
	}
	at, ok := instant([]byte(m.Event.At))
	if !ok || !sensible(at) {
		return errTime
	}
	e.At = at
	if a := m.Event.Action; len(a) == 1 && accesslog.Action(a[0]).Known() {
		e.Action = accesslog.Action(a[0])
	}
	if m.Event.ID.code() != "" {
		e.Has |= HasEvent
	}
	m.purpose(e)
	m.person(e)
	m.record(e)
	if len(m.Sources) > 0 {
		e.Source, e.Team = []byte(m.Sources[0].ID), []byte(m.Sources[0].Site)
	}
	return nil
}

// purpose sees whether it was by the emergency procedure.
func (m *auditXML) purpose(e *Entry) {
	for _, t := range m.Event.Types {
		e.Glass = e.Glass || t.code() == "110127"
	}
	for _, t := range m.Event.Why {
		if t.code() == "BTG" {
			e.Glass, e.Reason = true, []byte(t.words())
		}
	}
}

// person finds who acted: of those who asked, the last that is no program. In a message
// where all are programs it is nobody.
func (m *auditXML) person(e *Entry) {
	best := -1
	for _, u := range m.Users {
		weight, program := 0, false
		for _, r := range u.Roles {
			switch r.code() {
			case "110150", "110151", "110152", "110153":
				program = true
			}
		}
		if u.Requestor != "false" {
			weight = 1
		}
		if program || first(u.ID, u.Other) == "" || weight < best {
			continue
		}
		best = weight
		e.User, e.Station, e.Role = []byte(first(u.ID, u.Other)), []byte(u.Station), nil
		if len(u.Roles) > 0 {
			e.Role = []byte(u.Roles[0].words())
		}
	}
}

// record finds the patient, and whether it was only searched for.
func (m *auditXML) record(e *Entry) {
	query, opened := false, false
	for _, o := range m.Objects {
		if o.Type == "1" && o.Role == "1" && o.ID != "" {
			e.Patient = patientID(o.ID)
			if o.Kind.code() != "" {
				e.Has |= HasKind
			}
		}
		query = query || o.Query != ""
		opened = opened || o.Type == "2" && o.Role != "24" && o.Query == ""
	}
	e.Search = query && !opened && e.Action != accesslog.Read
}

// patientID is the number in an identifier of HL7 version 2: what stands before ^^^.
func patientID(id string) []byte {
	number, _, _ := bytes.Cut([]byte(id), []byte("^^^"))
	return number
}
