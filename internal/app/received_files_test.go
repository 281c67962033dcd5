package app_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"testing"
)

// zipped is a zip with one file, stored as it is.
func zipped(t *testing.T, name string, content []byte) []byte {
	t.Helper()
	return pack(t, zip.Store, name, content)
}

// deflated is a zip of zeroes that is a thousand times smaller than what is in it.
func deflated(t *testing.T, size int) []byte {
	t.Helper()
	return pack(t, zip.Deflate, "MANIFEST.txt", make([]byte, size))
}

func pack(t *testing.T, method uint16, name string, content []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: method})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// replaced is a zip with other content of one of its files.
func replaced(t *testing.T, file []byte, name string, content []byte) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	out := zip.NewWriter(&b)
	for _, f := range z.File {
		was, err := z.Open(f.Name)
		if err != nil {
			t.Fatal(err)
		}
		is := io.Reader(was)
		if f.Name == name {
			is = bytes.NewReader(content)
		}
		w, err := out.Create(f.Name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(w, is); err != nil {
			t.Fatal(err)
		}
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// shared is a zip in whose list n names all point at the same size bytes.
func shared(t *testing.T, n, size int) []byte {
	t.Helper()
	one := zipped(t, "journal/00000.txt", bytes.Repeat([]byte("x"), size))
	end := bytes.LastIndex(one, []byte("PK\x05\x06"))
	list := int(binary.LittleEndian.Uint32(one[end+16:]))
	entry := one[list:end]
	file := bytes.Clone(one[:list])
	for i := range n {
		copied := bytes.Clone(entry)
		copy(copied[bytes.Index(copied, []byte("00000")):], fmt.Appendf(nil, "%05d", i))
		file = append(file, copied...)
	}
	tail := bytes.Clone(one[end:])
	binary.LittleEndian.PutUint16(tail[8:], uint16(n))
	binary.LittleEndian.PutUint16(tail[10:], uint16(n))
	binary.LittleEndian.PutUint32(tail[12:], uint32(n*len(entry)))
	return append(file, tail...)
}
