// Package exerciseweb is the pages of exercises. The word OEFENING stands large on
// everything that plays.
package exerciseweb

import (
	"net/http"
	"strings"

	"aantoonbaar/internal/exercise"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/web"
)

// A Handler serves the pages.
type Handler struct {
	Service   *exercise.Service
	Catalogue *framework.Catalogue
}

// Routes lists the room's pages. The list is complete: no page is registered anywhere else.
func (h *Handler) Routes() []web.Route {
	return []web.Route{
		web.On("GET /o/{org}/oefeningen", identity.Read, h.show),
		web.On("GET /o/{org}/oefeningen/scenarios/{scenario}", identity.Read, h.scenario),
	}
}

const (
	home         = "/oefeningen"
	scenarioPath = home + "/scenarios"
)

// A homePage is the library.
type homePage struct {
	web.View
	Library []exercise.Scenario
}

// show serves GET …/oefeningen.
func (h *Handler) show(w http.ResponseWriter, r *http.Request) error {
	all, err := h.Service.Library(r.Context(), identity.ActorOf(r.Context()))
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, homeView(homePage{web.ViewOf(r.Context()), all}))
}

// A scenarioPage is one scenario.
type scenarioPage struct {
	web.View
	catalogue *framework.Catalogue
	clocks    map[string]i18n.Text
	S         exercise.Scenario
}

// scenario serves GET …/oefeningen/scenarios/{scenario}.
func (h *Handler) scenario(w http.ResponseWriter, r *http.Request) error {
	s, err := h.Service.Scenario(r.Context(), identity.ActorOf(r.Context()), r.PathValue("scenario"))
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, scenarioView(scenarioPage{web.ViewOf(r.Context()), h.Catalogue, h.Service.Clocks, s}))
}

// minutes writes how long something takes.
func minutes(l i18n.Lang, n int) string {
	return l.Plural(n, "%s minuut", "%s minuten", "%s minute", "%s minutes")
}

// people writes how many play.
func people(l i18n.Lang, s exercise.Scenario) string {
	return l.Plural(len(s.Roles), "%s rol", "%s rollen", "%s role", "%s roles")
}

// sectors writes for whom a scenario is.
func sectors(l i18n.Lang, all []org.Sector) string {
	if len(all) == 0 {
		return l.T("Alle soorten zorg", "All kinds of care")
	}
	names := make([]string, len(all))
	for i, s := range all {
		names[i] = s.Name().In(l)
	}
	return strings.Join(names, "; ")
}

// tests writes which systems a scenario tests.
func tests(l i18n.Lang, s exercise.Scenario) string {
	var names []string
	for _, k := range s.Kinds {
		names = append(names, k.Name().In(l))
	}
	return strings.Join(names, "; ")
}

// clockNames writes the legal clocks that run in the story.
func (p scenarioPage) clockNames() string {
	var names []string
	for _, c := range p.S.Clocks() {
		names = append(names, p.clocks[c].In(p.Lang))
	}
	return p.Lang.And(names)
}

// measure is one of the catalogue, by its number.
func (p scenarioPage) measure(number string) *framework.Requirement {
	return p.catalogue.Find("nen7510-2:2024/" + number)
}
