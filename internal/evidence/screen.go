package evidence

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"path"
	"strings"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
)

// How much of a passing file is remembered. The tail holds the directory of an
// Office file with some ten thousand parts.
const (
	headBytes = 4 << 10
	tailBytes = 1 << 20
)

// A screen is a reader that looks at a file while it passes, and refuses it in
// place of its end. Whoever stores what a screen gives has stored nothing yet
// when the refusal comes.
type screen struct {
	r      io.Reader
	want   format
	limits Limits
	meter  *meter
	seen   seen
}

// newScreen makes a screen of r. The caller closes it.
func newScreen(r io.Reader, want format, limits Limits) *screen {
	limits = limits.orDefault()
	return &screen{r: r, want: want, limits: limits, meter: startMeter(want, limits)}
}

func (s *screen) Read(p []byte) (int, error) {
	n, err := s.r.Read(p)
	s.seen.see(p[:n])
	s.meter.see(p[:n])
	if errors.Is(err, io.EOF) {
		if refusal := s.seen.judge(s.want); refusal != nil {
			return n, refusal
		}
		if refusal := s.limits.over(s.want, &s.seen, s.meter.end()); refusal != nil {
			return n, refusal
		}
	}
	return n, err
}

// Close ends the counting of a file that did not come to its end.
func (s *screen) Close() { s.meter.end() }

// seen is what a screen remembers of a file.
type seen struct {
	head, tail []byte
	size       int64
	binary     bool // it holds a character that no text has
	outlook    bool // it holds a name that only Outlook's messages have
	carry      []byte
}

// outlookName is how every property of an Outlook message begins to be named.
var outlookName = utf16LE("__substg1.0_")

func (s *seen) see(p []byte) {
	s.size += int64(len(p))
	if room := headBytes - len(s.head); room > 0 {
		s.head = append(s.head, p[:min(room, len(p))]...)
	}
	s.tail = append(s.tail, p...)
	if len(s.tail) > 2*tailBytes {
		s.tail = append(s.tail[:0], s.tail[len(s.tail)-tailBytes:]...)
	}
	s.binary = s.binary || bytes.ContainsFunc(p, func(r rune) bool {
		return r < 0x20 && r != '\n' && r != '\r' && r != '\t' && r != '\f' && r != 0x1a
	})
	if !s.outlook && s.isCompound() {
		s.carry = append(s.carry, p...)
		s.outlook = bytes.Contains(s.carry, outlookName)
		s.carry = append([]byte{}, s.carry[max(0, len(s.carry)-len(outlookName)):]...)
	}
}

// judge returns why the file is refused, or nil.
func (s *seen) judge(want format) error {
	switch {
	case s.size == 0:
		return refuseFile("evidence.file-empty", i18n.T("Dit bestand is leeg. Kies een ander bestand.", "This file is empty. Choose another file."))
	case s.locked(want):
		return refuseFile("evidence.file-locked", i18n.T("Dit bestand heeft een wachtwoord. Haal dat eraf en probeer het opnieuw.", "This file has a password. Take it off and try again."))
	case s.macros():
		return refuseFile("evidence.file-macros", hasMacros)
	case !want.fits(s) || s.twoFaced(want):
		return refuseFile("evidence.file-content", i18n.T(
			"De inhoud past niet bij de naam: dit is geen "+want.name.NL+". Open het bestand, sla het opnieuw op en kies dat bestand.",
			"The content does not fit the name: this is not a "+want.name.EN+". Open the file, save it again and choose that file."))
	}
	return nil
}

// twoFaced reports whether the file is of two kinds at once: with a page's
// markup in its first bytes, or with an archive at its end. Such a file shows one
// face here and another to the program that opens it later.
func (s *seen) twoFaced(want format) bool {
	if want.isText() {
		return false
	}
	return s.markup(1024) || !want.isArchive() && s.endsAsArchive()
}

func (f format) isText() bool { return f.ends == ".txt" || f.ends == ".csv" || f.ends == ".eml" }

func (f format) isArchive() bool {
	return strings.HasPrefix(f.media, office) || strings.Contains(f.media, "opendocument")
}

// markup reports whether the first n bytes hold what makes a browser see a page.
func (s *seen) markup(n int) bool {
	head := bytes.ToLower(s.head[:min(n, len(s.head))])
	for _, mark := range []string{"<!doctype", "<html", "<head", "<body", "<script", "<svg", "<iframe", "<?xml", "<?php"} {
		if bytes.Contains(head, []byte(mark)) {
			return true
		}
	}
	return false
}

// endsAsArchive looks for a ZIP's last record, which reaches to the file's last byte.
func (s *seen) endsAsArchive() bool {
	const record = 22
	tail := s.tail[max(0, len(s.tail)-(1<<16)-record):]
	for i := len(tail) - record; i >= 0; i-- {
		if string(tail[i:i+4]) == "PK\x05\x06" && i+record+int(binary.LittleEndian.Uint16(tail[i+20:])) == len(tail) {
			return true
		}
	}
	return false
}

// isCompound reports whether the file is of the container that old Office files,
// Outlook's messages and locked new Office files share.
func (s *seen) isCompound() bool {
	return bytes.HasPrefix(s.head, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"))
}

// locked reports whether a password keeps the file shut.
func (s *seen) locked(want format) bool {
	if !want.isArchive() {
		return false
	}
	for _, part := range s.parts() {
		if part.Flags&1 != 0 {
			return true
		}
	}
	return strings.HasPrefix(want.media, office) && s.isCompound()
}

// macros reports whether an Office or OpenDocument file holds a program.
func (s *seen) macros() bool {
	for _, part := range s.parts() {
		name := strings.ToLower(strings.ReplaceAll(part.Name, `\`, "/"))
		switch {
		case strings.HasPrefix(path.Base(name), "vbaproject"), strings.HasPrefix(path.Base(name), "vbadata"),
			strings.Contains(name, "/macrosheets/"), strings.Contains(name, "/activex/"),
			strings.HasPrefix(name, "basic/"), strings.HasPrefix(name, "scripts/"):
			return true
		}
	}
	return false
}

// parts lists what a ZIP says it holds. Nothing is unpacked, so that a file that
// would unpack to more than the machine holds does no harm here.
func (s *seen) parts() []*zip.File {
	if !bytes.HasPrefix(s.head, []byte("PK\x03\x04")) {
		return nil
	}
	z, err := zip.NewReader(s, s.size)
	if err != nil {
		return nil
	}
	return z.File
}

// ReadAt gives the directory's reader what is still remembered.
func (s *seen) ReadAt(p []byte, off int64) (int, error) {
	at := off - (s.size - int64(len(s.tail)))
	if at < 0 || off > s.size {
		return 0, errForgotten
	}
	n := copy(p, s.tail[at:])
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

var errForgotten = errors.New("this part of the file is not remembered")

// isOffice takes a ZIP that holds what every Office file holds, and parts in the
// folder of the kind.
func isOffice(folder string) func(*seen) bool {
	return func(s *seen) bool {
		types, own := false, false
		for _, part := range s.parts() {
			types = types || part.Name == "[Content_Types].xml"
			own = own || strings.HasPrefix(part.Name, folder)
		}
		return types && own && s.endsAsArchive()
	}
}

// isOpenDocument takes a ZIP whose first part says what it is, unpacked, as the
// standard demands.
func isOpenDocument(kind string) func(*seen) bool {
	return func(s *seen) bool {
		mark := []byte("mimetypeapplication/vnd.oasis.opendocument." + kind)
		return len(s.head) > 30 && bytes.HasPrefix(s.head[30:], mark) && len(s.parts()) > 1 && s.endsAsArchive()
	}
}

func refuseFile(code string, says i18n.Text) *fault.Fault {
	return &fault.Fault{
		Kind: fault.Invalid, Code: code, Fields: []fault.Field{{Name: "file", Says: says}},
		Says: i18n.T("Wij kunnen dit bestand niet aannemen.", "We cannot take this file."),
		Hint: i18n.T("Kies een ander bestand en sla opnieuw op. Er is nog niets opgeslagen.", "Choose another file and save again. Nothing was stored."),
	}
}

func tooLarge() *fault.Fault {
	f := refuseFile("evidence.file-too-large", i18n.T(
		"Dit bestand is groter dan 50 MB. Kies een kleiner bestand, of vul in waar het ligt.",
		"This file is larger than 50 MB. Choose a smaller file, or give where it lies."))
	f.Kind = fault.TooLarge
	return f
}

func utf16LE(s string) []byte {
	var b []byte
	for _, c := range []byte(s) {
		b = append(b, c, 0)
	}
	return b
}
