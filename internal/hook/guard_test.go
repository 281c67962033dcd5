package hook_test

import (
	"errors"
	"net"
	"net/netip"
	"strings"
	"testing"

	"aantoonbaar/internal/hook"
)

func TestPrivateAddressesAreNotCalled(t *testing.T) {
	for _, text := range []string{
		"127.0.0.1", "127.9.9.9", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254", "100.64.0.1", "192.0.0.8",
		"198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12:3456::1", "ff02::1", "fec0::1",
		"::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::7f00:1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:7f00:1::", "2001:db8::1",
		"168.63.129.16", "::ffff:168.63.129.16", "::ffff:0:127.0.0.1", "::ffff:0:808:808",
	} {
		if (hook.Guard{}).May(netip.MustParseAddr(text)) {
			t.Errorf("%s may be called", text)
		}
	}
	for _, text := range []string{"8.8.8.8", "172.32.0.1", "100.128.0.1", "192.0.1.1", "168.63.129.15", "2a00:1450:400e::1", "2606:4700::1111"} {
		if !(hook.Guard{}).May(netip.MustParseAddr(text)) {
			t.Errorf("%s may not be called", text)
		}
	}
}

func TestTheOperatorLetsPrivateAddressesPass(t *testing.T) {
	g, err := hook.NewGuard([]string{"10.1.2.3/16", "fd12::/16"})
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]bool{"10.1.0.1": true, "::ffff:10.1.0.1": true, "10.2.0.1": false, "fd12::1": true, "fd13::1": false, "127.0.0.1": false} {
		if got := g.May(netip.MustParseAddr(text)); got != want {
			t.Errorf("%s: %t, want %t", text, got, want)
		}
	}
	for _, text := range []string{"10.0.0.1", "10.0.0.0/33", "intern", ""} {
		if _, err := hook.NewGuard([]string{text}); err == nil {
			t.Errorf("%q is taken as a range", text)
		}
	}
}

func TestTheMachineIsNotCalledAtItsOwnAddress(t *testing.T) {
	g := hook.Guard{Own: func() ([]net.Addr, error) {
		return []net.Addr{&net.IPNet{IP: net.IPv4(8, 8, 8, 8), Mask: net.CIDRMask(24, 32)}, &net.IPNet{IP: net.ParseIP("2606:4700::1111"), Mask: net.CIDRMask(64, 128)}}, nil
	}}
	for text, want := range map[string]bool{"8.8.8.8": false, "::ffff:8.8.8.8": false, "2606:4700::1111": false, "8.8.8.9": true, "2606:4700::1112": true} {
		if got := g.May(netip.MustParseAddr(text)); got != want {
			t.Errorf("%s: %t, want %t", text, got, want)
		}
	}
	if g.Allow = []netip.Prefix{netip.MustParsePrefix("8.8.8.8/32")}; !g.May(netip.MustParseAddr("8.8.8.8")) {
		t.Error("the operator lets it pass, and it does not")
	}
	g.Own = func() ([]net.Addr, error) { return nil, errors.New("nobody knows") }
	if g.May(netip.MustParseAddr("8.8.8.9")) {
		t.Error("what may be the machine itself is called")
	}
	if g, err := hook.NewGuard(nil); err != nil || g.Own == nil {
		t.Errorf("who asks for a guard gets one that does not know the machine: %v", err)
	}
}

func TestAnAddressIsLookedAtBeforeItIsStored(t *testing.T) {
	here, err := hook.NewGuard([]string{"127.0.0.0/8"})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		address    string
		want, open error // without and with this machine let through
	}{
		{"https://piket.example/hook?key=1", nil, nil},
		{"https://piket.example:8443/hook", nil, nil},
		{"http://piket.example/hook", hook.ErrPlain, hook.ErrPlain},
		{"ftp://piket.example/hook", hook.ErrPlain, hook.ErrPlain},
		{"file:///etc/passwd", hook.ErrForm, hook.ErrForm},
		{"https://", hook.ErrForm, hook.ErrForm},
		{"piket.example/hook", hook.ErrForm, hook.ErrForm},
		{"https:piket.example", hook.ErrForm, hook.ErrForm},
		{"https://joost:geheim@piket.example/", hook.ErrForm, hook.ErrForm},
		{"https://piket.example/#x", hook.ErrForm, hook.ErrForm},
		{"https://piket.example/\r\nHost: x", hook.ErrForm, hook.ErrForm},
		{"https://piket.example/" + strings.Repeat("x", hook.MaxURL), hook.ErrForm, hook.ErrForm},
		{"http://localhost:9000/", hook.ErrPrivate, nil},
		{"https://localhost/", hook.ErrPrivate, nil},
		{"http://127.0.0.1/", hook.ErrPrivate, nil},
		{"http://[::1]/", hook.ErrPrivate, hook.ErrPrivate},
		{"https://169.254.169.254/latest/meta-data", hook.ErrPrivate, hook.ErrPrivate},
		{"https://[::ffff:10.0.0.1]/", hook.ErrPrivate, hook.ErrPrivate},
		{"http://10.0.0.1/", hook.ErrPlain, hook.ErrPlain},
	} {
		if err := (hook.Guard{}).Check(c.address); !errors.Is(err, c.want) {
			t.Errorf("%.60q: %v, want %v", c.address, err, c.want)
		}
		if err := here.Check(c.address); !errors.Is(err, c.open) {
			t.Errorf("%.60q with this machine let through: %v, want %v", c.address, err, c.open)
		}
	}
}
