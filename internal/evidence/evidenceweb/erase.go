package evidenceweb

import (
	"net/http"

	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/web"
)

// hold serves POST /o/{org}/bewijs/{id}/vastzetten.
func (h *Handler) hold(w http.ResponseWriter, r *http.Request) error {
	because, typed := web.Text(r, "held_because"), web.Text(r, "held_until")
	var c fault.Checker
	until := web.ParseDay(&c, "held_until", typed)
	err := c.Fault("evidence.unreadable")
	if err == nil {
		err = h.Service.Hold(r.Context(), h.page(r).by, pieceID(r), because, until)
	}
	if refusal := web.Again(err); refusal != nil {
		p, err := h.itemPage(r)
		if err != nil {
			return err
		}
		p.Refusal, p.HeldBecause, p.HeldUntil = refusal, because, typed
		return web.Render(w, r, web.StatusOf(refusal), itemView(p))
	}
	if err != nil {
		return err
	}
	return goBack(w, r, "", itemPath(evidence.Item{ID: pieceID(r)}), web.ViewOf(r.Context()).T("Vastgezet. Niemand kan dit bewijs nu wissen.", "Held. Nobody can erase this evidence now."))
}

// release serves POST /o/{org}/bewijs/{id}/vrijgeven.
func (h *Handler) release(w http.ResponseWriter, r *http.Request) error {
	if err := h.Service.Release(r.Context(), h.page(r).by, pieceID(r)); err != nil {
		return err
	}
	return goBack(w, r, "", itemPath(evidence.Item{ID: pieceID(r)}), web.ViewOf(r.Context()).T("Vrijgegeven. Een beheerder kan dit bewijs nu wissen.", "Released. An administrator can erase this evidence now."))
}

// erasePage is everything that the page for erasing shows.
type erasePage struct {
	page
	Item    evidence.Item
	Refusal *fault.Fault
	Typed   evidence.Erasure
	Sure    bool
}

func (p erasePage) field(f web.Field) web.Field { return f.Complain(p.Refusal, p.Lang) }

func (p erasePage) grounds() []web.Option {
	var options []web.Option
	for _, g := range evidence.Grounds {
		options = append(options, web.Option{Value: string(g), Label: g.Name().In(p.Lang), Chosen: p.Typed.Ground == g})
	}
	return options
}

// eraseForm serves GET /o/{org}/bewijs/{id}/wissen.
func (h *Handler) eraseForm(w http.ResponseWriter, r *http.Request) error {
	return h.renderErase(w, r, http.StatusOK, erasePage{})
}

func (h *Handler) renderErase(w http.ResponseWriter, r *http.Request, code int, p erasePage) error {
	p.page = h.page(r)
	var err error
	if p.Item, err = h.Service.Find(r.Context(), p.by, pieceID(r)); err != nil {
		return err
	}
	if !p.Item.ErasedAt.IsZero() {
		return goBack(w, r, "", itemPath(p.Item), p.T("Dit bewijs is al gewist.", "This evidence was erased already."))
	}
	return web.Render(w, r, code, eraseView(p))
}

// erase serves POST /o/{org}/bewijs/{id}/wissen.
func (h *Handler) erase(w http.ResponseWriter, r *http.Request) error {
	p := erasePage{Typed: evidence.Erasure{Ground: evidence.Ground(web.Text(r, "ground")), Because: web.Text(r, "because")}, Sure: r.FormValue("sure") == "yes"}
	var c fault.Checker
	c.Need(p.Sure, "sure", i18n.T("Zet een vinkje als u zeker weet dat dit weg moet.", "Tick this when you are sure that this must go."))
	err := c.Fault("evidence.erasure-refused")
	if err == nil {
		err = h.Service.Erase(r.Context(), h.page(r).by, pieceID(r), p.Typed)
	}
	if f, ok := fault.Of(err); ok && (f.Kind == fault.Invalid || f.Kind == fault.Conflict) {
		p.Refusal = f
		return h.renderErase(w, r, web.StatusOf(f), p)
	}
	if err != nil {
		return err
	}
	return goBack(w, r, "", itemPath(evidence.Item{ID: pieceID(r)}), web.ViewOf(r.Context()).T("Gewist. Het logboek klopt nog steeds.", "Erased. The journal still holds."))
}
