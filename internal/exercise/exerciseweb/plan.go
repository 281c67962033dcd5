package exerciseweb

import (
	"net/http"
	"slices"
	"strings"

	"aantoonbaar/internal/continuity"
	"aantoonbaar/internal/exercise"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/web"
)

// A planPage is the form on which an exercise is planned.
type planPage struct {
	web.View
	D       exercise.Draft // as typed, but for its moment
	when    string         // as typed
	host    string         // that leads the clock; "" for the organisation itself
	S       exercise.Scenario
	Library []exercise.Scenario
	C       exercise.Choices
	Refusal *fault.Fault
}

func (p planPage) field(f web.Field) web.Field { return f.Complain(p.Refusal, p.Lang) }

// leadHint says what whoever leads does.
func (p planPage) leadHint() string {
	if p.host != "" {
		return p.T("Wie bij u voorleest en het verslag ondertekent. Die persoon speelt zelf niet mee.", "Who reads aloud to your people and signs the report. That person does not play.")
	}
	return p.T("Wie de klok start, leidt en ondertekent het verslag. Die persoon speelt zelf niet mee.", "Who starts the clock, leads and signs the report. That person does not play.")
}

// action is where the form goes.
func (p planPage) action() string {
	if p.D.ID == "" {
		return home
	}
	return under(p.D.ID)
}

// fresh serves GET …/oefeningen/nieuw.
func (h *Handler) fresh(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	d := exercise.Draft{Scenario: q.Get("scenario")}
	when := ""
	if day := q.Get("dag"); day != "" {
		when = day + "T14:00"
	}
	return h.renderPlan(w, r, d, when, nil)
}

// edit serves GET …/oefeningen/{id}/wijzigen.
func (h *Handler) edit(w http.ResponseWriter, r *http.Request) error {
	e, err := h.Service.Draft(r.Context(), identity.ActorOf(r.Context()), idOf(r))
	if err != nil {
		return err
	}
	d := exercise.Draft{ID: e.ID, Version: e.Version, Scenario: e.Script.ID, Goal: e.Goal, Lead: e.Lead, Seats: e.Seats}
	for _, o := range e.Observers {
		d.Observers = append(d.Observers, o.Person)
	}
	for _, t := range e.Processes {
		d.Processes = append(d.Processes, t.ID)
	}
	for _, t := range e.Systems {
		d.Systems = append(d.Systems, t.ID)
	}
	return h.renderPlan(w, r, d, web.TypedMoment(e.When, h.Service.Zone), nil)
}

func (h *Handler) renderPlan(w http.ResponseWriter, r *http.Request, d exercise.Draft, when string, refusal *fault.Fault) error {
	by := identity.ActorOf(r.Context())
	p := planPage{View: web.ViewOf(r.Context()), D: d, when: when, Refusal: refusal}
	var err error
	if p.Library, err = h.Service.Library(r.Context(), by); err != nil {
		return err
	}
	if i := slices.IndexFunc(p.Library, func(s exercise.Scenario) bool { return s.ID == d.Scenario }); i >= 0 {
		p.S = p.Library[i]
	}
	if d.ID != "" {
		e, err := h.Service.Draft(r.Context(), by, d.ID)
		if err != nil {
			return err
		}
		if e.Region != nil {
			p.S, p.host = e.Script, e.Region.Host // others play the same
		}
		p.D.When = e.When
	}
	if p.C, err = h.Service.Choices(r.Context(), by); err != nil {
		return err
	}
	return web.Render(w, r, web.CodeOf(refusal), planView(p))
}

// save serves POST …/oefeningen and POST …/oefeningen/{id}.
func (h *Handler) save(w http.ResponseWriter, r *http.Request) error {
	var k fault.Checker
	d, when := h.readDraft(r), web.Text(r, "when")
	d.When = web.ParseMoment(&k, "when", when, h.Service.Zone)
	err := k.Fault("exercise.unreadable")
	var e exercise.Exercise
	if err == nil {
		e, err = h.Service.Save(r.Context(), identity.ActorOf(r.Context()), d)
	}
	if refusal := refusedAgain(err); refusal != nil {
		return h.renderPlan(w, r, d, when, refusal)
	}
	if err != nil {
		return err
	}
	return done(w, r, under(e.ID), "De oefening staat gepland.", "The exercise is planned.")
}

// readDraft reads the form as typed.
func (h *Handler) readDraft(r *http.Request) exercise.Draft {
	d := exercise.Draft{ID: idOf(r), Version: web.FormVersion(r), Scenario: web.Text(r, "scenario"), Goal: web.Text(r, "goal"), Lead: web.Text(r, "lead")}
	i := slices.IndexFunc(h.Service.Scenarios, func(s exercise.Scenario) bool { return s.ID == d.Scenario })
	if i >= 0 {
		for _, role := range h.Service.Scenarios[i].Roles {
			d.Seats = append(d.Seats, readSeats(r, role.ID)...)
		}
	}
	for _, v := range r.PostForm["observers"] {
		d.Observers = append(d.Observers, identity.PersonID(v))
	}
	for _, v := range r.PostForm["processes"] {
		d.Processes = append(d.Processes, continuity.ID(v))
	}
	for _, v := range r.PostForm["systems"] {
		d.Systems = append(d.Systems, continuity.ID(v))
	}
	return d
}

// readSeats reads who plays a role: somebody of the list, and names.
func readSeats(r *http.Request, role string) (all []exercise.Seat) {
	if person := web.Text(r, "role-"+role); person != "" {
		all = append(all, exercise.Seat{Role: role, Person: identity.PersonID(person)})
	}
	for name := range strings.SplitSeq(web.Text(r, "names-"+role), ",") {
		if name = strings.TrimSpace(name); name != "" {
			all = append(all, exercise.Seat{Role: role, Name: name})
		}
	}
	return all
}

// drop serves POST …/oefeningen/{id}/afzeggen.
func (h *Handler) drop(w http.ResponseWriter, r *http.Request) error {
	err := h.Service.Drop(r.Context(), identity.ActorOf(r.Context()), idOf(r), web.FormVersion(r), web.Text(r, "because"))
	if refusal := refusedAgain(err); refusal != nil {
		return h.renderExercise(w, r, refusal)
	}
	if err != nil {
		return err
	}
	return done(w, r, home, "De oefening gaat niet door. In het logboek blijft zij staan.", "The exercise is called off. It stays in the journal.")
}

// members are the people of the organisation as the options of a list, with nobody
// chosen first.
func (p planPage) members(chosen identity.PersonID) []web.Option {
	options := []web.Option{{Value: "", Label: p.T("Niemand van de lijst", "Nobody of the list"), Chosen: chosen == ""}}
	for _, id := range identity.ByName(p.C.People.Here) {
		options = append(options, web.Option{Value: string(id), Label: p.C.People.Here[id], Chosen: id == chosen})
	}
	return options
}

// person is the member who plays a role, and names are the others.
func (p planPage) person(role string) identity.PersonID {
	for _, s := range p.D.Seats {
		if s.Role == role && s.Person != "" {
			return s.Person
		}
	}
	return ""
}

func (p planPage) names(role string) string {
	var names []string
	for _, s := range p.D.Seats {
		if s.Role == role && s.Person == "" {
			names = append(names, s.Name)
		}
	}
	return strings.Join(names, ", ")
}

func (p planPage) observers() (options []web.Option) {
	for _, id := range identity.ByName(p.C.People.Here) {
		options = append(options, web.Option{Value: string(id), Label: p.C.People.Here[id], Chosen: slices.Contains(p.D.Observers, id)})
	}
	return options
}

func (p planPage) processes() (options []web.Option) {
	for _, x := range p.C.Carried.Processes {
		options = append(options, web.Option{Value: string(x.ID), Label: x.Name, Chosen: slices.Contains(p.D.Processes, x.ID)})
	}
	return options
}

func (p planPage) systems() (options []web.Option) {
	for _, x := range p.C.Carried.Systems {
		chosen := slices.Contains(p.D.Systems, x.ID) || p.D.ID == "" && len(p.D.Seats) == 0 && slices.Contains(p.S.Kinds, x.Kind)
		options = append(options, web.Option{Value: string(x.ID), Label: x.Name, Hint: x.Kind.Name().In(p.Lang), Chosen: chosen})
	}
	return options
}

func (p planPage) stories() (options []web.Option) {
	options = []web.Option{{Value: "", Label: p.T("Kies een verhaal", "Choose a story")}}
	for _, s := range p.Library {
		options = append(options, web.Option{Value: s.ID, Label: s.Title.In(p.Lang), Chosen: s.ID == p.D.Scenario})
	}
	return options
}
