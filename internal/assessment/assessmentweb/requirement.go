package assessmentweb

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/web"
)

// reqPage is everything that the page of one requirement shows.
type reqPage struct {
	page
	R         *framework.Requirement
	A         assessment.Answer // as stored or, in a form that came back, as typed
	Refusal   *fault.Fault
	Clash     *assessment.Clash
	Meanwhile assessment.Meanwhile // what somebody else changed at the same time
	Base      int64                // the version that the form was made from, while it still shows that one
	Saved     bool                 // stored just now
	Offer     assessment.Offer     // what may be done about the last change
	Part      bool                 // only the save bar goes back
	Small     bool
	Questions []assessment.Question
	History   []web.Line
	Evidence  templ.Component
	Actions   templ.Component
	Uses      []framework.Use
	Before    *framework.Requirement
	After     *framework.Requirement
	Siblings  []*framework.Requirement
}

// show serves the page of one requirement.
func (h *Handler) show(w http.ResponseWriter, r *http.Request) error {
	p, err := h.reqPage(r)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, requirementPage(p))
}

// reqPage gathers what the page shows of the stored answer.
func (h *Handler) reqPage(r *http.Request) (reqPage, error) {
	var p reqPage
	var err error
	if p.R, err = h.requirement(r); err != nil {
		return p, err
	}
	if p.page, err = h.page(r); err != nil {
		return p, err
	}
	ctx := r.Context()
	p.A = p.pic.Answer(p.R)
	p.Uses = h.Catalogue.Uses(p.R.ID)
	p.Before, p.After = h.Catalogue.Neighbours(p.R)
	p.Siblings = h.Catalogue.In(p.R.Theme)
	if p.Small, err = h.IsSmall(ctx, p.by); err != nil {
		return p, err
	}
	if p.Questions, err = h.Service.Questions(ctx, p.by, p.R.ID); err != nil {
		return p, err
	}
	if identity.May(p.by, identity.ReadHistory) {
		changes, err := h.Service.History(ctx, p.by, p.R.ID, 6)
		if err != nil {
			return p, err
		}
		evidence, err := h.EvidenceHistory(ctx, p.View, p.R, 6)
		if err != nil {
			return p, err
		}
		p.History = merged(p.brief(changes), evidence, 6)
	}
	if p.mayA {
		if p.Offer, err = h.Service.Offer(ctx, p.by, p.R.ID, assessment.Sitting); err != nil {
			return p, err
		}
	}
	back := p.HrefIn("/maatregelen/" + p.R.Slug())
	if p.Evidence, err = h.EvidencePanel(ctx, p.View, p.R, back); err != nil {
		return p, err
	}
	p.Actions, err = h.ActionPanel(ctx, p.View, p.R, back)
	return p, err
}

// readAnswer parses the form into an answer on top of what is stored. It judges
// spelling only.
func readAnswer(r *http.Request, req *framework.Requirement, now assessment.Answer) (assessment.Answer, error) {
	var c fault.Checker
	a := now
	version, err := strconv.ParseInt(r.FormValue("version"), 10, 64)
	c.Need(err == nil && version >= 0, "version", staleForm)
	a.Version = version
	a.Applies, a.Reason = r.FormValue("applies"), web.Text(r, "reason")
	switch {
	case a.Applies == assessment.Applies:
		a.Reason = ""
	case req.WhyNot(a.Reason) == req.WhyNot(now.Reason):
		a.Reason = now.Reason // the same reason, read in another language
	}
	for _, l := range framework.Levels {
		a = a.With(l, assessment.Statement{
			Reply: assessment.Reply(r.FormValue(string(l))),
			On:    web.ParseDay(&c, string(l)+"_on", r.FormValue(string(l)+"_on")),
		})
	}
	a.Explanation = web.Text(r, "explanation")
	a.Owner = identity.PersonID(r.FormValue("owner"))
	a.ReviewOn = web.ParseDay(&c, "review_on", r.FormValue("review_on"))
	if len(assessment.Differing(a, now)) > 0 {
		a.Origin = assessment.Own
	}
	return a, c.Fault("assessment.unreadable")
}

// save serves POST on a requirement: the whole form, as typed so far or to go on.
func (h *Handler) save(w http.ResponseWriter, r *http.Request) error {
	p, err := h.reqPage(r)
	if err != nil {
		return err
	}
	typed, err := readAnswer(r, p.R, p.A)
	if err == nil {
		var saved assessment.Answer
		saved, p.Meanwhile, err = h.Service.SaveForm(r.Context(), p.by, typed)
		p.Base = typed.Version
		if err == nil {
			return h.saved(w, r, p, saved)
		}
	}
	p.A = typed
	if errors.As(err, &p.Clash) {
		p.A = p.Clash.Mine
		return h.answer(w, r, http.StatusConflict, p)
	}
	refusal, ok := fault.Of(err)
	if !ok || refusal.Kind != fault.Invalid {
		return err
	}
	p.Refusal = refusal
	return h.answer(w, r, http.StatusUnprocessableEntity, p)
}

// saved answers a change that is stored: the save bar for a form that saves as
// it is typed, else the next page.
func (h *Handler) saved(w http.ResponseWriter, r *http.Request, p reqPage, a assessment.Answer) error {
	p.A, p.Saved = a, true
	if web.IsPart(r) {
		var err error
		if p.Offer, err = h.Service.Offer(r.Context(), p.by, p.R.ID, assessment.Sitting); err != nil {
			return err
		}
		return web.Render(w, r, http.StatusOK, saveBar(p))
	}
	to := p.HrefIn("/maatregelen/" + p.R.Slug())
	if r.FormValue("next") == "1" && p.After != nil {
		to = p.HrefIn("/maatregelen/" + p.After.Slug())
	}
	notice := p.Lang.Tf("%s is opgeslagen.", "%s is stored.", p.R.Number+" "+p.R.Title.In(p.Lang))
	if p.Meanwhile.Any() {
		notice += " " + p.meanwhileText()
	}
	return web.Go(w, r, to, notice)
}

// answer sends the form back, or its save bar when it saves as it is typed.
func (h *Handler) answer(w http.ResponseWriter, r *http.Request, code int, p reqPage) error {
	if p.Part = web.IsPart(r); p.Part {
		return web.Render(w, r, code, saveBar(p))
	}
	return web.Render(w, r, code, requirementPage(p))
}

// confirm serves POST …/bevestiging: the starting point holds.
func (h *Handler) confirm(w http.ResponseWriter, r *http.Request) error {
	req, err := h.requirement(r)
	if err != nil {
		return err
	}
	version, _ := strconv.ParseInt(r.FormValue("version"), 10, 64) // a wrong one is stale
	if _, err := h.Service.Confirm(r.Context(), identity.ActorOf(r.Context()), req.ID, version); err != nil {
		return err
	}
	v := web.ViewOf(r.Context())
	return web.Go(w, r, v.HrefIn("/maatregelen/"+req.Slug()), v.T("Bevestigd. Dit is nu uw eigen antwoord.", "Confirmed. This is now your own answer."))
}

// history serves the whole history of a requirement.
func (h *Handler) history(w http.ResponseWriter, r *http.Request) error {
	req, err := h.requirement(r)
	if err != nil {
		return err
	}
	p, err := h.page(r)
	if err != nil {
		return err
	}
	changes, err := h.Service.History(r.Context(), p.by, req.ID, 500)
	if err != nil {
		return err
	}
	evidence, err := h.EvidenceHistory(r.Context(), p.View, req, 500)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, historyPage(p, req, merged(p.lines(changes), evidence, 500)))
}
