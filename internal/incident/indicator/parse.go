package indicator

import (
	"net/netip"
	"net/url"
	"regexp"
	"strings"
)

// MaxValue is the longest value, in bytes.
const MaxValue = 2048

var (
	dots   = regexp.MustCompile(`(?i)\s?[\[({]\s?(?:\.|dot|punt)\s?[\])}]\s?|\[\.|\.\]|\\\.`)
	ats    = regexp.MustCompile(`(?i)\s?[\[({]\s?(?:@|at)\s?[\])}]\s?`)
	colons = regexp.MustCompile(`[\[({]\s?:\s?[\])}]`)
	slashy = regexp.MustCompile(`[\[({]\s?(:?//?)\s?[\])}]`)
	scheme = regexp.MustCompile(`(?i)^(h(?:xx|tt|\*\*)p(s?)|fxp|meow)(:)`)
)

// Refang gives back what was written so that nobody opens it: "hxxps://evil[.]example".
func Refang(s string) string {
	s = strings.Trim(strings.TrimSpace(s), "\"'`<>,;")
	s = slashy.ReplaceAllString(s, "$1")
	s = dots.ReplaceAllString(s, ".")
	s = ats.ReplaceAllString(s, "@")
	s = colons.ReplaceAllString(s, ":")
	if m := scheme.FindStringSubmatch(s); m != nil {
		name := "http" + strings.ToLower(m[2])
		if strings.EqualFold(m[1], "fxp") {
			name = "ftp"
		}
		s = name + s[len(m[1]):]
	}
	return s
}

// Defang writes the trace so that no program makes a link of it.
func (i Indicator) Defang() string {
	broken := strings.NewReplacer(".", "[.]")
	switch i.Kind {
	case IPv4, Domain:
		return broken.Replace(i.Value)
	case IPv6:
		return strings.ReplaceAll(i.Value, ":", "[:]")
	case Email:
		return strings.ReplaceAll(broken.Replace(i.Value), "@", "[@]")
	case URL:
		name, rest, _ := strings.Cut(i.Value, "://")
		host, path, found := strings.Cut(rest, "/")
		if found {
			path = "/" + path
		}
		return strings.NewReplacer("http", "hxxp", "ftp", "fxp").Replace(name) + "://" + broken.Replace(host) + path
	case Other:
		return strings.ReplaceAll(i.Value, "://", "[://]")
	case MD5, SHA1, SHA256, FileName:
	}
	return i.Value
}

var (
	domain   = regexp.MustCompile(`^(?:[\pL\pN_](?:[\pL\pN_-]{0,61}[\pL\pN])?\.)+[\pL][\pL\pN-]{0,61}[\pL\pN]$`)
	filename = regexp.MustCompile(`(?i)^[^/\\:*?"<>|]+\.(?:exe|dll|docm?|docx|xlsm?|xlsx|pdf|js|jse|vbs|ps1|bat|cmd|lnk|iso|img|zip|rar|7z|hta|scr|msi|one|html?|php|jar|apk|sh)$`)
)

// Parse understands a trace of which nobody said what it is, defanged or whole. ok is
// false when it is nothing that we know.
func Parse(text string) (i Indicator, ok bool) {
	for _, k := range []Kind{SHA256, SHA1, MD5, IPv4, IPv6, URL, Email, FileName, Domain} {
		if k == FileName && !filename.MatchString(strings.TrimSpace(text)) {
			continue
		}
		if i, ok := As(k, text); ok {
			return i, true
		}
	}
	return Indicator{}, false
}

// As understands a trace of a kind, defanged or whole, and brings it into the form in
// which it is kept, so that the same trace is the same text. ok is false when it is no
// such thing.
func As(k Kind, text string) (i Indicator, ok bool) {
	if len(text) > 2*MaxValue {
		return i, false
	}
	s := text
	if k != FileName && k != Other {
		s = Refang(s)
	}
	s = strings.TrimSpace(s)
	switch k {
	case IPv4, IPv6:
		s, ok = address(s, k == IPv4)
	case Domain:
		s = strings.ToLower(strings.TrimSuffix(s, "."))
		ok = len(s) <= 253 && domain.MatchString(s)
	case URL:
		s, ok = webAddress(s)
	case Email:
		s, ok = mailAddress(s)
	case MD5:
		s, ok = hash(s, 32)
	case SHA1:
		s, ok = hash(s, 40)
	case SHA256:
		s, ok = hash(s, 64)
	case FileName, Other:
		ok = s != ""
	}
	ok = ok && len(s) <= MaxValue && printable(s)
	return Indicator{Kind: k, Value: s}, ok
}

// printable reports whether s is one line of text.
func printable(s string) bool {
	return strings.ToValidUTF8(s, "") == s && !strings.ContainsFunc(s, func(r rune) bool {
		return r < ' ' || r == 0x7f || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
	})
}

func hash(s string, digits int) (string, bool) {
	s = strings.ToLower(s)
	return s, len(s) == digits && strings.Trim(s, "0123456789abcdef") == ""
}

func address(s string, four bool) (string, bool) {
	if p, err := netip.ParsePrefix(s); err == nil {
		if p.IsSingleIP() {
			return p.Addr().String(), p.Addr().Is4() == four
		}
		return p.Masked().String(), p.Addr().Is4() == four
	}
	a, err := netip.ParseAddr(strings.Trim(s, "[]"))
	if err != nil || a.Zone() != "" {
		return s, false
	}
	return a.String(), a.Is4() == four
}

func webAddress(s string) (string, bool) {
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || u.Scheme == "" || strings.ContainsAny(s, " \t") {
		return s, false
	}
	name, rest, found := strings.Cut(s, "://")
	if !found {
		return s, false
	}
	end := strings.IndexAny(rest, "/?#")
	if end < 0 {
		end = len(rest)
	}
	return strings.ToLower(name) + "://" + strings.ToLower(rest[:end]) + rest[end:], true // the path tells capitals apart
}

func mailAddress(s string) (string, bool) {
	s = strings.TrimPrefix(s, "mailto:")
	name, host, found := strings.Cut(s, "@")
	host = strings.ToLower(host)
	return name + "@" + host, found && name != "" && len(name) <= 64 && !strings.ContainsAny(name, " <>\"(),:;[]\\@") && domain.MatchString(host)
}
