// Package planweb is the improvement plan's pages: the list, the suggested
// actions, one action, the forecast, and the plan as a calendar and a spreadsheet.
package planweb

import (
	"net/http"

	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/plan"
	"aantoonbaar/internal/web"
)

// A Handler serves the pages of the room.
type Handler struct {
	Service   *plan.Service
	Catalogue *framework.Catalogue
}

// Routes lists the room's pages. The list is complete: no page is registered anywhere else.
func (h *Handler) Routes() []web.Route {
	return []web.Route{
		web.On("GET /o/{org}/verbeterplan", identity.Read, h.list),
		web.On("POST /o/{org}/verbeterplan", identity.Plan, h.create),
		web.On("GET /o/{org}/verbeterplan/nieuw", identity.Plan, h.newForm),
		web.On("GET /o/{org}/verbeterplan/voorstel", identity.Read, h.proposals),
		web.On("POST /o/{org}/verbeterplan/voorstel", identity.Plan, h.choose),
		web.On("POST /o/{org}/verbeterplan/uit-quickscan", identity.Plan, h.fromScan),
		web.On("GET /o/{org}/verbeterplan/vooruitblik", identity.Read, h.outlook),
		web.On("GET /o/{org}/verbeterplan/{action}", identity.Read, h.show),
		web.On("GET /o/{org}/verbeterplan/{action}/wijzigen", identity.Plan, h.editForm),
		web.On("POST /o/{org}/verbeterplan/{action}", identity.Plan, h.save),
		web.On("POST /o/{org}/verbeterplan/{action}/stand", identity.Plan, h.setStatus),
		web.On("GET /o/{org}/verbeterplan.ics", identity.Export, h.ics),
		web.On("GET /o/{org}/verbeterplan.xlsx", identity.Export, h.xlsx),
	}
}

// names is who can own an action, and who could.
type names = identity.Roll

// page is what every page of the room starts from.
type page struct {
	web.View
	by    identity.Actor
	cat   *framework.Catalogue
	names names
}

func (h *Handler) page(r *http.Request) (page, error) {
	by := identity.ActorOf(r.Context())
	members, err := h.Service.Members(r.Context(), by)
	return page{web.ViewOf(r.Context()), by, h.Catalogue, members}, err
}

// may reports whether the reader may do act: what one may not do is not offered.
func (p page) may(act identity.Action) bool { return identity.May(p.by, act) }

// members returns whom one can choose, by name.
func (p page) members() []identity.PersonID { return identity.ByName(p.names.Here) }

// owners returns the options of a field in which one chooses who does it. An
// owner who has left stays to be seen.
func (p page) owners(chosen identity.PersonID) []web.Option {
	options := []web.Option{{Value: "", Label: p.T("Nog niemand", "Nobody yet"), Chosen: chosen == ""}}
	for _, id := range p.members() {
		options = append(options, web.Option{Value: string(id), Label: p.names.Here[id], Chosen: id == chosen})
	}
	if chosen != "" && p.names.Here[chosen] == "" {
		options = append(options, web.Option{Value: string(chosen), Label: leftText(p.View, p.names.Name(chosen)), Chosen: true})
	}
	return options
}

// requirements returns the requirements of an action that the catalogue still has, in the norm's order.
func (p page) requirements(a plan.Action) []*framework.Requirement {
	var all []*framework.Requirement
	for _, r := range p.cat.Requirements {
		if a.IsFor(r.ID) {
			all = append(all, r)
		}
	}
	return all
}

// home is the plan's own page within the organisation.
const home = "/verbeterplan"

func actionPath(a plan.Action) string { return home + "/" + a.ID }

func requirementPath(r *framework.Requirement) string { return "/maatregelen/" + r.Slug() }
