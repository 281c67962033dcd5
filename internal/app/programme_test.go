package app_test

import (
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/programme"
)

// A desk is a person at the pages of a provider.
type desk struct {
	*provider
	secret string
	lang   string // "" or "/en"
}

func (d desk) has(path string, words ...string) string {
	d.Helper()
	a := d.ask(http.MethodGet, d.lang+"/o/"+string(d.id)+path, d.secret, "")
	for _, w := range words {
		if !strings.Contains(a.Body, w) {
			d.Errorf("%s (%d) misses %q", path, a.Code, w)
		}
	}
	return a.Body
}

func (d desk) send(path string, form url.Values, want int) string {
	d.Helper()
	a := d.ask(http.MethodPost, d.lang+"/o/"+string(d.id)+path, d.secret, form.Encode())
	if a.Code != want {
		d.Errorf("POST %s %v = %d, want %d", path, form, a.Code, want)
	}
	return a.Body
}

// TestAnAuditProgrammeIsPlannedOverItsPages follows a programme from its period to
// rounds that cover everything.
func TestAnAuditProgrammeIsPlannedOverItsPages(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "a.db"))
	p := s.provider(1)
	officer, reader := desk{p, s.signIn(p.people[identity.SecurityOfficer], true), ""}, desk{p, s.signIn(p.people[identity.Reader], true), ""}
	const page = "/auditprogramma/1"
	round := "/auditrondes/" + string(p.round)
	from := programme.MonthOf(p.clock())

	officer.has("/auditprogramma", "zitten in geen enkele ronde", "Doe een voorstel", "Interne audit", p.people[identity.Reader].Name)
	officer.has(page+"/dekking", "In geen enkele ronde (", "Nergens", "Elke eis en maatregel", "1 van")
	if body := reader.has("/auditprogramma", "zitten in geen enkele ronde"); strings.Contains(body, "<form class=\"zi-card") || strings.Contains(body, "Plan een ronde") {
		t.Error("a reader is offered to plan")
	}
	reader.send(page+"/voorstel", url.Values{}, http.StatusForbidden)

	long := officer.send(page, url.Values{"version": {"1"}, "from": {from.Format("2006-01-02")}, "months": {"24"}}, http.StatusUnprocessableEntity)
	if !strings.Contains(long, "12 tot en met 18 maanden") || !strings.Contains(long, `value="24"`) {
		t.Error("a period of 24 months is not refused with its reason and what was typed")
	}
	officer.send(page, url.Values{"version": {"9"}, "from": {from.Format("2006-01-02")}, "months": {"16"}}, http.StatusConflict)
	officer.send("/auditprogramma", url.Values{"from": {from.Format("2006-01-02")}, "months": {"12"}}, http.StatusUnprocessableEntity) // overlaps
	officer.send("/auditprogramma", url.Values{"from": {from.AddDate(0, 15, 0).Format("2006-01-02")}, "months": {"12"}}, http.StatusSeeOther)
	officer.has(page, "Andere programma")

	if body := officer.send(page+"/ronde", url.Values{"tier": {"internal"}, "month": {"2040-01-01"}, "groups": {"mensen"}}, http.StatusUnprocessableEntity); !strings.Contains(body, "Kies een maand van dit programma") || !strings.Contains(body, `value="mensen" checked`) {
		t.Error("a round in another month is not refused, or what was typed is lost")
	}
	officer.send(page+"/voorstel", url.Values{}, http.StatusSeeOther)
	if body := officer.has(page, "Alle", "eisen die gelden zitten in een ronde", "zi-chart__svg"); strings.Contains(body, "in geen enkele ronde") || strings.Contains(body, "Doe een voorstel") {
		t.Error("the proposal leaves something in no round")
	}
	officer.send(page+"/voorstel", url.Values{}, http.StatusConflict)

	form := url.Values{"version": {"1"}, "tier": {"internal"}, "month": {from.AddDate(0, 3, 0).Format("2006-01-02")}, "groups": {"mensen"}, "auditors": {string(p.people[identity.Reader].ID)}}
	officer.send(round+"/planning", form, http.StatusSeeOther)
	if body := officer.send(round+"/planning", form, http.StatusConflict); !strings.Contains(body, "intussen gewijzigd") {
		t.Error("a form that came too late does not say so")
	}
	reader.has(round, "Mensen", "Gepland", p.people[identity.Reader].Name)
	officer.send(round+"/vervallen", url.Values{"version": {"2"}, "because": {""}}, http.StatusUnprocessableEntity)
	officer.send(round+"/vervallen", url.Values{"version": {"2"}, "because": {"Wij doen dit samen met een andere ronde."}}, http.StatusSeeOther)
	reader.has(round, "Vervallen", "Wij doen dit samen")

	officer.has("/kalender", "Zelfaudit klaar")
	officer.has("/logboek", "uditronde voorgesteld", "uditronde vervallen")
	officer.has("/directiebeoordeling/"+string(p.review), "Van het auditprogramma", "in de praktijk bekeken")
	english := desk{p, officer.secret, "/en"}
	english.has(page, "Audit programme", "Internal audit", "Planned")
	english.has(page+"/dekking", "What do we look at, and when?")
	english.has(round, "Dropped")
}
