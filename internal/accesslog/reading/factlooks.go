package reading

import (
	"slices"
	"strings"
)

// dayOf are the columns of days that go with those of the clock, which can have their
// headings too.
var dayOf = map[Column]Column{ColFromClock: ColFrom, ColToClock: ColTo}

// columns finds the columns of a table: by their headings, and those of time by what
// stands in them too. Of the table "" it finds what most tables have.
func (g *guess) columns(t Table) map[Column]string {
	can := slices.Concat([]Column{ColPatient, ColUser, ColTeam}, span)
	n := tableOf(t)
	if n != nil {
		can = n.Can
	}
	columns := map[Column]string{}
	for _, c := range can {
		heads := headsOf(t, c)
		if day := dayOf[c]; day != "" {
			heads = append(heads, headsOf(t, day)...)
		}
		best := len(heads)
		for i, head := range g.heads {
			rank := slices.Index(heads, g.plain[i])
			if rank >= 0 && rank < best && !taken(columns, head) && g.looks(c, head) {
				best, columns[c] = rank, head
			}
		}
	}
	for _, c := range []Column{ColTo, ColFrom, ColToClock, ColFromClock} {
		if slices.Contains(can, c) && columns[c] == "" {
			g.nearly(columns, t, c)
		}
	}
	if n != nil && slices.Contains(n.Must, ColFrom) && columns[ColFrom] == "" {
		g.byLooks(columns)
	}
	return columns
}

// nearly finds a column of time by a heading that holds a known one, as in "Begindatum
// van de zorg", when moments stand in it. Of an end it is enough that nothing stands in it
// yet: one that is not found would leave everything open.
func (g *guess) nearly(columns map[Column]string, t Table, c Column) {
	so := g.isPoint
	if dayOf[c] != "" {
		so = isClock
	}
	for _, known := range headsOf(t, c) {
		for i, head := range g.heads {
			if !strings.Contains(" "+g.plain[i]+" ", " "+known+" ") || taken(columns, head) {
				continue
			}
			if share := g.share(head, so); share > .9 || share < 0 && c == ColTo && !strings.Contains(g.plain[i], "reden") && !strings.Contains(g.plain[i], "reason") {
				columns[c] = head
				return
			}
		}
	}
}

// byLooks takes the first column with moments that nothing is known of as the beginning.
func (g *guess) byLooks(columns map[Column]string) {
	for _, head := range g.heads {
		if !taken(columns, head) && g.share(head, g.isPoint) > .9 {
			columns[ColFrom] = head
			return
		}
	}
}

// looks reports whether what stands in a column can be what it is taken for. An empty
// column is what its heading says.
func (g *guess) looks(c Column, head string) bool {
	clocks := g.share(head, isClock)
	switch {
	case c == ColFrom, c == ColTo:
		return clocks < .5 || g.share(head, g.isPoint) > .5
	case dayOf[c] != "":
		return clocks > .5 || clocks < 0 && slices.Contains(headsOf("", c), plainHead(head))
	}
	return true
}

func (g *guess) isPoint(cell string) bool {
	_, ok := g.clock.point(cell)
	return ok
}

// share is which share of the filled cells below a heading are so; below zero when none
// is filled.
func (g *guess) share(head string, so func(cell string) bool) float64 {
	i := slices.Index(g.heads, head)
	are, filled := 0, 0
	for _, r := range g.rows {
		if i < 0 || i >= len(r.cells) || strings.TrimSpace(r.cells[i]) == "" {
			continue
		}
		filled++
		if so(strings.TrimSpace(r.cells[i])) {
			are++
		}
	}
	if filled == 0 {
		return -1
	}
	return float64(are) / float64(filled)
}
