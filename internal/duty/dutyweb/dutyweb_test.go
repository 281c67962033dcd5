package dutyweb_test

import (
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"aantoonbaar/content"
	"aantoonbaar/internal/duty"
	"aantoonbaar/internal/duty/dutyweb"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/org/orgdb"
	"aantoonbaar/internal/ref"
	"aantoonbaar/internal/source"
	"aantoonbaar/internal/sqldb/sqldbtest"
	"aantoonbaar/internal/web"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func ptr[T any](x T) *T { return &x }

// A site is the pages of one organisation over a real database.
type site struct {
	t       *testing.T
	handler http.Handler
	service *duty.Service
	by      identity.Actor
}

// newSite serves org_a, described as p, to somebody with the role.
func newSite(t *testing.T, laws fs.FS, p org.Profile) *site {
	t.Helper()
	rules, err := duty.Load(laws)
	if err != nil {
		t.Fatal(err)
	}
	works, err := source.Load(laws)
	if err != nil {
		t.Fatal(err)
	}
	s := &site{t: t, by: identity.Actor{Person: "per_1", Name: "Marieke de Vries", Org: "org_a", Role: identity.Administrator, Credential: identity.Session}}
	s.service = &duty.Service{Store: &orgdb.Store{DB: sqldbtest.SQLite(t)}, Rules: rules, Now: func() time.Time { return noon }, Zone: time.UTC}
	operator := identity.Actor{Person: "operator", Name: "Operator", Org: "org_a", Credential: identity.Operator}
	if _, err := s.service.Found(t.Context(), operator, org.Organisation{Name: "Thuiszorg De Linde", Profile: p}); err != nil {
		t.Fatal(err)
	}
	frame := &web.Frame{
		Log: slog.New(slog.DiscardHandler), NewID: func() string { return "ref_1" }, Now: func() time.Time { return noon }, Zone: time.UTC,
		Enter: func(r *http.Request, route web.Route) (*http.Request, error) {
			v := web.ViewOf(r.Context())
			v.Place = &web.Place{ID: "org_a", Name: "Thuiszorg De Linde"}
			ctx := web.WithView(identity.WithActor(r.Context(), s.by), v)
			return r.WithContext(ctx), s.by.Need(identity.Action(route.Do))
		},
	}
	h := &dutyweb.Handler{Service: s.service, Works: works, PageOf: pageOf, History: s.service.History}
	s.handler = frame.Mux(h.Routes())
	return s
}

// pageOf knows two pages; everything else has none.
func pageOf(r ref.Ref) (i18n.Text, string) {
	switch r {
	case ref.Ref{Kind: "requirement", ID: "nen7510-2:2024/5.43"}:
		return i18n.T("5.43 Melden", "5.43 Reporting"), "/maatregelen/2-5.43"
	case ref.Ref{Kind: "room", ID: "incident"}:
		return i18n.T("Incidenten", "Incidents"), "/incidenten"
	}
	return i18n.Text{}, ""
}

func laws() fs.FS { return os.DirFS("testdata/laws") }

// small answers everything that decides the bicycle act, and stays below it.
func small() org.Profile {
	return org.Profile{Sectors: []org.Sector{org.VVT}, FTE: ptr(32.5), Staff: ptr(48), Turnover: ptr(int64(2_400_000)), Balance: ptr(int64(900_000)), InGroup: org.No}
}

// get asks for a path and fails unless the answer has the code.
func (s *site) get(path string, code int) string {
	s.t.Helper()
	return s.do(httptest.NewRequestWithContext(s.t.Context(), http.MethodGet, path, nil), code)
}

func (s *site) post(path string, form url.Values, code int) string {
	s.t.Helper()
	r := httptest.NewRequestWithContext(s.t.Context(), http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return s.do(r, code)
}

func (s *site) do(r *http.Request, code int) string {
	s.t.Helper()
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	if w.Code != code {
		s.t.Fatalf("%s %s = %d, want %d; it says: %.600s", r.Method, r.URL, w.Code, code, words(w.Body.String()))
	}
	if w.Code == http.StatusSeeOther {
		return w.Header().Get("Location")
	}
	return w.Body.String()
}

func (s *site) stored() org.Organisation {
	s.t.Helper()
	o, err := s.service.Organisation(s.t.Context(), s.by)
	if err != nil {
		s.t.Fatal(err)
	}
	return o
}

var (
	tag    = regexp.MustCompile(`<[^>]*>`)
	dutch  = regexp.MustCompile(`(?s)<(a|span)[^>]* lang="nl"[^>]*>.*?</(a|span)>`)
	spaces = regexp.MustCompile(`\s+`)
	field  = regexp.MustCompile(`<input[^>]*>`)
	attr   = regexp.MustCompile(`(name|value|type)="([^"]*)"`)
)

// words is what a person reads of the page's content.
func words(page string) string {
	if _, main, ok := strings.Cut(page, `<main`); ok {
		page = main
	}
	return strings.TrimSpace(spaces.ReplaceAllString(tag.ReplaceAllString(page, " "), " "))
}

// formIn reads back what a browser would send of the page's form.
func formIn(page string) url.Values {
	form := url.Values{}
	for _, input := range field.FindAllString(page, -1) {
		a := map[string]string{}
		for _, m := range attr.FindAllStringSubmatch(input, -1) {
			a[m[1]] = m[2]
		}
		chosen := a["type"] != "radio" && a["type"] != "checkbox" || strings.Contains(input, " checked")
		if a["name"] != "" && a["name"] != "q" && chosen {
			form.Add(a["name"], a["value"])
		}
	}
	return form
}

// want fails unless the page says all of this, in this order.
func want(t *testing.T, page string, says ...string) {
	t.Helper()
	rest := words(page)
	for _, s := range says {
		_, after, ok := strings.Cut(rest, s)
		if !ok {
			t.Errorf("the page does not say %q where it should; from there it says: %.1500s", s, rest)
			return
		}
		rest = after
	}
}

func lacks(t *testing.T, page string, says ...string) {
	t.Helper()
	for _, s := range says {
		if strings.Contains(words(page), s) {
			t.Errorf("the page says %q, which it should not", s)
		}
	}
}

func TestTheRoutesAreAllThereAre(t *testing.T) {
	for _, r := range (&dutyweb.Handler{}).Routes() {
		if !strings.Contains(r.Pattern, "/o/{org}/") || r.Do == web.Public {
			t.Errorf("route %s is open as %s, want one within an organisation", r.Pattern, r.Do)
		}
	}
}

func TestAPageOfAnotherOrganisationIsNotFound(t *testing.T) {
	s := newSite(t, laws(), small())
	s.by = identity.Actor{}
	for _, path := range []string{"/o/org_a/profiel", "/o/org_a/wat-geldt", "/o/org_a/kalender", "/o/org_a/kalender.ics"} {
		lacks(t, s.get(path, http.StatusNotFound), "De Linde heeft")
	}
	s.post("/o/org_a/profiel", url.Values{}, http.StatusNotFound)
}

func TestEachDutySaysWhy(t *testing.T) {
	s := newSite(t, laws(), small())
	want(t, s.get("/o/org_a/wat-geldt", http.StatusOK), "Van de 3 wetten en normen die wij kennen, geldt er nu geen voor u, 2 later of misschien en 1 niet.")
	page := s.get("/en/o/org_a/wat-geldt", http.StatusOK)
	want(t, page, "Of the 3 laws and norms that we know, none applies to you now, 2 later or perhaps and 1 not at all.", "legal advice", "With 1 more answer we can be more certain", "Uses AI",
		"Later or not certain yet", "Boat Act", "Applies from 1 January 2029", "Skipper", "Kite Act", "We cannot say yet", "Buyer or Without a kite", "This still depends on", "Uses AI", "The date is not known.",
		"Does not apply", "Bicycle Act", "Walker", "You have few bicycles.",
		"Whether a tandem counts twice", "How we worked it out", "Fleet (art. 1 lid 2) no", "Gives care: yours yes",
		"50 or more staff: yours 32.5 fte and 48 people → no", "more than €10,000,000 turnover: yours €2,400,000 → no", "If none of these holds", "Walker",
		"Count the cargo bike too. (generally known, not checked yet)", "A scooter counts too", "Sources, checked on 20 November 2026",
		"Read article by article", "Bicycle Act, Stb. 2020, 1, art. 1 en 2", "checked against the source", "What a bell is", "our judgement")
	for _, link := range []string{`href="/en/o/org_a/profiel#uses_ai"`, `href="https://example.org/fietswet"`} {
		if !strings.Contains(page, link) {
			t.Errorf("the page has no link %s", link)
		}
	}
}

func TestADutyInForceSaysWhatToDo(t *testing.T) {
	p := small()
	p.Staff, p.FTE, p.UsesAI = ptr(50), ptr(50.0), org.Yes
	page := newSite(t, laws(), p).get("/o/org_a/wat-geldt", http.StatusOK)
	want(t, page, "geldt er nu 1 voor u en 2 later of misschien.", "Geldt voor u", "Fietswet", "Geldt", "Wagenpark", "U geeft zorg en heeft veel fietsen.",
		"Sinds 15 augustus 2026", "art. 1 lid 2", "Wat u dan doet", "Koop een bel.", "art. 3", "5.43 Melden", "Incidenten", "Koop een lamp.", "vanaf 1 maart 2027", "ons oordeel",
		"50 of meer medewerkers: bij u 50 fte en 50 mensen → ja", "Geldt voor uw leveranciers, datum nog niet bekend")
	for _, link := range []string{`href="/o/org_a/maatregelen/2-5.43"`, `href="/o/org_a/incidenten"`, `href="https://wetten.overheid.nl/BWBR0000001"`} {
		if !strings.Contains(page, link) {
			t.Errorf("the page has no link %s", link)
		}
	}
	lacks(t, page, "Dit hangt nog af van")
}

func TestAnEmptyProfileHasAFirstStep(t *testing.T) {
	s := newSite(t, laws(), org.Profile{})
	for _, path := range []string{"/o/org_a/wat-geldt", "/o/org_a/kalender"} {
		page := s.get(path, http.StatusOK)
		want(t, page, "Vertel eerst iets over uw organisatie", "Vul uw profiel in")
		lacks(t, page, "Fietswet", "Zet in uw agenda")
	}
	s.by.Role = identity.Reader
	page := s.get("/o/org_a/wat-geldt", http.StatusOK)
	want(t, page, "Vraag een beheerder")
	lacks(t, page, "Vul uw profiel in")
}

// badDutch are words that no English text has.
var badDutch = regexp.MustCompile(`(?i)\b(de|het|een|voor|wordt|geldt|niet|wij|uw|maatregel|zorg|bij u|vanaf|sinds|datum|weet|kies|vul|laat|opslaan|antwoord|wat|ook|naar|omzet|medewerkers|nog|bekend|beoordeling|verordening|bestuur)\b`)

func TestEnglishPagesHaveNoDutchWords(t *testing.T) {
	full := small()
	full.Staff, full.UsesAI, full.DevelopsSoftware, full.MedicalDevices, full.Exchanges, full.Cloud = ptr(50), org.Yes, org.Yes, org.Yes, org.Yes, org.Yes
	vague := org.Profile{Sectors: []org.Sector{org.GHZ, org.HAP}}
	for name, profile := range map[string]org.Profile{"empty": {}, "small": small(), "full": full, "vague": vague} {
		for _, from := range []fs.FS{laws(), content.FS} {
			s := newSite(t, from, profile)
			stale := url.Values{"name": {"The Linden"}, "sectors": {"vvt"}, "version": {"7"}}
			changed := url.Values{"name": {"The Linden"}, "sectors": {"vvt"}, "staff": {"300"}, "version": {"1"}}
			pages := map[string]string{
				"duties":   s.get("/en/o/org_a/wat-geldt", http.StatusOK),
				"calendar": s.get("/en/o/org_a/kalender", http.StatusOK),
				"profile":  s.get("/en/o/org_a/profiel", http.StatusOK),
				"refused":  s.post("/en/o/org_a/profiel", url.Values{"fte": {"-1"}, "staff": {"x"}, "group_staff": {"3"}}, http.StatusUnprocessableEntity),
				"stale":    s.post("/en/o/org_a/profiel", stale, http.StatusConflict),
				"preview":  s.post("/en/o/org_a/profiel", changed, http.StatusOK),
			}
			s.by.Role = identity.Reader
			pages["read only"] = s.get("/en/o/org_a/profiel", http.StatusOK)
			for which, page := range pages {
				page = strings.NewReplacer("Thuiszorg De Linde", "", "Cyberbeveiligingsregeling zorg", "").Replace(dutch.ReplaceAllString(page, ""))
				if m := badDutch.FindStringIndex(words(page)); m != nil {
					text := words(page)
					t.Errorf("%s profile, %s: Dutch in English: …%s…", name, which, text[max(0, m[0]-60):min(len(text), m[1]+60)])
				}
			}
		}
	}
}

// TestThePolicyHolds looks for what the security policy would block.
func TestThePolicyHolds(t *testing.T) {
	s := newSite(t, content.FS, small())
	for _, path := range []string{"/o/org_a/wat-geldt", "/o/org_a/kalender", "/o/org_a/profiel"} {
		page := s.get(path, http.StatusOK)
		if m := regexp.MustCompile(` style="| on[a-z]+="|<script>|javascript:`).FindString(page); m != "" {
			t.Errorf("%s holds %s", path, m)
		}
		ids := map[string]bool{}
		for _, m := range regexp.MustCompile(` id="([^"]*)"`).FindAllStringSubmatch(page, -1) {
			if ids[m[1]] {
				t.Errorf("%s has id %q twice", path, m[1])
			}
			ids[m[1]] = true
		}
		if strings.Count(page, "<h1") != 1 {
			t.Errorf("%s has %d main headings, want 1", path, strings.Count(page, "<h1"))
		}
	}
}

func TestPeopleOrFteIsNotDecidedByUs(t *testing.T) {
	p := small()
	p.Staff = ptr(58)
	page := newSite(t, laws(), p).get("/o/org_a/wat-geldt", http.StatusOK)
	want(t, page, "Kunnen wij nog niet zeggen", "Dit hangt nog af van", "of de wet mensen telt of fte", "50 of meer medewerkers: bij u 32,5 fte en 58 mensen → nog niet bekend")
	if strings.Contains(page, `href="/o/org_a/profiel#staff"`) {
		t.Error("the page asks for an answer that is there")
	}
}
