package app_test

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"aantoonbaar/internal/anchor"
	"aantoonbaar/internal/anchor/anchordb"
	"aantoonbaar/internal/anchor/anchortest"
	"aantoonbaar/internal/app"
	"aantoonbaar/internal/config"
	"aantoonbaar/internal/dossier"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/sqldb"
)

// opened opens a site with a configuration of its own.
func opened(t *testing.T, c config.Config) *site {
	t.Helper()
	s := &site{T: t}
	s.at(time.Date(2026, 11, 24, 9, 40, 0, 0, time.UTC))
	a, err := app.Open(t.Context(), c, s.clock, slog.New(slog.NewTextHandler(&s.log, nil)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	s.App, s.handler = a, a.Handler()
	return s
}

// round signs what grew and shows it to others.
func (s *site) round() {
	s.Helper()
	s.must(s.SealAll(s.ctx()))
	s.must(s.AnchorAll(s.ctx()))
}

func (s *site) anchors(id org.ID) (all []anchor.Anchor) {
	s.Helper()
	s.must(s.DB.Read(s.ctx(), sqldb.Org(id), func(tx *sqldb.Tx) (err error) {
		all, err = anchordb.After(s.ctx(), tx, string(id), "", 100)
		slices.Reverse(all)
		return err
	}))
	return all
}

func TestCheckpointsAreTimeStampedOnceADay(t *testing.T) {
	tsa := anchortest.New(t, "Tijdstempels BV")
	c := setup(t, t.TempDir()+"/a.db")
	c.Timestamp, c.TimestampRoots = []string{tsa.URL}, tsa.Roots
	s := opened(t, c)
	p, q := s.provider(1), s.provider(2)
	start := s.clock()
	for _, tt := range []struct {
		name          string
		after         time.Duration
		grows, down   bool
		asked, stamps int // of p, both in all
	}{
		{"the first", 0, false, false, 2, 1},
		{"nothing new", 30 * time.Hour, false, false, 2, 1},
		{"grown, more than a day later", 31 * time.Hour, true, false, 3, 2},
		{"grown, the same day", 40 * time.Hour, true, false, 3, 2},
		{"the authority is away", 60 * time.Hour, false, true, 4, 2},
		{"and is not asked again at once", 60*time.Hour + 59*time.Minute, false, false, 4, 2},
		{"but after an hour", 61 * time.Hour, false, false, 5, 3},
	} {
		s.at(start.Add(tt.after))
		tsa.Down(tt.down)
		if tt.grows {
			p.plan()
		}
		s.round()
		if got := len(s.anchors(p.id)); tsa.Asked() != tt.asked || got != tt.stamps {
			t.Errorf("%s: asked %d times and %d stamps, want %d and %d", tt.name, tsa.Asked(), got, tt.asked, tt.stamps)
		}
	}
	s.must(s.CheckAll(s.ctx()))
	if strings.Contains(s.log.String(), "does not hold") {
		t.Error("the stamps do not hold")
	}
	s.must(s.DB.Write(s.ctx(), sqldb.Org(p.id), func(tx *sqldb.Tx) error {
		return tx.Exec(s.ctx(), `UPDATE journal_anchors SET proof = (SELECT proof FROM journal_anchors WHERE org_id = $2) WHERE org_id = $1`, p.id, q.id)
	}))
	s.must(s.CheckAll(s.ctx()))
	if !strings.Contains(s.log.String(), "it is over something else") {
		t.Error("stamps of another journal were not noticed")
	}
}

// TestAnAuthorityThatIsAwayIsAskedForOneJournalOnly: many organisations do not
// wait for it one after the other.
func TestAnAuthorityThatIsAwayIsAskedForOneJournalOnly(t *testing.T) {
	tsa := anchortest.New(t, "Tijdstempels BV")
	tsa.Down(true)
	c := setup(t, t.TempDir()+"/a.db")
	c.Timestamp = []string{tsa.URL}
	s := opened(t, c)
	s.provider(1)
	s.provider(2)
	s.round()
	if tsa.Asked() != 1 {
		t.Errorf("asked %d times in one round, want 1", tsa.Asked())
	}
}

// TestOneInstallationWitnessesAnother over HTTP, until the other's past is
// rewritten as a whole: database, signatures and memory fit each other, and only
// the witness can tell.
func TestOneInstallationWitnessesAnother(t *testing.T) {
	mine := setup(t, t.TempDir()+"/mine.db")
	signer, err := journal.LoadSigner(filepath.Join(mine.Data, "signing-key"))
	if err != nil {
		t.Fatal(err)
	}
	theirs := setup(t, t.TempDir()+"/theirs.db")
	theirs.WitnessFor = []string{signer.Public()}
	witness := opened(t, theirs)
	server := httptest.NewServer(witness.handler)
	t.Cleanup(server.Close)
	mine.Witness = []string{witness.Witness.Public() + "@" + server.URL + "/witness"}
	s := opened(t, mine)
	p, other := s.provider(1), s.provider(2)
	s.round()
	p.plan()
	s.round()
	if all := s.anchors(p.id); len(all) != 2 || all[0].Size != s.size(p.id) || !all[0].At.Equal(s.clock()) {
		t.Fatalf("anchors = %+v", all)
	}
	s.must(s.CheckAll(s.ctx()))

	s.rewrite(p)
	s.round()
	s.must(s.CheckAll(s.ctx()))
	if log := s.log.String(); strings.Contains(log, "does not hold") || !strings.Contains(log, "a witness refuses a journal") || !strings.Contains(log, string(p.id)) {
		t.Errorf("the log: %s", log)
	}
	again := opened(t, mine) // it is still told after a new start
	again.round()
	for _, site := range []*site{s, again} {
		for _, x := range []*provider{p, other} {
			page := site.ask(http.MethodGet, "/o/"+string(x.id)+"/maatregelen", site.signIn(x.people[identity.SecurityOfficer], true), "")
			if page.Code != http.StatusOK || strings.Contains(page.Body, "Een getuige buiten dit systeem weigert") != (x == p) {
				t.Errorf("the page of organisation %d (%d) tells of the refusal: %t", x.number, page.Code, x != p)
			}
		}
	}
}

// TestADossierShowsWhatOthersSaw: what counts is whom the reader names.
func TestADossierShowsWhatOthersSaw(t *testing.T) {
	tsa, strange := anchortest.New(t, "Tijdstempels BV"), anchortest.New(t, "Anderen BV")
	mine := setup(t, t.TempDir()+"/mine.db")
	signer, err := journal.LoadSigner(filepath.Join(mine.Data, "signing-key"))
	if err != nil {
		t.Fatal(err)
	}
	theirs := setup(t, t.TempDir()+"/theirs.db")
	theirs.WitnessFor = []string{signer.Public()}
	witness := opened(t, theirs)
	server := httptest.NewServer(witness.handler)
	t.Cleanup(server.Close)
	mine.Witness = []string{witness.Witness.Public() + "@" + server.URL + "/witness"}
	mine.Timestamp = []string{tsa.URL}
	s := opened(t, mine)
	p := s.provider(1)
	s.round()
	p.plan()
	made, err := p.Dossier.Make(p.ctx(), p.by(identity.Administrator), dossier.Request{For: "de beoordelaar", Files: true})
	s.must(err)
	s.round()
	write, err := p.Dossier.Open(p.ctx(), p.by(identity.Administrator), made.Size, true)
	s.must(err)
	var file bytes.Buffer
	s.must(write(&file))
	path := filepath.Join(t.TempDir(), "dossier.zip")
	s.must(os.WriteFile(path, file.Bytes(), 0o600))

	seen := witness.Witness.Public()
	for _, tt := range []struct {
		name             string
		trust            []string
		stamps, cosigned dossier.Verdict
	}{
		{"nobody", nil, dossier.NotProven, dossier.NotProven},
		{"both", []string{"--trust-tsa", tsa.Roots, "--trust-witness", seen}, dossier.Proven, dossier.Proven},
		{"somebody else", []string{"--trust-tsa", strange.Roots}, dossier.NotProven, dossier.NotProven},
	} {
		var out, complaints strings.Builder
		page := filepath.Join(t.TempDir(), "page.html")
		code := app.Main(s.ctx(), append([]string{"verify", path, "--json", "--html", page, "--key", s.Signer.Public()}, tt.trust...), &out, &complaints)
		var r dossier.Report
		s.must(json.Unmarshal([]byte(out.String()), &r))
		if code != 0 || len(r.Anchors) != 2 {
			t.Fatalf("%s: verify = %d with %d anchors: %s%s", tt.name, code, len(r.Anchors), &out, &complaints)
		}
		for _, a := range r.Anchors {
			want := tt.cosigned
			if a.Kind == anchor.TimeStamp {
				want = tt.stamps
			}
			if a.Verdict != want || a.At == "" || a.By == "" || (want == dossier.Proven) != (a.Why == nil) {
				t.Errorf("trusting %s: %+v, want %s", tt.name, a, want)
			}
		}
		text, err := os.ReadFile(page)
		s.must(err)
		if !strings.Contains(string(text), "Wat anderen van het logboek zagen") || !strings.Contains(string(text), "Tijdstempels BV") {
			t.Error("the page does not tell who saw the journal")
		}
	}
	if code, said := s.node(path, s.Signer.Public(), seen); code != 0 || !strings.Contains(said, `"cosignatures":1`) || !strings.Contains(said, "not checked: 1 time stamps") {
		t.Errorf("the second program = %d: %s", code, said)
	}
}

// rewrite gives p's journal another past, longer than the one before, in which
// nothing of the installation itself can see it.
func (s *site) rewrite(p *provider) {
	s.Helper()
	before := s.size(p.id)
	s.putBack(p.id, before-5)
	s.must(os.Remove(filepath.Join(s.Config.Data, "signed", string(p.id))))
	s.must(s.DB.Write(s.ctx(), sqldb.Org(p.id), func(tx *sqldb.Tx) error {
		return tx.Exec(s.ctx(), `DELETE FROM journal_anchors WHERE org_id = $1`, p.id)
	}))
	for s.size(p.id) <= before {
		p.plan()
	}
}

// TestWhatCannotBeAskedIsRefusedAtTheStart.
func TestWhatCannotBeAskedIsRefusedAtTheStart(t *testing.T) {
	for name, change := range map[string]func(*config.Config){
		"no address":      func(c *config.Config) { c.Timestamp = []string{"tsa"} },
		"no roots":        func(c *config.Config) { c.TimestampRoots = "/nowhere.pem" },
		"no witness":      func(c *config.Config) { c.Witness = []string{"https://w.example"} },
		"no key of a log": func(c *config.Config) { c.WitnessFor = []string{"key"} },
	} {
		c := setup(t, t.TempDir()+"/a.db")
		change(&c)
		if a, err := app.Open(t.Context(), c, time.Now, slog.New(slog.DiscardHandler)); err == nil {
			t.Errorf("%s: opened", name)
			_ = a.Close()
		}
	}
}
