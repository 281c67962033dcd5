package evidence

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"aantoonbaar/internal/fault"
)

// archive makes a ZIP of the named parts.
func archive(t *testing.T, names ...string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range names {
		w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
		if err != nil {
			t.Fatal(err)
		}
		if name == "mimetype" {
			_, err = io.WriteString(w, "application/vnd.oasis.opendocument.text")
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// openDocument makes what an OpenDocument program makes: sizes known in front,
// so that the mimetype stands at byte 30.
func openDocument(t *testing.T, names ...string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range append([]string{"mimetype"}, names...) {
		content := ""
		if name == "mimetype" {
			content = "application/vnd.oasis.opendocument.text"
		}
		w, err := z.CreateRaw(&zip.FileHeader{Name: name, Method: zip.Store, CompressedSize64: uint64(len(content)), UncompressedSize64: uint64(len(content))})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, content); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

const (
	pdf      = "%PDF-1.7\n1 0 obj\n<<>>\nendobj\nxref\ntrailer\n%%EOF\n"
	png      = "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR0123456789"
	compound = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
)

// TestScreen passes each file one byte at a time and in one go: what is refused
// must not depend on how it arrives.
func TestScreen(t *testing.T) {
	word := archive(t, "[Content_Types].xml", "word/document.xml")
	for _, tt := range []struct {
		name, file, content string
		want                string // the refusal's code; "" when the file is taken
	}{
		{"a PDF", "a.pdf", pdf, ""},
		{"a PDF with its ending in capitals", "A.PDF", pdf, ""},
		{"a Word file", "a.docx", word, ""},
		{"an Excel file", "a.xlsx", archive(t, "[Content_Types].xml", "xl/workbook.xml"), ""},
		{"a PowerPoint file", "a.pptx", archive(t, "ppt/presentation.xml", "[Content_Types].xml"), ""},
		{"an OpenDocument text", "a.odt", openDocument(t, "content.xml"), ""},
		{"a PNG", "a.png", png, ""},
		{"a JPEG", "a.jpeg", "\xff\xd8\xff\xe0\x00\x10JFIF", ""},
		{"a WebP", "a.webp", "RIFF\x10\x00\x00\x00WEBPVP8 0000", ""},
		{"a text", "a.txt", "Gelezen en akkoord, één keer.\r\n", ""},
		{"a text of Windows", "a.txt", "Gelezen \xe9\xe9n keer", ""},
		{"a CSV", "a.csv", "naam;tweede stap\nSanne;ja\n", ""},
		{"a message", "a.eml", "Received: from x\r\nFrom: a@example.nl\r\nSubject: Akkoord\r\n\r\n<html>ja</html>", ""},
		{"an Outlook message", "a.msg", compound + strings.Repeat("\x00", 700) + string(utf16LE("__substg1.0_0037001F")), ""},

		{"nothing at all", "a.pdf", "", "evidence.file-empty"},
		{"a text of nothing", "a.txt", "", "evidence.file-empty"},
		{"a picture named PDF", "a.pdf", png, "evidence.file-content"},
		{"a PDF named picture", "a.png", pdf, "evidence.file-content"},
		{"a page named PDF", "a.pdf", "<!doctype html><script>1</script>%PDF-1.7 %%EOF", "evidence.file-content"},
		{"a PDF that is a page too", "a.pdf", "%PDF-1.7\n<html><script>alert(1)</script></html>\n%%EOF", "evidence.file-content"},
		{"a PDF after something else", "a.pdf", "MZ\x90\x00 %PDF-1.7 %%EOF", "evidence.file-content"},
		{"a PDF that was cut off", "a.pdf", "%PDF-1.7\n1 0 obj", "evidence.file-content"},
		{"a PDF with an archive at its end", "a.pdf", pdf + archive(t, "run.exe"), "evidence.file-content"},
		{"a picture with an archive at its end", "a.jpg", "\xff\xd8\xff" + archive(t, "evil.class"), "evidence.file-content"},
		{"a picture that is a page too", "a.png", png + "<script>alert(1)</script>", "evidence.file-content"},
		{"a drawing named picture", "a.png", `<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>`, "evidence.file-content"},
		{"a drawing named text", "a.txt", `<svg onload="alert(1)"/>`, "evidence.file-content"},
		{"a page named text", "a.txt", "  \n<HTML><body>", "evidence.file-content"},
		{"a page named CSV", "a.csv", "a;b\n<script>alert(1)</script>", "evidence.file-content"},
		{"a program named text", "a.txt", "MZ\x90\x00\x03\x00", "evidence.file-content"},
		{"a program named PDF", "a.pdf", "\x7fELF\x02\x01", "evidence.file-content"},
		{"a page named message", "a.eml", "<html>\nFrom: x", "evidence.file-content"},
		{"an old Word file named message", "a.msg", compound + strings.Repeat("\x00", 700) + string(utf16LE("WordDocument")), "evidence.file-content"},
		{"an archive named Word file", "a.docx", archive(t, "run.exe"), "evidence.file-content"},
		{"an Excel file named Word file", "a.docx", archive(t, "[Content_Types].xml", "xl/workbook.xml"), "evidence.file-content"},
		{"a Word file named OpenDocument", "a.odt", word, "evidence.file-content"},
		{"a Word file with something before it", "a.docx", "<script>" + word, "evidence.file-content"},
		{"a Word file that was cut off", "a.docx", word[:len(word)-30], "evidence.file-content"},
		{"a Word file with a macro", "a.docx", archive(t, "[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "evidence.file-macros"},
		{"a macro in other capitals", "a.docx", archive(t, "[Content_Types].xml", "word/document.xml", "word/VBAPROJECT.BIN"), "evidence.file-macros"},
		{"an Excel file with an old macro", "a.xlsx", archive(t, "[Content_Types].xml", "xl/workbook.xml", "xl/macrosheets/sheet1.xml"), "evidence.file-macros"},
		{"an OpenDocument with a macro", "a.odt", openDocument(t, "content.xml", "Basic/Standard/Module1.xml"), "evidence.file-macros"},
		{"a Word file with a password", "a.docx", compound + strings.Repeat("\x00", 700), "evidence.file-locked"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			want, ok := formatOf(tt.file)
			if !ok {
				t.Fatalf("%s is no file that we take", tt.file)
			}
			for _, r := range []io.Reader{strings.NewReader(tt.content), iotest.OneByteReader(strings.NewReader(tt.content)), iotest.DataErrReader(strings.NewReader(tt.content))} {
				s := newScreen(r, want, Limits{})
				got, err := io.ReadAll(s)
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
				if string(got) != tt.content {
					t.Errorf("%d bytes came through, want %d", len(got), len(tt.content))
				}
			}
		})
	}
}

func TestLargeFilesAreJudgedByTheirEnd(t *testing.T) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range []string{"[Content_Types].xml", "word/document.xml", "word/media/scan.png"} {
		w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(bytes.Repeat([]byte{7}, 2<<20)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	want, _ := formatOf("a.docx")
	s := newScreen(&b, want, Limits{})
	defer s.Close()
	if n, err := io.Copy(io.Discard, s); err != nil {
		t.Errorf("a Word file of %d bytes is refused: %v", n, err)
	}
	if held := cap(s.seen.tail); held > 5*tailBytes {
		t.Errorf("%d bytes were held", held)
	}
}

func TestNamesThatAreRefused(t *testing.T) {
	for _, name := range []string{
		"a.docm", "a.XLSM", "a.pptm", "a.doc", "a.xls", "a.ppt", "a.zip", "a.svg", "a.html", "a.htm", "a.exe", "a.js", "a.pdf.exe",
		"a.heic", "a.rtf", "a.xml", "pdf", "a.", "a", "",
	} {
		var c fault.Checker
		checkName(&c, name)
		if c.Fault("x") == nil {
			t.Errorf("a file named %q is taken", name)
		}
	}
}

func FuzzScreen(f *testing.F) {
	f.Add("a.docx", []byte("PK\x03\x04"))
	f.Add("a.pdf", []byte(pdf))
	f.Add("a.msg", []byte(compound))
	f.Add("a.eml", []byte("From: x"))
	f.Fuzz(func(t *testing.T, name string, content []byte) {
		clean := CleanName(name)
		if strings.ContainsAny(clean, "/\\\x00\r\n\"") || len(clean) > 250 {
			t.Errorf("CleanName(%q) = %q", name, clean)
		}
		want, ok := formatOf(clean)
		if !ok {
			return
		}
		s := newScreen(bytes.NewReader(content), want, Limits{})
		defer s.Close()
		_, _ = io.Copy(io.Discard, s)
	})
}
