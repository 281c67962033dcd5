package columnar_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"

	"aantoonbaar/internal/accesslog/columnar"
)

type simple struct {
	When string `parquet:"when,dict"`
	Who  string `parquet:"who"`
	What string `parquet:"what,optional,delta"`
	N    int64  `parquet:"n,delta"`
	Yes  bool   `parquet:"yes"`
}

func simples(n int) []simple {
	all := make([]simple, n)
	for i := range all {
		all[i] = simple{When: fmt.Sprintf("2026-11-%02d", i%28+1), Who: fmt.Sprint("m", i), N: int64(i * 7), Yes: i%3 == 0}
		if i%4 > 0 {
			all[i].What = fmt.Sprint("dossier ", i%5)
		}
	}
	return all
}

// try reads a file and says how many rows came, and whether it was refused as it should.
func try(b []byte) (rows int, err error) {
	f, err := columnar.Open(bytes.NewReader(b), int64(len(b)))
	if err == nil {
		err = f.Rows(func([]string) error { rows++; return nil })
	}
	if _, ok := errors.AsType[columnar.Refusal](err); err != nil && !ok {
		return rows, fmt.Errorf("this is no refusal: %w", err)
	}
	return rows, nil
}

// TestAChangedFileDoesNoHarm flips bits and puts other bytes in, most of them where the
// file says of itself how it is written: it is read or refused, and takes little memory.
func TestAChangedFileDoesNoHarm(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	most, before := uint64(0), m.Sys
	for _, codec := range codecs {
		for _, version := range []int{1, 2} {
			whole := written(t, simples(500), parquet.Compression(codec), parquet.DataPageVersion(version))
			for i := range 1500 {
				b := bytes.Clone(whole)
				for range 1 + r.IntN(4) {
					at := r.IntN(len(b))
					if i%2 == 0 {
						at = len(b) - 1 - r.IntN(min(len(b), 1500))
					}
					switch i % 3 {
					case 0:
						b[at] ^= 1 << r.IntN(8)
					case 1:
						b[at] = byte(r.Uint32())
					case 2:
						copy(b[at:], binary.AppendUvarint(nil, r.Uint64()>>r.IntN(64)))
					}
				}
				if _, err := try(b); err != nil {
					t.Fatal(err)
				}
			}
			runtime.ReadMemStats(&m)
			most = max(most, m.Sys)
		}
	}
	if grown := (most - min(most, before)) >> 20; grown > 250 {
		t.Errorf("it took %d MB", grown)
	}
}

// TestACutFileIsRefused at every place, before a row is given.
func TestACutFileIsRefused(t *testing.T) {
	whole := written(t, simples(50))
	for n := range whole {
		_, got, err := read(whole[:n])
		if _, ok := errors.AsType[columnar.Refusal](err); !ok || len(got) > 0 {
			t.Fatalf("cut at %d of %d: %d rows, %v", n, len(whole), len(got), err)
		}
	}
}

// announced is a file of which the description is written by hand.
func announced(description []byte) []byte {
	b := append([]byte("PAR1"), bytes.Repeat([]byte{0}, 100)...)
	b = append(b, description...)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(description)))
	return append(b, "PAR1"...)
}

// TestNothingIsBelieved: what a small file announces, no room is made for.
func TestNothingIsBelieved(t *testing.T) {
	list := func(kind byte, n uint64) []byte {
		return append([]byte{0x29, 0xf0 | kind}, binary.AppendUvarint(nil, n)...) // field 2: a list
	}
	bombs := map[string][]byte{
		"two thousand million structs": announced(list(12, 1<<31-1)),
		"as many numbers":              announced(list(5, 1<<31-1)),
		"a text of gigabytes":          announced(append([]byte{0x28}, binary.AppendUvarint(nil, 1<<31-1)...)),
		"lists in lists":               announced(append([]byte{0x29}, bytes.Repeat([]byte{0x19}, 5000)...)),
		"structs in structs":           announced(bytes.Repeat([]byte{0x1c}, 5000)),
		"empty structs":                announced(append(list(12, 3_000_000), make([]byte, 3_000_000)...)),
		"a description of gigabytes":   append([]byte("PAR1\x00\x00\x00\x00"), "\xff\xff\xff\x7fPAR1"...),
		"nothing":                      announced(nil),
	}
	long := strings.Repeat("x", 8<<20)
	same := make([]struct {
		Long string `parquet:"long,dict"`
	}, 100)
	for i := range same {
		same[i].Long = long
	}
	bombs["one long text again and again"] = written(t, same, parquet.Compression(&parquet.Zstd))
	type empty struct {
		A string `parquet:"a,dict"`
	}
	bombs["millions of rows in a few bytes"] = written(t, make([]empty, 3_000_000), parquet.Compression(&parquet.Zstd), parquet.PageBufferSize(8<<20))
	for name, b := range bombs {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		_, err := try(b)
		runtime.ReadMemStats(&after)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if grown := int64(after.Sys) - int64(before.Sys); grown > 200<<20 {
			t.Errorf("%s: it takes %d MB", name, grown>>20)
		}
		if f, err := columnar.Open(bytes.NewReader(b), int64(len(b))); err == nil && f.Rows(func([]string) error { return nil }) == nil {
			t.Errorf("%s: it is not refused", name)
		}
	}
}

// pageAgain is a file of one column, of which many groups have the same page: a few bytes
// that become 16 MB, of which one value is used.
func pageAgain(t *testing.T, groups int) []byte {
	t.Helper()
	plain := make([]byte, 16<<20)
	copy(plain, "\x01\x00\x00\x00x")
	body, err := parquet.Zstd.Encode(nil, plain)
	if err != nil {
		t.Fatal(err)
	}
	b := []byte("PAR1")
	number := func(head byte, n int64) { b = binary.AppendVarint(append(b, head), n) }
	number(0x15, 0) // a data page
	number(0x15, int64(len(plain)))
	number(0x15, int64(len(body)))
	b = append(b, 0x2c)
	for _, n := range []int64{1, 0, 3, 3} {
		number(0x15, n)
	}
	b = append(append(b, 0, 0), body...)
	end := len(b)
	b = append(b, 0x29, 0x2c, 0x48, 1, 'r', 0x15, 2, 0, 0x15, 12, 0x25, 0, 0x18, 1, 'a', 0) // the schema: r with one child, a
	b = binary.AppendUvarint(append(b, 0x29, 0xfc), uint64(groups))
	for range groups {
		b = append(b, 0x19, 0x1c, 0x3c)
		number(0x15, 6) // bytes
		number(0x35, 6) // zstd
		number(0x16, 1)
		number(0x26, int64(end-4))
		number(0x26, 4)
		b = append(b, 0, 0)
		number(0x26, 1)
		b = append(b, 0)
	}
	b = append(b, 0)
	return append(binary.LittleEndian.AppendUint32(b, uint32(len(b)-end)), "PAR1"...)
}

// TestAPageIsNotUnpackedWithoutEnd: a few groups may have the same page, and thousands
// may not.
func TestAPageIsNotUnpackedWithoutEnd(t *testing.T) {
	_, rows, err := read(pageAgain(t, 1))
	if err != nil || len(rows) != 1 || rows[0][0] != "x" {
		t.Fatalf("one group: %q, %v", rows, err)
	}
	if _, rows, err = read(pageAgain(t, 5000)); err == nil || len(rows) > 100 {
		t.Errorf("of 5000 groups %d are read, %v", len(rows), err)
	}
}

// TestWhatIsNotReadIsSaid, with what to do.
func TestWhatIsNotReadIsSaid(t *testing.T) {
	whole := written(t, simples(5))
	secret := append(bytes.Clone(whole[:len(whole)-4]), "PARE"...)
	for name, c := range map[string]struct {
		b    []byte
		says string
	}{
		"encrypted":     {secret, "encrypted"},
		"packed by LZ4": {written(t, simples(5), parquet.Compression(&parquet.Lz4Raw)), "Write it with Snappy, zstd, gzip"},
		"brotli":        {written(t, simples(5), parquet.Compression(&parquet.Brotli)), "Write it with Snappy, zstd, gzip"},
		"a text file":   {[]byte("Datum;Medewerker;Cliënt\n"), "not whole"},
		"empty":         {nil, "not whole"},
	} {
		if _, _, err := read(c.b); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want %q", name, err, c.says)
		}
	}
}

// FuzzAFile gives files that nobody thought of.
func FuzzAFile(f *testing.F) {
	for _, codec := range codecs {
		for _, version := range []int{1, 2} {
			f.Add(written(f, simples(20), parquet.Compression(codec), parquet.DataPageVersion(version)))
		}
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if _, err := try(b); err != nil {
			t.Fatal(err)
		}
	})
}
