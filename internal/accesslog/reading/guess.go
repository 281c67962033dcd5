package reading

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Guess looks at the beginning of a list, and says how it would read it: a mapping that
// people look at before anything is stored. Moments without a zone are taken to be in
// the given one.
func Guess(beginning []byte, zone string) Mapping {
	m := Mapping{Zone: zone, Columns: map[Column]string{}, Separator: separatorOf(beginning, columnOf)}
	rows := peek(beginning, m.Separator)
	m.Head = cmp.Or(headOf(rows, 2, columnOf), shapeOf(rows))
	if m.Head > 0 {
		m.byHead(rows[m.Head-1].cells)
		m.byLooks(rows[m.Head:])
		return m
	}
	m.Headings = numbers(rows)
	m.byLooks(rows)
	return m
}

// separatorOf is the separator with which the beginning of a list looks most like one.
// Of says what a heading names.
func separatorOf(beginning []byte, of func(head string) Column) (separator string) {
	best := -1
	for _, s := range []string{";", ",", "\t", "|"} {
		if points := try(peek(beginning, s), of); points > best {
			best, separator = points, s
		}
	}
	return separator
}

// A row is one of the first of a list, with the line that it stands on.
type row struct {
	line  int64
	cells []string
}

// looked is how many rows are looked at.
const looked = 50

// peek reads the first rows. Places without a row are empty, so that a row stands at
// its line.
func peek(beginning []byte, separator string) (all []row) {
	r := newRows(bytes.NewReader(beginning), separator)
	for len(all) < looked {
		cells, _, err := r.next()
		if err != nil {
			return all
		}
		for int64(len(all)) < r.last-1 {
			all = append(all, row{})
		}
		all = append(all, row{r.last, cells})
	}
	return all
}

// try says how good a separator is: how many headings are known with it, and then how
// many columns there are in every row alike.
func try(rows []row, of func(head string) Column) int {
	known, widths := 0, map[int]int{}
	for _, r := range rows {
		n := 0
		for _, cell := range r.cells {
			if of(cell) != "" {
				n++
			}
		}
		known = max(known, n)
		widths[len(r.cells)]++
	}
	alike := 0
	for width, times := range widths {
		if width > 1 {
			alike = max(alike, times*1000+width)
		}
	}
	return known*1_000_000 + alike
}

// headOf is the line with the most headings that are known, of at least so many; 0 for
// none.
func headOf(rows []row, fewest int, of func(head string) Column) int {
	best, at := fewest-1, 0
	for i, r := range rows {
		seen := map[Column]bool{}
		for _, cell := range r.cells {
			if c := of(cell); c != "" {
				seen[c] = true
			}
		}
		if len(seen) > best {
			best, at = len(seen), i+1
		}
	}
	return at
}

// shapeOf is the line that looks like headings that nobody here knows: words without a
// digit in as many columns as the next line has, and in that one there are digits; 0 for
// none.
func shapeOf(rows []row) int {
	for i := range len(rows) - 1 {
		words := 0
		for _, cell := range rows[i].cells {
			if strings.TrimSpace(cell) != "" {
				words++
			}
		}
		if words >= 2 && len(rows[i].cells) == len(rows[i+1].cells) && words*2 > len(rows[i].cells) && !digits(rows[i]) && digits(rows[i+1]) {
			return i + 1
		}
	}
	return 0
}

// digits reports whether there is a digit in a row.
func digits(r row) bool {
	return slices.ContainsFunc(r.cells, func(cell string) bool { return strings.ContainsAny(cell, "0123456789") })
}

// byHead takes the columns whose headings are known, the first of each.
func (m *Mapping) byHead(cells []string) {
	for _, cell := range cells {
		head := strings.TrimSpace(cell)
		m.Headings = append(m.Headings, head)
		plain := plainHead(head)
		m.Glass = m.Glass || strings.HasPrefix(plain, "geescaleerd")
		if c := columnOf(head); c != "" && m.Columns[c] == "" {
			m.Columns[c] = head
		}
	}
	if m.Columns[ColWhen] == "" && m.Columns[ColClock] == "" && m.Columns[ColDate] != "" {
		m.Columns[ColWhen] = m.Columns[ColDate] // a date with the time in it
		delete(m.Columns, ColDate)
	}
}

// numbers are the names of columns that have no headings.
func numbers(rows []row) (names []string) {
	width := 0
	for _, r := range rows {
		width = max(width, len(r.cells))
	}
	for i := range width {
		names = append(names, fmt.Sprint(i+1))
	}
	return names
}

// byLooks finds the moment by what stands in the columns that nothing is known of.
func (m *Mapping) byLooks(rows []row) {
	if m.Columns[ColWhen] != "" || m.Columns[ColDate] != "" && m.Columns[ColClock] != "" {
		return
	}
	zone, err := time.LoadLocation(m.Zone)
	if err != nil {
		zone = time.UTC
	}
	for i, head := range m.Headings {
		if m.taken(head) {
			continue
		}
		moments, filled, layout := 0, 0, ""
		for _, r := range rows {
			if i >= len(r.cells) || strings.TrimSpace(r.cells[i]) == "" {
				continue
			}
			filled++
			if _, ok := local([]byte(r.cells[i]), zone, &layout); ok {
				moments++
			}
		}
		if filled > 0 && moments*10 >= filled*9 {
			m.Columns[ColWhen] = head
			return
		}
	}
}

func (m *Mapping) taken(head string) bool { return taken(m.Columns, head) }

// taken reports whether something is read from a heading already.
func taken(columns map[Column]string, head string) bool {
	for _, h := range columns {
		if h == head {
			return true
		}
	}
	return false
}

// unread lists the headings that nothing is read from.
func unread(headings []string, columns map[Column]string) []string {
	return slices.DeleteFunc(slices.Clone(headings), func(head string) bool { return taken(columns, head) })
}

// Unread lists the headings that nothing is read from.
func (m Mapping) Unread() []string { return unread(m.Headings, m.Columns) }
