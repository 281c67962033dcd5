// Package accesslogweb is the pages of log review: the files, the plan, rounds with
// their work list, cases, and the one question that somebody is asked.
package accesslogweb

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"aantoonbaar/internal/accesslog"
	"aantoonbaar/internal/accesslog/rounds"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/web"
)

// A Handler serves the pages.
type Handler struct {
	Service *rounds.Service

	// MakeLink makes a link for the question of a case, to somebody of that name.
	MakeLink func(ctx context.Context, by identity.Actor, of rounds.ID, name string) (path string, err error)

	// MakeIncident reports an incident of a case.
	MakeIncident func(ctx context.Context, by identity.Actor, b rounds.Breach) (id string, err error)

	// OpenLink returns the actor that the secret of such a link stands for.
	OpenLink func(ctx context.Context, secret string) (identity.Actor, error)
}

const (
	home       = rounds.Page
	filesPath  = home + "/bestanden"
	roundsPath = home + "/rondes"
	casesPath  = home + "/zaken"
)

// Routes lists the room's pages. The list is complete: no page is registered anywhere else.
func (h *Handler) Routes() []web.Route {
	return slices.Concat(h.fileRoutes(), h.roundRoutes(), h.caseRoutes(), h.tellRoutes(), []web.Route{
		web.On("GET /o/{org}/inzage", identity.SeeLogReview, h.show),
		web.On("GET /o/{org}/inzage/plan", identity.SeeLogReview, h.plan),
		web.On("POST /o/{org}/inzage/plan", identity.ReviewLogs, h.savePlan),
		web.On("POST /o/{org}/inzage/plan/goedkeuren", identity.Sign, h.approve),
	})
}

// A page is what every page of this room shows.
type page struct {
	web.View
	by      identity.Actor
	S       rounds.Sheaf
	names   map[string]accesslog.Template // by ID
	signals map[accesslog.Sign]accesslog.Signal
	Refusal *fault.Fault
}

// page looks at what there is now.
func (h *Handler) page(r *http.Request, refusal *fault.Fault) (page, error) {
	by := identity.ActorOf(r.Context())
	s, err := h.Service.Look(r.Context(), by)
	p := page{View: web.ViewOf(r.Context()), by: by, S: s, names: map[string]accesslog.Template{}, signals: h.Service.Signals, Refusal: refusal}
	for _, t := range h.Service.Templates {
		p.names[t.ID] = t
	}
	return p, err
}

// may reports whether the reader may do act.
func (p page) may(act identity.Action) bool { return identity.May(p.by, act) }

// mayReview reports whether the reader reviews, and so sees cases.
func (p page) mayReview() bool { return p.may(identity.ReviewLogs) }

// field is one field of a form.
func (p page) field(f web.Field) web.Field { return f.Complain(p.Refusal, p.Lang) }

// crumb is the step to this room.
func (p page) crumb() web.Crumb {
	return web.Crumb{Name: p.T("Inzage in dossiers", "Access to records"), Path: home}
}

func under(path string, id rounds.ID) string { return path + "/" + string(id) }

// done sends the reader on after an act.
func done(w http.ResponseWriter, r *http.Request, path, nl, en string) error {
	v := web.ViewOf(r.Context())
	return web.Go(w, r, v.HrefIn(path), v.T(nl, en))
}

// show serves GET /o/{org}/inzage.
func (h *Handler) show(w http.ResponseWriter, r *http.Request) error {
	return h.renderShow(w, r, nil)
}

func (h *Handler) renderShow(w http.ResponseWriter, r *http.Request, refusal *fault.Fault) error {
	p, err := h.page(r, refusal)
	if err != nil {
		return err
	}
	from, until := p.S.Proposed()
	x := overviewPage{page: p, From: web.TypedDay(from), Last: web.TypedDay(until)}
	if refusal != nil {
		x.From, x.Last = web.Text(r, "from"), web.Text(r, "until")
	}
	return web.Render(w, r, web.CodeOf(refusal), overview(x))
}

// An overviewPage is the first page of the room.
type overviewPage struct {
	page
	From, Last string // of the form for a round, as typed
}

// steps are what is to be done before there is a first round, with whether it was.
func (p overviewPage) steps() []step {
	logs := slices.ContainsFunc(p.S.Counting(), rounds.Load.IsLog)
	return []step{
		{logs, false, p.T("Lees een log in", "Import a log"), p.T("Een lijst uit uw ECD of EPD, zoals die is. Wij kijken wat erin staat.", "A list from your client record system, as it is. We look what it holds."), filesPath + "#nieuw"},
		{len(p.S.Explaining()) > 0, false, p.T("Lees in wat inzage verklaart", "Import what explains access"), p.T("Roosters, afspraken, opnames, wie bij welk team hoort.", "Rosters, appointments, admissions, who belongs to which team."), filesPath + "?lijst#nieuw"},
		{len(p.S.Plans) > 0, true, p.T("Spreek een controleplan af", "Agree on a review plan"), p.T("Hoe vaak, hoeveel zaken, hoe gekozen. Het bestuur keurt het goed.", "How often, how many cases, how chosen. The board approves it."), home + "/plan"},
		{len(p.S.Rounds) > 0, true, p.T("Begin een ronde", "Begin a round"), p.T("Wij vergelijken alles met de zorg, en u beoordeelt de paar die overblijven.", "We compare everything with the care, and you judge the few that are left."), home + "#ronde"},
	}
}

type step struct {
	done, open        bool // open to whoever sees the room, and not only to who reviews
	title, says, path string
}

// shortSum is the beginning of a sum, in groups.
func shortSum(sum string) string { return web.Grouped(sum[:min(16, len(sum))]) }

// sign says in words what a sign is, with its number.
func (p page) sign(part rounds.Part) string {
	s := p.signals[part.Sign]
	return strings.ReplaceAll(s.Sentence.In(p.Lang), "{n}", p.Lang.Num(part.Number))
}

// explained says in words what explains a look.
func (p page) explained(path rounds.Path) string {
	team := ""
	for _, f := range path.Facts {
		if f.Team != "" {
			team = f.Team
			break
		}
	}
	return strings.ReplaceAll(p.names[path.Template].Sentence.In(p.Lang), "{team}", team)
}
