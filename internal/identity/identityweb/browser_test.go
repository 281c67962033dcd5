package identityweb_test

import (
	"context"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"aantoonbaar/internal/identity"
)

// TestTheScriptMakesAndUsesAPasskey in a real browser, with a device that the
// browser plays itself: the one part of signing in that needs script.
func TestTheScriptMakesAndUsesAPasskey(t *testing.T) {
	s := newSite(t)
	address := strings.Replace(s.server.URL, "127.0.0.1", "localhost", 1)
	passkeys, err := identity.NewPasskeys(address)
	s.must(err)
	s.service.Passkeys = passkeys
	admin := s.actor(s.person("Marieke", adminOfA), "org_a")
	secret, err := s.service.Invite(t.Context(), admin, "Sam", "sam@zorg.example", identity.Contributor)
	s.must(err)

	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.WindowSize(1440, 1000))
	if os.Getuid() == 0 {
		options = append(options, chromedp.NoSandbox) // it refuses to sandbox for root
	}
	ctx, stop := chromedp.NewExecAllocator(t.Context(), options...)
	defer stop()
	ctx, stop = chromedp.NewContext(ctx)
	defer stop()
	ctx, stop = context.WithTimeout(ctx, time.Minute)
	defer stop()

	s.must(chromedp.Do(ctx,
		chromedp.Func(plugInDevice),
		chromedp.Navigate(address+"/uitnodiging/"+secret),
		chromedp.SetValue(`#name`, "Sam de Wit"),
		chromedp.Click(`form[data-passkey=create] button`, chromedp.NodeVisible),
		chromedp.WaitNotPresent(`form[data-passkey=create]`), // at the only organisation, whose pages are not here
		chromedp.Navigate(address+"/organisaties"),
		chromedp.WaitVisible(`.zi-tasks`),
	))
	joined, err := chromedp.Run(ctx, chromedp.Text(`.zi-tasks`))
	s.must(err)
	s.must(chromedp.Do(ctx,
		chromedp.Navigate(address+"/mijn"),
		chromedp.Click(`form[action="/uitloggen"] button`),
		chromedp.WaitVisible(`a[href="/inloggen"]`),
		chromedp.Navigate(address+"/inloggen?naar=/mijn"),
		chromedp.Click(`form[data-passkey=get] button`, chromedp.NodeVisible),
		chromedp.WaitVisible(`#sessies`),
	))
	reader, err := chromedp.Run(ctx, chromedp.Text(`h1`))
	s.must(err)
	if !strings.Contains(joined, "Zorg org_a") || reader != "Sam de Wit" {
		t.Errorf("after the passkey the pages say %q and %q", joined, reader)
	}
}

// plugInDevice gives the page a device that makes passkeys and asks nobody anything.
func plugInDevice(ctx context.Context, tab *chromedp.Target) error {
	if err := tab.Call(ctx, "WebAuthn.enable", map[string]any{}, nil); err != nil {
		return err
	}
	return tab.Call(ctx, "WebAuthn.addVirtualAuthenticator", map[string]any{"options": map[string]any{
		"protocol": "ctap2", "transport": "internal", "hasResidentKey": true,
		"hasUserVerification": true, "isUserVerified": true, "automaticPresenceSimulation": true,
	}}, nil)
}
