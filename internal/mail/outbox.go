package mail

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"
)

// Store keeps messages and their queue. Each method is one transaction.
type Store interface {
	// Due lists what may be tried now, first put first, at most limit. A message
	// whose next try is further away than any rest was put off by a clock that was
	// wrong: it is due.
	Due(ctx context.Context, now time.Time, limit int) ([]Ticket, error)

	// Take takes hold of a message until a moment, and counts a try. ok is false
	// when somebody else did so first, or when the message has ended.
	Take(ctx context.Context, t Ticket, until time.Time) (m Message, ok bool, err error)

	// Sent ends a message, whoever holds it: the server has it.
	Sent(ctx context.Context, t Ticket, at time.Time) error

	// Rest puts a message off. GiveUp ends it.
	Rest(ctx context.Context, t Ticket, problem string, until time.Time) error
	GiveUp(ctx context.Context, t Ticket, problem string, at time.Time) error
}

// An Outbox sends what waits. Many may run on one database.
type Outbox struct {
	Store  Store
	Server *Server
	Now    func() time.Time
	Log    *slog.Logger

	mu      sync.Mutex
	trouble Trouble
	back    time.Time // when the server was there again; zero while it was never away
}

// A Trouble is that the mail server cannot be reached, or does not let us in. It
// is of no message in particular.
type Trouble struct {
	Problem string
	Since   time.Time // zero while there is none
}

// Trouble returns what is wrong with the server, as far as this Outbox has seen.
func (o *Outbox) Trouble() Trouble {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.trouble
}

func (o *Outbox) note(problem string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if problem == "" {
		if !o.trouble.Since.IsZero() {
			o.back = o.now()
		}
		o.trouble = Trouble{}
		return
	}
	if o.trouble.Since.IsZero() {
		o.trouble.Since = o.now()
	}
	o.trouble.Problem = problem
}

const (
	held  = 3 * time.Minute // longer than connecting and sending may take together
	batch = 200
)

// Round sends everything that is due, one message after the other, until ctx
// ends. Between two messages it can stop at any moment. n is how many the server
// took. An error is of our own database: what is wrong with the server shows in
// [Outbox.Trouble], and with a message on its own row.
func (o *Outbox) Round(ctx context.Context) (n int, err error) {
	var l *line
	defer func() { l.end() }()
	for ctx.Err() == nil {
		due, err := o.Store.Due(context.WithoutCancel(ctx), o.now(), batch)
		if err != nil || len(due) == 0 {
			return n, err
		}
		for _, t := range due {
			if ctx.Err() != nil {
				return n, nil
			}
			sent, err := o.deliver(context.WithoutCancel(ctx), t, &l)
			if err != nil {
				return n, err
			}
			if sent {
				n++
			}
			if o.Trouble().Problem != "" {
				return n, nil
			}
		}
	}
	return n, nil
}

// deliver takes one message from the queue to the server. The line is opened when
// it is needed, and anew after anything went wrong on it.
func (o *Outbox) deliver(ctx context.Context, t Ticket, l **line) (sent bool, err error) {
	m, ok, err := o.Store.Take(ctx, t, o.now().Add(held))
	if err != nil || !ok {
		return false, err
	}
	t.Tries++
	if *l == nil {
		if *l, err = o.Server.dial(ctx); err != nil {
			*l = nil
			o.note(err.Error())
			o.Log.WarnContext(ctx, "the mail server cannot be reached", slog.Any("err", err))
			return false, o.Store.Rest(ctx, t, Unreachable, o.now()) // no fault of the message: it rests no longer than Run does
		}
		o.note("")
	}
	if err = (*l).send(o.Server.write(m, o.now())); err == nil {
		return true, o.Store.Sent(ctx, t, o.now())
	}
	(*l).end()
	*l = nil
	says, final := refusal(err)
	o.Log.WarnContext(ctx, "a message was not taken", slog.String("mail", t.ID), slog.Int("tries", t.Tries), slog.String("says", says))
	return false, o.failed(ctx, t, m, says, final)
}

// failed puts a message off, or gives it up when it is refused or has waited too
// long for a server that was there.
func (o *Outbox) failed(ctx context.Context, t Ticket, m Message, problem string, final bool) error {
	now, waited := o.now(), o.waited(m)
	if final || waited >= GiveUpAfter {
		o.Log.ErrorContext(ctx, "a message was given up", slog.String("mail", t.ID), slog.Int("tries", t.Tries))
		return o.Store.GiveUp(ctx, t, problem, now)
	}
	return o.Store.Rest(ctx, t, problem, now.Add(Rest(try(waited))))
}

// waited is how long the server could have had a message: since it was put, or since
// the server was there again.
func (o *Outbox) waited(m Message) time.Duration {
	o.mu.Lock()
	defer o.mu.Unlock()
	from := m.Put
	if o.back.After(from) {
		from = o.back
	}
	return o.now().Sub(from)
}

// How long Run waits between rounds.
const (
	usual   = 2 * time.Second // a report of an incident is on its way within this
	longest = 5 * time.Minute
)

// Run sends until ctx ends. A server that cannot be reached is asked less and
// less often.
func (o *Outbox) Run(ctx context.Context) {
	for pause := usual; ctx.Err() == nil; {
		if _, err := o.Round(ctx); err != nil && ctx.Err() == nil {
			o.Log.ErrorContext(ctx, "sending mail failed", slog.Any("err", fmt.Errorf("outbox: %w", err)))
		}
		if pause = min(2*pause, longest); o.Trouble().Problem == "" {
			pause = usual
		}
		select {
		case <-ctx.Done():
		case <-time.After(pause):
		}
	}
}

func (o *Outbox) now() time.Time { return o.Now().UTC().Truncate(time.Microsecond) }
