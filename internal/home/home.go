// Package home is the pages on which rooms come together: the front page, an
// organisation's overview, search, its journal, and help.
//
// It owns nothing and changes nothing: it reads from the rooms and leads to them.
package home

import (
	"context"
	"net/http"
	"time"

	"github.com/a-h/templ"

	"aantoonbaar/internal/anchor"
	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/board"
	"aantoonbaar/internal/dossier"
	"aantoonbaar/internal/duty"
	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/exercise"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/incident"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/mail"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/people"
	"aantoonbaar/internal/plan"
	"aantoonbaar/internal/programme"
	"aantoonbaar/internal/sqldb"
	"aantoonbaar/internal/web"
)

// A Handler serves the pages.
type Handler struct {
	Catalogue *framework.Catalogue
	Duty      *duty.Service
	Evidence  *evidence.Service
	Plan      *plan.Service
	Board     *board.Service
	Dossier   *dossier.Service
	DB        *sqldb.DB
	Identity  *identity.Service
	Incident  *incident.Service
	Programme *programme.Service
	People    *people.Service
	Exercise  *exercise.Service
	Signer    *journal.Signer
	Targets   []anchor.Target // who outside sees checkpoints

	// Audit reads a whole journal again, with all that others gave back of it.
	Audit func(ctx context.Context, id org.ID) (journal.Audit, error)
	Now   func() time.Time
	Zone  *time.Location // in which days are counted
	Size  int64          // of the journal at which one looks back: later entries are not shown; 0 for today

	Demo    bool                // holds fictional organisations, to whom no mail is sent
	Trouble func() mail.Trouble // with the mail server; nil where none is set

	// Mention draws one line about the last independent assessment; nil when
	// there was none.
	Mention func(ctx context.Context, v web.View) (templ.Component, error)

	// Elsewhere finds in other rooms what has all of words; nil to search here alone.
	Elsewhere func(ctx context.Context, v web.View, words string) ([]Found, error)

	// Closed tells which entries were taken along without what they say, by their
	// action; nil where nothing was taken along to.
	Closed func(action string) bool
}

// Routes lists the pages. The list is complete: no page is registered anywhere else.
func (h *Handler) Routes() []web.Route {
	return append(h.treeRoutes(), []web.Route{
		web.On("GET /{$}", web.Public, h.front),
		web.On("GET /hulp", web.Public, h.help),
		web.On("GET /agenda/{secret}", web.Public, h.feed),
		web.On("GET /toegankelijkheid", web.Public, h.access),
		web.On("GET /privacy", web.Public, h.privacy),
		web.On("GET /o/{org}", identity.Read, h.overview).Kept(),
		web.On("GET /o/{org}/zoeken", identity.Read, h.search),
		web.On("GET /o/{org}/op", identity.ReadHistory, h.choose),
		web.On("GET /o/{org}/berichten", identity.ManagePeople, h.mails),
		web.On("GET /o/{org}/logboek", identity.ReadHistory, h.journal),
		web.On("GET /o/{org}/logboek/controle", identity.ReadHistory, h.audit),
		web.Upload("POST /o/{org}/logboek/ontvangstbewijs", identity.Export, maxReceiptForm, h.keepReceipt),
		web.On("POST /o/{org}/logboek/links", identity.ManagePeople, h.shareLog),
		web.On("POST /o/{org}/logboek/links/{link}/einde", identity.ManagePeople, h.unshareLog),
	}...)
}

// overviewPage is where an organisation stands, and what to do now.
type overviewPage struct {
	web.View
	Cat      *framework.Catalogue
	Plan     *plan.Plan
	Pic      *assessment.Picture
	Evidence []evidence.Item // expired, or soon to expire
	Dates    []duty.Date
	Waiting  board.Desk
	Audits   programme.Due
	Learn    []people.Due     // what the reader has to follow, late first
	Going    []exercise.Going // that run, and in which the reader has a part
	Latest   []web.Line
	Empty    bool // nobody described the organisation or answered anything yet
	Todo     []todo
	Trend    []plan.Day
	Mention  templ.Component // of the last independent assessment

	MaySign, MayAnswer bool // what the reader can do about it
	MayReport          bool // that something went wrong
}

// A todo is one thing to do now, with the reason.
type todo struct {
	Icon, Title, Why string
	Path             string
	Due              time.Time
	Late, Soon       bool
	Minutes          int  // that it takes, as we guess; 0 for not said
	Each             bool // Minutes are for one of several
}

func (h *Handler) overview(w http.ResponseWriter, r *http.Request) error {
	p, err := h.overviewPage(r.Context())
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, overviewView(p))
}

func (h *Handler) overviewPage(ctx context.Context) (overviewPage, error) {
	p := overviewPage{View: web.ViewOf(ctx), Cat: h.Catalogue}
	by := identity.ActorOf(ctx)
	p.MayReport = identity.May(by, identity.ReportIncident) && p.Moment == nil
	var err error
	if p.Plan, err = h.Plan.Plan(ctx, by); err != nil {
		return p, err
	}
	p.Pic, p.Trend = p.Plan.Picture, p.Plan.History
	if p.Evidence, err = h.Evidence.Expiring(ctx, by); err != nil {
		return p, err
	}
	calendar, err := h.Duty.Calendar(ctx, by)
	if err != nil {
		return p, err
	}
	p.Dates = calendar.Coming[:min(len(calendar.Coming), 4)]
	if p.Waiting, err = h.Board.Waiting(ctx, by); err != nil {
		return p, err
	}
	if p.Audits, err = h.Programme.Due(ctx, by); err != nil {
		return p, err
	}
	if p.Going, err = h.Exercise.Playing(ctx, by); err != nil {
		return p, err
	}
	learning, err := h.People.Look(ctx, by)
	if err != nil {
		return p, err
	}
	p.Learn = learning.Own(by.Person)
	o, err := h.Duty.Organisation(ctx, by)
	if err != nil {
		return p, err
	}
	p.Empty = o.Profile.IsEmpty() || len(p.Pic.Said.Answers) == 0
	if identity.May(by, identity.ReadHistory) {
		if p.Latest, err = h.latest(ctx, p.View, by, 0, 5); err != nil {
			return p, err
		}
	}
	p.MaySign, p.MayAnswer = identity.May(by, identity.Sign), identity.May(by, identity.Answer)
	if p.Mention, err = h.Mention(ctx, p.View); err != nil {
		return p, err
	}
	p.Todo = p.todos(o.Profile.IsEmpty(), o.Profile.IsSmall())
	return p, nil
}
