package boardweb_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/a-h/templ"

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

func (n *neighbours) Exempt(context.Context, identity.Actor) (bool, error) {
	return n.brief.Exempt, nil
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
	b.Look(c, assessment.Draw(c, said, org.Profile{}.Facts(), evidence, identity.Roll{}, today))
	b.Trend = board.Months([]plan.Day{
		{On: today.AddDate(0, -8, 0), InPlace: 12, Applicable: 118},
		{On: today.AddDate(0, -6, 0), InPlace: 17, Applicable: 118},
		{On: today.AddDate(0, -4, 0), InPlace: 22, Applicable: 118},
		{On: today.AddDate(0, -2, 0), InPlace: 31, Applicable: 118},
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
	x.handler = &boardweb.Handler{Service: x.service, Mention: nothing, Beside: nothing}
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

// nothing is a part of the page that is not there.
func nothing(context.Context, web.View) (templ.Component, error) { return nil, nil }
