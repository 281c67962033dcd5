package evidenceweb

import (
	"net/http"
	"net/url"
	"strings"

	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/web"
)

// choosePage is everything that the page for choosing evidence shows.
type choosePage struct {
	page
	For     *framework.Requirement
	Back    string
	Words   string
	Items   []evidence.Item // not linked to the requirement yet
	Refusal *fault.Fault
}

// maxChoose is how many pieces the page shows at most; search finds the others.
const maxChoose = 100

// chooseForm serves GET /o/{org}/bewijs/kies?voor=8.5: what is there already and may
// serve the requirement too.
func (h *Handler) chooseForm(w http.ResponseWriter, r *http.Request) error {
	p, err := h.choosePage(r, r.URL.Query())
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, chooseView(p))
}

func (h *Handler) choosePage(r *http.Request, q url.Values) (choosePage, error) {
	p := choosePage{page: h.page(r), For: h.Catalogue.BySlug(q.Get("voor")), Back: q.Get("terug"), Words: strings.TrimSpace(q.Get("zoek"))}
	if p.For == nil {
		return p, fault.Missing("evidence.no-requirement")
	}
	items, err := h.Service.List(r.Context(), p.by, evidence.Filter{Text: p.Words, Unlinked: p.For.ID})
	p.Items = items[:min(maxChoose, len(items))]
	return p, err
}

// choose serves POST /o/{org}/bewijs/kies: it links every piece that was ticked.
func (h *Handler) choose(w http.ResponseWriter, r *http.Request) error {
	p, err := h.choosePage(r, r.PostForm)
	if err != nil {
		return err
	}
	var pieces []evidence.ID
	for _, piece := range r.PostForm["evidence"] {
		pieces = append(pieces, evidence.ID(piece))
	}
	if len(pieces) == 0 {
		var c fault.Checker
		c.Need(false, "evidence", i18n.T("Kruis ten minste één stuk bewijs aan.", "Tick at least one piece of evidence."))
		p.Refusal, _ = fault.Of(c.Fault("evidence.nothing-chosen"))
		return web.Render(w, r, web.StatusOf(p.Refusal), chooseView(p))
	}
	if err := h.Service.Link(r.Context(), p.by, p.For.ID, pieces...); err != nil {
		return err
	}
	return goBack(w, r, p.Back, "/maatregelen/"+p.For.Slug(),
		p.Lang.Plural(len(pieces), "%s stuk bewijs gekoppeld", "%s stukken bewijs gekoppeld", "%s piece of evidence linked", "%s pieces of evidence linked")+p.T(" aan ", " to ")+requirementName(p.View, p.For))
}

// forQuery is the query that leads to a page for one requirement and back.
func forQuery(r *framework.Requirement, back string) string {
	q := url.Values{"voor": {r.Slug()}}
	if back != "" {
		q.Set("terug", back)
	}
	return "?" + q.Encode()
}
