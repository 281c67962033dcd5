package auditweb

import (
	"net/http"
	"strings"

	"aantoonbaar/internal/audit"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/web"
)

// showPage is one assessment: what was agreed, how far it is, and what comes next.
type showPage struct {
	page
	Questions []audit.Question
	Open      int    // findings that are open
	Name      string // of the invitation, as typed
	Email     string
	Because   string                          // of stopping or correcting, as typed
	Moved     string                          // why a newer state is fixed, as typed
	Return    struct{ Until, Because string } // access to close findings, as typed
}

// show serves GET /o/{org}/beoordelingen/{id}.
func (h *Handler) show(w http.ResponseWriter, r *http.Request) error {
	return h.showAgain(w, r, nil)
}

// showAgain shows the page, with what was wrong with err.
func (h *Handler) showAgain(w http.ResponseWriter, r *http.Request, err error) error {
	p, code, err := h.pageAgain(r, err)
	if err != nil {
		return err
	}
	sp := showPage{page: p, Questions: h.Service.Rules.Questions, Name: web.Text(r, "name"), Email: web.Text(r, "email"), Because: web.Text(r, "because"), Moved: web.Text(r, "moved")}
	sp.Return.Until, sp.Return.Because = web.Text(r, "return_until"), web.Text(r, "return_because")
	for _, f := range p.F.Findings {
		if f.IsOpen() {
			sp.Open++
		}
	}
	return web.Render(w, r, code, showView(sp))
}

// done sends the reader back to the assessment, or shows it with what was wrong.
func (h *Handler) done(w http.ResponseWriter, r *http.Request, err error, notice i18n.Text) error {
	if err != nil {
		return h.showAgain(w, r, err)
	}
	v := web.ViewOf(r.Context())
	return web.Go(w, r, v.HrefIn(pathOf(idOf(r))), notice.In(v.Lang))
}

// invite serves POST …/uitnodiging. It shows the link, this once.
func (h *Handler) invite(w http.ResponseWriter, r *http.Request) error {
	by := identity.ActorOf(r.Context())
	secret, err := h.Service.Invite(r.Context(), by, idOf(r), web.Text(r, "name"), web.Text(r, "email"))
	if err != nil {
		return h.showAgain(w, r, err)
	}
	p, err := h.page(r)
	if err != nil {
		return err
	}
	address := strings.TrimSuffix(h.Address, "/")
	if address == "" {
		address = web.Origin(r)
	}
	return web.Render(w, r, http.StatusOK, invitedView(p, web.Text(r, "name"), address+p.Href("/uitnodiging/"+secret)))
}

// agree serves POST …/akkoord: the organisation's.
func (h *Handler) agree(w http.ResponseWriter, r *http.Request) error {
	_, err := h.Service.Agree(r.Context(), identity.ActorOf(r.Context()), idOf(r), web.FormVersion(r))
	return h.done(w, r, err, i18n.T("Uw akkoord staat erbij.", "Your agreement is recorded."))
}

// agreeAsAssessor serves POST …/akkoord-beoordelaar.
func (h *Handler) agreeAsAssessor(w http.ResponseWriter, r *http.Request) error {
	_, err := h.Service.AgreeAsAssessor(r.Context(), identity.ActorOf(r.Context()), idOf(r), web.FormVersion(r))
	return h.done(w, r, err, i18n.T("Uw akkoord staat erbij.", "Your agreement is recorded."))
}

// begin serves POST …/begin.
func (h *Handler) begin(w http.ResponseWriter, r *http.Request) error {
	err := h.Service.Begin(r.Context(), identity.ActorOf(r.Context()), idOf(r))
	if err != nil {
		return h.showAgain(w, r, err)
	}
	v := web.ViewOf(r.Context())
	return web.Go(w, r, v.HrefIn(pathOf(idOf(r))+"/steekproef"), v.T("Het onderzoek is begonnen. Dit is de steekproef.", "The work has begun. This is the sample."))
}

// moveOn serves POST …/stand.
func (h *Handler) moveOn(w http.ResponseWriter, r *http.Request) error {
	err := h.Service.MoveOn(r.Context(), identity.ActorOf(r.Context()), idOf(r), web.Text(r, "moved"))
	return h.done(w, r, err, i18n.T("De stand van nu is vastgelegd. Die leest u vanaf nu.", "The state of now is fixed. That is what you read from now on."))
}

// stop serves POST …/stop.
func (h *Handler) stop(w http.ResponseWriter, r *http.Request) error {
	_, err := h.Service.Stop(r.Context(), identity.ActorOf(r.Context()), idOf(r), web.Text(r, "because"))
	return h.done(w, r, err, i18n.T("De beoordeling is gestopt. Zij blijft zichtbaar.", "The assessment was stopped. It stays to be seen."))
}

// readmit serves POST …/toegang.
func (h *Handler) readmit(w http.ResponseWriter, r *http.Request) error {
	var c fault.Checker
	until := web.ParseDay(&c, "return_until", r.FormValue("return_until"))
	err := c.Fault("audit.return-unreadable")
	if err == nil {
		_, err = h.Service.Readmit(r.Context(), identity.ActorOf(r.Context()), idOf(r), until, web.Text(r, "return_because"))
	}
	return h.done(w, r, err, i18n.T("De toegang is weer open. Nodig nu de beoordelaar uit.", "Access is open again. Now invite the assessor."))
}

// end serves POST …/afsluiting.
func (h *Handler) end(w http.ResponseWriter, r *http.Request) error {
	_, err := h.Service.End(r.Context(), identity.ActorOf(r.Context()), idOf(r))
	return h.done(w, r, err, i18n.T("De beoordeling is afgesloten.", "The assessment was closed."))
}

// correct serves POST …/correctie.
func (h *Handler) correct(w http.ResponseWriter, r *http.Request) error {
	err := h.Service.Correct(r.Context(), identity.ActorOf(r.Context()), idOf(r), web.Text(r, "because"))
	return h.done(w, r, err, i18n.T("U werkt nu aan een nieuwe versie. Het ondertekende rapport blijft staan.", "You now work on a new version. The signed report stays."))
}

// next says what is to be done now, for whoever reads.
func (p showPage) next() string {
	st, stated := p.E.StatementOf(p.by.Person)
	switch {
	case p.E.Status == audit.Stopped:
		return p.T("Deze beoordeling is gestopt: ", "This assessment was stopped: ") + p.E.Because
	case p.assesses() && !stated && p.E.Status != audit.Reported && p.E.Status != audit.Closed:
		return p.T("Vul eerst uw verklaring van onafhankelijkheid in.", "First fill in your statement of independence.")
	case p.assesses() && len(audit.Barred(p.Questions, st)) > 0:
		return p.T("Uw verklaring laat zien dat u hier niet onafhankelijk kunt beoordelen. Laat iemand anders het doen.", "Your statement shows that you cannot assess independently here. Let somebody else do it.")
	case p.E.Status == audit.Drafted:
		return p.nextInDraft()
	case p.E.Status == audit.Agreed:
		return p.T("Afgesproken. De beoordelaar begint op ", "Agreed. The assessor begins on ") + p.Lang.Day(p.E.Terms.From) + "."
	case p.E.Status == audit.AtWork && p.E.Correcting != "":
		return p.T("De beoordelaar werkt aan een nieuwe versie van het rapport: ", "The assessor works on a new version of the report: ") + p.E.Correcting
	case p.E.Status == audit.AtWork:
		return p.T("De beoordelaar is aan het werk. Bevindingen verschijnen zodra ze er zijn; u kunt er meteen op reageren.", "The assessor is at work. Findings appear as they come; you can respond at once.")
	case p.E.Status == audit.Reported && p.Open > 0:
		return p.Lang.Plural(p.Open, "Het rapport is ondertekend. %s bevinding staat nog open.", "Het rapport is ondertekend. %s bevindingen staan nog open.", "The report is signed. %s finding is still open.", "The report is signed. %s findings are still open.")
	}
	return p.T("Het rapport is ondertekend en er staat niets meer open.", "The report is signed and nothing is open any more.")
}

func (p showPage) nextInDraft() string {
	switch {
	case len(p.E.Statements) > 0 && !p.E.Organisation.Given() && !p.E.Assessor.Given():
		return p.T("Beide kanten moeten nog akkoord geven op de afspraken.", "Both sides have yet to agree on the terms.")
	case !p.E.Organisation.Given() && !p.E.Assessor.Given():
		return p.T("Nodig de beoordelaar uit. Daarna geven beide kanten akkoord op de afspraken.", "Invite the assessor. Then both sides agree on the terms.")
	case !p.E.Assessor.Given():
		return p.T("De beoordelaar moet nog akkoord geven.", "The assessor has yet to agree.")
	}
	return p.T("De organisatie moet nog akkoord geven.", "The organisation has yet to agree.")
}
