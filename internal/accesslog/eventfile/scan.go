package eventfile

import (
	"encoding/binary"
	"io"
	"time"

	"github.com/parquet-go/parquet-go"

	"aantoonbaar/internal/accesslog"
)

// A Need is which events are wanted. The zero Need is all of them.
type Need struct {
	// Part is which of Parts, from 0: a patient's events are all in one part, and those
	// that name no patient in part 0. So a large log can be gone through part by part,
	// with no more memory than one takes. Parts is 0 or 1 for no parts.
	Part, Parts int

	From, To time.Time     // From included, To not; the zero time is open
	Patient  accesslog.Key // nobody for every patient
	Lean     bool          // only what a Gathering needs: role, station and reason stay empty
}

// Read gives every event of a file to take, in the order in which they were added, with
// the rest of each ID zero. The event holds until take returns. An error of take ends
// the reading and is returned. ErrForeign for what is no file of events.
func Read(r io.ReaderAt, size int64, take func(*accesslog.Event) error) error {
	return Scan(r, size, Need{}, take)
}

// Scan is Read for the events that are needed. It passes over groups of rows that lie
// outside the time, or in which the patient cannot be, and reads who and when first: the
// other columns only of groups in which an event is wanted.
func Scan(r io.ReaderAt, size int64, n Need, take func(*accesslog.Event) error) error {
	f, err := open[event](r, size)
	if err != nil {
		return err
	}
	var g group
	for _, from := range f.groups {
		if err := g.load(&f, from, &n); err != nil {
			return err
		}
		for _, row := range g.wanted {
			g.event(row)
			if err := take(&g.e); err != nil {
				return err
			}
		}
	}
	return nil
}

// A group of rows, decoded. Its room is used again for the next one.
type group struct {
	e      accesslog.Event
	wanted []int32

	ids, at                            []int64
	user, patient                      lookup[[16]byte]
	team, role, station, letter, wrote lookup[string]
	search, glass                      []bool
	isIn                               []bool // for every value of patient
}

// load decodes what is needed of the group, and notes which rows are wanted.
func (g *group) load(f *file[event], from parquet.RowGroup, n *Need) (err error) {
	defer caught(&err)
	g.wanted = g.wanted[:0]
	columns, rows := from.ColumnChunks(), int(from.NumRows())
	column := func(name string) parquet.ColumnChunk { return columns[f.at[name]] }
	if rows == 0 || !n.mayHave(column("at"), column("patient")) {
		return nil
	}
	if g.at, err = numbers(column("at"), rows, g.at); err != nil {
		return err
	}
	if err := g.patient.read(column("patient"), rows, keysOf); err != nil {
		return err
	}
	if g.choose(n); len(g.wanted) == 0 {
		return nil
	}
	return g.others(column, rows, n.Lean)
}

// others decodes the columns that do not say whether a row is wanted.
func (g *group) others(column func(string) parquet.ColumnChunk, rows int, lean bool) (err error) {
	if g.ids, err = numbers(column("id"), rows, g.ids); err != nil {
		return err
	}
	if err := g.user.read(column("user"), rows, keysOf); err != nil {
		return err
	}
	if g.search, err = flags(column("search"), rows, g.search); err != nil {
		return err
	}
	if g.glass, err = flags(column("glass"), rows, g.glass); err != nil {
		return err
	}
	for _, t := range []struct {
		to   *lookup[string]
		name string
		more bool
	}{{&g.team, "team", false}, {&g.letter, "action", false}, {&g.role, "role", true}, {&g.station, "station", true}, {&g.wrote, "reason", true}} {
		if t.more && lean {
			t.to.values, t.to.index = nil, nil
			continue
		}
		if err := t.to.read(column(t.name), rows, textsOf); err != nil {
			return err
		}
	}
	return nil
}

// choose notes which rows are wanted.
func (g *group) choose(n *Need) {
	g.isIn = g.isIn[:0]
	for _, key := range g.patient.values {
		g.isIn = append(g.isIn, n.has(key))
	}
	from, to := n.limits()
	for row, i := range g.patient.index {
		if g.isIn[i] && g.at[row] >= from && g.at[row] < to {
			g.wanted = append(g.wanted, int32(row))
		}
	}
}

// has reports whether events of the patient are wanted.
func (n *Need) has(key accesslog.Key) bool {
	if !n.Patient.Zero() && key != n.Patient {
		return false
	}
	return n.Parts < 2 || int(binary.BigEndian.Uint32(key[:4])%uint32(n.Parts)) == n.Part
}

// limits are the moments, in microseconds, from which and before which events are wanted.
func (n *Need) limits() (from, to int64) {
	const open = 1 << 62 // later than any moment of a log
	from, to = -open, open
	if !n.From.IsZero() {
		from = ceiling(n.From)
	}
	if !n.To.IsZero() {
		to = ceiling(n.To)
	}
	return from, to
}

// ceiling is the first whole microsecond that is not before t.
func ceiling(t time.Time) int64 {
	micros := t.UnixMicro()
	if moment(micros).Before(t) {
		micros++
	}
	return micros
}

// mayHave reports whether a group can have events that are wanted, by what the file says
// of its columns.
func (n *Need) mayHave(at, patient parquet.ColumnChunk) bool {
	if c, ok := at.(*parquet.FileColumnChunk); ok {
		from, to := n.limits()
		if first, last, known := c.Bounds(); known && (last.Int64() < from || first.Int64() >= to) {
			return false
		}
	}
	if n.Patient.Zero() {
		return true
	}
	filter := patient.BloomFilter()
	if filter == nil {
		return true
	}
	has, err := filter.Check(parquet.FixedLenByteArrayValue(n.Patient[:]))
	return has || err != nil
}

// event makes the event of a row.
func (g *group) event(row int32) {
	e := &g.e
	binary.BigEndian.PutUint64(e.ID[:8], uint64(g.ids[row]))
	e.At, e.User, e.Patient = moment(g.at[row]), g.user.of(row), g.patient.of(row)
	e.Team, e.Action, e.Search, e.Glass = g.team.of(row), action(g.letter.of(row)), g.search[row], g.glass[row]
	e.Role, e.Station, e.Reason = "", "", ""
	if g.role.index != nil {
		e.Role, e.Station, e.Reason = g.role.of(row), g.station.of(row), g.wrote.of(row)
	}
}
