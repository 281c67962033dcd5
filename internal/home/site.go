package home

import (
	"net/http"

	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/web"
)

// front serves the front page: what this is; or, for somebody who has signed in,
// the way to their organisations.
func (h *Handler) front(w http.ResponseWriter, r *http.Request) error {
	v := web.ViewOf(r.Context())
	if identity.ActorOf(r.Context()).Person != "" {
		return web.Go(w, r, v.Href("/organisaties"), v.Notice)
	}
	return web.Render(w, r, http.StatusOK, frontView(v, h.Catalogue))
}

func (h *Handler) help(w http.ResponseWriter, r *http.Request) error {
	return web.Render(w, r, http.StatusOK, helpView(web.ViewOf(r.Context())))
}

func (h *Handler) access(w http.ResponseWriter, r *http.Request) error {
	return web.Render(w, r, http.StatusOK, accessView(web.ViewOf(r.Context())))
}

func (h *Handler) privacy(w http.ResponseWriter, r *http.Request) error {
	return web.Render(w, r, http.StatusOK, privacyView(web.ViewOf(r.Context())))
}
