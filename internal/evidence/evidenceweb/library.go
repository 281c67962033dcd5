package evidenceweb

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/web"
)

// perPage is how many pieces a page of the library shows.
const perPage = 50

// libraryPage is everything that the library shows.
type libraryPage struct {
	page
	Filter  evidence.Filter
	Found   int             // pieces that the filter chooses
	Rows    []evidence.Item // those of this page
	Number  int             // of this page, from 1
	Last    int             // number of the last page
	Expired int             // among all pieces, whatever the filter
	Soon    int
	Any     bool // the organisation has evidence at all
}

// library serves GET /o/{org}/bewijs: what there is, what ends first on top.
func (h *Handler) library(w http.ResponseWriter, r *http.Request) error {
	p := libraryPage{page: h.page(r), Filter: readFilter(r)}
	all, err := h.Service.List(r.Context(), p.by, evidence.Filter{})
	if err != nil {
		return err
	}
	for _, it := range all {
		switch it.Standing(p.Today()) {
		case evidence.Expired:
			p.Expired++
		case evidence.Expiring:
			p.Soon++
		case evidence.Fresh, evidence.Withdrawn, evidence.Erased:
		}
	}
	found, err := h.Service.List(r.Context(), p.by, p.Filter)
	if err != nil {
		return err
	}
	p.Any = len(all) > 0 || len(found) > 0
	p.Found, p.Last = len(found), max(1, (len(found)+perPage-1)/perPage)
	p.Number, _ = strconv.Atoi(r.URL.Query().Get("pagina"))
	p.Number = min(max(p.Number, 1), p.Last)
	p.Rows = found[(p.Number-1)*perPage : min(p.Number*perPage, len(found))]
	return web.Render(w, r, http.StatusOK, libraryView(p))
}

func readFilter(r *http.Request) evidence.Filter {
	q := r.URL.Query()
	return evidence.Filter{Text: strings.TrimSpace(q.Get("q")), Kind: framework.Level(q.Get("soort")), Standing: evidence.Standing(q.Get("stand"))}
}

func (p libraryPage) filtered() bool { return p.Filter != evidence.Filter{} }

// pagePath is the address of another page with the same filter.
func (p libraryPage) pagePath(n int) string {
	q := url.Values{}
	for name, value := range map[string]string{"q": p.Filter.Text, "soort": string(p.Filter.Kind), "stand": string(p.Filter.Standing)} {
		if value != "" {
			q.Set(name, value)
		}
	}
	q.Set("pagina", strconv.Itoa(n))
	return "/bewijs?" + q.Encode()
}

// alarm says what needs work among all pieces; "" when nothing does.
func (p libraryPage) alarm() string {
	var parts []string
	if p.Expired > 0 {
		parts = append(parts, p.Lang.Plural(p.Expired, "%s stuk is verlopen", "%s stukken zijn verlopen", "%s piece has expired", "%s pieces have expired"))
	}
	if p.Soon > 0 {
		within := i18n.Tf(" binnen %d dagen", " within %d days", evidence.Ahead).In(p.Lang)
		parts = append(parts, p.Lang.Plural(p.Soon, "%s verloopt", "%s verlopen", "%s expires", "%s expire")+within)
	}
	if len(parts) == 0 {
		return ""
	}
	return p.Lang.And(parts) + "."
}

// foundWords says how many pieces the list holds.
func (p libraryPage) foundWords() string {
	s := p.Lang.Plural(p.Found, "%s stuk bewijs", "%s stukken bewijs", "%s piece of evidence", "%s pieces of evidence")
	if p.Last > 1 {
		s += p.Lang.Tf(", bladzijde %d van %d", ", page %d of %d", p.Number, p.Last)
	}
	return s
}
