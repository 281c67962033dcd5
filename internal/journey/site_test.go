package journey_test

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"aantoonbaar/internal/app"
	"aantoonbaar/internal/config"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/org"
)

// A site is the whole program on an empty database.
type site struct {
	app     *app.App
	address string
	now     func() time.Time
	browser context.Context
	axe     string
	stop    func() // the server; the program stays open
}

func openSite(t *testing.T) *site {
	t.Helper()
	return openSiteAt(t, time.Now, "")
}

// openSiteAt opens the program with a clock and, unless it is "", a mail server of the test.
func openSiteAt(t *testing.T, now func() time.Time, mail string) *site {
	t.Helper()
	s := serve(t, t.TempDir(), now, mail)
	s.browser, s.axe = openBrowser(t), axeCore(t)
	return s
}

// serve opens the program on a folder; the site has no browser yet.
func serve(t *testing.T, dir string, now func() time.Time, mail string) *site {
	t.Helper()
	server := httptest.NewUnstartedServer(nil)
	_, port, err := net.SplitHostPort(server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	c := config.Config{Database: dir + "/journey.db", Data: dir, Address: "http://localhost:" + port, Zone: "Europe/Amsterdam", Mail: mail, MailFrom: "post@zorg.example"}
	if c.Chromium, err = exec.LookPath("chromium"); err != nil {
		t.Fatalf("make tools installs it: %v", err)
	}
	log := &faults{}
	a, err := app.Open(t.Context(), c, now, slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelError})))
	if err != nil {
		t.Fatal(err)
	}
	server.Config.Handler = a.Handler()
	server.Start()
	t.Cleanup(func() {
		server.Close()
		if err := a.Close(); err != nil {
			t.Error(err)
		}
		if says := log.String(); says != "" {
			t.Errorf("the program logged errors:\n%s", says)
		}
	})
	return &site{app: a, now: now, address: c.Address, stop: server.Close}
}

// faults is what the program logs as an error.
type faults struct {
	mu sync.Mutex
	strings.Builder
}

func (f *faults) Write(p []byte) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.Builder.Write(p)
}

// A run is one walk: one language, one width, with or without script, in an
// organisation of its own.
type run struct {
	*testing.T
	site   *site
	lang   i18n.Lang
	width  int
	script bool

	org  org.ID
	step string

	told     map[string]bool // complaints made already
	judged   map[string]bool // kinds of elements, by route, that axe-core saw
	axed     int
	next     int // status that the next page is to have, when not 200
	pages    int
	pictures int
	looking  time.Duration
	began    time.Time
}

// begin names the step that follows, for whoever reads a failure.
func (r *run) begin(step string) {
	if r.step != "" {
		r.Logf("%s: %.1f s", r.step, time.Since(r.began).Seconds())
	}
	r.step, r.began = step, time.Now()
}

func (r *run) spent(since time.Time) { r.looking += time.Since(since) }

// words picks what the person types or reads.
func (r *run) words(nl, en string) string { return r.lang.T(nl, en) }

// href is a path of the site in the run's language.
func (r *run) href(path string) string {
	if r.lang == i18n.EN {
		return "/en" + path
	}
	return path
}

// in is a path within the run's organisation.
func (r *run) in(path string) string { return r.href("/o/" + string(r.org) + path) }

// An account is how somebody signs in.
type account struct{ name, email, password, totp string }

func (r *run) account(first string) account {
	return account{
		name: cmp.Or(map[string]string{"Hanneke": "Hanneke Vos"}[first], first+" Visser"), email: fmt.Sprintf("%s%d%s@zorg.example", strings.ToLower(first), r.width, r.lang),
		password: "vier kalme paarden lopen buiten",
	}
}

// code is what the person's app shows now, or some steps of half a minute later:
// a code works once.
func (r *run) code(a account, later int) string {
	r.Helper()
	code, err := totp.GenerateCode(a.totp, r.site.now().Add(time.Duration(later)*30*time.Second))
	if err != nil {
		r.Fatal(err)
	}
	return code
}

// download fetches a file as the visitor's browser would, with its cookies.
func (v *visitor) download(path string) []byte {
	v.Helper()
	r, err := http.NewRequestWithContext(v.ctx, http.MethodGet, v.site.address+path, nil)
	if err != nil {
		v.fail("%v", err)
	}
	return v.fetch(r)
}

// fetch sends a request with what the browser holds, and returns what comes back.
func (v *visitor) fetch(r *http.Request) []byte {
	v.Helper()
	var jar struct {
		Cookies []struct {
			Name  string `json:"name"`
			Value string `json:"value"`
		} `json:"cookies"`
	}
	if err := v.tab.Call(v.ctx, "Network.getCookies", map[string]any{}, &jar); err != nil {
		v.fail("%v", err)
	}
	for _, c := range jar.Cookies {
		r.AddCookie(&http.Cookie{Name: c.Name, Value: c.Value})
	}
	answer, err := (&http.Client{Timeout: patience}).Do(r)
	if err != nil {
		v.fail("%v", err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK {
		v.fail("%s %s: status %d, %v\n%.500s", r.Method, r.URL.Path, answer.StatusCode, err, body)
	}
	return body
}
