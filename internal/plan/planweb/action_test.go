package planweb_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/plan"
)

func TestAnEmptyPlanSaysWhatToDo(t *testing.T) {
	x := newHouse(t)
	x.want(x.page("/verbeterplan"), "Nog geen acties", "voorgestelde acties</a>", "/o/org_linde/verbeterplan/voorstel", "Nog niet te zeggen")
	x.want(x.page("/en/o/org_linde/verbeterplan"), "No actions yet", "suggested actions</a>", "/en/o/org_linde/verbeterplan/voorstel")
}

func TestSuggestionsGoIntoThePlan(t *testing.T) {
	x := newHouse(t)
	x.answer("8.5", assessment.Yes, assessment.Yes, assessment.Yes) // no evidence
	page := x.page("/verbeterplan/voorstel?alles=1")
	x.want(page, "Laat zien dat het werkt: Veilig inloggen", "Nog nodig: het bewijs dat het werkt", "Spreek af en richt in:", `name="due-8.5" value="2026-12-24"`)
	form := url.Values{"choose": {"8.5", "8.13"}, "owner-8.5": {"per_s"}, "due-8.5": {"2026-12-31"}, "due-8.13": {"15-1-2027"}}
	to, page := x.follow("/verbeterplan/voorstel", form)
	if to != "/o/org_linde/verbeterplan" {
		t.Errorf("the choice leads to %s", to)
	}
	x.want(page, "2 acties staan nu in uw plan.", "december 2026", "januari 2027", "Sanne Bakker", "Laat zien dat het werkt: Veilig inloggen", "Voor maatregel 8.13", "15 januari 2027")
	x.want(x.page("/verbeterplan/voorstel"), "Voor 2 andere maatregelen staat al een actie in het plan.")

	again := x.send("POST", "/verbeterplan/voorstel", form)
	if again.Code != http.StatusUnprocessableEntity || len(x.actions()) != 2 {
		t.Errorf("the second time: %d, and %d actions", again.Code, len(x.actions()))
	}
	x.want(plain(again.Body.String()), "Voor maatregel 8.5 staat al een actie in het plan.")
}

func TestARefusedChoiceComesBackAsTyped(t *testing.T) {
	x := newHouse(t)
	for name, test := range map[string]struct {
		form url.Values
		says string
	}{
		"nothing":        {url.Values{}, "Kies ten minste één actie."},
		"a past day":     {url.Values{"choose": {"8.34"}, "due-8.34": {"2026-11-23"}}, "Kies een dag vanaf vandaag."},
		"no day":         {url.Values{"choose": {"8.34"}, "due-8.34": {"morgen"}}, "Schrijf de datum als 26-11-2026."},
		"a stranger":     {url.Values{"choose": {"8.34"}, "owner-8.34": {"per_x"}, "due-8.34": {""}}, "Kies iemand die bij uw organisatie hoort"},
		"much too late":  {url.Values{"choose": {"8.34"}, "due-8.34": {"2036-11-25"}}, "Kies een dag binnen 10 jaar."},
		"in place":       {url.Values{"choose": {"8.5"}}, "Maatregel 8.5 is al ingericht"},
		"twice the same": {url.Values{"choose": {"8.34", "8.34"}, "due-8.34": {"2020-01-01"}}, "Kies een dag vanaf vandaag."},
	} {
		x.supported[login] = assessment.Evidence{Support: assessment.Support{Operation: true}}
		if name == "in place" {
			x.answer("8.5", assessment.Yes, assessment.Yes, assessment.Yes)
		}
		w := x.send("POST", "/verbeterplan/voorstel", test.form)
		page := plain(w.Body.String())
		if w.Code != http.StatusUnprocessableEntity || len(x.actions()) != 0 {
			t.Errorf("%s: %d, and %d actions stored", name, w.Code, len(x.actions()))
		}
		x.want(page, test.says)
		if due := test.form.Get("due-8.34"); due != "" {
			x.want(page, `id="choose-8.34" checked`, `value="`+due+`"`)
		}
	}
	if w := x.send("POST", "/verbeterplan/voorstel", url.Values{"choose": {"99.1"}}); w.Code != http.StatusNotFound {
		t.Errorf("a measure that does not exist: %d, want 404", w.Code)
	}
}

func TestANewActionStartsFromAMeasureAndReturnsThere(t *testing.T) {
	x := newHouse(t)
	back := "/o/org_linde/maatregelen/8.5"
	page := x.page("/verbeterplan/nieuw?voor=8.5&terug=" + url.QueryEscape(back))
	x.want(page, `value="Spreek af en richt in: Veilig inloggen"`, "Maak een lijst van de systemen", `value="8.5" checked`, `name="terug" value="`+back+`"`)
	form := url.Values{
		"title": {"Zet de tweede stap aan in de planning"}, "owner": {"per_s"}, "due": {"2027-01-31"}, "cost": {"€ 4.800,50"},
		"effort": {"medium"}, "level": {"existence"}, "requirements": {"8.5", "5.17"}, "terug": {back},
	}
	if to, _ := x.follow("/verbeterplan", form); to != back {
		t.Errorf("back to %s, want %s", to, back)
	}
	a := x.actions()[0]
	if a.CostCents != 480050 || a.Owner != "per_s" || len(a.Requirements) != 2 || a.Source.Kind != plan.FromOwn || a.Status != plan.Open {
		t.Errorf("stored: %+v", a)
	}
	for _, evil := range []string{"https://example.test/", "//example.test/x", "/o/org_linde/../../evil", "/o/org_eik/verbeterplan", "/o/org_linde/\\example.test"} {
		form.Set("terug", evil)
		if to, _ := x.follow("/verbeterplan", form); !strings.HasPrefix(to, "/o/org_linde/verbeterplan/act_") {
			t.Errorf("terug=%q leads to %s", evil, to)
		}
	}
}

func TestARefusedActionSaysWhatIsWrong(t *testing.T) {
	x := newHouse(t)
	stored := x.add(plan.Action{Title: "Bel de leverancier"})
	good := url.Values{"title": {"Bel de leverancier nog eens"}, "due": {"2027-01-31"}, "version": {"1"}}
	for name, test := range map[string]struct {
		field, value, says string
	}{
		"no title":            {"title", " ", "Schrijf in één zin wat u gaat doen."},
		"a long title":        {"title", strings.Repeat("a", plan.MaxTitle+1), "Gebruik hoogstens 200 tekens; het zijn er nu 201."},
		"a title with NUL":    {"title", "a\x00b", "tekens in die niemand kan lezen"},
		"a title on two rows": {"title", "a\nb", "Zet dit op één regel."},
		"a long description":  {"description", strings.Repeat("a", plan.MaxDescription+1), "Gebruik hoogstens 8000 tekens"},
		"a stranger":          {"owner", "per_x", "Kies iemand die bij uw organisatie hoort, of vul een naam in."},
		"a long name":         {"owner_text", strings.Repeat("a", plan.MaxOwnerText+1), "Gebruik hoogstens 120 tekens"},
		"a past day":          {"due", "2026-11-23", "Kies een dag vanaf vandaag."},
		"a far day":           {"due", "2036-11-25", "Kies een dag binnen 10 jaar."},
		"a wild day":          {"due", "9999-01-01", "Kies een jaar tussen 1950 en 2100."},
		"no day at all":       {"due", "gauw", "Schrijf de datum als 26-11-2026."},
		"a negative cost":     {"cost", "-1", "Vul een bedrag in van 0 euro of meer."},
		"too much money":      {"cost", "100.000.001", "Vul een bedrag in tot en met € 100.000.000."},
		"absurd money":        {"cost", strings.Repeat("9", 40), "Vul een bedrag in tot en met € 100.000.000."},
		"no money":            {"cost", "veel", "Vul een bedrag in, zoals 1250 of 1.250,50."},
		"an unknown measure":  {"requirements", "99.9", "Een van deze maatregelen kennen wij niet."},
		"an unknown effort":   {"effort", "heroic", "Kies hoeveel werk het is."},
		"an unknown level":    {"level", "hope", "Kies opzet, bestaan of werking."},
	} {
		form := url.Values{}
		for k, v := range good {
			form[k] = v
		}
		form.Set(test.field, test.value)
		for _, path := range []string{"/verbeterplan", "/verbeterplan/" + stored.ID} {
			w := x.send("POST", path, form)
			if w.Code != http.StatusUnprocessableEntity {
				t.Errorf("%s to %s: %d, want 422", name, path, w.Code)
			}
			x.want(plain(w.Body.String()), test.says, `href="#`+test.field+`"`)
		}
	}
	both := url.Values{"title": {"x"}, "owner": {"per_s"}, "owner_text": {"Kompas"}, "version": {"1"}}
	x.want(plain(x.send("POST", "/verbeterplan", both).Body.String()), "Kies een collega of vul een naam in, niet allebei.", `value="Kompas"`, `value="per_s" selected`)
	many := url.Values{"title": {"x"}}
	for _, r := range content().catalogue.Requirements[:plan.MaxRequirements+1] {
		many.Add("requirements", r.Slug())
	}
	x.want(plain(x.send("POST", "/verbeterplan", many).Body.String()), "Kies hoogstens 40 maatregelen.")
	if got := x.actions(); len(got) != 1 || got[0].Version != 1 {
		t.Errorf("something was stored: %+v", got)
	}
}

func TestTwoPeopleChangeTheSameAction(t *testing.T) {
	x := newHouse(t)
	a := x.add(plan.Action{Title: "Bel de leverancier", Due: on(12, 20)})
	path := "/verbeterplan/" + a.ID
	x.by = sanne
	_, page := x.follow(path, url.Values{"title": {"Bel Kompas"}, "due": {"2026-12-20"}, "version": {"1"}})
	x.want(page, "De actie is opgeslagen.", "Bel Kompas", "Actie: Bel de leverancier → Bel Kompas", "Sanne Bakker, vandaag 12.27 uur")

	x.by = marieke
	mine := url.Values{"title": {"Bel de leverancier van de planning"}, "due": {"2027-01-10"}, "version": {"1"}}
	w := x.send("POST", path, mine)
	if w.Code != http.StatusConflict {
		t.Errorf("a stale form: %d, want 409", w.Code)
	}
	page = plain(w.Body.String())
	x.want(page, "Sanne Bakker heeft dit intussen gewijzigd", "Actie: Bel Kompas", "Klaar vóór: 20 december 2026", `value="Bel de leverancier van de planning"`, `name="version" value="2"`)
	mine.Set("version", "2")
	_, page = x.follow(path, mine)
	x.want(page, "Bel de leverancier van de planning", "10 januari 2027")
}

func TestAnActionThroughItsLife(t *testing.T) {
	x := newHouse(t)
	a := x.add(plan.Action{Title: "Bel de leverancier", Due: on(11, 30), Requirements: []string{login}, Description: "- eerst\n- dan"})
	path := "/verbeterplan/" + a.ID
	page := x.page(path)
	x.want(page, "Nog niet begonnen", "8.5 Veilig inloggen", "Nog niet ingevuld", "Zelf bedacht", "In het plan gezet")
	_, page = x.follow(path+"/stand", url.Values{"status": {"busy"}, "version": {"1"}})
	x.want(page, "U bent met deze actie bezig.", "Stand: Nog niet begonnen → Bezig")
	if w := x.send("POST", path+"/stand", url.Values{"status": {"done"}, "version": {"1"}}); w.Code != http.StatusConflict {
		t.Errorf("a stale button: %d, want 409", w.Code)
	}
	_, page = x.follow(path+"/stand", url.Values{"status": {"done"}, "version": {"2"}})
	x.want(page, "Mooi: deze actie is klaar.", "Werk nu uw antwoord bij", "Klaar op 24 november 2026", "Zet weer open")
	x.wantNot(page, "Dit is klaar</span>")
	_, page = x.follow(path+"/stand", url.Values{"status": {"open"}, "version": {"3"}})
	x.want(page, "Deze actie staat weer open.")
	_, page = x.follow(path+"/stand", url.Values{"status": {"done"}, "done_on": {"2026-11-20"}, "version": {"4"}})
	x.want(page, "Klaar op 20 november 2026")
	x.follow(path+"/stand", url.Values{"status": {"open"}, "version": {"5"}})

	for name, test := range map[string]struct {
		form url.Values
		says string
	}{
		"no reason":       {url.Values{"status": {"dropped"}}, "Schrijf waarom u deze actie niet meer doet."},
		"reason too long": {url.Values{"status": {"dropped"}, "reason": {strings.Repeat("a", plan.MaxReason+1)}}, "Gebruik hoogstens 1000 tekens"},
		"done tomorrow":   {url.Values{"status": {"done"}, "done_on": {"2026-11-25"}}, "Kies een dag tot en met vandaag."},
		"done ages ago":   {url.Values{"status": {"done"}, "done_on": {"1812-01-01"}}, "Kies een jaar tussen 1950 en 2100."},
		"no such status":  {url.Values{"status": {"perhaps"}}, "Kies hoe ver de actie is."},
	} {
		test.form.Set("version", "6")
		w := x.send("POST", path+"/stand", test.form)
		if w.Code != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d, want 422", name, w.Code)
		}
		x.want(plain(w.Body.String()), test.says)
	}
	_, page = x.follow(path+"/stand", url.Values{"status": {"dropped"}, "reason": {"Kompas stopt."}, "version": {"6"}})
	x.want(page, "Deze actie is vervallen.", "Kompas stopt.", "Stand: Nog niet begonnen → Vervallen: Kompas stopt.")
}
