package bench

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"slices"
	"sync"
	"time"
)

// A Measure is how fast something was answered. Times are in milliseconds. The
// percentiles are of one connection, one request after the other; the number per
// second and the processor time are of all connections at once.
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

// measure asks the target: first to warm up, then one by one, then over all
// connections for a while.
func (b *Bench) measurePage(ctx context.Context, t target) (Measure, error) {
	c := newClient()
	defer c.CloseIdleConnections()
	for i := range 2 * visitors {
		if _, err := hit(c, t.next(i), http.StatusOK); err != nil {
			return Measure{}, err
		}
	}
	var one []time.Duration
	for i := range b.pick(1500, 400) {
		took, err := hit(c, t.next(i), http.StatusOK)
		if err != nil {
			return Measure{}, err
		}
		one = append(one, took)
	}
	m := percentiles(one)
	return m, b.crowd(ctx, c, t, &m)
}

// crowd counts what all connections get done together.
func (b *Bench) crowd(ctx context.Context, c *http.Client, t target, m *Measure) error {
	lasts := time.Duration(b.pick(4, 2)) * time.Second
	ctx, cancel := context.WithTimeout(ctx, lasts)
	defer cancel()
	cpu, db := cpuOf(t.pid, false), time.Duration(0)
	if t.pgPID != 0 {
		db = cpuOf(t.pgPID, true)
	}
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
	m.PerSecond = float64(n) / took.Seconds()
	m.CPU = ms(cpuOf(t.pid, false)-cpu) / float64(n)
	if t.pgPID != 0 {
		m.Database = ms(cpuOf(t.pgPID, true)-db) / float64(n)
	}
	return errors.Join(errs...)
}

// pick chooses between a full and a short run.
func (b *Bench) pick(full, short int) int {
	if b.Short {
		return short
	}
	return full
}

func percentiles(all []time.Duration) Measure {
	slices.Sort(all)
	at := func(p float64) float64 { return ms(all[min(int(p*float64(len(all))), len(all)-1)]) }
	return Measure{P50: at(0.50), P95: at(0.95), P99: at(0.99)}
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// A caller is a visitor who has signed in.
type caller struct {
	visitor
	cookies []*http.Cookie
}

// signIn uses each visitor's link.
func signIn(at string, visitors []visitor) ([]caller, error) {
	var callers []caller
	for _, v := range visitors {
		jar, err := cookiejar.New(nil)
		if err != nil {
			return nil, err
		}
		c := newClient()
		c.Jar = jar
		res, err := c.Post(at+"/link/"+v.secret, "application/x-www-form-urlencoded", nil)
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
func (c caller) get(at, path string) *http.Request {
	r, _ := http.NewRequest(http.MethodGet, at+"/o/"+c.org+path, nil) // the address is ours
	for _, k := range c.cookies {
		r.AddCookie(k)
	}
	return r
}
