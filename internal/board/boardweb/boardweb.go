// Package boardweb is the board's pages: where do we stand, what must be decided,
// what is signed, who is trained, and the report for the meeting.
package boardweb

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

	"aantoonbaar/internal/board"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/web"
)

// A Handler serves the pages of the room.
type Handler struct {
	Service *board.Service

	// PDF prints a whole HTML page; nil on a machine that cannot, and then the
	// pages do not offer it.
	PDF func(ctx context.Context, html string) ([]byte, error)

	// Mention draws one line about the last independent assessment; nil when
	// there was none.
	Mention func(ctx context.Context, v web.View) (templ.Component, error)

	// Beside draws small cards of other rooms: what went wrong in the last year, and who
	// opened which record; nil where the reader may not see them.
	Beside func(ctx context.Context, v web.View) (templ.Component, error)
}

// Routes lists the room's pages. The list is complete: no page is registered anywhere else.
func (h *Handler) Routes() []web.Route {
	return []web.Route{
		web.On("GET /o/{org}/bestuur", identity.Read, h.show),
		web.On("GET /o/{org}/bestuur/zin", identity.PrepareBoard, h.sentenceForm),
		web.On("POST /o/{org}/bestuur/zin", identity.PrepareBoard, h.say),
		web.On("GET /o/{org}/bestuur/besluiten", identity.Read, h.decisions),
		web.On("POST /o/{org}/bestuur/besluiten", identity.PrepareBoard, h.ask),
		web.On("POST /o/{org}/bestuur/besluiten/{id}", identity.Sign, h.decide),
		web.On("POST /o/{org}/bestuur/besluiten/{id}/intrekken", identity.PrepareBoard, h.withdraw),
		web.On("GET /o/{org}/bestuur/ondertekenen/{subject}", identity.Read, h.review),
		web.On("POST /o/{org}/bestuur/ondertekenen/{subject}", identity.Sign, h.sign),
		web.On("GET /o/{org}/bestuur/goedkeuringen/{id}", identity.Read, h.approval),
		web.On("GET /o/{org}/bestuur/goedkeuringen/{id}/document.json", identity.Export, h.document),
		web.On("GET /o/{org}/bestuur/scholing", identity.Read, h.training),
		web.On("POST /o/{org}/bestuur/scholing", identity.Training, h.addCertificate),
		web.On("POST /o/{org}/bestuur/scholing/{id}/intrekken", identity.Training, h.withdrawCertificate),
		web.On("GET /o/{org}/bestuur/rapport", identity.Read, h.report),
		web.On("GET /o/{org}/bestuur/rapport.pdf", identity.Export, h.reportPDF),
	}
}

// page is what every page of the room starts from.
type page struct {
	web.View
	mayPrepare, maySign, mayTrain, mayExport bool
	me                                       string // the actor's own name
	mayLookBack                              bool
	hasPDF                                   bool // this installation can make one, and the reader may take it along
}

func (h *Handler) page(r *http.Request) (page, identity.Actor) {
	by := identity.ActorOf(r.Context())
	return page{
		View:       web.ViewOf(r.Context()),
		mayPrepare: identity.May(by, identity.PrepareBoard), maySign: identity.May(by, identity.Sign),
		mayTrain: identity.May(by, identity.Training), mayExport: identity.May(by, identity.Export),
		mayLookBack: identity.May(by, identity.ReadHistory),
		me:          by.Name, hasPDF: h.PDF != nil && identity.May(by, identity.Export),
	}, by
}

// subjectOf returns the subject that the address names; "" for none.
func subjectOf(r *http.Request) board.Subject {
	for _, s := range board.Subjects {
		if s.Slug() == r.PathValue("subject") {
			return s
		}
	}
	return ""
}

func signPath(s board.Subject) string { return "/bestuur/ondertekenen/" + s.Slug() }

func approvalPath(id board.ApprovalID) string { return "/bestuur/goedkeuringen/" + string(id) }
