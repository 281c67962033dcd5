package chart

import (
	"math"
	"strconv"

	"github.com/a-h/templ"
)

// Columns show a count for each step of time, such as a month, as columns beside each
// other.
type Columns struct {
	Label  string   // the finding in words, with numbers
	Names  []string // of the steps, short; every so many are written
	Values []int
}

// Component draws the columns.
func (c Columns) Component() templ.Component {
	return atWidths(c.Label, func(on *canvas, w float64) float64 { return c.draw(on, w) })
}

func (c Columns) draw(on *canvas, w float64) float64 {
	const left, top, high, below = 34.0, 16.0, 120.0, 24.0
	most := 1
	for _, v := range c.Values {
		most = max(most, v)
	}
	step := (w - left) / float64(max(1, len(c.Values)))
	y := func(v int) float64 { return top + high*(1-float64(v)/float64(most)) }
	for _, v := range marksUpTo(most) {
		on.line(left, y(v), w, y(v), "c-grid")
		on.text(left-6, y(v)+4, "end", "c-text--soft c-text--s", strconv.Itoa(v))
	}
	every := int(math.Ceil(44 / step)) // a name needs some room
	for i, v := range c.Values {
		x := left + step*float64(i)
		if v > 0 {
			wide := max(1, min(step*0.7, 48))
			on.rect(x+(step-wide)/2, y(v), wide, high+top-y(v), "c-iqr")
		}
		if i%every == 0 && i < len(c.Names) {
			on.text(x+step/2, top+high+17, "middle", "c-text--soft c-text--s", c.Names[i])
		}
	}
	return top + high + below
}

// marksUpTo are the values at which a line is drawn: 0, the most, and the half where
// it is whole.
func marksUpTo(most int) []int {
	if most > 3 && most%2 == 0 {
		return []int{0, most / 2, most}
	}
	return []int{0, most}
}
