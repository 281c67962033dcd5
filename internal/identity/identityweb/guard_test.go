package identityweb_test

import (
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/ref"
)

// TestEveryRoleAtEveryDoor asks for every action, in one's own organisation, in
// another and in one that does not exist, as every role, as somebody without a
// place, as nobody and with a link for one question.
func TestEveryRoleAtEveryDoor(t *testing.T) {
	s := newSite(t)
	visitors := map[string]*browser{"nobody": s.browser(), "without a place": s.browser().demo(s.person("Zwerver", nil))}
	for _, role := range identity.Roles {
		visitors[string(role)] = s.browser().demo(s.person("p-"+string(role), map[org.ID]identity.Role{"org_a": role}))
	}
	asker := s.actor(s.person("Sam", map[org.ID]identity.Role{"org_a": identity.Contributor}), "org_a")
	secret, err := s.service.MakeAskLink(t.Context(), asker, ref.Ref{Kind: "requirement", ID: "x/8.5"}, "Joke")
	s.must(err)
	visitors["a link"] = s.browser()
	visitors["a link"].plant("zitting", secret)

	for who, b := range visitors {
		for _, place := range []org.ID{"org_a", "org_b", "org_nowhere"} {
			for _, a := range identity.Actions {
				want := http.StatusNotFound
				actor := identity.Actor{Person: "per_1", Org: "org_a", Role: identity.Role(who), Credential: identity.Session}
				switch {
				case who == "nobody" || who == "a link":
					want = http.StatusSeeOther // to sign in
				case place != "org_a" || who == "without a place":
				case identity.May(actor, a.Action):
					want = http.StatusOK
				default:
					want = http.StatusForbidden
				}
				if got := b.do(http.MethodGet, "/o/"+string(place)+"/doe/"+string(a.Action), "").Code; got != want {
					t.Errorf("%s in %s asks to %s: %d, want %d", who, place, a.Action, got, want)
				}
			}
		}
	}
}

// TestForeignAndAbsentOrganisationsLookTheSame, byte for byte, on every route.
func TestForeignAndAbsentOrganisationsLookTheSame(t *testing.T) {
	s := newSite(t)
	b := s.browser().demo(s.person("Marieke", adminOfA))
	other := s.person("Sam", map[org.ID]identity.Role{"org_b": identity.Reader})
	for _, path := range []string{"/mensen", "/wie-ziet-dit", "/doe/read", "/doe/sign"} {
		foreign, absent := b.get("/o/org_b"+path, http.StatusNotFound), b.get("/o/org_x"+path, http.StatusNotFound)
		if got := strings.ReplaceAll(absent.Body, "org_x", "org_b"); got != foreign.Body {
			t.Errorf("%s: pages differ:\n%s", path, cmp.Diff(foreign.Body, got))
		}
		for _, h := range []http.Header{foreign.Header, absent.Header} {
			h.Del("Date")
		}
		if diff := cmp.Diff(foreign.Header, absent.Header); diff != "" {
			t.Errorf("%s: headers differ:\n%s", path, diff)
		}
	}
	for _, path := range []string{"/mensen", "/mensen/" + string(other.ID) + "/rol", "/mensen/" + string(other.ID) + "/einde", "/links/lnk_1/einde"} {
		foreign, absent := b.post("/o/org_b"+path, http.StatusNotFound), b.post("/o/org_x"+path, http.StatusNotFound)
		if strings.ReplaceAll(absent.Body, "org_x", "org_b") != foreign.Body {
			t.Errorf("POST %s: pages differ", path)
		}
	}
	b.post("/o/org_a/mensen/"+string(other.ID)+"/einde", http.StatusNotFound) // of another organisation
	b.post("/o/org_a/mensen/per_nobody/einde", http.StatusNotFound)
}

// TestCookiesKeepToTheirHost: on HTTPS with the prefix that browsers guard, and
// then the bare name counts for nothing.
func TestCookiesKeepToTheirHost(t *testing.T) {
	s := newSite(t)
	handler := s.handler()
	p := s.person("Marieke", adminOfA)
	secret, err := s.console.DemoLink(t.Context(), p)
	s.must(err)
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "https://zorg.example/link/"+secret, nil)
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, r)
	var session *http.Cookie
	for _, c := range w.Result().Cookies() {
		if strings.Contains(c.Name, "zitting") {
			session = c
		}
	}
	if session == nil || session.Name != "__Host-zitting" || !session.Secure || !session.HttpOnly || session.SameSite != http.SameSiteLaxMode || session.Path != "/" || session.Domain != "" {
		t.Fatalf("session cookie is %v", session)
	}
	for name, want := range map[string]int{"__Host-zitting": http.StatusOK, "zitting": http.StatusSeeOther} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "https://zorg.example/mijn", nil)
		r.AddCookie(&http.Cookie{Name: name, Value: session.Value})
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		if w.Code != want {
			t.Errorf("with cookie %s: %d, want %d", name, w.Code, want)
		}
	}
}

// TestSignInLeadsNowhereElse: only to a path of this very installation.
func TestSignInLeadsNowhereElse(t *testing.T) {
	s := newSite(t)
	a := s.enrol(s.person("Marieke", adminOfA))
	for to, want := range map[string]string{
		"":                             "/o/org_a",
		"/":                            "/o/org_a",
		"/o/org_a/mensen?x=1":          "/o/org_a/mensen?x=1",
		"https://evil.example":         "/o/org_a",
		"//evil.example/x":             "/o/org_a",
		"/\\evil.example":              "/o/org_a",
		"/x\r\nSet-Cookie: a=b":        "/o/org_a",
		"javascript:alert(1)":          "/o/org_a",
		"/" + strings.Repeat("a", 600): "/o/org_a",
	} {
		b := s.browser()
		p := b.get("/inloggen?naar="+url.QueryEscape(to), http.StatusOK)
		if want != to && to != "" && to != "/" && strings.Contains(p.Body, `name="naar" value="`+html.EscapeString(to)) {
			t.Errorf("the form takes %q along", to)
		}
		b.post("/inloggen", http.StatusSeeOther, "email", a.person.Email, "password", a.password, "naar", to)
		if got := b.post("/inloggen/tweede-stap", http.StatusSeeOther, "code", a.code(s), "naar", to).To; got != want {
			t.Errorf("after sign-in with naar=%q one goes to %q, want %q", to, got, want)
		}
		s.now = s.now.Add(60e9)
	}
}

// TestEveryPageReadsInBothLanguages and holds no script or style of its own.
func TestEveryPageReadsInBothLanguages(t *testing.T) {
	s := newSite(t)
	marieke := s.person("Marieke", map[org.ID]identity.Role{"org_a": identity.Administrator, "org_b": identity.BoardMember})
	b := s.browser().signIn(s.enrol(marieke))
	actor := s.actor(marieke, "org_a")
	invitation, err := s.service.Invite(t.Context(), actor, "Sam", "sam@zorg.example", identity.Reader)
	s.must(err)
	_, err = s.service.MakeAskLink(t.Context(), actor, ref.Ref{Kind: "requirement", ID: "x/8.5"}, "Joke")
	s.must(err)
	demo, err := s.console.DemoLink(t.Context(), marieke)
	s.must(err)
	b.post("/mijn/tweede-stap/begin", http.StatusSeeOther)
	for path, words := range map[string][2]string{
		"/inloggen":                  {"Inloggen", "Sign in"},
		"/link/" + demo:              {"Eenmalige link", "One-time link"},
		"/uitnodiging/" + invitation: {"Doe mee met Zorg org_a", "Join Zorg org_a"},
		"/organisaties":              {"Uw organisaties", "Your organisations"},
		"/mijn":                      {"Waar u bent ingelogd", "Where you are signed in"},
		"/mijn/tweede-stap":          {"Koppel een app voor codes", "Connect an app for codes"},
		"/o/org_a/mensen":            {"1 persoon heeft toegang", "1 person has access"},
		"/o/org_b/mensen":            {"1 persoon heeft toegang", "1 person has access"},
		"/o/org_a/wie-ziet-dit":      {"Wie alles ziet, en waarom", "Who sees everything, and why"},
		"/wie-mag-wat":               {"Wat er niet in staat, mag niet", "What is not in it is not allowed"},
	} {
		for i, prefix := range []string{"", "/en"} {
			p := b.get(prefix+path, http.StatusOK)
			p.has(t, words[i])
			if strings.Count(p.Body, "<h1") != 1 || strings.Contains(p.Body, " style=") || strings.Contains(p.Body, "<style") || strings.Contains(p.Body, " onclick") {
				t.Errorf("%s%s has not one heading, or a style or script of its own", prefix, path)
			}
		}
	}
	board := b.get("/o/org_b/mensen", http.StatusOK)
	if strings.Contains(board.Body, "Nodig iemand uit") || strings.Contains(board.Body, marieke.Email) {
		t.Error("a board member sees how to invite, or addresses")
	}
}
