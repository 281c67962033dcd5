package planweb

import (
	"net/http"
	"slices"
	"strings"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/plan"
	"aantoonbaar/internal/web"
)

// A form is an action exactly as typed, so that a refused form comes back the
// way it was sent.
type form struct {
	title, description, owner, ownerText, due, cost, effort, level string
	requirements                                                   []string // slugs
	version                                                        int64
	back                                                           string // where to go afterwards; "" is the action's page
}

// formOf shows an action as a form.
func (p page) formOf(a plan.Action) form {
	f := form{
		title: a.Title, description: a.Description, owner: string(a.Owner), ownerText: a.OwnerText, due: web.TypedDay(a.Due),
		cost: web.TypedEuro(a.CostCents), effort: string(a.Effort), level: string(a.Level), version: a.Version,
	}
	for _, r := range p.requirements(a) {
		f.requirements = append(f.requirements, r.Slug())
	}
	return f
}

// typedForm reads the form that was sent.
func typedForm(r *http.Request) form {
	return form{
		title: web.Text(r, "title"), description: web.Text(r, "description"), owner: r.FormValue("owner"), ownerText: web.Text(r, "owner_text"),
		due: r.FormValue("due"), cost: r.FormValue("cost"), effort: r.FormValue("effort"), level: r.FormValue("level"),
		requirements: r.Form["requirements"], version: web.FormVersion(r), back: web.ViewOf(r.Context()).Back(r.FormValue("terug")),
	}
}

// parse turns what was typed into an action. It judges spelling only.
func (f form) parse(cat *framework.Catalogue) (plan.Action, error) {
	var c fault.Checker
	a := plan.Action{
		Title: f.title, Description: f.description, Owner: identity.PersonID(f.owner), OwnerText: f.ownerText,
		Effort: framework.Grade(f.effort), Level: framework.Level(f.level), Version: f.version,
	}
	for _, slug := range f.requirements {
		r := cat.BySlug(slug)
		if r == nil {
			c.Need(false, "requirements", i18n.T("Een van deze maatregelen kennen wij niet. Kies uit de lijst.", "We do not know one of these measures. Choose from the list."))
			continue
		}
		a.Requirements = append(a.Requirements, r.ID)
	}
	a.Due = web.ParseDay(&c, "due", f.due)
	a.CostCents = web.ParseEuro(&c, "cost", f.cost)
	return a, c.Fault("plan.action-refused")
}

// formPage is everything that the form shows.
type formPage struct {
	page
	form
	old     plan.Action // what is stored; zero for a new action
	refusal *fault.Fault
	clash   []string // what somebody else changed meanwhile, a line each
}

func (p formPage) field(f web.Field) web.Field { return f.Complain(p.refusal, p.Lang) }

func (p formPage) has(slug string) bool { return slices.Contains(p.form.requirements, slug) }

// hasIn reports whether any requirement of the theme was chosen: then its list
// stands open.
func (p formPage) hasIn(t framework.Theme) bool {
	return slices.ContainsFunc(p.cat.In(t), func(r *framework.Requirement) bool { return p.has(r.Slug()) })
}

func (p formPage) isNew() bool { return p.old.ID == "" }

// path is where the form is sent.
func (p formPage) path() string {
	if p.isNew() {
		return home
	}
	return actionPath(p.old)
}

// cancel is where somebody goes who changes nothing.
func (p formPage) cancel() string {
	switch {
	case p.back != "":
		return p.back
	case p.isNew():
		return p.HrefIn(home)
	}
	return p.HrefIn(actionPath(p.old))
}

func (p formPage) efforts() []web.Option {
	options := []web.Option{{Value: "", Label: p.T("Niet geschat", "Not estimated"), Chosen: p.effort == ""}}
	for _, g := range []framework.Grade{framework.Low, framework.Medium, framework.High} {
		options = append(options, web.Option{Value: string(g), Label: effortText(p.Lang, g), Chosen: p.effort == string(g)})
	}
	return options
}

func (p formPage) levels() []web.Option {
	options := []web.Option{{Value: "", Label: p.T("Dat maakt niet uit", "It does not matter"), Chosen: p.level == ""}}
	for _, l := range framework.Levels {
		hint := map[framework.Level]i18n.Text{
			framework.Design:    i18n.T("Iets afspreken", "Agree on something"),
			framework.Existence: i18n.T("Het ook doen", "Do it too"),
			framework.Operation: i18n.T("Laten zien dat het werkt", "Show that it works"),
		}[l]
		options = append(options, web.Option{Value: string(l), Label: hint.In(p.Lang) + " (" + strings.ToLower(l.Name().In(p.Lang)) + ")", Chosen: p.level == string(l)})
	}
	return options
}

// newForm serves an empty form, or with ?voor=8.5 the action that we would
// suggest for that requirement.
func (h *Handler) newForm(w http.ResponseWriter, r *http.Request) error {
	p, err := h.page(r)
	if err != nil {
		return err
	}
	fp := formPage{page: p}
	if req := h.Catalogue.BySlug(r.FormValue("voor")); req != nil {
		whole, err := h.Service.Plan(r.Context(), p.by)
		if err != nil {
			return err
		}
		a := plan.Action{Requirements: []string{req.ID}}
		for _, g := range whole.Gaps {
			if g.Requirement == req && len(g.Actions) == 0 {
				a = g.Suggest(p.Lang)
			}
		}
		fp.form = p.formOf(a)
	}
	fp.back = p.Back(r.FormValue("terug"))
	return web.Render(w, r, http.StatusOK, planForm(fp))
}

// create adds the action of a form.
func (h *Handler) create(w http.ResponseWriter, r *http.Request) error {
	p, err := h.page(r)
	if err != nil {
		return err
	}
	f := typedForm(r)
	a, err := f.parse(h.Catalogue)
	if err == nil {
		a, err = h.Service.Add(r.Context(), p.by, a)
	}
	if refusal := web.Again(err); refusal != nil {
		return web.Render(w, r, web.StatusOf(refusal), planForm(formPage{page: p, form: f, refusal: refusal}))
	}
	if err != nil {
		return err
	}
	return goBack(w, r, p, f, a, addedText(p.View, 1))
}

// editForm serves an action as a form.
func (h *Handler) editForm(w http.ResponseWriter, r *http.Request) error {
	p, err := h.page(r)
	if err != nil {
		return err
	}
	a, err := h.Service.Find(r.Context(), p.by, r.PathValue("action"))
	if err != nil {
		return err
	}
	fp := formPage{page: p, form: p.formOf(a), old: a}
	fp.back = p.Back(r.FormValue("terug"))
	return web.Render(w, r, http.StatusOK, planForm(fp))
}

// save changes an action. When somebody else was first, the form comes back as
// it was typed, with what is stored now beside it: saving again chooses the
// typed one.
func (h *Handler) save(w http.ResponseWriter, r *http.Request) error {
	p, err := h.page(r)
	if err != nil {
		return err
	}
	old, err := h.Service.Find(r.Context(), p.by, r.PathValue("action"))
	if err != nil {
		return err
	}
	f := typedForm(r)
	a, err := f.parse(h.Catalogue)
	typed := a
	if err == nil {
		a.ID = old.ID
		a, err = h.Service.Change(r.Context(), p.by, a)
	}
	refusal, _ := fault.Of(err)
	fp := formPage{page: p, form: f, old: old, refusal: refusal}
	switch {
	case refusal != nil && refusal.Kind == fault.Invalid:
		return web.Render(w, r, http.StatusUnprocessableEntity, planForm(fp))
	case refusal != nil && refusal.Kind == fault.Conflict:
		typed.Status, typed.Reason, typed.DoneOn = old.Status, old.Reason, old.DoneOn
		for _, d := range differences(p.View, p.names, h.Catalogue, typed, old) {
			fp.clash = append(fp.clash, d.name+": "+web.OrDash(d.after))
		}
		fp.version = old.Version
		return web.Render(w, r, http.StatusConflict, planForm(fp))
	case err != nil:
		return err
	}
	return goBack(w, r, p, f, a, p.T("De actie is opgeslagen.", "The action was saved."))
}

// goBack sends the reader to where the form says, or else to the action's page.
func goBack(w http.ResponseWriter, r *http.Request, p page, f form, a plan.Action, notice string) error {
	if f.back != "" {
		return web.Go(w, r, f.back, notice)
	}
	return web.Go(w, r, p.HrefIn(actionPath(a)), notice)
}
