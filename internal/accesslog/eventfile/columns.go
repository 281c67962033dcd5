package eventfile

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/parquet-go/parquet-go"
)

// ErrForeign says that a file is not one of the kind that is read.
var ErrForeign = errors.New("this is no file of the kind that is read here")

// A file is one that was opened and has the columns of T.
type file[T any] struct {
	groups []parquet.RowGroup
	at     map[string]int // columns by name
}

// open sees that the columns of T are there, as T has them. Others may be there too.
func open[T any](r io.ReaderAt, size int64) (f file[T], err error) {
	defer caught(&err)
	p, err := parquet.OpenFile(r, size, parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true), parquet.ReadBufferSize(32<<10))
	if err != nil {
		return f, fmt.Errorf("%w: %w", ErrForeign, err)
	}
	f.at = map[string]int{}
	var row T
	for _, field := range parquet.SchemaOf(row).Fields() {
		leaf, ok := p.Schema().Lookup(field.Name())
		if !ok || leaf.Node.Repeated() || leaf.Node.Optional() != field.Optional() || leaf.Node.Type().Kind() != field.Type().Kind() || leaf.Node.Type().Length() != field.Type().Length() {
			return f, fmt.Errorf("%w: it lacks the column %s", ErrForeign, field.Name())
		}
		f.at[field.Name()] = leaf.ColumnIndex
	}
	f.groups = p.RowGroups()
	for _, g := range f.groups {
		if n := g.NumRows(); n < 0 || n > mostRows {
			return f, fmt.Errorf("%w: a group has %d rows", ErrForeign, n)
		}
	}
	return f, nil
}

// caught turns a panic of the library into an error. What is damaged, the store of files
// finds; this is for what is not.
func caught(err *error) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("%w: %v", ErrForeign, p)
	}
}

// pages gives every page of a column to take, and sees that there are so many rows.
func pages(column parquet.ColumnChunk, rows int, take func(parquet.Page) error) (err error) {
	all := column.Pages()
	defer func() { err = errors.Join(err, all.Close()) }()
	left := int64(rows)
	for left > 0 {
		page, err := all.ReadPage()
		if err != nil {
			return fmt.Errorf("read a column: %w", err)
		}
		left -= page.NumValues()
		if left < 0 || page.NumNulls() > 0 {
			parquet.Release(page)
			return fmt.Errorf("%w: a column has other rows than its group", ErrForeign)
		}
		err = take(page)
		parquet.Release(page)
		if err != nil {
			return err
		}
	}
	return nil
}

// numbers reads a column of numbers, into the room that it is given.
func numbers(column parquet.ColumnChunk, rows int, room []int64) ([]int64, error) {
	room = room[:0]
	err := pages(column, rows, func(p parquet.Page) error {
		data := p.Data()
		room = append(room, data.Int64()...)
		return nil
	})
	return exactly(room, rows, err)
}

// flags reads a column of yes and no.
func flags(column parquet.ColumnChunk, rows int, room []bool) ([]bool, error) {
	room = room[:0]
	err := pages(column, rows, func(p parquet.Page) error {
		data := p.Data()
		bits := data.Boolean()
		for i := range int(p.NumValues()) {
			room = append(room, bits[i/8]>>(i%8)&1 == 1)
		}
		return nil
	})
	return exactly(room, rows, err)
}

func exactly[T any](all []T, rows int, err error) ([]T, error) {
	if err == nil && len(all) != rows {
		err = fmt.Errorf("%w: a column has other rows than its group", ErrForeign)
	}
	return all, err
}

// A lookup is a column of which values stand once in a list, and rows name their place
// in it.
type lookup[T any] struct {
	values []T
	index  []int32
}

// of is the value of a row.
func (l *lookup[T]) of(row int32) T { return l.values[l.index[row]] }

// read fills the lookup. Values takes the values of a page apart, and adds them to a list.
func (l *lookup[T]) read(column parquet.ColumnChunk, rows int, values func([]T, parquet.Page) []T) error {
	l.values, l.index = l.values[:0], l.index[:0]
	known := false // the values of the dictionary are there
	err := pages(column, rows, func(p parquet.Page) error {
		data := p.Data()
		if d := p.Dictionary(); d != nil {
			if !known {
				if known = true; len(l.values) > 0 {
					return fmt.Errorf("%w: a dictionary comes late", ErrForeign)
				}
				l.values = values(l.values, d.Page())
			}
			l.index = append(l.index, data.Int32()...)
			return nil
		}
		first := len(l.values)
		l.values = values(l.values, p)
		for i := first; i < len(l.values); i++ {
			l.index = append(l.index, int32(i))
		}
		return nil
	})
	if l.index, err = exactly(l.index, rows, err); err != nil {
		return err
	}
	for _, i := range l.index {
		if uint(i) >= uint(len(l.values)) {
			return fmt.Errorf("%w: a row names a value that there is not", ErrForeign)
		}
	}
	return nil
}

// keysOf adds the keys of a page.
func keysOf(all [][16]byte, p parquet.Page) [][16]byte {
	data := p.Data()
	return append(all, data.Uint128()...)
}

// textsOf adds the texts of a page.
func textsOf(all []string, p parquet.Page) []string {
	data := p.Data()
	bytes, ends := data.ByteArray()
	whole := strings.Clone(string(bytes))
	for i := 1; i < len(ends); i++ {
		all = append(all, whole[ends[i-1]:ends[i]])
	}
	return all
}
