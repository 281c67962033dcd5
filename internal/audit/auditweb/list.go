package auditweb

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"aantoonbaar/internal/audit"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/web"
)

// listPage is every assessment of the organisation.
type listPage struct {
	web.View
	by    identity.Actor
	Files []audit.File
}

// list serves GET /o/{org}/beoordelingen.
func (h *Handler) list(w http.ResponseWriter, r *http.Request) error {
	p := listPage{View: web.ViewOf(r.Context()), by: identity.ActorOf(r.Context())}
	var err error
	if p.Files, err = h.Service.List(r.Context(), p.by); err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, listView(p))
}

// termsPage is the form in which an assessment is agreed, new or once more.
type termsPage struct {
	page
	Typed termsTyped
}

// termsTyped is the form exactly as typed.
type termsTyped struct {
	Firm, Criteria, Team, Days, Plan     string
	From, Until, AccessFrom, AccessUntil string
	Scope                                []string
	Version                              int64
}

func readTerms(r *http.Request) termsTyped {
	return termsTyped{
		Firm: web.Text(r, "firm"), Criteria: web.Text(r, "criteria"), Team: web.Text(r, "team"), Days: web.Text(r, "days"), Plan: web.Text(r, "plan"),
		From: web.Text(r, "from"), Until: web.Text(r, "until"), AccessFrom: web.Text(r, "access_from"), AccessUntil: web.Text(r, "access_until"),
		Scope: r.PostForm["scope"], Version: web.FormVersion(r),
	}
}

// typedTerms writes terms as the form has them.
func typedTerms(e audit.Engagement) termsTyped {
	t := e.Terms
	var team []string
	for _, m := range t.Team {
		team = append(team, strings.TrimSuffix(strings.Join([]string{m.Name, m.Role, m.Firm}, ", "), ", "))
	}
	var plan []string
	for _, l := range t.Plan {
		plan = append(plan, strings.Join([]string{l.On.Format("2-1-2006"), l.Who, l.What}, ", "))
	}
	days := ""
	if t.Days > 0 {
		days = strconv.Itoa(t.Days)
	}
	return termsTyped{
		Firm: t.Firm, Criteria: t.Criteria, Team: strings.Join(team, "\n"), Days: days, Plan: strings.Join(plan, "\n"), Scope: t.Scope, Version: e.Version,
		From: web.TypedDay(t.From), Until: web.TypedDay(t.Until), AccessFrom: web.TypedDay(t.AccessFrom), AccessUntil: web.TypedDay(t.AccessUntil),
	}
}

// parse turns what was typed into terms. It judges spelling only.
func (f termsTyped) parse() (audit.Terms, error) {
	var c fault.Checker
	t := audit.Terms{Firm: f.Firm, Criteria: f.Criteria, Scope: f.Scope}
	for line := range strings.Lines(f.Team) {
		if strings.TrimSpace(line) == "" {
			continue
		}
		parts := append(strings.SplitN(line, ",", 3), "", "")
		t.Team = append(t.Team, audit.Member{Name: strings.TrimSpace(parts[0]), Role: strings.TrimSpace(parts[1]), Firm: strings.TrimSpace(parts[2])})
	}
	for line := range strings.Lines(f.Plan) {
		if strings.TrimSpace(line) == "" {
			continue
		}
		parts := append(strings.SplitN(line, ",", 3), "", "")
		t.Plan = append(t.Plan, audit.PlanLine{On: web.ParseDay(&c, "plan", parts[0]), Who: strings.TrimSpace(parts[1]), What: strings.TrimSpace(parts[2])})
	}
	if n := web.ParseInt(&c, "days", f.Days); n != nil {
		t.Days = int(min(max(*n, -1), 1_000_000)) // nothing that fits no int
	}
	t.From, t.Until = web.ParseDay(&c, "from", f.From), web.ParseDay(&c, "until", f.Until)
	t.AccessFrom, t.AccessUntil = web.ParseDay(&c, "access_from", f.AccessFrom), web.ParseDay(&c, "access_until", f.AccessUntil)
	return t, c.Fault("audit.terms-unreadable")
}

// newForm serves GET /o/{org}/beoordelingen/nieuw, with everything in scope.
func (h *Handler) newForm(w http.ResponseWriter, r *http.Request) error {
	v := web.ViewOf(r.Context())
	typed := termsTyped{
		AccessFrom: web.TypedDay(v.Today()),
		Criteria: v.T("De eisen van NEN 7510, in opzet, bestaan en werking. Ook telt wat de organisatie daar zelf bij heeft afgesproken.",
			"The demands of NEN 7510, in design, existence and operation, and what the organisation has agreed on in addition."),
	}
	for _, req := range h.Catalogue.Requirements {
		typed.Scope = append(typed.Scope, req.ID)
	}
	return h.terms(w, r, http.StatusOK, audit.File{}, typed, nil)
}

func (h *Handler) terms(w http.ResponseWriter, r *http.Request, code int, f audit.File, typed termsTyped, refusal *fault.Fault) error {
	p := page{View: web.ViewOf(r.Context()), by: identity.ActorOf(r.Context()), cat: h.Catalogue, F: f, E: f.Engagement, Refusal: refusal}
	return web.Render(w, r, code, termsView(termsPage{p, typed}))
}

// draft serves POST /o/{org}/beoordelingen.
func (h *Handler) draft(w http.ResponseWriter, r *http.Request) error {
	typed := readTerms(r)
	t, err := typed.parse()
	var e audit.Engagement
	if err == nil {
		e, err = h.Service.Draft(r.Context(), identity.ActorOf(r.Context()), t)
	}
	if refusal := web.Again(err); refusal != nil {
		return h.terms(w, r, web.StatusOf(refusal), audit.File{}, typed, refusal)
	}
	if err != nil {
		return err
	}
	v := web.ViewOf(r.Context())
	return web.Go(w, r, v.HrefIn(pathOf(e.ID)), v.T("De beoordeling staat klaar. Nodig nu de beoordelaar uit.", "The assessment is prepared. Now invite the assessor."))
}

// termsForm serves GET …/afspraken.
func (h *Handler) termsForm(w http.ResponseWriter, r *http.Request) error {
	p, err := h.page(r)
	if err != nil {
		return err
	}
	return h.terms(w, r, http.StatusOK, p.F, typedTerms(p.E), nil)
}

// change serves POST …/afspraken.
func (h *Handler) change(w http.ResponseWriter, r *http.Request) error {
	p, err := h.page(r)
	if err != nil {
		return err
	}
	typed := readTerms(r)
	t, err := typed.parse()
	if err == nil {
		_, err = h.Service.Change(r.Context(), p.by, p.E.ID, typed.Version, t)
	}
	if refusal := web.Again(err, fault.Conflict); refusal != nil {
		return h.terms(w, r, web.StatusOf(refusal), p.F, typed, refusal)
	}
	if err != nil {
		return err
	}
	return web.Go(w, r, p.HrefIn(pathOf(p.E.ID)), p.T("De afspraken zijn gewijzigd. Beide kanten geven opnieuw akkoord.", "The terms were changed. Both sides agree anew."))
}

// themeOptions are the requirements of a theme, to choose the scope from.
func (p termsPage) themeOptions(t framework.Theme) []web.Option {
	var all []web.Option
	for _, r := range p.cat.In(t) {
		all = append(all, web.Option{Value: r.ID, Label: p.nameOf(r.ID), Chosen: slices.Contains(p.Typed.Scope, r.ID)})
	}
	return all
}

// inScope counts the chosen requirements of a theme.
func (p termsPage) inScope(t framework.Theme) (n int) {
	for _, o := range p.themeOptions(t) {
		if o.Chosen {
			n++
		}
	}
	return n
}
