package reading

import (
	"cmp"
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
	m.Head = cmp.Or(headOf(rows, fewest, of), shapeOf(rows))
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
			if g.mixed(columns[ColKind]) {
				return MixedTable
			}
			continue
		}
		if n.Table == Table(accesslog.TeamClient) && g.columns(Table(accesslog.CareTeam))[ColUser] != "" {
			continue // it says who, and that is more than a team
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

// mixed reports whether a column names kinds of facts, of which there are two at least
// or one by its own name: an appointment can have a kind too.
func (g *guess) mixed(head string) bool {
	kinds, own := map[Table]bool{}, false
	return g.share(head, func(cell string) bool {
		kind := kindOf(cell)
		if kind != nil {
			kinds[kind.Table], own = true, own || kind.called(plainHead(cell))
		}
		return kind != nil
	}) > .9 && (own || len(kinds) > 1)
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
