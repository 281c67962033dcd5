package app_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"aantoonbaar/internal/app"
	"aantoonbaar/internal/dossier"
	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/ref"
	"aantoonbaar/internal/sqldb"
)

// canary is a word that stands in everything that is to be erased.
const canary = "kanarievogel"

// TestNoByteOfWhatWasErasedIsLeft plants pieces of every form between others,
// changes and withdraws them, erases them, and looks through every file that the
// program has: database, write-ahead log and folder, while it is running.
func TestNoByteOfWhatWasErasedIsLeft(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	s := open(t, path)
	p := s.provider(1)
	admin := p.by(identity.Administrator)
	var doomed []evidence.ID
	for i := range 60 {
		p.piece(fmt.Sprintf("gewoon %d", i), evidence.Note)
		for _, form := range evidence.Forms {
			it := p.piece(fmt.Sprintf("%s %d", canary, i), form)
			doomed = append(doomed, it.ID)
			it.Title = strings.Repeat(canary+" ", 1+i%12)
			switch form {
			case evidence.Link:
				it.URL = "https://intranet.example/" + strings.Repeat(canary, 1+i)
			case evidence.Note:
				it.Text = strings.Repeat(canary+" ", 1+37*i%700)
			case evidence.Place, evidence.FileForm:
			}
			it, err := p.Evidence.Change(p.ctx(), admin, it)
			p.must(err)
			if i%3 == 0 {
				p.must(p.Evidence.Withdraw(p.ctx(), admin, it.ID, canary))
				p.must(p.Evidence.Hold(p.ctx(), admin, it.ID, canary, it.ValidUntil))
				p.must(p.Evidence.Release(p.ctx(), admin, it.ID))
			}
		}
	}
	if found := s.search(path); len(found) < 1 {
		t.Fatal("the canary is nowhere before it is erased: the search finds nothing")
	}
	for i, id := range doomed {
		p.must(p.Evidence.Erase(p.ctx(), admin, id, evidence.Erasure{Ground: evidence.Unlawful, Because: "Gegevens van een cliënt"}))
		if i == 0 {
			p.entries(id)
		}
	}
	for file, n := range s.search(path) {
		s.Errorf("%s still holds the canary %d times", file, n)
	}
	s.audit(p.id)
	s.goal("G21", "%d pieces erased, no byte of them in %s, its log and the folder", len(doomed), filepath.Base(path))
}

// piece adds evidence that says so everywhere.
func (p *provider) piece(says string, form evidence.Form) evidence.Item {
	p.Helper()
	today := midnight(p.clock())
	it := evidence.Item{
		Form: form, Title: says, Kind: framework.Operation, VouchedBy: says, Text: says, URL: "https://intranet.example/" + strings.ReplaceAll(says, " ", "-"),
		File: evidence.File{Name: strings.ReplaceAll(says, " ", "-") + ".txt"}, SpeaksFrom: today, ValidUntil: today.AddDate(0, 1, 0), Requirements: []string{p.requirement},
	}
	it, err := p.Evidence.Add(p.ctx(), p.by(identity.Administrator), it, strings.NewReader(strings.Repeat("Verslag over "+says+"\n", 50)))
	p.must(err)
	return it
}

// search counts the canary in every file of the program.
func (s *site) search(database string) map[string]int {
	s.Helper()
	found := map[string]int{}
	for _, dir := range []string{filepath.Dir(database), s.Config.Data} {
		s.must(filepath.WalkDir(dir, func(file string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			b, err := os.ReadFile(file)
			if n := bytes.Count(b, []byte(canary)); n > 0 || strings.Contains(file, canary) {
				found[file] = n
			}
			return err
		}))
	}
	return found
}

// entries looks at what the journal still tells of a piece that was erased.
func (p *provider) entries(id evidence.ID) {
	p.Helper()
	p.must(p.DB.Read(p.ctx(), sqldb.Org(p.id), func(tx *sqldb.Tx) error {
		all, err := journal.History(p.ctx(), tx, p.id, ref.Ref{Kind: "evidence", ID: string(id)}, 100)
		p.must(err)
		var said evidence.ErasedSaid
		p.must(json.Unmarshal(all[0].Data, &said))
		if all[0].Action != evidence.ActErase || len(said.Erased) != len(all)-1 || said.Ground != evidence.Unlawful {
			p.Errorf("the newest of %d entries is %s, and says %+v", len(all), all[0].Action, said)
		}
		for i, e := range all[1:] {
			if e.ActorName != "" || e.Data != nil || e.Salt != nil || e.ActorID == "" || said.Erased[len(said.Erased)-1-i] != e.Seq {
				p.Errorf("entry %d still says something, or is not named: %+v", e.Seq, e)
			}
		}
		return nil
	}))
}

// TestTheKeysAreListedReplacedAndChecked works the commands.
func TestTheKeysAreListedReplacedAndChecked(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	s := open(t, path)
	p := s.provider(1)
	run := func(want int, args ...string) string {
		t.Helper()
		var out, complaints bytes.Buffer
		args = append(args, "--database", path, "--data", s.Config.Data, "--address", origin)
		if code := app.Main(s.ctx(), args, &out, &complaints); code != want {
			t.Fatalf("%v = %d, want %d: %s%s", args, code, want, &out, &complaints)
		}
		return out.String() + complaints.String()
	}
	before := run(0, "keys", "list")
	if !strings.Contains(before, string(p.id)+": wrapped with") || !strings.Contains(before, "1 organisations have a key; 0 files") {
		t.Errorf("keys list says %q", before)
	}
	if said := run(0, "keys", "rotate"); !strings.Contains(said, "The keys of 1 organisations") {
		t.Errorf("keys rotate says %q", said)
	}
	if after := run(0, "keys", "list"); after == before {
		t.Error("the root key is the one of before")
	}
	if said := run(0, "keys", "check"); !strings.Contains(said, "1 files are whole") {
		t.Errorf("keys check says %q", said)
	}
	p.piece("van de server, die al liep", evidence.FileForm)
	files, err := filepath.Glob(filepath.Join(s.Config.Data, "evidence", "*", "sealed", "*", "*"))
	s.must(err)
	s.must(os.Remove(files[0]))
	if said := run(1, "keys", "check"); !strings.Contains(said, "there is no such file") || !strings.Contains(said, "1 of 2") {
		t.Errorf("keys check without a file says %q", said)
	}
}

// TestADossierTellsThatAPieceWasErased makes one of the journal as it was before,
// and one of after: both are whole, and neither says what the piece was. Only the
// second holds the entry that says that it was erased.
func TestADossierTellsThatAPieceWasErased(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "a.db"))
	p := s.provider(1)
	admin := p.by(identity.Administrator)
	it := p.piece(canary, evidence.FileForm)
	for _, erase := range []bool{true, false} {
		made, err := p.Dossier.Make(p.ctx(), admin, dossier.Request{For: "de beoordelaar", Files: true})
		s.must(err)
		if erase {
			s.must(p.Evidence.Erase(p.ctx(), admin, it.ID, evidence.Erasure{Ground: evidence.Unlawful, Because: "Gegevens van een cliënt"}))
		}
		write, err := p.Dossier.Open(p.ctx(), admin, made.Size, made.Files)
		s.must(err)
		var file bytes.Buffer
		s.must(write(&file))
		if bytes.Contains(file.Bytes(), []byte(canary)) {
			t.Error("the dossier says what was erased")
		}
		r, err := dossier.Verify(p.ctx(), bytes.NewReader(file.Bytes()), int64(file.Len()), s.Signer.Public())
		s.must(err)
		whole, piece, code := dossier.NotProven, dossier.NotProven, 3
		if !erase {
			whole, piece, code = dossier.Proven, dossier.Erased, 0
		}
		if r.Verdict != whole || len(r.Problems) > 0 || r.Count(piece) != 1 || r.Count(dossier.Proven) != len(r.Findings)-1 {
			t.Errorf("after %d entries: %s, %d %s, %d proven of %d, problems %q; want %s, and the erased piece alone", made.Size, r.Verdict, r.Count(piece), piece, r.Count(dossier.Proven), len(r.Findings), r.Problems, whole)
		}
		path := filepath.Join(t.TempDir(), "dossier.zip")
		s.must(os.WriteFile(path, file.Bytes(), 0o600))
		if got, said := s.node(path, s.Signer.Public()); got != code || !strings.Contains(said, "the log part holds") {
			t.Errorf("the second program = %d, want %d: %s", got, code, said)
		}
	}
}
