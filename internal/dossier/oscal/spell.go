package oscal

import (
	"crypto/sha1" //nolint:gosec // G505: RFC 9562 makes UUIDs of version 5 with it; nothing here leans on it for safety
	"encoding/base64"
	"encoding/hex"
	"net/url"
	"strings"
	"time"

	"aantoonbaar/internal/evidence"
)

// Texts in OSCAL are of three kinds. A string is as it is written. Markup is
// Markdown, on one line or on many: what people wrote here is no Markdown, so
// what would be read as a sign is escaped. Lists of lines that begin with a dash
// or a number are left to be lists.

// value spells a string: one line, without space around it.
func value(s string) string { return strings.Join(strings.Fields(s), " ") }

// line spells markup of one line.
func line(s string) string { return literal.Replace(value(s)) }

// text spells markup of many lines.
func text(s string) string {
	return literal.Replace(strings.TrimSpace(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s)))
}

var literal = strings.NewReplacer(`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", `\<`, "~", `\~`, "^", `\^`, "{{", `\{\{`)

// instant spells a moment: in UTC, so that the zone of a machine makes no
// difference.
func instant(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.999999Z07:00") }

// space is the namespace of our UUIDs. It was drawn once and never changes.
var space = [16]byte{0x5b, 0x1d, 0x0e, 0x4a, 0x93, 0x6c, 0x4f, 0x27, 0x8a, 0x61, 0xd2, 0x7f, 0x3c, 0x90, 0xb8, 0xe5}

// uuid returns the UUID of something of the organisation: version 5 (RFC 9562),
// over our namespace and organisation, kind and key with a zero byte between
// them. The same thing has the same one in every document and at every moment.
func (b *book) uuid(kind, key string) string {
	name := strings.Join([]string{string(b.Organisation.ID), kind, key}, "\x00")
	sum := sha1.Sum(append(space[:], name...)) //nolint:gosec // G401: as above
	id := sum[:16]
	id[6] = id[6]&0x0f | 0x50
	id[8] = id[8]&0x3f | 0x80
	h := hex.EncodeToString(id)
	return strings.Join([]string{h[:8], h[8:12], h[12:16], h[16:20], h[20:]}, "-")
}

// fileRef is where a reader finds a file of evidence; without the files it is
// the name of its bytes by their hash (RFC 6920).
func (b *book) fileRef(f evidence.File) string {
	if b.EvidenceAt == "" {
		return "ni:///sha-256;" + base64.RawURLEncoding.EncodeToString(f.Sum[:])
	}
	return b.EvidenceAt + f.Sum.String()
}

// webRef spells an address as OSCAL wants it; "" when it is none.
func webRef(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.String()
}
