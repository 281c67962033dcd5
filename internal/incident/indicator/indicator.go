// Package indicator is the traces that an attack leaves and by which others can see
// whether they have them too: indicators of compromise, in Dutch sporen.
//
// A trace is a kind and a value: an address, a domain, a hash. It is kept whole,
// shown defanged so that nobody opens it by a slip ("hxxps://evil[.]example"), and
// understood when it comes in defanged. Files are read and written as STIX 2.1 and
// as CSV. The marking is TLP 2.0 (FIRST, 2022): who may read it further.
package indicator

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"aantoonbaar/internal/i18n"
)

// A Kind is what a trace is.
type Kind string

// The kinds.
const (
	IPv4     Kind = "ipv4" // an address, or a network as 198.51.100.0/24
	IPv6     Kind = "ipv6"
	Domain   Kind = "domain"
	URL      Kind = "url"
	Email    Kind = "email"
	MD5      Kind = "md5" // of a file
	SHA1     Kind = "sha1"
	SHA256   Kind = "sha256"
	FileName Kind = "filename"
	Other    Kind = "other"
)

// Kinds lists every kind in the order in which people choose.
var Kinds = []Kind{IPv4, IPv6, Domain, URL, Email, SHA256, SHA1, MD5, FileName, Other}

// Name returns what people call the kind.
func (k Kind) Name() i18n.Text {
	switch k {
	case IPv4:
		return i18n.T("IP-adres (v4)", "IP address (v4)")
	case IPv6:
		return i18n.T("IP-adres (v6)", "IP address (v6)")
	case Domain:
		return i18n.T("Domeinnaam", "Domain name")
	case URL:
		return i18n.T("Webadres", "Web address")
	case Email:
		return i18n.T("Mailadres", "Mail address")
	case MD5:
		return i18n.T("Bestand (MD5)", "File (MD5)")
	case SHA1:
		return i18n.T("Bestand (SHA-1)", "File (SHA-1)")
	case SHA256:
		return i18n.T("Bestand (SHA-256)", "File (SHA-256)")
	case FileName:
		return i18n.T("Bestandsnaam", "File name")
	case Other:
		return i18n.T("Iets anders", "Something else")
	}
	return i18n.Same(string(k))
}

// A TLP is to whom a trace may be passed on.
type TLP string

// The markings, the widest first. The empty one is for what nobody marked.
const (
	Clear  TLP = "clear"
	Green  TLP = "green"
	Amber  TLP = "amber"
	Strict TLP = "amber+strict"
	Red    TLP = "red"
)

// TLPs lists every marking, the widest first.
var TLPs = []TLP{Clear, Green, Amber, Strict, Red}

// Label is the marking as FIRST writes it: "TLP:AMBER+STRICT"; "" for none.
func (t TLP) Label() string {
	if t == "" {
		return ""
	}
	return "TLP:" + strings.ToUpper(string(t))
}

// ParseTLP reads a marking in any of its spellings; WHITE is CLEAR of before 2022.
// ok is false for what is none; nothing at all is no marking.
func ParseTLP(s string) (t TLP, ok bool) {
	s = strings.ToLower(strings.TrimSpace(s))
	s = strings.TrimSpace(strings.TrimPrefix(strings.TrimPrefix(s, "tlp"), ":"))
	s = strings.ReplaceAll(strings.ReplaceAll(s, "_", "+"), " ", "")
	if s == "white" {
		return Clear, true
	}
	return TLP(s), s == "" || slices.Contains(TLPs, TLP(s))
}

// An Indicator is one trace.
type Indicator struct {
	Kind       Kind      `json:"kind"`
	Value      string    `json:"value"` // whole, in the form that [Parse] gives
	First      time.Time `json:"first,omitzero"`
	Last       time.Time `json:"last,omitzero"`
	Valid      time.Time `json:"valid,omitzero"`       // from when on it tells of the attack, as its maker says: valid_from of STIX; zero when nobody said
	Source     string    `json:"source,omitempty"`     // who gave it
	Confidence int       `json:"confidence,omitempty"` // 1 to 100; 0 when nobody said
	TLP        TLP       `json:"tlp,omitempty"`
	Note       string    `json:"note,omitempty"`
	Added      time.Time `json:"added,omitzero"`   // here, first
	Changed    time.Time `json:"changed,omitzero"` // last; zero while nobody did
	By         string    `json:"by,omitempty"`     // who added it, or changed it last
	Gone       string    `json:"gone,omitempty"`   // why it was taken out; "" while it is there
}

// Compare puts traces in the order in which lists show them.
func (i Indicator) Compare(o Indicator) int {
	return cmp.Or(cmp.Compare(slices.Index(Kinds, i.Kind), slices.Index(Kinds, o.Kind)), cmp.Compare(i.Value, o.Value))
}
