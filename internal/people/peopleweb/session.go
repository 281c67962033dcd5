package peopleweb

import (
	"net/http"
	"slices"
	"strings"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/people"
	"aantoonbaar/internal/people/listfile"
	"aantoonbaar/internal/web"
)

// sessionRoutes are the pages of who was there.
func (h *Handler) sessionRoutes() []web.Route {
	return []web.Route{
		web.On("GET /o/{org}/scholing/trainingen/{id}/opkomst", identity.KeepTraining, h.newSession),
		web.On("POST /o/{org}/scholing/trainingen/{id}/opkomst", identity.KeepTraining, h.saveSession),
		web.Upload("POST /o/{org}/scholing/trainingen/{id}/opkomst/inlezen", identity.KeepTraining, maxUpload, h.readSession),
		web.On("GET /o/{org}/scholing/trainingen/{id}/presentielijst", identity.SeeTraining, h.sheet),
		web.On("GET /o/{org}/scholing/bijeenkomsten/{id}", identity.SeeTraining, h.session),
		web.On("POST /o/{org}/scholing/bijeenkomsten/{id}", identity.KeepTraining, h.saveSession),
		web.On("POST /o/{org}/scholing/bijeenkomsten/{id}/intrekken", identity.KeepTraining, h.withdrawSession),
	}
}

// A sessionPage is one session, or the form for a new one.
type sessionPage struct {
	page
	T     people.Training // zero when it was taken out
	X     people.Session  // as stored; zero for a new one
	F     sessionForm
	Group string // the only group that is shown; "" for all
	Who   []people.Participant
	Left  []string // names in a list that nobody here has
}

// at finds the training, or the session, of the address.
func (h *Handler) at(r *http.Request, refusal *fault.Fault) (p sessionPage, err error) {
	if p.page, err = h.page(r, refusal); err != nil {
		return p, err
	}
	id, isSession := people.ID(r.PathValue("id")), strings.Contains(r.Pattern, "/bijeenkomsten/")
	if isSession {
		if p.X, err = p.found(p.S.Session(id)); err != nil {
			return p, err
		}
		id = p.X.Training
	}
	t, ok := p.S.Training(id)
	if !ok && !isSession {
		return p, fault.Missing("people.none")
	}
	p.T = t
	p.Group = r.FormValue("groep")
	p.Who = p.candidates()
	return p, nil
}

func (p sessionPage) found(x people.Session, ok bool) (people.Session, error) {
	if !ok {
		return x, fault.Missing("people.none")
	}
	return x, nil
}

// candidates are who may have been there: first those for whom the training is, then
// all others who work here, and who was there before.
func (p sessionPage) candidates() (all []people.Participant) {
	var others []people.Participant
	was := set(p.X.Present)
	for _, who := range p.S.All {
		switch {
		case was[who.ID]:
			all = append(all, who)
		case p.Group != "" && !(people.Audience{Groups: []string{p.Group}}).Has(who) || !who.WorksOn(p.S.Today):
		case p.T.For.Has(who):
			all = append(all, who)
		default:
			others = append(others, who)
		}
	}
	return append(all, others...)
}

func set[T comparable](all []T) map[T]bool {
	s := make(map[T]bool, len(all))
	for _, x := range all {
		s[x] = true
	}
	return s
}

// unlisted are those who were there and have no tick to take away: who was erased since,
// or whose account ended. They still count.
func (p sessionPage) unlisted() (ids []people.ID) {
	for _, id := range p.X.Present {
		if _, listed := p.S.Participant(id); !listed {
			ids = append(ids, id)
		}
	}
	return ids
}

// newSession serves GET …/trainingen/{id}/opkomst?groep=.
func (h *Handler) newSession(w http.ResponseWriter, r *http.Request) error {
	p, err := h.at(r, nil)
	if err != nil {
		return err
	}
	p.F = sessionForm{on: web.TypedDay(p.S.Today), ticked: wasThere}
	return web.Render(w, r, http.StatusOK, sessionFormView(p))
}

// session serves GET …/bijeenkomsten/{id}.
func (h *Handler) session(w http.ResponseWriter, r *http.Request) error {
	p, err := h.at(r, nil)
	if err != nil {
		return err
	}
	p.F = p.formOfSession()
	return web.Render(w, r, http.StatusOK, sessionView(p))
}

// saveSession serves POST …/trainingen/{id}/opkomst and …/bijeenkomsten/{id}.
func (h *Handler) saveSession(w http.ResponseWriter, r *http.Request) error {
	p, err := h.at(r, nil)
	if err != nil {
		return err
	}
	f := readSessionForm(r)
	x, err := f.parse(r.PostForm["shown"])
	if err == nil {
		x.ID, x.Training, x.Present = p.X.ID, p.T.ID, append(x.Present, p.unlisted()...)
		x, err = h.Service.SaveSession(r.Context(), p.by, x)
	}
	if refusal := web.Again(err, fault.Conflict); refusal != nil {
		if p, err = h.at(r, refusal); err != nil {
			return err
		}
		p.F = f
		if refusal.Kind == fault.Conflict {
			p.F.version = p.X.Version // what was typed may be stored over what is there now
		}
		view := sessionFormView(p)
		if p.X.ID != "" {
			view = sessionView(p)
		}
		return web.Render(w, r, web.CodeOf(refusal), view)
	}
	if err != nil {
		return err
	}
	v := web.ViewOf(r.Context())
	return web.Go(w, r, v.HrefIn(under(trainingPath, x.Training)), v.Lang.Plural(len(x.Present)+x.Guests, "Vastgelegd: %s persoon was erbij.", "Vastgelegd: %s mensen waren erbij.", "Recorded: %s person was there.", "Recorded: %s people were there."))
}

// readSession serves POST …/trainingen/{id}/opkomst/inlezen: it ticks who is on a list.
// Nothing is stored.
func (h *Handler) readSession(w http.ResponseWriter, r *http.Request) error {
	_, book, err := readBook(r, maxPeople)
	p, err2 := h.at(r, web.Again(err, fault.TooLarge))
	if err2 != nil {
		return err2
	}
	p.F = sessionForm{on: web.TypedDay(p.S.Today), ticked: wasThere}
	if p.Refusal != nil {
		return web.Render(w, r, web.StatusOf(p.Refusal), sessionFormView(p))
	}
	if err != nil {
		return err
	}
	named := people.ByName(p.Who)
	for _, reading := range listfile.Understand(book) {
		who, here := named[identity.PlainName(reading.Staff.Name)]
		switch {
		case here:
			p.F.present = append(p.F.present, string(who.ID))
		case reading.Staff.Name != "":
			p.Left = append(p.Left, reading.Staff.Name)
		}
	}
	return web.Render(w, r, http.StatusOK, sessionFormView(p))
}

// withdrawSession serves POST …/bijeenkomsten/{id}/intrekken.
func (h *Handler) withdrawSession(w http.ResponseWriter, r *http.Request) error {
	err := h.Service.WithdrawSession(r.Context(), identity.ActorOf(r.Context()), people.ID(r.PathValue("id")), web.Text(r, "because"))
	if refusal := web.Again(err); refusal != nil {
		p, err := h.at(r, refusal)
		if err != nil {
			return err
		}
		p.F = p.formOfSession()
		return web.Render(w, r, web.CodeOf(refusal), sessionView(p))
	}
	if err != nil {
		return err
	}
	return done(w, r, home, "De bijeenkomst telt niet meer. In het logboek blijft hij staan.", "The session no longer counts. It stays in the journal.")
}

// sheet serves GET …/trainingen/{id}/presentielijst?groep=: a list to sign on paper.
func (h *Handler) sheet(w http.ResponseWriter, r *http.Request) error {
	p, err := h.at(r, nil)
	if err != nil {
		return err
	}
	p.Who = slices.DeleteFunc(p.Who, func(who people.Participant) bool { return !p.T.For.Has(who) })
	return web.Render(w, r, http.StatusOK, sheetView(p))
}

// names lists who was there; who was erased or whose account ended is counted.
func (p page) names(ids []people.ID) (names []string, nameless int) {
	for _, id := range ids {
		if who, ok := p.S.Participant(id); ok && who.Name != "" {
			names = append(names, who.Name)
		} else {
			nameless++
		}
	}
	slices.Sort(names)
	return names, nameless
}

// now is what somebody else stored meanwhile.
func (p sessionPage) now() []string {
	names, _ := p.names(p.X.Present)
	return []string{p.Lang.Day(p.X.On), p.View.T("Erbij: ", "There: ") + web.OrDash(strings.Join(names, ", ")), p.View.T("Anderen: ", "Others: ") + p.Lang.Num(p.X.Guests), web.OrDash(p.X.Remarks)}
}

// sessionsOf lists when a training was given.
func (p page) sessionsOf(training people.ID) (all []people.Session) {
	for _, x := range p.S.Sessions {
		if x.Training == training {
			all = append(all, x)
		}
	}
	return all
}
