package hook_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"testing"
	"time"

	"aantoonbaar/internal/hook"
	"aantoonbaar/internal/hook/hookdb"
	"aantoonbaar/internal/mail"
	"aantoonbaar/internal/sqldb"
	"aantoonbaar/internal/sqldb/sqldbtest"
)

// arrived reports whether a call of that key did.
func (l *lab) arrived(key string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.ContainsFunc(l.got, func(r received) bool { return r.body == `{"event":"`+key+`"}` })
}

// TestWhatOneHasWaitingKeepsNobodyBack lets one organisation have many calls, of which
// none or every one is taken, before another puts its first.
func TestWhatOneHasWaitingKeepsNobodyBack(t *testing.T) {
	for _, code := range []int{http.StatusInternalServerError, http.StatusOK} {
		t.Run(fmt.Sprint(code), func(t *testing.T) {
			sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
				l := setUp(t, db)
				l.set("org_b", l.server.URL+"/b")
				l.answer = func(w http.ResponseWriter, r *http.Request) {
					if r.URL.Path == "/hook" {
						w.WriteHeader(code)
					}
				}
				l.must(db.Write(t.Context(), sqldb.Org("org_a"), func(tx *sqldb.Tx) error {
					calls := make([]hook.Call, 300)
					for n := range calls {
						calls[n] = hook.Call{Key: fmt.Sprint("incident/", n), Body: "{}", Put: l.now}
					}
					return hookdb.Put(t.Context(), tx, "org_a", calls...)
				}))
				l.now = l.now.Add(time.Second)
				l.put("org_b", "alarm")
				if l.round(open); !l.arrived("alarm") || len(l.got) > 10 {
					t.Errorf("after a round %d calls arrived, the other organisation's: %t", len(l.got), l.arrived("alarm"))
				}
			})
		})
	}
}

// TestWhoDoesNotAnswerKeepsNobodyWaiting puts a call while that of another
// organisation hangs.
func TestWhoDoesNotAnswerKeepsNobodyWaiting(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		l := setUp(t, db)
		l.set("org_b", l.server.URL+"/b")
		hangs, came, release := make(chan bool, 1), make(chan bool, 1), make(chan bool)
		l.answer = func(_ http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/b" {
				came <- true
				return
			}
			hangs <- true
			<-release
		}
		l.put("org_a", "slow")
		client := open.Client(l.server.Client().Transport.(*http.Transport).TLSClientConfig)
		client.Timeout = 0 // as long as it takes
		o := &hook.Outbox{Store: &hookdb.Store{DB: db}, Client: client, Now: func() time.Time { return noon }, Log: slog.New(slog.DiscardHandler)}
		ctx, stop := context.WithCancel(t.Context())
		over := make(chan bool)
		go func() { o.Run(ctx); close(over) }()
		<-hangs
		l.put("org_b", "alarm")
		select {
		case <-came:
		case <-time.After(time.Minute):
			t.Error("the other organisation is not called while one hangs")
		}
		stop()
		close(release)
		<-over
		if d := l.last(); d.State() != mail.Sent || d.Tries != 1 {
			t.Errorf("the call that hung when the program stopped: %+v", d)
		}
	})
}

func TestATrialIsMadeOnce(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		l := setUp(t, db)
		trying := func() (is bool) {
			l.must(db.Write(t.Context(), sqldb.Org("org_a"), func(tx *sqldb.Tx) (err error) {
				is, err = hookdb.IsTrying(t.Context(), tx, "org_a")
				return err
			}))
			return is
		}
		l.answer = func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNotFound) }
		l.put("org_a", "incident/1")
		if trying() {
			t.Error("a call about an incident is taken for a trial")
		}
		l.now = l.now.Add(time.Second)
		l.put("org_a", hook.Trial+"1")
		if !trying() {
			t.Error("a trial that waits is not seen")
		}
		l.round(open)
		l.round(open)
		if d := l.last(); d.State() != mail.GivenUp || d.Tries != 1 || d.Problem != "404" || trying() {
			t.Errorf("after one try: %+v", d)
		}
	})
}
