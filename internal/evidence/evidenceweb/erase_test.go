package evidenceweb

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"aantoonbaar/internal/identity"
)

func TestErasingIsAnActApart(t *testing.T) {
	s := newSite(t)
	it := s.add(note("Verslag van Joost"), "")
	page := "/o/org_a/bewijs/" + string(it.ID)
	if w := s.get(page); strings.Contains(w.Body.String(), page+"/wissen") {
		t.Error("who may not erase is shown how")
	}
	s.role = identity.Administrator
	wants(t, s.get(page), http.StatusOK, `href="`+page+`/wissen"`)
	wants(t, s.get(page+"/wissen"), http.StatusOK, "Wat gaat weg", "Wat blijft", "Waar dit systeem niet bij kan", "reservekopieën")
	good := url.Values{"ground": {"unlawful"}, "because": {"Per ongeluk toegevoegd"}, "sure": {"yes"}}
	for _, missing := range []string{"ground", "because", "sure"} {
		form := url.Values{"ground": good["ground"], "because": good["because"], "sure": good["sure"]}
		form.Del(missing)
		wants(t, s.post(page+"/wissen", form), http.StatusUnprocessableEntity, `id="`+missing+`-says"`)
	}
	wants(t, s.get(page), http.StatusOK, "Verslag van Joost")
	wants(t, s.post(page+"/wissen", good), http.StatusSeeOther)
	w := s.get(page)
	wants(t, w, http.StatusOK, "Gewist bewijs", "Dit kan niet worden teruggedraaid", "AVG art. 17 lid 1 d", "Per ongeluk toegevoegd", "naam gewist")
	for _, gone := range []string{"Verslag van Joost", "regel 1", "/wijzigen", "/intrekking", "/vastzetten", "/wissen\""} {
		if strings.Contains(w.Body.String(), gone) {
			t.Errorf("the page of what was erased shows %q", gone)
		}
	}
	wants(t, s.get("/o/org_a/bewijs?stand=erased"), http.StatusOK, "Gewist bewijs")
	wants(t, s.get(page+"/wissen"), http.StatusSeeOther)
	wants(t, s.get(page+"/wijzigen"), http.StatusConflict, "Dit bewijs is gewist")
}

func TestWhatIsHeldCannotBeErasedOnThePage(t *testing.T) {
	s := newSite(t)
	s.role = identity.Administrator
	it := s.add(note("Verslag"), "")
	page := "/o/org_a/bewijs/" + string(it.ID)
	wants(t, s.post(page+"/vastzetten", url.Values{"held_because": {""}, "held_until": {"31-02-2030"}}), http.StatusUnprocessableEntity, `id="held_until-says"`, "31-02-2030")
	wants(t, s.post(page+"/vastzetten", url.Values{"held_because": {"Er loopt een klacht"}, "held_until": {"2031-12-31"}}), http.StatusSeeOther)
	wants(t, s.get(page), http.StatusOK, "Er loopt een klacht", "31 december 2031", "Geef vrij")
	form := url.Values{"ground": {"unlawful"}, "because": {"Per ongeluk"}, "sure": {"yes"}}
	wants(t, s.post(page+"/wissen", form), http.StatusConflict, "Dit bewijs staat vast", "Er loopt een klacht", "Per ongeluk")
	wants(t, s.post(page+"/vrijgeven", nil), http.StatusSeeOther)
	wants(t, s.post(page+"/wissen", form), http.StatusSeeOther)
}
