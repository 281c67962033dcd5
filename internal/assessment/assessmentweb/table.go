package assessmentweb

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/web"
)

// tablePage is the fast table: the same answers, one line each.
type tablePage struct {
	page
	Filter  filter
	Rows    []*framework.Requirement
	Refusal *fault.Fault
	Typed   map[string]assessment.Answer // by requirement, in a form that came back
	Last    *framework.Requirement       // what the person changed last; nil for nothing
	Offer   assessment.Offer             // what may be done about that
}

// everyTheme is how an address asks for the table of all themes.
const everyTheme = "alle"

// table serves the table of one theme; of all with ?thema=alle.
func (h *Handler) table(w http.ResponseWriter, r *http.Request) error {
	p, err := h.tablePage(r)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, tableView(p))
}

func (h *Handler) tablePage(r *http.Request) (p tablePage, err error) {
	if p.page, err = h.page(r); err != nil {
		return p, err
	}
	p.Filter = readFilter(r)
	if p.Filter.Theme == "" {
		p.Filter.Theme = framework.Technology
	}
	wide := p.Filter
	if wide.Theme == everyTheme {
		wide.Theme = ""
	}
	for _, req := range h.Catalogue.Requirements {
		if wide.wants(p.page, req) {
			p.Rows = append(p.Rows, req)
		}
		if a := p.pic.Said.Answers[req.ID]; a.ChangedByID == p.by.Person && (p.Last == nil || a.ChangedAt.After(p.pic.Said.Answers[p.Last.ID].ChangedAt)) {
			p.Last = req
		}
	}
	if p.mayA && p.Last != nil {
		p.Offer, err = h.Service.Offer(r.Context(), p.by, p.Last.ID, assessment.LastAct)
	}
	return p, err
}

// saveTable stores what changed in the table: one row when a cell saves itself,
// the chosen rows for a bulk change, else every row that differs.
func (h *Handler) saveTable(w http.ResponseWriter, r *http.Request) error {
	p, err := h.tablePage(r)
	if err != nil {
		return err
	}
	if slug := r.FormValue("row"); slug != "" && web.IsPart(r) {
		return h.saveRow(w, r, p, slug)
	}
	var answers []assessment.Answer
	var c fault.Checker
	for _, req := range p.Rows {
		a, ok := p.readRow(r, &c, req)
		if r.FormValue("act") == "bulk" {
			a, ok = p.bulk(r, &c, req)
		}
		if ok {
			answers = append(answers, a)
		}
	}
	err = c.Fault("assessment.table-unreadable")
	var saved []assessment.Answer
	var m []assessment.Meanwhile
	if err == nil {
		saved, m, err = h.Service.SaveForms(r.Context(), p.by, answers)
	}
	if err != nil {
		return p.back(w, r, answers, err)
	}
	return web.Go(w, r, p.HrefIn("/tabel?"+r.URL.RawQuery), p.updated(saved, m))
}

// readRow parses one row; ok is false when the form has no such row or nothing
// in it differs from what is stored. A row that was made from an older version may
// differ because somebody else changed it: that is for the room to tell.
func (p tablePage) readRow(r *http.Request, c *fault.Checker, req *framework.Requirement) (a assessment.Answer, ok bool) {
	now := p.pic.Answer(req)
	version, err := strconv.ParseInt(r.FormValue(req.Slug()+".version"), 10, 64)
	if err != nil {
		return a, false
	}
	a = now
	for _, l := range framework.Levels {
		if cell := req.Slug() + "." + string(l); r.Form.Has(cell) { // a closed cell says nothing
			a = a.With(l, assessment.Statement{Reply: assessment.Reply(r.FormValue(cell)), On: now.On(l).On})
		}
	}
	a.Owner = identity.PersonID(r.FormValue(req.Slug() + ".owner"))
	a.ReviewOn = web.ParseDay(c, req.Slug()+".review", r.FormValue(req.Slug()+".review"))
	if len(assessment.Differing(a, now)) == 0 {
		return a, false
	}
	a.Version = version
	return p.own(a, now), true
}

// bulk gives a chosen row what the bar above the table says.
func (p tablePage) bulk(r *http.Request, c *fault.Checker, req *framework.Requirement) (a assessment.Answer, ok bool) {
	if !slices.Contains(r.Form["pick"], req.Slug()) {
		return a, false
	}
	a = p.pic.Answer(req)
	now := a
	for _, l := range framework.Levels {
		if v := r.FormValue("bulk." + string(l)); v != "" {
			a = a.With(l, assessment.Statement{Reply: assessment.Reply(v), On: a.On(l).On})
		}
	}
	if v := r.FormValue("bulk.owner"); v != "" {
		a.Owner = identity.PersonID(v)
	}
	if on := web.ParseDay(c, "bulk.review", r.FormValue("bulk.review")); !on.IsZero() {
		a.ReviewOn = on
	}
	if len(assessment.Differing(a, now)) == 0 {
		return a, false
	}
	return p.own(a, now), true
}

// own makes a line that somebody changed that person's own. What the profile
// proposes to leave out stays a proposal, unless a question was answered: that
// says that it applies.
func (p tablePage) own(a, now assessment.Answer) assessment.Answer {
	a.Origin = assessment.Own
	if !p.pic.Proposed[a.Requirement] {
		return a
	}
	a.Applies, a.Reason = assessment.Undecided, ""
	for _, l := range framework.Levels {
		if a.On(l).Reply != now.On(l).Reply {
			a.Applies = assessment.Applies
		}
	}
	return a
}

// saveRow stores one row and sends it back as it now stands.
func (h *Handler) saveRow(w http.ResponseWriter, r *http.Request, p tablePage, slug string) error {
	req := h.Catalogue.BySlug(slug)
	if req == nil {
		return fault.Missing("assessment.no-requirement")
	}
	var c fault.Checker
	a, differs := p.readRow(r, &c, req)
	err := c.Fault("assessment.row-unreadable")
	if err == nil && differs {
		_, _, err = h.Service.SaveForm(r.Context(), p.by, a)
	}
	state := rowState{}
	var clash *assessment.Clash
	switch refusal, ok := fault.Of(err); {
	case err == nil:
		state.Saved = differs
	case errors.As(err, &clash):
		state.Says = p.Lang.Tf("%s was u voor; dit staat er nu", "%s was first; this is there now", clash.Who)
	case ok && refusal.Kind == fault.Invalid:
		state.Says = refusal.First().In(p.Lang)
	default:
		return fmt.Errorf("save row %s: %w", slug, err)
	}
	fresh, err := h.tablePage(r)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, tableRow(fresh, req, state))
}

// A rowState is what the last column says after a save.
type rowState struct {
	Saved bool
	Says  string // why it was not
}

// lastText names the last change, beside the button that takes it back or puts
// it back.
func (p tablePage) lastText(r *framework.Requirement) string {
	if p.Offer == assessment.OfferPutBack {
		return p.Lang.Tf("Ongedaan gemaakt: %s, %s.", "Taken back: %s, %s.", r.Number, p.When(p.pic.Said.Answers[r.ID].ChangedAt))
	}
	return p.Lang.Tf("Uw laatste wijziging: %s, %s.", "Your last change: %s, %s.", r.Number, p.When(p.pic.Said.Answers[r.ID].ChangedAt))
}

// undoPath is where the last change is taken back; the table itself while there
// is none, and then there is no button for it.
func (p tablePage) undoPath() templ.SafeURL {
	if p.Last == nil {
		return p.In("/tabel")
	}
	return p.In("/maatregelen/" + p.Last.Slug() + "/ongedaan")
}

// excluded reports whether the requirement is said not to apply. Its cells are
// closed here: to take an exclusion back, or to give its reason, is done on the
// requirement's own page, where one sees what one does.
func (p tablePage) excluded(r *framework.Requirement) bool {
	return p.pic.Answer(r).Applies == assessment.NotApplicable
}
