package bench

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"sort"
	"sync"
	"time"
)

// A Measure is how fast something was answered. Times are in milliseconds. The
// percentiles are of one connection, one request after the other; the number per
// second, of the best of a few turns, and the processor time are of all
// connections at once.
type Measure struct {
	PerSecond float64 `json:"per_second"`
	P50       float64 `json:"p50_ms"`
	P95       float64 `json:"p95_ms"`
	P99       float64 `json:"p99_ms"`
	CPU       float64 `json:"cpu_ms"`                // per request, of the process that serves
	Database  float64 `json:"database_ms,omitempty"` // per request, of PostgreSQL's processes
}

// connections is how many requests are under way at once while requests per
// second are counted.
const connections = 8

// A target is somewhere to send requests.
type target struct {
	pid   int
	pgPID int
	next  func(i int) *http.Request // the i-th request; requests are used once
}

func newClient() *http.Client {
	t := &http.Transport{MaxIdleConns: 2 * connections, MaxIdleConnsPerHost: 2 * connections, DisableCompression: true}
	return &http.Client{Transport: t, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// hit sends one request and reads the answer to its end.
func hit(c *http.Client, r *http.Request, want int) (time.Duration, error) {
	return stopwatch(func() error {
		res, err := c.Do(r)
		if err != nil {
			return err
		}
		defer res.Body.Close()
		if _, err := io.Copy(io.Discard, res.Body); err != nil {
			return err
		}
		if res.StatusCode != want {
			return fmt.Errorf("%s %s answered %s", r.Method, r.URL.Path, res.Status)
		}
		return nil
	})
}

// turns is in how many turns a page and its baseline are measured: whatever
// else the machine does then disturbs both alike.
const turns = 4

// compare measures several targets in turns.
func (b *Bench) compare(ctx context.Context, targets ...target) ([]Measure, error) {
	c := newClient()
	defer c.CloseIdleConnections()
	all := make([]Measure, len(targets))
	one := make([][]time.Duration, len(targets))
	for turn := range turns {
		for k, t := range targets {
			took, err := b.alone(c, t, turn)
			if err != nil {
				return nil, err
			}
			one[k] = append(one[k], took...)
			if err := b.crowd(ctx, c, t, &all[k]); err != nil {
				return nil, err
			}
		}
	}
	for k := range targets {
		all[k].times(one[k])
		all[k].CPU, all[k].Database = all[k].CPU/turns, all[k].Database/turns
	}
	return all, nil
}

// alone asks one by one. The first turn begins with requests that do not count.
func (b *Bench) alone(c *http.Client, t target, turn int) ([]time.Duration, error) {
	if turn == 0 {
		for i := range 2 * visitors {
			if _, err := hit(c, t.next(i), http.StatusOK); err != nil {
				return nil, err
			}
		}
	}
	var took []time.Duration
	for i := range b.choose(400, 120) {
		d, err := hit(c, t.next(i), http.StatusOK)
		if err != nil {
			return nil, err
		}
		took = append(took, d)
	}
	return took, nil
}

// crowd counts what all connections get done together. The best turn counts, and
// the processor time of all of them.
func (b *Bench) crowd(ctx context.Context, c *http.Client, t target, m *Measure) error {
	ctx, cancel := context.WithTimeout(ctx, time.Duration(b.choose(1500, 600))*time.Millisecond)
	defer cancel()
	cpu, db := cpuOf(t.pid, false), cpuOf(t.pgPID, true)
	var wg sync.WaitGroup
	done, errs := make([]int, connections), make([]error, connections)
	took, _ := stopwatch(func() error {
		for w := range connections {
			wg.Go(func() {
				for i := w * 7; ctx.Err() == nil && errs[w] == nil; i++ {
					_, errs[w] = hit(c, t.next(i), http.StatusOK)
					done[w]++
				}
			})
		}
		wg.Wait()
		return nil
	})
	n := 0
	for _, d := range done {
		n += d
	}
	m.PerSecond = max(m.PerSecond, float64(n)/took.Seconds())
	m.CPU += ms(cpuOf(t.pid, false)-cpu) / float64(n)
	m.Database += ms(cpuOf(t.pgPID, true)-db) / float64(n)
	return errors.Join(errs...)
}

// choose tells a full run from a short one.
func (b *Bench) choose(full, short int) int {
	if b.Short {
		return short
	}
	return full
}

func percentiles(all []time.Duration) (m Measure) {
	m.times(all)
	return m
}

// times fills in the percentiles of all.
func (m *Measure) times(all []time.Duration) {
	sort.Slice(all, func(i, j int) bool { return all[i] < all[j] })
	at := func(p float64) float64 { return ms(all[min(int(p*float64(len(all))), len(all)-1)]) }
	m.P50, m.P95, m.P99 = at(0.50), at(0.95), at(0.99)
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// A caller is a visitor who has signed in.
type caller struct {
	visitor
	cookies []*http.Cookie
}

// signIn uses each visitor's link.
func signIn(ctx context.Context, at string, visitors []visitor) ([]caller, error) {
	var callers []caller
	for _, v := range visitors {
		jar, err := cookiejar.New(nil)
		if err != nil {
			return nil, err
		}
		c := newClient()
		c.Jar = jar
		r, err := http.NewRequestWithContext(ctx, http.MethodPost, at+"/link/"+v.secret, nil)
		if err != nil {
			return nil, err
		}
		res, err := c.Do(r)
		if err != nil {
			return nil, err
		}
		_ = res.Body.Close() // nothing of it is needed
		c.CloseIdleConnections()
		u, _ := url.Parse(at) // we made it
		if len(jar.Cookies(u)) == 0 {
			return nil, fmt.Errorf("sign in of %s answered %s", v.person.Email, res.Status)
		}
		callers = append(callers, caller{v, jar.Cookies(u)})
	}
	return callers, nil
}

// get makes a request for a path of the caller's organisation.
func (c caller) get(ctx context.Context, at, path string) *http.Request {
	r, _ := http.NewRequestWithContext(ctx, http.MethodGet, at+"/o/"+c.org+path, nil) // the address is ours
	for _, k := range c.cookies {
		r.AddCookie(k)
	}
	return r
}
