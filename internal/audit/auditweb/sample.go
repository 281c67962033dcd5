package auditweb

import (
	"net/http"
	"slices"

	"aantoonbaar/internal/audit"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/web"
)

// samplePage is the sample with why each requirement is in it.
type samplePage struct {
	page
	Requirement string // of the form, as typed
	Why         string
}

// sample serves GET …/steekproef.
func (h *Handler) sample(w http.ResponseWriter, r *http.Request) error {
	p, err := h.page(r)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, sampleView(samplePage{page: p}))
}

// resample serves POST …/steekproef: one requirement more, or one less.
func (h *Handler) resample(w http.ResponseWriter, r *http.Request) error {
	p, err := h.page(r)
	if err != nil {
		return err
	}
	change, notice := h.Service.AddToSample, i18n.T("De maatregel is toegevoegd.", "The measure was added.")
	if r.FormValue("do") == "drop" {
		change, notice = h.Service.DropFromSample, i18n.T("De maatregel valt buiten de steekproef. De reden blijft zichtbaar.", "The measure is out of the sample. The reason stays to be seen.")
	}
	sp := samplePage{page: p, Requirement: r.FormValue("requirement"), Why: web.Text(r, "why")}
	err = change(r.Context(), p.by, p.E.ID, sp.Requirement, sp.Why)
	if sp.Refusal = web.Again(err, fault.Conflict); sp.Refusal != nil {
		return web.Render(w, r, web.StatusOf(sp.Refusal), sampleView(sp))
	}
	if err != nil {
		return err
	}
	return web.Go(w, r, p.HrefIn(pathOf(p.E.ID)+"/steekproef"), notice.In(p.Lang))
}

// options are the requirements of the scope.
func (p samplePage) options() []web.Option { return p.scopeOptions(p.Requirement) }

// scopeOptions are the requirements of the scope, to choose one from.
func (p page) scopeOptions(chosen string) []web.Option {
	all := []web.Option{{Value: "", Label: p.T("Kies een maatregel", "Choose a measure"), Chosen: chosen == ""}}
	for _, id := range p.E.Terms.Scope {
		all = append(all, web.Option{Value: id, Label: p.nameOf(id), Chosen: id == chosen})
	}
	return all
}

// counts tells how many were chosen by risk, drawn by lot, and added by hand.
func (p samplePage) counts() (risk, lot, hand int) {
	for _, x := range p.E.Sample {
		switch {
		case slices.Contains(x.Reasons, audit.AtRandom):
			lot++
		case slices.Contains(x.Reasons, audit.ByHand):
			hand++
		default:
			risk++
		}
	}
	return risk, lot, hand
}
