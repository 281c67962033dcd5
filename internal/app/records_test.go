package app_test

import (
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"aantoonbaar/internal/board"
	"aantoonbaar/internal/identity"
)

// TestTheBoardsRecordsCountForTheCyberbeveiligingswet looks at the page of art. 24
// before and after the board approved the measures and its member was trained.
func TestTheBoardsRecordsCountForTheCyberbeveiligingswet(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "a.db"))
	p := s.provider(1)
	visit := func() string {
		secret := s.signIn(p.people[identity.SecurityOfficer], true)
		a := s.ask(http.MethodGet, fmt.Sprintf("/o/%s/telt-mee/cbw-24", p.id), secret, "")
		if a.Code != http.StatusOK {
			t.Fatalf("status %d", a.Code)
		}
		return a.Body
	}
	held, err := p.Board.Store.Load(p.ctx(), p.id)
	p.must(err)
	for _, a := range held.Approvals {
		if a.Subject == board.Measures && !strings.Contains(visit(), "1 van 1 bestuursleden keurde de maatregelen in het laatste jaar goed") {
			t.Error("the page does not say that the board approved the measures")
		}
	}
	for _, c := range held.Certificates {
		if c.Withdrawn.IsZero() {
			p.must(p.Board.WithdrawCertificate(p.ctx(), p.by(identity.BoardMember), c.ID))
		}
	}
	if page := visit(); !strings.Contains(page, "0 van 1 bestuursleden") {
		t.Error("without a certificate the page does not say so")
	}
	_, err = p.Board.AddCertificate(p.ctx(), p.by(identity.BoardMember), board.Certificate{
		Person: p.people[identity.BoardMember].Name, Topics: board.Topics, Provider: "Academie", From: midnight(p.clock()).AddDate(0, -1, 0), ValidUntil: midnight(p.clock()).AddDate(2, 0, 0),
	})
	p.must(err)
	if page := visit(); strings.Count(page, "1 van 1 bestuursleden") < 3 {
		t.Error("with a certificate on all topics the page does not say so")
	}
	s.at(p.clock().AddDate(3, 0, 0)) // the certificate has expired, the approval is old
	if page := visit(); strings.Count(page, "0 van 1 bestuursleden") < 4 {
		t.Error("three years later the page still counts them")
	}
}
