package web_test

import (
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"aantoonbaar/internal/web"
)

// looking is a frame whose page writes where it is, and where its links lead.
func looking() http.Handler {
	frame := &web.Frame{
		Log: slog.New(slog.DiscardHandler), NewID: func() string { return "req_1" }, Zone: time.UTC,
		Now: func() time.Time { return time.Date(2026, 11, 24, 9, 40, 0, 0, time.UTC) },
		Enter: func(r *http.Request, _ web.Route) (*http.Request, error) {
			v := web.ViewOf(r.Context())
			v.Place = &web.Place{ID: r.PathValue("org")}
			return r.WithContext(web.WithView(r.Context(), v)), nil
		},
	}
	page := func(w http.ResponseWriter, r *http.Request) error {
		v := web.ViewOf(r.Context())
		_, err := fmt.Fprintf(w, "%s|%s|%s|%s", v.Path, v.In("/b?x=1"), v.OtherLang(), v.HrefAt(time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC), 7, "/c"))
		return err
	}
	return frame.Mux([]web.Route{
		web.On("GET /o/{org}", web.Public, page), web.On("GET /o/{org}/a", web.Public, page), web.On("POST /o/{org}/a", web.Public, page),
	})
}

// TestAMomentStaysInEveryLink: whoever looks back keeps looking back.
func TestAMomentStaysInEveryLink(t *testing.T) {
	const there = "/o/org_1/op/2026-02-01/7/c"
	for asked, want := range map[string]string{
		"/o/org_1/a":                         "/o/org_1/a|/o/org_1/b?x=1|/en/o/org_1/a|" + there,
		"/o/org_1/op/2026-03-01/412":         "/o/org_1/op/2026-03-01/412|/o/org_1/op/2026-03-01/412/b?x=1|/en/o/org_1/op/2026-03-01/412|" + there,
		"/o/org_1/op/2026-03-01/412/a?q=z":   "/o/org_1/op/2026-03-01/412/a|/o/org_1/op/2026-03-01/412/b?x=1|/en/o/org_1/op/2026-03-01/412/a?q=z|" + there,
		"/en/o/org_1/op/2026-03-01/412/a":    "/o/org_1/op/2026-03-01/412/a|/en/o/org_1/op/2026-03-01/412/b?x=1|/o/org_1/op/2026-03-01/412/a|/en" + there,
		"/en/o/org_1/op/2026-03-01/412/a?q=": "/o/org_1/op/2026-03-01/412/a|/en/o/org_1/op/2026-03-01/412/b?x=1|/o/org_1/op/2026-03-01/412/a?q=|/en" + there,
	} {
		if w := ask(looking(), http.MethodGet, asked); w.Code != http.StatusOK || w.Body.String() != want {
			t.Errorf("%s = %d\n%s, want\n%s", asked, w.Code, w.Body, want)
		}
	}
}

// TestAMomentHasOneSpelling: another one would be another address of the same page.
func TestAMomentHasOneSpelling(t *testing.T) {
	for _, path := range []string{
		"/o/org_1/op/2026-03-01", "/o/org_1/op/2026-3-1/4/a", "/o/org_1/op/2026-02-30/4/a", "/o/org_1/op/2026-03-01/04/a", "/o/org_1/op/2026-03-01/+4/a",
		"/o/org_1/op/2026-03-01/0/a", "/o/org_1/op/2026-03-01/4/", "/o/org_1/op/2026-03-01/4/op/2026-03-01/4/a", "/op/2026-03-01/4/o/org_1/a", "/o/org_1/a/op/2026-03-01/4",
	} {
		if w := ask(looking(), http.MethodGet, path); w.Code != http.StatusNotFound {
			t.Errorf("%s = %d, want 404", path, w.Code)
		}
	}
}

func TestAnActOnAnEarlierDayIsRefused(t *testing.T) {
	for _, path := range []string{"/o/org_1/op/2026-03-01/412/a", "/en/o/org_1/op/2026-03-01/412/a"} {
		w := ask(looking(), http.MethodPost, path)
		if w.Code != http.StatusForbidden || strings.Contains(w.Body.String(), "|") {
			t.Errorf("POST %s = %d, want 403", path, w.Code)
		}
	}
	if w := ask(looking(), http.MethodPost, "/o/org_1/op/2026-03-01/412//a"); w.Header().Get("Location") != "/o/org_1/op/2026-03-01/412/a" {
		t.Errorf("an address that is tidied up leads to %d %q, want it to keep the day", w.Code, w.Header().Get("Location"))
	}
	if w := ask(looking(), http.MethodPost, "/o/org_1/a"); w.Code != http.StatusOK {
		t.Errorf("an act of today = %d", w.Code)
	}
}
