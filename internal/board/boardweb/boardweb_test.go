package boardweb_test

import (
	"bytes"
	"net/http"
	"net/url"
	"os/exec"
	"strings"
	"testing"
	"time"

	"aantoonbaar/internal/board"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/pdf"
	"aantoonbaar/internal/plan"
	"aantoonbaar/internal/web"
)

func TestTheBoardReadsWhereItStands(t *testing.T) {
	x := newHouse(t)
	page := x.page(hanna, "/bestuur")
	has(t, page, "Waar staan wij?", "Nog door niemand bevestigd", "Er wacht geen besluit", "42", "21 dagen te laat", "Terugzetten van de reservekopie oefenen",
		"Sinds maart 2026 groeide het van 12 naar 42 maatregelen", "Niet ondertekend", "Nog geen certificaat", "15 augustus 2028", "eigen opgave",
		"In dit tempo is alles ingericht rond juni 2027.", "oudste antwoord is van 22 maart 2026")
	hasNot(t, page, "Bevestig of wijzig deze zin", "PDF")
	has(t, x.page(sanne, "/bestuur"), "Bevestig of wijzig deze zin")
	x.lang = i18n.EN
	has(t, x.page(hanna, "/bestuur"), "Where do we stand?", "Since March 2026 it grew from 12 to 42 measures", "21 days late", "/en/o/org_linde/bestuur/rapport")
}

func TestAPersonWritesTheSentence(t *testing.T) {
	x := newHouse(t)
	has(t, x.page(sanne, "/bestuur/zin"), "Voorstel op grond van de cijfers")
	w := x.post(sanne, "/bestuur/zin", http.StatusUnprocessableEntity, url.Values{"version": {"0"}, "sentence": {"  "}})
	has(t, w.Body.String(), "Fout: ", "Schrijf in één zin waar u staat.")
	x.post(sanne, "/bestuur/zin", http.StatusConflict, url.Values{"version": {"9223372036854775807"}, "sentence": {"Na mij kan niemand meer"}})
	x.post(sanne, "/bestuur/zin", http.StatusSeeOther, url.Values{"version": {"0"}, "sentence": {"Wij zijn op koers, behalve bij leveranciers."}})
	has(t, x.page(hanna, "/bestuur"), "Wij zijn op koers, behalve bij leveranciers.", "Sanne Bakker, vandaag 13.27 uur")
	w = x.post(sanne, "/bestuur/zin", http.StatusConflict, url.Values{"version": {"0"}, "sentence": {"Van een oud scherm"}})
	has(t, w.Body.String(), "Sanne Bakker heeft dit intussen gewijzigd", "Wij zijn op koers", "Van een oud scherm", `name="version" value="1"`)
	x.post(hanna, "/bestuur/zin", http.StatusForbidden, url.Values{"version": {"1"}, "sentence": {"Het bestuur zelf"}})
}

func TestTheBoardDecidesAndSaysWhy(t *testing.T) {
	x := newHouse(t)
	wrong := question()
	wrong.Del("why")
	w := x.post(sanne, "/bestuur/besluiten", http.StatusUnprocessableEntity, wrong)
	has(t, w.Body.String(), "Schrijf op waarom dit nu nodig is.", `value="4.800"`, "Een vreemde leest dossiers")
	x.post(sanne, "/bestuur/besluiten", http.StatusSeeOther, question())
	has(t, x.page(hanna, "/bestuur"), "Tweede stap verplicht", "€ 4.800 per jaar", "Een vreemde leest dossiers van cliënten.", "10 december 2026", `value="agreed"`)
	hasNot(t, x.page(sanne, "/bestuur"), `value="agreed"`)

	x.post(sanne, "/bestuur/besluiten/dec_1", http.StatusForbidden, url.Values{"version": {"1"}, "status": {"agreed"}})
	w = x.post(hanna, "/bestuur/besluiten/dec_1", http.StatusUnprocessableEntity, url.Values{"version": {"1"}, "status": {"refused"}})
	has(t, w.Body.String(), "Schrijf waarom. Wie het later leest", `href="#reason-dec_1"`)
	x.post(hanna, "/bestuur/besluiten/dec_1", http.StatusSeeOther, url.Values{"version": {"1"}, "status": {"later"}, "reason-dec_1": {"Eerst de begroting"}})
	w = x.post(piet, "/bestuur/besluiten/dec_1", http.StatusConflict, url.Values{"version": {"1"}, "status": {"refused"}, "reason-dec_1": {"Te duur"}})
	has(t, w.Body.String(), "Hanna Bos was u voor met ‘Tweede stap verplicht’", "Te duur</textarea>")
	x.post(hanna, "/bestuur/besluiten/dec_1", http.StatusSeeOther, url.Values{"version": {"2"}, "status": {"agreed"}})
	w = x.post(piet, "/bestuur/besluiten/dec_1", http.StatusConflict, url.Values{"version": {"2"}, "status": {"refused"}, "reason-dec_1": {"Te duur"}})
	has(t, w.Body.String(), "Akkoord", "U schreef: ‘Te duur’")
	has(t, x.page(sanne, "/bestuur/besluiten"), "Akkoord", "Hanna Bos, vandaag 13.27 uur")
	x.post(sanne, "/bestuur/besluiten/dec_1/intrekken", http.StatusConflict, url.Values{"version": {"3"}})
	x.post(hanna, "/bestuur/besluiten/dec_9", http.StatusNotFound, url.Values{"version": {"1"}, "status": {"agreed"}})
}

func TestThreeDecisionsWaitAtMost(t *testing.T) {
	x := newHouse(t)
	for range board.MaxOpen {
		x.post(sanne, "/bestuur/besluiten", http.StatusSeeOther, question())
	}
	w := x.post(sanne, "/bestuur/besluiten", http.StatusUnprocessableEntity, question())
	has(t, w.Body.String(), "Er wachten al drie besluiten op het bestuur.")
	x.post(sanne, "/bestuur/besluiten/dec_1/intrekken", http.StatusSeeOther, url.Values{"version": {"1"}})
	x.post(sanne, "/bestuur/besluiten", http.StatusSeeOther, question())
	has(t, x.page(sanne, "/bestuur/besluiten"), "Ingetrokken")
}

func TestABoardMemberSignsExactlyWhatStandsThere(t *testing.T) {
	x := newHouse(t)
	page := x.page(hanna, "/bestuur/ondertekenen/plan")
	has(t, page, "Wat u ondertekent", "Terugzetten van de reservekopie oefenen", "€ 6.000", "Joost Mulder", "1 feb 2027", "Typ uw eigen naam")
	at := x.sign(hanna, "plan")
	evidence := x.page(hanna, at)
	has(t, evidence, "Hanna Bos", "Bestuurder", "zondag 22 november 2026, 13.27 uur", "Als bestuurder keur ik het goed", "aantoonbaar-", "/org_linde", "precies wat is ondertekend")

	w := x.send(hanna, http.MethodGet, at+"/document.json", nil)
	held, size := x.held()
	a := held.Approvals[0]
	if got := board.Sum(w.Body.Bytes()); got != a.SHA256 || a.Size != size {
		t.Errorf("the file has hash %s, the approval %s; sizes %d and %d", got, a.SHA256, size, a.Size)
	}
	if _, err := journal.Verify(a.Note, x.store.Signer.Public(), "org_linde"); err != nil {
		t.Error(err)
	}
	if w := x.send(joost, http.MethodGet, at+"/document.json", nil); w.Code != http.StatusForbidden {
		t.Errorf("a contributor takes the document: %d, want 403", w.Code)
	}
	has(t, x.page(hanna, "/bestuur"), "Ongewijzigd", "Wat is vorige keer beloofd?", "Van de 2 acties: 1 nog op tijd en 1 te laat.")
	x.sign(piet, "plan")
	has(t, x.page(hanna, "/bestuur"), "Piet Blom, vandaag", "Hanna Bos, vandaag")

	if again := x.sign(hanna, "plan"); again != at {
		t.Errorf("a second signature under the same version is at %s, the first at %s", again, at)
	}
	if held, _ := x.held(); len(held.Approvals) != 2 {
		t.Errorf("%d approvals after a double click, want 2", len(held.Approvals))
	}
}

func TestTheMeasuresAreSignedOneByOne(t *testing.T) {
	x := newHouse(t)
	page := x.page(hanna, "/bestuur/ondertekenen/maatregelen")
	c, err := catalogue()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range c.Requirements {
		if !strings.Contains(page, ">"+r.Number+" ") {
			t.Errorf("the page lacks %s", r.Number)
		}
	}
	at := x.sign(hanna, "maatregelen")
	has(t, x.page(sanne, at), "Cyberbeveiligingswet, artikel 24", "42", "Deels ingericht")
	hasNot(t, x.page(sanne, "/bestuur"), "Lees en onderteken")
}

func TestWhoMayNotSignDoesNot(t *testing.T) {
	x := newHouse(t)
	_, before := x.held()
	for _, by := range []identity.Actor{joost, sanne, actor("Rik Lezer", identity.Reader)} {
		page := x.page(by, "/bestuur/ondertekenen/plan")
		hasNot(t, page, "Typ uw eigen naam")
		has(t, page, "Ondertekenen kan alleen een bestuurder.")
		x.post(by, "/bestuur/ondertekenen/plan", http.StatusForbidden, url.Values{"name": {by.Name}, "sha256": {x.read(hanna, "plan")}})
	}
	if held, after := x.held(); len(held.Approvals) != 0 || after != before {
		t.Errorf("%d approvals, journal %d, want 0 and %d", len(held.Approvals), after, before)
	}
}

func TestAnothersNameIsRefusedAndNothingIsStored(t *testing.T) {
	x := newHouse(t)
	_, before := x.held()
	w := x.post(hanna, "/bestuur/ondertekenen/plan", http.StatusUnprocessableEntity, url.Values{"name": {"Piet Blom"}, "sha256": {x.read(hanna, "plan")}})
	has(t, w.Body.String(), "U bent ingelogd als Hanna Bos.", `value="Piet Blom"`, "Fout: ")
	if held, after := x.held(); len(held.Approvals) != 0 || after != before {
		t.Errorf("%d approvals, journal %d, want 0 and %d", len(held.Approvals), after, before)
	}
}

func TestWhatChangedWhileReadingIsNotSigned(t *testing.T) {
	x := newHouse(t)
	seen := x.read(hanna, "plan")
	x.world.brief.Actions[1].CostCents = 9900_00
	w := x.post(hanna, "/bestuur/ondertekenen/plan", http.StatusConflict, url.Values{"name": {"Hanna Bos"}, "sha256": {seen}})
	has(t, w.Body.String(), "Terwijl u las, is er iets gewijzigd.", "€ 9.900")
	if held, _ := x.held(); len(held.Approvals) != 0 {
		t.Error("something was signed")
	}
}

func TestTheApprovalSaysWhatChangedSince(t *testing.T) {
	x := newHouse(t)
	at := x.sign(hanna, "plan")
	x.world.brief.Actions[1].Due = "2027-06-01"
	x.world.brief.Actions = append(x.world.brief.Actions, board.Action{ID: "act_4", Title: "Logboek nakijken", Status: plan.Open})
	page := x.page(hanna, at)
	has(t, page, "niet meer wat is ondertekend", "1 gewijzigd en 1 erbij gekomen", "<del>1 feb 2027</del> → <ins>1 jun 2027</ins>", "<ins>Logboek nakijken</ins>")
	has(t, x.page(hanna, "/bestuur"), "Daarna gewijzigd", "Verzet", "nu 1 jun 2027")
	has(t, x.page(hanna, "/bestuur/ondertekenen/plan"), "Gewijzigd sinds de vorige handtekening", "Logboek nakijken")
	x.at = now.Add(time.Hour)
	if again := x.sign(hanna, "plan"); again == at {
		t.Error("signing again did not make a new approval")
	}
	has(t, x.page(hanna, "/bestuur"), "Ongewijzigd")
	has(t, x.page(hanna, at), "niet meer wat is ondertekend")
}

func TestAnEmptyPlanIsNotSigned(t *testing.T) {
	x := newHouse(t)
	x.world.brief.Actions = nil
	page := x.page(hanna, "/bestuur/ondertekenen/plan")
	has(t, page, "Er is nog niets om te ondertekenen")
	w := x.post(hanna, "/bestuur/ondertekenen/plan", http.StatusUnprocessableEntity, url.Values{"name": {"Hanna Bos"}})
	has(t, w.Body.String(), "Er staan nog geen acties in het verbeterplan.")
	if w := x.send(hanna, http.MethodGet, "/bestuur/ondertekenen/alles", nil); w.Code != http.StatusNotFound {
		t.Errorf("a subject that does not exist: %d, want 404", w.Code)
	}
}

func TestACertificateIsRecordedAndWithdrawn(t *testing.T) {
	x := newHouse(t)
	form := url.Values{
		"person": {"Hanna Bos"}, "role": {"voorzitter"}, "topics": {"kinds-of-risk", "risk-processes", "measures"}, "provider": {"Leergang"},
		"from": {"2026-10-01"}, "valid_until": {"15-12-2026"}, "evidence": {"Personeelsdossier"},
	}
	x.post(joost, "/bestuur/scholing", http.StatusForbidden, form)
	x.post(hanna, "/bestuur/scholing", http.StatusSeeOther, form)
	page := x.page(hanna, "/bestuur/scholing")
	has(t, page, "voorzitter", "Verloopt op 15 dec 2026", "Ontbreekt nog: hoe u risico’s en maatregelen beoordeelt", "bron uit de tweede hand", "Personeelsdossier")
	w := x.post(hanna, "/bestuur/scholing", http.StatusUnprocessableEntity, url.Values{"person": {"Piet"}, "from": {"gisteren"}})
	has(t, w.Body.String(), "Schrijf de datum als 26-11-2026.", `value="Piet"`)
	w = x.post(hanna, "/bestuur/scholing", http.StatusUnprocessableEntity, url.Values{"person": {"Piet"}})
	has(t, w.Body.String(), "Kies ten minste één onderwerp.", "Vul in wie de training gaf.")
	x.post(hanna, "/bestuur/scholing/cer_1/intrekken", http.StatusSeeOther, nil)
	hasNot(t, x.page(hanna, "/bestuur/scholing"), "Personeelsdossier")
	x.post(hanna, "/bestuur/scholing/cer_1/intrekken", http.StatusNotFound, nil)
}

// TestACertificateOnSomeTopicsIsNotCalledValid, however long it is good for.
func TestACertificateOnSomeTopicsIsNotCalledValid(t *testing.T) {
	x := newHouse(t)
	c := board.Certificate{Person: hanna.Name, Topics: board.Topics[:3], Provider: "Academie", From: now.AddDate(0, -1, 0), ValidUntil: now.AddDate(3, 0, 0)}
	if _, err := x.service.AddCertificate(t.Context(), hanna, c); err != nil {
		t.Fatal(err)
	}
	for _, page := range []string{"/bestuur", "/bestuur/scholing"} {
		body := x.page(hanna, page)
		has(t, body, "Nog niet op alle onderwerpen", "Ontbreekt nog: ")
		hasNot(t, body, "Geldig tot en met 22 nov 2029")
	}
	c.Topics = board.Topics[3:]
	if _, err := x.service.AddCertificate(t.Context(), hanna, c); err != nil {
		t.Fatal(err)
	}
	has(t, x.page(hanna, "/bestuur"), "Geldig tot en met 22 nov 2029")
}

// TestWhereTheActDoesNotApplyNobodyIsWarned: neither on the pages nor at the desk.
func TestWhereTheActDoesNotApplyNobodyIsWarned(t *testing.T) {
	x := newHouse(t)
	has(t, x.page(hanna, "/bestuur/scholing"), "Nodig uiterlijk", "Nog geen certificaat")
	x.world.brief.Exempt = true
	for _, page := range []string{"/bestuur", "/bestuur/scholing", "/bestuur/rapport"} {
		body := x.page(hanna, page)
		has(t, body, "Niet verplicht", "De Cbw geldt niet voor u")
		hasNot(t, body, "Nodig uiterlijk", "Nog geen certificaat")
	}
	d, err := x.service.Waiting(t.Context(), hanna)
	if err != nil || d.Learner != nil || !d.Exempt || len(d.Unsigned) != 2 {
		t.Errorf("at the desk: %+v, %v", d, err)
	}
}

func TestTheReportIsThePageOnPaper(t *testing.T) {
	x := newHouse(t)
	x.post(sanne, "/bestuur/besluiten", http.StatusSeeOther, question())
	x.sign(hanna, "plan")
	page := x.page(hanna, "/bestuur/rapport")
	has(t, page, "Bestuursrapport informatiebeveiliging", "Eigen opgave", "versie 3", "Tweede stap verplicht", "Stand per onderdeel", "Wat is onzeker?")
	report := page[strings.Index(page, "<article"):strings.Index(page, "</article>")]
	hasNot(t, report, "href=", "<form", "<button")
	hasNot(t, page, "rapport.pdf")
	if w := x.send(hanna, http.MethodGet, "/bestuur/rapport.pdf", nil); w.Code != http.StatusNotFound {
		t.Errorf("a PDF on a machine that makes none: %d, want 404", w.Code)
	}
}

func TestTheReportPrintsAsATaggedPDF(t *testing.T) {
	x := newHouse(t)
	chromium, err := exec.LookPath("chromium")
	if err != nil {
		t.Fatalf("no Chromium on this machine (make tools installs it): %v", err)
	}
	x.handler.PDF = pdf.New(chromium, web.Static()).Print
	x.post(sanne, "/bestuur/besluiten", http.StatusSeeOther, question())
	has(t, x.page(hanna, "/bestuur/rapport"), "rapport.pdf")
	w := x.send(hanna, http.MethodGet, "/bestuur/rapport.pdf", nil)
	file := w.Body.Bytes()
	if w.Code != http.StatusOK || !bytes.HasPrefix(file, []byte("%PDF-")) {
		t.Fatalf("GET rapport.pdf = %d, %.200s", w.Code, file)
	}
	for _, want := range []string{"/StructTreeRoot", "/Lang (nl)", "/Outlines"} {
		if !bytes.Contains(file, []byte(want)) {
			t.Errorf("the PDF does not hold %s", want)
		}
	}
	if n := bytes.Count(file, []byte("/Type /Page\n")); n != 2 {
		t.Errorf("the report has %d pages, want 2", n)
	}
	if bytes.Contains(file, []byte("/URI (http://127.0.0.1")) {
		t.Error("the PDF links to the machine that made it")
	}
	if got := w.Header().Get("Content-Disposition"); got != `attachment; filename="bestuursrapport-2026-11-22.pdf"` {
		t.Errorf("Content-Disposition = %s", got)
	}
	hasNot(t, x.page(joost, "/bestuur/rapport"), "rapport.pdf")
}

// TestAMemberIsToldWhatToSignAndLearn: what that person signed within a year waits no
// more, whoever else signed; and a certificate counts when it is on every topic.
func TestAMemberIsToldWhatToSignAndLearn(t *testing.T) {
	x := newHouse(t)
	desk := func(by identity.Actor) board.Desk {
		d, err := x.service.Waiting(t.Context(), by)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	if d := desk(hanna); len(d.Unsigned) != 2 || d.Learner == nil {
		t.Errorf("at first there is %+v", d)
	}
	if d := desk(sanne); len(d.Unsigned) != 0 || d.Learner != nil {
		t.Errorf("who is no board member has %+v", d)
	}
	x.sign(hanna, "plan")
	if d := desk(hanna); len(d.Unsigned) != 1 || d.Unsigned[0] != board.Measures {
		t.Errorf("after her signature %v waits", d.Unsigned)
	}
	if d := desk(piet); len(d.Unsigned) != 2 {
		t.Errorf("her signature is taken for Piet's: %v waits", d.Unsigned)
	}
	trained := board.Certificate{Person: hanna.Name, Topics: board.Topics[:3], Provider: "Academie", From: now.AddDate(0, -1, 0), ValidUntil: now.AddDate(3, 0, 0)}
	if _, err := x.service.AddCertificate(t.Context(), hanna, trained); err != nil {
		t.Fatal(err)
	}
	if d := desk(hanna); d.Learner == nil || len(d.Learner.Missing(now)) != 1 {
		t.Errorf("with three topics of four she is %+v", d.Learner)
	}
	trained.Topics = board.Topics[3:]
	if _, err := x.service.AddCertificate(t.Context(), hanna, trained); err != nil {
		t.Fatal(err)
	}
	if d := desk(hanna); d.Learner != nil {
		t.Errorf("with all topics she is still %+v", d.Learner)
	}
	x.at = now.AddDate(1, 0, 1)
	if d := desk(hanna); len(d.Unsigned) != 2 {
		t.Errorf("a year later %v waits", d.Unsigned)
	}
}
