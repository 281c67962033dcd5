package hook

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"sync"
	"time"

	"aantoonbaar/internal/mail"
)

// Store keeps calls and their queue. Each method is one transaction.
type Store interface {
	// Due lists what may be tried now, of each organisation what was put first and at
	// most few: what one has waiting keeps nobody else's back. A call whose next try is
	// further away than any rest was put off by a clock that was wrong: it is due.
	Due(ctx context.Context, now time.Time, few int) ([]Ticket, error)

	// Take takes hold of a call until a moment, and counts a try. It returns where
	// the call goes now. ok is false when somebody else did so first, or when the
	// call has ended.
	Take(ctx context.Context, t Ticket, until time.Time) (c Call, to Hook, ok bool, err error)

	// Done ends a call, whoever holds it: the other side has it.
	Done(ctx context.Context, t Ticket, at time.Time) error

	// Rest puts a call off. GiveUp ends it.
	Rest(ctx context.Context, t Ticket, problem string, until time.Time) error
	GiveUp(ctx context.Context, t Ticket, problem string, at time.Time) error
}

// An Outbox makes the calls that wait. Many may run on one database.
type Outbox struct {
	Store  Store
	Client *http.Client // see [Guard.Client]
	Now    func() time.Time
	Log    *slog.Logger
}

const (
	held  = time.Minute     // longer than a call may take
	few   = 5               // calls of an organisation in one round
	lanes = 32              // organisations that are called at the same time
	usual = 2 * time.Second // between rounds
)

// A floor is where organisations are called: each in a lane of its own, and never in
// two at the same time.
type floor struct {
	free chan struct{} // holds one for every lane in use
	all  sync.WaitGroup

	mu   sync.Mutex
	busy map[string]bool // organisations in a lane
	n    int             // calls that were taken
	err  error
}

func newFloor() *floor { return &floor{free: make(chan struct{}, lanes), busy: map[string]bool{}} }

// enter takes a lane for an organisation, once one is free; false when it has one
// already, or ctx ends.
func (f *floor) enter(ctx context.Context, org string) bool {
	f.mu.Lock()
	inside := f.busy[org]
	f.mu.Unlock()
	if inside {
		return false
	}
	select {
	case <-ctx.Done():
		return false
	case f.free <- struct{}{}:
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.busy[org] = true
	return true
}

func (f *floor) leave(org string, n int, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.busy, org)
	f.n, f.err = f.n+n, errors.Join(f.err, err)
	<-f.free
}

// failed returns what went wrong since it was asked last.
func (f *floor) failed() (err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	err, f.err = f.err, nil
	return err
}

// Round tries what is due once, those of one organisation one after the other. After
// a call that failed the others of its organisation wait for the next round. n is
// how many were taken. An error is of our own database.
func (o *Outbox) Round(ctx context.Context) (n int, err error) {
	f := newFloor()
	err = o.begin(ctx, f)
	f.all.Wait()
	return f.n, errors.Join(err, f.failed())
}

// begin begins a round, and waits for no call of it. An organisation that is still
// being called is passed over; every other gets a lane before the next round begins,
// so that of many slow ones each gets its turn.
func (o *Outbox) begin(ctx context.Context, f *floor) error {
	due, err := o.Store.Due(ctx, o.now(), few)
	if err != nil {
		return err
	}
	byOrg, order := map[string][]Ticket{}, []string{}
	for _, t := range due {
		if byOrg[t.Org] == nil {
			order = append(order, t.Org)
		}
		byOrg[t.Org] = append(byOrg[t.Org], t)
	}
	for _, org := range order {
		if f.enter(ctx, org) {
			f.all.Go(func() {
				n, err := o.call(ctx, byOrg[org])
				f.leave(org, n, err)
			})
		}
	}
	return nil
}

// call makes the calls of one organisation, until one fails or ctx ends. Between two
// it can stop at any moment; one that was begun is brought to its end.
func (o *Outbox) call(ctx context.Context, tickets []Ticket) (n int, err error) {
	for n < len(tickets) && ctx.Err() == nil {
		done, err := o.deliver(context.WithoutCancel(ctx), tickets[n])
		if err != nil || !done {
			return n, err
		}
		n++
	}
	return n, err
}

func (o *Outbox) deliver(ctx context.Context, t Ticket) (done bool, err error) {
	c, to, ok, err := o.Store.Take(ctx, t, o.now().Add(held))
	if err != nil || !ok {
		return false, err
	}
	t.Tries++
	if !to.IsSet() {
		return false, o.Store.GiveUp(ctx, t, NoHook, o.now())
	}
	problem := o.try(ctx, c, to)
	switch now := o.now(); {
	case problem == "":
		return true, o.Store.Done(ctx, t, now)
	case c.isTrial():
		return false, o.Store.GiveUp(ctx, t, problem, now)
	case now.Sub(c.Put) >= mail.GiveUpAfter:
		o.Log.ErrorContext(ctx, "a webhook was given up", slog.String("org", t.Org), slog.String("call", t.ID), slog.Int("tries", t.Tries))
		return false, o.Store.GiveUp(ctx, t, problem, now)
	default:
		o.Log.WarnContext(ctx, "a webhook was not taken", slog.String("org", t.Org), slog.String("call", t.ID), slog.Int("tries", t.Tries), slog.String("says", problem))
		return false, o.Store.Rest(ctx, t, problem, now.Add(mail.Rest(t.Tries)))
	}
}

// try makes a call. It returns what went wrong, "" for nothing.
func (o *Outbox) try(ctx context.Context, c Call, to Hook) (problem string) {
	r, err := c.request(to, o.now())
	if err != nil {
		return Unreachable
	}
	answer, err := o.Client.Do(r.WithContext(ctx))
	if err != nil {
		return problemOf(err)
	}
	_ = answer.Body.Close() // what else it says is of no use, and is not read
	if answer.StatusCode < 200 || answer.StatusCode > 299 {
		return strconv.Itoa(answer.StatusCode)
	}
	return ""
}

func problemOf(err error) string {
	if errors.Is(err, ErrPrivate) {
		return Private
	}
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return Untrusted
	}
	if slow, ok := errors.AsType[net.Error](err); ok && slow.Timeout() {
		return TooSlow
	}
	return Unreachable
}

// Run makes calls until ctx ends, and those that were begun are over.
func (o *Outbox) Run(ctx context.Context) {
	f := newFloor()
	defer f.all.Wait()
	for ctx.Err() == nil {
		if err := errors.Join(o.begin(ctx, f), f.failed()); err != nil && ctx.Err() == nil {
			o.Log.ErrorContext(ctx, "calling webhooks failed", slog.Any("err", fmt.Errorf("hook: %w", err)))
		}
		select {
		case <-ctx.Done():
		case <-time.After(usual):
		}
	}
}

func (o *Outbox) now() time.Time { return o.Now().UTC().Truncate(time.Microsecond) }
