package assessmentweb

import (
	"net/http"
	"slices"

	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/web"
)

// undo serves POST …/ongedaan: it takes back what the person changed last. On the
// page of a requirement that is a sitting, in the table one change.
func (h *Handler) undo(w http.ResponseWriter, r *http.Request) error {
	req, err := h.requirement(r)
	if err != nil {
		return err
	}
	v, reach := web.ViewOf(r.Context()), assessment.Sitting
	notice := v.Lang.Tf("Uw laatste wijzigingen in %s zijn ongedaan gemaakt.", "Your last changes to %s were taken back.", req.Number)
	if r.FormValue("tabel") != "" {
		reach = assessment.LastAct
		notice = v.Lang.Tf("Uw laatste wijziging in %s is ongedaan gemaakt.", "Your last change to %s was taken back.", req.Number)
	}
	if _, err := h.Service.Undo(r.Context(), identity.ActorOf(r.Context()), req.ID, reach); err != nil {
		return err
	}
	return web.Go(w, r, undoneAt(r, v, req), notice)
}

// putBack serves POST …/terugzetten: what was taken back stands there again.
func (h *Handler) putBack(w http.ResponseWriter, r *http.Request) error {
	req, err := h.requirement(r)
	if err != nil {
		return err
	}
	if _, err := h.Service.PutBack(r.Context(), identity.ActorOf(r.Context()), req.ID); err != nil {
		return err
	}
	v := web.ViewOf(r.Context())
	return web.Go(w, r, undoneAt(r, v, req), v.Lang.Tf("Wat u in %s ongedaan maakte, is weer teruggezet.", "What you took back in %s was put back.", req.Number))
}

// undoneAt is the page to return to: the table that the form stood in, else that
// of the requirement.
func undoneAt(r *http.Request, v web.View, req *framework.Requirement) string {
	if theme := framework.Theme(r.FormValue("tabel")); slices.Contains(framework.Themes, theme) || theme == everyTheme {
		return v.HrefIn("/tabel?thema=" + string(theme))
	}
	return v.HrefIn("/maatregelen/" + req.Slug())
}
