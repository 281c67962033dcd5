package planweb_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/legaltime"
	"aantoonbaar/internal/plan"
	"aantoonbaar/internal/ref"
)

func TestTheQuickScanEndsInActions(t *testing.T) {
	x := newHouse(t)
	form := url.Values{
		"element": {"2", "5"}, "owner_2": {"sanne bakker"}, "date_2": {"2027-01-08"}, "owner_5": {"Functioneel beheerder"}, "date_5": {""},
		"owner_7": {"niemand koos dit"}, "date_7": {"1999-01-01"},
	}
	_, page := x.follow("/verbeterplan/uit-quickscan", form)
	x.want(page, "2 acties staan nu in uw plan.", "Loop één dag met een collega mee", "Sanne Bakker", "Functioneel beheerder", "Zonder datum")
	a := x.actions()[0]
	if a.Owner != "per_s" || a.OwnerText != "" || a.Source != (ref.Ref{Kind: plan.FromQuickScan, ID: "quickscan/2"}) ||
		!strings.Contains(a.Description, "- Noteer elk scherm") || !strings.Contains(a.Description, "Voorbeeld om over te nemen:\nSysteem | Leverancier") || !a.IsFor("nen7510-2:2024/5.9") {
		t.Errorf("stored: %+v", a)
	}
	form.Set("element", "2")
	form.Add("element", "11")
	_, page = x.follow("/verbeterplan/uit-quickscan", form)
	x.want(page, "1 actie staat nu in uw plan. 1 stond er al.")
	_, page = x.follow("/verbeterplan/uit-quickscan", url.Values{"element": {"2"}})
	x.want(page, "Deze acties stonden al in uw plan.")
	if got := len(x.actions()); got != 3 {
		t.Errorf("%d actions, want 3", got)
	}
	for name, test := range map[string]struct {
		form url.Values
		code int
		says string
	}{
		"nothing chosen": {url.Values{}, 422, "Kies ten minste één actie."},
		"no such step":   {url.Values{"element": {"12"}}, 404, "Deze pagina bestaat niet"},
		"a past day":     {url.Values{"element": {"3"}, "date_3": {"2026-01-01"}}, 422, ": Kies een dag vanaf vandaag."},
		"a long name":    {url.Values{"element": {"3"}, "owner_3": {strings.Repeat("a", 121)}}, 422, ": Gebruik hoogstens 120 tekens"},
	} {
		w := x.send("POST", "/verbeterplan/uit-quickscan", test.form)
		if w.Code != test.code || len(x.actions()) != 3 {
			t.Errorf("%s: %d, want %d; %d actions", name, w.Code, test.code, len(x.actions()))
		}
		x.want(plain(w.Body.String()), test.says)
	}
	x.follow("/en/o/org_linde/verbeterplan/uit-quickscan", url.Values{"element": {"8"}})
	if !strings.Contains(x.actions()[3].Description, "Example to copy:") {
		t.Errorf("the English page gives %q", x.actions()[3].Description)
	}
}

func TestTheListIsFilteredAndGrouped(t *testing.T) {
	x := newHouse(t)
	late := x.add(plan.Action{Title: "Te late actie", Due: on(11, 26), CostCents: 100000})
	x.add(plan.Action{Title: "Actie van Sanne", Due: on(1, 8), Owner: "per_s", CostCents: 25050})
	x.add(plan.Action{Title: "Actie zonder dag", OwnerText: "Kompas"})
	gone := x.add(plan.Action{Title: "Vervallen actie", Due: on(1, 9), CostCents: 999999})
	if _, err := x.service.SetStatus(t.Context(), marieke, gone.ID, 1, plan.Dropped, "niet nodig", time.Time{}); err != nil {
		t.Fatal(err)
	}
	x.now = start.AddDate(0, 0, 5) // 29 November
	page := x.page("/verbeterplan")
	x.want(page, "Nog te doen (3)", "Te laat (1)", "Vervallen (1)", "Alle acties (4)", "1 te laat", "3 dagen te laat", "€ 1.250,50", "Bij 2 acties geschat", "januari 2027", "Zonder datum", "Kompas")
	x.wantNot(page, "Vervallen actie")
	if strings.Index(page, "Te late actie") > strings.Index(page, "Actie van Sanne") {
		t.Error("what is late does not come first")
	}
	page = x.page("/verbeterplan?stand=laat")
	x.want(page, "Te late actie")
	x.wantNot(page, "Actie van Sanne", "Actie zonder dag")
	page = x.page("/verbeterplan?wie=per_s")
	x.want(page, "Actie van Sanne")
	x.wantNot(page, "Te late actie")
	page = x.page("/verbeterplan?wie=niemand")
	x.want(page, "Te late actie")
	x.wantNot(page, "Actie zonder dag") // Kompas does it
	x.want(x.page("/verbeterplan?stand=klaar"), "Geen acties die hierbij passen")
	x.want(x.page("/verbeterplan?stand=onzin&pagina=-3"), "Te late actie")
	if _, err := x.service.SetStatus(t.Context(), marieke, late.ID, 1, plan.Done, "", time.Time{}); err != nil {
		t.Fatal(err)
	}
	x.want(x.page("/verbeterplan?stand=klaar"), "Klaar op 29 november 2026")
}

func TestALongListHasPages(t *testing.T) {
	x := newHouse(t)
	for range 51 {
		x.add(plan.Action{Title: "Actie", Due: on(1, 8)})
	}
	x.want(x.page("/verbeterplan"), "pagina=2", `aria-current="page">1<`)
	x.want(x.page("/verbeterplan?pagina=2"), `aria-current="page">2<`, ">1 actie<")
	x.want(x.page("/verbeterplan?pagina=77"), `aria-current="page">2<`)
}

func TestTheForecastSaysWhatItKnows(t *testing.T) {
	x := newHouse(t)
	x.want(x.page("/verbeterplan/vooruitblik"), "Er is nog te weinig bekend om iets te zeggen", "Vul de eerste maatregelen in.", "Nog geen lijn te tekenen", "Uw plan noemt nog geen dag")
	x.answer("5.1", assessment.No, assessment.No, assessment.No)
	x.want(x.page("/verbeterplan/vooruitblik"), "Vanaf 22 december 2026 staat hier een vooruitblik.")
	x.now = start.AddDate(0, 0, 90)
	x.want(x.page("/verbeterplan/vooruitblik"), "In dit tempo komt alles niet op orde", "In de laatste 90 dagen kwam er geen maatregel bij")

	all := content().catalogue.Requirements
	for i, r := range all[:32] { // one every two days, 31 with evidence
		x.now = start.AddDate(0, 0, 30+2*i)
		if i > 0 {
			x.supported[r.ID] = assessment.Evidence{Support: assessment.Support{Operation: true}}
			x.spells = append(x.spells, plan.Spell{Requirement: r.ID, From: legaltime.DayOf(x.now, time.UTC)})
		}
		x.answer(r.Slug(), assessment.Yes, assessment.Yes, assessment.Yes)
	}
	x.now = start.AddDate(0, 0, 100)
	page := x.page("/verbeterplan/vooruitblik")
	x.want(page, "In dit tempo is alles ingericht rond ", "In de laatste 90 dagen bracht u 31 op orde: 10,3 per maand.", "Gaat het wat sneller of langzamer, dan wordt het tussen", "U ging van 0 naar 31 van de", `<svg class="zi-chart__svg`, "4 maart 2027", "in dit tempo</text>")
	page = x.page("/en/o/org_linde/verbeterplan/vooruitblik")
	x.want(page, "At this pace everything is in place around ", "you brought 31 in place: 10.3 a month", "You went from 0 to 31 of", "Show the figures")
	x.want(x.page("/verbeterplan"), "31 <small>van")
}

func TestThePlanNamesItsDay(t *testing.T) {
	x := newHouse(t)
	whole, err := x.service.Plan(t.Context(), marieke)
	if err != nil {
		t.Fatal(err)
	}
	var picks []plan.Pick
	for i, g := range whole.Gaps {
		picks = append(picks, plan.Pick{Requirement: g.Requirement.ID, Due: on(12, 1).AddDate(0, 0, i)})
	}
	added, err := x.service.FromGaps(t.Context(), marieke, i18n.NL, picks[1:])
	if err != nil || len(added) != len(picks)-1 {
		t.Fatalf("FromGaps = %d, %v", len(added), err)
	}
	x.want(x.page("/verbeterplan/vooruitblik"), "Voor 1 maatregel is er nog geen actie.", "Bekijk de 1 maatregel zonder actie")
	if _, err := x.service.FromGaps(t.Context(), marieke, i18n.NL, picks[:1]); err != nil {
		t.Fatal(err)
	}
	last := i18n.NL.Day(picks[len(picks)-1].Due)
	x.want(x.page("/verbeterplan/vooruitblik"), "Volgens uw plan is alles ingericht op "+last)
	x.want(x.page("/verbeterplan/voorstel"), "Niets meer voor te stellen")
	x.now = start.AddDate(0, 0, 8) // 2 December: the first is late
	x.want(x.page("/verbeterplan/vooruitblik"), "Uw plan noemt nog geen dag", "Bij 1 maatregel is een actie te laat.")
}
