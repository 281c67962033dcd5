package eventfile_test

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"testing"
	"time"

	"aantoonbaar/internal/accesslog"
	"aantoonbaar/internal/accesslog/eventfile"
	"aantoonbaar/internal/accesslog/simulate"
	"aantoonbaar/internal/blob"
)

// BenchmarkEvents writes and reads the events of a hospital, on one core, beside a plain
// binary encoding of the same.
func BenchmarkEvents(b *testing.B) {
	events := hospital(b)
	file, plain := written(b, events), encoded(b, events)
	rate := func(b *testing.B, bytes int) {
		b.Helper()
		b.ReportMetric(float64(len(events)*b.N)/b.Elapsed().Seconds()/1e6, "Mevents/s")
		b.ReportMetric(float64(bytes)/float64(len(events)), "B/event")
	}
	scan := func(n eventfile.Need) func(*testing.B) {
		return func(b *testing.B) {
			b.Helper()
			for b.Loop() {
				if err := eventfile.Scan(bytes.NewReader(file), int64(len(file)), n, func(*accesslog.Event) error { return nil }); err != nil {
					b.Fatal(err)
				}
			}
			rate(b, len(file))
		}
	}
	b.Run("write", func(b *testing.B) {
		for b.Loop() {
			written(b, events)
		}
		rate(b, len(file))
	})
	b.Run("read for a gathering", scan(eventfile.Need{Lean: true}))
	b.Run("read all columns", scan(eventfile.Need{}))
	b.Run("read one of ten parts", scan(eventfile.Need{Lean: true, Part: 3, Parts: 10}))
	b.Run("read one patient", scan(eventfile.Need{Patient: events[len(events)/2].Patient}))
	b.Run("read from the store of files", func(b *testing.B) {
		sealed := stored(b, file)
		for b.Loop() {
			if err := eventfile.Scan(sealed, sealed.Size(), eventfile.Need{Lean: true}, func(*accesslog.Event) error { return nil }); err != nil {
				b.Fatal(err)
			}
		}
		rate(b, len(file))
	})
	b.Run("baseline: write plain", func(b *testing.B) {
		for b.Loop() {
			encoded(b, events)
		}
		rate(b, len(plain))
	})
	b.Run("baseline: read plain", func(b *testing.B) {
		for b.Loop() {
			if n := decode(b, plain); n != len(events) {
				b.Fatal(n)
			}
		}
		rate(b, len(plain))
	})
}

// stored is a file that lies encrypted in a store.
func stored(b *testing.B, file []byte) *blob.Opened {
	b.Helper()
	s, err := blob.New(b.TempDir(), filepath.Join(b.TempDir(), "key"), nil, time.Now())
	if err != nil {
		b.Fatal(err)
	}
	sum, _, err := s.Put(b.Context(), "org_a", bytes.NewReader(file), int64(len(file)))
	if err != nil {
		b.Fatal(err)
	}
	o, err := s.At(b.Context(), "org_a", sum)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = errors.Join(o.Close(), s.Close()) })
	return o
}

func hospital(b *testing.B) (events []accesslog.Event) {
	b.Helper()
	secret := accesslog.Secret("geheim")
	s := simulate.Settings{Kind: simulate.Hospital, Seed: 5, Staff: 1200, Days: 7}.Filled()
	_, err := simulate.Make(s, func(w *simulate.World, lines []simulate.Line) error {
		for _, l := range lines {
			sum := sha256.Sum256(fmt.Append(nil, l))
			events = append(events, w.Event(secret, l, [16]byte(sum[:16])))
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	return events
}

// encoded is the plain encoding: fields one after the other, texts behind their length.
func encoded(b *testing.B, events []accesslog.Event) []byte {
	b.Helper()
	var out bytes.Buffer
	w := bufio.NewWriterSize(&out, 64<<10)
	var row []byte
	for i := range events {
		e := &events[i]
		row = append(row[:0], e.ID[:8]...)
		row = binary.LittleEndian.AppendUint64(row, uint64(e.At.UnixMicro()))
		row = append(append(row, e.User[:]...), e.Patient[:]...)
		flags := byte(0)
		if e.Search {
			flags |= 1
		}
		if e.Glass {
			flags |= 2
		}
		row = append(row, byte(e.Action), flags)
		for _, text := range []string{e.Team, e.Role, e.Station, e.Reason} {
			row = append(append(row, byte(len(text))), text...)
		}
		if _, err := w.Write(row); err != nil {
			b.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		b.Fatal(err)
	}
	return out.Bytes()
}

// decode reads the plain encoding. Texts that came before are made once.
func decode(b *testing.B, plain []byte) (n int) {
	b.Helper()
	r := bufio.NewReaderSize(bytes.NewReader(plain), 64<<10)
	texts := map[string]string{}
	var row [50]byte
	text := func() string {
		length, err := r.ReadByte()
		if err != nil {
			b.Fatal(err)
		}
		raw, err := r.Peek(int(length))
		if err != nil {
			b.Fatal(err)
		}
		s, ok := texts[string(raw)]
		if !ok {
			s = string(raw)
			texts[s] = s
		}
		_, _ = r.Discard(int(length))
		return s
	}
	var e accesslog.Event
	for {
		if _, err := io.ReadFull(r, row[:]); err != nil {
			return n
		}
		copy(e.ID[:], row[:8])
		e.At = time.UnixMicro(int64(binary.LittleEndian.Uint64(row[8:]))).UTC()
		e.User, e.Patient = accesslog.Key(row[16:]), accesslog.Key(row[32:])
		e.Action, e.Search, e.Glass = accesslog.Action(row[48]), row[49]&1 > 0, row[49]&2 > 0
		e.Team, e.Role, e.Station, e.Reason = text(), text(), text(), text()
		n++
	}
}
