package evidenceweb

import (
	"context"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"aantoonbaar/internal/blob"
	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/evidence/evidencedb"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/ref"
	"aantoonbaar/internal/sqldb"
	"aantoonbaar/internal/sqldb/sqldbtest"
	"aantoonbaar/internal/web"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// A site is the room as a browser meets it.
type site struct {
	t    *testing.T
	h    http.Handler
	room *Handler
	dir  string // of the files
	role identity.Role
	org  org.ID
}

func newSite(t *testing.T) *site {
	t.Helper()
	db, dir := sqldbtest.SQLite(t), t.TempDir()
	for _, id := range []org.ID{"org_a", "org_b"} {
		err := db.Write(t.Context(), sqldb.Org(id), func(tx *sqldb.Tx) error {
			return tx.Exec(t.Context(), `INSERT INTO organisations (org_id, name, profile, version, created_at) VALUES ($1, $2, $3, $4, $5)`, id, "Zorg", "{}", 1, sqldb.At(noon))
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	files, err := blob.New(dir, filepath.Join(t.TempDir(), "evidence-key"), nil, noon)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = files.Close() })
	catalogue, err := framework.Load(os.DirFS("../../../content"))
	if err != nil {
		t.Fatal(err)
	}
	now := func() time.Time { return noon }
	s := &site{t: t, dir: dir, role: identity.Contributor, org: "org_a", room: &Handler{Catalogue: catalogue, Service: &evidence.Service{
		Store: &evidencedb.Store{DB: db}, Files: files, Catalogue: catalogue, Now: now, Zone: time.UTC,
		NewID: func(prefix string) string { return ref.NewID(prefix, noon) },
	}}}
	frame := &web.Frame{Log: slog.New(slog.NewTextHandler(t.Output(), nil)), NewID: func() string { return "ref" }, Now: now, Zone: time.UTC, Enter: s.enter}
	s.h = frame.Mux(s.room.Routes())
	return s
}

// enter lets everybody in as the site's role; what that role may do is the
// service's to decide, so that the tests meet its answer.
func (s *site) enter(r *http.Request, _ web.Route) (*http.Request, error) {
	v := web.ViewOf(r.Context())
	v.Place = &web.Place{ID: string(s.org), Name: "Zorg"}
	ctx := web.WithView(r.Context(), v)
	return r.WithContext(identity.WithActor(ctx, s.actor())), nil
}

func (s *site) actor() identity.Actor {
	return identity.Actor{Person: "per_1", Name: "Sanne Bakker", Org: s.org, Role: s.role, Credential: identity.Session}
}

func (s *site) do(r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	s.h.ServeHTTP(w, r)
	return w
}

func (s *site) get(path string) *httptest.ResponseRecorder {
	return s.do(httptest.NewRequest(http.MethodGet, path, nil))
}

func (s *site) post(path string, form url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return s.do(r)
}

// stored lists the files that the site keeps.
func (s *site) stored() (names []string) {
	s.t.Helper()
	err := filepath.WalkDir(s.dir, func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && d.Name() != "key" {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return names
}

// add stores a piece and returns it.
func (s *site) add(it evidence.Item, content string) evidence.Item {
	s.t.Helper()
	if it.VouchedBy == "" {
		it.VouchedBy = "Sanne Bakker"
	}
	if it.SpeaksFrom.IsZero() {
		it.SpeaksFrom = time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	}
	it, err := s.room.Service.Add(context.Background(), s.actor(), it, strings.NewReader(content))
	if err != nil {
		s.t.Fatal(err)
	}
	return it
}

// note is a small piece.
func note(title string) evidence.Item {
	return evidence.Item{Form: evidence.Note, Title: title, Text: "regel 1\nregel 2", Kind: framework.Design}
}

// wants fails unless the answer has the code and holds every text.
func wants(t *testing.T, w *httptest.ResponseRecorder, code int, texts ...string) {
	t.Helper()
	if w.Code != code {
		t.Errorf("status %d, want %d", w.Code, code)
	}
	for _, text := range texts {
		if !strings.Contains(w.Body.String(), text) {
			t.Errorf("the page does not say %q:\n%s", text, visible(w.Body.String()))
		}
	}
}

// visible is the page without its tags, for messages.
func visible(page string) string {
	if _, main, ok := strings.Cut(page, `<main`); ok {
		page = main
	}
	return regexp.MustCompile(`(<[^>]*>|\s)+`).ReplaceAllString(page, " ")
}

func TestARefusedFormComesBackAsTyped(t *testing.T) {
	s := newSite(t)
	w := s.post("/o/org_a/bewijs", url.Values{
		"form": {"link"}, "title": {"Wiki"}, "url": {"javascript:alert(1)"}, "kind": {"operation"}, "vouched_by": {""},
		"speaks_from": {"2026-03-01"}, "valid_until": {""}, "requirements": {s.room.Catalogue.BySlug("8.5").ID},
	})
	wants(t, w, http.StatusUnprocessableEntity, "Fout: ", "javascript:alert(1)", "Gebruik een link die begint met https://",
		"Vul in wie voor dit bewijs instaat", "Vul in tot wanneer dit bewijs geldt", "8.5", `href="#url"`, `href="#valid_until"`)
	if strings.Contains(w.Body.String(), `href="javascript:`) {
		t.Error("the page links to what was refused")
	}
}

func TestDaysThatCannotBe(t *testing.T) {
	s := newSite(t)
	for _, day := range []string{"0000-01-01", "0001-01-01", "01-01-0001", "9999-12-31", "31-02-2026", "gisteren", "2026-13-01"} {
		w := s.post("/o/org_a/bewijs", url.Values{
			"form": {"note"}, "title": {"x"}, "text": {"x"}, "kind": {"design"}, "vouched_by": {"x"}, "speaks_from": {"2026-03-01"}, "valid_until": {day},
		})
		if w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), `id="valid_until-says"`) {
			t.Errorf("day %q gets %d, want 422 at the field", day, w.Code)
		}
	}
}

func TestEveryFormOfEvidenceCanBeAdded(t *testing.T) {
	s := newSite(t)
	for form, field := range map[string]url.Values{
		"link":  {"url": {"https://wiki.example.nl/beleid?x=1"}},
		"note":  {"text": {"Gesproken met het team."}},
		"place": {"text": {"In het kwaliteitshandboek, hoofdstuk 4"}},
	} {
		field.Set("form", form)
		field.Set("title", "Bewijs "+form)
		field.Set("kind", "design")
		field.Set("vouched_by", "Sanne")
		field.Set("speaks_from", "2026-03-01")
		wants(t, s.get("/o/org_a/bewijs/nieuw?vorm="+form), http.StatusOK, `name="form" value="`+form+`"`)
		w := s.post("/o/org_a/bewijs", field)
		wants(t, w, http.StatusSeeOther)
		for _, value := range []string{field.Get("url"), field.Get("text")} {
			wants(t, s.get(w.Header().Get("Location")), http.StatusOK, value, "Bewijs "+form)
		}
	}
	wants(t, s.get("/o/org_a/bewijs"), http.StatusOK, "3 stukken bewijs", "Link naar wiki.example.nl", "In het kwaliteitshandboek")
}

func TestTheLibraryShowsWhatNeedsWorkFirst(t *testing.T) {
	s := newSite(t)
	wants(t, s.get("/o/org_a/bewijs"), http.StatusOK, "Hier komt uw bewijs", "Voeg bewijs toe")
	for title, days := range map[string]int{"verlopen": -1, "bijna": 59, "ruim": 61} {
		it := note(title)
		it.Kind, it.ValidUntil = framework.Operation, time.Date(2026, 11, 22+days, 0, 0, 0, 0, time.UTC)
		it.Requirements = []string{s.room.Catalogue.BySlug("8.5").ID}
		s.add(it, "")
	}
	w := s.get("/o/org_a/bewijs")
	wants(t, w, http.StatusOK, "1 stuk is verlopen en 1 verloopt binnen 60 dagen.", "Telt nu niet mee", "1 maatregel", "Nog 59 dagen")
	page := w.Body.String()
	if a, b, c := strings.Index(page, ">verlopen<"), strings.Index(page, ">bijna<"), strings.Index(page, ">ruim<"); a < 0 || a > b || b > c {
		t.Errorf("order of the list: %d, %d, %d", a, b, c)
	}
	wants(t, s.get("/o/org_a/bewijs?stand=expired"), http.StatusOK, "1 stuk bewijs", ">verlopen<")
	wants(t, s.get("/o/org_a/bewijs?q=zeppelin"), http.StatusOK, "Niets gevonden")
	wants(t, s.get("/o/org_a/bewijs?pagina=99"), http.StatusOK, "3 stukken bewijs")
}

func TestLongListsComeInPages(t *testing.T) {
	s := newSite(t)
	for i := range perPage + 1 {
		s.add(note(fmt.Sprintf("stuk %d", i)), "")
	}
	wants(t, s.get("/o/org_a/bewijs?q=stuk"), http.StatusOK, "51 stukken bewijs, bladzijde 1 van 2", "pagina=2")
	wants(t, s.get("/o/org_a/bewijs?q=stuk&pagina=2"), http.StatusOK, "bladzijde 2 van 2", ">stuk 0<")
}

func TestAStaleFormSaysSo(t *testing.T) {
	s := newSite(t)
	it := s.add(note("Eerst"), "")
	form := url.Values{"title": {"Tweede"}, "kind": {"design"}, "text": {"x"}, "vouched_by": {"Joost"}, "speaks_from": {"2026-03-01"}, "version": {"1"}}
	wants(t, s.get("/o/org_a"+itemPath(it)+"/wijzigen"), http.StatusOK, `name="version" value="1"`, "Eerst")
	wants(t, s.post("/o/org_a"+itemPath(it), form), http.StatusSeeOther)
	form.Set("title", "Derde")
	form.Set("text", "Wat ik typte")
	wants(t, s.post("/o/org_a"+itemPath(it), form), http.StatusConflict,
		"Iemand anders heeft dit intussen gewijzigd", "Naam: Tweede", "Wat ik typte", `name="version" value="2"`, `value="Derde"`)
	form.Del("version")
	wants(t, s.post("/o/org_a"+itemPath(it), form), http.StatusConflict)
	wants(t, s.get("/o/org_a"+itemPath(it)), http.StatusOK, "Tweede", "Naam: Eerst → Tweede", "Staat ervoor in: Sanne Bakker → Joost")
}

func TestLinkingAndUnlinking(t *testing.T) {
	s := newSite(t)
	it, r := s.add(note("Beleid"), ""), s.room.Catalogue.BySlug("8.5")
	page := "/o/org_a" + itemPath(it)
	wants(t, s.get(page+"?zoek=8.5"), http.StatusOK, "Koppel", r.Title.NL)
	wants(t, s.get(page+"?zoek=zeppelin"), http.StatusOK, "0 maatregelen gevonden")
	wants(t, s.post(page+"/koppeling", url.Values{"requirement": {r.ID}}), http.StatusSeeOther)
	wants(t, s.get(page), http.StatusOK, "/o/org_a/maatregelen/8.5", "Maak los")
	w := s.post(page+"/ontkoppeling", url.Values{"requirement": {r.ID}, "terug": {"https://elders.nl/o/org_a/"}})
	wants(t, w, http.StatusSeeOther)
	if got := w.Header().Get("Location"); got != page {
		t.Errorf("Location %q, want the piece's own page", got)
	}
	wants(t, s.get(page), http.StatusOK, "hoort nog nergens bij", "Losgemaakt")
	wants(t, s.post(page+"/koppeling", url.Values{"requirement": {"x"}}), http.StatusNotFound)
}

func TestChoosingFromWhatIsThere(t *testing.T) {
	s := newSite(t)
	a, b := s.add(note("Beleid"), ""), s.add(note("Verslag"), "")
	wants(t, s.get("/o/org_a/bewijs/kies?voor=8.5"), http.StatusOK, "Beleid", "Verslag")
	wants(t, s.get("/o/org_a/bewijs/kies?voor=8.5&zoek=verslag"), http.StatusOK, string(b.ID))
	wants(t, s.get("/o/org_a/bewijs/kies?voor=99.9"), http.StatusNotFound)
	wants(t, s.post("/o/org_a/bewijs/kies", url.Values{"voor": {"8.5"}}), http.StatusUnprocessableEntity, "Kruis ten minste één stuk bewijs aan")
	w := s.post("/o/org_a/bewijs/kies", url.Values{"voor": {"8.5"}, "evidence": {string(a.ID), string(b.ID)}})
	if got := w.Header().Get("Location"); w.Code != http.StatusSeeOther || got != "/o/org_a/maatregelen/8.5" {
		t.Errorf("choosing gives %d to %q", w.Code, got)
	}
	wants(t, s.get("/o/org_a/bewijs/kies?voor=8.5"), http.StatusOK, "Niets om te kiezen")
}

func TestWithdrawingAndTakingBack(t *testing.T) {
	s := newSite(t)
	it := s.add(note("Beleid"), "")
	page := "/o/org_a" + itemPath(it)
	wants(t, s.post(page+"/intrekking", url.Values{"because": {""}}), http.StatusUnprocessableEntity, "Schrijf waarom")
	wants(t, s.post(page+"/intrekking", url.Values{"because": {"<i>vervangen</i>"}}), http.StatusSeeOther)
	wants(t, s.get(page), http.StatusOK, "Ingetrokken op 22 november 2026: &lt;i&gt;vervangen&lt;/i&gt;", "Draai dit terug")
	wants(t, s.get("/o/org_a/bewijs"), http.StatusOK, "Hier komt uw bewijs")
	wants(t, s.get("/o/org_a/bewijs?stand=withdrawn"), http.StatusOK, "1 stuk bewijs")
	wants(t, s.post(page+"/herstel", nil), http.StatusSeeOther)
	wants(t, s.get(page), http.StatusOK, "Intrekking teruggedraaid")
}

func TestAReaderSeesAndChangesNothing(t *testing.T) {
	s := newSite(t)
	it := s.add(evidence.Item{Form: evidence.FileForm, Kind: framework.Design, File: evidence.File{Name: "a.pdf"}}, pdf)
	s.role = identity.Reader
	page := "/o/org_a" + itemPath(it)
	for _, path := range []string{"/o/org_a/bewijs", page} {
		w := s.get(path)
		wants(t, w, http.StatusOK)
		for _, hidden := range []string{`method="post"`, "Voeg bewijs toe", "Geschiedenis", "/wijzigen"} {
			if strings.Contains(w.Body.String(), hidden) {
				t.Errorf("%s shows a reader %q", path, hidden)
			}
		}
	}
	wants(t, s.get(page+"/bestand"), http.StatusOK)
	wants(t, s.send(fileForm(), "a.pdf", strings.NewReader(pdf)), http.StatusForbidden)
	for _, act := range []string{"", "/intrekking", "/herstel"} {
		form := url.Values{"because": {"x"}, "title": {"x"}, "kind": {"design"}, "vouched_by": {"x"}, "speaks_from": {"2026-01-01"}, "version": {"1"}}
		wants(t, s.post(page+act, form), http.StatusForbidden)
	}
}

func TestAnotherOrganisationFindsNothing(t *testing.T) {
	s := newSite(t)
	it := s.add(evidence.Item{Form: evidence.FileForm, Kind: framework.Design, File: evidence.File{Name: "a.pdf"}}, pdf)
	s.org = "org_b"
	for _, path := range []string{"", "/bestand", "/wijzigen"} {
		wants(t, s.get("/o/org_b"+itemPath(it)+path), http.StatusNotFound)
	}
	for _, act := range []string{"/koppeling", "/ontkoppeling", "/intrekking", "/herstel"} {
		wants(t, s.post("/o/org_b"+itemPath(it)+act, url.Values{"because": {"x"}, "requirement": {s.room.Catalogue.BySlug("8.5").ID}}), http.StatusNotFound)
	}
	wants(t, s.get("/o/org_b/bewijs"), http.StatusOK, "Hier komt uw bewijs")
}

func TestThePanelOnARequirement(t *testing.T) {
	s := newSite(t)
	r := s.room.Catalogue.BySlug("8.5")
	it := note("Beleid <één>")
	it.Requirements = []string{r.ID}
	items := []evidence.Item{s.add(it, "")}
	for role, forms := range map[identity.Role]bool{identity.Contributor: true, identity.Reader: false} {
		s.role = role
		v := web.View{Lang: i18n.EN, Now: noon, Place: &web.Place{ID: "org_a"}}
		var b strings.Builder
		if err := Panel(v, r, items, "/o/org_a/maatregelen/8.5").Render(identity.WithActor(t.Context(), s.actor()), &b); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(b.String(), "Beleid &lt;één&gt;") || strings.Contains(b.String(), "<form") != forms || strings.Contains(b.String(), "/bewijs/nieuw?terug=") != forms {
			t.Errorf("the panel for a %s: %s", role, b.String())
		}
	}
}

// TestPagesInBothLanguages looks for what every page must have, and for Dutch on
// English pages where it would be seen first.
func TestPagesInBothLanguages(t *testing.T) {
	s := newSite(t)
	it := s.add(evidence.Item{Form: evidence.FileForm, Kind: framework.Design, File: evidence.File{Name: "a.pdf"}}, pdf)
	for _, path := range []string{"/bewijs", "/bewijs/nieuw", "/bewijs/nieuw?voor=8.5&vorm=place", "/bewijs/kies?voor=1-9.2", itemPath(it) + "?zoek=", itemPath(it) + "/wijzigen"} {
		for _, lang := range []string{"", "/en"} {
			w := s.get(lang + "/o/org_a" + path)
			wants(t, w, http.StatusOK, "<h1 ", "</html>")
			if n := strings.Count(w.Body.String(), "<h1 "); n != 1 {
				t.Errorf("%s%s has %d main headings", lang, path, n)
			}
			for _, bad := range []string{"style=", "onclick=", "javascript:", "%!"} {
				if strings.Contains(w.Body.String(), bad) {
					t.Errorf("%s%s holds %q", lang, path, bad)
				}
			}
			for _, dutch := range []string{"Geldig tot", "Laat zien", "Koppel", "Voeg ", "Annuleer"} {
				if lang != "" && strings.Contains(w.Body.String(), dutch) {
					t.Errorf("%s%s says %q in English", lang, path, dutch)
				}
			}
		}
	}
}
