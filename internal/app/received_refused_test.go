package app_test

import (
	"bytes"
	"io"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"aantoonbaar/internal/dossier"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/received"
)

// TestWhatIsNoDossierIsRefused with words, and nothing is stored.
func TestWhatIsNoDossierIsRefused(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "a.db"))
	p := s.provider(1)
	officer, home := s.signIn(p.people[identity.SecurityOfficer], true), "/o/"+string(p.id)+"/ontvangen"
	good, key, err := foreign()
	s.must(err)
	before := s.size(p.id)
	for _, tt := range []struct {
		name   string
		file   []byte
		key    string
		status int
		says   string
	}{
		{"no file", nil, "", http.StatusUnprocessableEntity, "Er kwam geen bestand aan"},
		{"0 bytes", []byte{}, "", http.StatusUnprocessableEntity, "een leeg bestand"},
		{"not a zip", []byte("%PDF-1.7 verslag"), "", http.StatusUnprocessableEntity, "Dit bestand is geen dossier"},
		{"another zip", zipped(t, "brief.txt", []byte("Beste lezer")), "", http.StatusUnprocessableEntity, "Dit bestand is geen dossier"},
		{"a bomb", deflated(t, 200<<20), "", http.StatusUnprocessableEntity, "Dit bestand is geen dossier"},
		{"names that share their bytes", shared(t, 2000, 1<<20), "", http.StatusUnprocessableEntity, "Dit bestand is geen dossier"},
		{"cut off", good[:len(good)-30], key, http.StatusUnprocessableEntity, "Dit bestand is geen dossier"},
		{"a key that is none", good, "sleutel", http.StatusUnprocessableEntity, "Dit is geen sleutel"},
	} {
		name := "dossier.zip"
		if tt.file == nil {
			name = ""
		}
		a := s.upload(home, officer, map[string]string{"key": tt.key}, name, string(tt.file))
		if a.Code != tt.status || !strings.Contains(a.Body, tt.says) || !strings.Contains(a.Body, "Er is n") {
			t.Errorf("%s: %d: %s", tt.name, a.Code, a.Body)
		}
	}
	if _, err := dossier.OriginOf(bytes.NewReader(shared(t, 20, 1000)), int64(len(shared(t, 20, 1000)))); err == nil || !strings.Contains(err.Error(), "together larger") {
		t.Errorf("names that share their bytes: %v", err)
	}
	short := dossier.Trust{Keys: []string{key}, Longest: 100}
	if r, err := short.Verify(t.Context(), bytes.NewReader(good), int64(len(good))); err != nil || r.Log != nil || !strings.Contains(dossier.Reasons(r.Problems, i18n.EN), "longer than 100 bytes") {
		t.Errorf("a list that is too long for a shared machine: %+v, %v", r, err)
	}
	if a := s.ask(http.MethodPost, home+"/bewaren", officer, "carried=aGFsbG8%3D"); a.Code != http.StatusUnprocessableEntity {
		t.Errorf("a preview that is none: %d", a.Code)
	}
	if after := s.size(p.id); after != before {
		t.Errorf("%d entries were written", after-before)
	}
	left, err := filepath.Glob(filepath.Join(s.Config.Data, ".received-*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// TestWhoSendsSlowlyKeepsNobodyElseWaiting: two uploads of one organisation at a time,
// and those of others go on.
func TestWhoSendsSlowlyKeepsNobodyElseWaiting(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "a.db"))
	p, q := s.provider(1), s.provider(2)
	var all sync.WaitGroup
	var slow []*io.PipeWriter
	for range 2 {
		r, w := io.Pipe()
		slow = append(slow, w)
		all.Go(func() {
			_, err := p.Received.Check(p.ctx(), p.by(identity.Contributor), received.Upload{Name: "d.zip", Content: r})
			if !isFault(err, "received.cut-off") {
				t.Errorf("an upload that broke off: %v", err)
			}
		})
		_, err := w.Write([]byte("PK")) // whoever reads has a place
		s.must(err)
	}
	if _, err := p.look(p.by(identity.Contributor)); fault.KindOf(err) != fault.Overload {
		t.Errorf("a third of the same organisation: %v", err)
	}
	if _, err := q.look(q.by(identity.Contributor)); err != nil {
		t.Errorf("of another organisation: %v", err)
	}
	for _, w := range slow {
		s.must(w.CloseWithError(io.ErrUnexpectedEOF))
	}
	all.Wait()
	if _, err := p.look(p.by(identity.Contributor)); err != nil {
		t.Errorf("when there is room again: %v", err)
	}
}

// TestTwoChecksAtATime: of what arrived a third is asked to wait, of whichever
// organisation, and may when one is done.
func TestTwoChecksAtATime(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "a.db"))
	p, q := s.provider(1), s.provider(2)
	name, begun, done := s.Received.NewID, make(chan struct{}), make(chan struct{})
	s.Received.NewID = func(prefix string) string { // asked for halfway a check
		begun <- struct{}{}
		<-done
		return name(prefix)
	}
	var all sync.WaitGroup
	for range 2 {
		all.Go(func() {
			if _, err := p.look(p.by(identity.Contributor)); err != nil {
				t.Errorf("one of two: %v", err)
			}
		})
		<-begun
	}
	if _, err := q.look(q.by(identity.Contributor)); fault.KindOf(err) != fault.Overload {
		t.Errorf("a third: %v", err)
	}
	close(done)
	all.Wait()
	s.Received.NewID = name
	if _, err := q.look(q.by(identity.Contributor)); err != nil {
		t.Errorf("when there is room again: %v", err)
	}
}

// TestADossierOfWhatCanBeNoNameIsRefused with words: the name goes into an index.
func TestADossierOfWhatCanBeNoNameIsRefused(t *testing.T) {
	each(t, func(s *site) {
		p := s.provider(1)
		good, _, err := foreign()
		s.must(err)
		for _, origin := range []string{"a\x00b", "a\xffb", strings.Repeat("x/", 3000), "", "a b"} {
			file := replaced(s.T, good, dossier.CheckpointName, []byte(origin+"\n5\nxx\n"))
			if _, err := p.Received.Check(p.ctx(), p.by(identity.Contributor), received.Upload{Name: "d.zip", Content: bytes.NewReader(file)}); !isFault(err, "received.no-dossier") {
				s.Errorf("%.20q: %.200v", origin, err)
			}
		}
	})
}

// TestAPreviewIsOfOnePersonOnly: what one looked at nobody else can keep.
func TestAPreviewIsOfOnePersonOnly(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "a.db"))
	p, q := s.provider(1), s.provider(2)
	c, err := p.look(p.by(identity.Contributor))
	s.must(err)
	for _, by := range []identity.Actor{p.by(identity.SecurityOfficer), q.by(identity.Contributor)} {
		if _, err := p.Received.Keep(p.ctx(), by, c.Carried, ""); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s of %s: %v", by.Role, by.Org, err)
		}
	}
	if _, err := p.Received.Keep(p.ctx(), p.by(identity.Contributor), c.Carried, strings.Repeat("x", received.MaxRemark+1)); fault.KindOf(err) != fault.Invalid {
		t.Errorf("a remark that is too long: %v", err)
	}
	if _, err := p.Received.Keep(p.ctx(), p.by(identity.Contributor), c.Carried, "goed"); err != nil {
		t.Errorf("who looked: %v", err)
	}
}

// TestWhatACheckFoundIsSaidInTheReadersLanguage: of claims and of the file as a whole,
// before it is kept and after.
func TestWhatACheckFoundIsSaidInTheReadersLanguage(t *testing.T) {
	each(t, func(s *site) {
		from, to := s.provider(1), s.provider(2)
		file := from.give()
		at := bytes.Index(file, []byte("Klaar"))
		if at < 0 {
			at = len(file) / 2
		}
		bad := bytes.Clone(file)
		bad[at] ^= 1
		officer := s.signIn(to.people[identity.SecurityOfficer], true)
		home := "/o/" + string(to.id) + "/ontvangen"
		for _, tt := range []struct {
			file                []byte
			lang, says, foreign string
		}{
			{file, "", "er is geen openbare sleutel opgegeven", "no public key was given"},
			{file, "/en", "no public key was given", "er is geen openbare sleutel opgegeven"},
			{bad, "", "is niet het bestand dat werd ingepakt", "is not the file that was packed"},
			{bad, "/en", "is not the file that was packed", "is niet het bestand dat werd ingepakt"},
		} {
			a := s.upload(tt.lang+home, officer, nil, "d.zip", string(tt.file))
			if a.Code != http.StatusOK || !strings.Contains(a.Body, tt.says) || strings.Contains(a.Body, tt.foreign) {
				s.Errorf("%q %d: %q is not said in its language: %s", tt.lang, a.Code, tt.says, a.Body)
			}
		}
		kept := to.gets(bad, "")
		if len(kept.Problems) == 0 || slices.Equal(kept.ProblemsIn(i18n.NL), kept.ProblemsIn(i18n.EN)) {
			s.Errorf("kept are %q and %q", kept.Problems, kept.Dutch)
		}
		old := received.Received{Problems: []string{"it differs"}}
		if got := old.ProblemsIn(i18n.NL); len(got) != 1 || got[0] != "it differs" {
			s.Errorf("of an older one = %q", got)
		}
	})
}
