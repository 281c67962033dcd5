package mail_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
	"github.com/google/go-cmp/cmp"

	"aantoonbaar/internal/mail"
	"aantoonbaar/internal/mail/maildb"
	"aantoonbaar/internal/mail/mailtest"
	"aantoonbaar/internal/sqldb"
	"aantoonbaar/internal/sqldb/sqldbtest"
)

var noon = time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)

// A post is an outbox on a database, with a clock that stands still.
type post struct {
	*testing.T
	*mail.Outbox
	db  *sqldb.DB
	now atomic.Pointer[time.Time]
}

// opened makes an outbox that sends to a server.
func opened(t *testing.T, db *sqldb.DB, s *mailtest.Server) *post {
	t.Helper()
	p := &post{T: t, db: db}
	p.at(noon)
	p.Outbox = &mail.Outbox{Store: &maildb.Store{DB: db}, Server: to(t, s, ""), Now: func() time.Time { return *p.now.Load() }, Log: slog.New(slog.DiscardHandler)}
	sqldbtest.Organisations(t, db, "org_a", "org_b")
	return p
}

// to is how a test server is reached, in plain text unless it speaks otherwise.
func to(t *testing.T, s *mailtest.Server, user string) *mail.Server {
	t.Helper()
	at, file := "smtp://"+s.Address(), ""
	if user != "" {
		at, file = "smtp://"+user+"@"+s.Address(), filepath.Join(t.TempDir(), "password")
		if err := os.WriteFile(file, []byte("geheim\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	server, err := mail.NewServer(at, file, "Aantoonbaar <post@zorg.example>")
	if err != nil {
		t.Fatal(err)
	}
	server.Trust = &tls.Config{RootCAs: s.Pool, ServerName: "mail.test", MinVersion: tls.VersionTLS12}
	return server
}

func (p *post) at(t time.Time) { p.now.Store(&t) }

func (p *post) must(err error) {
	p.Helper()
	if err != nil {
		p.Fatal(err)
	}
}

// put stores n messages of an organisation in one transaction, as a change would.
func (p *post) put(org, about string, n int) {
	p.Helper()
	p.must(p.db.Write(p.Context(), sqldb.Org(org), func(tx *sqldb.Tx) error {
		for i := range n {
			if err := maildb.Put(p.Context(), tx, org, message(about, i)); err != nil {
				return err
			}
		}
		return nil
	}))
}

func message(about string, i int) mail.Message {
	return mail.Message{
		Key: fmt.Sprintf("%s/%d", about, i), Person: "per_1", Name: "Zoë, de \"Bruin\"", Address: fmt.Sprintf("%s.%d@zorg.example", about, i),
		Subject: "Er is een incident gemeld – één", Body: "Er is een incident gemeld.\nhttps://aantoonbaar.example/o/x\n", Put: noon,
	}
}

// round sends what is due and returns how many were taken.
func (p *post) round() int {
	p.Helper()
	n, err := p.Round(p.Context())
	p.must(err)
	return n
}

func (p *post) kept(org string) (all []mail.Delivery) {
	p.Helper()
	p.must(p.db.Read(p.Context(), sqldb.Org(org), func(tx *sqldb.Tx) (err error) {
		all, err = maildb.Latest(p.Context(), tx, org, 20_000)
		return err
	}))
	return all
}

func TestAMessageArrivesAsItWasPut(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s := mailtest.Start(t, mailtest.StartTLS, map[string]string{"post": "geheim"})
		p := opened(t, db, s)
		p.Server = to(t, s, "post")
		p.put("org_a", "one", 1)
		p.put("org_a", "one", 1) // says the same to the same person
		if n := p.round(); n != 1 || len(s.Got()) != 1 {
			t.Fatalf("%d sent, %d arrived", n, len(s.Got()))
		}
		got, kept := s.Got()[0], p.kept("org_a")[0]
		if !got.Secured || got.User != "post" || got.From != "post@zorg.example" || got.To != "one.0@zorg.example" {
			t.Errorf("it came from %s to %s, as user %q, over TLS: %t", got.From, got.To, got.User, got.Secured)
		}
		people, err := got.Header.AddressList("To")
		if err != nil || people[0].Name != "Zoë, de \"Bruin\"" {
			t.Errorf("it is for %v (%v)", people, err)
		}
		if got.ID != kept.ID+"@zorg.example" || got.Header.Get("Auto-Submitted") != "auto-generated" {
			t.Errorf("its header is %v", got.Header)
		}
		if !strings.Contains(got.Body, "https://aantoonbaar.example/o/x") {
			t.Errorf("it says %q", got.Body)
		}
		if kept.State() != mail.Sent || kept.Body != "" || kept.Address != "" || kept.Subject == "" {
			t.Errorf("kept of what was sent: %+v", kept)
		}
		if len(p.kept("org_b")) > 0 || p.round() != 0 {
			t.Error("another organisation has it too, or it was sent again")
		}
	})
}

// TestTheWayToTheServer holds what the line may be, and what must keep a message
// and a password from being sent over it.
func TestTheWayToTheServer(t *testing.T) {
	db := sqldbtest.SQLite(t)
	users := map[string]string{"post": "geheim"}
	for n, tt := range []struct {
		name, speaks string
		users        map[string]string
		change       func(*mail.Server)
		arrives      bool
	}{
		{"on this machine without TLS", mailtest.Bare, nil, nil, true},
		{"STARTTLS", mailtest.StartTLS, users, nil, true},
		{"TLS from the first byte", mailtest.TLS, users, func(s *mail.Server) { s.TLS = true }, true},
		{"STARTTLS is not offered elsewhere", mailtest.Bare, nil, func(s *mail.Server) { s.Plain = false }, false},
		{"a certificate that nobody knows", mailtest.StartTLS, users, func(s *mail.Server) { s.Trust.RootCAs = x509.NewCertPool() }, false},
		{"a certificate of another name", mailtest.TLS, users, func(s *mail.Server) { s.TLS, s.Trust.ServerName = true, "ander.test" }, false},
		{"a wrong password", mailtest.StartTLS, users, func(s *mail.Server) { s.Password = "fout" }, false},
		{"TLS where none is spoken", mailtest.Bare, nil, func(s *mail.Server) { s.TLS = true }, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := mailtest.Start(t, tt.speaks, tt.users)
			p := opened(t, db, s)
			if tt.users != nil {
				p.Server = to(t, s, "post")
			}
			if tt.change != nil {
				tt.change(p.Server)
			}
			p.put("org_a", fmt.Sprint("way", n), 1)
			if sent := p.round(); (sent == 1) != tt.arrives || len(s.Got()) != sent {
				t.Errorf("%d sent, %d arrived: %s", sent, len(s.Got()), p.Trouble().Problem)
			}
			if tt.arrives == (p.Trouble().Problem != "") {
				t.Errorf("the trouble is %+v", p.Trouble())
			}
			p.Server = to(t, mailtest.Start(t, mailtest.Bare, nil), "")
			p.round() // the next case begins with an empty queue
		})
	}
}

func TestWhatAServerCannotBeIsRefused(t *testing.T) {
	file := filepath.Join(t.TempDir(), "password")
	if err := os.WriteFile(file, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range [][3]string{
		{"mail.example", "", "a@b.example"},
		{"https://mail.example", "", "a@b.example"},
		{"smtp://", "", "a@b.example"},
		{"smtp://u:p@mail.example", file, "a@b.example"},
		{"smtp://u@mail.example", "", "a@b.example"},
		{"smtp://mail.example", file, "a@b.example"},
		{"smtp://u@mail.example", file + "x", "a@b.example"},
		{"smtp://mail.example", "", ""},
		{"smtp://mail.example", "", "geen adres"},
	} {
		if _, err := mail.NewServer(tt[0], tt[1], tt[2]); err == nil {
			t.Errorf("%q is taken", tt)
		}
	}
	if s, err := mail.NewServer("smtps://mail.example", "", "a@b.example"); err != nil || s.Port != 465 || !s.TLS || s.Plain {
		t.Errorf("%+v %v", s, err)
	}
}

// TestRefusalsAndDrops lets the server misbehave once, at every stage.
func TestRefusalsAndDrops(t *testing.T) {
	full := &smtp.SMTPError{Code: 452, EnhancedCode: smtp.EnhancedCode{4, 2, 2}, Message: "mailbox full"}
	gone := &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "no such user one.0@zorg.example"}
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		for _, tt := range []struct {
			name    string
			stage   mailtest.Stage
			with    error
			ends    mail.State // after the first try
			arrived int        // in the end
		}{
			{"no such person", mailtest.Recipient, gone, mail.GivenUp, 0},
			{"a full box", mailtest.Recipient, full, mail.Waiting, 1},
			{"a drop at the address", mailtest.Recipient, mailtest.ErrDrop, mail.Waiting, 1},
			{"a text that is refused", mailtest.Halfway, gone, mail.GivenUp, 0},
			{"a drop halfway", mailtest.Halfway, mailtest.ErrDrop, mail.Waiting, 1},
			{"a drop after it was taken and before the answer", mailtest.Accepting, mailtest.ErrDrop, mail.Waiting, 2},
		} {
			t.Run(tt.name, func(t *testing.T) {
				s := mailtest.Start(t, mailtest.Bare, nil)
				p := opened(t, db, s)
				about := strings.ReplaceAll(tt.name, " ", "-")
				p.put("org_a", about, 2)
				first := true
				s.Act(func(stage mailtest.Stage, to string) error {
					if stage == tt.stage && strings.HasPrefix(to, about+".0") && first {
						first = false
						return tt.with
					}
					return nil
				})
				if n := p.round(); n != 1 {
					t.Errorf("of two messages the other one is sent: %d", n)
				}
				d := p.about(about + "/0")
				if d.State() != tt.ends || d.Tries != 1 || d.Problem == "" || strings.Contains(d.Problem, "@") {
					t.Errorf("after the first try it is %s: %q", d.State(), d.Problem)
				}
				p.round()
				if got := p.about(about + "/0"); got.Tries != 1 {
					t.Error("it was tried again at once")
				}
				p.at(noon.Add(mail.Rest(1)))
				p.round()
				if n := s.Count()[d.ID+"@zorg.example"]; n != tt.arrived {
					t.Errorf("it arrived %d times", n)
				}
			})
		}
	})
}

func (p *post) about(key string) mail.Delivery {
	p.Helper()
	for _, d := range p.kept("org_a") {
		if d.Key == key {
			return d
		}
	}
	p.Fatalf("%s is not there", key)
	return mail.Delivery{}
}

func TestPausesGrowAndEnd(t *testing.T) {
	want := []time.Duration{time.Minute, 2 * time.Minute, 4 * time.Minute, 8 * time.Minute, 16 * time.Minute, 32 * time.Minute, 64 * time.Minute, 2 * time.Hour, 2 * time.Hour}
	for n, rest := range want {
		if got := mail.Rest(n + 1); got != rest {
			t.Errorf("after try %d it rests %s, want %s", n+1, got, rest)
		}
	}
	s := mailtest.Start(t, mailtest.Bare, nil)
	p := opened(t, sqldbtest.SQLite(t), s)
	s.Act(func(mailtest.Stage, string) error {
		return &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 3, 0}, Message: "later"}
	})
	p.put("org_a", "always-later", 1)
	tries := 0
	for at := noon; p.kept("org_a")[0].State() == mail.Waiting; at = at.Add(time.Minute) {
		if p.at(at); at.After(noon.Add(72 * time.Hour)) {
			t.Fatal("it is never given up")
		}
		p.round()
		tries = p.kept("org_a")[0].Tries
	}
	if ended := p.kept("org_a")[0]; ended.GivenUp.Before(noon.Add(mail.GiveUpAfter)) || tries != 31 {
		t.Errorf("it was given up at %s after %d tries", ended.GivenUp, tries)
	}
}

// TestAServerThatIsAway is of no message: nothing is lost or put off by it.
func TestAServerThatIsAway(t *testing.T) {
	s := mailtest.Start(t, mailtest.Bare, nil)
	p := opened(t, sqldbtest.SQLite(t), s)
	s.Stop()
	p.put("org_a", "away", 3)
	for range 5 {
		p.round()
	}
	if p.Trouble().Problem == "" || !p.Trouble().Since.Equal(noon) {
		t.Errorf("the trouble is %+v", p.Trouble())
	}
	back := mailtest.Start(t, mailtest.Bare, nil)
	p.Server = to(t, back, "")
	if n := p.round(); n != 3 || p.Trouble().Problem != "" {
		t.Errorf("once it is back %d are sent at once; trouble %+v", n, p.Trouble())
	}
}

// TestAnOutageCostsAMessageNothing: after more than two days without a server a
// message is still there, and a first "later" puts it off for a minute.
func TestAnOutageCostsAMessageNothing(t *testing.T) {
	s := mailtest.Start(t, mailtest.Bare, nil)
	p := opened(t, sqldbtest.SQLite(t), s)
	s.Stop()
	p.put("org_a", "alarm", 1)
	for range 9 {
		p.round()
	}
	later := noon.Add(mail.GiveUpAfter + time.Hour)
	p.at(later)
	p.round()
	if d := p.kept("org_a")[0]; d.State() != mail.Waiting || d.Problem != mail.Unreachable {
		t.Fatalf("after two days without a server it is %s: %q", d.State(), d.Problem)
	}
	back := mailtest.Start(t, mailtest.Bare, nil)
	p.Server = to(t, back, "")
	back.Act(func(mailtest.Stage, string) error {
		return &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 3, 0}, Message: "later"}
	})
	p.round()
	if d := p.kept("org_a")[0]; d.State() != mail.Waiting {
		t.Fatalf("the first refusal once it is back ends it: %s, %q", d.State(), d.Problem)
	}
	back.Act(func(mailtest.Stage, string) error { return nil })
	p.at(later.Add(time.Minute))
	if n := p.round(); n != 1 {
		t.Errorf("a minute later %d are sent, want 1", n)
	}
}

// TestAClockThatJumps puts off a message by a clock that is a year ahead, and
// turns it back.
func TestAClockThatJumps(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s := mailtest.Start(t, mailtest.Bare, nil)
		p := opened(t, db, s)
		p.put("org_a", "jump", 3)
		s.Act(func(mailtest.Stage, string) error { return mailtest.ErrDrop })
		p.at(noon.AddDate(0, 0, 1))
		p.round()
		s.Act(func(mailtest.Stage, string) error { return nil })
		p.at(noon)
		if n := p.round(); n != 3 {
			t.Errorf("%d of 3 are sent", n)
		}
	})
}

// TestTwoSendersSendOnce lets four outboxes empty one queue.
func TestTwoSendersSendOnce(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s := mailtest.Start(t, mailtest.Bare, nil)
		p := opened(t, db, s)
		p.put("org_a", "four", 150)
		p.put("org_b", "four", 150)
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() {
				other := &mail.Outbox{Store: p.Store, Server: p.Server, Now: p.Now, Log: p.Log}
				if _, err := other.Round(context.WithoutCancel(t.Context())); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if diff := cmp.Diff(once(300), tally(s.Count())); diff != "" {
			t.Errorf("arrived (-want +got):\n%s", diff)
		}
	})
}

// tally counts how many messages arrived once, twice, and so on.
func tally(count map[string]int) map[int]int {
	times := map[int]int{}
	for _, n := range count {
		times[n]++
	}
	return times
}

func once(n int) map[int]int { return map[int]int{1: n} }
