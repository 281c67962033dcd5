package app_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"aantoonbaar/internal/app"
	"aantoonbaar/internal/config"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/ref"
	"aantoonbaar/internal/sqldb"
	"aantoonbaar/internal/sqldb/sqldbtest"
)

// A site is the whole program, open on a database of its own.
type site struct {
	*app.App
	*testing.T
	handler http.Handler
	now     atomic.Pointer[time.Time] // the clock stands still unless a test moves it
	log     written
}

// each runs f on the whole program once per engine, both at the same time.
func each(t *testing.T, f func(*site)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		f(open(t, filepath.Join(t.TempDir(), "a.db")))
	})
	t.Run("postgres", func(t *testing.T) {
		owner, plain := sqldbtest.PostgresAddresses(t)
		migrated(t, owner)
		t.Parallel()
		f(open(t, plain))
	})
}

// migrated brings the PostgreSQL database of owner up to date, for the role "app".
func migrated(t *testing.T, owner string) {
	t.Helper()
	db, err := sqldb.OpenPostgres(t.Context(), owner)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Migrate(t.Context(), time.Now()); err != nil {
		t.Fatal(err)
	}
	if err := db.Grant(t.Context(), "app"); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

// setup is a configuration for a database, with a data folder that goes with the test.
func setup(t *testing.T, database string) config.Config {
	return config.Config{Database: database, Data: t.TempDir(), Listen: "127.0.0.1:0", Address: origin, Zone: "Europe/Amsterdam", Mail: "smtp://127.0.0.1:9", MailFrom: "post@zorg.example"}
}

const origin = "http://localhost:8080"

func open(t *testing.T, database string) *site {
	t.Helper()
	return start(t, setup(t, database))
}

// start opens the whole program as it is configured.
func start(t *testing.T, c config.Config) *site {
	t.Helper()
	s := &site{T: t}
	s.at(time.Date(2026, 11, 24, 9, 40, 0, 0, time.UTC))
	a, err := app.Open(t.Context(), c, s.clock, slog.New(slog.NewTextHandler(&s.log, &slog.HandlerOptions{Level: slog.LevelDebug})))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	s.App, s.handler = a, a.Handler()
	return s
}

func (s *site) clock() time.Time     { return *s.now.Load() }
func (s *site) at(t time.Time)       { s.now.Store(&t) }
func (s *site) newOrg() org.ID       { return org.ID(ref.NewID("org", s.clock())) }
func (s *site) ctx() context.Context { return s.Context() }

func (s *site) must(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

// goal says on one line how a goal of the project stands, for whoever gathers them.
func (s *site) goal(name, format string, args ...any) {
	s.Helper()
	stands := "pass"
	if s.Failed() {
		stands = "FAIL"
	}
	s.Logf("GOAL %s %s: %s", name, fmt.Sprintf(format, args...), stands)
}

// written gathers the log. Requests write to it at the same time.
type written struct {
	mu   sync.Mutex
	text bytes.Buffer
}

// Write implements io.Writer.
func (w *written) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.Write(p)
}

func (w *written) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.String()
}

// signIn starts a session and returns its secret. Strong is one that began with
// proof of who it is, not with a demo link.
func (s *site) signIn(p identity.Person, strong bool) (secret string) {
	s.Helper()
	now := s.clock()
	secret = ref.NewID("secret", now)
	in := identity.SignedIn{ID: ref.NewID("ses", now), Person: p, Started: now, Seen: now, Device: "Firefox, Linux"}
	if strong {
		in.Strong = now
	}
	hash := sha256.Sum256([]byte(secret))
	ok, err := s.Identity.Store.StartSession(s.ctx(), identity.Start{Session: in, Hash: hash[:]})
	s.must(err)
	if !ok {
		s.Fatal("the session did not start")
	}
	return secret
}

// ask sends a request as a browser would, with the secret of a session; "" for
// none. A POST carries form.
func (s *site) ask(method, path, secret, form string) *answer {
	s.Helper()
	r := httptest.NewRequestWithContext(s.ctx(), method, origin+path, strings.NewReader(form))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	if secret != "" {
		r.AddCookie(&http.Cookie{Name: "zitting", Value: secret})
	}
	return s.send(r)
}

// send lets the program answer, in this process.
func (s *site) send(r *http.Request) *answer {
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	return &answer{Code: w.Code, Header: w.Header(), Body: w.Body.String(), Pattern: r.Pattern}
}

// An answer is all that a browser gets, and which route gave it.
type answer struct {
	Code    int
	Header  http.Header
	Body    string
	Pattern string
}

// size returns how many entries an organisation's journal has.
func (s *site) size(id org.ID) (n int64) {
	s.Helper()
	s.must(s.DB.Read(s.ctx(), sqldb.Org(id), func(tx *sqldb.Tx) (err error) {
		n, err = journal.Size(s.ctx(), tx, id)
		return err
	}))
	return n
}
