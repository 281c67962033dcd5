// Package eventfile keeps events, facts and links, with keys for people, as files of
// columns in the format Parquet: small, fast to read by column, and open to DuckDB,
// ClickHouse and whatever else reads Parquet. Which columns there are stands in
// docs/reference/accesslog.md.
//
// These are files of our own, which the store of files vouches for: a file that is not
// one is an error, and never a panic, but nothing here is made for files that somebody
// means harm with. Those that come from outside are read by internal/accesslog/reading.
package eventfile

import (
	"encoding/binary"
	"io"
	"strings"
	"time"

	"github.com/parquet-go/parquet-go"

	"aantoonbaar/internal/accesslog"
)

// groupRows is how many rows a group has at most. What is written waits for a group to
// be full, and what is read is decoded group by group: some ten megabytes.
const groupRows = 1 << 17

// mostRows is how many rows a group can have that is read.
const mostRows = 1 << 20

// An event is a row of a file of events. The names of its columns are an interface that
// others read by: they are added to and never changed.
type event struct {
	ID      uint64   `parquet:"id"` // the first 8 bytes of the id, as a number
	At      int64    `parquet:"at,timestamp(microsecond),delta"`
	User    [16]byte `parquet:"user,dict"`
	Patient [16]byte `parquet:"patient,dict"`
	Team    string   `parquet:"team,dict"`
	Role    string   `parquet:"role,dict"`
	Station string   `parquet:"station,dict"`
	Action  string   `parquet:"action,dict"` // a letter, or "" when unknown
	Search  bool     `parquet:"search"`
	Glass   bool     `parquet:"glass"`
	Reason  string   `parquet:"reason,dict"`
}

// A Writer writes a file of events. It keeps one group of rows in memory.
type Writer struct{ rows *rows[event] }

// NewWriter begins a file of events on w.
func NewWriter(w io.Writer) *Writer {
	return &Writer{newRows[event](w, parquet.BloomFilters(parquet.SplitBlockFilter(10, "patient")))}
}

// Add writes an event. Of its ID the first 8 bytes are kept, by which a Gathering knows
// events; of its moment, microseconds. Bytes that are no UTF-8 are replaced. An error is
// one of writing: the file is then not whole.
func (w *Writer) Add(e *accesslog.Event) error {
	return w.rows.add(event{
		ID: binary.BigEndian.Uint64(e.ID[:8]), At: e.At.UnixMicro(), User: e.User, Patient: e.Patient,
		Team: plain(e.Team), Role: plain(e.Role), Station: plain(e.Station), Action: letter(e.Action), Search: e.Search, Glass: e.Glass, Reason: plain(e.Reason),
	})
}

// Close writes the end of the file, without which it cannot be read. It does not close
// what it was written on.
func (w *Writer) Close() error { return w.rows.end() }

// plain is text that every reader takes.
func plain(s string) string { return strings.ToValidUTF8(s, "\ufffd") }

// letter is an action as text.
func letter(a accesslog.Action) string {
	if a == 0 {
		return ""
	}
	return plain(string(rune(a)))
}

// action is what letter wrote.
func action(letter string) accesslog.Action {
	for _, r := range letter {
		return accesslog.Action(r)
	}
	return 0
}

// rows are being written.
type rows[T any] struct {
	w       *parquet.GenericWriter[T]
	waiting []T
}

// together is how many rows are given to the writer of columns at once.
const together = 1024

func newRows[T any](w io.Writer, options ...parquet.WriterOption) *rows[T] {
	options = append(options, parquet.Compression(&parquet.Snappy), parquet.MaxRowsPerRowGroup(groupRows), parquet.CreatedBy("aantoonbaar", "1", ""))
	return &rows[T]{w: parquet.NewGenericWriter[T](w, options...), waiting: make([]T, 0, together)}
}

func (r *rows[T]) add(row T) error {
	r.waiting = append(r.waiting, row)
	if len(r.waiting) < together {
		return nil
	}
	return r.flush()
}

func (r *rows[T]) flush() error {
	_, err := r.w.Write(r.waiting)
	r.waiting = r.waiting[:0]
	return err
}

func (r *rows[T]) end() error {
	if err := r.flush(); err != nil {
		return err
	}
	return r.w.Close()
}

// moment is what UnixMicro wrote.
func moment(micros int64) time.Time { return time.UnixMicro(micros).UTC() }
