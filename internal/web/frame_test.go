package web_test

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"aantoonbaar/internal/web"
)

// site is a frame around one page that tells, and one act that leaves a notice.
func site(t *testing.T, address string) http.Handler {
	t.Helper()
	frame := &web.Frame{
		Log: slog.New(slog.DiscardHandler), NewID: func() string { return "req_1" }, Zone: time.UTC, Address: address,
		Now:   func() time.Time { return time.Date(2026, 11, 24, 9, 40, 0, 0, time.UTC) },
		Enter: func(r *http.Request, _ web.Route) (*http.Request, error) { return r, nil },
	}
	return frame.Mux([]web.Route{
		web.On("GET /waar", web.Public, func(w http.ResponseWriter, r *http.Request) error {
			_, err := w.Write([]byte(web.Origin(r) + " " + web.ViewOf(r.Context()).Notice))
			return err
		}),
		web.On("POST /doe", web.Public, func(w http.ResponseWriter, r *http.Request) error { return web.Go(w, r, "/waar", "Gedaan.") }),
	})
}

func ask(h http.Handler, method, target string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, nil)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// TestTheAddressCountsAndNotTheHost: a server with TLS in front often asks for
// 127.0.0.1, and others can ask for any name.
func TestTheAddressCountsAndNotTheHost(t *testing.T) {
	h := site(t, "https://aantoonbaar.example")
	w := ask(h, http.MethodPost, "http://127.0.0.1:8080/doe")
	if c := w.Header().Get("Set-Cookie"); !strings.HasPrefix(c, "__Host-bericht=") || !strings.Contains(c, "; Secure") {
		t.Errorf("cookie %q may travel in the open", c)
	}
	if got := w.Header().Get("Strict-Transport-Security"); got == "" {
		t.Error("browsers are not told to stay with HTTPS")
	}
	if got := ask(h, http.MethodGet, "http://elders.example/waar", "Cookie", "bericht=Bel+dit+nummer").Body.String(); got != "https://aantoonbaar.example " {
		t.Errorf("got %q, want our own address and no notice that another site planted", got)
	}
	if code := ask(h, http.MethodPost, "http://127.0.0.1:8080/doe", "Origin", "https://aantoonbaar.example").Code; code != http.StatusSeeOther {
		t.Errorf("a form of our own is answered with %d", code)
	}
	if code := ask(h, http.MethodPost, "http://127.0.0.1:8080/doe", "Origin", "https://elders.example").Code; code != http.StatusForbidden {
		t.Errorf("a form of another site is answered with %d", code)
	}
}

func TestOnTheMachineItselfCookiesNeedNoTLS(t *testing.T) {
	w := ask(site(t, "http://localhost:8080"), http.MethodPost, "http://localhost:8080/doe")
	if c := w.Header().Get("Set-Cookie"); !strings.HasPrefix(c, "bericht=") || strings.Contains(c, "Secure") {
		t.Errorf("cookie %q would not come back", c)
	}
	if got := w.Header().Get("Strict-Transport-Security"); got != "" {
		t.Errorf("the machine itself is bound to HTTPS: %q", got)
	}
}

// TestNoPathLeadsElsewhere: browsers read /\\name as the address of another site.
func TestNoPathLeadsElsewhere(t *testing.T) {
	h := site(t, "")
	for _, path := range []string{"/en/%5Celders.example", "/%5Celders.example", "/%2Felders.example", "/en/a%22b"} {
		w := ask(h, http.MethodGet, path)
		for _, lead := range []string{`href="//`, `href="/\`, `a"b`} {
			if w.Code != http.StatusNotFound || strings.Contains(w.Body.String(), lead) {
				t.Errorf("GET %s = %d, and holds %s: %t", path, w.Code, lead, strings.Contains(w.Body.String(), lead))
			}
		}
	}
	for _, path := range []string{"/waar%00", "/waar/%ff", "/en/%c3%28"} {
		if w := ask(h, http.MethodGet, path); w.Code != http.StatusNotFound {
			t.Errorf("GET %s = %d, want 404", path, w.Code)
		}
	}
}
