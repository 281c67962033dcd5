package app_test

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/sqldb"
)

// TestAJournalThatLacksARowHidesNoOther: whoever takes away the last row of one
// organisation does not switch off the check and the signatures of the rest.
func TestAJournalThatLacksARowHidesNoOther(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "a.db"))
	p, other := s.provider(1), s.provider(2)
	s.must(s.SealAll(s.ctx()))
	raw := func(query string, args ...any) {
		t.Helper()
		s.must(s.DB.Write(s.ctx(), sqldb.Scope{}, func(tx *sqldb.Tx) error { return tx.Exec(s.ctx(), query, args...) }))
	}
	raw(`DELETE FROM journal WHERE org_id = $1 AND seq = (SELECT size - 1 FROM journal_heads WHERE org_id = $1)`, p.id)
	raw(`UPDATE journal SET actor_id = 'per_x' WHERE org_id = $1 AND seq = 3`, other.id)
	s.must(s.CheckAll(s.ctx()))
	for _, of := range []*provider{p, other} {
		officer := s.signIn(of.people[identity.SecurityOfficer], true)
		if body := s.ask(http.MethodGet, "/o/"+string(of.id), officer, "").Body; !strings.Contains(body, "klopt niet met wat eerder is ondertekend") {
			t.Errorf("the pages of %s do not say that its journal does not hold", of.id)
		}
		a := s.ask(http.MethodGet, "/o/"+string(of.id)+"/logboek/controle", officer, "")
		if a.Code != http.StatusOK || !strings.Contains(a.Body, "Het logboek klopt niet") {
			t.Errorf("the check on the page of %s = %d, and does not say what is wrong", of.id, a.Code)
		}
	}
	if err := s.SealAll(s.ctx()); err == nil || !strings.Contains(err.Error(), string(p.id)) {
		t.Errorf("SealAll = %v, want what it could not sign", err)
	}
}

// TestSignaturesThatAreGoneAreToldToEverybody: taken out of the database, they stand on
// every page and nothing is signed; taken out of the memory, the check and the journal
// say so.
func TestSignaturesThatAreGoneAreToldToEverybody(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "a.db"))
	p := s.provider(1)
	s.must(s.SealAll(s.ctx()))
	memory := filepath.Join(s.Config.Data, "signed", string(p.id))
	s.must(os.Rename(memory, memory+".away"))
	check, page := p.checked()
	if !strings.Contains(check, "niets meer onthouden van wat eerder is ondertekend") || strings.Contains(page, alarm) {
		t.Errorf("without memory the check says\n%s", check)
	}
	s.must(s.SealAll(s.ctx()))
	if check, page := p.checked(); !strings.Contains(page, "was buiten de database niet meer onthouden") || strings.Contains(check, "niets meer onthouden") {
		t.Errorf("begun anew: the journal says\n%s", page)
	}
	size := s.size(p.id)
	s.must(s.SealAll(s.ctx()))
	if s.size(p.id) != size {
		t.Error("it is told more than once")
	}
	p.raw(`DELETE FROM journal_checkpoints WHERE org_id = $1`)
	if err := s.SealAll(s.ctx()); err == nil || !strings.Contains(err.Error(), "checkpoints were removed") {
		t.Errorf("SealAll = %v", err)
	}
	check, page = p.checked()
	if !strings.Contains(check, "er zijn handtekeningen weggehaald") || !strings.Contains(page, alarm) || !strings.Contains(s.log.String(), "checkpoints were removed") {
		t.Errorf("the check says\n%s", check)
	}
	s.must(s.Accept(s.ctx(), p.id, "Per ongeluk gewist bij onderhoud."))
	if check, page := p.checked(); strings.Contains(check, "weggehaald") || strings.Contains(page, alarm) {
		t.Errorf("after it was accepted the check says\n%s", check)
	}
}
