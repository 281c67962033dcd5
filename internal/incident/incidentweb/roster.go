package incidentweb

import (
	"net/http"
	"slices"
	"strconv"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/incident"
	"aantoonbaar/internal/web"
)

const rosterPath = home + "/bereikbaar"

// A rosterPage is whom the organisation calls, and when.
type rosterPage struct {
	web.View
	C         incident.Calling
	MayChange bool
	OnDuty    []identity.PersonID // as chosen
	Wait      string              // as typed
	Refusal   *fault.Fault
}

// roster serves GET /o/{org}/incidenten/bereikbaar.
func (h *Handler) roster(w http.ResponseWriter, r *http.Request) error {
	return h.renderRoster(w, r, nil)
}

// renderRoster shows the page; after a refusal with what was typed.
func (h *Handler) renderRoster(w http.ResponseWriter, r *http.Request, refusal *fault.Fault) error {
	by := identity.ActorOf(r.Context())
	c, err := h.Service.Calling(r.Context(), by)
	if err != nil {
		return err
	}
	p := rosterPage{View: web.ViewOf(r.Context()), C: c, MayChange: identity.May(by, identity.HandleIncident), Refusal: refusal}
	p.OnDuty, p.Wait = c.Roster.OnDuty, strconv.Itoa(int(c.Roster.Waits().Minutes()))
	code := http.StatusOK
	if refusal != nil {
		code = web.StatusOf(refusal)
		if refusal.Kind != fault.Conflict { // else what somebody else stored is shown
			p.OnDuty, p.Wait = chosen(r), web.Text(r, "wait")
		}
	}
	return web.Render(w, r, code, rosterView(p))
}

func chosen(r *http.Request) (people []identity.PersonID) {
	for _, id := range r.PostForm["on_duty"] {
		people = append(people, identity.PersonID(id))
	}
	return people
}

// arrange serves POST /o/{org}/incidenten/bereikbaar.
func (h *Handler) arrange(w http.ResponseWriter, r *http.Request) error {
	wait, _ := strconv.Atoi(web.Text(r, "wait")) // what is no number is refused as 0
	err := h.Service.Arrange(r.Context(), identity.ActorOf(r.Context()), incident.Roster{OnDuty: chosen(r), Wait: wait, Version: web.FormVersion(r)})
	if refusal := web.Again(err, fault.Conflict); refusal != nil {
		return h.renderRoster(w, r, refusal)
	}
	if err != nil {
		return err
	}
	v := web.ViewOf(r.Context())
	return web.Go(w, r, v.HrefIn(rosterPath), v.T("Opgeslagen. Vanaf nu krijgen deze mensen het eerst bericht.", "Stored. From now on these people are told first."))
}

// people are those who can be on duty.
func (p rosterPage) people() (options []web.Option) {
	for _, m := range p.C.Crew.Handlers() {
		options = append(options, web.Option{
			Value: string(m.Person.ID), Label: m.Person.Name, Hint: m.Role.Name().In(p.Lang), Chosen: slices.Contains(p.OnDuty, m.Person.ID),
		})
	}
	return options
}

// A rung is one moment with who is told then.
type rung struct {
	When string
	Who  []string
}

// ladder is who is told when.
func (p rosterPage) ladder() (rungs []rung) {
	wait := int(p.C.Roster.Waits().Minutes())
	for _, t := range []incident.Tier{incident.First, incident.Others, incident.Everybody} {
		g := rung{When: p.T("Meteen", "At once")}
		if t > incident.First {
			g.When = p.Lang.Tf("Na %d minuten, als niemand het oppakt", "After %d minutes, when nobody takes it on", wait*int(t-incident.First))
		}
		for _, m := range p.C.Crew.Called(t, p.C.Roster) {
			g.Who = append(g.Who, m.Person.Name+" ("+m.Role.Name().In(p.Lang)+")")
		}
		if len(g.Who) > 0 {
			rungs = append(rungs, g)
		}
	}
	return rungs
}

// field is one field of the form.
func (p rosterPage) field(f web.Field) web.Field { return f.Complain(p.Refusal, p.Lang) }

// off says that nobody gets mail; "" when people do.
func (p rosterPage) off() string {
	if p.C.Mails {
		return ""
	}
	return mailOff.In(p.Lang)
}

var mailOff = i18n.T(
	"Dit systeem verstuurt geen mail: niemand krijgt bericht. Vraag een beheerder om op de pagina Berichten te kijken wat eraan te doen is.",
	"This system sends no mail: nobody is told. Ask an administrator to look on the page Messages for what can be done.")
