package app_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"aantoonbaar/internal/app"
	"aantoonbaar/internal/blob"
	"aantoonbaar/internal/blob/blobtest"
	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/identity"
)

// bucketed opens the whole program with its files in a bucket that keeps versions.
func bucketed(t *testing.T) (*site, *blobtest.Bucket) {
	t.Helper()
	b := blobtest.New(t)
	b.Keep()
	c := setup(t, filepath.Join(t.TempDir(), "a.db"))
	c.Bucket, c.BucketRegion, c.BucketKey = b.Address, b.Region, b.Key
	return start(t, c), b
}

// place is the bucket on the command line.
func place(address string, b *blobtest.Bucket) []string {
	return []string{"--evidence-bucket", address, "--evidence-bucket-region", b.Region, "--evidence-bucket-key", b.Key}
}

// TestEvidenceInABucket adds, reads, checks, rotates, backs up, puts back and
// erases, with the files in a bucket.
func TestEvidenceInABucket(t *testing.T) {
	s, b := bucketed(t)
	p := s.provider(1)
	it := p.piece("een bestand", evidence.FileForm)
	run := func(want int, says string, args ...string) {
		t.Helper()
		if code, said := s.command("", append(args, place(b.Address, b)...)...); code != want || !strings.Contains(said, says) {
			t.Errorf("%v = %d, want %d and %q: %s", args, code, want, says, said)
		}
	}
	sealed := func(data string) int {
		t.Helper()
		all, err := filepath.Glob(filepath.Join(data, "evidence", "*", "sealed", "*", "*"))
		s.must(err)
		return len(all)
	}
	if n := sealed(s.Config.Data); n > 0 || len(b.Names()) != 2 {
		t.Errorf("%d files are in the folder, and in the bucket %q; want two there", n, b.Names())
	}
	secret := s.signIn(p.people[identity.Reader], true)
	file := "/o/" + string(p.id) + "/bewijs/" + string(it.ID) + "/bestand"
	if a := s.ask(http.MethodGet, file, secret, ""); a.Code != http.StatusOK || !strings.HasPrefix(a.Body, "Verslag over een bestand\n") {
		t.Errorf("the file = %d, %.40q", a.Code, a.Body)
	}
	run(0, "2 files are whole", "keys", "check")
	run(0, "The keys of 1 organisations", "keys", "rotate")
	run(0, "Files lie in "+b.Address+"; 0 still in the data folder", "keys", "list")
	run(0, "2 files are whole", "keys", "check")

	s.must(s.SealAll(s.ctx()))
	backup, to := filepath.Join(t.TempDir(), "backup"), t.TempDir()
	run(0, "2 files of evidence open", "backup", "--keys", backup)
	if code, said := s.command(to, append([]string{"restore", backup}, place(b.Address, b)...)...); code != 0 || !strings.Contains(said, "the server moves them to") {
		t.Errorf("restore = %d: %s", code, said)
	}
	if n := sealed(to); n != 2 {
		t.Errorf("put back are %d files, want 2", n)
	}
	if code, said := s.command(to, "keys", "check"); code != 0 || !strings.Contains(said, "2 files are whole") {
		t.Errorf("keys check of what was put back = %d: %s", code, said)
	}

	s.must(p.Evidence.Erase(s.ctx(), p.by(identity.Administrator), it.ID, evidence.Erasure{Ground: evidence.Unlawful, Because: "Gegevens van een cliënt"}))
	if got := b.Names(); len(got) != 1 {
		t.Errorf("after it was erased the bucket holds %q", got)
	}
	run(0, "1 files are whole", "keys", "check")
}

// TestTheProgramStaysUpWithoutItsBucket: files are refused in words, everything
// else works, and what was erased meanwhile goes when the bucket is back.
func TestTheProgramStaysUpWithoutItsBucket(t *testing.T) {
	s, b := bucketed(t)
	p := s.provider(1)
	it, second := p.piece("een bestand", evidence.FileForm), p.piece("nog een bestand", evidence.FileForm)
	c := s.Config
	c.Bucket = strings.Replace(c.Bucket, strings.Split(c.Bucket, "/")[2], "127.0.0.1:1", 1) // where nobody listens
	away := start(t, c)
	secret := s.signIn(p.people[identity.Administrator], true)
	org := "/o/" + string(p.id)
	a := away.ask(http.MethodGet, org+"/bewijs/"+string(it.ID)+"/bestand", secret, "")
	if a.Code != http.StatusServiceUnavailable || !strings.Contains(a.Body, "niet bereikbaar") {
		t.Errorf("the file = %d, %s", a.Code, a.Body)
	}
	for _, page := range []string{"", "/bewijs", "/bewijs/" + string(it.ID)} {
		if a := away.ask(http.MethodGet, org+page, secret, ""); a.Code != http.StatusOK {
			t.Errorf("%s = %d", page, a.Code)
		}
	}
	before, names := s.size(p.id), len(b.Names())
	_, err := away.Evidence.Add(s.ctx(), p.by(identity.Administrator), evidence.Item{Form: evidence.FileForm, Kind: framework.Operation, VouchedBy: "Ik", File: evidence.File{Name: "a.txt"}, SpeaksFrom: midnight(s.clock()), ValidUntil: midnight(s.clock()), Requirements: []string{p.requirement}}, strings.NewReader("Verslag"))
	if fault.KindOf(err) != fault.Overload {
		t.Errorf("Add = %v, want a refusal", err)
	}
	a = away.upload(org+"/bewijs", secret, map[string]string{"form": "file", "kind": "design", "vouched_by": "Teamleider Noord", "speaks_from": "1-3-2026"}, "a.txt", "Verslag")
	if a.Code != http.StatusServiceUnavailable || !strings.Contains(a.Body, "niet bereikbaar") || !strings.Contains(a.Body, "Teamleider Noord") {
		t.Errorf("the form with a file = %d, without what was wrong or what was typed: %s", a.Code, a.Body)
	}
	if s.size(p.id) != before || len(b.Names()) != names {
		t.Error("a refused file left something")
	}
	if log := away.log.String(); !strings.Contains(log, "files of evidence are out of reach") || !strings.Contains(log, "127.0.0.1:1") {
		t.Errorf("the operator reads nothing of it: %s", log)
	}
	for i, it := range []evidence.Item{it, second} {
		logged := strings.Count(away.log.String(), blob.ErrAway.Error())
		s.must(away.Evidence.Erase(s.ctx(), p.by(identity.Administrator), it.ID, evidence.Erasure{Ground: evidence.Unlawful, Because: "Gegevens van een cliënt"}))
		if left, err := s.Evidence.Store.Leftovers(s.ctx(), p.id); err != nil || len(left) != i+1 || len(b.Names()) != names {
			t.Errorf("erased without the bucket, %d files are still to go, %v", len(left), err)
		}
		if n := strings.Count(away.log.String(), blob.ErrAway.Error()) - logged; n != 1 {
			t.Errorf("with %d files to go the bucket was asked %d times, and it was away the first time", i+1, n)
		}
	}
	s.must(s.Evidence.Sweep(s.ctx(), p.by(identity.Administrator)))
	if left, err := s.Evidence.Store.Leftovers(s.ctx(), p.id); err != nil || len(left) != 0 || len(b.Names()) != names-2 {
		t.Errorf("with the bucket back, %d files are still to go, %v", len(left), err)
	}
	if code, said := s.command("", append([]string{"keys", "check"}, place(c.Bucket, b)...)...); code == 0 || !strings.Contains(said, "stopped after 0 whole files") {
		t.Errorf("keys check without the bucket = %d: %s", code, said)
	}
}

// TestServeLooksAtTheBucketFirst, and does not start with one that is public. One
// that does not answer is no reason not to start.
func TestServeLooksAtTheBucketFirst(t *testing.T) {
	b := blobtest.New(t)
	data := t.TempDir()
	serve := func(address string) (int, string) {
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		var said written
		out := writer(func(text []byte) (int, error) {
			if strings.Contains(string(text), "listens on") {
				stop()
			}
			return said.Write(text)
		})
		args := append([]string{"serve", "--database", filepath.Join(data, "a.db"), "--data", data, "--listen", "127.0.0.1:0"}, place(address, b)...)
		return app.Main(ctx, args, out, &said), said.String()
	}
	half := setup(t, filepath.Join(data, "half.db"))
	half.Bucket = b.Address
	if _, err := app.Open(t.Context(), half, time.Now, slog.New(slog.DiscardHandler)); err == nil || !strings.Contains(err.Error(), "go together") {
		t.Errorf("Open with a bucket and no access key = %v", err)
	}
	folder := filepath.Join(data, "evidence", "org_a", "sealed", "5f")
	if err := errors.Join(os.MkdirAll(folder, 0o700), os.WriteFile(filepath.Join(folder, "5f00"), []byte("van voor de bucket"), 0o600)); err != nil {
		t.Fatal(err)
	}
	if code, said := serve("http://127.0.0.1:1/" + b.Name); code != 0 || !strings.Contains(said, "does not answer; until it does") {
		t.Errorf("serve without its bucket = %d: %s", code, said)
	}
	if code, said := serve(b.Address); code != 0 {
		t.Errorf("serve = %d: %s", code, said)
	}
	b.Allow(`"s3:GetObject"`)
	if code, said := serve(b.Address); code != 1 || !strings.Contains(said, "is public") || strings.Contains(said, "listens on") {
		t.Errorf("serve with a public bucket = %d: %s", code, said)
	}
	if code, said := serve(strings.Replace(b.Address, b.Name, "bestaat-niet", 1)); code != 1 || !strings.Contains(said, "not fit for evidence") {
		t.Errorf("serve with a bucket that is not there = %d: %s", code, said)
	}
}

// upload sends a form with a file as a browser would.
func (s *site) upload(path, secret string, form map[string]string, name, content string) *answer {
	s.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for field, value := range form {
		s.must(w.WriteField(field, value))
	}
	file, err := w.CreateFormFile("file", name)
	s.must(err)
	_, err = file.Write([]byte(content))
	s.must(errors.Join(err, w.Close()))
	r := httptest.NewRequestWithContext(s.ctx(), http.MethodPost, origin+path, &body)
	r.Header.Set("Content-Type", w.FormDataContentType())
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.AddCookie(&http.Cookie{Name: "zitting", Value: secret})
	return s.send(r)
}

type writer func([]byte) (int, error)

// Write implements [io.Writer].
func (w writer) Write(p []byte) (int, error) { return w(p) }
