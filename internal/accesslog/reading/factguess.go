package reading

import (
	"slices"
	"strings"
	"time"

	"aantoonbaar/internal/accesslog"
)

// GuessFacts looks at the beginning of a list, and says how it would read it as a table:
// a mapping that people look at before anything is stored. Of the table "" it guesses
// that too, from the headings and what stands above them; it leaves it "" when nothing
// tells it. Days, and moments without a zone, are taken to be in the given one.
func GuessFacts(beginning []byte, table Table, zone string) FactMapping {
	of := factColumn(table)
	m := FactMapping{Table: table, Zone: zone, Separator: separatorOf(beginning, of)}
	rows := peek(beginning, m.Separator)
	fewest := 2
	if n := tableOf(table); n != nil && len(n.Must) == 1 {
		fewest = 1 // a list of who has a task can have no other column
	}
	m.Head = headOf(rows, fewest, of)
	g := guess{title: rows[:m.Head], rows: rows[m.Head:], clock: clock{zone: time.UTC}}
	if in, err := time.LoadLocation(zone); err == nil {
		g.clock.zone = in
	}
	if m.Head > 0 {
		for _, cell := range rows[m.Head-1].cells {
			m.Headings = append(m.Headings, strings.TrimSpace(cell))
		}
	} else {
		m.Headings = numbers(rows)
	}
	g.heads = m.Headings[:min(len(m.Headings), widest)]
	for _, head := range g.heads {
		g.plain = append(g.plain, plainHead(head))
	}
	if table == "" {
		m.Table = g.table()
	}
	m.Columns = g.columns(m.Table)
	return m
}

// widest is how many columns are looked at.
const widest = 200

// A guess is being made.
type guess struct {
	heads []string
	plain []string // heads as [plainHead] writes them
	title []row    // with the row of the headings as the last
	rows  []row
	clock clock
}

// table is the table that the headings tell of most; "" for none.
func (g *guess) table() Table {
	best, most := Table(""), 0
	for i := range Tables {
		n := &Tables[i]
		columns := g.columns(n.Table)
		if len(n.lacks(func(c Column) bool { return columns[c] != "" })) > 0 {
			continue
		}
		if n.Table == MixedTable {
			if g.share(columns[ColKind], func(cell string) bool { return kindOf(cell) != nil }) > .9 {
				return MixedTable
			}
			continue
		}
		points := 0
		for _, tell := range strings.Split(n.tells, "|") {
			if g.tells(tell) {
				points += 100
			}
		}
		points += g.shape(n, columns)
		if points > 0 {
			points += len(columns)
		}
		if points > most {
			best, most = n.Table, points
		}
	}
	return best
}

// tells reports whether a word begins somewhere in the headings or above them, or is a
// heading when it has "=" before it.
func (g *guess) tells(word string) bool {
	whole, isWhole := strings.CutPrefix(word, "=")
	for _, r := range g.title {
		for _, cell := range r.cells[:min(len(r.cells), widest)] {
			plain := plainHead(cell)
			if isWhole && plain == whole || !isWhole && strings.Contains(" "+plain, " "+word) {
				return true
			}
		}
	}
	return false
}

// shape is what the columns alone tell: names and addresses are of people, who works
// where at what hour is a duty, and a client with a team and nobody is the team of the
// client.
func (g *guess) shape(n *NamedTable, columns map[Column]string) (points int) {
	has := func(c Column) bool {
		heads := headsOf("", c)
		return slices.ContainsFunc(g.plain, func(head string) bool { return slices.Contains(heads, head) })
	}
	switch {
	case n.ofPeople():
		for _, c := range person {
			if columns[c] != "" {
				points += 30
			}
		}
		if columns[ColRole] != "" && (points > 0 || !has(ColPatient)) {
			points += 30
		}
		if columns[ColAsClient] != "" && points > 0 {
			points += 30
		}
	case n.Table == Table(accesslog.Duty) && columns[ColFromClock] != "" && !has(ColPatient), n.Table == Table(accesslog.TeamClient) && !has(ColUser):
		return 20
	}
	return points
}

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
	for _, c := range []Column{ColFrom, ColTo} {
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
// van de zorg", when moments stand in it.
func (g *guess) nearly(columns map[Column]string, t Table, c Column) {
	for _, known := range headsOf(t, c) {
		for i, head := range g.heads {
			if strings.Contains(" "+g.plain[i]+" ", " "+known+" ") && !taken(columns, head) && g.share(head, g.isPoint) > .9 && g.looks(c, head) {
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
