package app_test

import (
	"bytes"
	"html"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/incident/indicator"
)

var handedOn = regexp.MustCompile(`name="file" value="([^"]*)"`)

// uploads sends a form with a file.
func (s *site) uploads(path, secret, name string, file io.Reader) *answer {
	s.Helper()
	from, to := io.Pipe()
	w := multipart.NewWriter(to)
	go func() {
		part, err := w.CreateFormFile("file", name)
		if err == nil {
			_, err = io.Copy(part, file)
		}
		_ = w.Close()
		_ = to.CloseWithError(err)
	}()
	r := httptest.NewRequestWithContext(s.ctx(), http.MethodPost, origin+path, from)
	r.Header.Set("Content-Type", w.FormDataContentType())
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.AddCookie(&http.Cookie{Name: "zitting", Value: secret})
	return s.send(r)
}

// TestTracesComeAsAFileAndGoAsOne imports a bundle with a preview, changes a trace, takes
// one out, and exports what is left.
func TestTracesComeAsAFileAndGoAsOne(t *testing.T) {
	each(t, func(s *site) {
		p := s.provider(1)
		i := p.gone()
		secret := s.signIn(p.people[identity.SecurityOfficer], true)
		at := "/o/" + string(p.id) + "/incidenten/" + string(i.ID) + "/sporen"
		const bundle = `{"type":"bundle","id":"bundle--1","objects":[
			{"type":"indicator","id":"indicator--1","pattern_type":"stix","pattern":"[domain-name:value = 'evil.example']","object_marking_refs":["marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421"]},
			{"type":"indicator","id":"indicator--2","pattern_type":"stix","pattern":"[url:value LIKE '%x%']"},
			{"type":"ipv4-addr","id":"ipv4-addr--1","value":"198.51.100.7"}]}`
		size := p.size()
		preview := s.uploads(at+"/inlezen", secret, "z-cert.json", strings.NewReader(bundle))
		for _, want := range []string{"2 sporen gelezen", "evil[.]example", "TLP:AMBER", "Er is nog niets opgeslagen", "dit patroon zegt meer"} {
			if preview.Code != 200 || !strings.Contains(preview.Body, want) {
				s.Errorf("the preview = %d without %q", preview.Code, want)
			}
		}
		if p.size() != size {
			s.Error("a preview stored something")
		}
		back := html.UnescapeString(handedOn.FindStringSubmatch(preview.Body)[1])
		if !strings.Contains(preview.Body, `name="from" value="z-cert.json"`) {
			s.Error("the preview does not carry the name of the file")
		}
		take := func() *answer { return s.uploads(at+"/inlezen/opslaan", secret, "", strings.NewReader(back)) }
		if a := take(); a.Code != http.StatusSeeOther || p.size() != size+1 {
			s.Fatalf("storing = %d with %d entries: %.500s", a.Code, p.size()-size, a.Body)
		}
		if a := take(); a.Code != http.StatusSeeOther || p.size() != size+1 {
			s.Errorf("storing once more = %d with %d entries", a.Code, p.size()-size)
		}
		if a := s.ask(http.MethodPost, at, secret, "value=hxxps%3A%2F%2Fevil%5B.%5Dexample%2Fa&tlp=red&confidence=90"); a.Code != http.StatusSeeOther {
			s.Errorf("adding one = %d", a.Code)
		}
		if a := s.ask(http.MethodPost, at, secret, "value=zomaar+iets"); a.Code != http.StatusUnprocessableEntity {
			s.Errorf("adding nothing = %d", a.Code)
		}
		ip := indicator.Indicator{Kind: indicator.IPv4, Value: "198.51.100.7"}
		if a := s.ask(http.MethodPost, at+"/"+ip.Key()+"/weg", secret, "reason=ons+eigen+adres"); a.Code != http.StatusSeeOther {
			s.Errorf("taking out = %d", a.Code)
		}
		page := s.ask(http.MethodGet, at, secret, "").Body
		if !strings.Contains(page, "hxxps://evil[.]example/a") || strings.Contains(page, "https://evil.example/a") || !strings.Contains(page, "<s>198[.]51[.]100[.]7</s>: ons eigen adres") {
			s.Error("the list does not say what it should")
		}
		if found := s.ask(http.MethodGet, at+"?q=evil.example%2Fa", secret, "").Body; strings.Contains(found, ">evil[.]example<") {
			s.Error("a search finds what does not match")
		}
		size = p.size()
		for as, ext := range map[string]string{"csv": "csv", "stix": "json"} {
			a := s.ask(http.MethodPost, at+"/bestand", secret, "as="+as)
			r, err := indicator.Read(s.ctx(), "x", strings.NewReader(a.Body))
			if a.Code != 200 || err != nil || len(r.Found) != 2 || !strings.Contains(a.Header.Get("Content-Disposition"), "sporen-INC-2026-") || !strings.Contains(a.Header.Get("Content-Disposition"), "."+ext) {
				s.Errorf("%s = %d, %v, %v", ext, a.Code, r.Found, err)
			}
		}
		if a := s.ask(http.MethodPost, at+"/bestand", secret, "as=pdf"); a.Code != http.StatusUnprocessableEntity || p.size() != size+2 {
			s.Errorf("a file of another kind = %d, with %d entries of two files", a.Code, p.size()-size)
		}
		if book := s.ask(http.MethodGet, "/o/"+string(p.id)+"/logboek", secret, "").Body; strings.Count(book, "sporen van een aanval als bestand meegenomen") < 2 {
			s.Error("the journal does not tell who took them out")
		}
	})
}

// TestTwoFormsOfOneTrace opens the form of a trace twice: what the first one stored is
// not lost to the second, which then shows it.
func TestTwoFormsOfOneTrace(t *testing.T) {
	each(t, func(s *site) {
		p := s.provider(1)
		secret := s.signIn(p.people[identity.SecurityOfficer], true)
		at := "/o/" + string(p.id) + "/incidenten/" + string(p.incident) + "/sporen/" + p.traced().Key()
		opened := regexp.MustCompile(`name="version" value="(\d+)"`)
		version := func(a *answer) string {
			if m := opened.FindStringSubmatch(a.Body); m != nil {
				return "&version=" + m[1]
			}
			return ""
		}
		both := version(s.ask(http.MethodGet, at, secret, ""))
		s.at(s.clock().Add(time.Minute))
		wrong := s.ask(http.MethodPost, at, secret, "tlp=red&confidence=500"+both)
		if wrong.Code != http.StatusUnprocessableEntity || version(wrong) != both {
			s.Errorf("a wrong form = %d, of %s", wrong.Code, version(wrong))
		}
		if a := s.ask(http.MethodPost, at, secret, "tlp=red&note=niet+doorgeven"+both); a.Code != http.StatusSeeOther {
			s.Errorf("the first form = %d", a.Code)
		}
		size := p.size()
		for _, form := range []string{"", both} {
			a := s.ask(http.MethodPost, at, secret, "tlp=amber&source=Z-CERT"+form)
			if a.Code != http.StatusConflict || !strings.Contains(a.Body, "niet doorgeven") || !strings.Contains(a.Body, "Uw wijziging is niet opgeslagen") || version(a) == both {
				s.Errorf("the second form, of %q = %d: %.500s", form, a.Code, a.Body)
			}
		}
		if now := p.trace(); now.TLP != indicator.Red || now.Note != "niet doorgeven" || p.size() != size {
			s.Errorf("it is now %+v", now)
		}
		again := version(s.ask(http.MethodGet, at, secret, ""))
		if a := s.ask(http.MethodPost, at, secret, "tlp=red&note=niet+doorgeven&source=Z-CERT"+again); a.Code != http.StatusSeeOther || p.trace().Source != "Z-CERT" {
			s.Errorf("once more = %d", a.Code)
		}
	})
}

// TestALargePreviewComesBack sends what no preview gave: nothing of it is stored, and the
// answer does not go through all of it.
func TestALargePreviewComesBack(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "a.db"))
	p := s.provider(1)
	secret := s.signIn(p.people[identity.SecurityOfficer], true)
	at := "/o/" + string(p.id) + "/incidenten/" + string(p.incident) + "/sporen/inlezen/opslaan"
	size := p.size()
	for name, form := range map[string]string{
		"one that is not whole":   `[{"kind":"domain","value":"evil.example"}`,
		"one with more behind it": `[{"kind":"domain","value":"evil.example"}]{}`,
		"five thousand of none":   `[{}` + strings.Repeat(`,{}`, 4999) + `]`,
		"more than there may be":  `[{}` + strings.Repeat(`,{}`, 100_000) + `]`,
		"none":                    `[]`,
		"something else entirely": `[[[`,
	} {
		a := s.uploads(at, secret, "", strings.NewReader(form))
		if a.Code != http.StatusUnprocessableEntity || len(a.Body) > 100_000 || p.size() != size {
			t.Errorf("%s = %d of %d bytes, %d entries", name, a.Code, len(a.Body), p.size()-size)
		}
	}
}

// TestAFileOf200MBIsRefused sends one, and looks whether the incident is as it was.
func TestAFileOf200MBIsRefused(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "a.db"))
	p := s.provider(1)
	secret := s.signIn(p.people[identity.SecurityOfficer], true)
	at := "/o/" + string(p.id) + "/incidenten/" + string(p.incident) + "/sporen"
	object := []byte(`{"type":"domain-name","value":"evil.example","x":"` + strings.Repeat("x", 1000) + `"},`)
	sent := &counted{}
	file := io.MultiReader(strings.NewReader(`{"type":"bundle","objects":[`), io.LimitReader(io.TeeReader(endless(object), sent), 200<<20))
	before, size := s.ask(http.MethodGet, at, secret, "").Body, p.size()
	a := s.uploads(at+"/inlezen", secret, "groot.json", file)
	if a.Code != http.StatusRequestEntityTooLarge || !strings.Contains(a.Body, "groter dan 20 MB") || !strings.Contains(a.Body, "Er is niets opgeslagen") {
		t.Errorf("200 MB = %d: %.800s", a.Code, a.Body)
	}
	if after := s.ask(http.MethodGet, at, secret, "").Body; unnumbered(after) != unnumbered(before) || p.size() != size {
		t.Error("something changed")
	}
	if sent.n > 32<<20 {
		t.Errorf("%d bytes were taken in", sent.n)
	}
}

type counted struct{ n int64 }

func (c *counted) Write(p []byte) (int, error) {
	c.n += int64(len(p))
	return len(p), nil
}

// endless repeats what it is.
type endless []byte

func (e endless) Read(p []byte) (int, error) {
	n := len(p) / len(e) * len(e)
	if n == 0 {
		return 0, io.ErrShortBuffer
	}
	copy(p, bytes.Repeat(e, n/len(e)))
	return n, nil
}
