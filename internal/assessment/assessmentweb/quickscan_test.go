package assessmentweb_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/a-h/templ"

	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/assessment/assessmentdb"
	"aantoonbaar/internal/assessment/assessmentweb"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/org/orgdb"
	"aantoonbaar/internal/ref"
	"aantoonbaar/internal/rule"
	"aantoonbaar/internal/sqldb"
	"aantoonbaar/internal/sqldb/sqldbtest"
	"aantoonbaar/internal/web"
)

var (
	scanNow  = time.Date(2026, 11, 24, 12, 27, 0, 0, time.UTC)
	marieke  = member("per_m", "Marieke de Vries", identity.SecurityOfficer)
	sanne    = member("per_s", "Sanne Bakker", identity.Contributor)
	watching = member("per_r", "Rik de Lezer", identity.Reader)
)

func member(id identity.PersonID, name string, role identity.Role) identity.Actor {
	return identity.Actor{Person: id, Name: name, Org: "org_linde", Role: role, Credential: identity.Session}
}

// neighbours is the world around the room, with what a test puts there.
type neighbours struct {
	db       *sqldb.DB
	evidence map[string]assessment.Evidence
	duties   map[string]rule.Truth
	profile  org.Profile
}

func (n *neighbours) Size(ctx context.Context, id org.ID) (size int64, err error) {
	err = n.db.Read(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		size, err = journal.Size(ctx, tx, id)
		return err
	})
	return size, err
}

func (n *neighbours) Facts(context.Context, org.ID) (rule.Facts, error) {
	return n.profile.Facts(), nil
}

func (n *neighbours) Evidence(context.Context, org.ID, time.Time) (map[string]assessment.Evidence, error) {
	return n.evidence, nil
}

func (n *neighbours) Members(context.Context, org.ID) (identity.Roll, error) {
	return identity.Roll{Here: map[identity.PersonID]string{marieke.Person: marieke.Name, sanne.Person: sanne.Name}}, nil
}

var content = sync.OnceValue(func() (c struct {
	catalogue *framework.Catalogue
	elements  []*assessment.Element
	err       error
},
) {
	files := os.DirFS("../../../content")
	if c.catalogue, c.err = framework.Load(files); c.err == nil {
		c.elements, c.err = assessment.LoadScan(files, c.catalogue)
	}
	return c
})

// a house is the room with a database, as one reader visits it.
type house struct {
	t       *testing.T
	service *assessment.Service
	world   *neighbours
	handler *assessmentweb.Handler
	lang    i18n.Lang
	small   bool
}

func newHouse(t *testing.T) *house {
	t.Helper()
	c := content()
	if c.err != nil {
		t.Fatal(c.err)
	}
	db := sqldbtest.SQLite(t)
	linde := org.Organisation{ID: "org_linde", Name: "Thuiszorg De Linde", Version: 1}
	founded := marieke.Draft(scanNow, "org.found", ref.Ref{Kind: "org", ID: "org_linde"}, nil)
	if err := (&orgdb.Store{DB: db}).Add(t.Context(), linde.ID, linde, scanNow, founded); err != nil {
		t.Fatal(err)
	}
	x := &house{t: t, small: true, world: &neighbours{db: db}}
	x.service = &assessment.Service{
		Store: &assessmentdb.Store{DB: db}, Catalogue: c.catalogue, Elements: c.elements, World: x.world,
		Now: func() time.Time { return scanNow }, Zone: time.UTC, NewID: func(prefix string) string { return prefix + "_1" },
	}
	x.handler = &assessmentweb.Handler{
		Service: x.service, Catalogue: c.catalogue,
		Mention:         func(context.Context, web.View) (templ.Component, error) { return nil, nil },
		EvidenceHistory: func(context.Context, web.View, *framework.Requirement, int) ([]web.Line, error) { return nil, nil },
		Records:         func(context.Context, identity.Actor) (map[string]assessment.Record, error) { return nil, nil },
		IsSmall:         func(context.Context, identity.Actor) (bool, error) { return x.small, nil },
		Concerns: func(_ context.Context, _ identity.Actor, duty string) (rule.Truth, error) {
			return x.world.duties[duty], nil
		},
	}
	return x
}

// send asks for a path within the organisation and returns the answer.
func (x *house) send(by identity.Actor, method, path string, form url.Values, header ...string) *httptest.ResponseRecorder {
	x.t.Helper()
	mux := http.NewServeMux()
	for _, route := range x.handler.Routes() {
		mux.HandleFunc(route.Pattern, func(w http.ResponseWriter, r *http.Request) {
			if err := route.Handle(w, r); err != nil {
				http.Error(w, err.Error(), web.StatusOf(err))
			}
		})
	}
	full := "/o/org_linde" + path
	r := httptest.NewRequestWithContext(x.t.Context(), method, full, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	view := web.View{Lang: x.lang, Path: full, Now: scanNow, Place: &web.Place{ID: "org_linde", Name: "Thuiszorg De Linde"}}
	w := httptest.NewRecorder()
	mux.ServeHTTP(w, r.WithContext(web.WithView(identity.WithActor(r.Context(), by), view)))
	return w
}

// page gets a page that must be there.
func (x *house) page(by identity.Actor, path string) string {
	x.t.Helper()
	w := x.send(by, http.MethodGet, path, nil)
	if w.Code != http.StatusOK {
		x.t.Fatalf("GET %s = %d: %s", path, w.Code, w.Body)
	}
	return w.Body.String()
}

// scan answers one question of the quick scan, past the pages.
func (x *house) scan(by identity.Actor, n int, value assessment.Reply) {
	x.t.Helper()
	id := fmt.Sprintf("quickscan/%d", n)
	p, err := x.service.Picture(x.t.Context(), by)
	if err != nil {
		x.t.Fatal(err)
	}
	if _, err := x.service.Scan(x.t.Context(), by, assessment.ScanAnswer{Element: id, Value: value, Version: p.Said.Scan[id].Version}); err != nil {
		x.t.Fatal(err)
	}
}

func (x *house) scanned(n int) assessment.ScanAnswer {
	x.t.Helper()
	p, err := x.service.Picture(x.t.Context(), marieke)
	if err != nil {
		x.t.Fatal(err)
	}
	return p.Said.Scan[fmt.Sprintf("quickscan/%d", n)]
}

func has(t *testing.T, page string, wanted ...string) {
	t.Helper()
	for _, want := range wanted {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
}

func hasNot(t *testing.T, page string, unwanted ...string) {
	t.Helper()
	for _, u := range unwanted {
		if strings.Contains(page, u) {
			t.Errorf("the page has %q and should not", u)
		}
	}
}

func TestTheQuickScanGoesOnWhereOneStopped(t *testing.T) {
	x := newHouse(t)
	has(t, x.page(marieke, "/quickscan"), "Begin bij vraag 1", "0 van 11 ingevuld", "onze reconstructie", "30 tot 60 minuten")
	for n := 1; n <= 3; n++ {
		x.scan(marieke, n, assessment.Yes)
	}
	has(t, x.page(marieke, "/quickscan"), "Ga verder bij vraag 4", "3 van 11 ingevuld")
	for n := 4; n <= 11; n++ {
		x.scan(marieke, n, assessment.Yes)
	}
	has(t, x.page(marieke, "/quickscan"), "Bekijk uw eerste acties", "11 van 11 ingevuld")
}

func TestALargeOrganisationIsToldThatAnotherWayFits(t *testing.T) {
	x := newHouse(t)
	hasNot(t, x.page(marieke, "/quickscan"), "zelfbeoordeling per maatregel")
	x.small = false
	has(t, x.page(marieke, "/quickscan"), "zelfbeoordeling per maatregel")
}

func TestAnAnswerIsStoredAndLeadsOn(t *testing.T) {
	x := newHouse(t)
	has(t, x.page(marieke, "/quickscan/1"), "vraag 1 van 11", "Waarom wij dit vragen", "Opslaan en naar vraag 2", `name="version" form="scan" value="0"`, "onze reconstructie")
	w := x.send(marieke, http.MethodPost, "/quickscan/1", url.Values{"value": {"partly"}, "version": {"0"}})
	if got := w.Header().Get("Location"); w.Code != http.StatusSeeOther || got != "/o/org_linde/quickscan/2" {
		t.Fatalf("POST question 1 = %d to %q, want 303 to question 2", w.Code, got)
	}
	if got := x.scanned(1).Value; got != assessment.Partly {
		t.Errorf("stored %q, want partly", got)
	}
	w = x.send(marieke, http.MethodPost, "/quickscan/11", url.Values{"value": {"no"}, "version": {"0"}})
	if got := w.Header().Get("Location"); got != "/o/org_linde/quickscan/resultaat" {
		t.Errorf("the last question leads to %q, want the result", got)
	}
}

func TestAFormThatSavesItselfGetsItsSaveBar(t *testing.T) {
	x := newHouse(t)
	w := x.send(marieke, http.MethodPost, "/quickscan/6", url.Values{"value": {"unknown"}, "version": {"0"}}, "HX-Request", "true")
	bar := w.Body.String()
	has(t, bar, `id="savebar"`, `name="version" form="scan" value="1"`, "Opgeslagen vandaag 12.27 uur door Marieke de Vries", "/maatregelen/8.15/vraag")
	hasNot(t, bar, "<html")
}

func TestNobodysAnswerIsReplacedUnseen(t *testing.T) {
	x := newHouse(t)
	x.scan(sanne, 6, assessment.Partly)
	stale := url.Values{"value": {"no"}, "version": {"0"}}

	w := x.send(marieke, http.MethodPost, "/quickscan/6", stale)
	if w.Code != http.StatusConflict {
		t.Fatalf("POST after Sanne = %d, want 409", w.Code)
	}
	has(t, w.Body.String(), "Sanne Bakker beantwoordde deze vraag", "Soms, of alleen na een klacht", `name="version" form="scan" value="1"`, `value="no" checked`)

	w = x.send(marieke, http.MethodPost, "/quickscan/6", stale, "HX-Request", "true")
	if w.Code != http.StatusConflict {
		t.Errorf("the form that saves itself gets %d, want 409", w.Code)
	}
	has(t, w.Body.String(), "Sanne Bakker koos intussen")
	if got := x.scanned(6).Value; got != assessment.Partly {
		t.Errorf("stored %q, want what Sanne chose", got)
	}

	w = x.send(marieke, http.MethodPost, "/quickscan/6", url.Values{"value": {"no"}, "version": {"1"}})
	if w.Code != http.StatusSeeOther || x.scanned(6).Value != assessment.No {
		t.Errorf("after seeing it: %d, stored %q; want 303 and no", w.Code, x.scanned(6).Value)
	}
}

func TestAFormMayOvertakeItself(t *testing.T) {
	for _, tt := range []struct {
		name   string
		before identity.Actor
		value  assessment.Reply
	}{
		{"the same choice of a colleague", sanne, assessment.No},
		{"another choice of one's own", marieke, assessment.Yes},
	} {
		t.Run(tt.name, func(t *testing.T) {
			x := newHouse(t)
			x.scan(tt.before, 6, tt.value)
			w := x.send(marieke, http.MethodPost, "/quickscan/6", url.Values{"value": {"no"}, "version": {"0"}})
			if w.Code != http.StatusSeeOther || x.scanned(6).Value != assessment.No {
				t.Errorf("POST = %d, stored %q; want 303 and no", w.Code, x.scanned(6).Value)
			}
		})
	}
}

func TestAnswersThatAreNoneAreRefused(t *testing.T) {
	x := newHouse(t)
	for name, form := range map[string]url.Values{
		"nothing chosen":     {"version": {"0"}},
		"a made-up answer":   {"value": {"maybe"}, "version": {"0"}},
		"a form in shambles": {"value": {"yes"}, "version": {"x"}},
		"a negative version": {"value": {"yes"}, "version": {"-1"}},
	} {
		for _, htmx := range []string{"", "true"} {
			w := x.send(marieke, http.MethodPost, "/quickscan/2", form, "HX-Request", htmx)
			if w.Code != http.StatusUnprocessableEntity {
				t.Errorf("%s: %d, want 422", name, w.Code)
			}
		}
	}
	if got := x.scanned(2); got.Version != 0 {
		t.Errorf("stored %+v, want nothing", got)
	}
	for _, path := range []string{"/quickscan/0", "/quickscan/12", "/quickscan/x"} {
		if w := x.send(marieke, http.MethodGet, path, nil); w.Code != http.StatusNotFound {
			t.Errorf("GET %s = %d, want 404", path, w.Code)
		}
	}
}

func TestWhoMayOnlyReadSeesTheAnswer(t *testing.T) {
	x := newHouse(t)
	x.scan(sanne, 6, assessment.Partly)
	page := x.page(watching, "/quickscan/6")
	has(t, page, "Soms, of alleen na een klacht", "Sanne Bakker", "Naar vraag 7")
	hasNot(t, page, "<form id=\"scan\"", "/vraag\"")
	if w := x.send(watching, http.MethodPost, "/quickscan/6", url.Values{"value": {"yes"}, "version": {"1"}}); w.Code != http.StatusForbidden {
		t.Errorf("POST as a reader = %d, want 403", w.Code)
	}
	hasNot(t, x.page(watching, "/quickscan/resultaat"), "checkbox")
}

func TestTheResultEndsInAtMostTenActions(t *testing.T) {
	x := newHouse(t)
	for n := 1; n <= 11; n++ {
		x.scan(marieke, n, assessment.No)
	}
	page := x.page(marieke, "/quickscan/resultaat")
	has(t, page, "11 nog niet.", "10 acties, de belangrijkste bovenaan", "onze reconstructie",
		`name="element" id="element_5" value="5" checked`,
		`name="owner_5" type="text" value="Functioneel beheerder of teamleider"`,
		`name="date_5" type="date" value="2026-12-08"`, // fourteen days on
		`action="/o/org_linde/verbeterplan/uit-quickscan"`,
		"Alvast ingevuld bij de maatregelen", "/o/org_linde/maatregelen/8.15", "/o/org_linde/maatregelen/1-5.3")
	if got := strings.Count(page, `name="element"`); got != assessment.MaxFirstActions {
		t.Errorf("%d actions, want %d", got, assessment.MaxFirstActions)
	}
	hasNot(t, page, "%", `value="quickscan/11"`) // no score; the least urgent falls off
	if strings.Index(page, "element_5") > strings.Index(page, "element_10") {
		t.Error("element 5 is more urgent than 10 and should come first")
	}
}

func TestTheResultIsHonestAboutWhatIsMissing(t *testing.T) {
	x := newHouse(t)
	has(t, x.page(marieke, "/quickscan/resultaat"), "11 niet ingevuld.", "Nog geen acties")
	for n, value := range []assessment.Reply{assessment.Yes, assessment.Partly, assessment.No, assessment.Unknown} {
		x.scan(marieke, n+1, value)
	}
	page := x.page(marieke, "/quickscan/resultaat")
	has(t, page, "1 in orde, 1 deels, 1 nog niet, 1 weet u niet en 7 niet ingevuld.", "7 vragen zijn nog niet ingevuld", "Ga verder bij vraag 5", "zi-glyph--vraag")
	for n := 2; n <= 11; n++ {
		x.scan(marieke, n, assessment.Yes)
	}
	has(t, x.page(marieke, "/quickscan/resultaat"), "11 in orde.", "Geen eerste acties")
}

func TestEveryPageSpeaksEnglishToo(t *testing.T) {
	x := newHouse(t)
	x.scan(marieke, 1, assessment.No)
	x.lang = i18n.EN
	for path, want := range map[string]string{
		"/quickscan":           "Go on with question 2",
		"/quickscan/1":         "question 1 of 11",
		"/quickscan/resultaat": "What you can do first",
		"/telt-mee":            "Fill in once",
		"/telt-mee/cbw-21":     "This you do yourself",
		"/nakijken":            "Still a starting point",
	} {
		page := x.page(marieke, path)
		has(t, page, want, `<html lang="en"`, `href="/en/o/org_linde/`)
		hasNot(t, page, `href="/o/org_linde/maatregelen`, " ingevuld", "Stand")
	}
}
