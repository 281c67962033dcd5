//go:build unix

package app_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"aantoonbaar/internal/app"
	"aantoonbaar/internal/config"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/incident"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
)

// How many incidents the measurement is about, and beside how few.
const (
	manyIncidents = 50_000
	fewIncidents  = 50
)

// BenchmarkIncidents opens the pages of an organisation with fifty thousand incidents
// and of one with fifty in the same run, and gives the slowest of a hundred (p99) of
// the one, of the other, and how many times as long it is. "after a change" opens the
// list each time after an incident was changed; "first" is once, since the start.
func BenchmarkIncidents(b *testing.B) {
	now := time.Date(2026, 11, 24, 9, 40, 0, 0, time.UTC)
	dir := b.TempDir()
	c := config.Config{Database: filepath.Join(dir, "a.db"), Data: dir, Listen: "127.0.0.1:0", Address: origin, Zone: "Europe/Amsterdam"}
	a, err := app.Open(b.Context(), c, func() time.Time { return now }, slog.New(slog.DiscardHandler))
	if err != nil {
		b.Fatal(err)
	}
	defer a.Close()
	rows := map[string]*counter{}
	for name, n := range map[string]int{"many": manyIncidents, "few": fewIncidents} {
		id := org.ID("org_" + name)
		secret, by, err := worksAt(b.Context(), a, id, now)
		if err != nil {
			b.Fatal(err)
		}
		rows[name] = &counter{B: b, app: a, handler: a.Handler(), by: by, secret: secret}
		if rows[name].last, err = happened(b.Context(), a, id, n, now); err != nil {
			b.Fatal(err)
		}
	}
	begun := processor()
	first := rows["many"].open("/incidenten")
	spent := processor() - begun
	b.Run("first list since the start", func(b *testing.B) {
		for b.Loop() {
			b.ReportMetric(ms(first), "p99-ms") // there is only one
			b.ReportMetric(ms(spent), "cpu-ms")
		}
	})
	for _, page := range []struct {
		name, path string
		change     bool
	}{
		{"list", "/incidenten?n=%d", false},
		{"later in the list", "/incidenten?vanaf=400&n=%d", false},
		{"search", "/incidenten?q=route+%d", false},
		{"list after a change", "/incidenten?n=%d", true},
		{"clock board", "ONE?n=%d", false},
		{"figures", "/incidenten/cijfers?van=2017-01&tot=2026-11&n=%d", false},
		{"figures after a change", "/incidenten/cijfers?van=2017-01&tot=2026-11&n=%d", true},
	} {
		b.Run(page.name, func(b *testing.B) {
			var p99, cpu [2]float64
			for b.Loop() {
				for n, of := range []string{"many", "few"} {
					p99[n], cpu[n] = rows[of].slowest(page.path, page.change)
				}
			}
			b.ReportMetric(cpu[0], "cpu-ms")
			b.ReportMetric(cpu[1], "beside-cpu-ms")
			b.ReportMetric(p99[0], "p99-ms")
			b.ReportMetric(p99[1], "beside-ms")
			b.ReportMetric(p99[0]/p99[1], "times")
		})
	}
}

// A counter opens pages of one organisation.
type counter struct {
	*testing.B
	app     *app.App
	handler http.Handler
	by      identity.Actor
	secret  string
	last    incident.ID
	at      int
}

// slowest is the p99 of two hundred times, and the processor time of one of them, in
// milliseconds: that says the same on a machine with other work.
func (c *counter) slowest(path string, change bool) (p99, cpu float64) {
	c.Helper()
	var took []time.Duration
	var spent time.Duration
	for range 200 {
		c.at++
		if change {
			if err := c.app.Incident.AddTask(c.Context(), c.by, c.last, incident.Task{Text: "x", Owner: "y"}); err != nil && c.at < incident.MaxTasks {
				c.Fatal(err)
			}
		}
		text := fmt.Sprintf(path, c.at)
		if rest, ok := strings.CutPrefix(text, "ONE"); ok {
			text = "/incidenten/" + string(c.last) + rest
		}
		begun := processor()
		took = append(took, c.open(text))
		spent += processor() - begun
	}
	slices.Sort(took)
	return ms(took[len(took)*99/100]), ms(spent) / float64(len(took))
}

// processor is the time that the program spent on processors.
func processor() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

func (c *counter) open(path string) time.Duration {
	c.Helper()
	r := httptest.NewRequestWithContext(c.Context(), http.MethodGet, origin+"/o/"+string(c.by.Org)+path, nil)
	r.AddCookie(&http.Cookie{Name: "zitting", Value: c.secret})
	w := httptest.NewRecorder()
	begun := time.Now()
	c.handler.ServeHTTP(w, r)
	took := time.Since(begun)
	if w.Code != http.StatusOK {
		c.Fatalf("%s = %d", path, w.Code)
	}
	return took
}

// happened writes incidents of ten years, of which the last fifty are open, and
// returns the last of them.
func happened(ctx context.Context, a *app.App, id org.ID, n int, now time.Time) (last incident.ID, err error) {
	by := identity.SystemActor(id)
	kinds, causes := a.Incident.Rules.Kinds, a.Incident.Rules.Causes
	err = a.DB.Batch(ctx, func(ctx context.Context) error {
		for k := range n {
			aware := now.Add(-time.Duration(n-k) * 10 * 365 * 24 * time.Hour / time.Duration(n))
			i := incident.Incident{
				ID: incident.ID(fmt.Sprintf("inc_%026d", k)), Year: aware.Year(), Title: fmt.Sprintf("De planning van route %d opent niet", k), What: "Het scherm blijft wit.", Systems: "Routeplanner",
				Aware: aware, Reporter: "Sanne", ReporterID: "per_1", ReportedAt: aware.Add(time.Hour), Lead: "Joost", LeadID: "per_2", Version: 1,
				Answers: map[string]incident.Reply{"disruption": incident.No, "personal_data": incident.Yes, "controller": incident.Yes, "risk": incident.Yes, "high_risk": incident.No},
				Sent:    map[string]incident.Sent{"avg-ap/report": {At: aware.Add(time.Duration(k%100) * time.Hour), By: "Joost", Noted: aware}},
				Kind:    kinds[k%len(kinds)].ID, Cause: incident.Cause{Sorts: []string{causes[k%len(causes)].ID}, Text: "Een update ontbrak."},
				Toll: incident.Toll{Cents: map[string]int64{"hours": int64(k)}, Lost: int64(k % 600), By: "Joost", At: aware},
			}
			if n-k > 50 {
				i.Over, i.ClosedAt, i.Lessons = aware.AddDate(0, 0, 7), aware.AddDate(0, 0, 8), "Eerder bellen."
			}
			i, err := a.Incident.Store.Add(ctx, id, i, func(i incident.Incident) (journal.Draft, incident.Call) {
				return by.Draft(now, "incident.report", i.Ref(), i), incident.Call{}
			})
			if err != nil {
				return err
			}
			last = i.ID
		}
		return nil
	})
	return last, err
}
