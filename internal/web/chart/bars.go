package chart

import "github.com/a-h/templ"

// Bars show how much there is of each of several things, below each other.
type Bars struct {
	Label string // the finding in words, with numbers
	Rows  []BarsRow
}

// A BarsRow is one thing with how much there is of it.
type BarsRow struct {
	Name  string // short: some sixteen letters stand on a phone
	Value float64
	Text  string // the value, as it is written
	Class string // of the bar, such as "c-ja"
}

// Component draws the bars.
func (b Bars) Component() templ.Component {
	return atWidths(b.Label, func(on *canvas, w float64) float64 { return b.draw(on, w) })
}

func (b Bars) draw(on *canvas, w float64) float64 {
	left, right := 250.0, 64.0
	if w < 500 {
		left, right = 128, 56
	}
	most := 1.0
	for _, r := range b.Rows {
		most = max(most, r.Value)
	}
	for i, r := range b.Rows {
		y := rowHeight * float64(i)
		on.text(0, y+rowHeight/2+5, "start", "c-text--s", cut(r.Name, int(left/letter)))
		wide := max(1, (w-left-right)*r.Value/most)
		on.rect(left, y+6, wide, rowHeight-12, r.Class)
		on.text(left+wide+6, y+rowHeight/2+5, "start", "c-text--s", r.Text)
	}
	return rowHeight * float64(max(1, len(b.Rows)))
}
