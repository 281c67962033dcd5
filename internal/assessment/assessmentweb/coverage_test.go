package assessmentweb_test

import (
	"net/http"
	"strings"
	"testing"

	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/rule"
)

// meet answers a requirement with yes on every level, with evidence behind it.
func (x *house) meet(requirements ...string) {
	x.t.Helper()
	if x.world.evidence == nil {
		x.world.evidence = map[string]assessment.Evidence{}
	}
	before, err := x.service.Picture(x.t.Context(), marieke)
	if err != nil {
		x.t.Fatal(err)
	}
	for _, id := range requirements {
		x.world.evidence[id] = assessment.Evidence{Support: assessment.Support{Design: true, Existence: true, Operation: true}, Count: 3}
		a := assessment.Answer{Requirement: id, Version: before.Said.Answers[id].Version}
		for _, l := range framework.Levels {
			a = a.With(l, assessment.Statement{Reply: assessment.Yes})
		}
		if _, err := x.service.Save(x.t.Context(), marieke, a); err != nil {
			x.t.Fatal(err)
		}
	}
}

func TestWhatIsMetCountsInOtherFrameworks(t *testing.T) {
	x := newHouse(t)
	x.meet("nen7510-2:2024/5.1")
	has(t, x.page(marieke, "/telt-mee"), "Cyberbeveiligingswet: zorgplicht", "Eén keer invullen", "Alleen een maatregel die hetzelfde vraagt")
	page := x.page(marieke, "/telt-mee/cbw-24")
	has(t, page, "1 van 12 onderdelen geregeld", "Het beleid is door het bestuur vastgesteld", "Telt mee door 5.1, hulp van 5.2 (NEN 7510-1)",
		"vraagt dit helemaal, en meer", "ons oordeel", "/o/org_linde/maatregelen/5.1", "helpt niet", "Dit doet u zelf.", "22 november 2026")
}

func TestEveryFrameworkHasItsPage(t *testing.T) {
	x := newHouse(t)
	for _, c := range x.handler.Catalogue.Crosswalks {
		page := x.page(marieke, "/telt-mee/"+c.ID)
		for _, topic := range c.Topics {
			for _, e := range topic.Elements {
				if !strings.Contains(page, `id="deel-`+e.ID+`"`) {
					t.Errorf("%s lacks element %s", c.ID, e.ID)
				}
			}
		}
	}
	if w := x.send(marieke, http.MethodGet, "/telt-mee/nen7510-2017", nil); w.Code != http.StatusNotFound {
		t.Errorf("a table of old numbers is no framework: %d, want 404", w.Code)
	}
}

func TestOnlyWhatConcernsTheOrganisationStandsInFront(t *testing.T) {
	x := newHouse(t)
	hasNot(t, x.page(marieke, "/telt-mee"), "Geldt voor u", "Geldt nu niet voor u") // nobody knows yet
	x.world.duties = map[string]rule.Truth{"nen7510": rule.Yes, "avg": rule.Unknown, "cbw": rule.No}
	page := x.page(marieke, "/telt-mee")
	aside := strings.Index(page, "Geldt nu niet voor u")
	if aside < 0 || strings.Index(page, "Cyberbeveiligingswet: zorgplicht") < aside || strings.Index(page, "AVG: beveiliging") > aside {
		t.Errorf("the act that does not concern the organisation should stand below, the others above")
	}
	has(t, page, "Geldt voor u", "Hangt af van uw profiel")
	hasNot(t, x.page(marieke, "/telt-mee/cbw-21"), "Geldt voor u")
}
