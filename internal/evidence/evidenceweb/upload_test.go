package evidenceweb

import (
	"bytes"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"aantoonbaar/internal/evidence"
)

// send posts a form with a file as a browser does: the file last.
func (s *site) send(form url.Values, name string, content io.Reader) *httptest.ResponseRecorder {
	body, kind := multipartBody(form, name, content)
	r := httptest.NewRequest(http.MethodPost, "/o/org_a/bewijs", body)
	r.Header.Set("Content-Type", kind)
	return s.do(r)
}

func multipartBody(form url.Values, name string, content io.Reader) (io.Reader, string) {
	var before, after bytes.Buffer
	w := multipart.NewWriter(&before)
	for field, values := range form {
		for _, v := range values {
			_ = w.WriteField(field, v)
		}
	}
	_, _ = w.CreateFormFile("file", name)
	fmt.Fprintf(&after, "\r\n--%s--\r\n", w.Boundary())
	return io.MultiReader(&before, content, &after), w.FormDataContentType()
}

func fileForm() url.Values {
	return url.Values{"form": {"file"}, "kind": {"design"}, "vouched_by": {"Teamleider Noord"}, "speaks_from": {"1-3-2026"}}
}

const pdf = "%PDF-1.7\n1 0 obj\n%%EOF\n"

func TestAFileTravelsThereAndBack(t *testing.T) {
	s := newSite(t)
	form := fileForm()
	form.Set("voor", "8.5")
	form.Set("requirements", s.room.Catalogue.BySlug("8.5").ID)
	form.Set("terug", "/o/org_a/maatregelen/8.5")
	w := s.send(form, "Beleid één.pdf", strings.NewReader(pdf))
	wants(t, w, http.StatusSeeOther)
	if got := w.Header().Get("Location"); got != "/o/org_a/maatregelen/8.5" {
		t.Errorf("Location %q, want the requirement's page", got)
	}
	items, err := s.room.Service.For(t.Context(), s.actor(), s.room.Catalogue.BySlug("8.5").ID)
	if err != nil || len(items) != 1 || items[0].Title != "Beleid één" {
		t.Fatalf("For(8.5) = %+v, %v", items, err)
	}
	w = s.get("/o/org_a" + itemPath(items[0]) + "/bestand")
	wants(t, w, http.StatusOK)
	if w.Body.String() != pdf {
		t.Errorf("the file came back as %q", w.Body)
	}
	for name, want := range map[string]string{
		"Content-Type": "application/pdf", "X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox; default-src 'none'",
		"Content-Disposition": `attachment; filename="Beleid __n.pdf"; filename*=UTF-8''Beleid%20%C3%A9%C3%A9n.pdf`, "Content-Length": fmt.Sprint(len(pdf)),
		"Cache-Control": "no-store",
	} {
		if got := w.Header().Get(name); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
	wants(t, s.get("/o/org_a"+itemPath(items[0])), http.StatusOK, "Beleid één", "Teamleider Noord", "8.5", "Geschiedenis", "Toegevoegd")
}

func TestAttachmentCannotBeBrokenOutOf(t *testing.T) {
	for _, name := range []string{"a.pdf", `a"; filename="b.html`, "a\r\nSet-Cookie: x=1.pdf", "één %41.pdf", "a\\b;c.pdf", "😀.pdf", "'a'.pdf"} {
		head := attachment(name)
		kind, params, err := mime.ParseMediaType(head)
		if err != nil || kind != "attachment" || params["filename"] != name {
			t.Errorf("attachment(%q) = %s, read as %s %q, %v", name, head, kind, params, err)
		}
		if strings.ContainsAny(head, "\r\n\x00") || !isASCII(head) {
			t.Errorf("attachment(%q) = %q holds what no header may", name, head)
		}
	}
}

func isASCII(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r < 0x20 || r > 0x7e })
}

func TestRefusedFilesComeBackInWordsAndStoreNothing(t *testing.T) {
	for _, tt := range []struct {
		name, file string
		content    io.Reader
		code       int
		says       string
	}{
		{"50 MB and one byte", "a.txt", io.LimitReader(spaces{}, evidence.MaxFile+1), 413, "groter dan 50 MB"},
		{"much more than that", "a.txt", io.LimitReader(spaces{}, maxUpload+1), 413, "groter dan 50 MB"},
		{"nothing", "a.pdf", strings.NewReader(""), 422, "Dit bestand is leeg"},
		{"no file chosen", "", strings.NewReader(""), 422, "Kies een bestand."},
		{"a page", "a.html", strings.NewReader("<script>"), 422, "Dit soort bestand kunnen wij niet aannemen"},
		{"a page named PDF", "a.pdf", strings.NewReader("<script>alert(1)</script>"), 422, "dit is geen PDF-bestand"},
		{"macros by name", "a.xlsm", strings.NewReader("PK\x03\x04"), 422, "macro"},
		{"a path as a name", "../../etc/passwd", strings.NewReader("root"), 422, "Dit soort bestand"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := newSite(t)
			form := fileForm()
			form.Set("title", `<b>"Beleid" & meer`)
			w := s.send(form, tt.file, tt.content)
			wants(t, w, tt.code, tt.says, "&lt;b&gt;&#34;Beleid&#34; &amp; meer", "Teamleider Noord", `id="file-says"`)
			if got := s.stored(); len(got) > 0 {
				t.Errorf("files were kept: %q", got)
			}
			if items, _ := s.room.Service.List(t.Context(), s.actor(), evidence.Filter{}); len(items) > 0 {
				t.Errorf("evidence was kept: %+v", items)
			}
		})
	}
}

type spaces struct{}

func (spaces) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	return len(p), nil
}

func TestAnUploadThatBreaksOffStoresNothing(t *testing.T) {
	s := newSite(t)
	body, kind := multipartBody(fileForm(), "a.pdf", strings.NewReader(pdf))
	whole, err := io.ReadAll(body)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range []int{len(whole) - 10, len(whole) - 70, len(whole) / 2, 10, 0} {
		r := httptest.NewRequest(http.MethodPost, "/o/org_a/bewijs", bytes.NewReader(whole[:n]))
		r.Header.Set("Content-Type", kind)
		w := s.do(r)
		if w.Code != http.StatusUnprocessableEntity {
			t.Errorf("an upload cut off after %d of %d bytes gets %d, want 422:\n%s", n, len(whole), w.Code, visible(w.Body.String()))
		}
	}
	if got := s.stored(); len(got) > 0 {
		t.Errorf("files were kept: %q", got)
	}
}
