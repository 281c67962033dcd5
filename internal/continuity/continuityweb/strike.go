package continuityweb

import (
	"net/http"
	"slices"

	"aantoonbaar/internal/continuity"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/web"
)

// A strikePage asks why a sheet does not belong to an outage.
type strikePage struct {
	page
	O       continuity.Outage
	Sheet   continuity.Sheet
	because string // as typed
}

// strike serves GET …/bladen/{n}/weg.
func (h *Handler) strike(w http.ResponseWriter, r *http.Request) error {
	return h.renderStrike(w, r, nil)
}

func (h *Handler) renderStrike(w http.ResponseWriter, r *http.Request, refusal *fault.Fault) error {
	p, err := h.page(r, refusal)
	if err != nil {
		return err
	}
	_, id, n := ids(r)
	o, ok := p.S.Outage(id)
	i := slices.IndexFunc(o.Sheets, func(s continuity.Sheet) bool { return s.Number == n })
	if !ok || i < 0 {
		return fault.Missing("continuity.no-sheet")
	}
	return web.Render(w, r, web.CodeOf(refusal), strikeView(strikePage{p, o, o.Sheets[i], web.Text(r, "because")}))
}

// strikeSheet serves POST …/bladen/{n}/weg.
func (h *Handler) strikeSheet(w http.ResponseWriter, r *http.Request) error {
	by, id, n := ids(r)
	err := h.Service.Strike(r.Context(), by, id, n, web.Text(r, "because"))
	if refusal := web.Again(err, fault.Conflict); refusal != nil {
		return h.renderStrike(w, r, refusal)
	}
	if err != nil {
		return err
	}
	return done(w, r, under(outagePath, id), "Het blad is van de lijst. De reden staat erbij.", "The sheet is off the list. The reason stands with it.")
}
