package eventfile_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"runtime"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"aantoonbaar/internal/accesslog"
	"aantoonbaar/internal/accesslog/eventfile"
)

var begin = time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)

// someone is the key of a person of a test.
func someone(kind string, n int) accesslog.Key {
	return accesslog.Secret("geheim").Of(kind, fmt.Sprint(n))
}

// generated draws an event.
func generated(t *rapid.T) accesslog.Event {
	e := accesslog.Event{
		At:      begin.Add(time.Duration(rapid.Int64Range(-1e12, 1e12).Draw(t, "µs")) * time.Microsecond),
		Team:    rapid.String().Draw(t, "team"),
		Role:    rapid.SampledFrom([]string{"", "arts", "verpleegkundige", "x\x00y"}).Draw(t, "role"),
		Station: rapid.StringN(0, 5, 20).Draw(t, "station"),
		Action:  rapid.SampledFrom([]accesslog.Action{0, 'C', 'R', 'U', 'D', 'E'}).Draw(t, "action"),
		Search:  rapid.Bool().Draw(t, "search"),
		Glass:   rapid.Bool().Draw(t, "glass"),
		Reason:  rapid.SampledFrom([]string{"", "spoed", "cliënt belde"}).Draw(t, "reason"),
	}
	binary.BigEndian.PutUint64(e.ID[:], rapid.Uint64().Draw(t, "id"))
	if n := rapid.IntRange(0, 5).Draw(t, "user"); n > 0 {
		e.User = someone(accesslog.OfUser, n)
	}
	if n := rapid.IntRange(0, 8).Draw(t, "patient"); n > 0 {
		e.Patient = someone(accesslog.OfPatient, n)
	}
	return e
}

// many makes events as a log has them, in the order of time.
func many(n int) []accesslog.Event {
	r := rand.New(rand.NewPCG(1, 1))
	all := make([]accesslog.Event, n)
	for i := range all {
		e := &all[i]
		binary.BigEndian.PutUint64(e.ID[:], r.Uint64())
		e.At = begin.Add(time.Duration(i) * 40 * time.Millisecond)
		e.User, e.Patient = someone(accesslog.OfUser, r.IntN(300)), someone(accesslog.OfPatient, r.IntN(2000))
		e.Role, e.Station = []string{"arts", "verpleegkundige", "secretaris"}[r.IntN(3)], fmt.Sprint("pc-", r.IntN(500))
		e.Team, e.Action = fmt.Sprint("team ", r.IntN(30)), accesslog.Action("CRUDE"[r.IntN(5)])
	}
	return all
}

type fataler interface {
	Helper()
	Fatal(...any)
}

func written(t fataler, events []accesslog.Event) []byte {
	t.Helper()
	var b bytes.Buffer
	w := eventfile.NewWriter(&b)
	for i := range events {
		if err := w.Add(&events[i]); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func scanned(t fataler, b []byte, n eventfile.Need) (all []accesslog.Event) {
	t.Helper()
	err := eventfile.Scan(bytes.NewReader(b), int64(len(b)), n, func(e *accesslog.Event) error { all = append(all, *e); return nil })
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestWhatIsWrittenIsRead with any need: the same as when the events themselves are gone
// through.
func TestWhatIsWrittenIsRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		events := rapid.SliceOfN(rapid.Custom(generated), 0, 60).Draw(t, "events")
		n := eventfile.Need{Parts: rapid.IntRange(0, 3).Draw(t, "parts"), Lean: rapid.Bool().Draw(t, "lean")}
		n.Part = rapid.IntRange(0, max(0, n.Parts-1)).Draw(t, "part")
		if len(events) > 0 && rapid.Bool().Draw(t, "from") {
			n.From = rapid.SampledFrom(events).Draw(t, "first").At.Add(time.Duration(rapid.IntRange(-1, 1).Draw(t, "ns")))
		}
		if len(events) > 0 && rapid.Bool().Draw(t, "to") {
			n.To = rapid.SampledFrom(events).Draw(t, "last").At.Add(time.Duration(rapid.IntRange(-1, 1).Draw(t, "ns2")))
		}
		if rapid.Bool().Draw(t, "one patient") {
			n.Patient = someone(accesslog.OfPatient, rapid.IntRange(1, 9).Draw(t, "patient"))
		}
		var want []accesslog.Event
		for _, e := range events {
			in := n.Parts < 2 || int(binary.BigEndian.Uint32(e.Patient[:4])%uint32(n.Parts)) == n.Part
			in = in && (n.From.IsZero() || !e.At.Before(n.From)) && (n.To.IsZero() || e.At.Before(n.To)) && (n.Patient.Zero() || e.Patient == n.Patient)
			if n.Lean {
				e.Role, e.Station, e.Reason = "", "", ""
			}
			if in {
				want = append(want, e)
			}
		}
		if diff := cmp.Diff(want, scanned(t, written(t, events), n)); diff != "" {
			t.Fatal(diff)
		}
	})
}

// TestALongLogInGroups: over several groups of rows, parts and times and patients divide
// it without a rest, and everything comes in the order in which it was written.
func TestALongLogInGroups(t *testing.T) {
	events := many(300_000)
	b := written(t, events)
	if got := scanned(t, b, eventfile.Need{}); !cmp.Equal(got, events) {
		t.Fatalf("%d events come back otherwise than %d went in", len(got), len(events))
	}
	parts, times, patients := 0, 0, 0
	for i := range 7 {
		parts += len(scanned(t, b, eventfile.Need{Part: i, Parts: 7}))
	}
	for h := range 4 {
		from := begin.Add(time.Duration(h) * time.Hour)
		got := scanned(t, b, eventfile.Need{From: from, To: from.Add(time.Hour)})
		if want := min(90_000, 300_000-h*90_000); len(got) != want {
			t.Errorf("hour %d has %d events, want %d", h, len(got), want)
		}
		times += len(got)
	}
	for p := range 2000 {
		if p%100 == 0 {
			got := scanned(t, b, eventfile.Need{Patient: someone(accesslog.OfPatient, p)})
			patients += len(got)
			if len(got) == 0 {
				t.Errorf("patient %d has no events", p)
			}
		}
	}
	if parts != len(events) || times != len(events) || patients < 2500 || patients > 3500 {
		t.Errorf("of %d events %d are in parts, %d in hours, %d of twenty patients", len(events), parts, times, patients)
	}
}

// counting counts the bytes that are read.
type counting struct {
	io.ReaderAt

	n int
}

func (c *counting) ReadAt(p []byte, off int64) (int, error) {
	n, err := c.ReaderAt.ReadAt(p, off)
	c.n += n
	return n, err
}

// TestWhatIsNotNeededIsNotRead: of another year, or of a patient who is not there, next
// to nothing of the file is read.
func TestWhatIsNotNeededIsNotRead(t *testing.T) {
	b := written(t, many(300_000))
	for name, n := range map[string]eventfile.Need{
		"another year":      {From: begin.AddDate(1, 0, 0)},
		"before":            {To: begin},
		"nobody's patient":  {Patient: someone(accesslog.OfPatient, 1_000_000)},
		"the last hour":     {From: begin.Add(3*time.Hour + 10*time.Minute)},
		"without the texts": {Lean: true},
	} {
		c := &counting{ReaderAt: bytes.NewReader(b)}
		if err := eventfile.Scan(c, int64(len(b)), n, func(*accesslog.Event) error { return nil }); err != nil {
			t.Fatal(err)
		}
		most := len(b) / 20
		switch name {
		case "the last hour":
			most = len(b) / 4
		case "without the texts":
			most = len(b) * 9 / 10
		}
		if c.n > most {
			t.Errorf("%s: %d of %d bytes are read", name, c.n, len(b))
		}
	}
}

// TestMemoryIsThatOfAGroup writes and reads a million events, and keeps none.
func TestMemoryIsThatOfAGroup(t *testing.T) {
	block := many(50_000)
	most := uint64(0)
	var m runtime.MemStats
	look := func() {
		runtime.GC()
		runtime.ReadMemStats(&m)
		most = max(most, m.HeapInuse)
	}
	look()
	before := most
	var b bytes.Buffer
	b.Grow(64 << 20)
	w := eventfile.NewWriter(&b)
	for range 20 {
		for i := range block {
			if err := w.Add(&block[i]); err != nil {
				t.Fatal(err)
			}
		}
		look()
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	n := 0
	err := eventfile.Read(bytes.NewReader(b.Bytes()), int64(b.Len()), func(*accesslog.Event) error {
		if n++; n%100_000 == 0 {
			look()
		}
		return nil
	})
	if grown := (most - before) >> 20; err != nil || n != 1_000_000 || grown > 64+48 {
		t.Errorf("%d events, %v, take %d MB, 64 of which are the file", n, err, grown)
	}
}

// TestADamagedFileOfEventsIsAnError and no panic, whatever was flipped, cut or is not one.
func TestADamagedFileOfEventsIsAnError(t *testing.T) {
	whole := written(t, many(3000))
	read := func(b []byte) error {
		return eventfile.Read(bytes.NewReader(b), int64(len(b)), func(*accesslog.Event) error { return nil })
	}
	for _, n := range []int{0, 1, 3, 4, 8, 12, len(whole) / 2, len(whole) - 1} {
		if err := read(whole[:n]); !errors.Is(err, eventfile.ErrForeign) {
			t.Errorf("cut at %d: %v, want ErrForeign", n, err)
		}
	}
	r := rand.New(rand.NewPCG(3, 3))
	for range 500 {
		b := bytes.Clone(whole)
		for range 1 + r.IntN(3) {
			at := r.IntN(len(b))
			if r.IntN(2) == 0 {
				at = len(b) - 1 - r.IntN(min(len(b), 3000)) // where the file says how it is written
			}
			b[at] ^= 1 << r.IntN(8)
		}
		_ = read(b) // the bytes of a value may be others; that it returns is what is seen here
	}
	if err := read(whole); err != nil {
		t.Errorf("the whole file: %v", err)
	}
}

func TestAnErrorOfTheTakerEndsTheReading(t *testing.T) {
	b, boom, n := written(t, many(10)), errors.New("boom"), 0
	err := eventfile.Read(bytes.NewReader(b), int64(len(b)), func(*accesslog.Event) error { n++; return boom })
	if n != 1 || !errors.Is(err, boom) {
		t.Errorf("after %d events: %v", n, err)
	}
}

// TestTheSameEventsAreTheSameFile, and text that is no text does not keep it from being
// read.
func TestTheSameEventsAreTheSameFile(t *testing.T) {
	events := append(many(5000), accesslog.Event{Team: "caf\xe9", Action: 0xff})
	b := written(t, events)
	if !bytes.Equal(b, written(t, events)) {
		t.Error("the second time it is another file")
	}
	all := scanned(t, b, eventfile.Need{})
	if last := all[len(all)-1]; last.Team != "caf\ufffd" || !last.At.IsZero() || last.Action != 0xff {
		t.Errorf("the last event = %+v", last)
	}
}
