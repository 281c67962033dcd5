package planweb

import (
	"net/http"
	"slices"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/plan"
	"aantoonbaar/internal/web"
)

// firstProposals is how many suggestions the page shows unasked: more than a
// team can take on at once.
const firstProposals = 15

// A row is one suggested action, with what was typed beside it.
type row struct {
	plan.Gap
	chosen     bool
	owner, due web.Field
	options    []web.Option
}

// proposePage is everything that the suggestions show.
type proposePage struct {
	page
	rows    []row
	total   int // suggestions there are
	covered int // gaps that have an action already
	all     bool
	refusal *fault.Fault
}

func (h *Handler) proposals(w http.ResponseWriter, r *http.Request) error {
	p, err := h.proposePage(r, nil)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, planProposals(p))
}

// proposePage lists the gaps without an action, each with what the form holds
// for it, or else a sensible start: the owner of the answer, and a day that fits
// the effort.
func (h *Handler) proposePage(r *http.Request, refusal *fault.Fault) (proposePage, error) {
	base, err := h.page(r)
	if err != nil {
		return proposePage{}, err
	}
	whole, err := h.Service.Plan(r.Context(), base.by)
	if err != nil {
		return proposePage{}, err
	}
	p := proposePage{page: base, all: r.FormValue("alles") != "", refusal: refusal}
	chosen := r.Form["choose"]
	for _, g := range whole.Gaps {
		slug := g.Requirement.Slug()
		if len(g.Actions) > 0 {
			p.covered++
			continue
		}
		p.total++
		picked := slices.Contains(chosen, slug)
		if !p.all && len(p.rows) >= firstProposals && !picked {
			continue
		}
		owner, due := g.Owner, web.TypedDay(whole.Today.AddDate(0, 0, g.Within()))
		if p.names.Here[owner] == "" {
			owner = ""
		}
		if r.Form.Has("due-" + slug) {
			owner, due = identity.PersonID(r.FormValue("owner-"+slug)), r.FormValue("due-"+slug)
		}
		about := ": " + g.Requirement.Title.In(p.Lang)
		p.rows = append(p.rows, row{
			Gap: g, chosen: picked, options: p.owners(owner),
			owner: web.Field{Name: "owner-" + slug, Label: p.T("Wie", "Who") + about}.Complain(refusal, p.Lang),
			due:   web.Field{Name: "due-" + slug, Label: p.T("Klaar vóór", "Done before") + about, Value: due}.Complain(refusal, p.Lang),
		})
	}
	return p, nil
}

// choose serves the choice of several suggestions at once.
func (h *Handler) choose(w http.ResponseWriter, r *http.Request) error {
	v := web.ViewOf(r.Context())
	var c fault.Checker
	var picks []plan.Pick
	for _, slug := range r.Form["choose"] {
		req := h.Catalogue.BySlug(slug)
		if req == nil {
			return fault.Missing("plan.no-requirement")
		}
		picks = append(picks, plan.Pick{
			Requirement: req.ID, Owner: identity.PersonID(r.FormValue("owner-" + slug)),
			Due: web.ParseDay(&c, "due-"+slug, r.FormValue("due-"+slug)),
		})
	}
	err := c.Fault("plan.choice-refused")
	var added []plan.Action
	if err == nil {
		added, err = h.Service.FromGaps(r.Context(), identity.ActorOf(r.Context()), v.Lang, picks)
	}
	if refusal, ok := fault.Of(err); ok && refusal.Kind == fault.Invalid {
		p, err := h.proposePage(r, refusal)
		if err != nil {
			return err
		}
		return web.Render(w, r, http.StatusUnprocessableEntity, planProposals(p))
	}
	if err != nil {
		return err
	}
	return web.Go(w, r, v.HrefIn(home), addedText(v, len(added)))
}

func addedText(v web.View, n int) string {
	return v.Lang.Plural(n, "%s actie staat nu in uw plan.", "%s acties staan nu in uw plan.", "%s action is now in your plan.", "%s actions are now in your plan.")
}

// fromScan serves the choice on the result of the quick scan: the numbers of the
// elements, each with a name and a day.
func (h *Handler) fromScan(w http.ResponseWriter, r *http.Request) error {
	v := web.ViewOf(r.Context())
	var c fault.Checker
	var picks []plan.ScanPick
	for _, number := range r.Form["element"] {
		picks = append(picks, plan.ScanPick{
			Element: "quickscan/" + number, OwnerText: web.Text(r, "owner_"+number),
			Due: web.ParseDay(&c, "date_"+number, r.FormValue("date_"+number)),
		})
	}
	if err := c.Fault("plan.choice-refused"); err != nil {
		return err
	}
	added, err := h.Service.FromScan(r.Context(), identity.ActorOf(r.Context()), v.Lang, picks)
	if err != nil {
		return err
	}
	notice := addedText(v, len(added))
	switch n := len(picks) - len(added); {
	case len(added) == 0:
		notice = v.T("Deze acties stonden al in uw plan.", "These actions were in your plan already.")
	case n > 0:
		notice += " " + v.Lang.Plural(n, "%s stond er al.", "%s stonden er al.", "%s was there already.", "%s were there already.")
	}
	return web.Go(w, r, v.HrefIn(home), notice)
}
