package reading

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"aantoonbaar/internal/accesslog"
	"aantoonbaar/internal/i18n"
)

// A FactMapping says what a list of facts tells of, and which column holds what. It is
// kept for each source by the headings, as a [Mapping] is.
type FactMapping struct {
	Table     Table             `json:"table"`     // "" when nobody knows it yet
	Head      int               `json:"head"`      // line of the headings, from 1; 0 when there is none
	Separator string            `json:"separator"` // of columns
	Headings  []string          `json:"headings"`  // as they stand there; when there are none: 1, 2, 3
	Columns   map[Column]string `json:"columns"`   // which heading holds what
	Zone      string            `json:"zone"`      // of days, and of moments that do not say theirs
}

// Missing lists the columns that the table needs and the mapping lacks. Of no table it
// is [ColKind]: what the list tells of.
func (m FactMapping) Missing() []Column {
	n := tableOf(m.Table)
	if n == nil {
		return []Column{ColKind}
	}
	return n.lacks(func(c Column) bool { return m.Columns[c] != "" })
}

// Unread lists the headings that nothing is read from.
func (m FactMapping) Unread() []string { return unread(m.Headings, m.Columns) }

// A Known is one row of a list of facts or people, in the words of its source.
type Known struct {
	Kind                       accesslog.FactKind // "" for a person
	Patient, User, Team, Other string
	From, To                   time.Time // of a fact, both included; zero is open

	Person                                         bool
	Works                                          bool // of staff, else of those who are cared for
	Name, Surname, Postcode, House, AsClient, Role string
	WellKnown                                      bool
}

// A FactSink gets what was read. An error of it ends the reading, and is returned.
type FactSink struct {
	Take   func(line int64, k *Known) error // k holds until the next row is read
	Refuse func(Refused) error
}

// longestCell is how long a cell can be that means something, in bytes.
const longestCell = 1000

var errCell = wrong("Een cel is langer dan 1.000 tekens.", "A cell is longer than 1,000 characters.")

// List reads a list by its mapping. When a heading that the mapping names is not there,
// it refuses the line of the headings and reads no further. A row without anything in it
// is passed over.
func (m FactMapping) List(r io.Reader, to FactSink) error {
	zone, err := time.LoadLocation(m.Zone)
	if err != nil {
		return fmt.Errorf("zone of the mapping: %w", err)
	}
	l := factList{table: tableOf(m.Table), kinds: map[string]*NamedTable{}, at: placesOf(m.Columns, m.Headings), clock: clock{zone: zone}}
	if l.table == nil || m.Separator == "" {
		return fmt.Errorf("the mapping names no separator, or no table that there is: %q", m.Table)
	}
	w := walk{separator: m.Separator, head: m.Head, columns: m.Columns, at: &l.at, row: l.row}
	return w.over(r, func(line int64, raw []byte, err error) error {
		switch {
		case err != nil:
			return refuse(to.Refuse, line, raw, err)
		case l.blank:
			return nil
		}
		return to.Take(line, &l.k)
	})
}

// A factList is being read.
type factList struct {
	table *NamedTable
	kinds map[string]*NamedTable // of a mixed list, by what its cells say
	at    places
	clock clock
	blank bool // nothing stood in the row
	k     Known
}

// row makes a Known of the cells of a row.
func (l *factList) row(cells []string) error {
	l.k = Known{}
	l.blank = !slices.ContainsFunc(cells, func(cell string) bool { return strings.TrimSpace(cell) != "" })
	if l.blank {
		return nil
	}
	kind, err := l.kind(cells)
	if err != nil {
		return err
	}
	for _, c := range l.table.Can {
		if len(l.at.cell(cells, c)) > longestCell {
			return errCell
		}
	}
	from, to, err := l.span(cells, kind.ends)
	if err != nil {
		return err
	}
	l.k = Known{Patient: l.named(cells, ColPatient), User: l.named(cells, ColUser), Team: l.named(cells, ColTeam), Other: l.named(cells, ColOther), From: from, To: to}
	if kind.ofPeople() {
		l.person(cells)
	} else {
		l.k.Kind = accesslog.FactKind(kind.Table)
	}
	return l.lacks(kind)
}

// kind is the table that a row belongs to.
func (l *factList) kind(cells []string) (*NamedTable, error) {
	if l.table.Table != MixedTable {
		return l.table, nil
	}
	cell := l.at.cell(cells, ColKind)
	if kind := l.kinds[cell]; kind != nil {
		return kind, nil
	}
	kind := kindOf(cell)
	if kind == nil {
		return nil, errEntry{i18n.Tf("Deze soort kennen wij niet: %q.", "We do not know this kind: %q.", beginning([]byte(cell)))}
	}
	if len(l.kinds) < 100 {
		l.kinds[strings.Clone(cell)] = kind
	}
	return kind, nil
}

// of is what stands in a column that the table has; "" in another.
func (l *factList) of(cells []string, c Column) string {
	if !slices.Contains(l.table.Can, c) {
		return ""
	}
	return l.at.cell(cells, c)
}

// named is of, of a column that names somebody or a team.
func (l *factList) named(cells []string, c Column) string {
	cell := l.of(cells, c)
	if nothing(cell) {
		return ""
	}
	return cell
}

// lacks says what a row needs and does not have.
func (l *factList) lacks(n *NamedTable) error {
	has := map[Column]bool{ColKind: true, ColPatient: l.k.Patient != "", ColUser: l.k.User != "", ColTeam: l.k.Team != "", ColOther: l.k.Other != "", ColFrom: !l.k.From.IsZero()}
	lacks := n.lacks(func(c Column) bool { return has[c] })
	if len(lacks) == 0 {
		return nil
	}
	var nl, en []string
	for _, c := range lacks {
		name := FactColumns[slices.IndexFunc(FactColumns, func(n Named) bool { return n.Column == c })].Name
		nl, en = append(nl, name.NL), append(en, name.EN)
	}
	return errEntry{i18n.T("In de regel ontbreekt: "+strings.Join(nl, ", ")+".", "The line lacks: "+strings.Join(en, ", ")+".")}
}

// person fills in what a list of people has.
func (l *factList) person(cells []string) {
	l.k.Person, l.k.Works = true, l.table.Table == StaffTable
	l.k.Role, l.k.AsClient = l.of(cells, ColRole), l.named(cells, ColAsClient)
	mark := l.of(cells, ColWellKnown)
	l.k.WellKnown = isYes(mark) && !slices.Contains(unknown, plainHead(mark))
	l.k.Surname, l.k.Name = l.of(cells, ColSurname), l.of(cells, ColName)
	if l.k.Name == "" {
		l.k.Name = strings.Join(strings.Fields(l.of(cells, ColFirst)+" "+l.of(cells, ColPrefix)+" "+l.k.Surname), " ")
	}
	l.k.Postcode = l.of(cells, ColPostcode)
	l.k.House = strings.TrimSpace(l.of(cells, ColHouse) + " " + l.of(cells, ColAddition))
	if l.k.House == "" {
		l.k.House = houseIn(l.of(cells, ColAddress))
	}
}
