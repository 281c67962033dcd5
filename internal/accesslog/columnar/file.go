// Package columnar reads the flat columns of Parquet files that come from anywhere, as
// text, row by row.
//
// Such a file says of itself how long its lists, pages and runs are. The library that we
// write Parquet with (github.com/parquet-go/parquet-go, internal/accesslog/eventfile)
// makes room for what a file says: one of 121 bytes made it ask for 206 GB, and
// running out of memory ends the program, which no recover catches. Here nothing is
// believed that is not there: every length is held against the bytes that are left, and
// memory has an end. What is not understood is refused with what it is.
package columnar

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"aantoonbaar/internal/i18n"
)

// Limits to what is read.
const (
	largestFooter = 16 << 20  // bytes of what describes the file
	largestPage   = 16 << 20  // bytes of a page, before and after it was compressed
	largestHeld   = 128 << 20 // bytes of pages of all columns together
	mostValues    = 2_000_000 // in what describes the file
	mostColumns   = 500
	mostRows      = 1000 // for each byte of the file
)

// A Refusal says why a file is not read: all of it, not a row.
type Refusal struct{ Why i18n.Text }

// Error implements [error].
func (r Refusal) Error() string { return r.Why.EN }

func refuse(nl, en string) error { return Refusal{i18n.T(nl, en)} }

var (
	errCut      = refuse("Het Parquetbestand is niet heel: het einde ontbreekt.", "The Parquet file is not whole: its end is missing.")
	errDamaged  = refuse("Het Parquetbestand is beschadigd of niet volgens de regels gemaakt.", "The Parquet file is damaged, or was not made by the rules.")
	errSecret   = refuse("Het Parquetbestand is versleuteld. Lever het zonder versleuteling.", "The Parquet file is encrypted. Deliver it without encryption.")
	errElse     = refuse("Het Parquetbestand verwijst naar andere bestanden. Lever één heel bestand.", "The Parquet file refers to other files. Deliver one whole file.")
	errLarge    = refuse("Een deel van het Parquetbestand is te groot. Schrijf het met kleinere pagina's (hoogstens 16 MB).", "A part of the Parquet file is too large. Write it with smaller pages (at most 16 MB).")
	errMany     = refuse("Het Parquetbestand heeft te veel kolommen, rijen of groepen voor zijn grootte.", "The Parquet file has too many columns, rows or groups for its size.")
	errPacking  = refuse("Het Parquetbestand is ingepakt op een manier die wij niet lezen. Schrijf het met Snappy, zstd, gzip of zonder.", "The Parquet file is compressed in a way that we do not read. Write it with Snappy, zstd, gzip or without.")
	errEncoding = refuse("Het Parquetbestand heeft een kolom in een vorm die wij niet lezen. Schrijf het als Parquet versie 1.", "The Parquet file has a column in an encoding that we do not read. Write it as Parquet version 1.")
)

// A File is a Parquet file that was opened.
type File struct {
	r       io.ReaderAt
	end     int64 // where pages end
	columns []column
	groups  []group
	held    int64 // bytes of pages
	most    int64 // bytes that are still unpacked or given: a small file can refer to one page or text again and again
}

// A group of rows.
type group struct {
	rows   int64
	chunks []chunk // by column
}

// A chunk is where a column of a group lies.
type chunk struct {
	from, to int64
	codec    int64
}

// Open reads what the file says of itself. A [Refusal] when it is no Parquet file that
// can be read; any other error is one of r.
func Open(r io.ReaderAt, size int64) (*File, error) {
	if size < 12 {
		return nil, errCut
	}
	var head [4]byte
	var tail [8]byte
	if err := errors.Join(readAll(r, head[:], 0), readAll(r, tail[:], size-8)); err != nil {
		return nil, err
	}
	switch {
	case string(head[:]) == "PARE" || string(tail[4:]) == "PARE":
		return nil, errSecret
	case string(head[:]) != "PAR1" || string(tail[4:]) != "PAR1":
		return nil, errCut
	}
	length := int64(binary.LittleEndian.Uint32(tail[:4]))
	switch {
	case length > size-12:
		return nil, errCut
	case length > largestFooter:
		return nil, errMany
	}
	f := &File{r: r, end: size - 8 - length, most: mostRows*size + largestPage}
	footer := make([]byte, length)
	if err := readAll(r, footer, f.end); err != nil {
		return nil, err
	}
	about, _, err := structure(footer, mostValues)
	if err != nil {
		return nil, errDamaged
	}
	return f, f.describe(about, size)
}

// readAll reads so many bytes from a place. That they are not there is the file's fault.
func readAll(r io.ReaderAt, b []byte, at int64) error {
	n, err := r.ReadAt(b, at)
	if n == len(b) {
		return nil
	}
	if err == nil || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return errCut
	}
	return fmt.Errorf("read Parquet file: %w", err)
}

// describe notes which columns and groups there are.
func (f *File) describe(about fields, size int64) error {
	leaves, err := f.schema(about.list(2))
	if err != nil {
		return err
	}
	rows := int64(0)
	for _, v := range about.list(4) {
		g, ok := v.(fields)
		if !ok {
			return errDamaged
		}
		n, chunks := g.number(3, -1), g.list(1)
		if n < 0 || len(chunks) != leaves {
			return errDamaged
		}
		if n > mostRows*size-rows {
			return errMany
		}
		rows += n
		of := group{rows: n}
		for _, c := range f.columns {
			in, _ := chunks[c.leaf].(fields)
			where, err := f.chunk(in, &c, n)
			if err != nil {
				return err
			}
			of.chunks = append(of.chunks, where)
		}
		f.groups = append(f.groups, of)
	}
	return nil
}

// chunk notes where a column of a group lies.
func (f *File) chunk(in fields, c *column, rows int64) (at chunk, err error) {
	meta, has := in.within(3)
	switch {
	case in.get(1) != nil:
		return at, errElse
	case in.get(8) != nil:
		return at, errSecret
	case !has || meta.number(1, -1) != c.physical || meta.number(5, -1) != rows:
		return at, errDamaged
	}
	at = chunk{from: meta.number(9, 0), codec: meta.number(4, -1)}
	if dictionary := meta.number(11, 0); dictionary > 0 && dictionary < at.from {
		at.from = dictionary
	}
	length := meta.number(7, -1)
	if at.from < 4 || length < 0 || at.from > f.end || length > f.end-at.from {
		return at, errDamaged
	}
	at.to = at.from + length
	return at, nil
}

// Names are the names of the flat columns, in the order of the file. Columns with lists
// or columns in them, and those of a kind that cannot be shown as text, are left out.
func (f *File) Names() (names []string) {
	for _, c := range f.columns {
		names = append(names, c.name)
	}
	return names
}

// Rows gives the cells of every row to take, in the order of Names, until it returns an
// error, which is returned. What is null is "". Cells hold what the file holds, which may
// be no UTF-8. A [Refusal] when the file turns out not to be right, which may be after
// rows were given: who stores them forgets them then.
func (f *File) Rows(take func(cells []string) error) error {
	for i := range f.groups {
		if err := f.rowsOf(&f.groups[i], take); err != nil {
			return err
		}
	}
	return nil
}

func (f *File) rowsOf(g *group, take func([]string) error) error {
	f.held = 0
	all := make([]pages, len(f.columns))
	for i := range all {
		all[i] = pages{file: f, column: &f.columns[i], chunk: g.chunks[i], left: g.rows}
	}
	cells := make([]string, len(all))
	for range g.rows {
		for i := range all {
			v, has, err := all[i].next()
			if err != nil {
				return err
			}
			if err := f.spend(len(v)); err != nil {
				return err
			}
			cells[i] = ""
			if has {
				cells[i] = f.columns[i].text(v)
			}
		}
		if err := take(cells); err != nil {
			return err
		}
	}
	return nil
}

// spend notes that so many bytes were unpacked or given.
func (f *File) spend(bytes int) error {
	if f.most -= int64(bytes); f.most < 0 {
		return errMany
	}
	return nil
}
