package evidence

import (
	"bufio"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"io"

	"aantoonbaar/internal/i18n"
)

// Limits bound what a file turns into when somebody opens it: a small file can
// hide a page for every second of the day, or fill a machine. Zero stands for the
// value in [DefaultLimits].
type Limits struct {
	Pages    int   // of a PDF
	Unpacked int64 // of an Office or OpenDocument file, in bytes
}

// DefaultLimits are far above what evidence needs.
var DefaultLimits = Limits{Pages: 2_000, Unpacked: 200 << 20}

func (l Limits) orDefault() Limits {
	if l.Pages <= 0 {
		l.Pages = DefaultLimits.Pages
	}
	if l.Unpacked <= 0 {
		l.Unpacked = DefaultLimits.Unpacked
	}
	return l
}

// A meter reads a passing file beside whoever stores it, and counts what the file
// turns into when it is opened. It holds no more of it than a few kilobytes.
type meter struct {
	into *io.PipeWriter
	done chan struct{}
	n    int64 // pages or bytes; to be read when done is closed
}

// startMeter begins to count a file of a format that has something to count, and
// stops counting above the limit. It returns nil for the other formats.
func startMeter(f format, l Limits) *meter {
	var count func(*bufio.Reader) int64
	switch {
	case f.isArchive():
		count = func(r *bufio.Reader) int64 { return unpackedBytes(r, l.Unpacked) }
	case f.ends == ".pdf":
		count = func(r *bufio.Reader) int64 { return pdfPages(r, int64(l.Pages)) }
	default:
		return nil
	}
	from, into := io.Pipe()
	m := &meter{into: into, done: make(chan struct{})}
	go func() {
		defer close(m.done)
		m.n = count(bufio.NewReader(from))
		_ = from.Close() // what follows is not needed: writing it fails at once
	}()
	return m
}

func (m *meter) see(p []byte) {
	if m != nil {
		_, _ = m.into.Write(p) // fails when enough was counted
	}
}

// end returns what was counted. It may be called twice.
func (m *meter) end() int64 {
	if m == nil {
		return 0
	}
	_ = m.into.Close() // never fails
	<-m.done
	return m.n
}

// unpackedBytes unpacks every part of a ZIP that begins after another one ends,
// whatever its directory says of it, and returns how many bytes came out: at most
// a little more than limit. What does not unpack counts as far as it came.
func unpackedBytes(r *bufio.Reader, limit int64) (n int64) {
	for n <= limit {
		if !skipPast(r, "PK\x03\x04") {
			return n
		}
		var head [26]byte
		if _, err := io.ReadFull(r, head[:]); err != nil {
			return n
		}
		names := int(binary.LittleEndian.Uint16(head[22:])) + int(binary.LittleEndian.Uint16(head[24:]))
		if _, err := r.Discard(names); err != nil {
			return n
		}
		if binary.LittleEndian.Uint16(head[4:]) == 8 { // deflated; what is only stored is as large as it is
			got, _ := io.Copy(io.Discard, io.LimitReader(flate.NewReader(r), limit-n+1)) // see above
			n += got
		}
	}
	return n
}

// skipPast reads up to and with mark, and reports whether it was there.
func skipPast(r *bufio.Reader, mark string) bool {
	last := mark[len(mark)-1]
	var seen []byte
	for {
		piece, err := r.ReadSlice(last)
		seen = append(seen[max(0, len(seen)-len(mark)):], piece...)
		if bytes.HasSuffix(seen, []byte(mark)) {
			return true
		}
		if err != nil && err != bufio.ErrBufferFull { //nolint:errorlint // as bufio documents it
			return false
		}
	}
}

// unpacks returns the larger of what was counted and what the directory of a ZIP
// declares. Parts that lie over one another, so that few bytes unpack to many, are
// as large as can be.
func (s *seen) unpacks(counted int64) int64 {
	var packed, declared uint64
	for _, part := range s.parts() {
		packed += min(part.CompressedSize64, 1<<40)
		declared += min(part.UncompressedSize64, 1<<40)
	}
	if packed > uint64(s.size) {
		return 1 << 62
	}
	return max(counted, int64(min(declared, 1<<62)))
}

// over refuses a file that turns into more than is allowed.
func (l Limits) over(want format, s *seen, counted int64) error {
	switch {
	case want.ends == ".pdf" && counted > int64(l.Pages):
		return refuseFile("evidence.file-pages", i18n.Tf(
			"Deze PDF heeft meer dan %d pagina's. Neem alleen de pagina's die iets bewijzen, of vul in waar het bestand ligt.",
			"This PDF has more than %d pages. Take only the pages that prove something, or give where the file lies.", l.Pages))
	case want.isArchive() && s.unpacks(counted) > l.Unpacked:
		return refuseFile("evidence.file-unpacked", i18n.Tf(
			"Dit bestand wordt bij het openen groter dan %d MB. Sla een kleiner deel op en kies dat, of vul in waar het bestand ligt.",
			"This file grows to more than %d MB when it is opened. Save a smaller part and choose that, or give where the file lies.", l.Unpacked>>20))
	}
	return nil
}
