// Package assessmentweb is the self-assessment's pages: the quick scan, the
// requirements one by one and in a table, the statement of applicability, and how far
// the answers reach in other frameworks.
package assessmentweb

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/rule"
	"aantoonbaar/internal/source"
	"aantoonbaar/internal/web"
)

// A Handler serves the pages of the room.
type Handler struct {
	Service   *assessment.Service
	Catalogue *framework.Catalogue
	Works     source.Works // that content rests on

	// MakeLink makes the link that opens one question, as a path.
	MakeLink func(ctx context.Context, by identity.Actor, question, name string) (path string, err error)
	// OpenLink returns the actor that a question's link stands for.
	OpenLink func(ctx context.Context, secret string) (identity.Actor, error)

	// EvidencePanel and ActionPanel draw what other rooms show on the page of a
	// requirement; back is the page to return to.
	EvidencePanel func(ctx context.Context, v web.View, r *framework.Requirement, back string) (templ.Component, error)
	ActionPanel   func(ctx context.Context, v web.View, r *framework.Requirement, back string) (templ.Component, error)
	// EvidenceTitles names the valid evidence behind each requirement, for the
	// statement of applicability.
	EvidenceTitles func(ctx context.Context, by identity.Actor) (map[string][]string, error)
	// EvidenceHistory tells what was done with the evidence of a requirement, newest first.
	EvidenceHistory func(ctx context.Context, v web.View, r *framework.Requirement, limit int) ([]web.Line, error)
	// Records tells how what the organisation keeps elsewhere stands, by the names
	// of [framework.Records].
	Records func(ctx context.Context, by identity.Actor) (map[string]assessment.Record, error)
	// Mention draws one line about the last independent assessment; nil when
	// there was none.
	Mention func(ctx context.Context, v web.View) (templ.Component, error)
	// IsSmall tells whether the texts for small organisations fit.
	IsSmall func(ctx context.Context, by identity.Actor) (bool, error)
	// Concerns tells whether a duty of content/duties concerns the organisation.
	Concerns func(ctx context.Context, by identity.Actor, duty string) (rule.Truth, error)

	imports queue
}

// Routes lists the room's pages. The list is complete: no page is registered anywhere else.
func (h *Handler) Routes() []web.Route {
	return append([]web.Route{
		web.On("GET /o/{org}/maatregelen", identity.Read, h.list).Kept(),
		web.On("GET /o/{org}/maatregelen/{slug}", identity.Read, h.show).Kept(),
		web.On("POST /o/{org}/maatregelen/{slug}", identity.Answer, h.save),
		web.On("POST /o/{org}/maatregelen/{slug}/ongedaan", identity.Answer, h.undo),
		web.On("POST /o/{org}/maatregelen/{slug}/terugzetten", identity.Answer, h.putBack),
		web.On("POST /o/{org}/maatregelen/{slug}/bevestiging", identity.Answer, h.confirm),
		web.On("GET /o/{org}/maatregelen/{slug}/geschiedenis", identity.ReadHistory, h.history),
		web.On("GET /o/{org}/maatregelen/{slug}/vraag", identity.Ask, h.askForm),
		web.On("POST /o/{org}/maatregelen/{slug}/vraag", identity.Ask, h.ask),
		web.On("POST /o/{org}/maatregelen/{slug}/vraag/{question}", identity.Answer, h.takeOver),
		web.On("GET /vraag/{secret}", web.Public, h.askedForm),
		web.On("POST /vraag/{secret}", web.Public, h.asked),
		web.On("GET /o/{org}/tabel", identity.Read, h.table).Kept(),
		web.On("POST /o/{org}/tabel", identity.Answer, h.saveTable),
		web.On("GET /o/{org}/verklaring", identity.Read, h.statement).Kept(),
		web.On("GET /o/{org}/verklaring.xlsx", identity.Export, h.statementXLSX),
		web.On("GET /o/{org}/verklaring.csv", identity.Export, h.statementCSV),
		web.Upload("GET /o/{org}/inlezen", identity.Import, 1<<20, h.importForm),
		web.Upload("POST /o/{org}/inlezen", identity.Import, 11<<20, h.importPreview),
		{Pattern: "POST /o/{org}/inlezen/opslaan", Do: string(identity.Import), Handle: h.importSave, MaxBody: 8 << 20},
	}, h.moreRoutes()...)
}

// page is what the pages of one organisation start from.
type page struct {
	web.View
	by    identity.Actor
	pic   *assessment.Picture
	cat   *framework.Catalogue
	mayA  bool // may answer
	works source.Works
}

func (h *Handler) page(r *http.Request) (page, error) {
	by := identity.ActorOf(r.Context())
	pic, err := h.Service.Picture(r.Context(), by)
	return page{web.ViewOf(r.Context()), by, pic, h.Catalogue, identity.May(by, identity.Answer), h.Works}, err
}

// requirement returns the requirement that the address names.
func (h *Handler) requirement(r *http.Request) (*framework.Requirement, error) {
	req := h.Catalogue.BySlug(r.PathValue("slug"))
	if req == nil {
		return nil, fault.Missing("assessment.no-requirement")
	}
	return req, nil
}
