package reading

import (
	"errors"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"aantoonbaar/internal/accesslog/columnar"
	"aantoonbaar/internal/i18n"
)

// GuessParquet looks at a Parquet file, and says how it would read it, as [Guess] does
// for a list: by the names of its columns, and by what the first rows hold. Columns with
// lists or columns in them are left out. An [Unreadable] when it is no file that can be
// read.
func GuessParquet(r io.ReaderAt, size int64, zone string) (Mapping, error) {
	f, err := columnar.Open(r, size)
	if err != nil {
		return Mapping{}, unreadable(err)
	}
	m := Mapping{Zone: zone, Columns: map[Column]string{}}
	m.byHead(f.Names())
	var first []row
	err = f.Rows(func(cells []string) error {
		first = append(first, row{int64(len(first) + 1), append([]string(nil), cells...)})
		if len(first) == looked {
			return errEnough
		}
		return nil
	})
	if err != nil && !errors.Is(err, errEnough) {
		return Mapping{}, unreadable(err)
	}
	m.byLooks(first)
	return m, nil
}

// errEnough ends a look at the first rows.
var errEnough = errors.New("these are rows enough")

// An Unreadable says why a file as a whole cannot be read.
type Unreadable struct{ Why i18n.Text }

// Error implements [error].
func (u Unreadable) Error() string { return u.Why.EN }

// unreadable is a refusal of a file as the error of this package.
func unreadable(err error) error {
	if r, ok := errors.AsType[columnar.Refusal](err); ok {
		return Unreadable(r)
	}
	return err
}

// Parquet reads a Parquet file by its mapping, in which the names of columns are the
// headings. A row that is no entry is refused by itself, with its number from 1. An
// [Unreadable] refuses the file as a whole: when it is damaged, or a column that the
// mapping names is not there. Rows may have been given before damage is found: who stores
// them forgets them then.
func Parquet(r io.ReaderAt, size int64, m Mapping, to Sink) error {
	zone, err := time.LoadLocation(m.Zone)
	if err != nil {
		return err
	}
	f, err := columnar.Open(r, size)
	if err != nil {
		return unreadable(err)
	}
	l := list{mapping: m, at: places{}, zone: zone}
	w := walk{columns: m.Columns, at: &l.at}
	if err := w.headings(f.Names()); err != nil {
		if why, ok := errors.AsType[errEntry](err); ok {
			return Unreadable{why.says}
		}
		return err
	}
	var raw []byte
	n := int64(0)
	return unreadable(f.Rows(func(cells []string) error {
		n++
		raw = line(raw[:0], cells)
		err := sound(cells, raw)
		if err == nil {
			err = l.entry(cells)
		}
		return to.give(n, raw, &l.e, err)
	}))
}

// sound sees that a row is text, and no longer than a line may be.
func sound(cells []string, raw []byte) error {
	if len(raw) > longest {
		return errLong
	}
	for _, c := range cells {
		if !utf8.ValidString(c) {
			return errText
		}
	}
	return nil
}

// line writes a row as a line, by which the same row is known when it comes again: its
// cells in the order of the file, with a tab between them and none within.
func line(b []byte, cells []string) []byte {
	for i, c := range cells {
		if i > 0 {
			b = append(b, '\t')
		}
		if strings.ContainsAny(c, "\t\\") {
			c = strings.NewReplacer("\t", `\t`, `\`, `\\`).Replace(c)
		}
		b = append(b, c...)
	}
	return b
}
