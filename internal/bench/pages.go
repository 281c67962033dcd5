package bench

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"time"
)

// pages are the five heaviest pages of an organisation. The first two have the
// bar of a quarter of what a bare handler does.
var pages = []struct {
	name, path string
	quarter    bool
}{
	{"overview", "", true},
	{"requirement list", "/maatregelen", true},
	{"requirement", "/maatregelen/8.5", false},
	{"table (techniek)", "/tabel", false},
	{"statement", "/verklaring", false},
}

// starts measures how long it takes from start to the first page, with a
// database that is there already and was not closed properly.
func (b *Bench) starts(ctx context.Context, p place, bars bool) error {
	var took []time.Duration
	for range b.choose(9, 5) {
		var child *process
		d, err := stopwatch(func() (err error) {
			if child, err = b.serve(ctx, p); err != nil {
				return err
			}
			r, err := http.NewRequestWithContext(ctx, http.MethodGet, child.url+"/hulp", nil)
			if err != nil {
				return err
			}
			_, err = hit(newClient(), r, http.StatusOK)
			return err
		})
		if child != nil {
			child.kill()
		}
		if err != nil {
			return err
		}
		took = append(took, d)
	}
	b.report.add(p, "start to first answer", percentiles(took).P50, "ms", under(300, bars))
	return nil
}

// serving measures everything that needs a server at work.
func (b *Bench) serving(ctx context.Context, p place, bars bool) error {
	child, err := b.serve(ctx, p)
	if err != nil {
		return err
	}
	defer child.stop()
	time.Sleep(time.Duration(b.choose(8, 4)) * time.Second)
	idle, err := child.resident()
	if err != nil {
		return err
	}
	b.report.add(p, "resident, idle", idle, "MB", under(60, bars))
	callers, err := signIn(ctx, child.url, p.visitors)
	if err != nil {
		return err
	}
	if err := b.cold(ctx, p, child); err != nil {
		return err
	}
	if err := b.allPages(ctx, p, child, callers, bars); err != nil {
		return err
	}
	loaded, err := child.resident()
	if err != nil {
		return err
	}
	b.report.add(p, "resident, after the load", loaded, "MB", none)
	return b.creates(ctx, child, callers, p, bars)
}

// cold measures the overview of organisations that nobody has opened yet.
func (b *Bench) cold(ctx context.Context, p place, child *process) error {
	callers, err := signIn(ctx, child.url, p.cold)
	if err != nil {
		return err
	}
	c := newClient()
	defer c.CloseIdleConnections()
	var took []time.Duration
	for _, who := range callers {
		d, err := hit(c, who.get(ctx, child.url, ""), http.StatusOK)
		if err != nil {
			return err
		}
		took = append(took, d)
	}
	m := percentiles(took)
	b.report.add(p, "overview, first visit since start, p50", m.P50, "ms", none)
	b.report.add(p, "overview, first visit since start, p95", m.P95, "ms", none)
	return nil
}

// allPages measures each page beside a bare handler that writes the same bytes.
func (b *Bench) allPages(ctx context.Context, p place, child *process, callers []caller, bars bool) error {
	folder := filepath.Join(b.folder, "bytes-"+p.name)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	for i, page := range pages {
		if err := keep(callers[0].get(ctx, child.url, page.path), filepath.Join(folder, strconv.Itoa(i))); err != nil {
			return err
		}
	}
	bare, err := b.start(ctx, "bench", "--bare", folder)
	if err != nil {
		return err
	}
	defer bare.stop()
	for i, page := range pages {
		f := Page{Engine: p.name, Name: page.name, Quarter: page.quarter && bars, Bars: bars, Bytes: sizeOf(filepath.Join(folder, strconv.Itoa(i)))}
		both, err := b.compare(ctx,
			target{pid: bare.cmd.Process.Pid, next: func(int) *http.Request {
				r, _ := http.NewRequestWithContext(ctx, http.MethodGet, fmt.Sprintf("%s/%d", bare.url, i), nil) // the address is ours
				return r
			}},
			target{pid: child.cmd.Process.Pid, pgPID: p.pgPID, next: func(i int) *http.Request {
				return callers[i%len(callers)].get(ctx, child.url, page.path)
			}})
		if err != nil {
			return fmt.Errorf("%s: %w", page.name, err)
		}
		f.Bare, f.Program = both[0], both[1]
		b.report.Pages = append(b.report.Pages, f)
		b.printf("%s, %s: %.0f per second, p50 %.2f ms\n", p.name, page.name, f.Program.PerSecond, f.Program.P50)
	}
	return nil
}

// keep writes the answer's body to a file.
func keep(r *http.Request, file string) error {
	res, err := newClient().Do(r)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK {
		return fmt.Errorf("%s answered %s: %w", r.URL.Path, res.Status, err)
	}
	return os.WriteFile(file, body, 0o600)
}

// Bare serves each file of a folder under its name, from memory: what a page
// costs when it costs nothing to make. It is the baseline, in its own process.
func Bare(folder string) (http.Handler, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	for _, e := range entries {
		body, err := os.ReadFile(filepath.Join(folder, e.Name()))
		if err != nil {
			return nil, err
		}
		mux.HandleFunc("GET /"+e.Name(), func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			w.Header().Set("Content-Length", strconv.Itoa(len(body)))
			_, _ = w.Write(body) // fails only when the reader has left
		})
	}
	return mux, nil
}
