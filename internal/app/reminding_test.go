package app_test

import (
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"aantoonbaar/internal/app"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/incident"
	"aantoonbaar/internal/mail/mailtest"
	"aantoonbaar/internal/sqldb/sqldbtest"
)

// again closes the program and opens it anew on the same database.
func (s *site) again(database string, now func() time.Time) {
	s.Helper()
	to := s.Outbox.Server
	s.must(s.Close())
	a, err := app.Open(s.ctx(), setup(s.T, database), now, slog.New(slog.DiscardHandler))
	s.must(err)
	s.Cleanup(func() { _ = a.Close() })
	s.App, s.handler = a, a.Handler()
	s.Outbox.Server = to
}

// TestRemindersSurviveRestartsAndClocksThatJump follows one leak of personal data
// for four days. The program is opened anew before each look.
func TestRemindersSurviveRestartsAndClocksThatJump(t *testing.T) {
	run := func(t *testing.T, database string) {
		s := open(t, database)
		server := s.posted()
		p := s.provider(1)
		p.calm(server)
		i := p.gone()
		who := p.by(identity.PrivacyOfficer)
		p.must(p.Incident.TakeOn(p.ctx(), who, i.ID, 1))
		p.must(p.Incident.Answer(p.ctx(), who, i.ID, 2, map[string]incident.Reply{
			"disruption": incident.No, "loss": incident.No, "harm": incident.No, "calamity": incident.No, "device": incident.No, "ai": incident.No,
			"personal_data": incident.Yes, "controller": incident.Yes, "risk": incident.Yes, "high_risk": incident.No, "contract": incident.No,
		}))
		s.after(0, server)
		officers := []identity.Role{identity.SecurityOfficer, identity.PrivacyOfficer} // on duty, and who leads it
		all := []identity.Role{identity.Administrator, identity.SecurityOfficer, identity.PrivacyOfficer, identity.BoardMember}
		for _, step := range []struct {
			what string
			at   time.Duration // after awareness
			want []identity.Role
		}{
			{"nothing yet", 47 * time.Hour, nil},
			{"a day before", 48 * time.Hour, officers},
			{"the clock goes back two days", 2 * time.Hour, nil},
			{"and comes to where it was", 48*time.Hour + time.Minute, nil},
			{"asleep past two reminders: said once", 71*time.Hour + 10*time.Minute, officers},
			{"the clock goes back an hour before the one that was slept through", 67 * time.Hour, nil},
			{"which is then said after all", 68*time.Hour + time.Minute, officers},
			{"the last moment", 72 * time.Hour, nil},
			{"it has passed", 72*time.Hour + time.Minute, all},
			{"that is said once", 96 * time.Hour, nil},
			{"also after a clock that was ten years ahead", 10 * 365 * 24 * time.Hour, nil},
			{"and came back", 97 * time.Hour, nil},
		} {
			s.again(database, s.clock)
			got := s.after(i.Aware.Add(step.at).Sub(s.clock()), server)
			if diff := cmp.Diff(step.want, p.roles(got)); diff != "" {
				t.Errorf("%s: %s", step.what, diff)
			}
			for _, m := range got {
				s.saysLittle(m, i.Name())
			}
		}
	}
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		run(t, filepath.Join(t.TempDir(), "a.db"))
	})
	t.Run("postgres", func(t *testing.T) {
		owner, plain := sqldbtest.PostgresAddresses(t)
		migrated(t, owner)
		t.Parallel()
		run(t, plain)
	})
}

// TestTenThousandRemindersOverThreeRestarts has reminders of 1,250 incidents due for
// eight people in the same minute, and stops the program while it works them out,
// and twice while it sends.
func TestTenThousandRemindersOverThreeRestarts(t *testing.T) {
	database := filepath.Join(t.TempDir(), "a.db")
	s := open(t, database)
	const incidents, people = 1_250, 8
	server := s.posted()
	p := s.provider(1)
	p.calm(server)
	roster := incident.Roster{Wait: 30}
	for n := range people {
		roster.OnDuty = append(roster.OnDuty, p.member(fmt.Sprint("Bereikbaar ", n), identity.SecurityOfficer).ID)
	}
	p.must(p.Incident.Arrange(p.ctx(), p.by(identity.Administrator), roster))
	outbox := s.Outbox
	s.Outbox = nil // reporting them is not what this is about
	lead := p.by(identity.SecurityOfficer)
	lead.Person = roster.OnDuty[0]
	s.must(s.DB.Batch(s.ctx(), func(ctx context.Context) error {
		for range incidents {
			i, err := p.Incident.Report(ctx, lead, incident.Incident{Title: "x", Aware: s.clock()})
			if err == nil {
				err = p.Incident.TakeOn(ctx, lead, i.ID, i.Version)
			}
			if err != nil {
				return err
			}
		}
		return nil
	}))
	s.Outbox = outbox
	before := len(server.Got())
	s.at(s.clock().Add(48 * time.Hour)) // a day before the 72 hours of the AVG end

	ctx, stop := context.WithCancel(s.ctx())
	asked := atomic.Int64{}
	s.again(database, func() time.Time {
		if asked.Add(1) == incidents/2 {
			stop() // in the middle of working out what to say
		}
		return s.clock()
	})
	_ = s.LookAll(ctx) // it was stopped
	s.again(database, s.clock)
	s.must(s.LookAll(s.ctx()))
	const due = incidents * people
	for _, until := range []int{due / 3, due - 11, due} {
		ctx, stop := context.WithCancel(s.ctx())
		taken := 0
		begun := len(server.Got()) - before
		server.Act(func(stage mailtest.Stage, _ string) error {
			if stage == mailtest.Accepting {
				if taken++; begun+taken == until {
					stop()
				}
			}
			return nil
		})
		_, err := s.Outbox.Round(ctx)
		s.must(err)
		stop()
		s.again(database, s.clock)
	}
	count := map[string]int{}
	for _, m := range server.Got()[before:] {
		count[m.Header.Get("Subject")+m.To]++
	}
	for what, n := range count {
		if n != 1 {
			t.Errorf("%s arrived %d times", what, n)
		}
	}
	s.goal("G17", "%d reminders due in one minute, %d arrived over three restarts, each once", due, len(count))
	if len(count) != due {
		t.Errorf("%d of %d arrived", len(count), due)
	}
}
