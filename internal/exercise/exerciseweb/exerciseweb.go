// Package exerciseweb is the pages of exercises. The word OEFENING stands large on
// everything that plays.
package exerciseweb

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"aantoonbaar/internal/exercise"
	"aantoonbaar/internal/fault"
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

	// PDF prints a whole HTML page; nil on a machine that cannot, and then the pages
	// offer none.
	PDF func(ctx context.Context, html string) ([]byte, error)
}

// Routes lists the room's pages. The list is complete: no page is registered anywhere else.
func (h *Handler) Routes() []web.Route {
	const plan, join = identity.LeadExercise, identity.JoinExercise
	return []web.Route{
		web.On("GET /o/{org}/oefeningen", identity.Read, h.show),
		web.On("GET /o/{org}/oefeningen/programma", identity.Read, h.programme),
		web.On("GET /o/{org}/oefenverhalen/{scenario}", identity.Read, h.scenario),
		web.On("GET /o/{org}/oefeningen/nieuw", plan, h.fresh),
		web.On("POST /o/{org}/oefeningen", plan, h.save),
		web.On("GET /o/{org}/oefeningen/meedoen", plan, h.joining),
		web.On("POST /o/{org}/oefeningen/meedoen", plan, h.join),
		web.On("GET /o/{org}/oefeningen/{id}", identity.Read, h.exercise),
		web.On("GET /o/{org}/oefeningen/{id}/nu", identity.Read, h.live),
		web.On("GET /o/{org}/oefeningen/{id}/wijzigen", plan, h.edit),
		web.On("POST /o/{org}/oefeningen/{id}", plan, h.save),
		web.On("POST /o/{org}/oefeningen/{id}/afzeggen", plan, h.drop),
		web.On("POST /o/{org}/oefeningen/{id}/uitnodigen", plan, h.invite),
		web.On("POST /o/{org}/oefeningen/{id}/uitnodiging-intrekken", plan, h.uninvite),
		web.On("POST /o/{org}/oefeningen/{id}/tijden", plan, h.give),
		web.On("POST /o/{org}/oefeningen/{id}/klok", plan, h.turn),
		web.On("POST /o/{org}/oefeningen/{id}/berichten", plan, h.add),
		web.On("POST /o/{org}/oefeningen/{id}/notities", join, h.say),
		web.On("POST /o/{org}/oefeningen/{id}/notities/{note}/weg", join, h.strike),
		web.On("GET /o/{org}/oefeningen/{id}/waarnemen/{inject}", join, h.form),
		web.On("POST /o/{org}/oefeningen/{id}/waarnemen/{inject}", join, h.observe),
		web.On("POST /o/{org}/oefeningen/{id}/lessen", join, h.learn),
		web.On("POST /o/{org}/oefeningen/{id}/lessen/{n}/weg", plan, h.unlearn),
		web.On("POST /o/{org}/oefeningen/{id}/lessen/{n}/actie", identity.Plan, h.toPlan),
		web.On("POST /o/{org}/oefeningen/{id}/ondertekenen", plan, h.sign),
		web.On("POST /o/{org}/oefeningen/{id}/bewijs", identity.Evidence, h.prove),
		web.On("GET /o/{org}/oefeningen/{id}/verslag.json", identity.Read, h.export),
		web.On("GET /o/{org}/oefeningen/{id}/verslag.pdf", identity.Export, h.exportPDF),
	}
}

const (
	home          = "/oefeningen"
	scenarioPath  = "/oefenverhalen"
	programmePath = home + "/programma"
)

// under is the page of an exercise.
func under(id exercise.ID) string { return home + "/" + string(id) }

// A homePage is what was and will be played, and the library.
type homePage struct {
	web.View
	by        identity.Actor
	Library   []exercise.Scenario
	Exercises []exercise.Exercise
}

// show serves GET …/oefeningen.
func (h *Handler) show(w http.ResponseWriter, r *http.Request) error {
	by := identity.ActorOf(r.Context())
	library, err := h.Service.Library(r.Context(), by)
	if err != nil {
		return err
	}
	all, err := h.Service.List(r.Context(), by)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, homeView(homePage{web.ViewOf(r.Context()), by, library, all}))
}

// in lists the exercises of a stage: those to come soonest first.
func (p homePage) in(stages ...exercise.Stage) (all []exercise.Exercise) {
	for _, e := range p.Exercises {
		if slices.Contains(stages, e.Stage()) {
			all = append(all, e)
		}
	}
	if slices.Contains(stages, exercise.Planned) {
		slices.Reverse(all)
	}
	return all
}

func (p homePage) mayPlan() bool { return identity.May(p.by, identity.LeadExercise) }

func (p homePage) mayKnow(e exercise.Exercise) bool { return mayKnow(p.by, e) }

// mayKnow reports whether the reader may know when a call-out comes: who leads, and
// does not play.
func mayKnow(by identity.Actor, e exercise.Exercise) bool {
	_, plays := e.RoleOf(by.Person)
	return identity.May(by, identity.LeadExercise) && !plays
}

// stageTone is the colour of how far an exercise is.
func stageTone(s exercise.Stage) string {
	switch s {
	case exercise.Running:
		return "late"
	case exercise.Played:
		return "warn"
	case exercise.Signed:
		return "ok"
	case exercise.Planned:
	}
	return "info"
}

// when is the moment that a list shows: when it began, else for when it was planned.
// Of a call-out who does not lead reads the month only: it is to come unexpected.
func when(v web.View, e exercise.Exercise, leads bool) string {
	switch {
	case !e.Begun.At.IsZero():
		return v.Lang.Moment(v.Local(e.Begun.At))
	case e.Script.Form == exercise.CallOut && !leads:
		return v.T("ergens in ", "some time in ") + v.Lang.Month(v.Local(e.When))
	}
	return v.Lang.Moment(v.Local(e.When))
}

// A scenarioPage is one scenario.
type scenarioPage struct {
	web.View
	by        identity.Actor
	catalogue *framework.Catalogue
	clocks    map[string]i18n.Text
	S         exercise.Scenario
	closed    bool // the reader plays in an exercise of it that is to come
	paper     bool // for a file: nothing on it leads anywhere
}

// scenario serves GET …/oefenverhalen/{scenario}.
func (h *Handler) scenario(w http.ResponseWriter, r *http.Request) error {
	by := identity.ActorOf(r.Context())
	s, closed, err := h.Service.Scenario(r.Context(), by, r.PathValue("scenario"))
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, scenarioView(scenarioPage{View: web.ViewOf(r.Context()), by: by, catalogue: h.Catalogue, clocks: h.Service.Clocks, S: s, closed: closed}))
}

func (p scenarioPage) mayPlan() bool { return identity.May(p.by, identity.LeadExercise) }

// minutes writes how long something takes.
func minutes(l i18n.Lang, n int) string {
	return l.Plural(n, "%s minuut", "%s minuten", "%s minute", "%s minutes")
}

// reading is what the clock of an exercise reads: "0:14".
func reading(d time.Duration) string { return exercise.Minute(int(d / time.Minute)) }

// lasted writes a measured time: "40 seconden", "3 minuten".
func lasted(l i18n.Lang, d time.Duration) string {
	if d < time.Minute {
		return l.Plural(int(d/time.Second), "%s seconde", "%s seconden", "%s second", "%s seconds")
	}
	return minutes(l, int(d/time.Minute))
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

// done sends the reader on after an act.
func done(w http.ResponseWriter, r *http.Request, path, nl, en string) error {
	v := web.ViewOf(r.Context())
	return web.Go(w, r, v.HrefIn(path), v.T(nl, en))
}

// idOf is the exercise of the request.
func idOf(r *http.Request) exercise.ID { return exercise.ID(r.PathValue("id")) }

// refusedAgain is a refusal after which a page is shown again: a form, or an act that
// does not fit what is there now.
func refusedAgain(err error) *fault.Fault { return web.Again(err, fault.Conflict) }
