package journey_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"aantoonbaar/internal/i18n"
)

// openBrowser starts one Chromium for the whole test; every visitor gets cookies
// of their own in it.
func openBrowser(t *testing.T) context.Context {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.WindowSize(1440, 1000), chromedp.DisableGPU)
	if os.Getuid() == 0 {
		options = append(options, chromedp.NoSandbox) // it refuses to sandbox for root
	}
	ctx, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	ctx, end := chromedp.NewContext(ctx)
	t.Cleanup(end)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("start Chromium (make tools installs it): %v", err)
	}
	return ctx
}

// A visitor is one person at a browser: a window, cookies, and what the browser
// complains about meanwhile.
type visitor struct {
	*run
	name  string
	ctx   context.Context
	tab   *chromedp.Target
	quiet bool    // does not look
	as    account // who joined here

	mu       sync.Mutex
	said     []string
	expected []string // complaints that belong to the step at hand
}

// visit opens a window for somebody.
func (r *run) visit(browser context.Context, name string) *visitor {
	r.Helper()
	ctx, end := chromedp.NewContext(browser, chromedp.WithNewBrowserContext())
	r.Cleanup(end)
	v := &visitor{run: r, name: name, ctx: ctx}
	if err := chromedp.Do(ctx); err != nil {
		r.Fatalf("open a window for %s: %v", name, err)
	}
	v.tab = chromedp.FromContext(ctx).Target
	v.listen()
	v.call("Emulation.setFocusEmulationEnabled", map[string]any{"enabled": true})
	v.call("Log.enable", map[string]any{})
	v.size(r.width)
	v.scripts(r.script)
	return v
}

// call sends a command of the DevTools protocol.
func (v *visitor) call(method string, params map[string]any) {
	v.Helper()
	if err := v.tab.Call(v.ctx, method, params, nil); err != nil {
		v.fail("%s: %v", method, err)
	}
}

func (v *visitor) size(width int) {
	v.call("Emulation.setDeviceMetricsOverride", map[string]any{"width": width, "height": 1000, "deviceScaleFactor": 1, "mobile": false})
}

// scripts turns scripts of pages on or off. Ours, from outside, run always.
func (v *visitor) scripts(on bool) {
	v.call("Emulation.setScriptExecutionDisabled", map[string]any{"value": !on})
}

// listen gathers what the browser complains about: errors of scripts, refusals
// by the content policy, what could not be loaded.
func (v *visitor) listen() {
	for _, method := range []string{"Log.entryAdded", "Runtime.exceptionThrown", "Runtime.consoleAPICalled"} {
		events, cancel := v.tab.Subscribe(method)
		v.Cleanup(cancel)
		go func() {
			for e := range events {
				if says := complaint(method, []byte(e)); says != "" {
					v.mu.Lock()
					v.said = append(v.said, says)
					v.mu.Unlock()
				}
			}
		}()
	}
}

func complaint(method string, event []byte) string {
	var e struct {
		Type  string
		Entry struct{ Source, Level, Text, URL string }
	}
	if err := json.Unmarshal(event, &e); err != nil {
		return err.Error()
	}
	switch {
	case method == "Log.entryAdded" && (e.Entry.Level == "error" || e.Entry.Level == "warning"):
		return fmt.Sprintf("%s: %s (%s)", e.Entry.Source, e.Entry.Text, e.Entry.URL)
	case method == "Runtime.exceptionThrown", method == "Runtime.consoleAPICalled" && (e.Type == "error" || e.Type == "warning" || e.Type == "assert"):
		return method + ": " + string(event)
	}
	return ""
}

// complaints returns what was said since the last time and is not expected.
func (v *visitor) complaints() (all []string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, says := range v.said {
		known := false
		for _, e := range v.expected {
			known = known || strings.Contains(says, e)
		}
		if !known {
			all = append(all, says)
		}
	}
	v.said = nil
	return all
}

// eval runs an expression in the page and returns its value.
func eval[T any](v *visitor, js string, args ...any) T {
	v.Helper()
	x, err := try[T](v, js, args...)
	if err != nil {
		v.fail("%s: %v", js, err)
	}
	return x
}

// try is eval that may fail, as while a page goes and another comes.
func try[T any](v *visitor, js string, args ...any) (T, error) {
	for i := range args {
		text, err := json.Marshal(args[i])
		if err != nil {
			v.Fatal(err)
		}
		args[i] = text
	}
	return raw[T](v, fmt.Sprintf(js, args...))
}

func raw[T any](v *visitor, js string) (T, error) {
	ctx, cancel := context.WithTimeout(v.ctx, time.Minute)
	defer cancel()
	return chromedp.Run(ctx, chromedp.Evaluate[T](js, chromedp.EvalAwaitPromise))
}

// bring runs a whole script in the page.
func (v *visitor) bring(source string) {
	v.Helper()
	if _, err := raw[bool](v, source+"\n;true"); err != nil {
		v.fail("%v", err)
	}
}

// patience is how long a page may take on a busy machine.
const patience = 45 * time.Second

// await polls until done or until patience ends.
func (v *visitor) await(what string, done func() bool) {
	v.Helper()
	for end := time.Now().Add(patience); !done(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			v.fail("waited %s for %s", patience, what)
		}
	}
}

// leave does what should bring another page, and waits for that page.
func (v *visitor) leave(what string, act func()) {
	v.Helper()
	eval[bool](v, `(window.journeyWasHere = true)`)
	act()
	v.await("a page after "+what, func() bool {
		there, err := try[bool](v, `(!window.journeyWasHere && document.readyState === "complete")`)
		return err == nil && there
	})
}

// fail ends the run with a picture of what the visitor saw.
func (v *visitor) fail(format string, args ...any) {
	v.Helper()
	v.Fatalf("%s\n%s", v.place(), fmt.Sprintf(format, args...)+v.picture())
}

// complain is fail that goes on.
func (v *visitor) complain(format string, args ...any) {
	v.Helper()
	v.Errorf("%s\n%s", v.place(), fmt.Sprintf(format, args...)+v.picture())
}

// place says where in the journey the visitor is.
func (v *visitor) place() string {
	where, _ := try[string](v, `location.pathname + location.search`) // empty says enough
	return fmt.Sprintf("step %s, %s, %d px, script %t, %s at %s", v.step, v.lang, v.width, v.script, v.name, where)
}

// postcard takes the picture of that name for the tutorial, with an element at the
// top of the window or, for "", the top of the page. It does so under "make
// pictures" only, once: in Dutch, on a wide screen.
func (v *visitor) postcard(name, element string) {
	v.Helper()
	if os.Getenv("PICTURES") == "" || v.lang != i18n.NL || !v.script {
		return
	}
	v.call("Emulation.setDeviceMetricsOverride", map[string]any{"width": 1280, "height": 860, "deviceScaleFactor": 1, "mobile": false})
	eval[bool](v, `((e) => { document.activeElement?.blur(); scrollTo(0, 0); if (e) { e.scrollIntoView() } return true })(%s && document.querySelector(%s))`, element, element)
	png, err := chromedp.Run(v.ctx, chromedp.CaptureScreenshot())
	if err == nil {
		err = os.WriteFile(filepath.Join("..", "..", "docs", "pictures", name+".png"), png, 0o600)
	}
	if err != nil {
		v.fail("picture %s: %v", name, err)
	}
	v.size(v.width)
}

// picture keeps what the visitor sees and returns where.
func (v *visitor) picture() string {
	ctx, cancel := context.WithTimeout(v.ctx, 10*time.Second)
	defer cancel()
	png, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
	if err != nil {
		return "\n(no picture: " + err.Error() + ")"
	}
	v.pictures++
	name := fmt.Sprintf("%s-%d-%s-%d.png", v.lang, v.width, strings.ReplaceAll(v.step, " ", "-"), v.pictures)
	path := filepath.Join("..", "..", ".local", "journey", name)
	if err := os.WriteFile(path, png, 0o600); err != nil {
		return "\n(no picture: " + err.Error() + ")"
	}
	return "\nseen in .local/journey/" + name
}
