package hook_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/tls"
	"encoding/base64"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"aantoonbaar/internal/hook"
	"aantoonbaar/internal/hook/hookdb"
	"aantoonbaar/internal/mail"
	"aantoonbaar/internal/sqldb"
	"aantoonbaar/internal/sqldb/sqldbtest"
)

var noon = time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)

// A lab is an outbox on a database, a receiver that answers as it is told, and a
// clock that stands still.
type lab struct {
	*testing.T
	db     *sqldb.DB
	now    time.Time
	server *httptest.Server
	hook   hook.Hook

	mu     sync.Mutex
	answer http.HandlerFunc
	got    []received
}

// A received is a request that arrived.
type received struct{ id, stamp, signature, body string }

func setUp(t *testing.T, db *sqldb.DB) *lab {
	t.Helper()
	l := &lab{T: t, db: db, now: noon, answer: func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }}
	l.server = httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		l.mu.Lock()
		l.got = append(l.got, received{r.Header.Get("Webhook-Id"), r.Header.Get("Webhook-Timestamp"), r.Header.Get("Webhook-Signature"), string(body)})
		answer := l.answer
		l.mu.Unlock()
		answer(w, r)
	}))
	l.server.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	t.Cleanup(l.server.Close)
	sqldbtest.Organisations(t, db, "org_a", "org_b")
	l.set("org_a", l.server.URL+"/hook?key=geheim")
	return l
}

func (l *lab) must(err error) {
	l.Helper()
	if err != nil {
		l.Fatal(err)
	}
}

// set points the webhook of an organisation at an address.
func (l *lab) set(org, address string) {
	l.Helper()
	l.must(l.db.Write(l.Context(), sqldb.Org(org), func(tx *sqldb.Tx) error {
		h, err := hookdb.Find(l.Context(), tx, org)
		if err != nil {
			return err
		}
		h.URL, h.Secret, h.Version = address, hook.NewSecret(), h.Version+1
		stored, err := hookdb.Set(l.Context(), tx, org, h)
		if !stored {
			l.Error("the webhook was not stored")
		}
		l.hook = h
		return err
	}))
}

func (l *lab) put(org, key string) {
	l.Helper()
	l.must(l.db.Write(l.Context(), sqldb.Org(org), func(tx *sqldb.Tx) error {
		return hookdb.Put(l.Context(), tx, org, hook.Call{Key: key, Body: `{"event":"` + key + `"}`, Put: l.now})
	}))
}

// open is what the operator lets through in most of these tests.
var open = hook.Guard{Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}}

// round lets a fresh outbox, as after a restart, try what is due.
func (l *lab) round(g hook.Guard) (n int) {
	l.Helper()
	trust := l.server.Client().Transport.(*http.Transport).TLSClientConfig
	return l.with(g.Client(trust))
}

func (l *lab) with(c *http.Client) (n int) {
	l.Helper()
	o := &hook.Outbox{Store: &hookdb.Store{DB: l.db}, Client: c, Now: func() time.Time { return l.now }, Log: slog.New(slog.DiscardHandler)}
	n, err := o.Round(l.Context())
	l.must(err)
	return n
}

// last is the call of org_a that was put last.
func (l *lab) last() (d hook.Delivery) {
	l.Helper()
	l.must(l.db.Read(l.Context(), sqldb.Org("org_a"), func(tx *sqldb.Tx) error {
		all, err := hookdb.Latest(l.Context(), tx, "org_a", 1)
		if len(all) == 1 {
			d = all[0]
		}
		return err
	}))
	return d
}

func TestACallArrivesOnceAndSigned(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		l := setUp(t, db)
		l.put("org_a", "one")
		l.put("org_a", "one")
		l.put("org_b", "of one without a webhook")
		if n := l.round(open); n != 1 || l.round(open) != 0 || len(l.got) != 1 {
			t.Fatalf("%d taken, %d arrived", n, len(l.got))
		}
		got := l.got[0]
		key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(l.hook.Secret, "whsec_"))
		l.must(err)
		mac := hmac.New(sha256.New, key)
		_, _ = io.WriteString(mac, got.id+"."+got.stamp+"."+got.body)
		if want := "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil)); got.signature != want || len(key) != 32 {
			t.Errorf("signed %s, want %s", got.signature, want)
		}
		if got.stamp != "1795867200" || got.body != `{"event":"one"}` || !strings.HasPrefix(got.id, "hok_") {
			t.Errorf("arrived: %+v", got)
		}
		if d := l.last(); d.State() != mail.Sent || d.Tries != 1 || d.Body != "" || d.ID != got.id {
			t.Errorf("kept: %+v", d)
		}
	})
}

func TestACallIsMadeAgainUntilItIsTaken(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		l := setUp(t, db)
		l.answer = func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) }
		l.put("org_a", "one")
		l.put("org_a", "two")
		if l.round(open) != 0 || len(l.got) != 1 {
			t.Fatalf("%d arrived: after one that failed the others wait", len(l.got))
		}
		l.round(open)
		l.round(open)
		if len(l.got) != 2 {
			t.Errorf("%d arrived before their rest was over", len(l.got))
		}
		l.now = l.now.Add(59 * time.Second)
		if l.round(open); len(l.got) != 2 {
			t.Error("a call was made again a second too early")
		}
		l.now = l.now.Add(time.Second)
		l.answer = func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) }
		if n := l.round(open); n != 2 || len(l.got) != 4 || l.got[2].id != l.got[0].id || l.got[2].stamp == l.got[0].stamp {
			t.Errorf("%d taken of %+v", n, l.got)
		}
	})
}

func TestACallIsGivenUpAfterTwoDays(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		l := setUp(t, db)
		l.answer = func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusGone) }
		l.put("org_a", "one")
		for range 100 {
			l.round(open)
			l.now = l.now.Add(time.Hour)
		}
		if d := l.last(); d.State() != mail.GivenUp || d.Problem != "410" || d.Tries != len(l.got) || d.Tries < 20 || d.Tries > 60 {
			t.Errorf("after four days: %+v, %d arrived", d, len(l.got))
		}
		l.put("org_a", "two")
		l.set("org_a", "")
		l.round(open)
		if d := l.last(); d.State() != mail.GivenUp || d.Problem != hook.NoHook {
			t.Errorf("with the webhook off: %+v", d)
		}
	})
}

// TestADeathBetweenCallAndMarkCostsOneCallMore takes hold of a call as an outbox
// does that dies before it marks it.
func TestADeathBetweenCallAndMarkCostsOneCallMore(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		l, store := setUp(t, db), &hookdb.Store{DB: db}
		l.put("org_a", "one")
		due, err := store.Due(t.Context(), l.now, 10)
		l.must(err)
		c, to, ok, err := store.Take(t.Context(), due[0], l.now.Add(time.Minute))
		if err != nil || !ok || to.URL != l.hook.URL {
			t.Fatalf("%+v %t %v", to, ok, err)
		}
		if _, _, ok, err := store.Take(t.Context(), due[0], l.now.Add(time.Minute)); ok || err != nil {
			t.Errorf("a second took hold of it too: %v", err)
		}
		if l.round(open); len(l.got) != 0 {
			t.Error("it was called while somebody held it")
		}
		l.now = l.now.Add(time.Minute)
		if n := l.round(open); n != 1 || len(l.got) != 1 || l.got[0].id != c.ID {
			t.Errorf("%d taken: %+v", n, l.got)
		}
	})
}

// TestACallGoesNowhereElse points webhooks at what must not be reached through us.
func TestACallGoesNowhereElse(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		l := setUp(t, db)
		inner := 0
		secret := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { inner++ }))
		t.Cleanup(secret.Close)
		port := l.server.URL[strings.LastIndexByte(l.server.URL, ':'):]
		for _, c := range []struct {
			what, address string
			guard         hook.Guard
			answer        http.HandlerFunc
			want          string // the problem
			arrives       int
		}{
			{"an address of this machine", l.server.URL, hook.Guard{}, nil, hook.Private, 0},
			{"a name that leads to this machine", "https://localhost" + port, hook.Guard{}, nil, hook.Private, 0},
			{"the machine's secrets in a cloud", "https://169.254.169.254/", open, nil, hook.Private, 0},
			{"a redirect into the network", l.server.URL, open, func(w http.ResponseWriter, r *http.Request) {
				http.Redirect(w, r, secret.URL, http.StatusTemporaryRedirect)
			}, "307", 1},
			{"an answer without an end", l.server.URL, open, func(w http.ResponseWriter, _ *http.Request) {
				w.WriteHeader(http.StatusBadGateway)
				for {
					if _, err := w.Write(make([]byte, 1<<20)); err != nil {
						return
					}
				}
			}, "502", 1},
			{"headers without an end", l.server.URL, open, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("X-Long", strings.Repeat("x", 1<<20))
			}, hook.Unreachable, 1},
		} {
			if c.answer != nil {
				l.answer = c.answer
			}
			before := len(l.got)
			l.set("org_a", c.address)
			l.put("org_a", c.what)
			l.round(c.guard)
			d := l.last()
			if d.State() != mail.Waiting || d.Problem == "" || c.want != "" && d.Problem != c.want || len(l.got)-before != c.arrives {
				t.Errorf("%s: %+v, %d arrived", c.what, d, len(l.got)-before)
			}
			l.now = l.now.Add(time.Second)
			l.must(db.Write(t.Context(), sqldb.Scope{}, func(tx *sqldb.Tx) error { return tx.Exec(t.Context(), `DELETE FROM hook_queue`) }))
		}
		if inner > 0 {
			t.Errorf("what must not be reached was, %d times", inner)
		}
	})
}

func TestWhatIsWrongWithTheOtherSideIsTold(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		l := setUp(t, db)
		l.put("org_a", "a certificate that nobody trusts")
		l.with(open.Client(&tls.Config{MinVersion: tls.VersionTLS12}))
		if d := l.last(); d.Problem != hook.Untrusted {
			t.Errorf("%s: %+v", d.Key, d)
		}
		l.now = l.now.Add(time.Hour)
		l.answer = func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() } // never
		client := open.Client(l.server.Client().Transport.(*http.Transport).TLSClientConfig)
		client.Timeout = 50 * time.Millisecond
		l.with(client)
		if d := l.last(); d.Problem != hook.TooSlow {
			t.Errorf("no answer: %+v", d)
		}
		l.now = l.now.Add(time.Hour)
		l.server.Close()
		l.round(open)
		if d := l.last(); d.Problem != hook.Unreachable || d.Tries != 3 {
			t.Errorf("nobody there: %+v", d)
		}
	})
}
