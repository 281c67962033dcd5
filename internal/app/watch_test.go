package app_test

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"aantoonbaar/internal/app"
	"aantoonbaar/internal/board"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/sqldb"
)

// TestADatabaseThatWasPutBackIsToldToEverybody: an older journal, whole in
// itself, stands in the place of the one that was signed.
func TestADatabaseThatWasPutBackIsToldToEverybody(t *testing.T) {
	each(t, func(s *site) {
		p, other := s.provider(1), s.provider(2)
		s.must(s.SealAll(s.ctx()))
		s.must(s.CheckAll(s.ctx()))
		officer, director := s.signIn(p.people[identity.SecurityOfficer], true), p.by(identity.BoardMember)
		if a := s.ask(http.MethodGet, "/o/"+string(p.id), officer, ""); a.Code != http.StatusOK || strings.Contains(a.Body, alarm) {
			s.Fatalf("before: %d, and the alarm stands there: %t", a.Code, strings.Contains(a.Body, alarm))
		}
		before := s.size(p.id)
		s.putBack(p.id, before-3)
		s.must(s.CheckAll(s.ctx()))
		for _, path := range []string{"", "/maatregelen", "/bestuur"} {
			if a := s.ask(http.MethodGet, "/o/"+string(p.id)+path, officer, ""); !strings.Contains(a.Body, alarm) {
				s.Errorf("%q does not show the alarm (%d)", path, a.Code)
			}
		}
		if a := s.ask(http.MethodGet, "/o/"+string(other.id), s.signIn(other.people[identity.Reader], true), ""); strings.Contains(a.Body, alarm) {
			s.Error("another organisation shows the alarm")
		}
		if log := s.log.String(); !strings.Contains(log, "journal does not hold") || !strings.Contains(log, "an older database was put back") {
			s.Error("the log does not tell")
		}
		if err := s.SealAll(s.ctx()); err == nil {
			s.Error("SealAll signed a journal that is not what was signed")
		}
		p.plan() // something new to sign
		review, err := p.Board.Review(p.ctx(), director, board.Plan)
		s.must(err)
		sig := board.Signature{Subject: board.Plan, SHA256: review.SHA256, Name: director.Name, Lang: i18n.NL}
		if _, err := p.Board.Sign(p.ctx(), director, sig); fault.KindOf(err) != fault.Conflict {
			s.Errorf("Sign = %v, want a refusal", err)
		}
		s.must(s.Accept(s.ctx(), p.id, "Back-up van 3 uur teruggezet na een kapotte schijf."))
		if a := s.ask(http.MethodGet, "/o/"+string(p.id), officer, ""); strings.Contains(a.Body, alarm) {
			s.Error("the alarm stands there after it was accepted")
		}
		if a := s.ask(http.MethodGet, "/o/"+string(p.id)+"/logboek", officer, ""); !strings.Contains(a.Body, "geaccepteerd") {
			s.Error("the journal does not tell that it was accepted")
		}
		if _, err := p.Board.Sign(p.ctx(), director, sig); err != nil {
			s.Errorf("Sign after it was accepted: %v", err)
		}
		s.audit(p.id)
		if err := s.Accept(s.ctx(), p.id, "nog een keer"); err == nil {
			s.Error("a journal that holds was accepted once more")
		}
	})
}

const alarm = "Het logboek van deze organisatie klopt niet"

// putBack takes away the newest entries with everything that belongs to them,
// as an older copy of the database would.
func (s *site) putBack(id org.ID, size int64) {
	s.Helper()
	s.must(s.DB.Write(s.ctx(), sqldb.Org(id), func(tx *sqldb.Tx) error {
		for _, query := range []string{
			`DELETE FROM journal WHERE org_id = $1 AND seq >= $2`,
			`DELETE FROM journal_checkpoints WHERE org_id = $1 AND size > $2`,
			`UPDATE journal_heads SET size = $2 WHERE org_id = $1`,
		} {
			if err := tx.Exec(s.ctx(), query, id, size); err != nil {
				return err
			}
		}
		return nil
	}))
}

func TestTheCommandChecksJournals(t *testing.T) {
	s := open(t, t.TempDir()+"/a.db")
	p := s.provider(1)
	p.link(p.questions[1]) // the entry that will be missed tells of nothing that is held against rows
	s.must(s.SealAll(s.ctx()))
	run := func(args ...string) (int, string) {
		var out, complaints strings.Builder
		args = append(args, "--database", s.Config.Database, "--data", s.Config.Data)
		code := app.Main(s.ctx(), args, &out, &complaints)
		return code, out.String() + complaints.String()
	}
	if code, said := run("log", "check"); code != 0 || !strings.Contains(said, "All 1 journals hold") {
		t.Errorf("log check = %d: %s", code, said)
	}
	if code, said := run("log", "accept", "--org", string(p.id), "--because", "zomaar"); code != 1 || !strings.Contains(said, "nothing to accept") {
		t.Errorf("log accept of a journal that holds = %d: %s", code, said)
	}
	s.putBack(p.id, s.size(p.id)-1)
	if code, said := run("log", "check", "--org", string(p.id)); code != 1 || !strings.Contains(said, "put back") {
		t.Errorf("log check = %d: %s", code, said)
	}
	if code, said := run("log", "accept", "--org", string(p.id), "--because", "schijf vervangen"); code != 0 {
		t.Errorf("log accept = %d: %s", code, said)
	}
	if code, said := run("log", "check"); code != 0 {
		t.Errorf("log check after it was accepted = %d: %s", code, said)
	}
}

// TestACheckSaysWhatItDidNotLookAt: an organisation of which something could not be
// decided does not hold, and has a code of its own; files of evidence are opened when
// that is asked.
func TestACheckSaysWhatItDidNotLookAt(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "a.db"))
	p := s.provider(1)
	p.link(p.questions[1]) // the entry that will be missed tells of nothing that is held against rows
	s.must(s.SealAll(s.ctx()))
	run := func(want int, says string, args ...string) {
		t.Helper()
		if code, said := s.command("", args...); code != want || !strings.Contains(said, says) {
			t.Errorf("%v = %d, want %d and %q: %s", args, code, want, says, said)
		}
	}
	run(0, "Files of evidence were not opened: add --evidence", "log", "check")
	run(0, "1 files of evidence are whole", "log", "check", "--evidence")
	memory := filepath.Join(s.Config.Data, "signed", string(p.id))
	s.must(os.Rename(memory, memory+".away"))
	run(3, "of 1 of 1 organisations it could not be decided", "log", "check")
	s.must(os.Rename(memory+".away", memory))
	files := must(filepath.Glob(filepath.Join(s.Config.Data, "evidence", "*", "sealed", "*", "*")))
	whole := must(os.ReadFile(files[0]))
	s.must(os.WriteFile(files[0], append(slices.Clone(whole[:len(whole)-1]), whole[len(whole)-1]^1), 0o600))
	run(1, "a journal does not hold", "log", "check", "--evidence")
	s.must(os.Remove(files[0]))
	run(1, "there is no such file", "log", "check", "--evidence")
	run(0, "Files of evidence were not opened", "log", "check")
}

// TestADossierThatIsMadeUnderAnAlarmSaysSo: it is made, and whoever made it knows.
func TestADossierThatIsMadeUnderAnAlarmSaysSo(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "a.db"))
	p := s.provider(1)
	made := func(name string) (int, string) {
		return s.command("", "dossier", "--org", string(p.id), "--for", "Inspectie", "--out", filepath.Join(t.TempDir(), name))
	}
	if code, said := made("a.zip"); code != 0 || strings.Contains(said, "ALARM") {
		t.Errorf("dossier = %d: %s", code, said)
	}
	p.raw(`UPDATE actions SET title = title || '!' WHERE org_id = $1`)
	if code, said := made("b.zip"); code != 3 || !strings.Contains(said, "ALARM") || !strings.Contains(said, "an improvement action") || !strings.Contains(said, "b.zip tells of") {
		t.Errorf("dossier under an alarm = %d: %s", code, said)
	}
	p.checked()
	officer := s.signIn(p.people[identity.SecurityOfficer], true)
	if a := s.ask(http.MethodGet, "/o/"+string(p.id)+"/dossier", officer, ""); !strings.Contains(a.Body, "Maak nu geen dossier") {
		t.Errorf("the page does not say what a dossier of now is worth (%d)", a.Code)
	}
}

// TestThePageTellsInDutchWhatDoesNotHold: also when a row holds a moment that is
// none, which is when the page is needed most.
func TestThePageTellsInDutchWhatDoesNotHold(t *testing.T) {
	each(t, func(s *site) {
		p := s.provider(1)
		officer := s.signIn(p.people[identity.SecurityOfficer], true)
		last := s.size(p.id) - 1
		s.must(s.DB.Write(s.ctx(), sqldb.Org(p.id), func(tx *sqldb.Tx) error {
			return tx.Exec(s.ctx(), `UPDATE journal SET at = 'infinity' WHERE org_id = $1 AND seq = $2`, p.id, last)
		}))
		for path, wants := range map[string][]string{
			"":                  {"moment niet leesbaar"},
			"/logboek":          {"moment niet leesbaar"},
			"/logboek/controle": {"moment niet leesbaar", fmt.Sprintf("het moment van regel %d staat er anders", last), fmt.Sprintf("regel %d is veranderd", last)},
		} {
			a := s.ask(http.MethodGet, "/o/"+string(p.id)+path, officer, "")
			if a.Code != http.StatusOK || strings.Contains(a.Body, "was changed") {
				s.Errorf("%q answers %d", path, a.Code)
			}
			for _, want := range wants {
				if !strings.Contains(a.Body, want) {
					s.Errorf("%q does not say %q", path, want)
				}
			}
		}
	})
}
