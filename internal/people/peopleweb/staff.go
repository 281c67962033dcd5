package peopleweb

import (
	"net/http"
	"strings"

	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/people"
	"aantoonbaar/internal/web"
)

// staffRoutes are the pages of who works here.
func (h *Handler) staffRoutes() []web.Route {
	return []web.Route{
		web.On("GET /o/{org}/scholing/deelnemers", identity.SeeTraining, h.staff),
		web.On("GET /o/{org}/scholing/deelnemers/nieuw", identity.KeepTraining, h.newPerson),
		web.On("POST /o/{org}/scholing/deelnemers", identity.KeepTraining, h.savePerson),
		web.On("GET /o/{org}/scholing/deelnemers/{id}", identity.SeeTraining, h.person),
		web.On("POST /o/{org}/scholing/deelnemers/{id}", identity.KeepTraining, h.savePerson),
		web.On("POST /o/{org}/scholing/deelnemers/{id}/wissen", identity.Erase, h.erase),
		web.On("POST /o/{org}/scholing/deelnemers/{id}/samenvoegen", identity.Erase, h.join),
		web.On("POST /o/{org}/scholing/deelnemers/wissen", identity.Erase, h.eraseOverdue),
		web.On("GET /o/{org}/scholing/deelnemers/inlezen", identity.KeepTraining, h.importForm),
		web.Upload("POST /o/{org}/scholing/deelnemers/inlezen", identity.KeepTraining, maxUpload, h.preview),
		web.Upload("POST /o/{org}/scholing/deelnemers/inlezen/opslaan", identity.KeepTraining, maxUpload, h.take),
	}
}

// A staffPage is the list, as far as it was asked for.
type staffPage struct {
	page
	Words, Group string // of the filter
	Gone         bool   // who left, instead of who works here
}

// staff serves GET …/deelnemers?naam=&groep=&weg=.
func (h *Handler) staff(w http.ResponseWriter, r *http.Request) error {
	p, err := h.page(r, nil)
	if err != nil {
		return err
	}
	q := r.URL.Query()
	return web.Render(w, r, http.StatusOK, staffView(staffPage{p, strings.TrimSpace(q.Get("naam")), q.Get("groep"), q.Get("weg") != ""}))
}

// listed are those whom the filter leaves.
func (p staffPage) listed() (all []people.Participant) {
	for _, x := range p.S.All {
		if x.WorksOn(p.S.Today) == p.Gone || !p.among(x) {
			continue
		}
		all = append(all, x)
	}
	return all
}

func (p staffPage) among(x people.Participant) bool {
	return (p.Group == "" || people.Audience{Groups: []string{p.Group}}.Has(x)) && strings.Contains(strings.ToLower(x.Name), strings.ToLower(p.Words))
}

// groups are the groups to choose from.
func (p page) groups(chosen string) []web.Option {
	options := []web.Option{{Value: "", Label: p.T("Alle groepen", "All groups")}}
	for _, g := range p.S.Groups() {
		options = append(options, web.Option{Value: g, Label: g, Chosen: g == chosen})
	}
	return options
}

// A personPage is one participant.
type personPage struct {
	page
	X        people.Participant // as stored; zero for somebody new
	F        personForm
	C        certificateForm
	CRefusal *fault.Fault    // of the certificate
	Files    []evidence.Item // that may be a certificate
}

// personForm is the form exactly as typed.
type personForm struct {
	name, groups, from, until, appointed string
	version                              int64
}

func formOfPerson(x people.Participant) personForm {
	return personForm{x.Name, strings.Join(x.Groups, ", "), web.TypedDay(x.From), web.TypedDay(x.Until), web.TypedDay(x.Appointed), x.Version}
}

// newPerson serves GET …/deelnemers/nieuw.
func (h *Handler) newPerson(w http.ResponseWriter, r *http.Request) error {
	p, err := h.page(r, nil)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, personView(personPage{page: p}))
}

// person serves GET …/deelnemers/{id}.
func (h *Handler) person(w http.ResponseWriter, r *http.Request) error {
	p, err := h.personPage(r, people.ID(r.PathValue("id")))
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, personView(p))
}

// savePerson serves POST …/deelnemers and …/deelnemers/{id}.
func (h *Handler) savePerson(w http.ResponseWriter, r *http.Request) error {
	id := people.ID(r.PathValue("id"))
	f := personForm{web.Text(r, "name"), web.Text(r, "groups"), web.Text(r, "from"), web.Text(r, "until"), web.Text(r, "appointed"), web.FormVersion(r)}
	var k fault.Checker
	x := people.Staff{ID: id, Name: f.name, Groups: people.SplitGroups(f.groups), From: web.ParseDay(&k, "from", f.from), Until: web.ParseDay(&k, "until", f.until), Appointed: web.ParseDay(&k, "appointed", f.appointed), Change: people.Change{Version: f.version}}
	err := k.Fault("people.unreadable")
	if err == nil {
		_, err = h.Service.SaveStaff(r.Context(), identity.ActorOf(r.Context()), x)
	}
	if refusal := web.Again(err, fault.Conflict); refusal != nil {
		p, err := h.page(r, refusal)
		if err != nil {
			return err
		}
		x, _ := p.S.Participant(id)
		if refusal.Kind == fault.Conflict {
			f.version = x.Version // what was typed may be stored over what is there now
		}
		return web.Render(w, r, web.CodeOf(refusal), personView(personPage{page: p, X: x, F: f}))
	}
	if err != nil {
		return err
	}
	return done(w, r, staffPath, "Opgeslagen.", "Stored.")
}

// erase serves POST …/deelnemers/{id}/wissen.
func (h *Handler) erase(w http.ResponseWriter, r *http.Request) error {
	if err := h.Service.Erase(r.Context(), identity.ActorOf(r.Context()), people.ID(r.PathValue("id"))); err != nil {
		return err
	}
	return done(w, r, staffPath, "De naam is gewist. Wat er is gevolgd, telt nog mee zonder naam.", "The name was erased. What was followed still counts, without a name.")
}

// eraseOverdue serves POST …/deelnemers/wissen.
func (h *Handler) eraseOverdue(w http.ResponseWriter, r *http.Request) error {
	by := identity.ActorOf(r.Context())
	s, err := h.Service.Look(r.Context(), by)
	if err != nil {
		return err
	}
	var ids []people.ID
	for _, x := range s.Overdue() {
		ids = append(ids, x.ID)
	}
	if err := h.Service.Erase(r.Context(), by, ids...); err != nil {
		return err
	}
	return done(w, r, staffPath, "De namen zijn gewist.", "The names were erased.")
}

// title is the name of the page.
func (p personPage) title() string {
	if p.X.ID == "" {
		return p.T("Nieuwe deelnemer", "New participant")
	}
	return p.X.Name
}

// action is where the form goes.
func (p personPage) action() string {
	if p.X.ID == "" {
		return staffPath
	}
	return under(staffPath, p.X.ID)
}

// now is what somebody else stored meanwhile.
func (p personPage) now() []string {
	return []string{
		p.X.Name, p.T("Groepen: ", "Groups: ") + web.OrDash(strings.Join(p.X.Groups, ", ")),
		p.T("In dienst: ", "Works here: ") + p.between(p.X),
	}
}

// groupsOf are the role and the groups of somebody.
func (p page) groupsOf(x people.Participant) string {
	var names []string
	if x.Role != "" {
		names = append(names, x.Role.Name().In(p.Lang))
	}
	return web.OrDash(strings.Join(append(names, x.Groups...), ", "))
}

// between says from when until when somebody works here.
func (p page) between(x people.Participant) string {
	from, until := p.Lang.ShortDay(x.From), p.Lang.ShortDay(x.Until)
	switch {
	case x.From.IsZero() && x.Until.IsZero():
		return "–"
	case x.From.IsZero():
		return p.T("tot en met ", "until ") + until
	case x.Until.IsZero():
		return p.T("vanaf ", "from ") + from
	}
	return from + p.T(" tot en met ", " to ") + until
}

// todo counts what somebody has to follow, by where they stand.
func (p page) todo(x people.Participant) (c people.Count) {
	for _, d := range p.S.Dues(x) {
		switch d.Mark.Standing {
		case people.Late:
			c.Late++
		case people.Soon:
			c.Soon++
		case people.Good:
			c.Good++
		case people.Free:
		}
	}
	return c
}

// lastTime is the day on which a training was followed last.
func (p page) lastTime(m people.Mark) string {
	if m.Last.IsZero() {
		return p.T("Nog niet", "Not yet")
	}
	return p.Lang.ShortDay(m.Last)
}
