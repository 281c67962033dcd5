package chart

import (
	"math"

	"github.com/a-h/templ"
)

// A Matrix shows which thing hangs on which: things below each other, what they
// hang on beside each other, and a mark where they do.
type Matrix struct {
	Label   string   // the finding in words, with numbers
	Columns []string // short names, written aslant, or upright where it is narrow
	Rows    []MatrixRow
}

// A MatrixRow is one thing with its marks.
type MatrixRow struct {
	Name  string   // short: some sixteen letters stand on a phone
	Marks []string // one per column: "done", "ahead", "late", or "" for none
}

const (
	rowHeight = 32.0
	letter    = 7.0 // width of one letter of a column's name, about
)

// Component draws the matrix.
func (m Matrix) Component() templ.Component {
	return atWidths(m.Label, func(on *canvas, w float64) float64 { return m.draw(on, w) })
}

func (m Matrix) draw(on *canvas, w float64) float64 {
	left, most, slant := 250.0, 24, 40.0 // degrees
	if w < 500 {
		left, most, slant = 128, 16, 90
	}
	longest := 0
	for _, c := range m.Columns {
		longest = max(longest, len([]rune(cut(c, most))))
	}
	rad := slant * math.Pi / 180
	over := float64(longest) * letter * math.Cos(rad) // the last name leans over the edge
	top := float64(longest)*letter*math.Sin(rad) + 22
	step := (w - left - min(over, w/4)) / float64(max(1, len(m.Columns)))
	height := top + rowHeight*float64(len(m.Rows))
	x := func(i int) float64 { return left + step*(float64(i)+0.5) }
	for i, name := range m.Columns {
		on.aslant(x(i), top-10, slant, cut(name, most))
		on.line(x(i), top-4, x(i), height, "c-grid")
	}
	for i, row := range m.Rows {
		at := top + rowHeight*float64(i)
		on.line(0, at, w, at, "c-grid")
		on.text(0, at+rowHeight/2+5, "start", "c-text--s", cut(row.Name, int(left/letter)))
		for j, class := range row.Marks {
			if class != "" {
				on.mark(x(j), at+rowHeight/2, min(8, max(3, step/2-2)), Mark{Class: class})
			}
		}
	}
	return height + 4
}

// cut shortens a name to what there is room for.
func cut(name string, most int) string {
	letters := []rune(name)
	if len(letters) <= most {
		return name
	}
	return string(letters[:most-1]) + "…"
}
