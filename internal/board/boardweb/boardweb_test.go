package boardweb_test

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/board"
	"aantoonbaar/internal/board/boarddb"
	"aantoonbaar/internal/board/boardweb"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/org/orgdb"
	"aantoonbaar/internal/pdf"
	"aantoonbaar/internal/plan"
	"aantoonbaar/internal/ref"
	"aantoonbaar/internal/sqldb"
	"aantoonbaar/internal/sqldb/sqldbtest"
	"aantoonbaar/internal/web"
)

var now = time.Date(2026, 11, 22, 13, 27, 0, 0, time.UTC)

func actor(name string, role identity.Role) identity.Actor {
	return identity.Actor{Person: identity.PersonID("per_" + strings.Fields(name)[0]), Name: name, Org: "org_linde", Role: role, Credential: identity.Session}
}

var (
	hanna = actor("Hanna Bos", identity.BoardMember)
	piet  = actor("Piet Blom", identity.BoardMember)
	sanne = actor("Sanne Bakker", identity.SecurityOfficer)
	joost = actor("Joost Mulder", identity.Contributor)
)

// neighbours are the rooms beside this one, with what a test puts there.
type neighbours struct {
	db    *sqldb.DB
	brief board.Brief
}

func (n *neighbours) Brief(ctx context.Context, by identity.Actor) (board.Brief, error) {
	b := n.brief
	err := n.db.Read(ctx, sqldb.Org(by.Org), func(tx *sqldb.Tx) (err error) {
		b.Size, err = journal.Size(ctx, tx, by.Org)
		return err
	})
	return b, err
}

var catalogue = sync.OnceValues(func() (*framework.Catalogue, error) { return framework.Load(os.DirFS("../../../content")) })

// briefOf draws a brief from the real catalogue in which every third requirement
// is in place, every third in part and every third not.
func briefOf(t *testing.T) board.Brief {
	t.Helper()
	c, err := catalogue()
	if err != nil {
		t.Fatal(err)
	}
	said := assessment.Said{Answers: map[string]assessment.Answer{}}
	evidence := map[string]assessment.Evidence{}
	for i, r := range c.Requirements {
		a := assessment.Answer{Requirement: r.ID, Version: 1, ChangedAt: now.AddDate(0, -i%9, 0)}
		reply := []assessment.Reply{assessment.Yes, assessment.Partly, assessment.No}[i%3]
		for _, l := range framework.Levels {
			a = a.With(l, assessment.Statement{Reply: reply})
		}
		if i%3 == 0 {
			evidence[r.ID] = assessment.Evidence{Support: assessment.Support{Design: true, Existence: true, Operation: true}}
		}
		said.Answers[r.ID] = a
	}
	b := board.Brief{
		OrgName: "Thuiszorg De Linde",
		Actions: []board.Action{
			{ID: "act_1", Title: "Terugzetten van de reservekopie oefenen", Owner: "Sanne Bakker", Due: "2026-11-01", CostCents: 1200_00, Status: plan.Busy},
			{ID: "act_2", Title: "Inloggen met een tweede stap", Owner: "Joost Mulder", Due: "2027-02-01", CostCents: 4800_00, Status: plan.Open},
			{ID: "act_3", Title: "Beleid vaststellen", Owner: "Sanne Bakker", Due: "2026-10-01", Status: plan.Done},
		},
		Forecast:  i18n.T("In dit tempo is alles ingericht rond juni 2027.", "At this pace everything will be in place around June 2027."),
		Dates:     []board.Date{{On: time.Date(2028, 8, 15, 0, 0, 0, 0, time.UTC), Title: i18n.T("Elk bestuurslid heeft een certificaat", "Every board member holds a certificate"), Path: "/kalender"}},
		Directors: []board.Director{{Name: "Hanna Bos"}, {Name: "Piet Blom"}},
	}
	today := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
	b.Look(c, assessment.Draw(c, said, org.Profile{}.Facts(), evidence, nil, today))
	b.Trend = board.Months([]plan.Day{
		{On: today.AddDate(0, -8, 0), InPlace: 12, Applicable: 118}, {On: today.AddDate(0, -6, 0), InPlace: 17, Applicable: 118},
		{On: today.AddDate(0, -4, 0), InPlace: 22, Applicable: 118}, {On: today.AddDate(0, -2, 0), InPlace: 31, Applicable: 118},
		{On: today, InPlace: b.Counts.InPlace, Applicable: b.Counts.Applicable()},
	}, today, 12)
	return b
}

// a house is the room with a database.
type house struct {
	t       *testing.T
	world   *neighbours
	store   *boarddb.Store
	service *board.Service
	handler *boardweb.Handler
	lang    i18n.Lang
	at      time.Time
}

func newHouse(t *testing.T) *house {
	t.Helper()
	db := sqldbtest.SQLite(t)
	signer, err := journal.LoadSigner(filepath.Join(t.TempDir(), "key"))
	if err != nil {
		t.Fatal(err)
	}
	linde := org.Organisation{ID: "org_linde", Name: "Thuiszorg De Linde", Version: 1}
	founded := sanne.Draft(now, "org.found", ref.Ref{Kind: "org", ID: "org_linde"}, nil)
	if err := (&orgdb.Store{DB: db}).Add(t.Context(), linde.ID, linde, now, founded); err != nil {
		t.Fatal(err)
	}
	x := &house{t: t, lang: i18n.NL, world: &neighbours{db: db, brief: briefOf(t)}, store: &boarddb.Store{DB: db, Signer: signer}, at: now}
	n := 0
	x.service = &board.Service{
		Store: x.store, World: x.world, Zone: time.UTC, Now: func() time.Time { return x.at },
		NewID: func(prefix string) string { n++; return fmt.Sprintf("%s_%d", prefix, n) },
	}
	x.handler = &boardweb.Handler{Service: x.service}
	return x
}

// send asks for a path within the organisation. Like the frame, it keeps out who
// may not take the route.
func (x *house) send(by identity.Actor, method, path string, form url.Values) *httptest.ResponseRecorder {
	x.t.Helper()
	mux := http.NewServeMux()
	for _, route := range x.handler.Routes() {
		mux.HandleFunc(route.Pattern, func(w http.ResponseWriter, r *http.Request) {
			err := by.Need(identity.Action(route.Do))
			if err == nil {
				_ = r.ParseForm()
				err = route.Handle(w, r)
			}
			if err != nil {
				http.Error(w, err.Error(), web.StatusOf(err))
			}
		})
	}
	full := "/o/org_linde" + path
	r := httptest.NewRequestWithContext(x.t.Context(), method, full, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	view := web.View{Lang: x.lang, Path: full, Now: x.at, Place: &web.Place{ID: "org_linde", Name: "Thuiszorg De Linde"}}
	w := httptest.NewRecorder()
	mux.ServeHTTP(w, r.WithContext(web.WithView(identity.WithActor(r.Context(), by), view)))
	return w
}

func (x *house) page(by identity.Actor, path string) string {
	x.t.Helper()
	w := x.send(by, http.MethodGet, path, nil)
	if w.Code != http.StatusOK {
		x.t.Fatalf("GET %s = %d: %s", path, w.Code, w.Body)
	}
	return w.Body.String()
}

func (x *house) post(by identity.Actor, path string, want int, form url.Values) *httptest.ResponseRecorder {
	x.t.Helper()
	w := x.send(by, http.MethodPost, path, form)
	if w.Code != want {
		x.t.Fatalf("POST %s by %s = %d, want %d: %s", path, by.Name, w.Code, want, w.Body)
	}
	return w
}

// held is all that is stored, and how long the journal is.
func (x *house) held() (board.Held, int64) {
	x.t.Helper()
	held, err := x.store.Load(x.t.Context(), "org_linde")
	if err != nil {
		x.t.Fatal(err)
	}
	b, err := x.world.Brief(x.t.Context(), hanna)
	if err != nil {
		x.t.Fatal(err)
	}
	return held, b.Size
}

func has(t *testing.T, page string, words ...string) {
	t.Helper()
	for _, w := range words {
		if !strings.Contains(page, w) {
			t.Errorf("the page does not hold %q", w)
		}
	}
}

func hasNot(t *testing.T, page string, words ...string) {
	t.Helper()
	for _, w := range words {
		if strings.Contains(page, w) {
			t.Errorf("the page holds %q", w)
		}
	}
}

var shownHash = regexp.MustCompile(`name="sha256" value="([0-9a-f]{64})"`)

// read opens the page to sign and returns the hash of what it shows.
func (x *house) read(by identity.Actor, slug string) string {
	x.t.Helper()
	m := shownHash.FindStringSubmatch(x.page(by, "/bestuur/ondertekenen/"+slug))
	if m == nil {
		x.t.Fatal("the page to sign shows no hash")
	}
	return m[1]
}

// sign reads and signs, and returns where the approval is.
func (x *house) sign(by identity.Actor, slug string) string {
	x.t.Helper()
	w := x.post(by, "/bestuur/ondertekenen/"+slug, http.StatusSeeOther, url.Values{"sha256": {x.read(by, slug)}, "name": {by.Name}})
	return strings.TrimPrefix(w.Header().Get("Location"), "/o/org_linde")
}

func question() url.Values {
	return url.Values{
		"title": {"Tweede stap verplicht"}, "what": {"Iedereen logt in met een tweede stap."}, "why": {"Wachtwoorden lekken."},
		"cost": {"4.800"}, "per": {"year"}, "risk": {"Een vreemde leest dossiers van cliënten."}, "by": {"2026-12-10"},
	}
}

func TestTheBoardReadsWhereItStands(t *testing.T) {
	x := newHouse(t)
	page := x.page(hanna, "/bestuur")
	has(t, page, "Waar staan wij?", "Nog door niemand bevestigd", "Er wacht geen besluit", "42", "21 dagen te laat", "Terugzetten van de reservekopie oefenen",
		"Sinds maart 2026 groeide het van 12 naar 42 maatregelen", "Niet ondertekend", "Nog geen certificaat", "15 augustus 2028", "eigen opgave",
		"In dit tempo is alles ingericht rond juni 2027.", "oudste antwoord is van 22 maart 2026")
	hasNot(t, page, "Schrijf de zin", "PDF")
	has(t, x.page(sanne, "/bestuur"), "Schrijf de zin")
	x.lang = i18n.EN
	has(t, x.page(hanna, "/bestuur"), "Where do we stand?", "Since March 2026 it grew from 12 to 42 measures", "21 days late", "/en/o/org_linde/bestuur/rapport")
}

func TestAPersonWritesTheSentence(t *testing.T) {
	x := newHouse(t)
	has(t, x.page(sanne, "/bestuur/zin"), "Voorstel op grond van de cijfers")
	w := x.post(sanne, "/bestuur/zin", http.StatusUnprocessableEntity, url.Values{"version": {"0"}, "sentence": {"  "}})
	has(t, w.Body.String(), "Fout: ", "Schrijf in één zin waar u staat.")
	x.post(sanne, "/bestuur/zin", http.StatusSeeOther, url.Values{"version": {"0"}, "sentence": {"Wij zijn op koers, behalve bij leveranciers."}})
	has(t, x.page(hanna, "/bestuur"), "Wij zijn op koers, behalve bij leveranciers.", "Sanne Bakker, vandaag 13.27 uur")
	x.post(sanne, "/bestuur/zin", http.StatusConflict, url.Values{"version": {"0"}, "sentence": {"Van een oud scherm"}})
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
	x.post(hanna, "/bestuur/besluiten/dec_1", http.StatusConflict, url.Values{"version": {"1"}, "status": {"agreed"}})
	x.post(hanna, "/bestuur/besluiten/dec_1", http.StatusSeeOther, url.Values{"version": {"2"}, "status": {"agreed"}})
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
	if _, err := journal.Verify(a.Note, x.store.Signer.Public, "org_linde"); err != nil {
		t.Error(err)
	}
	if w := x.send(joost, http.MethodGet, at+"/document.json", nil); w.Code != http.StatusForbidden {
		t.Errorf("a contributor takes the document: %d, want 403", w.Code)
	}
	has(t, x.page(hanna, "/bestuur"), "Ongewijzigd", "Wat is vorige keer beloofd?", "Van de 2 acties: 1 nog op tijd en 1 te laat.")
	x.sign(piet, "plan")
	has(t, x.page(hanna, "/bestuur"), "Piet Blom, vandaag", "Hanna Bos, vandaag")
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
	has(t, page, "voorzitter", "Verloopt op 15 dec 2026", "Mist: hoe u risico’s en maatregelen beoordeelt", "bron uit de tweede hand", "Personeelsdossier")
	w := x.post(hanna, "/bestuur/scholing", http.StatusUnprocessableEntity, url.Values{"person": {"Piet"}, "from": {"gisteren"}})
	has(t, w.Body.String(), "Schrijf de datum als 26-11-2026.", `value="Piet"`)
	w = x.post(hanna, "/bestuur/scholing", http.StatusUnprocessableEntity, url.Values{"person": {"Piet"}})
	has(t, w.Body.String(), "Kies ten minste één onderwerp.", "Vul in wie de training gaf.")
	x.post(hanna, "/bestuur/scholing/cer_1/intrekken", http.StatusSeeOther, nil)
	hasNot(t, x.page(hanna, "/bestuur/scholing"), "Personeelsdossier")
	x.post(hanna, "/bestuur/scholing/cer_1/intrekken", http.StatusNotFound, nil)
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
