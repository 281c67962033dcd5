package app_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"aantoonbaar/internal/app"
	"aantoonbaar/internal/dossier"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
)

// TestTheSigningKeyIsRotated with the command, while a server runs.
func TestTheSigningKeyIsRotated(t *testing.T) {
	s := open(t, t.TempDir()+"/a.db")
	one, two := s.provider(1), s.provider(2)
	s.must(s.SealAll(s.ctx()))
	old := s.Signer.Public()
	run := func(args ...string) (int, string) {
		var out, complaints strings.Builder
		code := app.Main(s.ctx(), append(args, "--database", s.Config.Database, "--data", s.Config.Data), &out, &complaints)
		return code, out.String() + complaints.String()
	}
	code, said := run("keys", "rotate-signing")
	if code != 0 || !strings.Contains(said, "2 journals tell") || !strings.Contains(said, old) {
		t.Fatalf("keys rotate-signing = %d: %s", code, said)
	}
	now := s.Signer.Public()
	if now == old || !strings.Contains(said, now) {
		t.Errorf("the server signs with %s, and the command said %s", now, said)
	}
	if code, said := run("keys", "list-signing"); code != 0 || strings.Count(said, "from ") != 2 || !strings.Contains(said, "until now") {
		t.Errorf("keys list-signing = %d: %s", code, said)
	}
	for _, p := range []*provider{one, two} {
		p.plan()
		s.must(s.SealAll(s.ctx()))
		s.audit(p.id)
	}
	size := s.size(one.id)
	_, err := one.Dossier.Make(s.ctx(), one.by(identity.Administrator), dossier.Request{For: "de beoordelaar", Files: true})
	s.must(err)
	path := filepath.Join(t.TempDir(), "dossier.zip")
	s.must(os.WriteFile(path, s.take("/o/"+string(one.id)+"/dossier", s.signIn(one.people[identity.Administrator], true), size, "?bestanden=ja"), 0o600))
	for _, keys := range [][]string{{now}, {old}, {now, old}} { // the journal tells of the other
		args := []string{"verify", path}
		for _, k := range keys {
			args = append(args, "--key", k)
		}
		if code, said := run(args...); code != 0 || !strings.Contains(said, "the key "+old+" was replaced by "+now) {
			t.Errorf("verify under %v = %d: %s", keys, code, said)
		}
		if code, said := s.node(path, keys...); code != 0 {
			t.Errorf("the second program under %v = %d: %s", keys, code, said)
		}
	}
	stranger, _ := journal.LoadSigner(filepath.Join(t.TempDir(), "key"))
	if code, said := run("verify", path, "--key", stranger.Public()); code != 3 {
		t.Errorf("verify under the key of another = %d: %s", code, said)
	}
	if code, said := s.node(path, stranger.Public()); code != 3 {
		t.Errorf("the second program under the key of another = %d: %s", code, said)
	}
}

// TestAJournalThatForkedStopsTheRotation: it goes on when the fork was accepted.
func TestAJournalThatForkedStopsTheRotation(t *testing.T) {
	each(t, func(s *site) {
		p := s.provider(1)
		s.must(s.SealAll(s.ctx()))
		old := s.Signer.Public()
		s.putBack(p.id, s.size(p.id)-1)
		if _, _, err := s.RotateSigning(s.ctx()); err == nil || s.Signer.Public() != old {
			s.Errorf("RotateSigning = %v, want it to stop before the new key signs alone", err)
		}
		s.must(s.Accept(s.ctx(), p.id, "schijf vervangen"))
		if _, n, err := s.RotateSigning(s.ctx()); err != nil || n != 1 || s.Signer.Public() == old {
			s.Errorf("RotateSigning once more = %d journals, %v", n, err)
		}
		s.audit(p.id)
	})
}
