package chart

import (
	"fmt"
	"math"

	"github.com/a-h/templ"
)

// A Line is one row of values over the same steps of a [LineChart]. Values of
// NaN are not drawn: a forecast has none in the past.
type Line struct {
	Name   string
	Values []float64
	Class  string // "main", "b", "accent", "goal" or ""; main is filled below

	// Low and High are the margins of the values, one for each; none are drawn where
	// they are nil. A line with margins is not filled.
	Low, High []float64
}

// A LineChart shows how counts grow over time, up to a total.
type LineChart struct {
	Label string   // the finding in words, with numbers
	Steps []string // names along the bottom, one per value; "" is not written
	Lines []Line   // drawn in order; the last value of each is named beside it
	Top   float64  // the highest value of the scale; above zero
	Unit  string   // behind the numbers of the scale, e.g. "%"; may be ""
	Now   int      // the step that is today; -1 for none
	Today string   // how to name that step
}

// Component draws the chart.
func (l LineChart) Component() templ.Component {
	return atWidths(l.Label, func(c *canvas, w float64) float64 { return l.draw(c, w) })
}

// frame is the rectangle in which values are drawn.
type frame struct{ left, right, top, bottom, width, height float64 }

func (f frame) x(i, n int) float64 {
	if n < 2 {
		return f.left
	}
	return f.left + float64(i)*(f.width-f.left-f.right)/float64(n-1)
}

func (f frame) y(v, top float64) float64 {
	return f.top + (top-v)*(f.height-f.top-f.bottom)/top
}

func (l LineChart) draw(c *canvas, w float64) float64 {
	f := frame{left: 44, right: 120, top: 18, bottom: 30, width: w, height: 250}
	if w < 460 {
		f.left, f.right = 34, 84
	}
	n := len(l.Steps)
	l.scale(c, f)
	every := max(1, int(math.Ceil(float64(n)*48/(w-f.left-f.right))))
	for i, name := range l.Steps {
		if name != "" && (n-1-i)%every == 0 {
			c.text(f.x(i, n), f.height-8, "middle", "c-text--soft c-text--s", name)
		}
	}
	if l.Now >= 0 && l.Now < n {
		x := f.x(l.Now, n)
		c.line(x, f.top-6, x, f.height-f.bottom, "c-tick")
		c.text(x, f.top-8, "middle", "c-text--soft c-text--s c-halo", l.Today)
	}
	taken := []float64{}
	for _, line := range l.Lines {
		taken = l.one(c, f, line, taken)
	}
	return f.height
}

// scale draws five steps of the height.
func (l LineChart) scale(c *canvas, f frame) {
	for i := range 5 {
		v := l.Top * float64(i) / 4
		class := "c-grid"
		if i == 0 {
			class = "c-axis"
		}
		y := f.y(v, l.Top)
		c.line(f.left, y, f.width-f.right, y, class)
		c.text(f.left-8, y+4.5, "end", "c-text--soft c-text--s", fmt.Sprintf("%.0f%s", v, l.Unit))
	}
}

// one draws a line and names it at its end, where no other name stands yet.
func (l LineChart) one(c *canvas, f frame, line Line, taken []float64) []float64 {
	var xs, ys []float64
	last := math.NaN()
	for i, v := range line.Values {
		if !math.IsNaN(v) {
			xs, ys, last = append(xs, f.x(i, len(l.Steps))), append(ys, f.y(v, l.Top)), v
		}
	}
	if len(xs) == 0 {
		return taken
	}
	for i := range line.Low {
		c.line(f.x(i, len(l.Steps)), f.y(line.Low[i], l.Top), f.x(i, len(l.Steps)), f.y(line.High[i], l.Top), "c-margin c-margin--"+line.Class)
	}
	if line.Class == "main" && len(xs) > 1 && line.Low == nil {
		base := f.y(0, l.Top)
		c.path(poly(xs, ys)+"L"+num(xs[len(xs)-1])+" "+num(base)+"L"+num(xs[0])+" "+num(base)+"Z", "c-area")
	}
	c.path(poly(xs, ys), "c-line c-line--"+line.Class)
	x, y := xs[len(xs)-1], ys[len(ys)-1]
	if line.Low != nil {
		for i := range xs {
			c.dot(xs[i], ys[i], 4, "c-dot c-dot--"+line.Class)
		}
	} else if line.Class != "goal" {
		c.dot(x, y, 5, "c-dot")
	}
	at := y + 5
	for _, t := range taken {
		if math.Abs(at-t) < 16 {
			at = t + 16
		}
	}
	class := "c-text--s c-halo"
	if line.Class == "main" {
		class = "c-text--main c-halo"
	}
	c.text(x+10, at, "start", class, fmt.Sprintf("%.0f%s %s", last, l.Unit, line.Name))
	return append(taken, at)
}
