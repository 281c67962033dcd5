// Package dossierweb is the dossier's page: ask for one, and take it along.
package dossierweb

import (
	"fmt"
	"net/http"
	"strconv"

	"aantoonbaar/internal/dossier"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/web"
)

// A Handler serves the page.
type Handler struct {
	Service *dossier.Service
}

// Routes lists the room's pages. The list is complete: no page is registered anywhere else.
func (h *Handler) Routes() []web.Route {
	return []web.Route{
		web.On("GET /o/{org}/dossier", identity.Export, h.show),
		web.On("POST /o/{org}/dossier", identity.Export, h.make),
		web.On("GET /o/{org}/dossier/{size}", identity.Export, h.download),
	}
}

// A page is the dossiers that there are, and the form for a new one.
type page struct {
	web.View
	Made    []dossier.Made
	Key     string
	For     string // as typed
	Files   bool
	Refusal *fault.Fault
}

// show serves GET /o/{org}/dossier.
func (h *Handler) show(w http.ResponseWriter, r *http.Request) error {
	return h.render(w, r, http.StatusOK, page{Files: true})
}

func (h *Handler) render(w http.ResponseWriter, r *http.Request, code int, p page) (err error) {
	p.View, p.Key = web.ViewOf(r.Context()), h.Service.Signer.Public()
	if p.Made, err = h.Service.List(r.Context(), identity.ActorOf(r.Context())); err != nil {
		return err
	}
	return web.Render(w, r, code, dossierPage(p))
}

// make serves POST /o/{org}/dossier.
func (h *Handler) make(w http.ResponseWriter, r *http.Request) error {
	p := page{For: web.Text(r, "for"), Files: r.FormValue("files") == "yes"}
	_, err := h.Service.Make(r.Context(), identity.ActorOf(r.Context()), dossier.Request{For: p.For, Files: p.Files})
	if f, ok := fault.Of(err); ok && (f.Kind == fault.Invalid || f.Kind == fault.Conflict) {
		p.Refusal = f
		return h.render(w, r, web.StatusOf(f), p)
	}
	if err != nil {
		return err
	}
	v := web.ViewOf(r.Context())
	return web.Go(w, r, string(v.In("/dossier")), v.T("Het dossier is klaar. U kunt het hieronder ophalen.", "The dossier is ready. You can take it below."))
}

// download serves GET /o/{org}/dossier/{size}: the file, made as it is sent.
func (h *Handler) download(w http.ResponseWriter, r *http.Request) error {
	size, err := strconv.ParseInt(r.PathValue("size"), 10, 64)
	if err != nil {
		return fault.Missing("dossier.none")
	}
	write, err := h.Service.Open(r.Context(), identity.ActorOf(r.Context()), size, r.URL.Query().Get("bestanden") == "ja")
	if err != nil {
		return err
	}
	head := w.Header()
	head.Set("Content-Type", "application/zip")
	head.Set("Content-Disposition", fmt.Sprintf(`attachment; filename="dossier-%s-%d.zip"`, web.ViewOf(r.Context()).Place.ID, size))
	head.Set("X-Content-Type-Options", "nosniff")
	head.Set("Content-Security-Policy", "sandbox; default-src 'none'")
	return web.Stream(w, write)
}

// path is where a dossier is taken.
func (p page) path(m dossier.Made) string {
	path := "/dossier/" + strconv.FormatInt(m.Size, 10)
	if m.Files {
		path += "?bestanden=ja"
	}
	return path
}

func (p page) field(f web.Field) web.Field { return f.Complain(p.Refusal, p.Lang) }

func (p page) takeText(m dossier.Made) string {
	if m.Files {
		return p.T("Haal op, met bestanden", "Take it, with files")
	}
	return p.T("Haal op, zonder bestanden", "Take it, without files")
}
