package planweb

import (
	"net/http"

	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/plan"
	"aantoonbaar/internal/web"
)

// actionPage is everything that the page of one action shows.
type actionPage struct {
	page
	action  plan.Action
	pic     *assessment.Picture
	history []web.Line
	refusal *fault.Fault
	reason  string // as typed
	doneOn  string // as typed
}

func (p actionPage) mayPlan() bool { return p.may(identity.Plan) }

// behind returns the requirements of an action that is done, and that are not in
// place yet: their answers have to be looked at.
func (p actionPage) behind() []*framework.Requirement {
	if p.action.Status != plan.Done {
		return nil
	}
	var all []*framework.Requirement
	for _, r := range p.requirements(p.action) {
		if s := p.pic.States[r.ID]; s != assessment.InPlace && s != assessment.Excluded {
			all = append(all, r)
		}
	}
	return all
}

func (p actionPage) field(f web.Field) web.Field { return f.Complain(p.refusal, p.Lang) }

func (h *Handler) actionPage(r *http.Request) (actionPage, error) {
	base, err := h.page(r)
	if err != nil {
		return actionPage{}, err
	}
	p := actionPage{page: base}
	if p.action, err = h.Service.Find(r.Context(), p.by, r.PathValue("action")); err != nil {
		return p, err
	}
	if p.pic, err = h.Service.World.Picture(r.Context(), p.by); err != nil {
		return p, err
	}
	if p.may(identity.ReadHistory) {
		entries, err := h.Service.History(r.Context(), p.by, p.action.ID)
		if err != nil {
			return p, err
		}
		p.history = p.lines(entries)
	}
	return p, nil
}

func (h *Handler) show(w http.ResponseWriter, r *http.Request) error {
	p, err := h.actionPage(r)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, planAction(p))
}

// setStatus serves the buttons under an action.
func (h *Handler) setStatus(w http.ResponseWriter, r *http.Request) error {
	v, by := web.ViewOf(r.Context()), identity.ActorOf(r.Context())
	var c fault.Checker
	doneOn := web.ParseDay(&c, "done_on", r.FormValue("done_on"))
	err := c.Fault("plan.status-refused")
	var a plan.Action
	if err == nil {
		a, err = h.Service.SetStatus(r.Context(), by, r.PathValue("action"), web.FormVersion(r), plan.Status(r.FormValue("status")), web.Text(r, "reason"), doneOn)
	}
	if refusal := web.Again(err); refusal != nil {
		p, err := h.actionPage(r)
		if err != nil {
			return err
		}
		p.refusal, p.reason, p.doneOn = refusal, web.Text(r, "reason"), r.FormValue("done_on")
		return web.Render(w, r, web.StatusOf(refusal), planAction(p))
	}
	if err != nil {
		return err
	}
	return web.Go(w, r, v.HrefIn(actionPath(a)), statusNotice(v, a))
}

func statusNotice(v web.View, a plan.Action) string {
	switch a.Status {
	case plan.Done:
		return v.T("Mooi: deze actie is klaar.", "Good: this action is done.")
	case plan.Dropped:
		return v.T("Deze actie is vervallen. De reden staat in de geschiedenis.", "This action was dropped. The reason is in the history.")
	case plan.Busy:
		return v.T("U bent met deze actie bezig.", "This action is under way.")
	case plan.Open:
	}
	return v.T("Deze actie staat weer open.", "This action is open again.")
}
