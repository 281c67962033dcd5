// Package hook tells a program of the organisation's own that something happened,
// by calling an address of it: at least once, and as a rule once.
//
// A call is a row that is written in the transaction of what causes it (see
// internal/hook/hookdb), as mail is. An [Outbox] makes the calls that wait. Each
// carries the same ID however often it is made, by which the other side sees that it
// has it, and a signature under a secret that the organisation holds.
//
// # Form
//
// The request is a POST of JSON. Its headers are those of Standard Webhooks:
// webhook-id, webhook-timestamp (seconds since 1970) and webhook-signature, "v1," and
// the base64 of HMAC-SHA256 over "id.timestamp.body". Any answer of 2xx means that it
// was taken.
//
// # Where it may go
//
// The address is somebody's input, and this program stands inside a network: see
// [Guard].
package hook

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"time"

	"aantoonbaar/internal/mail"
)

// A Hook is where an organisation wants to be called. The zero Hook is nowhere.
type Hook struct {
	URL     string `json:"url"`              // "" for nowhere
	Titles  bool   `json:"titles,omitempty"` // calls say what an incident is called
	Secret  string `json:"-"`                // "whsec_…", new with each address
	Version int64  `json:"version"`          // 0 while nobody set it
}

// IsSet reports whether there is somewhere to call.
func (h Hook) IsSet() bool { return h.URL != "" }

// Place is where the calls go, as one may tell others: without path and query,
// in which keys are often hidden.
func (h Hook) Place() string {
	u, err := url.Parse(h.URL)
	if err != nil || u.Host == "" {
		return ""
	}
	return u.Scheme + "://" + u.Host
}

// MaxURL is the longest address, in bytes.
const MaxURL = 500

// The ways in which an address can be wrong.
var (
	ErrForm    = errors.New("hook: this is no address")
	ErrPlain   = errors.New("hook: only https, but on this machine itself")
	ErrPrivate = errors.New("hook: this address lies in a private network")
)

// Check complains about an address that is never called: one of another form than
// https://host/path, or plain http to another machine.
func (g Guard) Check(address string) error {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" || u.User != nil || u.Fragment != "" || u.Opaque != "" || len(address) > MaxURL || strings.ContainsAny(address, " \r\n\t") {
		return ErrForm
	}
	ip, noIP := netip.ParseAddr(u.Hostname())
	here := u.Hostname() == "localhost" || noIP == nil && ip.Unmap().IsLoopback()
	switch {
	case u.Scheme != "https" && (u.Scheme != "http" || !here):
		return ErrPlain
	case noIP == nil && !g.May(ip), here && !g.May(netip.AddrFrom4([4]byte{127, 0, 0, 1})):
		return ErrPrivate
	}
	return nil
}

const secretMark = "whsec_"

// NewSecret makes a secret of 256 bits of chance.
func NewSecret() string {
	key := make([]byte, 32)
	_, _ = rand.Read(key) // never fails: the program ends instead
	return secretMark + base64.StdEncoding.EncodeToString(key)
}

// A Call is one message to the address of an organisation.
type Call struct {
	ID   string // "hok_01k3…"; made when it is put
	Key  string // what it tells: an organisation says the same once
	Body string // JSON
	Put  time.Time
}

// Trial is how the Key of a call begins by which somebody tries whether the webhook
// works: it is made once, for they wait to see what comes of it.
const Trial = "trial/"

func (c Call) isTrial() bool { return strings.HasPrefix(c.Key, Trial) }

// request makes the request of a call at a moment.
func (c Call) request(h Hook, at time.Time) (*http.Request, error) {
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(h.Secret, secretMark))
	if err != nil || len(key) == 0 {
		return nil, fmt.Errorf("hook: the secret cannot be read: %w", err)
	}
	r, err := http.NewRequest(http.MethodPost, h.URL, strings.NewReader(c.Body)) //nolint:noctx // the caller sets it
	if err != nil {
		return nil, fmt.Errorf("hook: make request: %w", err)
	}
	stamp := strconv.FormatInt(at.Unix(), 10)
	mac := hmac.New(sha256.New, key)
	fmt.Fprintf(mac, "%s.%s.%s", c.ID, stamp, c.Body)
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("User-Agent", "Aantoonbaar")
	r.Header.Set("Webhook-Id", c.ID)
	r.Header.Set("Webhook-Timestamp", stamp)
	r.Header.Set("Webhook-Signature", "v1,"+base64.StdEncoding.EncodeToString(mac.Sum(nil)))
	return r, nil
}

// A Ticket is a call's place in the queue. Tries is how often it was taken up: who
// takes it up next must name the same number, so that of two one gets it.
type Ticket struct {
	Org   string
	ID    string
	Tries int
}

// A Delivery is a call as it is kept. Body is empty once it has ended.
type Delivery struct {
	Call
	Tries   int
	Done    time.Time // when the other side took it; zero while it did not
	GivenUp time.Time // zero while it was not
	Problem string    // why the last try failed, see below; "" when none did
}

// State tells what became of the call, in the words of mail.
func (d Delivery) State() mail.State {
	switch {
	case !d.Done.IsZero():
		return mail.Sent
	case !d.GivenUp.IsZero():
		return mail.GivenUp
	}
	return mail.Waiting
}

// What is kept of a failure. An answer that is no 2xx is kept as its number.
const (
	Unreachable = "unreachable"
	TooSlow     = "too slow"
	Private     = "private" // the name leads into a private network
	Untrusted   = "untrusted"
	NoHook      = "no hook" // the organisation wants no calls any more
)
