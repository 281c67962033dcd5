package exerciseweb

import (
	"net/http"
	"slices"
	"strconv"

	"aantoonbaar/internal/exercise"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/web"
)

// An exercisePage is one exercise, whatever its stage.
type exercisePage struct {
	scenarioPage
	V       exercise.View
	bar     exercise.Bar
	code    string // that lets others in, once after it was made
	hasPDF  bool   // this installation can make one, and the reader may take it along
	O       exercise.Outcome
	typed   typed
	Refusal *fault.Fault
}

// typed is what was typed into the forms of the page.
type typed struct {
	text, deed, inject, role, who, minute string // of a note
	from, says, by                        string // of an own message
	lesson, conclusion, because           string
	owner, due                            string
	lessonOf                              int // that the form for an action was about
}

func (p exercisePage) field(f web.Field) web.Field { return f.Complain(p.Refusal, p.Lang) }

func (p exercisePage) may(a identity.Action) bool { return identity.May(p.by, a) }

func (p exercisePage) crumb() web.Crumb {
	return web.Crumb{Name: p.T("Oefeningen", "Exercises"), Path: home}
}

// path is the address of the exercise, and of what lies below it.
func (p exercisePage) path(below string) string { return under(p.V.Exercise.ID) + below }

// page loads the exercise of the request.
func (h *Handler) page(r *http.Request, refusal *fault.Fault) (exercisePage, error) {
	by := identity.ActorOf(r.Context())
	v, err := h.Service.Find(r.Context(), by, idOf(r))
	p := exercisePage{scenarioPage: scenarioPage{View: web.ViewOf(r.Context()), by: by, catalogue: h.Catalogue, clocks: h.Service.Clocks, S: v.Exercise.Script}, V: v, bar: h.Service.Bar, hasPDF: h.PDF != nil && identity.May(by, identity.Export), O: v.Outcome(v.Now), Refusal: refusal}
	t := func(name string) string { return web.Text(r, name) }
	p.typed = typed{t("text"), t("deed"), t("inject"), t("role"), t("who"), t("minute"), t("from"), t("says"), t("by"), t("lesson"), t("conclusion"), t("because"), t("owner"), t("due"), numberOf(r)}
	return p, err
}

// numberOf is the lesson of the request; 0 for none.
func numberOf(r *http.Request) int {
	n, _ := strconv.Atoi(r.PathValue("n")) // what is no number is no lesson
	return n
}

// exercise serves GET …/oefeningen/{id}.
func (h *Handler) exercise(w http.ResponseWriter, r *http.Request) error {
	return h.renderExercise(w, r, nil)
}

func (h *Handler) renderExercise(w http.ResponseWriter, r *http.Request, refusal *fault.Fault) error {
	p, err := h.page(r, refusal)
	if err != nil {
		return err
	}
	view := reportView
	switch p.V.Exercise.Stage() {
	case exercise.Planned:
		view = plannedView
	case exercise.Running:
		view = runningView
	case exercise.Played, exercise.Signed:
	}
	return web.Render(w, r, web.CodeOf(refusal), view(p))
}

// live serves GET …/oefeningen/{id}/nu: what changes while the clock runs.
func (h *Handler) live(w http.ResponseWriter, r *http.Request) error {
	p, err := h.page(r, nil)
	if err != nil {
		return err
	}
	if !web.IsPart(r) {
		return web.Go(w, r, p.HrefIn(p.path("")), "")
	}
	return web.Render(w, r, http.StatusOK, liveView(p))
}

// acted shows the page again after a refusal, and goes on there otherwise.
func (h *Handler) acted(w http.ResponseWriter, r *http.Request, err error, nl, en string) error {
	if refusal := refusedAgain(err); refusal != nil {
		return h.renderExercise(w, r, refusal)
	}
	if err != nil {
		return err
	}
	return done(w, r, under(idOf(r)), nl, en)
}

// turned says what a turn did.
var turned = map[exercise.Turn]i18n.Text{
	exercise.Start: i18n.T("De klok loopt. Lees het begin voor.", "The clock runs. Read the beginning aloud."),
	exercise.Hold:  i18n.T("De klok staat stil.", "The clock stands still."),
	exercise.GoOn:  i18n.T("De klok loopt weer.", "The clock runs again."),
	exercise.Bring: i18n.T("Het bericht is gekomen.", "The message has come."),
	exercise.Skip:  i18n.T("Dit bericht komt niet.", "This message does not come."),
	exercise.Stop:  i18n.T("Gestopt: dit is geen oefening. Meld nu het echte incident.", "Stopped: this is no exercise. Report the real incident now."),
	exercise.End:   i18n.T("De klok is uit. Praat nu na, met de vragen hieronder.", "The clock is off. Now talk it over, with the questions below."),
}

// turn serves POST …/oefeningen/{id}/klok.
func (h *Handler) turn(w http.ResponseWriter, r *http.Request) error {
	turn := exercise.Turn(web.Text(r, "turn"))
	err := h.Service.Turn(r.Context(), identity.ActorOf(r.Context()), idOf(r), turn, web.Text(r, "inject"))
	return h.acted(w, r, err, turned[turn].NL, turned[turn].EN)
}

// add serves POST …/oefeningen/{id}/berichten.
func (h *Handler) add(w http.ResponseWriter, r *http.Request) error {
	i := exercise.Inject{To: r.PostForm["to"], By: exercise.Way(web.Text(r, "by")), From: i18n.Same(web.Text(r, "from")), Says: i18n.Same(web.Text(r, "says"))}
	err := h.Service.Add(r.Context(), identity.ActorOf(r.Context()), idOf(r), i)
	return h.acted(w, r, err, "Uw bericht is gekomen.", "Your message has come.")
}

// roleName is what people call a role.
func (p exercisePage) roleName(id string) string {
	r, _ := p.S.Role(id)
	return r.Name.In(p.Lang)
}

// heard are the messages that have come for the reader, newest first.
func (p exercisePage) heard() (all []exercise.Part) {
	if p.V.Plays {
		return p.V.Heard(p.V.Role, p.V.Now)
	}
	for _, x := range p.V.Parts(p.V.Now) {
		if x.IsOut() {
			all = append(all, x)
		}
	}
	slices.Reverse(all)
	return all
}

// next is the message that comes next; ok is false when none does.
func (p exercisePage) next() (exercise.Part, bool) {
	for _, x := range p.V.Parts(p.V.Now) {
		if !x.IsOut() && !x.Skipped {
			return x, true
		}
	}
	return exercise.Part{}, false
}

// partTone and partWords say how a message stands.
func (p exercisePage) partState(x exercise.Part) (tone, words string) {
	switch {
	case x.Skipped:
		return "info", p.T("Overgeslagen", "Skipped")
	case x.IsOut():
		return "ok", p.T("Gekomen op ", "Came at ") + reading(x.Clock)
	case p.V.Exercise.Stage() == exercise.Running:
		return "info", p.T("Komt op ", "Comes at ") + reading(x.Planned)
	}
	return "info", p.T("Niet gekomen", "Did not come")
}

// roles are the roles as options.
func (p exercisePage) roles() (options []web.Option) {
	for _, r := range p.S.Roles {
		options = append(options, web.Option{Value: r.ID, Label: r.Name.In(p.Lang), Chosen: p.typed.role == r.ID})
	}
	return options
}

// ways are how an own message can come.
func (p exercisePage) ways() (options []web.Option) {
	for _, w := range []exercise.Way{exercise.ByPhone, exercise.ByMail, exercise.OnScreen, exercise.InPerson, exercise.OnPaper} {
		options = append(options, web.Option{Value: string(w), Label: w.Name().In(p.Lang), Chosen: p.typed.by == string(w) || p.typed.by == "" && w == exercise.ByPhone})
	}
	return options
}

// seats and touches write names in a row.
func (p exercisePage) seats(all []exercise.Seat) string {
	var names []string
	for _, s := range all {
		names = append(names, s.Name)
	}
	return p.Lang.And(names)
}

func (p exercisePage) touches(all []exercise.Touch) string {
	var names []string
	for _, t := range all {
		names = append(names, t.Name)
	}
	return p.Lang.And(names)
}

// part says which part the reader has.
func (p exercisePage) part() string {
	switch {
	case p.V.Plays:
		return p.T("U speelt: ", "You play: ") + p.roleName(p.V.Role)
	case p.V.Observes:
		return p.T("U neemt waar", "You observe")
	case p.V.Leads && p.V.Exercise.Follows():
		return p.T("U leidt uw eigen mensen", "You lead your own people")
	case p.V.Leads:
		return p.T("U leidt", "You lead")
	}
	return p.T("Er wordt geoefend", "An exercise is going on")
}

// opening is what stands above the beginning of the story.
func (p exercisePage) opening() string {
	if p.V.Leads {
		return p.T("Zo begint het: lees dit voor", "How it begins: read this aloud")
	}
	return p.T("Zo begint het", "How it begins")
}
