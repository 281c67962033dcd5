// Package peopleweb is the pages of training: what people must learn, who they are,
// and the talks to begin with.
package peopleweb

import (
	"net/http"
	"slices"
	"strings"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/people"
	"aantoonbaar/internal/web"
)

// A Handler serves the pages.
type Handler struct {
	Service   *people.Service
	Catalogue *framework.Catalogue
}

// maxUpload is the longest form with a file in it, in bytes.
const maxUpload = 11 << 20

// Routes lists the room's pages. The list is complete: no page is registered anywhere else.
func (h *Handler) Routes() []web.Route {
	return slices.Concat(h.staffRoutes(), h.sessionRoutes(), h.certificateRoutes(), h.matrixRoutes(), h.phishingRoutes(), []web.Route{
		web.On("GET /o/{org}/scholing", identity.Read, h.show),
		web.On("GET /o/{org}/scholing/onderwerpen/{topic}", identity.Read, h.subject),
		web.On("GET /o/{org}/scholing/trainingen/nieuw", identity.KeepTraining, h.newTraining),
		web.On("POST /o/{org}/scholing/trainingen", identity.KeepTraining, h.saveTraining),
		web.On("GET /o/{org}/scholing/trainingen/{id}", identity.Read, h.training),
		web.On("GET /o/{org}/scholing/trainingen/{id}/wijzigen", identity.KeepTraining, h.editTraining),
		web.On("POST /o/{org}/scholing/trainingen/{id}", identity.KeepTraining, h.saveTraining),
		web.On("POST /o/{org}/scholing/trainingen/{id}/weg", identity.KeepTraining, h.dropTraining),
		web.On("POST /o/{org}/scholing/trainingen/{id}/gevolgd", identity.SayFollowed, h.sayFollowed),
	})
}

const (
	home         = people.Page
	trainingPath = home + "/trainingen"
	staffPath    = home + "/deelnemers"
	subjectPath  = home + "/onderwerpen"
	sessionPath  = home + "/bijeenkomsten"
)

// under is the page of a record.
func under(path string, id people.ID) string { return path + "/" + string(id) }

// A page is what every page of this room shows.
type page struct {
	web.View
	by       identity.Actor
	S        people.Sheaf
	Subjects []people.Subject
	Refusal  *fault.Fault
}

// page looks at what there is now.
func (h *Handler) page(r *http.Request, refusal *fault.Fault) (page, error) {
	by := identity.ActorOf(r.Context())
	s, err := h.Service.Look(r.Context(), by)
	return page{View: web.ViewOf(r.Context()), by: by, S: s, Subjects: h.Service.Subjects, Refusal: refusal}, err
}

// may reports whether the reader may do act.
func (p page) may(act identity.Action) bool { return identity.May(p.by, act) }

// mayKeep reports whether the reader changes anything here.
func (p page) mayKeep() bool { return p.may(identity.KeepTraining) }

// maySee reports whether the reader sees who followed what.
func (p page) maySee() bool { return p.may(identity.SeeTraining) }

// field is one field of a form.
func (p page) field(f web.Field) web.Field { return f.Complain(p.Refusal, p.Lang) }

// crumb is the step to this room.
func (p page) crumb() web.Crumb { return web.Crumb{Name: p.T("Scholing", "Training"), Path: home} }

// done sends the reader on after an act.
func done(w http.ResponseWriter, r *http.Request, path, nl, en string) error {
	v := web.ViewOf(r.Context())
	return web.Go(w, r, v.HrefIn(path), v.T(nl, en))
}

// An overviewPage is the first page of the room.
type overviewPage struct {
	page
	Proven bool // the attendance of today stands among the evidence
}

// show serves GET /o/{org}/scholing.
func (h *Handler) show(w http.ResponseWriter, r *http.Request) error {
	p, err := h.page(r, nil)
	if err != nil {
		return err
	}
	proven, err := h.Service.Proven(r.Context(), p.by)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, overview(overviewPage{p, proven}))
}

// mayProve reports whether the reader may add to the evidence.
func (p page) mayProve() bool { return p.may(identity.Evidence) }

// subject serves GET /o/{org}/scholing/onderwerpen/{topic}.
func (h *Handler) subject(w http.ResponseWriter, r *http.Request) error {
	p, err := h.page(r, nil)
	if err != nil {
		return err
	}
	s, ok := h.Service.Subject(r.PathValue("topic"))
	if !ok {
		return fault.Missing("people.no-subject")
	}
	return web.Render(w, r, http.StatusOK, subjectView(p, s))
}

// audience says for whom a training is.
func (p page) audience(a people.Audience) string {
	if a.Everybody {
		return p.T("Iedereen", "Everybody")
	}
	var names []string
	for _, r := range a.Roles {
		names = append(names, r.Name().In(p.Lang))
	}
	return strings.Join(append(names, a.Groups...), ", ")
}

// every says how often a training returns.
func (p page) every(months int) string {
	switch {
	case months == 0:
		return p.T("Eén keer", "Once")
	case months == 12:
		return p.T("Elk jaar", "Every year")
	case months%12 == 0:
		return p.Lang.Tf("Elke %d jaar", "Every %d years", months/12)
	}
	return p.Lang.Tf("Elke %d maanden", "Every %d months", months)
}

// standing says in words where somebody stands, and in which tone.
func (p page) standing(m people.Mark) (tone, words string) {
	until := p.Lang.ShortDay(m.Due)
	switch m.Standing {
	case people.Good:
		words = p.T("Gevolgd", "Followed")
		if m.Own {
			words = p.T("Gevolgd (eigen opgave)", "Followed (own word)")
		}
		if !m.Due.IsZero() {
			words += p.T(", geldt tot en met ", ", counts until ") + until
		}
		return "ok", words
	case people.Soon:
		if m.Last.IsZero() {
			return "warn", p.T("Volgen vóór of op ", "To follow by ") + until
		}
		return "warn", p.T("Opnieuw volgen vóór of op ", "To follow again by ") + until
	case people.Late:
		return "late", p.T("Te laat sinds ", "Late since ") + until
	case people.Free:
	}
	return "info", p.T("Niet nodig", "Not needed")
}

// counted says how many of those for whom a training is have followed it.
func (p page) counted(c people.Count) string {
	return p.Lang.Tf("%s van %s", "%s of %s", p.Lang.Num(c.Good), p.Lang.Num(c.All()))
}

// measures names requirements by their numbers.
func (p page) measures(h *framework.Catalogue, ids []string) string {
	var numbers []string
	for _, id := range ids {
		if r := h.Find(id); r != nil {
			numbers = append(numbers, r.Number)
		}
	}
	return strings.Join(numbers, ", ")
}

// begun returns the training that began with a subject.
func (p page) begun(s people.Subject) (people.Training, bool) {
	i := slices.IndexFunc(p.S.Trainings, func(t people.Training) bool { return t.Subject == s.ID })
	if i < 0 {
		return people.Training{}, false
	}
	return p.S.Trainings[i], true
}

// lines are texts in the reader's language.
func (p page) lines(all []i18n.Text) (lines []string) {
	for _, t := range all {
		lines = append(lines, t.In(p.Lang))
	}
	return lines
}
