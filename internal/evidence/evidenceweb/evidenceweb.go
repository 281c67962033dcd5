// Package evidenceweb is the evidence room's pages: the library, one piece, adding
// and changing, choosing from what is there, and handing out files.
package evidenceweb

import (
	"net/http"
	"net/url"

	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/web"
)

// A Handler serves the pages of the room.
type Handler struct {
	Service   *evidence.Service
	Catalogue *framework.Catalogue
}

// maxUpload is the longest body that is read when somebody sends a file. It is
// more than the largest file: a browser that is cut off while it still sends
// shows a broken connection, and not the page that says what is wrong.
const maxUpload = 4 * evidence.MaxFile

// Routes lists the room's pages. The list is complete: no page is registered anywhere else.
func (h *Handler) Routes() []web.Route {
	return []web.Route{
		web.On("GET /o/{org}/bewijs", identity.Read, h.library),
		web.On("GET /o/{org}/bewijs/nieuw", identity.Evidence, h.addForm),
		web.Upload("POST /o/{org}/bewijs", identity.Evidence, maxUpload, h.add),
		web.On("GET /o/{org}/bewijs/kies", identity.Evidence, h.chooseForm),
		web.On("POST /o/{org}/bewijs/kies", identity.Evidence, h.choose),
		web.On("GET /o/{org}/bewijs/{id}", identity.Read, h.show),
		web.On("GET /o/{org}/bewijs/{id}/wijzigen", identity.Evidence, h.changeForm),
		web.On("POST /o/{org}/bewijs/{id}", identity.Evidence, h.change),
		web.On("GET /o/{org}/bewijs/{id}/bestand", identity.Read, h.download),
		web.On("POST /o/{org}/bewijs/{id}/koppeling", identity.Evidence, h.link),
		web.On("POST /o/{org}/bewijs/{id}/ontkoppeling", identity.Evidence, h.unlink),
		web.On("POST /o/{org}/bewijs/{id}/intrekking", identity.Evidence, h.withdraw),
		web.On("POST /o/{org}/bewijs/{id}/herstel", identity.Evidence, h.restore),
		web.On("POST /o/{org}/bewijs/{id}/vastzetten", identity.Erase, h.hold),
		web.On("POST /o/{org}/bewijs/{id}/vrijgeven", identity.Erase, h.release),
		web.On("GET /o/{org}/bewijs/{id}/wissen", identity.Erase, h.eraseForm),
		web.On("POST /o/{org}/bewijs/{id}/wissen", identity.Erase, h.erase),
	}
}

// page is what every page of the room starts from.
type page struct {
	web.View
	by   identity.Actor
	cat  *framework.Catalogue
	mayE bool // may change evidence
	mayX bool // may erase and hold it
}

func (h *Handler) page(r *http.Request) page {
	by := identity.ActorOf(r.Context())
	return page{web.ViewOf(r.Context()), by, h.Catalogue, identity.May(by, identity.Evidence), identity.May(by, identity.Erase)}
}

// pieceID returns the piece that the address names.
func pieceID(r *http.Request) evidence.ID { return evidence.ID(r.PathValue("id")) }

// itemPath is a piece's own page, within the organisation.
func itemPath(it evidence.Item) string { return "/bewijs/" + url.PathEscape(string(it.ID)) }

// goBack sends the reader to where the form says, or else to page to.
func goBack(w http.ResponseWriter, r *http.Request, back, to, notice string) error {
	v := web.ViewOf(r.Context())
	if safe := v.Back(back); safe != "" {
		return web.Go(w, r, safe, notice)
	}
	return web.Go(w, r, v.HrefIn(to), notice)
}
