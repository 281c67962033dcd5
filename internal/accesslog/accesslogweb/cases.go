package accesslogweb

import (
	"net/http"
	"strings"

	"aantoonbaar/internal/accesslog"
	"aantoonbaar/internal/accesslog/rounds"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/web"
)

func (h *Handler) caseRoutes() []web.Route {
	return []web.Route{
		web.On("GET /o/{org}/inzage/zaken/{id}", identity.ReviewLogs, h.showCase),
		web.On("POST /o/{org}/inzage/zaken/{id}", identity.ReviewLogs, h.judge),
		web.On("POST /o/{org}/inzage/zaken/{id}/namen", identity.ReviewLogs, h.showNames),
		web.On("POST /o/{org}/inzage/zaken/{id}/incident", identity.ReviewLogs, h.report),
		web.On("GET /inzagevraag/{secret}", web.Public, h.askedForm),
		web.On("POST /inzagevraag/{secret}", web.Public, h.asked),
	}
}

// A casePage is one case, and what the reader says of it as typed.
type casePage struct {
	page
	C     rounds.Case
	R     rounds.Round
	Next  rounds.ID              // the next case that waits for somebody; "" for none
	Names map[string]rounds.Name // nil while nobody asked for them
	F     rounds.Ruling
	Link  string // that was just made; "" for none
}

// showCase serves GET …/inzage/zaken/{id}.
func (h *Handler) showCase(w http.ResponseWriter, r *http.Request) error {
	return h.renderCase(w, r, nil, nil, "", nil)
}

func (h *Handler) renderCase(w http.ResponseWriter, r *http.Request, names map[string]rounds.Name, f *rounds.Ruling, link string, refusal *fault.Fault) error {
	p, err := h.page(r, refusal)
	if err != nil {
		return err
	}
	c, ok := p.S.Case(rounds.ID(r.PathValue("id")))
	if !ok {
		return fault.Missing("accesslog.no-case")
	}
	x := casePage{page: p, C: c, Names: names, Link: link}
	x.R, _ = p.S.Round(c.Round)
	if f != nil {
		x.F = *f
	}
	for _, o := range p.S.Of(c.Round) {
		if s := o.State(p.S.Now); o.ID != c.ID && (s == rounds.ToJudge || s == rounds.Answered) && (x.Next == "" || o.Number > c.Number) {
			if x.Next = o.ID; o.Number > c.Number {
				break
			}
		}
	}
	return web.Render(w, r, web.CodeOf(refusal), caseView(x))
}

// judge serves POST …/inzage/zaken/{id}.
func (h *Handler) judge(w http.ResponseWriter, r *http.Request) error {
	f := rounds.Ruling{Verdict: rounds.Verdict(web.Text(r, "verdict")), Reason: web.Text(r, "reason"), Measures: web.Text(r, "measures"), To: web.Text(r, "to"), Question: web.Text(r, "question")}
	by, id := identity.ActorOf(r.Context()), rounds.ID(r.PathValue("id"))
	c, err := h.Service.Judge(r.Context(), by, id, web.FormVersion(r), f)
	if refusal := web.Again(err, fault.Conflict); refusal != nil {
		return h.renderCase(w, r, nil, &f, "", refusal)
	}
	if err != nil {
		return err
	}
	if f.Verdict != rounds.Ask {
		return done(w, r, under(roundsPath, c.Round), "Uw oordeel is opgeslagen.", "Your verdict was saved.")
	}
	link, err := h.MakeLink(r.Context(), by, id, f.To)
	if err != nil {
		return err
	}
	v := web.ViewOf(r.Context())
	return h.renderCase(w, r, nil, nil, v.Address+v.Href(link), nil)
}

// showNames serves POST …/inzage/zaken/{id}/namen.
func (h *Handler) showNames(w http.ResponseWriter, r *http.Request) error {
	_, names, err := h.Service.Names(r.Context(), identity.ActorOf(r.Context()), rounds.ID(r.PathValue("id")))
	if err != nil {
		return err
	}
	return h.renderCase(w, r, names, nil, "", nil)
}

// report serves POST …/inzage/zaken/{id}/incident.
func (h *Handler) report(w http.ResponseWriter, r *http.Request) error {
	by, id, version := identity.ActorOf(r.Context()), rounds.ID(r.PathValue("id")), web.FormVersion(r)
	b, err := h.Service.Reportable(r.Context(), by, id, version)
	incident := ""
	if err == nil {
		incident, err = h.MakeIncident(r.Context(), by, b)
	}
	if err == nil {
		err = h.Service.Report(r.Context(), by, id, version, incident)
	}
	if refusal := web.Again(err, fault.Conflict); refusal != nil {
		return h.renderCase(w, r, nil, nil, "", refusal)
	}
	if err != nil {
		return err
	}
	return done(w, r, "/incidenten/"+incident, "Er is een incident van gemaakt. Beantwoord de vragen: dan ziet u of er gemeld moet worden.", "An incident was made of it. Answer the questions: then you see whether it must be reported.")
}

// who is somebody in a case: the name when it is shown, else which they are.
func (p casePage) who(key string, user bool) string {
	if key == "" {
		if user {
			return p.T("meer medewerkers", "several employees")
		}
		return p.T("meer cliënten", "several clients")
	}
	if n, ok := p.Names[key]; ok && n.Number != "" {
		return n.String()
	}
	word := p.T("Cliënt ", "Client ")
	if user {
		word = p.T("Medewerker ", "Employee ")
	}
	return word + strings.ToUpper(key[:4])
}

// An askedPage is the one question that somebody is asked.
type askedPage struct {
	web.View
	Secret  string
	C       rounds.Case
	Typed   string
	Refusal *fault.Fault
}

func (h *Handler) askedPage(r *http.Request) (askedPage, identity.Actor, error) {
	secret := r.PathValue("secret")
	by, err := h.OpenLink(r.Context(), secret)
	if err != nil {
		return askedPage{}, by, err
	}
	c, err := h.Service.Asked(r.Context(), by)
	return askedPage{View: web.ViewOf(r.Context()), Secret: secret, C: c}, by, err
}

// askedForm serves GET /inzagevraag/{secret}.
func (h *Handler) askedForm(w http.ResponseWriter, r *http.Request) error {
	p, _, err := h.askedPage(r)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, askedView(p))
}

// asked serves POST /inzagevraag/{secret}.
func (h *Handler) asked(w http.ResponseWriter, r *http.Request) error {
	p, by, err := h.askedPage(r)
	if err != nil {
		return err
	}
	p.Typed = web.Text(r, "answer")
	err = h.Service.Answer(r.Context(), by, p.C.ID, p.Typed)
	if refusal := web.Again(err, fault.Conflict); refusal != nil {
		p.Refusal = refusal
		return web.Render(w, r, web.CodeOf(refusal), askedView(p))
	}
	if err != nil {
		return err
	}
	return web.Go(w, r, p.Href("/inzagevraag/"+p.Secret), "")
}

// kindOf says what holds the looks of a case together.
func (p page) kindOf(c rounds.Case) string {
	return kindNames[c.Kind].In(p.Lang)
}

var kindNames = map[accesslog.CaseKind]i18n.Text{
	accesslog.OwnRecord:  i18n.T("Eigen dossier", "Own record"),
	accesslog.ManyByUser: i18n.T("Eén medewerker, veel dossiers", "One employee, many records"),
	accesslog.GlassByOne: i18n.T("Vaak de noodprocedure", "The emergency procedure often"),
	accesslog.ManyByOne:  i18n.T("Veel medewerkers, één dossier", "Many employees, one record"),
	accesslog.PairOfTwo:  i18n.T("Eén medewerker, één dossier", "One employee, one record"),
}
