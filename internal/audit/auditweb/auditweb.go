// Package auditweb is the pages of an independent assessment: what was agreed, the
// statement of independence, the sample, the assessor's work, findings with their
// responses, and the signed report.
package auditweb

import (
	"context"
	"io"
	"net/http"
	"strconv"
	"sync"

	"github.com/a-h/templ"

	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/audit"
	"aantoonbaar/internal/audit/workfile"
	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/web"
)

// A Handler serves the pages of the room.
type Handler struct {
	Service   *audit.Service
	Catalogue *framework.Catalogue
	Address   string // where people reach the program; "" for wherever they ask

	// TakeAlong records that the work is taken along, and returns what writes the
	// file with it, encrypted under a passphrase.
	TakeAlong func(ctx context.Context, by identity.Actor, id audit.ID, passphrase string, files bool) (taking string, write func(io.Writer) error, err error)
	opening   sync.Mutex // held while a file is decrypted

	// Picture returns the organisation's self-assessment, to stand beside a verdict.
	Picture func(ctx context.Context, by identity.Actor) (*assessment.Picture, error)
	// Said draws what the organisation says of a requirement.
	Said func(v web.View, r *framework.Requirement, a assessment.Answer) templ.Component
	// Items lists the organisation's evidence, for a verdict to point at.
	Items func(ctx context.Context, by identity.Actor) ([]evidence.Item, error)
	// EvidencePanel draws the evidence of a requirement; back is the page to return to.
	EvidencePanel func(ctx context.Context, v web.View, r *framework.Requirement, back string) (templ.Component, error)
	// Members names those who can do what a finding asks.
	Members func(ctx context.Context, by identity.Actor) (identity.Roll, error)
}

// Routes lists the room's pages. The list is complete: no page is registered anywhere else.
func (h *Handler) Routes() []web.Route {
	const one = "/o/{org}/beoordelingen/{id}"
	return []web.Route{
		web.On("GET /o/{org}/beoordelingen", identity.SeeAssessment, h.list),
		web.On("POST /o/{org}/beoordelingen", identity.Commission, h.draft),
		web.On("GET /o/{org}/beoordelingen/nieuw", identity.Commission, h.newForm),
		web.On("GET "+one, identity.SeeAssessment, h.show),
		web.On("GET "+one+"/afspraken", identity.Commission, h.termsForm),
		web.On("POST "+one+"/afspraken", identity.Commission, h.change),
		web.On("POST "+one+"/uitnodiging", identity.ManagePeople, h.invite),
		web.On("POST "+one+"/akkoord", identity.Commission, h.agree),
		web.On("POST "+one+"/akkoord-beoordelaar", identity.Assess, h.agreeAsAssessor),
		web.On("POST "+one+"/begin", identity.Assess, h.begin),
		web.On("POST "+one+"/stand", identity.Assess, h.moveOn),
		web.On("POST "+one+"/stop", identity.Commission, h.stop),
		web.On("POST "+one+"/toegang", identity.Commission, h.readmit),
		web.On("POST "+one+"/afsluiting", identity.Commission, h.end),
		web.On("GET "+one+"/onafhankelijkheid", identity.Assess, h.statementForm),
		web.On("POST "+one+"/onafhankelijkheid", identity.Assess, h.declare),

		web.On("GET "+one+"/steekproef", identity.SeeAssessment, h.sample),
		web.On("POST "+one+"/steekproef", identity.Assess, h.resample),
		web.On("GET "+one+"/werk", identity.Assess, h.work),
		web.On("GET "+one+"/werk/{slug}", identity.Assess, h.verdictForm),
		web.On("POST "+one+"/werk/{slug}", identity.Assess, h.judge),

		web.On("GET "+one+"/bevindingen", identity.SeeAssessment, h.findings),
		web.On("POST "+one+"/bevindingen", identity.Assess, h.addFinding),
		web.On("GET "+one+"/bevindingen/{n}", identity.SeeAssessment, h.finding),
		web.On("POST "+one+"/bevindingen/{n}", identity.Assess, h.changeFinding),
		web.On("POST "+one+"/bevindingen/{n}/reactie", identity.Commission, h.respond),
		web.On("POST "+one+"/bevindingen/{n}/actie", identity.Plan, h.toPlan),
		web.On("POST "+one+"/bevindingen/{n}/sluiting", identity.Assess, h.closeFinding),
		web.On("POST "+one+"/bevindingen/{n}/bewijs", identity.Commission, h.closeByEvidence),

		web.On("GET "+one+"/meenemen", identity.Assess, h.alongForm),
		web.On("POST "+one+"/meenemen", identity.Assess, h.along),
		web.On("POST "+one+"/resultaten", identity.Assess, h.results),
		web.On("GET "+one+"/terugbrengen", identity.Assess, h.backForm),
		web.Upload("POST "+one+"/terugbrengen", identity.Assess, workfile.MaxResults+web.MaxForm, h.back),
		{Pattern: "POST " + one + "/terugbrengen/opslaan", Do: string(identity.Assess), MaxBody: maxCarried, Handle: h.keep},

		web.On("GET "+one+"/concept", identity.Assess, h.preview),
		web.On("POST "+one+"/concept", identity.Assess, h.conclude),
		web.On("POST "+one+"/ondertekening", identity.Assess, h.sign),
		web.On("POST "+one+"/correctie", identity.Assess, h.correct),
		web.On("GET "+one+"/rapport/{n}", identity.SeeAssessment, h.report),
		web.On("GET "+one+"/rapport/{n}/document.json", identity.SeeAssessment, h.document),
	}
}

// home is the room's own page within the organisation.
const home = "/beoordelingen"

func pathOf(id audit.ID) string { return home + "/" + string(id) }

func findingPath(id audit.ID, n int) string {
	return pathOf(id) + "/bevindingen/" + strconv.Itoa(n)
}

func reportPath(id audit.ID, n int) string { return pathOf(id) + "/rapport/" + strconv.Itoa(n) }

func idOf(r *http.Request) audit.ID { return audit.ID(r.PathValue("id")) }

// numberOf is the number that the address names; 0, which nothing has, for none.
func numberOf(r *http.Request) int {
	n, err := strconv.Atoi(r.PathValue("n"))
	if err != nil {
		return 0
	}
	return n
}

// page is what every page of one assessment starts from.
type page struct {
	web.View
	by  identity.Actor
	cat *framework.Catalogue
	F   audit.File
	E   audit.Engagement // F's

	away bool // the work was taken along to here

	Refusal *fault.Fault // of what was just sent; nil on a first visit
}

func (h *Handler) page(r *http.Request) (page, error) {
	by := identity.ActorOf(r.Context())
	f, err := h.Service.File(r.Context(), by, idOf(r))
	return page{View: web.ViewOf(r.Context()), by: by, cat: h.Catalogue, F: f, E: f.Engagement, away: h.Service.Away != nil}, err
}

// pageAgain is page with what was wrong with the form that was just sent, and the
// status to answer with. It gives back what a form cannot mend; wrong may be nil.
func (h *Handler) pageAgain(r *http.Request, wrong error) (page, int, error) {
	refusal := web.Again(wrong, fault.Conflict)
	if refusal == nil && wrong != nil {
		return page{}, 0, wrong
	}
	p, err := h.page(r)
	if p.Refusal = refusal; refusal == nil {
		return p, http.StatusOK, err
	}
	return p, web.StatusOf(refusal), err
}

// may reports whether the reader may do act: what one may not do is not offered.
func (p page) may(act identity.Action) bool { return identity.May(p.by, act) }

// assesses reports whether the reader is an assessor of this very assessment.
func (p page) assesses() bool { return p.may(identity.Assess) && p.E.IsFor(p.by) }

// crumbs is the path to a page of the assessment.
func (p page) crumbs(last string) []web.Crumb {
	return []web.Crumb{{Name: p.T("Beoordelingen", "Assessments"), Path: home}, {Name: p.E.Terms.Firm, Path: pathOf(p.E.ID)}, {Name: last}}
}

// nameOf is a requirement in one line.
func (p page) nameOf(requirement string) string {
	r := p.cat.Find(requirement)
	if r == nil {
		return requirement
	}
	return r.Short().In(p.Lang) + " " + r.Title.In(p.Lang)
}

// title is the page's name; one that comes back with a complaint says so first.
func (p page) title(name string) string {
	if p.Refusal != nil {
		return p.T("Fout: ", "Error: ") + name
	}
	return name
}

// onDay says who agreed, and on which day.
func (p page) onDay(a audit.Agreement) string {
	return a.Name + ", " + p.Lang.Day(p.Local(a.At))
}

func version(n int64) string { return strconv.FormatInt(n, 10) }
