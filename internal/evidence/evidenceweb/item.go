package evidenceweb

import (
	"net/http"
	"strings"

	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/web"
)

// itemPage is everything that the page of one piece shows.
type itemPage struct {
	page
	Item     evidence.Item
	Linked   []*framework.Requirement
	Searched bool   // somebody searched for a requirement to link
	Words    string // what was searched for
	Found    []*framework.Requirement
	History  []web.Line // nil for those who may not see it
	Refusal  *fault.Fault
	Because  string // as typed, for a withdrawal that was refused

	HeldBecause, HeldUntil string // as typed, for a hold that was refused
}

// open reports whether the reader may change the piece as it stands.
func (p itemPage) open() bool {
	return p.mayE && p.Item.WithdrawnAt.IsZero() && p.Item.ErasedAt.IsZero()
}

// show serves GET /o/{org}/bewijs/{id}. With ?zoek it also lists requirements to link.
func (h *Handler) show(w http.ResponseWriter, r *http.Request) error {
	p, err := h.itemPage(r)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, itemView(p))
}

func (h *Handler) itemPage(r *http.Request) (itemPage, error) {
	p := itemPage{page: h.page(r)}
	var err error
	if p.Item, err = h.Service.Find(r.Context(), p.by, pieceID(r)); err != nil {
		return p, err
	}
	for _, req := range h.Catalogue.Requirements {
		if p.Item.LinkedTo(req.ID) {
			p.Linked = append(p.Linked, req)
		}
	}
	q := r.URL.Query()
	p.Words, p.Searched = strings.TrimSpace(q.Get("zoek")), q.Has("zoek") && p.mayE
	if p.Searched {
		for _, req := range h.Catalogue.Requirements {
			if req.Matches(p.Words) && !p.Item.LinkedTo(req.ID) {
				p.Found = append(p.Found, req)
			}
		}
	}
	if identity.May(p.by, identity.ReadHistory) {
		entries, err := h.Service.History(r.Context(), p.by, p.Item.ID, 100)
		if err != nil {
			return p, err
		}
		p.History = lines(p.page, entries)
	}
	return p, nil
}

// link serves POST /o/{org}/bewijs/{id}/koppeling.
func (h *Handler) link(w http.ResponseWriter, r *http.Request) error {
	p := h.page(r)
	req := h.Catalogue.Find(r.FormValue("requirement"))
	if req == nil {
		return fault.Missing("evidence.no-requirement")
	}
	if err := h.Service.Link(r.Context(), p.by, req.ID, pieceID(r)); err != nil {
		return err
	}
	return goBack(w, r, r.FormValue("terug"), itemPath(evidence.Item{ID: pieceID(r)}), p.T("Gekoppeld aan ", "Linked to ")+requirementName(p.View, req))
}

// unlink serves POST /o/{org}/bewijs/{id}/ontkoppeling.
func (h *Handler) unlink(w http.ResponseWriter, r *http.Request) error {
	p := h.page(r)
	req := h.Catalogue.Find(r.FormValue("requirement"))
	if req == nil {
		return fault.Missing("evidence.no-requirement")
	}
	if err := h.Service.Unlink(r.Context(), p.by, pieceID(r), req.ID); err != nil {
		return err
	}
	return goBack(w, r, r.FormValue("terug"), itemPath(evidence.Item{ID: pieceID(r)}),
		p.Lang.Tf("Losgemaakt van %s. Het bewijs zelf blijft staan.", "Unlinked from %s. The evidence itself stays.", requirementName(p.View, req)))
}

// withdraw serves POST /o/{org}/bewijs/{id}/intrekking.
func (h *Handler) withdraw(w http.ResponseWriter, r *http.Request) error {
	by := h.page(r).by
	err := h.Service.Withdraw(r.Context(), by, pieceID(r), web.Text(r, "because"))
	if refusal := web.Again(err); refusal != nil {
		p, err := h.itemPage(r)
		if err != nil {
			return err
		}
		p.Refusal, p.Because = refusal, web.Text(r, "because")
		return web.Render(w, r, web.StatusOf(refusal), itemView(p))
	}
	if err != nil {
		return err
	}
	return goBack(w, r, "", itemPath(evidence.Item{ID: pieceID(r)}), web.ViewOf(r.Context()).T("Ingetrokken. U kunt dit terugdraaien.", "Withdrawn. You can take this back."))
}

// restore serves POST /o/{org}/bewijs/{id}/herstel.
func (h *Handler) restore(w http.ResponseWriter, r *http.Request) error {
	if err := h.Service.Restore(r.Context(), h.page(r).by, pieceID(r)); err != nil {
		return err
	}
	return goBack(w, r, "", itemPath(evidence.Item{ID: pieceID(r)}), web.ViewOf(r.Context()).T("Dit bewijs geldt weer.", "This evidence holds again."))
}
