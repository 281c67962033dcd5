package app_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"aantoonbaar/internal/app"
	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/dossier"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
)

// TestADossierIsTakenAndChecked goes the whole way on both engines: asked for on
// the page, taken, checked by the command, and by the second program.
func TestADossierIsTakenAndChecked(t *testing.T) {
	each(t, func(s *site) {
		p := s.provider(1)
		officer := s.signIn(p.people[identity.SecurityOfficer], true)
		page := "/o/" + string(p.id) + "/dossier"
		if a := s.ask(http.MethodPost, page, officer, "for=&files=yes"); a.Code != http.StatusUnprocessableEntity || !strings.Contains(a.Body, "voor wie") {
			s.Errorf("without a receiver: %d", a.Code)
		}
		size := s.size(p.id)
		for _, files := range []string{"yes", "no"} {
			form := url.Values{"for": {p.mark("receiver")}, "files": {files}}
			if a := s.ask(http.MethodPost, page, officer, form.Encode()); a.Code != http.StatusSeeOther {
				s.Fatalf("POST = %d: %s", a.Code, a.Body)
			}
		}
		if a := s.ask(http.MethodGet, page, officer, ""); strings.Count(a.Body, p.mark("receiver")) != 2 {
			s.Error("the page does not list both dossiers")
		}
		with := s.take(page, officer, size, "?bestanden=ja")
		s.checked(with, 0)
		s.checked(s.take(page, officer, size, ""), 3)
		if again := s.take(page, officer, size, "?bestanden=ja"); !bytes.Equal(with, again) {
			s.Error("taken again, the dossier is another file")
		}
		if a := s.ask(http.MethodGet, page+"/"+strings.Repeat("9", 30), officer, ""); a.Code != http.StatusNotFound {
			s.Errorf("a size that is none: %d", a.Code)
		}
	})
}

// TestADossierIsReckonedOnTheDayItIsMade makes one before evidence expires and one
// after it, with no change in between. Taken later, the first is still what it was.
func TestADossierIsReckonedOnTheDayItIsMade(t *testing.T) {
	each(t, func(s *site) {
		p := s.provider(1)
		by, page := p.by(identity.Administrator), "/o/"+string(p.id)+"/dossier"
		pic, err := p.Assessment.Picture(p.ctx(), by)
		s.must(err)
		a := pic.Answer(p.Content.Find(p.requirement))
		a.Operation = a.Design
		_, err = p.Assessment.Save(p.ctx(), by, a)
		s.must(err)
		made := func() (int64, []byte) {
			m, err := p.Dossier.Make(p.ctx(), by, dossier.Request{For: "de inspectie"})
			s.must(err)
			return m.Size, s.take(page, s.signIn(p.people[identity.Administrator], true), m.Size, "")
		}
		inPlace := func(file []byte) string {
			return regexp.MustCompile(assessment.InPlace.Name().NL + `</th><td class="number">([0-9]+)`).FindStringSubmatch(inside(s.T, file, "rapport.html"))[1]
		}
		size, before := made()
		s.at(p.clock().AddDate(0, 2, 0))
		_, after := made()
		if inPlace(before) != "1" || inPlace(after) != "0" {
			s.Errorf("in place before evidence expired %s, after it %s; want 1 and 0", inPlace(before), inPlace(after))
		}
		if !strings.Contains(inside(s.T, after, "rapport.html"), "De stand op "+i18n.NL.Day(midnight(p.clock()))) {
			s.Error("the report does not say on which day it is reckoned")
		}
		if again := s.take(page, s.signIn(p.people[identity.Administrator], true), size, ""); !bytes.Equal(before, again) {
			s.Error("taken two months later, the dossier is another file")
		}
		s.checked(after, 3) // without the files
	})
}

// inside is a file in a dossier.
func inside(t testing.TB, file []byte, name string) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	text, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestADossierHoldsTheReportToRead, in both languages, beside the document that was
// signed.
func TestADossierHoldsTheReportToRead(t *testing.T) {
	s := open(t, t.TempDir()+"/a.db")
	p := s.provider(1)
	id := p.reported()
	r := p.fileOf(id).Reports[0]
	m, err := p.Dossier.Make(p.ctx(), p.by(identity.Administrator), dossier.Request{For: "de inspectie"})
	s.must(err)
	file := s.take("/o/"+string(p.id)+"/dossier", s.signIn(p.people[identity.Administrator], true), m.Size, "")
	for lang, words := range map[i18n.Lang]string{i18n.NL: "Getoetst in de praktijk", i18n.EN: "Tested in practice"} {
		page := inside(t, file, dossier.ReadablePath(r.SHA256, lang))
		for _, want := range []string{words, r.SHA256, `lang="` + string(lang) + `"`, p.mark("firm"), p.mark("criteria"), p.mark("planned"), p.mark("found"), p.mark("response"), p.mark("seen"), p.mark("conclusion"), p.mark("tie")} {
			if !strings.Contains(page, want) {
				t.Errorf("the page in %s misses %q", lang, want)
			}
		}
		if !strings.Contains(inside(t, file, lang.T("rapport.html", "report.html")), dossier.ReadablePath(r.SHA256, lang)) {
			t.Errorf("the dossier’s own page does not lead to the one in %s", lang)
		}
	}
}

// take downloads a dossier.
func (s *site) take(page, secret string, size int64, query string) []byte {
	s.Helper()
	path, _ := json.Marshal(size)
	a := s.ask(http.MethodGet, page+"/"+string(path)+query, secret, "")
	if a.Code != http.StatusOK || a.Header.Get("Content-Type") != "application/zip" || !strings.HasPrefix(a.Header.Get("Content-Disposition"), "attachment;") {
		s.Fatalf("GET %s = %d %v", query, a.Code, a.Header)
	}
	return []byte(a.Body)
}

// checked runs both programs over a dossier; code is what ours should end with.
func (s *site) checked(file []byte, code int) {
	s.Helper()
	dir := s.TempDir()
	path := filepath.Join(dir, "dossier.zip")
	s.must(os.WriteFile(path, file, 0o600))
	var out, complaints strings.Builder
	got := app.Main(s.ctx(), []string{"verify", path, "--key", s.Signer.Public(), "--json", "--html", filepath.Join(dir, "page.html")}, &out, &complaints)
	var r dossier.Report
	s.must(json.Unmarshal([]byte(out.String()), &r))
	if got != code || len(r.Problems) > 0 || r.Count(dossier.Contradicted) > 0 || r.Count(dossier.Proven) < 5 {
		s.Errorf("verify = %d, want %d: %s%s", got, code, out.String(), complaints.String())
	}
	page, err := os.ReadFile(filepath.Join(dir, "page.html"))
	s.must(err)
	if n := bytes.Count(page, []byte(`class="mark proven"`)); n < r.Count(dossier.Proven)-1 { // the profile has no line of its own
		s.Errorf("the page marks %d claims as proven, of %d", n, r.Count(dossier.Proven))
	}
	said, err := exec.CommandContext(s.ctx(), "node", "../../docs/verify/dossier.mjs", path, s.Signer.Public()).CombinedOutput()
	if err != nil || !strings.Contains(string(said), "the log part holds") {
		s.Errorf("the second program: %v: %s", err, said)
	}
}

// node runs the second program over a dossier.
func (s *site) node(path string, keys ...string) (code int, said string) {
	s.Helper()
	out, err := exec.CommandContext(s.ctx(), "node", append([]string{"../../docs/verify/dossier.mjs", path}, keys...)...).CombinedOutput()
	var ended *exec.ExitError
	if err != nil && !errors.As(err, &ended) {
		s.Fatal(err)
	}
	if ended != nil {
		code = ended.ExitCode()
	}
	return code, string(out)
}

// TestBothProgramsFindTheSameTampering flips a bit in every file of a dossier.
func TestBothProgramsFindTheSameTampering(t *testing.T) {
	s := open(t, t.TempDir()+"/a.db")
	p := s.provider(1)
	size := s.size(p.id)
	_, err := p.Dossier.Make(p.ctx(), p.by(identity.Administrator), dossier.Request{For: "de beoordelaar", Files: true})
	s.must(err)
	whole := s.take("/o/"+string(p.id)+"/dossier", s.signIn(p.people[identity.Administrator], true), size, "?bestanden=ja")
	z, err := zip.NewReader(bytes.NewReader(whole), int64(len(whole)))
	s.must(err)
	path := filepath.Join(t.TempDir(), "dossier.zip")
	seen := map[string]bool{}
	for _, f := range z.File {
		folder, _, _ := strings.Cut(f.Name, "/")
		at, err := f.DataOffset()
		s.must(err)
		if seen[folder] && folder == "proofs" || f.UncompressedSize64 == 0 {
			continue
		}
		seen[folder] = true
		bad := bytes.Clone(whole)
		bad[at+int64(f.UncompressedSize64)/2] ^= 1
		s.must(os.WriteFile(path, bad, 0o600))
		var out, complaints strings.Builder
		if code := app.Main(s.ctx(), []string{"verify", path, "--key", s.Signer.Public()}, &out, &complaints); code != 4 && code != 1 {
			t.Errorf("a bit flipped in %s: verify ends with %d", f.Name, code)
		}
		if said, err := exec.CommandContext(s.ctx(), "node", "../../docs/verify/dossier.mjs", path, s.Signer.Public()).CombinedOutput(); err == nil {
			t.Errorf("a bit flipped in %s: the second program says %s", f.Name, said)
		}
	}
	if !seen["assessments"] {
		t.Error("the dossier holds no signed report of an assessment")
	}
	first, last := z.File[0], z.File[len(z.File)-1]
	begins, err := first.DataOffset()
	s.must(err)
	ends, err := last.DataOffset()
	s.must(err)
	s.flipLists(whole, path, begins, ends+int64(last.UncompressedSize64))
}

// flipLists flips bits in what is no content of any file: the header of the first one,
// and what stands behind the last one, where the list begins; and the end.
func (s *site) flipLists(whole []byte, path string, begins, ends int64) {
	s.Helper()
	var places []int
	for at := range int(begins) {
		places = append(places, at)
	}
	for at := int(ends); at < int(ends)+16+46; at++ {
		places = append(places, at)
	}
	for at := len(whole) - 22; at < len(whole); at++ {
		places = append(places, at)
	}
	for i := 0; i < len(places); i += 3 {
		bad := bytes.Clone(whole)
		bad[places[i]] ^= 1 << (i % 8)
		s.must(os.WriteFile(path, bad, 0o600))
		if said, err := exec.CommandContext(s.ctx(), "node", "../../docs/verify/dossier.mjs", path, s.Signer.Public()).CombinedOutput(); err == nil {
			s.Errorf("a bit flipped at %d of %d: the second program says %s", places[i], len(whole), said)
		}
		if code, said := s.command("", "verify", path, "--key", s.Signer.Public()); code != 4 && code != 1 {
			s.Errorf("a bit flipped at %d of %d: verify ends with %d: %s", places[i], len(whole), code, said)
		}
	}
	s.must(os.WriteFile(path, whole, 0o600))
	if said, err := exec.CommandContext(s.ctx(), "node", "../../docs/verify/dossier.mjs", path, s.Signer.Public()).CombinedOutput(); err != nil {
		s.Errorf("the whole file: %v: %s", err, said)
	}
}

func TestAnEntryForNobodyIsNotWritten(t *testing.T) {
	s := open(t, t.TempDir()+"/a.db")
	nobody := s.newOrg()
	if _, err := s.Dossier.Make(s.ctx(), identity.OperatorActor(nobody), dossier.Request{For: "iemand"}); err == nil {
		t.Error("Make made a dossier of an organisation that is not there")
	}
	if n := s.size(nobody); n != 0 {
		t.Errorf("its journal has %d entries", n)
	}
}
