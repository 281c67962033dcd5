package reading

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"

	"aantoonbaar/internal/i18n"
)

// places are where the columns of a list stand in its rows.
type places map[Column]int

// placesOf finds the columns among the headings. A heading that stands there twice is
// the first of them.
func placesOf(columns map[Column]string, headings []string) places {
	at := places{}
	for c, head := range columns {
		if i := slices.IndexFunc(headings, func(h string) bool { return strings.TrimSpace(h) == head }); i >= 0 {
			at[c] = i
		}
	}
	return at
}

// cell is what a row has in a column; "" when it has none.
func (at places) cell(cells []string, c Column) string {
	i, ok := at[c]
	if !ok || i >= len(cells) {
		return ""
	}
	return strings.TrimSpace(cells[i])
}

// A walk goes over the rows of a list.
type walk struct {
	separator string
	head      int               // line of the headings; 0 for none
	columns   map[Column]string // which heading holds what
	at        *places           // where they stand: found again in the headings of this very file
	row       func(cells []string) error
}

// over reads every row, and gives its line with what is wrong with it, if anything. When
// a heading is not there, it gives the line of the headings and reads no further.
func (w walk) over(r io.Reader, give func(line int64, raw []byte, err error) error) error {
	rows := newRows(r, w.separator)
	for {
		cells, raw, err := rows.next()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil && !isEntry(err):
			return err
		case rows.first <= int64(w.head):
			if rows.last >= int64(w.head) {
				if err = w.headings(cells); err != nil {
					return give(rows.first, raw, err)
				}
			}
			continue
		case err == nil && len(bytes.TrimSpace(raw)) == 0:
			continue
		case err == nil:
			err = w.row(cells)
		}
		if err := give(rows.first, raw, err); err != nil {
			return err
		}
	}
}

// headings finds the columns in the headings of this very file.
func (w walk) headings(cells []string) error {
	*w.at = placesOf(w.columns, cells)
	var gone []string
	for c, head := range w.columns {
		if _, ok := (*w.at)[c]; !ok {
			gone = append(gone, head)
		}
	}
	if len(gone) > 0 {
		slices.Sort(gone)
		return errEntry{i18n.Tf("Deze kolom staat er niet: %s. De bron schrijft de lijst nu anders.", "This column is not there: %s. The source writes the list in another way now.", strings.Join(gone, ", "))}
	}
	return nil
}

// isEntry reports whether an error is about one line, and not about the file.
func isEntry(err error) bool {
	_, ok := errors.AsType[errEntry](err)
	return ok
}
