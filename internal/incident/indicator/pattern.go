package indicator

import (
	"errors"
	"strings"
)

// ErrPattern is a pattern that says more than that one of a few things was seen.
var ErrPattern = errors.New("the pattern says more than that one of a few things was seen")

// maxParts is how many comparisons a pattern may have.
const maxParts = 1000

// ReadPattern reads a STIX pattern (STIX 2.1, chapter 9) of simple comparisons: one
// thing equals a value, or one of several does. Several properties of one file may be
// asked together, for each of them says which file. Everything else, such as
// FOLLOWEDBY, LIKE, NOT or a span of time, is ErrPattern: half of such a pattern would
// say something that its maker did not.
func ReadPattern(pattern string) (all []Indicator, err error) {
	p := patternReader{rest: pattern}
	for {
		if !p.take("[") {
			return nil, ErrPattern
		}
		if err := p.observation(&all); err != nil {
			return nil, err
		}
		if p.space(); p.rest == "" {
			return all, nil
		}
		if !p.word("OR") {
			return nil, ErrPattern
		}
	}
}

// A patternReader goes through a pattern once.
type patternReader struct{ rest string }

func (p *patternReader) space() { p.rest = strings.TrimLeft(p.rest, " \t\r\n") }

func (p *patternReader) take(s string) bool {
	p.space()
	rest, ok := strings.CutPrefix(p.rest, s)
	p.rest = rest
	return ok
}

// word takes a word that ends where it ends.
func (p *patternReader) word(w string) bool {
	p.space()
	if len(p.rest) <= len(w) || !strings.EqualFold(p.rest[:len(w)], w) || !strings.ContainsRune(" \t\r\n[(", rune(p.rest[len(w)])) {
		return false
	}
	p.rest = p.rest[len(w):]
	return true
}

// observation reads up to the closing bracket.
func (p *patternReader) observation(all *[]Indicator) error {
	and, files := false, true
	for {
		found, file, err := p.comparison()
		if err != nil {
			return err
		}
		files = files && file
		if *all = append(*all, found...); len(*all) > maxParts {
			return ErrPattern
		}
		switch {
		case p.take("]"):
			if and && !files {
				return ErrPattern
			}
			return nil
		case p.word("AND"):
			and = true
		case p.word("OR"):
		default:
			return ErrPattern
		}
	}
}

// comparison reads "path = 'value'" or "path IN ('a', 'b')".
func (p *patternReader) comparison() (found []Indicator, file bool, err error) {
	p.space()
	end := strings.IndexAny(p.rest, "= \t\r\n")
	if end <= 0 {
		return nil, false, ErrPattern
	}
	path := p.rest[:end]
	p.rest = p.rest[end:]
	kind, ok := kindAt(path)
	if !ok {
		return nil, false, ErrPattern
	}
	values, ok := p.values()
	if !ok {
		return nil, false, ErrPattern
	}
	for _, v := range values {
		i, ok := As(kind, v)
		if !ok {
			return nil, false, ErrPattern
		}
		found = append(found, i)
	}
	return found, strings.HasPrefix(path, "file:"), nil
}

func (p *patternReader) values() (values []string, ok bool) {
	if p.take("=") {
		v, ok := p.text()
		return []string{v}, ok
	}
	if !p.word("IN") || !p.take("(") {
		return nil, false
	}
	for len(values) < maxParts {
		v, ok := p.text()
		if !ok {
			return nil, false
		}
		if values = append(values, v); p.take(")") {
			return values, true
		}
		if !p.take(",") {
			return nil, false
		}
	}
	return nil, false
}

// text reads a quoted value; \' and \\ stand for themselves.
func (p *patternReader) text() (string, bool) {
	if !p.take("'") {
		return "", false
	}
	var b strings.Builder
	for n := 0; n < len(p.rest); n++ {
		switch c := p.rest[n]; {
		case c == '\'':
			p.rest = p.rest[n+1:]
			return b.String(), true
		case c == '\\' && n+1 < len(p.rest):
			n++
			b.WriteByte(p.rest[n])
		default:
			b.WriteByte(c)
		}
	}
	return "", false
}

// kindAt is what a property of an object holds.
func kindAt(path string) (Kind, bool) {
	plain := strings.ToLower(strings.NewReplacer("'", "", `"`, "").Replace(path))
	k, ok := map[string]Kind{
		"ipv4-addr:value": IPv4, "ipv6-addr:value": IPv6, "domain-name:value": Domain, "url:value": URL, "email-addr:value": Email,
		"email-message:from_ref.value": Email, "email-message:sender_ref.value": Email,
		"file:hashes.md5": MD5, "file:hashes.sha-1": SHA1, "file:hashes.sha1": SHA1, "file:hashes.sha-256": SHA256, "file:hashes.sha256": SHA256, "file:name": FileName,
	}[plain]
	return k, ok
}

// Pattern writes the trace as a STIX pattern; "" for what has none.
func (i Indicator) Pattern() string {
	path := map[Kind]string{
		IPv4: "ipv4-addr:value", IPv6: "ipv6-addr:value", Domain: "domain-name:value", URL: "url:value", Email: "email-addr:value",
		MD5: "file:hashes.MD5", SHA1: "file:hashes.'SHA-1'", SHA256: "file:hashes.'SHA-256'", FileName: "file:name",
	}[i.Kind]
	if path == "" {
		return ""
	}
	return "[" + path + " = '" + strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(i.Value) + "']"
}
