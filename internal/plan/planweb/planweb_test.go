package planweb_test

import (
	"context"
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
	"aantoonbaar/internal/framework"
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

func (x *house) Members(context.Context, org.ID) (identity.Roll, error) {
	return identity.Roll{Here: map[identity.PersonID]string{marieke.Person: marieke.Name, sanne.Person: sanne.Name}}, nil
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
},
) {
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
	sqldbtest.Organisations(t, x.db, "org_linde", "org_eik")
	now := func() time.Time { return x.now }
	newID := func(prefix string) string { return ref.NewID(prefix, start) }
	x.assessment = &assessment.Service{Store: &assessmentdb.Store{DB: x.db}, Catalogue: c.catalogue, Elements: c.elements, World: x, Now: now, Zone: time.UTC, NewID: newID}
	x.service = &plan.Service{Store: &plandb.Store{DB: x.db}, World: x, Catalogue: c.catalogue, Elements: c.elements, Now: now, Zone: time.UTC, NewID: newID}
	frame := &web.Frame{
		Log: slog.New(slog.DiscardHandler), NewID: func() string { return "req_1" }, Now: now, Zone: time.UTC, Enter: x.enter,
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
		if c.MaxAge >= 0 {
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
