package chart

import "github.com/a-h/templ"

// A Calendar shows what happens in which month: lanes below each other, months
// beside each other, and a mark for everything that happens.
type Calendar struct {
	Label  string   // the finding in words, with numbers
	Months []string // names along the top, short
	Now    int      // the month that is today; -1 for none
	Lanes  []Lane
}

// A Lane is one subject through the months.
type Lane struct {
	Name  string // short: some eighteen letters stand on a phone
	Marks []Mark
}

// A Mark is one thing that happens. Marks of another row never cover each other.
type Mark struct {
	Month int    // its place among the months
	Row   int    // 0, 1 or 2; each has a shape of its own: dot, square, diamond
	Class string // "ahead", "busy", "done" or "late"
}

const (
	laneHeight = 40.0
	laneTop    = 30.0
)

// Component draws the calendar.
func (c Calendar) Component() templ.Component {
	return atWidths(c.Label, func(on *canvas, w float64) float64 { return c.draw(on, w) })
}

func (c Calendar) draw(on *canvas, w float64) float64 {
	left := c.left(w)
	step := (w - left) / float64(max(1, len(c.Months)))
	height := laneTop + laneHeight*float64(len(c.Lanes))
	x := func(month int) float64 { return left + step*(float64(month)+0.5) }
	every := max(1, int(34/step)+1)
	for i, name := range c.Months {
		if i%every == 0 {
			on.text(x(i), laneTop-14, "middle", "c-text--soft c-text--s", name)
		}
	}
	for i, lane := range c.Lanes {
		top := laneTop + laneHeight*float64(i)
		on.line(0, top, w, top, "c-grid")
		on.text(0, top+laneHeight/2+5, "start", "c-text--s", cut(lane.Name, int(left/letter)))
		for _, m := range lane.Marks {
			on.mark(x(m.Month), top+8+12*float64(m.Row), min(5, step/2-0.5), m)
		}
	}
	if c.Now >= 0 && c.Now < len(c.Months) {
		on.line(x(c.Now), laneTop-8, x(c.Now), height, "c-tick")
	}
	return height + 4
}

// left is the room for names: for the longest of them, and no more than leaves most of
// the width to the months. What does not fit is cut; the table beside it has it whole.
func (c Calendar) left(w float64) float64 {
	least := 170.0
	if w < 460 {
		least = 108
	}
	longest := 0
	for _, lane := range c.Lanes {
		longest = max(longest, len([]rune(lane.Name)))
	}
	return max(least, min(letter*float64(longest+1), 0.42*w))
}

// mark draws a shape of radius r: states differ in fill and never in colour alone.
func (c *canvas) mark(x, y, r float64, m Mark) {
	class := "c-mark c-mark--" + m.Class
	switch m.Row {
	case 0:
		c.dot(x, y, r, class)
	case 1:
		c.path("M"+num(x-r)+" "+num(y-r)+"h"+num(2*r)+"v"+num(2*r)+"h"+num(-2*r)+"Z", class)
	default:
		c.path("M"+num(x)+" "+num(y-r-1)+"L"+num(x+r+1)+" "+num(y)+"L"+num(x)+" "+num(y+r+1)+"L"+num(x-r-1)+" "+num(y)+"Z", class)
	}
	if m.Class == "late" {
		c.path("M"+num(x-r)+" "+num(y-r)+"L"+num(x+r)+" "+num(y+r), "c-mark__strike")
	}
}
