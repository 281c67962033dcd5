// Package incidentweb is the pages of what goes wrong: reporting it in a minute,
// the list, and one incident with its duties, its clocks and its log.
package incidentweb

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/incident"
	"aantoonbaar/internal/source"
	"aantoonbaar/internal/web"
)

// A Handler serves the pages.
type Handler struct {
	Service *incident.Service
	Works   source.Works // that content rests on

	// PDF prints a whole HTML page; nil on a machine that cannot, and then the pages
	// do not offer it.
	PDF func(ctx context.Context, html string) ([]byte, error)
}

const home = "/incidenten"

// Routes lists the room's pages. The list is complete: no page is registered anywhere else.
func (h *Handler) Routes() []web.Route {
	const one = "/o/{org}/incidenten/{id}"
	return slices.Concat([]web.Route{
		web.On("GET /o/{org}/incidenten", identity.SeeIncidents, h.list),
		web.On("GET /o/{org}/incidenten/melden", identity.ReportIncident, h.form),
		web.On("POST /o/{org}/incidenten/melden", identity.ReportIncident, h.report),
		web.On("GET /o/{org}/incidenten/gemeld", identity.ReportIncident, h.thanks),
		web.On("GET /o/{org}/incidenten/bereikbaar", identity.SeeIncidents, h.roster),
		web.On("POST /o/{org}/incidenten/bereikbaar", identity.HandleIncident, h.arrange),
		web.On("GET /o/{org}/incidenten/webhook", identity.HandleIncident, h.hook),
		web.On("POST /o/{org}/incidenten/webhook", identity.HandleIncident, h.setHook),
		web.On("POST /o/{org}/incidenten/webhook/proef", identity.HandleIncident, h.tryHook),
		web.On("GET "+one, identity.SeeIncidents, h.page(incidentView)),
		web.On("POST "+one+"/oppakken", identity.HandleIncident, h.takeOn),
		web.On("POST "+one+"/vragen", identity.HandleIncident, h.answer),
		web.On("POST "+one+"/verloop", identity.HandleIncident, h.addLine),
		web.On("GET "+one+"/beschrijving", identity.HandleIncident, h.page(describeView)),
		web.On("POST "+one+"/beschrijving", identity.HandleIncident, h.describe),
		web.On("GET "+one+"/ontdekt", identity.SeeIncidents, h.page(correctView)),
		web.On("POST "+one+"/ontdekt", identity.HandleIncident, h.correct),
		web.On("GET "+one+"/plicht/{duty}", identity.SeeIncidents, h.page(dutyView)),
		web.On("POST "+one+"/plicht/{duty}", identity.HandleIncident, h.overrule),
		web.On("GET "+one+"/plicht/{duty}/{step}", identity.HandleIncident, h.page(stepView)),
		web.On("POST "+one+"/plicht/{duty}/{step}", identity.HandleIncident, h.send),
		web.On("GET "+one+"/voorbij", identity.HandleIncident, h.page(overView)),
		web.On("POST "+one+"/voorbij", identity.HandleIncident, h.end),
		web.On("GET "+one+"/tekst/{text}", identity.SeeIncidents, h.text),
		web.On("POST "+one+"/tekst/{text}", identity.HandleIncident, h.write),
		web.On("GET "+one+"/tekst/{text}/{n}", identity.SeeIncidents, h.edition),
		web.On("POST "+one+"/tekst/{text}/{n}/mail", identity.HandleIncident, h.mail),
		web.On("GET "+one+"/tekst/{text}/{n}/tekst.json", identity.Export, h.editionJSON),
		web.On("GET "+one+"/tekst/{text}/{n}/tekst.pdf", identity.Export, h.editionPDF),
		web.On("GET "+one+"/afsluiten", identity.HandleIncident, h.page(closeView)),
		web.On("POST "+one+"/afsluiten", identity.HandleIncident, h.close),
		web.On("POST "+one+"/heropenen", identity.HandleIncident, h.reopen),
	}, h.figureRoutes(), h.aftermathRoutes(), h.traceRoutes())
}

// A listPage is the list.
type listPage struct {
	web.View
	incident.List
	Asked     incident.Query
	Zone      *time.Location
	MayReport bool
}

func (h *Handler) list(w http.ResponseWriter, r *http.Request) error {
	by := identity.ActorOf(r.Context())
	q := incident.Query{Words: strings.TrimSpace(r.URL.Query().Get("q"))}
	if n, err := strconv.Atoi(r.URL.Query().Get("vanaf")); err == nil && n > 0 {
		q.From = n
	}
	found, err := h.Service.List(r.Context(), by, q)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, listView(listPage{View: web.ViewOf(r.Context()), List: found, Asked: q, Zone: h.Service.Zone, MayReport: identity.May(by, identity.ReportIncident)}))
}

// at is the list from another place on.
func (p listPage) at(from int) string {
	q := url.Values{"vanaf": {strconv.Itoa(from)}}
	if p.Asked.Words != "" {
		q.Set("q", p.Asked.Words)
	}
	return home + "?" + q.Encode()
}

// A reportPage is the short form.
type reportPage struct {
	web.View
	Form    typed
	Refusal *fault.Fault
}

// typed is a description exactly as typed.
type typed struct{ title, what, systems, happened, aware string }

func readTyped(r *http.Request) typed {
	return typed{web.Text(r, "title"), web.Text(r, "what"), web.Text(r, "systems"), web.Text(r, "happened"), web.Text(r, "aware")}
}

// parse turns what was typed into an incident. It judges spelling only.
func (h *Handler) parse(t typed) (incident.Incident, error) {
	var k fault.Checker
	i := incident.Incident{
		Title: t.title, What: t.what, Systems: t.systems,
		Happened: web.ParseMoment(&k, "happened", t.happened, h.Service.Zone), Aware: web.ParseMoment(&k, "aware", t.aware, h.Service.Zone),
	}
	return i, k.Fault("incident.unreadable")
}

func (h *Handler) form(w http.ResponseWriter, r *http.Request) error {
	v := web.ViewOf(r.Context())
	return web.Render(w, r, http.StatusOK, reportView(reportPage{View: v, Form: typed{aware: web.TypedMoment(v.Now, h.Service.Zone)}}))
}

func (h *Handler) report(w http.ResponseWriter, r *http.Request) error {
	form, by := readTyped(r), identity.ActorOf(r.Context())
	i, err := h.parse(form)
	if err == nil {
		i, err = h.Service.Report(r.Context(), by, i)
	}
	if refusal := web.Again(err); refusal != nil {
		return web.Render(w, r, web.StatusOf(refusal), reportView(reportPage{web.ViewOf(r.Context()), form, refusal}))
	}
	if err != nil {
		return err
	}
	v, to := web.ViewOf(r.Context()), home+"/gemeld"
	if identity.May(by, identity.SeeIncidents) {
		to = pathOf(i.ID)
	}
	return web.Go(w, r, v.HrefIn(to), v.Lang.Tf("Uw melding is opgeslagen als %s.", "Your report is stored as %s.", i.Name()))
}

func (h *Handler) thanks(w http.ResponseWriter, r *http.Request) error {
	return web.Render(w, r, http.StatusOK, thanksView(web.ViewOf(r.Context())))
}

func pathOf(id incident.ID) string { return home + "/" + string(id) }

func idOf(r *http.Request) incident.ID { return incident.ID(r.PathValue("id")) }

// A page is one incident, or one form about it.
type page struct {
	web.View
	F         incident.File
	All       []incident.Judgement
	Questions []incident.Question
	Regimes   []incident.Regime
	Texts     []incident.Text
	Papers    map[string]incident.Edition // the last edition of each text
	Counts    incident.Counts
	Zone      *time.Location
	MayHandle bool               // and the incident is open
	MayAdd    bool               // also to one that is closed
	J         incident.Judgement // of the duty in the address; zero on other pages
	C         incident.Clock     // of the step in the address; zero on other pages
	Refusal   *fault.Fault       // of the form that was just sent; nil on a first visit
	r         *http.Request
	works     source.Works
}

// A draw makes a page of what is known of an incident.
type draw func(page) templ.Component

// page serves a page of one incident.
func (h *Handler) page(d draw) web.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) error { return h.again(w, r, d, nil) }
}

// again shows a page, with what was wrong with the form that was just sent.
func (h *Handler) again(w http.ResponseWriter, r *http.Request, d draw, wrong error) error {
	refusal := web.Again(wrong, fault.Conflict)
	if wrong != nil && refusal == nil {
		return wrong
	}
	p, err := h.read(r)
	if err != nil {
		return err
	}
	// A trace has a version of its own, and not who made it.
	if errors.Is(wrong, incident.ErrStale) && r.PathValue("trace") == "" && p.F.ChangedBy == identity.ActorOf(r.Context()).Person {
		refusal = incident.ErrStaleByYou
	}
	code := http.StatusOK
	if p.Refusal = refusal; refusal != nil {
		code = web.StatusOf(refusal)
	}
	return web.Render(w, r, code, d(p))
}

// read gathers what every page of an incident shows.
func (h *Handler) read(r *http.Request) (p page, err error) {
	by := identity.ActorOf(r.Context())
	p = page{View: web.ViewOf(r.Context()), Regimes: h.Service.Rules.Regimes, Texts: h.Service.Rules.Texts, Counts: h.Service.Rules.Counts, Zone: h.Service.Zone, r: r, works: h.Works}
	if p.F, err = h.Service.Find(r.Context(), by, idOf(r)); err != nil {
		return p, err
	}
	p.MayAdd = identity.May(by, identity.HandleIncident)
	p.MayHandle = p.MayAdd && p.F.IsOpen()
	if p.All, p.Questions, err = h.Service.Judge(r.Context(), by, p.F.Incident); err != nil {
		return p, err
	}
	if p.Papers, err = h.Service.Papers(r.Context(), by, p.F.ID); err != nil {
		return p, err
	}
	duty, step := r.PathValue("duty"), r.PathValue("step")
	for _, j := range p.All {
		if j.Duty.ID == duty {
			p.J = j
		}
	}
	for _, c := range p.J.Clocks {
		if c.Step.ID == step {
			p.C = c
		}
	}
	if p.J.Duty.ID != duty || p.C.Step.ID != step {
		return p, fault.Missing("incident.no-step")
	}
	return p, nil
}

// done goes back to the incident, or shows the form with what was wrong.
func (h *Handler) done(w http.ResponseWriter, r *http.Request, form draw, err error, notice i18n.Text) error {
	if err != nil {
		return h.again(w, r, form, err)
	}
	v := web.ViewOf(r.Context())
	return web.Go(w, r, v.HrefIn(pathOf(idOf(r))), notice.In(v.Lang))
}
