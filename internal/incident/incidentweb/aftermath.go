package incidentweb

import (
	"math"
	"net/http"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/incident"
	"aantoonbaar/internal/plan"
	"aantoonbaar/internal/web"
)

// aftermathRoutes are the pages on which an incident is handled.
func (h *Handler) aftermathRoutes() []web.Route {
	const one = "/o/{org}/incidenten/{id}"
	return []web.Route{
		web.On("GET "+one+"/afhandeling", identity.SeeIncidents, h.after(aftermathView)),
		web.On("POST "+one+"/taken", identity.HandleIncident, h.addTask),
		web.On("POST "+one+"/taken/{n}", identity.HandleIncident, h.finish),
		web.On("GET "+one+"/geraakt", identity.HandleIncident, h.after(struckView)),
		web.On("POST "+one+"/geraakt", identity.HandleIncident, h.strike),
		web.On("GET "+one+"/oorzaak", identity.HandleIncident, h.after(causeView)),
		web.On("POST "+one+"/oorzaak", identity.HandleIncident, h.explain),
		web.On("GET "+one+"/gevolgen", identity.HandleIncident, h.after(tollView)),
		web.On("POST "+one+"/gevolgen", identity.HandleIncident, h.reckon),
		web.On("GET "+one+"/veiliggesteld", identity.HandleIncident, h.after(keepView)),
		web.On("POST "+one+"/veiliggesteld", identity.HandleIncident, h.keep),
		web.On("POST "+one+"/veiliggesteld/{n}/terug", identity.HandleIncident, h.takeBack),
		web.On("GET "+one+"/les", identity.HandleIncident, h.after(lessonView)),
		web.On("POST "+one+"/les", identity.HandleIncident, h.learn),
	}
}

// An afterPage is one incident with what the rooms beside it know.
type afterPage struct {
	page
	A incident.Aftermath
}

// after serves a page of the handling.
func (h *Handler) after(d func(afterPage) templ.Component) web.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) error { return h.againAfter(w, r, d, nil) }
}

// againAfter shows such a page, with what was wrong with the form that was just sent.
func (h *Handler) againAfter(w http.ResponseWriter, r *http.Request, d func(afterPage) templ.Component, wrong error) error {
	a, err := h.Service.Aftermath(r.Context(), identity.ActorOf(r.Context()), idOf(r))
	if err != nil {
		return err
	}
	return h.again(w, r, func(p page) templ.Component { return d(afterPage{p, a}) }, wrong)
}

// handled goes back to a part of the handling, or shows the form with what was wrong.
func (h *Handler) handled(w http.ResponseWriter, r *http.Request, form func(afterPage) templ.Component, part string, err error, notice i18n.Text) error {
	if err != nil {
		return h.againAfter(w, r, form, err)
	}
	v := web.ViewOf(r.Context())
	return web.Go(w, r, v.HrefIn(pathOf(idOf(r))+"/afhandeling")+"#"+part, notice.In(v.Lang))
}

func (h *Handler) addTask(w http.ResponseWriter, r *http.Request) error {
	var k fault.Checker
	t := incident.Task{Text: web.Text(r, "task"), Owner: web.Text(r, "owner"), Due: web.ParseMoment(&k, "due", web.Text(r, "due"), h.Service.Zone)}
	err := k.Fault("incident.unreadable")
	if err == nil {
		err = h.Service.AddTask(r.Context(), identity.ActorOf(r.Context()), idOf(r), t)
	}
	return h.handled(w, r, aftermathView, "taken", err, i18n.T("De taak staat op de lijst.", "The task is on the list."))
}

func (h *Handler) finish(w http.ResponseWriter, r *http.Request) error {
	done := web.Text(r, "done") == "yes"
	err := h.Service.Finish(r.Context(), identity.ActorOf(r.Context()), idOf(r), numberOf(r), done)
	notice := i18n.T("De taak staat weer open.", "The task is open again.")
	if done {
		notice = i18n.T("Klaar.", "Done.")
	}
	return h.handled(w, r, aftermathView, "taken", err, notice)
}

// numberOf is the number in the address; 0, which nothing has, when it is none.
func numberOf(r *http.Request) int {
	n, err := strconv.Atoi(r.PathValue("n"))
	if err != nil {
		return 0
	}
	return n
}

func (h *Handler) strike(w http.ResponseWriter, r *http.Request) error {
	by := identity.ActorOf(r.Context())
	a, err := h.Service.Aftermath(r.Context(), by, idOf(r))
	if err != nil {
		return err
	}
	var hits []incident.Hit
	for _, part := range incident.Parts {
		for _, value := range r.PostForm["known-"+string(part)] {
			hits = append(hits, known(a, part, value))
		}
		for name := range strings.SplitSeq(web.Text(r, string(part)), "\n") {
			if name = strings.TrimSpace(name); name != "" {
				hits = append(hits, incident.Hit{Part: part, Name: name})
			}
		}
	}
	err = h.Service.Strike(r.Context(), by, idOf(r), web.FormVersion(r), web.Text(r, "kind"), hits)
	return h.handled(w, r, struckView, "geraakt", err, i18n.T("Vastgelegd wat er is geraakt.", "Recorded what was hit."))
}

func (h *Handler) explain(w http.ResponseWriter, r *http.Request) error {
	c := incident.Cause{Sorts: r.PostForm["sorts"], Text: web.Text(r, "text")}
	err := h.Service.Explain(r.Context(), identity.ActorOf(r.Context()), idOf(r), web.FormVersion(r), c)
	return h.handled(w, r, causeView, "oorzaak", err, i18n.T("De oorzaak is opgeslagen.", "The cause is stored."))
}

func (h *Handler) reckon(w http.ResponseWriter, r *http.Request) error {
	var k fault.Checker
	t := incident.Toll{Cents: map[string]int64{}, About: web.Text(r, "about"), Care: web.Text(r, "care")}
	for _, c := range h.Service.Rules.Costs {
		t.Cents[c.ID] = web.ParseEuro(&k, "cost-"+c.ID, web.Text(r, "cost-"+c.ID))
	}
	if hours := web.ParseDecimal(&k, "lost", web.Text(r, "lost")); hours != nil {
		t.Lost = int64(math.Round(min(max(*hours, -1), 1e9) * 60))
	}
	err := k.Fault("incident.unreadable")
	if err == nil {
		err = h.Service.Reckon(r.Context(), identity.ActorOf(r.Context()), idOf(r), web.FormVersion(r), t)
	}
	return h.handled(w, r, tollView, "gevolgen", err, i18n.T("Opgeslagen. Wat er eerst stond, blijft zichtbaar.", "Stored. What it said before stays visible."))
}

func (h *Handler) keep(w http.ResponseWriter, r *http.Request) error {
	x := incident.Kept{Evidence: web.Text(r, "evidence"), What: web.Text(r, "what"), Place: web.Text(r, "place"), SHA256: web.Text(r, "sha256")}
	err := h.Service.Keep(r.Context(), identity.ActorOf(r.Context()), idOf(r), web.FormVersion(r), x)
	return h.handled(w, r, keepView, "veiliggesteld", err, i18n.T("Vastgelegd.", "Recorded."))
}

func (h *Handler) takeBack(w http.ResponseWriter, r *http.Request) error {
	err := h.Service.TakeBack(r.Context(), identity.ActorOf(r.Context()), idOf(r), web.FormVersion(r), numberOf(r), web.Text(r, "reason"))
	return h.handled(w, r, aftermathView, "veiliggesteld", err, i18n.T("De regel is teruggenomen en blijft zichtbaar.", "The line was taken back and stays visible."))
}

func (h *Handler) learn(w http.ResponseWriter, r *http.Request) error {
	var k fault.Checker
	a := plan.Action{Title: web.Text(r, "title"), Description: web.Text(r, "description"), OwnerText: web.Text(r, "owner_text"), Due: web.ParseDay(&k, "due", web.Text(r, "due"))}
	err := k.Fault("incident.unreadable")
	if err == nil {
		_, err = h.Service.Learn(r.Context(), identity.ActorOf(r.Context()), idOf(r), a)
	}
	return h.handled(w, r, lessonView, "lessen", err, i18n.T("De les staat in het verbeterplan.", "The lesson is in the improvement plan."))
}
