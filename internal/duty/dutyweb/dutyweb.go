// Package dutyweb is the pages about what concerns an organisation: its profile,
// which laws and norms follow from that and why, and which dates are coming.
package dutyweb

import (
	"context"
	"net/http"

	"aantoonbaar/internal/duty"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/ref"
	"aantoonbaar/internal/source"
	"aantoonbaar/internal/web"
)

// A Handler serves the pages of the room.
type Handler struct {
	Service *duty.Service
	Works   source.Works // that content rests on

	// PageOf finds the page of a requirement ({"requirement", "nen7510-2:2024/5.43"})
	// or of a room ({"room", "incident"}): what people call it, and its path within
	// the organisation, "" where there is no such page.
	PageOf func(ref.Ref) (name i18n.Text, path string)

	// History returns the latest changes of the profile, newest first:
	// [duty.Service.History].
	History func(ctx context.Context, by identity.Actor) ([]journal.Entry, error)
}

// Routes lists the room's pages. The list is complete: no page is registered anywhere else.
func (h *Handler) Routes() []web.Route {
	return []web.Route{
		web.On("GET /o/{org}/profiel", identity.Read, h.profile),
		web.On("POST /o/{org}/profiel", identity.EditProfile, h.change),
		web.On("GET /o/{org}/wat-geldt", identity.Read, h.duties),
		web.On("GET /o/{org}/kalender", identity.Read, h.calendar),
		web.On("GET /o/{org}/kalender.ics", identity.Read, h.calendarFile),
	}
}

// A page is what the pages of one organisation start from.
type page struct {
	web.View
	Org     org.Organisation
	MayEdit bool

	pageOf func(ref.Ref) (i18n.Text, string)
	works  source.Works
}

func (h *Handler) page(r *http.Request) (page, identity.Actor, error) {
	by := identity.ActorOf(r.Context())
	o, err := h.Service.Organisation(r.Context(), by)
	return page{web.ViewOf(r.Context()), o, identity.May(by, identity.EditProfile), h.PageOf, h.Works}, by, err
}

// A dutiesPage says what concerns the organisation.
type dutiesPage struct {
	page
	Judgements []duty.Judgement
}

func (h *Handler) duties(w http.ResponseWriter, r *http.Request) error {
	p, by, err := h.page(r)
	if err != nil {
		return err
	}
	js, err := h.Service.Judgements(r.Context(), by)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, dutiesTempl(dutiesPage{p, js}))
}

// A calendarPage shows the dates that concern the organisation.
type calendarPage struct {
	page
	Calendar duty.Calendar
	Rules    duty.Rules
}

func (h *Handler) calendar(w http.ResponseWriter, r *http.Request) error {
	p, by, err := h.page(r)
	if err != nil {
		return err
	}
	c, err := h.Service.Calendar(r.Context(), by)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, calendarTempl(calendarPage{p, c, h.Service.Rules}))
}

// A link leads to a page where a consequence is worked on.
type link struct {
	Name string
	Path string // within the organisation
}

// links lists the pages that help with a consequence.
func (p page) links(c duty.Consequence) []link {
	var refs []ref.Ref
	for _, id := range c.Requirements {
		refs = append(refs, ref.Ref{Kind: "requirement", ID: id})
	}
	if c.Room != "" {
		refs = append(refs, ref.Ref{Kind: "room", ID: c.Room})
	}
	var all []link
	for _, r := range refs {
		if name, path := p.pageOf(r); path != "" {
			all = append(all, link{name.In(p.Lang), path})
		}
	}
	return all
}
