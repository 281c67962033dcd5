package chart

import (
	"strconv"

	"github.com/a-h/templ"
)

// A Timeline shows when things were to happen and when they did: rows below each
// other, time from left to right.
type Timeline struct {
	Label string  // the finding in words, with numbers
	Most  float64 // the end of the scale, above zero, in Unit
	Unit  string  // of the scale, short, e.g. "min"
	Rows  []TimelineRow
}

// A TimelineRow is one thing. A time below zero is not drawn.
type TimelineRow struct {
	Name    string  // short: some sixteen letters stand on a phone
	Planned float64 // hollow dot
	Came    float64 // full dot
	Then    float64 // what followed: a square, joined to the dot
	Late    bool    // what followed came late
}

// Component draws the timeline.
func (t Timeline) Component() templ.Component {
	return atWidths(t.Label, func(on *canvas, w float64) float64 { return t.draw(on, w) })
}

func (t Timeline) draw(on *canvas, w float64) float64 {
	left, right, top := 250.0, 24.0, 28.0
	if w < 500 {
		left, right = 128, 14
	}
	height := top + rowHeight*float64(len(t.Rows))
	x := func(v float64) float64 { return left + v*(w-left-right)/t.Most }
	step := scaleStep(t.Most, (w-left-right)/56)
	for v := 0.0; v <= t.Most; v += step {
		on.line(x(v), top-6, x(v), height, "c-grid")
		on.text(x(v), top-12, "middle", "c-text--soft c-text--s", strconv.Itoa(int(v)))
	}
	on.text(0, top-12, "start", "c-text--soft c-text--s", t.Unit)
	for i, row := range t.Rows {
		y := top + rowHeight*(float64(i)+0.5)
		on.line(0, y+rowHeight/2, w, y+rowHeight/2, "c-grid")
		on.text(0, y+5, "start", "c-text--s", cut(row.Name, int(left/letter)))
		row.draw(on, x, y)
	}
	return height + 4
}

func (r TimelineRow) draw(on *canvas, x func(float64) float64, y float64) {
	if r.Came >= 0 && r.Then >= 0 {
		on.line(x(r.Came), y, x(r.Then), y, "c-axis")
	}
	if r.Planned >= 0 {
		on.mark(x(r.Planned), y, 7, Mark{Class: "ahead"})
	}
	if r.Came >= 0 {
		on.mark(x(r.Came), y, 4.5, Mark{Class: "done"})
	}
	if r.Then >= 0 {
		class := "busy"
		if r.Late {
			class = "late"
		}
		on.mark(x(r.Then), y, 5, Mark{Row: 1, Class: class})
	}
}

// scaleStep is a round step with which at most so many steps fit.
func scaleStep(most, steps float64) float64 {
	for _, s := range []float64{1, 2, 5, 10, 15, 30, 60, 120, 240} {
		if most/s <= steps {
			return s
		}
	}
	return most
}
