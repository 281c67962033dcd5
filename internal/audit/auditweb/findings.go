package auditweb

import (
	"net/http"

	"aantoonbaar/internal/audit"
	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/plan"
	"aantoonbaar/internal/web"
)

// findingsPage is every finding, and the form for a new one.
type findingsPage struct {
	page
	X audit.Finding // as typed
}

// findings serves GET …/bevindingen.
func (h *Handler) findings(w http.ResponseWriter, r *http.Request) error {
	p, err := h.page(r)
	if err != nil {
		return err
	}
	fp := findingsPage{page: p}
	if req := h.Catalogue.BySlug(r.URL.Query().Get("maatregel")); req != nil {
		fp.X.Requirement = req.ID
	}
	return web.Render(w, r, http.StatusOK, findingsView(fp))
}

func readFinding(r *http.Request) audit.Finding {
	return audit.Finding{
		Number: numberOf(r), Version: web.FormVersion(r), Severity: audit.Severity(r.FormValue("severity")), Requirement: r.FormValue("requirement"),
		Title: web.Text(r, "title"), What: web.Text(r, "what"), Evidence: web.Text(r, "evidence"),
	}
}

// addFinding serves POST …/bevindingen.
func (h *Handler) addFinding(w http.ResponseWriter, r *http.Request) error {
	p, err := h.page(r)
	if err != nil {
		return err
	}
	typed := readFinding(r)
	x, err := h.Service.AddFinding(r.Context(), p.by, p.E.ID, typed)
	if p.Refusal = web.Again(err, fault.Conflict); p.Refusal != nil {
		return web.Render(w, r, web.StatusOf(p.Refusal), findingsView(findingsPage{p, typed}))
	}
	if err != nil {
		return err
	}
	return web.Go(w, r, p.HrefIn(findingPath(p.E.ID, x.Number)), p.T("De bevinding staat erbij. De organisatie kan reageren.", "The finding is recorded. The organisation can respond."))
}

// findingPage is one finding with what the reader can do about it.
type findingPage struct {
	page
	X       audit.Finding // as stored
	Typed   audit.Finding // as typed
	Said    string        // the response as typed
	Because string
	Due     string
	Owner   identity.PersonID
	Actions []plan.Action
	Closers []evidence.Item
	Names   identity.Roll
}

func (h *Handler) findingPage(r *http.Request) (findingPage, error) {
	var p findingPage
	var err error
	if p.page, err = h.page(r); err != nil {
		return p, err
	}
	n := numberOf(r)
	for _, x := range p.F.Findings {
		if x.Number == n {
			p.X = x
		}
	}
	if p.X.Number == 0 {
		return p, fault.Missing("audit.no-finding")
	}
	p.Typed, p.Said, p.Because, p.Due, p.Owner = p.X, p.X.Response.Text, web.Text(r, "because"), web.Text(r, "due"), identity.PersonID(r.FormValue("owner"))
	if p.Actions, err = h.Service.Actions(r.Context(), p.by, p.E.ID, n); err != nil {
		return p, err
	}
	if p.Names, err = h.Members(r.Context(), p.by); err != nil {
		return p, err
	}
	p.Closers, err = h.Service.Closers(r.Context(), p.by, p.X)
	return p, err
}

// finding serves GET …/bevindingen/{n}.
func (h *Handler) finding(w http.ResponseWriter, r *http.Request) error {
	p, err := h.findingPage(r)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, findingView(p))
}

// answered goes back to the finding, or shows it with what was wrong; typed puts
// what was typed on the page.
func (h *Handler) answered(w http.ResponseWriter, r *http.Request, err error, typed func(*findingPage), notice i18n.Text) error {
	refusal := web.Again(err, fault.Conflict)
	if err != nil && refusal == nil {
		return err
	}
	v := web.ViewOf(r.Context())
	if refusal == nil {
		return web.Go(w, r, v.HrefIn(findingPath(idOf(r), numberOf(r))), notice.In(v.Lang))
	}
	p, err := h.findingPage(r)
	if err != nil {
		return err
	}
	p.Refusal = refusal
	typed(&p)
	return web.Render(w, r, web.StatusOf(refusal), findingView(p))
}

func asStored(*findingPage) {}

// changeFinding serves POST …/bevindingen/{n}.
func (h *Handler) changeFinding(w http.ResponseWriter, r *http.Request) error {
	typed := readFinding(r)
	_, err := h.Service.ChangeFinding(r.Context(), identity.ActorOf(r.Context()), idOf(r), typed)
	return h.answered(w, r, err, func(p *findingPage) {
		typed.Version = p.X.Version
		p.Typed = typed
	}, i18n.T("De bevinding is gewijzigd.", "The finding was changed."))
}

// respond serves POST …/bevindingen/{n}/reactie.
func (h *Handler) respond(w http.ResponseWriter, r *http.Request) error {
	said := web.Text(r, "response")
	_, err := h.Service.Respond(r.Context(), identity.ActorOf(r.Context()), idOf(r), numberOf(r), web.FormVersion(r), said)
	return h.answered(w, r, err, func(p *findingPage) { p.Said = said }, i18n.T("Uw reactie staat bij de bevinding.", "Your response stands with the finding."))
}

// toPlan serves POST …/bevindingen/{n}/actie.
func (h *Handler) toPlan(w http.ResponseWriter, r *http.Request) error {
	var c fault.Checker
	due := web.ParseDay(&c, "due", r.FormValue("due"))
	err := c.Fault("audit.action-unreadable")
	var a plan.Action
	if err == nil {
		a, err = h.Service.ToPlan(r.Context(), identity.ActorOf(r.Context()), idOf(r), numberOf(r), identity.PersonID(r.FormValue("owner")), due)
	}
	if err != nil {
		return h.answered(w, r, err, asStored, i18n.Text{})
	}
	v := web.ViewOf(r.Context())
	return web.Go(w, r, v.HrefIn("/verbeterplan/"+a.ID), v.T("De actie staat in het verbeterplan.", "The action is in the improvement plan."))
}

// closeFinding serves POST …/bevindingen/{n}/sluiting.
func (h *Handler) closeFinding(w http.ResponseWriter, r *http.Request) error {
	_, err := h.Service.CloseFinding(r.Context(), identity.ActorOf(r.Context()), idOf(r), numberOf(r), web.Text(r, "because"))
	return h.answered(w, r, err, asStored, i18n.T("De bevinding is gesloten.", "The finding was closed."))
}

// closeByEvidence serves POST …/bevindingen/{n}/bewijs.
func (h *Handler) closeByEvidence(w http.ResponseWriter, r *http.Request) error {
	_, err := h.Service.CloseByEvidence(r.Context(), identity.ActorOf(r.Context()), idOf(r), numberOf(r), evidence.ID(r.FormValue("piece")))
	return h.answered(w, r, err, asStored, i18n.T("De bevinding is gesloten op grond van nieuw bewijs.", "The finding was closed on new evidence."))
}

func (p page) severities(chosen audit.Severity) []web.Option {
	hints := map[audit.Severity]i18n.Text{
		audit.Critical:    i18n.T("Schade voor cliënten is dichtbij.", "Harm to clients is near."),
		audit.Major:       i18n.T("De eis wordt niet gehaald.", "The requirement is not met."),
		audit.Minor:       i18n.T("De eis wordt gehaald, op een onderdeel na.", "The requirement is met, but for a part."),
		audit.Observation: i18n.T("Goed om te weten; er hoeft niets.", "Good to know; nothing need be done."),
	}
	var all []web.Option
	for _, s := range audit.Severities {
		all = append(all, web.Option{Value: string(s), Label: s.Name().In(p.Lang), Hint: hints[s].In(p.Lang), Chosen: s == chosen})
	}
	return all
}

func (p findingPage) owners() []web.Option {
	all := []web.Option{{Value: "", Label: p.T("Nog niemand", "Nobody yet"), Chosen: p.Owner == ""}}
	for _, id := range identity.ByName(p.Names.Here) {
		all = append(all, web.Option{Value: string(id), Label: p.Names.Here[id], Chosen: id == p.Owner})
	}
	return all
}

func (p findingPage) closers() []web.Option {
	var all []web.Option
	for _, it := range p.Closers {
		all = append(all, web.Option{Value: string(it.ID), Label: it.Title})
	}
	return all
}

// mayRespond reports whether the reader may still say something of the finding.
func (p findingPage) mayRespond() bool {
	return p.may(identity.Commission) && p.X.IsOpen() && (p.atWork() || p.E.Status == audit.Reported && p.X.Response.At.IsZero())
}

func (p findingPage) mayPlan() bool {
	open := false
	for _, a := range p.Actions {
		open = open || a.IsOpen()
	}
	return p.may(identity.Plan) && p.X.IsOpen() && !open && (p.atWork() || p.E.Status == audit.Reported)
}
