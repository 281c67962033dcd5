package hook

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"syscall"
	"time"
)

// A Guard says which addresses of the network may be called. Whoever sets a webhook
// makes this program send a request; without a guard that would be a way into the
// network in which it stands (server-side request forgery). It is asked with the
// address to which the connection really goes, after the name was looked up: a name
// that leads elsewhere at its second look-up gains nothing. The zero Guard lets
// public addresses pass.
type Guard struct {
	Allow []netip.Prefix // private ones, and the machine's own, that the operator lets pass

	// Own lists the addresses of this machine, as [net.InterfaceAddrs] does: what it
	// serves to others may be open to itself. nil for none.
	Own func() ([]net.Addr, error)
}

// NewGuard reads the prefixes that pass although they are private: "10.1.0.0/16".
func NewGuard(allow []string) (g Guard, err error) {
	g.Own = net.InterfaceAddrs
	for _, text := range allow {
		p, err := netip.ParsePrefix(text)
		if err != nil {
			return g, fmt.Errorf("hook-allow %q: write a range of addresses, such as 10.1.0.0/16", text)
		}
		g.Allow = append(g.Allow, p.Masked())
	}
	return g, nil
}

// reserved are the ranges beside those that netip knows in which no public server
// lies, or that lead to an IPv4 address behind them (IANA's special-purpose address
// registries); and of a cloud the address by which a machine reaches its keeper.
var reserved = func() (ranges []netip.Prefix) {
	for _, text := range []string{
		"0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "240.0.0.0/4", "168.63.129.16/32",
		"::/96", "::ffff:0:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16", "fec0::/10",
	} {
		ranges = append(ranges, netip.MustParsePrefix(text))
	}
	return ranges
}()

// May reports whether a may be called.
func (g Guard) May(a netip.Addr) bool {
	a = a.Unmap().WithZone("")
	within := func(p netip.Prefix) bool { return p.Contains(a) }
	if slices.ContainsFunc(g.Allow, within) {
		return true
	}
	return a.IsGlobalUnicast() && !a.IsPrivate() && !a.IsLoopback() && !slices.ContainsFunc(reserved, within) && !g.isOwn(a)
}

// isOwn reports whether a is an address of this machine, or may be one.
func (g Guard) isOwn(a netip.Addr) bool {
	if g.Own == nil {
		return false
	}
	own, err := g.Own()
	return err != nil || slices.ContainsFunc(own, func(o net.Addr) bool {
		p, err := netip.ParsePrefix(o.String())
		return err != nil || p.Addr().Unmap() == a
	})
}

// How long a call may take, and what is read of its answer.
const (
	limit     = 10 * time.Second
	dialLimit = 5 * time.Second
	maxHead   = 16 << 10 // bytes
)

// Client makes calls: to addresses that the guard lets pass, following no redirect,
// through no proxy. trust says whom to believe about their names; nil for whom the
// machine believes.
func (g Guard) Client(trust *tls.Config) *http.Client {
	dialer := &net.Dialer{Timeout: dialLimit, ControlContext: g.control}
	return &http.Client{
		Timeout: limit,
		Transport: &http.Transport{
			DialContext: dialer.DialContext, DisableKeepAlives: true, // each call is asked about anew
			TLSClientConfig: trust, TLSHandshakeTimeout: dialLimit, MaxResponseHeaderBytes: maxHead,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// control refuses a connection before its first packet.
func (g Guard) control(_ context.Context, _, address string, _ syscall.RawConn) error {
	to, err := netip.ParseAddrPort(address)
	if err != nil || !g.May(to.Addr()) {
		return ErrPrivate
	}
	return nil
}
