package app_test

import (
	"net/http"
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
