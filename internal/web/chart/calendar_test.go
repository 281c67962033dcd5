package chart_test

import (
	"regexp"
	"strconv"
	"strings"
	"testing"

	"aantoonbaar/internal/web/chart"
)

var (
	boxes = regexp.MustCompile(`viewBox="0 0 (\d+) (\d+)"`)
	dots  = regexp.MustCompile(`<circle cx="([\d.]+)" cy="([\d.]+)"`)
)

// TestACalendarStaysWithinItsWidths: of the longest programme too, on a phone too.
func TestACalendarStaysWithinItsWidths(t *testing.T) {
	c := chart.Calendar{Label: `Alles <zit> in een "ronde"`, Now: 3}
	for range 18 {
		c.Months = append(c.Months, "nov")
	}
	for range 12 {
		lane := chart.Lane{Name: "Zorgmaatregelen"}
		for m := range 18 {
			lane.Marks = append(lane.Marks, chart.Mark{Month: m, Row: m % 3, Class: []string{"ahead", "busy", "done", "late"}[m%4]})
		}
		c.Lanes = append(c.Lanes, lane)
	}
	var b strings.Builder
	if err := c.Component().Render(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	drawings := strings.SplitAfter(b.String(), "</svg>")
	if len(drawings) != 5 { // four widths and nothing behind them
		t.Fatalf("%d drawings", len(drawings))
	}
	for _, svg := range drawings[:4] {
		size := boxes.FindStringSubmatch(svg)
		if size == nil || strings.Contains(svg, "<zit>") || strings.Contains(svg, "style=") {
			t.Fatalf("a drawing is %.200s", svg)
		}
		for _, m := range dots.FindAllStringSubmatch(svg, -1) {
			for i := range 2 {
				at, err := strconv.ParseFloat(m[i+1], 64)
				most, _ := strconv.ParseFloat(size[i+1], 64)
				if err != nil || at < 0 || at > most {
					t.Errorf("width %s: a mark at %s, %s is outside", size[1], m[1], m[2])
				}
			}
		}
		// a third of the marks is of each shape: dots, squares, diamonds
		if n := len(dots.FindAllString(svg, -1)); n != 12*6 {
			t.Errorf("width %s: %d dots, want 72", size[1], n)
		}
		if late := strings.Count(svg, "c-mark__strike"); late != strings.Count(svg, "c-mark--late") || late == 0 {
			t.Errorf("width %s: %d marks are struck through", size[1], late)
		}
	}
}

var names = regexp.MustCompile(`<text x="0" [^>]*>([^<]*)</text>`)

// TestNamesOfACalendarStandBesideItsMarks: a long name is cut where the first month
// begins, and stands whole where there is room.
func TestNamesOfACalendarStandBesideItsMarks(t *testing.T) {
	const name = "Stroom en telefoon weg in de hele streek"
	c := chart.Calendar{Label: "x", Now: -1, Months: make([]string, 24), Lanes: []chart.Lane{{Name: name, Marks: []chart.Mark{{Class: "done"}}}}}
	var b strings.Builder
	if err := c.Component().Render(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	whole := 0
	drawings := strings.SplitAfter(b.String(), "</svg>")
	for _, svg := range drawings[:len(drawings)-1] {
		said, first := names.FindStringSubmatch(svg), dots.FindStringSubmatch(svg)
		if said == nil || first == nil {
			t.Fatalf("no name or no mark in %.300s", svg)
		}
		at, err := strconv.ParseFloat(first[1], 64)
		if wide := 6.5 * float64(len([]rune(said[1]))); err != nil || wide > at {
			t.Errorf("%q is about %.0f wide, and the first mark stands at %s", said[1], wide, first[1])
		}
		if said[1] == name {
			whole++
		}
	}
	if whole == 0 || whole == len(drawings)-1 {
		t.Errorf("the name stands whole in %d of %d widths", whole, len(drawings)-1)
	}
}
