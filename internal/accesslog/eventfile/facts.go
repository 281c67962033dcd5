package eventfile

import (
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/parquet-go/parquet-go"

	"aantoonbaar/internal/accesslog"
)

// A fact is a row of a file of facts.
type fact struct {
	Kind    string   `parquet:"kind,dict"`
	Patient [16]byte `parquet:"patient,dict"`
	User    [16]byte `parquet:"user,dict"`
	Team    string   `parquet:"team,dict"`
	Other   string   `parquet:"other,dict"`
	From    *int64   `parquet:"from,optional,timestamp(microsecond)"` // null for open
	To      *int64   `parquet:"to,optional,timestamp(microsecond)"`
}

// A FactWriter writes a file of facts, as a [Writer] does events.
type FactWriter struct{ rows *rows[fact] }

// NewFactWriter begins a file of facts on w.
func NewFactWriter(w io.Writer) *FactWriter { return &FactWriter{newRows[fact](w)} }

// Add writes a fact. Of its moments microseconds are kept.
func (w *FactWriter) Add(f *accesslog.Fact) error {
	return w.rows.add(fact{Kind: plain(string(f.Kind)), Patient: f.Patient, User: f.User, Team: plain(f.Team), Other: plain(f.Other), From: micros(f.From), To: micros(f.To)})
}

// Close writes the end of the file: see [Writer.Close].
func (w *FactWriter) Close() error { return w.rows.end() }

// ReadFacts gives every fact of a file to take, in the order in which they were added:
// see [Read].
func ReadFacts(r io.ReaderAt, size int64, take func(*accesslog.Fact) error) error {
	return each(r, size, func(f *fact) error {
		return take(&accesslog.Fact{Kind: accesslog.FactKind(f.Kind), Patient: f.Patient, User: f.User, Team: f.Team, Other: f.Other, From: since(f.From), To: since(f.To)})
	})
}

// A link is a row of a file of links.
type link struct {
	Works    bool     `parquet:"works"` // of who works there; else of who is cared for
	Key      [16]byte `parquet:"key"`
	Surname  [16]byte `parquet:"surname,dict"`
	Postcode [16]byte `parquet:"postcode,dict"`
	House    [16]byte `parquet:"house,dict"`
	Patient  [16]byte `parquet:"patient,dict"`
	Team     string   `parquet:"team,dict"`
	Known    bool     `parquet:"known"`
}

// A LinkWriter writes a file of links, as a [Writer] does events.
type LinkWriter struct{ rows *rows[link] }

// NewLinkWriter begins a file of links on w.
func NewLinkWriter(w io.Writer) *LinkWriter { return &LinkWriter{newRows[link](w)} }

// Add writes the link of somebody who works there, or of somebody who is cared for.
func (w *LinkWriter) Add(works bool, key accesslog.Key, l accesslog.Link) error {
	return w.rows.add(link{works, key, l.Surname, l.Postcode, l.House, l.Patient, plain(l.Team), l.Known})
}

// Close writes the end of the file: see [Writer.Close].
func (w *LinkWriter) Close() error { return w.rows.end() }

// ReadLinks gives every link of a file to take, in the order in which they were added:
// see [Read].
func ReadLinks(r io.ReaderAt, size int64, take func(works bool, key accesslog.Key, l accesslog.Link) error) error {
	return each(r, size, func(l *link) error {
		return take(l.Works, l.Key, accesslog.Link{Surname: l.Surname, Postcode: l.Postcode, House: l.House, Patient: l.Patient, Team: l.Team, Known: l.Known})
	})
}

// micros is a moment in microseconds; nil for none.
func micros(t time.Time) *int64 {
	if t.IsZero() {
		return nil
	}
	m := t.UnixMicro()
	return &m
}

// since is what micros wrote.
func since(m *int64) time.Time {
	if m == nil {
		return time.Time{}
	}
	return moment(*m)
}

// each gives every row of a file to take.
func each[T any](r io.ReaderAt, size int64, take func(*T) error) error {
	f, err := open[T](r, size)
	if err != nil {
		return err
	}
	for _, g := range f.groups {
		if err := eachOf(g, take); err != nil {
			return err
		}
	}
	return nil
}

func eachOf[T any](g parquet.RowGroup, take func(*T) error) (err error) {
	from := parquet.NewGenericRowGroupReader[T](g)
	defer func() { err = errors.Join(err, from.Close()) }()
	some, left := make([]T, together), g.NumRows()
	for left > 0 {
		clear(some)
		n, err := next(from, some)
		if n == 0 {
			return fmt.Errorf("%w: a group ends early: %w", ErrForeign, err)
		}
		for i := range some[:n] {
			if err := take(&some[i]); err != nil {
				return err
			}
		}
		left -= int64(n)
	}
	return nil
}

// next reads some rows.
func next[T any](from *parquet.GenericReader[T], some []T) (n int, err error) {
	defer caught(&err)
	if n, err = from.Read(some); errors.Is(err, io.EOF) && n > 0 {
		err = nil
	}
	return n, err
}
