package soafile

import (
	"cmp"
	"slices"
	"strings"

	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/workbook"
)

// A layout says where in a sheet things stand.
type layout struct {
	header  int // index of the last row of headings; -1 for none
	columns []Column
	number  int    // the column with numbers; -1 for none
	above   string // text above the headings, lower case
}

// of returns the columns of a kind.
func (l layout) of(k Kind) []Column {
	var found []Column
	for _, c := range l.columns {
		if c.Kind == k {
			found = append(found, c)
		}
	}
	return found
}

// headerWithin is how many rows with content may stand above the headings.
const headerWithin = 40

// findLayout finds the headings of a sheet and what its columns hold.
func findLayout(s workbook.Sheet, cat *framework.Catalogue) layout {
	l := layout{header: -1, number: -1}
	counts := countNumbers(s, cat)
	first := firstNumbered(s, counts, cat)
	best := 0
	for i, row := range s.Rows[:min(headerWithin, first, len(s.Rows))] {
		if score := headerScore(row); score > best {
			best, l.header = score, i
		}
	}
	if best < 2 {
		l.header = -1
	}
	for _, i := range s.EveryColumn() {
		if !s.HiddenColumns[i] {
			l.columns = append(l.columns, Column{Letter: workbook.Letter(i), index: i})
		}
	}
	if l.header >= 0 {
		l.readHeadings(s, first, mostNumbers(counts))
	}
	l.chooseNumber(counts)
	if l.header < 0 {
		l.guess(s, first)
	}
	for _, row := range s.Rows[:max(l.header, 0)] {
		for _, c := range row.Cells {
			l.above += " " + strings.ToLower(workbook.Clip(c.Text, 200))
		}
	}
	return l
}

// countNumbers counts in each visible column the cells that cite a requirement.
func countNumbers(s workbook.Sheet, cat *framework.Catalogue) map[int]int {
	counts := map[int]int{}
	for _, row := range s.Rows {
		for i, cell := range row.Cells {
			if !s.HiddenColumns[i] && cites(cell, cat) {
				counts[i]++
			}
		}
	}
	return counts
}

// cites reports whether a cell holds the number of something that exists.
func cites(cell workbook.Cell, cat *framework.Catalogue) bool {
	c, ok := parseNumber(cell.Text)
	if !ok || !cell.Day.IsZero() {
		return false
	}
	k := c.key()
	return cat.BySlug(k) != nil || cat.BySlug("1-"+k) != nil || cat.Old.Map["A."+k] != nil || subClause(k)
}

// firstNumbered returns the index of the first row with a number in the column
// that has most of them: the headings stand above it.
func firstNumbered(s workbook.Sheet, counts map[int]int, cat *framework.Catalogue) int {
	column := mostNumbers(counts)
	for i, row := range s.Rows {
		if column >= 0 && cites(row.At(column), cat) {
			return i
		}
	}
	return len(s.Rows)
}

func mostNumbers(counts map[int]int) int {
	best := -1
	for i, n := range counts {
		if best < 0 || n > counts[best] || n == counts[best] && i < best {
			best = i
		}
	}
	return best
}

// headerScore counts the different headings in a row. A row of whole sentences
// is not one, whatever words it holds.
func headerScore(row workbook.Row) int {
	kinds := map[Kind]bool{}
	for _, c := range row.Cells {
		k := kindOfHeading(c.Text, headings)
		if m := kindOfHeading(c.Text, marks); m != "" {
			k = m
		}
		if k != "" && c.Day.IsZero() {
			kinds[k] = true
		}
	}
	return len(kinds)
}

// readHeadings names the columns, from up to three rows: groups may stand above
// the headings ("Status" over "Opzet" and "Bestaan"), or more headings below.
func (l *layout) readHeadings(s workbook.Sheet, first, numbers int) {
	top := l.header
	if l.header+1 < first && l.header+1 < len(s.Rows) && headerScore(s.Rows[l.header+1]) >= 2 {
		l.header++
	}
	groups := groupsAbove(s, top)
	for i := range l.columns {
		c := &l.columns[i]
		c.Heading = s.Rows[l.header].At(c.index).Text
		if upper := s.Rows[top].At(c.index).Text; c.Heading == "" {
			c.Heading = upper
		}
	}
	if l.header > top {
		groups = groupsAbove(s, l.header)
	}
	crossed := l.crossed(numbers)
	for i := range l.columns {
		l.columns[i].take(groups[l.columns[i].index], crossed[i])
	}
	for i := range l.columns {
		l.columns[i].Heading = workbook.Clip(l.columns[i].Heading, 80)
	}
}

// crossed says of each column whether it is marked with a cross: at least two
// stand side by side. The column with the numbers is none, though "No." reads
// like one.
func (l *layout) crossed(numbers int) []bool {
	crossed, before := make([]bool, len(l.columns)), false
	for i, c := range l.columns {
		mark := c.index != numbers && kindOfHeading(c.Heading, marks) != ""
		if mark && before {
			crossed[i-1], crossed[i] = true, true
		}
		before = mark
	}
	return crossed
}

// take decides what the column holds, from its heading and that of its group.
func (c *Column) take(group string, crossed bool) {
	above := kindOfHeading(group, headings)
	if m := kindOfHeading(c.Heading, marks); m != "" && crossed {
		c.Kind = m
		if above == AppliesColumn {
			c.Kind = map[Kind]Kind{YesColumn: AppliesYesColumn, NoColumn: AppliesNoColumn, NotApplicableMark: AppliesNoColumn}[m]
		}
		return
	}
	if m := kindOfHeading(c.Heading, marks); m == NotApplicableMark {
		c.Kind = ExcludedColumn
		return
	}
	if c.Heading == "" {
		c.Heading = group
	}
	c.Kind = kindOfHeading(c.Heading, headings)
	if above == ReasonColumn && (c.Kind == "" || c.Kind == AppliesColumn || c.Kind == ExcludedColumn) {
		c.Kind = ReasonColumn // "Justification" over "Inclusion" and "Exclusion"
	}
}

// groupsAbove returns for each column the heading that spans it in the row above:
// by merged cells, or in a text file by the blanks to its right.
func groupsAbove(s workbook.Sheet, header int) map[int]string {
	groups := map[int]string{}
	if header < 1 {
		return groups
	}
	above := s.Rows[header-1]
	if above.Number != s.Rows[header].Number-1 || len(textsIn(above)) < 2 {
		return groups // a title over everything is no group
	}
	last := ""
	for i := range max(len(above.Cells), len(s.Rows[header].Cells)) {
		if text := above.At(i).Text; text != "" {
			last = text
		}
		groups[i] = above.At(i).Text
		if len(s.Merged) == 0 {
			groups[i] = last
		}
	}
	for _, m := range s.Merged {
		if m.Row <= above.Number && above.Number <= m.LastRow {
			for i := m.Column; i <= min(m.LastColumn, m.Column+100); i++ {
				groups[i] = above.At(m.Column).Text
			}
		}
	}
	return groups
}

func textsIn(row workbook.Row) []string {
	var texts []string
	for _, c := range row.Cells {
		if c.Text != "" && !slices.Contains(texts, c.Text) {
			texts = append(texts, c.Text)
		}
	}
	return texts
}

// chooseNumber picks the column with the numbers: the one that holds most that
// exist. When an old and a new number stand side by side, the new one.
func (l *layout) chooseNumber(counts map[int]int) {
	var possible []Column
	for _, c := range l.columns {
		if n := counts[c.index]; n > 0 && 3*n >= 2*counts[mostNumbers(counts)] {
			possible = append(possible, c)
		}
	}
	if len(possible) == 0 {
		return
	}
	best := slices.MaxFunc(possible, func(a, b Column) int {
		return cmp.Or(cmp.Compare(freshness(a.Heading), freshness(b.Heading)), cmp.Compare(rank(a), rank(b)), cmp.Compare(counts[a.index], counts[b.index]), cmp.Compare(b.index, a.index))
	})
	l.number = best.index
	for i := range l.columns {
		c := &l.columns[i]
		switch {
		case c.index == l.number:
			c.Guessed = c.Kind != NumberColumn && c.Kind != TitleColumn
			c.Kind = NumberColumn
		case c.Kind == NumberColumn:
			c.Kind = ""
		}
	}
}

func rank(c Column) int {
	if c.Kind == NumberColumn {
		return 1
	}
	return 0
}

// freshness ranks a heading by the edition it names.
func freshness(heading string) int {
	heading = strings.ToLower(heading)
	for _, word := range []string{"2022", "2024", "nieuw", "new"} {
		if strings.Contains(heading, word) {
			return 1
		}
	}
	for _, word := range []string{"2017", "2013", "oud", "old", "vorig"} {
		if strings.Contains(heading, word) {
			return -1
		}
	}
	return 0
}

// guess names the columns by what stands in them, where there are no headings.
func (l *layout) guess(s workbook.Sheet, first int) {
	if l.number < 0 {
		return
	}
	rows := s.Rows[min(first, len(s.Rows)):]
	var answers, texts []*Column
	for i := range l.columns {
		c := &l.columns[i]
		if c.index == l.number {
			continue
		}
		filled, replies, days, letters := contentOf(rows, c.index)
		switch {
		case filled == 0:
		case 10*days >= 8*filled:
			c.Kind, c.Guessed = OnColumn, true
		case 10*replies >= 8*filled:
			answers = append(answers, c)
		case letters >= 8*filled:
			texts = append(texts, c)
		}
	}
	// With one column of answers the careful reading is the one that claims
	// least: that the measure applies.
	for i, kind := range []Kind{AppliesColumn, StatusColumn} {
		if i < len(answers) {
			answers[i].Kind, answers[i].Guessed = kind, true
		}
	}
	for i, kind := range []Kind{TitleColumn, ExplanationColumn} {
		if i < len(texts) {
			texts[i].Kind, texts[i].Guessed = kind, true
		}
	}
}

func contentOf(rows []workbook.Row, column int) (filled, replies, days, letters int) {
	for _, row := range rows {
		c := row.At(column)
		if c.Text == "" {
			continue
		}
		filled++
		letters += len([]rune(c.Text))
		if _, ok := parseReply(c.Text); ok {
			replies++
		}
		if day, _ := parseDay(c); !day.IsZero() {
			days++
		}
	}
	return filled, replies, days, letters
}
