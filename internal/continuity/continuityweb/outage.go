package continuityweb

import (
	"net/http"
	"strconv"

	"aantoonbaar/internal/continuity"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/web"
)

const outagePath = home + "/uitval"

// outageRoutes are the pages on which people start again after an outage.
func (h *Handler) outageRoutes() []web.Route {
	return []web.Route{
		web.On("GET /o/{org}/continuiteit/uitval", identity.Read, h.outages),
		web.On("POST /o/{org}/continuiteit/uitval", identity.KeepContinuity, h.beginOutage),
		web.On("GET /o/{org}/continuiteit/uitval/{id}", identity.Read, h.outage),
		web.On("POST /o/{org}/continuiteit/uitval/{id}", identity.KeepContinuity, h.correctOutage),
		web.On("POST /o/{org}/continuiteit/uitval/{id}/terug", identity.KeepContinuity, h.returnOutage),
		web.On("POST /o/{org}/continuiteit/uitval/{id}/bladen", identity.KeepContinuity, h.addSheets),
		web.On("POST /o/{org}/continuiteit/uitval/{id}/bladen/{n}/overgenomen", identity.KeepContinuity, h.enterSheet),
		web.On("POST /o/{org}/continuiteit/uitval/{id}/bladen/{n}/nagekeken", identity.KeepContinuity, h.checkSheet),
		web.On("GET /o/{org}/continuiteit/uitval/{id}/bladen/{n}/weg", identity.KeepContinuity, h.strike),
		web.On("POST /o/{org}/continuiteit/uitval/{id}/bladen/{n}/weg", identity.KeepContinuity, h.strikeSheet),
		web.On("POST /o/{org}/continuiteit/uitval/{id}/afsluiten", identity.KeepContinuity, h.closeOutage),
	}
}

// An outagesPage is every outage, and the form for a new one.
type outagesPage struct {
	page
	system, from, story, sheets string // as typed
}

// open counts the outages that are not closed.
func open(all []continuity.Outage) (n int) {
	for _, o := range all {
		if o.IsOpen() {
			n++
		}
	}
	return n
}

// outages serves GET …/uitval.
func (h *Handler) outages(w http.ResponseWriter, r *http.Request) error {
	return h.renderOutages(w, r, nil)
}

func (h *Handler) renderOutages(w http.ResponseWriter, r *http.Request, refusal *fault.Fault) error {
	p, err := h.page(r, refusal)
	if err != nil {
		return err
	}
	o := outagesPage{p, web.Text(r, "system"), web.Text(r, "from"), web.Text(r, "story"), web.Text(r, "sheets")}
	if r.Method != http.MethodPost {
		o.from = web.TypedMoment(h.Service.Now(), h.Service.Zone) // whoever records it during the outage types no date
	}
	return web.Render(w, r, web.CodeOf(refusal), outagesView(o))
}

// beginOutage serves POST …/uitval.
func (h *Handler) beginOutage(w http.ResponseWriter, r *http.Request) error {
	var k fault.Checker
	o := continuity.Outage{System: continuity.ID(web.Text(r, "system")), Story: web.Text(r, "story"), From: web.ParseMoment(&k, "from", web.Text(r, "from"), h.Service.Zone)}
	err := k.Fault("continuity.unreadable")
	if err == nil {
		o, err = h.Service.Begin(r.Context(), identity.ActorOf(r.Context()), o, web.Text(r, "sheets"))
	}
	if refusal := web.Again(err); refusal != nil {
		return h.renderOutages(w, r, refusal)
	}
	if err != nil {
		return err
	}
	return done(w, r, under(outagePath, o.ID), "De uitval is vastgelegd.", "The outage was recorded.")
}

// An outagePage is one outage.
type outagePage struct {
	page
	O                                   continuity.Outage
	from, story, until, sheets, lessons string // as typed
}

// outage serves GET …/uitval/{id}.
func (h *Handler) outage(w http.ResponseWriter, r *http.Request) error {
	return h.renderOutage(w, r, nil)
}

func (h *Handler) renderOutage(w http.ResponseWriter, r *http.Request, refusal *fault.Fault) error {
	p, err := h.page(r, refusal)
	if err != nil {
		return err
	}
	o, ok := p.S.Outage(continuity.ID(r.PathValue("id")))
	if !ok {
		return fault.Missing("continuity.no-outage")
	}
	x := outagePage{p, o, web.Text(r, "from"), web.Text(r, "story"), web.Text(r, "until"), web.Text(r, "sheets"), web.Text(r, "lessons")}
	if !r.PostForm.Has("from") {
		x.from, x.story = web.TypedMoment(o.From, h.Service.Zone), o.Story
	}
	if x.until == "" {
		x.until = web.TypedMoment(o.Until, h.Service.Zone)
	}
	return web.Render(w, r, web.CodeOf(refusal), outageView(x))
}

// went shows the page of an outage again after a refusal, and goes on there otherwise.
func (h *Handler) went(w http.ResponseWriter, r *http.Request, err error, nl, en string) error {
	if refusal := web.Again(err, fault.Conflict); refusal != nil {
		return h.renderOutage(w, r, refusal)
	}
	if err != nil {
		return err
	}
	return done(w, r, outagePath+"/"+r.PathValue("id"), nl, en)
}

func ids(r *http.Request) (by identity.Actor, id continuity.ID, sheet int) {
	sheet, _ = strconv.Atoi(r.PathValue("n")) // what is no number is no sheet
	return identity.ActorOf(r.Context()), continuity.ID(r.PathValue("id")), sheet
}

// correctOutage serves POST …/uitval/{id}.
func (h *Handler) correctOutage(w http.ResponseWriter, r *http.Request) error {
	by, id, _ := ids(r)
	var k fault.Checker
	from := web.ParseMoment(&k, "from", web.Text(r, "from"), h.Service.Zone)
	err := k.Fault("continuity.unreadable")
	if err == nil {
		err = h.Service.Correct(r.Context(), by, id, web.FormVersion(r), from, web.Text(r, "story"))
	}
	return h.went(w, r, err, "Verbeterd. In de historie staat wat er stond.", "Corrected. The history keeps what stood there.")
}

// returnOutage serves POST …/uitval/{id}/terug.
func (h *Handler) returnOutage(w http.ResponseWriter, r *http.Request) error {
	by, id, _ := ids(r)
	var k fault.Checker
	until := web.ParseMoment(&k, "until", web.Text(r, "until"), h.Service.Zone)
	err := k.Fault("continuity.unreadable")
	if err == nil {
		err = h.Service.Return(r.Context(), by, id, until)
	}
	return h.went(w, r, err, "Vastgelegd wanneer het systeem terug was.", "Recorded when the system was back.")
}

// addSheets serves POST …/uitval/{id}/bladen.
func (h *Handler) addSheets(w http.ResponseWriter, r *http.Request) error {
	by, id, _ := ids(r)
	err := h.Service.AddSheets(r.Context(), by, id, web.Text(r, "sheets"))
	return h.went(w, r, err, "De bladen staan op de lijst.", "The sheets are on the list.")
}

// enterSheet serves POST …/bladen/{n}/overgenomen.
func (h *Handler) enterSheet(w http.ResponseWriter, r *http.Request) error {
	by, id, n := ids(r)
	return h.went(w, r, h.Service.Enter(r.Context(), by, id, n), "Overgenomen. Nu kijkt iemand anders het na.", "Entered. Now somebody else checks it.")
}

// checkSheet serves POST …/bladen/{n}/nagekeken.
func (h *Handler) checkSheet(w http.ResponseWriter, r *http.Request) error {
	by, id, n := ids(r)
	wrong := web.Text(r, "wrong-"+r.PathValue("n"))
	err := h.Service.CheckSheet(r.Context(), by, id, n, wrong)
	if wrong != "" {
		return h.went(w, r, err, "Het blad gaat terug om opnieuw over te nemen.", "The sheet goes back to be entered again.")
	}
	return h.went(w, r, err, "Nagekeken: dit blad is klaar.", "Checked: this sheet is done.")
}

// closeOutage serves POST …/uitval/{id}/afsluiten.
func (h *Handler) closeOutage(w http.ResponseWriter, r *http.Request) error {
	by, id, _ := ids(r)
	err := h.Service.Close(r.Context(), by, id, web.Text(r, "lessons"))
	return h.went(w, r, err, "De uitval is afgesloten.", "The outage was closed.")
}

// borne are the processes that fell with what they bear: as fixed at the end, and
// until then as they are now.
func (p outagePage) borne() (all []continuity.Borne) {
	if !p.O.IsOpen() {
		return p.O.Took
	}
	for _, x := range p.S.Falls(p.O.System) {
		all = append(all, continuity.Borne{Process: x.Name, Bears: x.Bears})
	}
	return all
}

// long is how long the system was, or is, down.
func (p outagePage) long() continuity.Span { return p.O.Long(p.Now) }

// mayCheck reports whether the reader can be the second person for a sheet.
func (p outagePage) mayCheck(s continuity.Sheet) bool {
	return p.mayKeep() && p.O.IsOpen() && !s.Entered.At.IsZero() && !s.IsDone() && s.Entered.Person != p.by.Person
}

// mayEnter reports whether the reader can enter a sheet.
func (p outagePage) mayEnter(s continuity.Sheet) bool {
	return p.mayKeep() && p.O.IsOpen() && s.Entered.At.IsZero() && !s.IsDone()
}

// mayStrike reports whether the reader can take a sheet off the list.
func (p outagePage) mayStrike(s continuity.Sheet) bool {
	return p.mayKeep() && p.O.IsOpen() && !s.IsDone()
}
