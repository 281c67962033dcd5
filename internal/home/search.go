package home

import (
	"net/http"
	"strings"

	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/web"
)

// Found is what was found of one kind, in the order in which it is shown.
type Found struct {
	Name string // of the kind: "Maatregelen"
	Hits []Hit
}

// A Hit is one page that was found.
type Hit struct {
	Title, Sub string // Sub says more; "" for nothing
	Path       string // within the organisation
}

// searchPage is what was asked and what was found.
type searchPage struct {
	web.View
	Words string
	Found []Found
}

func (p searchPage) found() (n int) {
	for _, f := range p.Found {
		n += len(f.Hits)
	}
	return n
}

// search finds pages by words: what somebody needs at night first.
func (h *Handler) search(w http.ResponseWriter, r *http.Request) error {
	p := searchPage{View: web.ViewOf(r.Context()), Words: strings.TrimSpace(r.URL.Query().Get("q"))}
	if p.Words == "" {
		return web.Render(w, r, http.StatusOK, searchView(p))
	}
	if h.Elsewhere != nil {
		var err error
		if p.Found, err = h.Elsewhere(r.Context(), p.View, p.Words); err != nil {
			return err
		}
	}
	here, err := h.here(r, p)
	if err != nil {
		return err
	}
	p.Found = append(p.Found, here...)
	return web.Render(w, r, http.StatusOK, searchView(p))
}

// here finds requirements, evidence and actions.
func (h *Handler) here(r *http.Request, p searchPage) ([]Found, error) {
	ctx, by := r.Context(), identity.ActorOf(r.Context())
	measures, pieces, todo := Found{Name: p.T("Maatregelen", "Measures")}, Found{Name: p.T("Bewijs", "Evidence")}, Found{Name: p.T("Verbeteracties", "Improvement actions")}
	for _, req := range h.Catalogue.Requirements {
		if req.Matches(p.Words) {
			measures.Hits = append(measures.Hits, Hit{Title: req.Number + " " + req.Title.In(p.Lang), Path: "/maatregelen/" + req.Slug()})
		}
	}
	items, err := h.Evidence.List(ctx, by, evidence.Filter{Text: p.Words})
	if err != nil {
		return nil, err
	}
	for _, it := range items {
		pieces.Hits = append(pieces.Hits, Hit{Title: it.Title, Path: "/bewijs/" + string(it.ID)})
	}
	actions, err := h.Plan.List(ctx, by)
	if err != nil {
		return nil, err
	}
	for _, a := range actions {
		if i18n.HasWords(a.Title+"\n"+a.Description, p.Words) {
			todo.Hits = append(todo.Hits, Hit{Title: a.Title, Path: "/verbeterplan/" + a.ID})
		}
	}
	return []Found{measures, pieces, todo}, nil
}
