package identityweb_test

import (
	"fmt"
	"html"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/identity/identitydb"
	"aantoonbaar/internal/identity/identityweb"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/ref"
	"aantoonbaar/internal/sqldb"
	"aantoonbaar/internal/sqldb/sqldbtest"
	"aantoonbaar/internal/web"
)

// origin is where the site says that it is, to browsers that make passkeys.
const origin = "http://localhost"

// A site is the room's pages on a real database, with a clock of its own and
// two organisations.
type site struct {
	*testing.T
	db      *sqldb.DB
	service *identity.Service
	console identity.Console
	now     time.Time
	server  *httptest.Server
}

func newSite(t *testing.T) *site {
	t.Helper()
	s := &site{T: t, db: sqldbtest.SQLite(t), now: time.Date(2026, 11, 24, 9, 40, 0, 0, time.UTC)}
	passkeys, err := identity.NewPasskeys(origin)
	s.must(err)
	s.service = &identity.Service{
		Store: identitydb.Store{DB: s.db}, Hasher: identity.NewHasher(1, 64, 2), Passkeys: passkeys,
		Now: func() time.Time { return s.now }, NewID: ref.NewID,
	}
	s.console = identity.Console{Service: s.service}
	for _, id := range []org.ID{"org_a", "org_b"} {
		s.must(s.db.Write(t.Context(), sqldb.Org(id), func(tx *sqldb.Tx) error {
			return tx.Exec(t.Context(), `INSERT INTO organisations (org_id, name, profile, version, created_at) VALUES ($1, $2, '{}', 1, $3)`, id, "Zorg "+string(id), sqldb.At(s.now))
		}))
	}
	s.server = httptest.NewServer(s.handler())
	t.Cleanup(s.server.Close)
	return s
}

// handler serves the room's routes, and one route for every action, as other
// rooms would have.
func (s *site) handler() http.Handler {
	guard := &identityweb.Guard{Service: s.service, Nav: func(a identity.Actor, v web.View) []web.NavGroup {
		return []web.NavGroup{{Items: []web.NavItem{{Icon: "users", Name: v.T("Mensen", "People"), Path: "/mensen"}}}}
	}}
	frame := &web.Frame{
		Log: slog.New(slog.NewTextHandler(testLog{s.T}, nil)), Now: func() time.Time { return s.now }, Zone: time.UTC,
		NewID: func() string { return "req_1" }, Enter: guard.Enter,
	}
	routes := (&identityweb.Handler{Service: s.service}).Routes()
	for _, a := range identity.Actions {
		routes = append(routes, web.On("GET /o/{org}/doe/"+string(a.Action), a.Action, func(w http.ResponseWriter, r *http.Request) error {
			_, err := fmt.Fprintln(w, "done by", identity.ActorOf(r.Context()).Name)
			return err
		}))
	}
	return frame.Mux(routes)
}

type testLog struct{ t *testing.T }

func (l testLog) Write(p []byte) (int, error) {
	l.t.Log(strings.TrimSpace(string(p)))
	return len(p), nil
}

func (s *site) must(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

// person makes somebody with a role in each organisation of places.
func (s *site) person(name string, places map[org.ID]identity.Role) identity.Person {
	s.Helper()
	p, err := s.console.CreatePerson(s.Context(), name, strings.ToLower(name)+"@zorg.example", i18n.NL)
	s.must(err)
	for id, role := range places {
		if role == identity.Assessor {
			m := identity.Membership{Org: id, Person: p, Admission: identity.Admission{About: "aud_1", Until: s.now.AddDate(0, 0, 7)}}
			s.must(s.console.AddAssessor(s.Context(), m))
			continue
		}
		s.must(s.console.AddMember(s.Context(), id, p.ID, role))
	}
	return p
}

// actor is p at work in an organisation, without a browser.
func (s *site) actor(p identity.Person, id org.ID) identity.Actor {
	s.Helper()
	m, _, err := s.service.PlaceOf(s.Context(), identity.SignedIn{Person: p}, id)
	s.must(err)
	return identity.SignedIn{Person: p}.Actor(m)
}

func (s *site) actions(id org.ID) (all []string) {
	s.Helper()
	s.must(s.db.Read(s.Context(), sqldb.Org(id), func(tx *sqldb.Tx) error {
		entries, err := journal.Latest(s.Context(), tx, id, 0, 100)
		for _, e := range entries {
			all = append([]string{e.Action}, all...)
		}
		return err
	}))
	return all
}

// A browser goes through the site, and keeps cookies.
type browser struct {
	s      *site
	client *http.Client
}

func (s *site) browser() *browser {
	jar, err := cookiejar.New(nil)
	s.must(err)
	return &browser{s, &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// A page is what came back.
type page struct {
	Code   int
	Body   string
	To     string // where it redirects
	Header http.Header
}

func (b *browser) do(method, path, body string) page {
	b.s.Helper()
	req, err := http.NewRequestWithContext(b.s.Context(), method, b.s.server.URL+path, strings.NewReader(body))
	b.s.must(err)
	req.Header.Set("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
	if method == http.MethodPost {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	res, err := b.client.Do(req)
	b.s.must(err)
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	b.s.must(err)
	return page{res.StatusCode, string(text), res.Header.Get("Location"), res.Header}
}

func (b *browser) get(path string, want int) page {
	b.s.Helper()
	p := b.do(http.MethodGet, path, "")
	if p.Code != want {
		b.s.Fatalf("GET %s = %d, want %d\n%s", path, p.Code, want, p.text())
	}
	return p
}

// post sends pairs as a form.
func (b *browser) post(path string, want int, pairs ...string) page {
	b.s.Helper()
	form := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	p := b.do(http.MethodPost, path, form.Encode())
	if p.Code != want {
		b.s.Fatalf("POST %s = %d, want %d\n%s", path, p.Code, want, p.text())
	}
	return p
}

// cookie returns the value of one of the browser's cookies.
func (b *browser) cookie(name string) string {
	u, err := url.Parse(b.s.server.URL)
	b.s.must(err)
	for _, c := range b.client.Jar.Cookies(u) {
		if c.Name == name {
			return c.Value
		}
	}
	return ""
}

func (b *browser) plant(name, value string) {
	u, err := url.Parse(b.s.server.URL)
	b.s.must(err)
	b.client.Jar.SetCookies(u, []*http.Cookie{{Name: name, Value: value, Path: "/"}})
}

// demo signs the browser in as p with a demo link.
func (b *browser) demo(p identity.Person) *browser {
	b.s.Helper()
	secret, err := b.s.console.DemoLink(b.s.Context(), p)
	b.s.must(err)
	b.post("/link/"+secret, http.StatusSeeOther)
	return b
}

var tags = regexp.MustCompile(`(?s)<[^>]*>`)

// text is the page as read: without tags and runs of white space.
func (p page) text() string {
	return strings.Join(strings.Fields(html.UnescapeString(tags.ReplaceAllString(p.Body, " "))), " ")
}

func (p page) has(t *testing.T, words ...string) {
	t.Helper()
	for _, w := range words {
		if !strings.Contains(p.text(), w) {
			t.Errorf("page lacks %q:\n%s", w, p.text())
		}
	}
}

var (
	keyText  = regexp.MustCompile(`<strong translate="no">([A-Z2-7 ]+)</strong>`)
	codeText = regexp.MustCompile(`[0-9a-z]{4}(?:-[0-9a-z]{4}){3}`)
	linkText = regexp.MustCompile(`/uitnodiging/[A-Za-z0-9_-]{43}`)
)

// An account is what a person knows to sign in with.
type account struct {
	person   identity.Person
	password string
	secret   string // of the app for codes, as text
	codes    []string
}

func (a account) code(s *site) string {
	s.Helper()
	code, err := totp.GenerateCode(strings.ReplaceAll(a.secret, " ", ""), s.now)
	s.must(err)
	return code
}

// enrol takes a person through a recovery link: the same steps as an invitation's.
func (s *site) enrol(p identity.Person) account {
	s.Helper()
	secret, err := s.console.ResetLink(s.Context(), p)
	s.must(err)
	b := s.browser()
	a := account{person: p, password: "de kat slaapt op de wasmachine"}
	b.post("/uitnodiging/"+secret, http.StatusSeeOther, "password", a.password)
	step := b.get("/uitnodiging/"+secret+"/tweede-stap", http.StatusOK)
	a.secret = keyText.FindStringSubmatch(step.Body)[1]
	done := b.post("/uitnodiging/"+secret+"/tweede-stap", http.StatusOK, "code", a.code(s))
	a.codes = codeText.FindAllString(done.Body, -1)
	s.now = s.now.Add(time.Minute) // for the next code
	return a
}

// signIn takes the browser through both steps.
func (b *browser) signIn(a account) *browser {
	b.s.Helper()
	b.post("/inloggen", http.StatusSeeOther, "email", a.person.Email, "password", a.password)
	b.post("/inloggen/tweede-stap", http.StatusSeeOther, "code", a.code(b.s))
	b.s.now = b.s.now.Add(time.Minute)
	return b
}
