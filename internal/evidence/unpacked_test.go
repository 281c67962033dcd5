package evidence

import (
	"archive/zip"
	"bufio"
	"bytes"
	"compress/flate"
	"compress/zlib"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"aantoonbaar/internal/fault"
)

// packed makes a Word file with a part of n zeros, deflated, of which the
// directory declares another size.
func packed(t *testing.T, n int, declared uint64) string {
	t.Helper()
	var body, b bytes.Buffer
	f, err := flate.NewWriter(&body, flate.BestSpeed)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Write(make([]byte, n)); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	z := zip.NewWriter(&b)
	for _, name := range []string{"[Content_Types].xml", "word/document.xml", "word/media/a.bmp"} {
		w, err := z.CreateRaw(&zip.FileHeader{Name: name, Method: zip.Deflate, CompressedSize64: uint64(body.Len()), UncompressedSize64: declared})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(body.Bytes()); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// pagesOpen makes a PDF with n page objects and what it declares.
func pagesOpen(n, declared int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%%PDF-1.7\n1 0 obj\n<</Type/Pages /Kids[] /Count %d>>\nendobj\n", declared)
	for i := range n {
		fmt.Fprintf(&b, "%d 0 obj << /Resources <</Font<<>>>> /Type /Page /Parent 1 0 R>> endobj\n", i+2)
	}
	return b.String() + "9 0 obj <</Type/Outlines /Count 90000>> endobj\n<</Length 30>>stream\n<</Type/Page>><</Type/Page>>\xff\nendstream\n%%EOF\n"
}

// pagesPacked makes a PDF whose n page objects lie in a packed stream.
func pagesPacked(t *testing.T, n int) string {
	t.Helper()
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	if _, err := io.WriteString(z, strings.Repeat("<</Type/Page/Parent 1 0 R>> ", n)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return "%PDF-1.7\n7 0 obj\n<</Type/ObjStm/Filter/FlateDecode/N 3>>stream\r\n" + b.String() + "\r\nendstream\nendobj\n8 0 obj <</Type /Page>> endobj\n%%EOF\n"
}

func TestWhatFilesTurnIntoIsBounded(t *testing.T) {
	limits := Limits{Pages: 20, Unpacked: 3 << 20}
	for _, tt := range []struct {
		name, file, content, want string
	}{
		{"a PDF with as many pages as may be", "a.pdf", pagesOpen(20, 20), ""},
		{"one more page than that", "a.pdf", pagesOpen(21, 21), "evidence.file-pages"},
		{"more pages than it declares", "a.pdf", pagesOpen(21, 1), "evidence.file-pages"},
		{"more pages declared than seen", "a.pdf", pagesOpen(1, 21), "evidence.file-pages"},
		{"as many packed pages as may be", "a.pdf", pagesPacked(t, 19), ""},
		{"one more packed page", "a.pdf", pagesPacked(t, 20), "evidence.file-pages"},
		{"a packed stream that is broken", "a.pdf", strings.Replace(pagesPacked(t, 20), "\r\nx", "\r\nyy", 1), ""},
		{"a Word file that stays small", "a.docx", packed(t, 1<<20, 1<<20), ""},
		{"a Word file that becomes large", "a.docx", packed(t, 1<<20+1, 1<<20+1), "evidence.file-unpacked"},
		{"a Word file that lies about it", "a.docx", packed(t, 2<<20, 10), "evidence.file-unpacked"},
		{"a Word file that says it becomes large", "a.docx", packed(t, 10, 2<<20), "evidence.file-unpacked"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			want, _ := formatOf(tt.file)
			for _, r := range []io.Reader{strings.NewReader(tt.content), iotest.OneByteReader(strings.NewReader(tt.content))} {
				s := newScreen(r, want, limits)
				_, err := io.Copy(io.Discard, s)
				s.Close()
				code := ""
				if f, ok := fault.Of(err); ok {
					code = f.Code
				} else if err != nil {
					t.Fatal(err)
				}
				if code != tt.want {
					t.Errorf("refusal %q, want %q", code, tt.want)
				}
			}
		})
	}
}

// TestPackedStreamsAreBoundedTogether: many streams of blanks hold no page, and are
// not all read.
func TestPackedStreamsAreBoundedTogether(t *testing.T) {
	one := pagesPacked(t, 1)
	one = one[strings.Index(one, "7 0 obj"):strings.Index(one, "8 0 obj")]
	for left, want := range map[int64]int64{1 << 10: 3, 50: 21} {
		p := pages{limit: 20, left: left}
		p.read(bufio.NewReader(strings.NewReader(strings.Repeat(one, 3))), true)
		if p.count() != want {
			t.Errorf("with %d bytes to read %d pages are counted, want %d", left, p.count(), want)
		}
	}
}

// TestPartsThatLieOverOneAnother has a directory that names one part many times.
func TestPartsThatLieOverOneAnother(t *testing.T) {
	content := packed(t, 1<<10, 1<<10)
	at := strings.Index(content, "PK\x01\x02")
	one := content[at : at+strings.Index(content[at+4:], "PK\x01\x02")+4]
	end := []byte(content[len(content)-22:])
	more := 200
	end[8], end[10] = byte(3+more), byte(3+more)
	size := (len(content) - 22 - at) + more*len(one)
	end[12], end[13], end[14] = byte(size), byte(size>>8), byte(size>>16)
	bomb := content[:len(content)-22] + strings.Repeat(one, more) + string(end)
	// Parts of 1 kB pack to a few bytes, so let each claim to be packed in 200.
	bomb = strings.ReplaceAll(bomb, one[20:24], "\xc8\x00\x00\x00")
	want, _ := formatOf("a.docx")
	s := newScreen(strings.NewReader(bomb), want, Limits{})
	defer s.Close()
	_, err := io.Copy(io.Discard, s)
	if f, ok := fault.Of(err); !ok || f.Code != "evidence.file-unpacked" {
		t.Errorf("the file is answered with %v", err)
	}
}
