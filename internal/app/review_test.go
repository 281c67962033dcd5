package app_test

import (
	"net/http"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/review"
)

// TestAReviewIsPreparedSignedAndProved follows a management review over its pages,
// from what a secretary types to the evidence for clause 9.3.
func TestAReviewIsPreparedSignedAndProved(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "a.db"))
	p := s.provider(1)
	officer, director := s.signIn(p.people[identity.SecurityOfficer], true), s.signIn(p.people[identity.BoardMember], true)
	list := "/o/" + string(p.id) + "/directiebeoordeling"
	page := list + "/" + string(p.review)
	has := func(secret, path string, words ...string) string {
		t.Helper()
		body := s.ask(http.MethodGet, path, secret, "").Body
		for _, w := range words {
			if !strings.Contains(body, w) {
				t.Errorf("%s misses %q", path, w)
			}
		}
		return body
	}
	send := func(secret, path string, form url.Values, want int) string {
		t.Helper()
		a := s.ask(http.MethodPost, path, secret, form.Encode())
		if a.Code != want {
			t.Errorf("POST %s %v = %d, want %d", path, form, a.Code, want)
		}
		return a.Body
	}
	has(officer, page, "Wat werd er van eerdere acties?", "niet klaar", "Dit is klaar. Een bestuurder kan het nu lezen", p.mark("resolution"), p.mark("resolver"))

	send(officer, list, url.Values{"on": {"2027-01-10"}}, http.StatusConflict) // one at a time
	stale := url.Values{"version": {"1"}, "on": {"2026-11-01"}, "attendees": {"Nieuwe tekst"}}
	if body := send(officer, page, stale, http.StatusConflict); !strings.Contains(body, "intussen gewijzigd") || !strings.Contains(body, "Nieuwe tekst") || !strings.Contains(body, p.mark("attendee")) {
		t.Error("a form that came too late does not show both texts")
	}
	send(officer, page+"/besluit", url.Values{"title": {"Zonder eigenaar"}}, http.StatusUnprocessableEntity)
	send(officer, page+"/bewijs", url.Values{}, http.StatusUnprocessableEntity) // not signed yet

	read := p.reviewed()
	good := url.Values{"sha256": {read.SHA256}, "name": {p.by(identity.BoardMember).Name}}
	send(officer, page+"/ondertekenen", good, http.StatusForbidden)
	send(director, page+"/ondertekenen", url.Values{"sha256": {read.SHA256}, "name": {"Iemand anders"}}, http.StatusUnprocessableEntity)
	sheet, err := p.Review.Find(p.ctx(), p.by(identity.SecurityOfficer), p.review)
	p.must(err)
	today := midnight(p.clock())
	change := url.Values{
		"version": {strconv.FormatInt(sheet.Review.Version, 10)}, "on": {today.Format("2006-01-02")}, "next": {today.AddDate(1, 0, 0).Format("2006-01-02")},
		"attendees": {"Hanna"}, "conclusion": {"Het werkt."}, "remark-feedback": {"Niets gehoord."},
	}
	send(officer, page, change, http.StatusSeeOther)
	send(director, page+"/ondertekenen", good, http.StatusConflict) // it is not what was read
	good.Set("sha256", p.reviewed().SHA256)
	send(director, page+"/ondertekenen", good, http.StatusSeeOther)

	send(officer, page, change, http.StatusConflict) // it is fixed now
	p.plan()                                         // what changes afterwards does not change it
	if body := has(officer, page, "Vaste versie", "Niets gehoord.", p.mark("resolution")); strings.Contains(body, "Bewaar") {
		t.Error("a signed review can be edited")
	}
	for range 2 {
		send(officer, page+"/bewijs", url.Values{}, http.StatusSeeOther)
	}
	items, err := p.Evidence.List(p.ctx(), p.by(identity.Reader), evidence.Filter{})
	p.must(err)
	n := 0
	for _, it := range items {
		if it.LinkedTo(review.Clause) {
			n++
		}
	}
	if n != 1 {
		t.Errorf("%d pieces of evidence for clause 9.3, want one", n)
	}
	has(officer, list, "De volgende directiebeoordeling is op", "Bereid een directiebeoordeling voor")
	has(officer, "/o/"+string(p.id)+"/kalender", "Volgende directiebeoordeling", "Hersteltest van "+p.mark("system"))
	has(officer, "/o/"+string(p.id)+"/logboek", "irectiebeoordeling ondertekend")
}
