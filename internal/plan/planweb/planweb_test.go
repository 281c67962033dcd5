package planweb_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/assessment/assessmentdb"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/plan"
	"aantoonbaar/internal/plan/plandb"
	"aantoonbaar/internal/plan/planweb"
	"aantoonbaar/internal/ref"
	"aantoonbaar/internal/rule"
	"aantoonbaar/internal/sqldb"
	"aantoonbaar/internal/sqldb/sqldbtest"
	"aantoonbaar/internal/web"
)

var (
	start   = time.Date(2026, 11, 24, 12, 27, 0, 0, time.UTC)
	marieke = member("per_m", "Marieke de Vries", identity.SecurityOfficer)
	sanne   = member("per_s", "Sanne Bakker", identity.Contributor)
	reader  = member("per_r", "Rik de Lezer", identity.Reader)
)

func member(id identity.PersonID, name string, role identity.Role) identity.Actor {
	return identity.Actor{Person: id, Name: name, Org: "org_linde", Role: role, Credential: identity.Session}
}

const login = "nen7510-2:2024/8.5"

// a house is the room with its neighbours on a real database.
type house struct {
	t          *testing.T
	db         *sqldb.DB
	assessment *assessment.Service
	service    *plan.Service
	mux        http.Handler
	now        time.Time
	by         identity.Actor
	cookies    []*http.Cookie
	spells     []plan.Spell
	supported  map[string]assessment.Evidence
}

func (x *house) Size(ctx context.Context, id org.ID) (n int64, err error) {
	err = x.db.Read(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		n, err = journal.Size(ctx, tx, id)
		return err
	})
	return n, err
}
func (x *house) Facts(context.Context, org.ID) (rule.Facts, error) { return org.Profile{}.Facts(), nil }
func (x *house) Evidence(context.Context, org.ID, time.Time) (map[string]assessment.Evidence, error) {
	return x.supported, nil
}
func (x *house) Members(context.Context, org.ID) (map[identity.PersonID]string, error) {
	return map[identity.PersonID]string{marieke.Person: marieke.Name, sanne.Person: sanne.Name}, nil
}
func (x *house) Picture(ctx context.Context, by identity.Actor) (*assessment.Picture, error) {
	return x.assessment.Picture(ctx, by)
}
func (x *house) Spells(context.Context, org.ID) ([]plan.Spell, error) { return x.spells, nil }
func (x *house) IsSmall(context.Context, org.ID) (bool, error)        { return true, nil }
func (x *house) enter(r *http.Request, route web.Route) (*http.Request, error) {
	if route.Do != web.Public {
		if err := x.by.Need(identity.Action(route.Do)); err != nil {
			return r, err
		}
	}
	v := web.ViewOf(r.Context())
	v.Place = &web.Place{ID: string(x.by.Org), Name: "Thuiszorg De Linde"}
	return r.WithContext(identity.WithActor(web.WithView(r.Context(), v), x.by)), nil
}

var content = sync.OnceValue(func() (c struct {
	catalogue *framework.Catalogue
	elements  []*assessment.Element
	err       error
}) {
	files := os.DirFS("../../../content")
	if c.catalogue, c.err = framework.Load(files); c.err == nil {
		c.elements, c.err = assessment.LoadScan(files, c.catalogue)
	}
	return c
})

func newHouse(t *testing.T) *house {
	t.Helper()
	c := content()
	if c.err != nil {
		t.Fatal(c.err)
	}
	x := &house{t: t, db: sqldbtest.SQLite(t), now: start, by: marieke, supported: map[string]assessment.Evidence{}}
	for _, id := range []string{"org_linde", "org_eik"} {
		err := x.db.Write(t.Context(), sqldb.Org(id), func(tx *sqldb.Tx) error {
			return tx.Exec(t.Context(), `INSERT INTO organisations (org_id, name, profile, version, created_at) VALUES ($1, $1, '{}', 1, $2)`, id, sqldb.At(start))
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	now := func() time.Time { return x.now }
	newID := func(prefix string) string { return ref.NewID(prefix, start) }
	x.assessment = &assessment.Service{Store: &assessmentdb.Store{DB: x.db}, Catalogue: c.catalogue, Elements: c.elements, World: x, Now: now, Zone: time.UTC, NewID: newID}
	x.service = &plan.Service{Store: &plandb.Store{DB: x.db}, World: x, Catalogue: c.catalogue, Elements: c.elements, Now: now, Zone: time.UTC, NewID: newID}
	frame := &web.Frame{
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)), NewID: func() string { return "req_1" }, Now: now, Zone: time.UTC, Enter: x.enter,
	}
	x.mux = frame.Mux((&planweb.Handler{Service: x.service, Catalogue: c.catalogue}).Routes())
	return x
}

// send asks for a path within the organisation, and remembers cookies as a browser does.
func (x *house) send(method, path string, form url.Values) *httptest.ResponseRecorder {
	x.t.Helper()
	full := path
	if !strings.HasPrefix(path, "/en/") && !strings.HasPrefix(path, "/o/") {
		full = "/o/org_linde" + path
	}
	r := httptest.NewRequestWithContext(x.t.Context(), method, full, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for _, c := range x.cookies {
		r.AddCookie(c)
	}
	w := httptest.NewRecorder()
	x.mux.ServeHTTP(w, r)
	x.cookies = nil
	for _, c := range w.Result().Cookies() {
		if c.MaxAge > 0 {
			x.cookies = append(x.cookies, c)
		}
	}
	return w
}

// page returns the text of a page that must be there.
func (x *house) page(path string) string {
	x.t.Helper()
	w := x.send("GET", path, nil)
	if w.Code != http.StatusOK {
		x.t.Fatalf("GET %s = %d: %s", path, w.Code, plain(w.Body.String()))
	}
	return plain(w.Body.String())
}

// follow sends a form that must be accepted, and returns the page that it leads to.
func (x *house) follow(path string, form url.Values) (to, page string) {
	x.t.Helper()
	w := x.send("POST", path, form)
	if w.Code != http.StatusSeeOther {
		x.t.Fatalf("POST %s = %d, want 303: %s", path, w.Code, plain(w.Body.String()))
	}
	to = w.Header().Get("Location")
	if strings.HasPrefix(to, "/o/org_linde/verbeterplan") {
		page = x.page(to)
	}
	return to, page
}

// plain is a page as one line, with its tags.
func plain(page string) string {
	page = strings.NewReplacer("&#39;", "'", "&amp;", "&", "&#34;", `"`, "&lt;", "<", "&gt;", ">").Replace(page)
	return strings.Join(strings.Fields(page), " ")
}

func (x *house) want(page string, texts ...string) {
	x.t.Helper()
	for _, text := range texts {
		if !strings.Contains(page, text) {
			x.t.Errorf("the page does not hold %q:\n%s", text, page)
		}
	}
}

func (x *house) wantNot(page string, texts ...string) {
	x.t.Helper()
	for _, text := range texts {
		if strings.Contains(page, text) {
			x.t.Errorf("the page holds %q", text)
		}
	}
}

// actions returns what is stored.
func (x *house) actions() []plan.Action {
	x.t.Helper()
	actions, err := x.service.List(x.t.Context(), marieke)
	if err != nil {
		x.t.Fatal(err)
	}
	return actions
}

func (x *house) add(a plan.Action) plan.Action {
	x.t.Helper()
	a, err := x.service.Add(x.t.Context(), marieke, a)
	if err != nil {
		x.t.Fatal(err)
	}
	return a
}

// answer stores an answer to the requirement with a slug, in place or not.
func (x *house) answer(slug string, replies ...assessment.Reply) {
	x.t.Helper()
	r := content().catalogue.BySlug(slug)
	pic, err := x.assessment.Picture(x.t.Context(), marieke)
	if err != nil {
		x.t.Fatal(err)
	}
	a := pic.Said.Answers[r.ID]
	a.Requirement = r.ID
	for i, l := range framework.Levels {
		a = a.With(l, assessment.Statement{Reply: replies[i]})
	}
	if _, err := x.assessment.Save(x.t.Context(), marieke, a); err != nil {
		x.t.Fatal(err)
	}
}

func on(month time.Month, day int) time.Time {
	year := 2026
	if month < 11 {
		year = 2027
	}
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

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
	x.want(page, "Sanne Bakker heeft deze actie intussen gewijzigd", "Actie: Bel Kompas", "Klaar vóór: 20 december 2026", `value="Bel de leverancier van de planning"`, `name="version" value="2"`)
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
			x.spells = append(x.spells, plan.Spell{Requirement: r.ID, From: plan.DayOf(x.now, time.UTC)})
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

func TestWhoMayOnlyReadIsOfferedNothing(t *testing.T) {
	x := newHouse(t)
	a := x.add(plan.Action{Title: "Bel", Due: on(1, 8)})
	x.by = reader
	page := x.page("/verbeterplan")
	x.want(page, "Bel")
	x.wantNot(page, "Nieuwe actie", ".xlsx", ".ics")
	page = x.page("/verbeterplan/" + a.ID)
	x.wantNot(page, "Dit is klaar", "/wijzigen", "Geschiedenis")
	x.wantNot(x.page("/verbeterplan/voorstel"), "Zet de gekozen acties")
	for _, path := range []string{"GET /verbeterplan/nieuw", "POST /verbeterplan", "POST /verbeterplan/voorstel", "POST /verbeterplan/uit-quickscan", "GET /verbeterplan/" + a.ID + "/wijzigen", "POST /verbeterplan/" + a.ID, "POST /verbeterplan/" + a.ID + "/stand", "GET /verbeterplan.ics", "GET /verbeterplan.xlsx"} {
		method, rest, _ := strings.Cut(path, " ")
		if w := x.send(method, rest, url.Values{}); w.Code != http.StatusForbidden {
			t.Errorf("%s = %d, want 403", path, w.Code)
		}
	}
}

// TestEveryServiceMethodAsksFirst calls each with an actor who may nothing.
func TestEveryServiceMethodAsksFirst(t *testing.T) {
	x := newHouse(t)
	ctx, s, no := t.Context(), x.service, identity.Actor{Org: "org_linde", Credential: identity.Session}
	for name, call := range map[string]func() error{
		"List":      func() error { _, err := s.List(ctx, no); return err },
		"For":       func() error { _, err := s.For(ctx, no, login); return err },
		"Find":      func() error { _, err := s.Find(ctx, no, "act_1"); return err },
		"History":   func() error { _, err := s.History(ctx, no, "act_1"); return err },
		"Members":   func() error { _, err := s.Members(ctx, no); return err },
		"Change":    func() error { _, err := s.Change(ctx, no, plan.Action{}); return err },
		"SetStatus": func() error { _, err := s.SetStatus(ctx, no, "act_1", 1, plan.Done, "", time.Time{}); return err },
		"Export":    func() error { _, err := s.Export(ctx, no); return err },
		"Plan":      func() error { _, err := s.Plan(ctx, no); return err },
		"Progress":  func() error { _, err := s.Progress(ctx, no); return err },
		"Add":       func() error { _, err := s.Add(ctx, no, plan.Action{Title: "x"}); return err },
		"FromGaps":  func() error { _, err := s.FromGaps(ctx, no, i18n.NL, []plan.Pick{{Requirement: login}}); return err },
		"FromScan": func() error {
			_, err := s.FromScan(ctx, no, i18n.NL, []plan.ScanPick{{Element: "quickscan/1"}})
			return err
		},
	} {
		if err := call(); fault.KindOf(err) != fault.NotFound {
			t.Errorf("%s = %v, want NotFound", name, err)
		}
	}
}

func TestAnotherOrganisationsActionDoesNotExist(t *testing.T) {
	x := newHouse(t)
	a := x.add(plan.Action{Title: "Geheim", Due: on(1, 8)})
	x.by.Org = "org_eik"
	there := "/o/org_eik/verbeterplan"
	x.wantNot(x.page(there), "Geheim")
	for _, path := range []string{"GET " + there + "/" + a.ID, "GET " + there + "/" + a.ID + "/wijzigen", "POST " + there + "/" + a.ID, "POST " + there + "/" + a.ID + "/stand"} {
		method, rest, _ := strings.Cut(path, " ")
		if w := x.send(method, rest, url.Values{"title": {"x"}, "version": {"1"}, "status": {"done"}}); w.Code != http.StatusNotFound {
			t.Errorf("%s = %d, want 404", path, w.Code)
		}
	}
	if got := x.actions()[0]; got.Version != 1 {
		t.Errorf("it was changed: %+v", got)
	}
}
