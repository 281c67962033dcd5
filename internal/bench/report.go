package bench

import (
	"fmt"
	"strings"
	"text/tabwriter"
	"time"
)

// A Report is every figure of a run.
type Report struct {
	Machine       string    `json:"machine"`
	At            time.Time `json:"at"`
	Organisations int       `json:"organisations"`
	Loads         []Load    `json:"loads"`
	Pages         []Page    `json:"pages"`
	Figures       []Figure  `json:"figures"`
	Growth        []Growth  `json:"growth"`
}

// A Load is how long it took to fill a database.
type Load struct {
	Engine        string  `json:"engine"`
	Organisations int     `json:"organisations"`
	Seconds       float64 `json:"seconds"`
	Bytes         int64   `json:"bytes,omitempty"` // of the SQLite file
}

// A Page is one page beside its baseline.
type Page struct {
	Engine  string  `json:"engine"`
	Name    string  `json:"name"`
	Bytes   int64   `json:"bytes"`
	Program Measure `json:"program"`
	Bare    Measure `json:"bare"`
	Quarter bool    `json:"-"` // the bar of a quarter holds for it
	Bars    bool    `json:"-"` // and those of its times
}

// Share is the part of the bare handler's requests per second that the page reaches.
func (p Page) Share() float64 { return p.Program.PerSecond / p.Bare.PerSecond }

// A Figure is one number, with its bar.
type Figure struct {
	Engine string  `json:"engine"`
	Name   string  `json:"name"`
	Value  float64 `json:"value"`
	Unit   string  `json:"unit"`
	Bar    float64 `json:"bar,omitempty"` // the value must be under it; 0 for no bar
}

// A Growth is the overview of one organisation beside so many others.
type Growth struct {
	Organisations int     `json:"organisations"`
	Overview      Measure `json:"overview"`
	FirstVisit    float64 `json:"first_visit_p50_ms"`
}

// The bars of a page: the times in milliseconds, and the share of the bare
// handler. SQLite is held to them; PostgreSQL is shown beside it.
const (
	barP50   = 5
	barP95   = 15
	barShare = 0.25
	barGrown = 1.5 // times the overview's p50 from the smallest to the largest: noise, and no more
)

const none = 0

// under is a bar, where the engine is held to one.
func under(limit float64, held bool) float64 {
	if held {
		return limit
	}
	return none
}

func (r *Report) add(p place, name string, value float64, unit string, bar float64) {
	r.Figures = append(r.Figures, Figure{p.name, name, value, unit, bar})
}

// verdict says beside a figure whether its bar is met.
func verdict(met bool) string {
	if met {
		return "ok"
	}
	return "NOT MET"
}

// String writes the report as tables.
func (r Report) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "\n%s\n%d organisations, each with an answer to every requirement\n\n", r.Machine, r.Organisations)
	fmt.Fprintf(&b, "Pages of %d organisations in turn, that nobody changes meanwhile. Per second: %d connections at once, the best of %d turns.\n"+
		"p50 to p99: one connection. CPU: per request, of the server (PostgreSQL apart).\n", visitors, connections, turns)
	b.WriteString(r.pages())
	b.WriteString("\n" + r.figures())
	if len(r.Growth) > 0 {
		b.WriteString("\nGrowth: the overview of one organisation on SQLite, beside so many others\n" + r.growth())
	}
	b.WriteByte('\n')
	for _, l := range r.Loads {
		size := ""
		if l.Bytes > 0 {
			size = fmt.Sprintf(", %.0f MB", float64(l.Bytes)/1e6)
		}
		fmt.Fprintf(&b, "loading up to %d organisations, %s: %.0f s%s\n", l.Organisations, l.Engine, l.Seconds, size)
	}
	return b.String()
}

func (r Report) pages() string {
	lines := []string{"page\tengine\tkB\tper second\tbare\tshare\tbar 25%\tp50 ms\tbar 5\tp95 ms\tbar 15\tp99 ms\tbare p50\tCPU ms\tPg CPU\tbare CPU\t"}
	for _, p := range r.Pages {
		quarter, p50, p95 := "", "", ""
		if p.Quarter {
			quarter = verdict(p.Share() >= barShare)
		}
		if p.Bars {
			p50, p95 = verdict(p.Program.P50 < barP50), verdict(p.Program.P95 < barP95)
		}
		m, bare := p.Program, p.Bare
		lines = append(lines, fmt.Sprintf("%s\t%s\t%.0f\t%.0f\t%.0f\t%.0f%%\t%s\t%.2f\t%s\t%.2f\t%s\t%.2f\t%.2f\t%.2f\t%.2f\t%.2f\t", p.Name, p.Engine, float64(p.Bytes)/1000,
			m.PerSecond, bare.PerSecond, 100*p.Share(), quarter, m.P50, p50, m.P95, p95, m.P99, bare.P50, m.CPU, m.Database, bare.CPU))
	}
	return columns(tabwriter.AlignRight, lines)
}

func (r Report) figures() string {
	var lines []string
	for _, f := range r.Figures {
		bar := ""
		if f.Bar > 0 {
			bar = fmt.Sprintf("under %.0f %s: %s", f.Bar, f.Unit, verdict(f.Value < f.Bar))
		}
		lines = append(lines, fmt.Sprintf("%s\t%s\t%.2f %s\t%s", f.Engine, f.Name, f.Value, f.Unit, bar))
	}
	return columns(0, lines)
}

func (r Report) growth() string {
	lines := []string{"organisations\tper second\tp50 ms\tp95 ms\tp99 ms\tCPU ms\tfirst visit p50\t"}
	for _, g := range r.Growth {
		m := g.Overview
		lines = append(lines, fmt.Sprintf("%d\t%.0f\t%.2f\t%.2f\t%.2f\t%.2f\t%.2f\t", g.Organisations, m.PerSecond, m.P50, m.P95, m.P99, m.CPU, g.FirstVisit))
	}
	first, last := r.Growth[0].Overview, r.Growth[len(r.Growth)-1].Overview
	return columns(tabwriter.AlignRight, lines) + fmt.Sprintf("p50 grew by a factor %.2f; no cost that grows with the others (under %.1f): %s\n",
		last.P50/first.P50, barGrown, verdict(last.P50 < barGrown*first.P50))
}

// columns lines up what tabs divide.
func columns(flags uint, lines []string) string {
	var b strings.Builder
	t := tabwriter.NewWriter(&b, 0, 0, 2, ' ', flags)
	_, _ = t.Write([]byte(strings.Join(lines, "\n") + "\n")) // to memory
	_ = t.Flush()
	return b.String()
}
