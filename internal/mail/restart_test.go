package mail_test

import (
	"bufio"
	"context"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"aantoonbaar/internal/mail"
	"aantoonbaar/internal/mail/maildb"
	"aantoonbaar/internal/mail/mailtest"
	"aantoonbaar/internal/sqldb"
	"aantoonbaar/internal/sqldb/sqldbtest"
)

// due is how many messages are due in the same minute.
const due = 10_000

// TestTenThousandInAMinuteOverThreeStops stops the outbox between two messages,
// three times, and begins anew with another.
func TestTenThousandInAMinuteOverThreeStops(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		due := due
		if db.Engine == sqldb.Postgres {
			due = 2_000 // the same statements; its own queue is tested above
		}
		s := mailtest.Start(t, mailtest.Bare, nil)
		p := opened(t, db, s)
		p.put("org_a", "minute", due/2)
		p.put("org_b", "minute", due/2)
		for _, until := range []int{due / 6, due / 2, due - 7, due} {
			ctx, stop := context.WithCancel(t.Context())
			n := len(s.Got())
			s.Act(func(stage mailtest.Stage, _ string) error {
				if stage == mailtest.Accepting {
					if n++; n == until {
						stop() // while the server has it and has not said so
					}
				}
				return nil
			})
			o := &mail.Outbox{Store: p.Store, Server: p.Server, Now: p.Now, Log: p.Log}
			if _, err := o.Round(ctx); err != nil {
				t.Fatal(err)
			}
			stop()
			if got := len(s.Got()); got != until {
				t.Fatalf("it stopped after %d, want %d", got, until)
			}
		}
		if diff := cmp.Diff(once(due), tally(s.Count())); diff != "" {
			t.Errorf("arrived (-want +got):\n%s", diff)
		}
		for _, d := range p.kept("org_a") {
			if d.State() != mail.Sent || d.Tries != 1 {
				t.Fatalf("%s is %s after %d tries", d.Key, d.State(), d.Tries)
			}
		}
	})
}

// TestTenThousandInAMinuteOverThreeKills kills the process that sends, without
// warning, three times. Each time the server has just taken a message, and
// not said so: that one is sent again under the same Message-ID, and no other.
func TestTenThousandInAMinuteOverThreeKills(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	db, err := sqldb.OpenSQLite(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.Migrate(t.Context(), noon); err != nil {
		t.Fatal(err)
	}
	s := mailtest.Start(t, mailtest.Bare, nil)
	p := opened(t, db, s)
	p.put("org_a", "minute", due)
	const kills = 3
	for n, until := range []int{1_300, 5_100, 7_800} {
		reached, killed := make(chan bool), make(chan bool)
		taken := len(s.Got())
		s.Act(func(stage mailtest.Stage, _ string) error {
			if stage == mailtest.Accepting {
				if taken++; taken == until {
					reached <- true
					<-killed // the server has it, and the answer never comes
				}
			}
			return nil
		})
		child := sender(t, path, s, n)
		<-reached
		if err := child.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = child.Wait() // it was killed
		close(killed)
	}
	s.Act(func(mailtest.Stage, string) error { return nil })
	last := sender(t, path, s, kills)
	if err := last.Wait(); err != nil {
		t.Fatal(err)
	}
	times := tally(s.Count())
	if times[1]+times[2] != due || times[2] != kills {
		t.Errorf("arrived once, twice …: %v; want none lost, and %d of %d twice", times, kills, due)
	}
	t.Logf("GOAL G17 %d messages over %d kills: %d once, %d twice under one Message-ID, none lost", due, kills, times[1], times[2])
}

// sender starts this test as a process of its own that sends until nothing is due.
// Its clock is so far on that what a killed one held is free.
func sender(t *testing.T, path string, s *mailtest.Server, n int) *exec.Cmd {
	t.Helper()
	child := exec.CommandContext(context.WithoutCancel(t.Context()), os.Args[0], "-test.run=^TestSenderProcess$")
	child.Env = append(os.Environ(), "SENDER_DATABASE="+path, "SENDER_SERVER="+s.Address(), "SENDER_NOW="+noon.Add(time.Duration(n)*time.Hour).Format(time.RFC3339))
	child.Stderr = os.Stderr
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		for lines := bufio.NewScanner(out); lines.Scan(); {
			continue // the pipe must not fill up
		}
	}()
	t.Cleanup(func() { _ = child.Process.Kill() })
	return child
}

// TestSenderProcess is the process that the test above kills.
func TestSenderProcess(t *testing.T) {
	path := os.Getenv("SENDER_DATABASE")
	if path == "" {
		return // nobody asked
	}
	db, err := sqldb.OpenSQLite(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	server, err := mail.NewServer("smtp://"+os.Getenv("SENDER_SERVER"), "", "post@zorg.example")
	if err != nil {
		t.Fatal(err)
	}
	now, err := time.Parse(time.RFC3339, os.Getenv("SENDER_NOW"))
	if err != nil {
		t.Fatal(err)
	}
	o := &mail.Outbox{Store: &maildb.Store{DB: db}, Server: server, Now: func() time.Time { return now }, Log: slog.New(slog.DiscardHandler)}
	if _, err := o.Round(t.Context()); err != nil {
		t.Fatal(err)
	}
}
