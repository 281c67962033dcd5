package web_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"testing"
	"time"

	"aantoonbaar/internal/web"
)

// keeping is a frame around one kept page that says how often it was made.
type keeping struct {
	made    int
	version int64
	now     time.Time
	reader  web.Reader
	others  bool
	code    int
}

func (k *keeping) handler() http.Handler {
	frame := &web.Frame{
		Log: slog.New(slog.DiscardHandler), NewID: func() string { return "req_1" }, Zone: time.UTC, Now: func() time.Time { return k.now },
		Enter: func(r *http.Request, _ web.Route) (*http.Request, error) {
			v := web.ViewOf(r.Context())
			v.Reader, v.Place = &k.reader, &web.Place{ID: r.PathValue("org"), Others: k.others}
			return r.WithContext(web.WithView(r.Context(), v)), nil
		},
		Version: func(context.Context, string) (int64, error) { return k.version, nil },
	}
	page := func(w http.ResponseWriter, _ *http.Request) error {
		k.made++
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(k.code)
		_, err := fmt.Fprintf(w, "made %d", k.made)
		return err
	}
	return frame.Mux([]web.Route{
		web.On("GET /o/{org}/vast", web.Public, page).Kept(),
		web.On("GET /o/{org}/los", web.Public, page),
	})
}

func newKeeping() *keeping {
	return &keeping{version: 7, now: time.Date(2026, 11, 24, 9, 40, 0, 0, time.UTC), reader: web.Reader{ID: "per_1", Name: "Marieke", Role: "Beheerder"}, code: http.StatusOK}
}

func TestAPageIsSentAgainWhileNothingChanged(t *testing.T) {
	k := newKeeping()
	h := k.handler()
	for range 3 {
		w := ask(h, http.MethodGet, "/o/a/vast?thema=mensen")
		if w.Code != http.StatusOK || w.Body.String() != "made 1" || w.Header().Get("Content-Length") != "6" && k.made > 1 {
			t.Fatalf("got %d %q, want the page as it was made first", w.Code, w.Body)
		}
		k.now = k.now.Add(3 * time.Hour)
	}
	if ask(h, http.MethodGet, "/o/a/los"); k.made != 2 {
		t.Errorf("made %d pages, want one more", k.made)
	}
	if ask(h, http.MethodGet, "/o/a/los"); k.made != 3 {
		t.Error("a page was kept that nobody said to keep")
	}
}

// TestAPageIsMadeAnewWhenAnythingItDependsOnDiffers changes one thing at a time.
func TestAPageIsMadeAnewWhenAnythingItDependsOnDiffers(t *testing.T) {
	const path = "/o/a/vast"
	for name, tt := range map[string]struct {
		change func(*keeping)
		path   string
		header []string
	}{
		"something of the organisation changed": {change: func(k *keeping) { k.version++ }},
		"the day after":                         {change: func(k *keeping) { k.now = k.now.AddDate(0, 0, 1) }},
		"another role":                          {change: func(k *keeping) { k.reader.Role = "Lezer" }},
		"another person with the same name":     {change: func(k *keeping) { k.reader.ID = "per_2" }},
		"one more organisation to switch to":    {change: func(k *keeping) { k.others = true }},
		"another organisation":                  {path: "/o/b/vast"},
		"the other language":                    {path: "/en/o/a/vast"},
		"an earlier day":                        {path: "/o/a/op/2026-03-01/3/vast"},
		"another question":                      {path: path + "?thema=mensen"},
		"with a notice":                         {header: []string{"Cookie", "bericht=Gedaan"}},
		"a part of the page":                    {header: []string{"HX-Request", "true"}},
	} {
		t.Run(name, func(t *testing.T) {
			k := newKeeping()
			h := k.handler()
			ask(h, http.MethodGet, "http://localhost"+path)
			if tt.change != nil {
				tt.change(k)
			}
			if tt.path == "" {
				tt.path = path
			}
			if got := ask(h, http.MethodGet, "http://localhost"+tt.path, tt.header...).Body.String(); got != "made 2" {
				t.Errorf("got %q, want a page made anew", got)
			}
		})
	}
}

func TestARefusalIsNotKept(t *testing.T) {
	k := newKeeping()
	k.code = http.StatusUnprocessableEntity
	h := k.handler()
	ask(h, http.MethodGet, "/o/a/vast")
	k.code = http.StatusOK
	if w := ask(h, http.MethodGet, "/o/a/vast"); w.Code != http.StatusOK || k.made != 2 {
		t.Errorf("got %d after a refusal, want the page", w.Code)
	}
}
