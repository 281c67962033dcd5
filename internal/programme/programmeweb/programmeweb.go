// Package programmeweb is the pages of the internal audit: the programme, what it
// covers, and one round.
package programmeweb

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/programme"
	"aantoonbaar/internal/web"
)

// A Handler serves the pages.
type Handler struct {
	Service   *programme.Service
	Catalogue *framework.Catalogue

	// Picture returns the self-assessment. Said draws what it says of a requirement,
	// and EvidencePanel the evidence; back is the page to which that returns.
	Picture       func(ctx context.Context, by identity.Actor) (*assessment.Picture, error)
	Said          func(v web.View, r *framework.Requirement, a assessment.Answer) templ.Component
	EvidencePanel func(ctx context.Context, v web.View, r *framework.Requirement, back string) (templ.Component, error)
}

// Routes lists the room's pages. The list is complete: no page is registered anywhere else.
func (h *Handler) Routes() []web.Route {
	return []web.Route{
		web.On("GET /o/{org}/auditprogramma", identity.Read, h.newest),
		web.On("POST /o/{org}/auditprogramma", identity.PlanAudits, h.begin),
		web.On("GET /o/{org}/auditprogramma/{n}", identity.Read, h.show),
		web.On("POST /o/{org}/auditprogramma/{n}", identity.PlanAudits, h.change),
		web.On("GET /o/{org}/auditprogramma/{n}/dekking", identity.Read, h.cover),
		web.On("POST /o/{org}/auditprogramma/{n}/voorstel", identity.PlanAudits, h.propose),
		web.On("GET /o/{org}/auditprogramma/{n}/ronde", identity.PlanAudits, h.newRound),
		web.On("POST /o/{org}/auditprogramma/{n}/ronde", identity.PlanAudits, h.addRound),
		web.On("GET /o/{org}/auditrondes/{id}", identity.Read, h.round),
		web.On("GET /o/{org}/auditrondes/{id}/planning", identity.PlanAudits, h.roundForm),
		web.On("POST /o/{org}/auditrondes/{id}/planning", identity.PlanAudits, h.changeRound),
		web.On("POST /o/{org}/auditrondes/{id}/vervallen", identity.PlanAudits, h.dropRound),
		web.On("POST /o/{org}/auditrondes/{id}/begin", identity.CarryOutAudit, h.start),
		web.On("GET /o/{org}/auditrondes/{id}/eisen/{slug}", identity.Read, h.judgement),
		web.On("POST /o/{org}/auditrondes/{id}/eisen/{slug}", identity.CarryOutAudit, h.judge),
		web.On("POST /o/{org}/auditrondes/{id}/bevindingen", identity.CarryOutAudit, h.find),
		web.On("POST /o/{org}/auditrondes/{id}/bevindingen/{n}/actie", identity.Plan, h.toPlan),
		web.On("POST /o/{org}/auditrondes/{id}/verslag", identity.CarryOutAudit, h.report),
		web.On("POST /o/{org}/auditrondes/{id}/bewijs", identity.Evidence, h.prove),
	}
}

const home = "/auditprogramma"

func pathOf(number int) string { return home + "/" + strconv.Itoa(number) }

func roundPath(id programme.RoundID) string { return "/auditrondes/" + string(id) }

// A page is a programme, or the place where the first one begins.
type page struct {
	web.View
	by      identity.Actor
	cat     *framework.Catalogue
	S       programme.Sheet
	Typed   period // of the form for the period
	Begins  bool   // the form begins a programme; else it changes this one
	Refusal *fault.Fault
}

// period is the form for a period exactly as typed.
type period struct {
	from, months string
	version      int64
}

// mayPlan reports whether the reader makes the programme.
func (p page) mayPlan() bool { return identity.May(p.by, identity.PlanAudits) }

// may reports whether the reader may do something now.
func (p page) may(a identity.Action) bool { return identity.May(p.by, a) }

// field is one field of a form.
func (p page) field(f web.Field) web.Field { return f.Complain(p.Refusal, p.Lang) }

// number is the programme that an address names; 0, which is none, for no number.
func number(r *http.Request) int {
	n, _ := strconv.Atoi(r.PathValue("n"))
	return n
}

// newest serves GET /o/{org}/auditprogramma.
func (h *Handler) newest(w http.ResponseWriter, r *http.Request) error {
	return h.renderNewest(w, r, nil, nil)
}

func (h *Handler) renderNewest(w http.ResponseWriter, r *http.Request, refusal *fault.Fault, typed *period) error {
	by := identity.ActorOf(r.Context())
	sheet, ok, err := h.Service.Newest(r.Context(), by)
	if err != nil {
		return err
	}
	p := page{View: web.ViewOf(r.Context()), by: by, cat: h.Catalogue, S: sheet, Refusal: refusal}
	p.Typed = p.proposed()
	p.Begins = true
	if typed != nil {
		p.Typed = *typed
	}
	if !ok {
		return web.Render(w, r, web.CodeOf(refusal), startView(p))
	}
	if refusal == nil {
		p = p.changing()
	}
	return web.Render(w, r, web.CodeOf(refusal), programmeView(p))
}

// proposed is the period that a new programme would have: from this month, or after
// the newest programme.
func (p page) proposed() period {
	from := programme.MonthOf(p.Today())
	for _, o := range append([]programme.Programme{p.S.Programme}, p.S.Others...) {
		if o.Number > 0 && !o.Until().Before(from) {
			from = o.Until().AddDate(0, 0, 1)
		}
	}
	return period{from: web.TypedDay(from), months: "15"}
}

// changing is the page with the form for the period of its own programme.
func (p page) changing() page {
	x := p.S.Programme
	p.Begins, p.Typed = false, period{web.TypedDay(x.From), strconv.Itoa(x.Months), x.Version}
	return p
}

// show serves GET /o/{org}/auditprogramma/{n}.
func (h *Handler) show(w http.ResponseWriter, r *http.Request) error {
	p, err := h.page(r)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, programmeView(p))
}

func (h *Handler) page(r *http.Request) (page, error) {
	by := identity.ActorOf(r.Context())
	sheet, err := h.Service.Find(r.Context(), by, number(r))
	return page{View: web.ViewOf(r.Context()), by: by, cat: h.Catalogue, S: sheet}.changing(), err
}

// cover serves GET …/dekking.
func (h *Handler) cover(w http.ResponseWriter, r *http.Request) error {
	p, err := h.page(r)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, coverView(p))
}

// readPeriod parses the form. It judges spelling only.
func readPeriod(r *http.Request) (typed period, from time.Time, months int, err error) {
	typed = period{web.Text(r, "from"), web.Text(r, "months"), web.FormVersion(r)}
	var c fault.Checker
	from = web.ParseDay(&c, "from", typed.from)
	if n := web.ParseInt(&c, "months", typed.months); n != nil && *n >= 0 && *n < 1000 {
		months = int(*n)
	}
	return typed, from, months, c.Fault("programme.unreadable")
}

// begin serves POST /o/{org}/auditprogramma.
func (h *Handler) begin(w http.ResponseWriter, r *http.Request) error {
	typed, from, months, err := readPeriod(r)
	var begun programme.Programme
	if err == nil {
		begun, err = h.Service.Begin(r.Context(), identity.ActorOf(r.Context()), from, months)
	}
	if refusal := web.Again(err, fault.Conflict); refusal != nil {
		return h.renderNewest(w, r, refusal, &typed)
	}
	if err != nil {
		return err
	}
	v := web.ViewOf(r.Context())
	return web.Go(w, r, v.HrefIn(pathOf(begun.Number)), v.T("Het auditprogramma is begonnen. Vul het nu met rondes.", "The audit programme has begun. Now fill it with rounds."))
}

// change serves POST /o/{org}/auditprogramma/{n}.
func (h *Handler) change(w http.ResponseWriter, r *http.Request) error {
	typed, from, months, err := readPeriod(r)
	if err == nil {
		changed := programme.Programme{Number: number(r), From: from, Months: months, Version: typed.version}
		_, err = h.Service.Change(r.Context(), identity.ActorOf(r.Context()), changed)
	}
	v := web.ViewOf(r.Context())
	return h.done(w, r, err, v.T("De periode is gewijzigd.", "The period was changed."), func(p *page) {
		typed.version = p.Typed.version
		p.Typed = typed
	})
}

// propose serves POST /o/{org}/auditprogramma/{n}/voorstel.
func (h *Handler) propose(w http.ResponseWriter, r *http.Request) error {
	n, err := h.Service.Propose(r.Context(), identity.ActorOf(r.Context()), number(r))
	notice := web.ViewOf(r.Context()).Lang.Plural(n,
		"%s ronde staat erbij. Pas haar aan en kies wie haar doet.", "%s rondes staan erbij. Pas ze aan en kies wie ze doet.",
		"%s round was added. Change it and choose who does it.", "%s rounds were added. Change them and choose who does them.")
	return h.done(w, r, err, notice, func(*page) {})
}

// done answers an act: the page again with its refusal, or the programme afterwards.
func (h *Handler) done(w http.ResponseWriter, r *http.Request, err error, notice string, fill func(*page)) error {
	if refusal := web.Again(err, fault.Conflict); refusal != nil {
		p, err := h.page(r)
		if err != nil {
			return err
		}
		p.Refusal = refusal
		fill(&p)
		return web.Render(w, r, web.CodeOf(refusal), programmeView(p))
	}
	if err != nil {
		return err
	}
	return web.Go(w, r, web.ViewOf(r.Context()).HrefIn(pathOf(number(r))), notice)
}

// months are the months in which a period can begin, around the one that is chosen.
func (p page) months() (options []web.Option) {
	const around = 24
	first := programme.MonthOf(p.Today()).AddDate(0, -around, 0)
	chosen := false
	for i := range 2*around + 1 {
		m := first.AddDate(0, i, 0)
		o := web.Option{Value: web.TypedDay(m), Label: p.Lang.Month(m), Chosen: web.TypedDay(m) == p.Typed.from}
		chosen = chosen || o.Chosen
		options = append(options, o)
	}
	if m, err := time.Parse(time.DateOnly, p.Typed.from); err == nil && !chosen {
		options = append(options, web.Option{Value: p.Typed.from, Label: p.Lang.Month(m), Chosen: true})
	}
	return options
}

// span names a period.
func span(l i18n.Lang, p programme.Programme) string {
	return l.Month(p.From) + l.T(" tot en met ", " to ") + l.Month(p.Until())
}

// tone is the kind of tag for a stage.
func tone(s programme.Stage) string {
	switch s {
	case programme.Done, programme.Practised:
		return "ok"
	case programme.Late:
		return "late"
	case programme.OnPaper, programme.Skipped, programme.Gone:
		return "warn"
	case programme.Ahead, programme.Busy:
	}
	return "info"
}
