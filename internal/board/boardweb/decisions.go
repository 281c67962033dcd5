package boardweb

import (
	"fmt"
	"net/http"
	"time"

	"aantoonbaar/internal/board"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/web"
)

// A sentencePage is the form for the sentence of the board's page.
type sentencePage struct {
	page
	Suggestion string
	Text       web.Field
	Version    int64
	Refusal    *fault.Fault
	Theirs     board.Sentence // what somebody else wrote meanwhile; the zero Sentence for nothing
}

// sentenceForm serves GET /o/{org}/bestuur/zin.
func (h *Handler) sentenceForm(w http.ResponseWriter, r *http.Request) error {
	p, by := h.page(r)
	b, err := h.Service.Page(r.Context(), by)
	if err != nil {
		return err
	}
	suggestion := board.Suggest(b.Brief).In(p.Lang)
	text := b.Sentence.Text
	if b.Sentence.Version == 0 {
		text = suggestion
	}
	return web.Render(w, r, http.StatusOK, sentenceFormPage(p.sentence(suggestion, text, b.Sentence.Version, nil)))
}

func (p page) sentence(suggestion, text string, version int64, refusal *fault.Fault) sentencePage {
	f := web.Field{
		Name: "sentence", Label: p.T("Waar staan wij, in één zin?", "Where do we stand, in one sentence?"), Value: text, Rows: 3,
		Hint: p.T("Gewone woorden, hoogstens 240 tekens. Uw naam komt eronder te staan.", "Plain words, at most 240 characters. Your name will stand under it."),
	}
	return sentencePage{page: p, Suggestion: suggestion, Text: f.Complain(refusal, p.Lang), Version: version, Refusal: refusal}
}

// say serves POST /o/{org}/bestuur/zin.
func (h *Handler) say(w http.ResponseWriter, r *http.Request) error {
	p, by := h.page(r)
	version := web.FormVersion(r)
	err := h.Service.Say(r.Context(), by, web.Text(r, "sentence"), version)
	refusal := web.Again(err)
	if fault.KindOf(err) == fault.Conflict {
		refusal = board.ErrStale
	}
	if refusal != nil {
		b, err := h.Service.Page(r.Context(), by)
		if err != nil {
			return err
		}
		form := p.sentence(board.Suggest(b.Brief).In(p.Lang), web.Text(r, "sentence"), version, refusal)
		if refusal.Kind == fault.Conflict {
			form.Version, form.Theirs = b.Sentence.Version, b.Sentence
		}
		return web.Render(w, r, web.StatusOf(refusal), sentenceFormPage(form))
	}
	if err != nil {
		return err
	}
	return web.Go(w, r, p.HrefIn("/bestuur"), p.T("De zin staat op de bestuurspagina.", "The sentence is on the board's page."))
}

// A decisionsPage is every decision, and the form for a new one.
type decisionsPage struct {
	page
	B       board.Page
	Form    askForm
	Refusal *fault.Fault
}

// An askForm is the form for a new decision exactly as typed.
type askForm struct{ title, what, why, cost, per, risk, by string }

func readAsk(r *http.Request) askForm {
	return askForm{
		web.Text(r, "title"), web.Text(r, "what"), web.Text(r, "why"), web.Text(r, "cost"), r.FormValue("per"), web.Text(r, "risk"), web.Text(r, "by"),
	}
}

// parse turns what was typed into a decision. It judges spelling only.
func (f askForm) parse() (board.Decision, error) {
	var c fault.Checker
	d := board.Decision{Title: f.title, What: f.what, Why: f.why, RiskIfNot: f.risk, CostYearly: f.per == "year"}
	d.CostCents = web.ParseEuro(&c, "cost", f.cost)
	d.By = web.ParseDay(&c, "by", f.by)
	return d, c.Fault("board.decision-unreadable")
}

// decisions serves GET /o/{org}/bestuur/besluiten.
func (h *Handler) decisions(w http.ResponseWriter, r *http.Request) error {
	p, by := h.page(r)
	b, err := h.Service.Page(r.Context(), by)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, decisionsListPage(decisionsPage{page: p, B: b}))
}

// ask serves POST /o/{org}/bestuur/besluiten.
func (h *Handler) ask(w http.ResponseWriter, r *http.Request) error {
	p, by := h.page(r)
	form := readAsk(r)
	d, err := form.parse()
	if err == nil {
		_, err = h.Service.Ask(r.Context(), by, d)
	}
	if refusal := web.Again(err); refusal != nil {
		b, err := h.Service.Page(r.Context(), by)
		if err != nil {
			return err
		}
		return web.Render(w, r, http.StatusUnprocessableEntity, decisionsListPage(decisionsPage{page: p, B: b, Form: form, Refusal: refusal}))
	}
	if err != nil {
		return err
	}
	return web.Go(w, r, p.HrefIn("/bestuur/besluiten"), p.T("Het besluit wacht op het bestuur.", "The decision waits for the board."))
}

// decide serves POST /o/{org}/bestuur/besluiten/{id}.
func (h *Handler) decide(w http.ResponseWriter, r *http.Request) error {
	p, by := h.page(r)
	id := board.DecisionID(r.PathValue("id"))
	reason := web.Text(r, reasonName(id))
	d, err := h.Service.Decide(r.Context(), by, board.Answer{Decision: id, Version: web.FormVersion(r), Status: board.Status(r.FormValue("status")), Reason: reason})
	refusal := web.Again(err)
	if fault.KindOf(err) == fault.Conflict {
		refusal = board.ErrStale
	}
	if refusal != nil {
		again, err := h.boardPage(r)
		if err != nil {
			return err
		}
		again.Refusal, again.Answer, again.Reason = besideReason(refusal, id), id, reason
		if refusal.Kind == fault.Conflict {
			again.Refusal = again.tooLate(id, reason)
		}
		return web.Render(w, r, web.StatusOf(refusal), showPage(again))
	}
	if err != nil {
		return err
	}
	return web.Go(w, r, p.HrefIn("/bestuur"), p.T("Vastgelegd: ", "Recorded: ")+d.Title+" – "+d.Status.Name().In(p.Lang)+".")
}

// tooLate says what became of a decision that somebody else was first with, and
// keeps the reason that was typed: under the decision while it is still open, and
// otherwise in the words themselves.
func (p boardPage) tooLate(id board.DecisionID, reason string) *fault.Fault {
	f := *board.ErrStale
	for _, d := range p.B.Decisions {
		if d.ID != id {
			continue
		}
		f.Says = i18n.T(
			fmt.Sprintf("%s was u voor met ‘%s’: %s.", d.DecidedBy, d.Title, d.Status.Name().NL),
			fmt.Sprintf("%s was first with ‘%s’: %s.", d.DecidedBy, d.Title, d.Status.Name().EN))
		if !d.IsOpen() && reason != "" {
			f.Hint = i18n.Tf("Uw antwoord is niet opgeslagen. U schreef: ‘%s’", "Your answer was not stored. You wrote: ‘%s’", reason)
		}
	}
	return &f
}

// reasonName is the name of the field for the reason: there may be several on a page.
func reasonName(id board.DecisionID) string { return "reason-" + string(id) }

// besideReason returns the refusal with its fields under the names on the page.
func besideReason(refusal *fault.Fault, id board.DecisionID) *fault.Fault {
	f := *refusal
	f.Fields = nil
	for _, w := range refusal.Fields {
		f.Fields = append(f.Fields, fault.Field{Name: reasonName(id), Says: w.Says})
	}
	return &f
}

// withdraw serves POST /o/{org}/bestuur/besluiten/{id}/intrekken.
func (h *Handler) withdraw(w http.ResponseWriter, r *http.Request) error {
	p, by := h.page(r)
	if err := h.Service.Withdraw(r.Context(), by, board.DecisionID(r.PathValue("id")), web.FormVersion(r)); err != nil {
		return err
	}
	return web.Go(w, r, p.HrefIn("/bestuur/besluiten"), p.T("Het besluit is ingetrokken.", "The decision was withdrawn."))
}

// decisionTag is the tone of a decision's label.
func decisionTag(d board.Decision, today time.Time) string {
	if d.IsLate(today) {
		return "late"
	}
	switch d.Status {
	case board.Asked:
		return "warn"
	case board.Agreed:
		return "ok"
	case board.Refused, board.Later, board.Withdrawn:
	}
	return "info"
}

// field is one field of the form for a new decision.
func (p decisionsPage) field(name, label, value, hint string) web.Field {
	f := web.Field{Name: name, Label: label, Value: value, Hint: hint, Rows: 3}
	return f.Complain(p.Refusal, p.Lang)
}

func (p decisionsPage) cost() web.Field {
	f := p.field("cost", p.T("Wat kost het?", "What does it cost?"), p.Form.cost, p.T("In euro’s. Vul 0 in als het niets kost.", "In euros. Fill in 0 if it costs nothing."))
	f.Width, f.InputMode, f.Suffix = "s", "decimal", "euro"
	return f
}

func (p decisionsPage) by() web.Field {
	f := p.field("by", p.T("Antwoord nodig vóór", "Answer needed before"), p.Form.by, "")
	f.Width, f.Type, f.Optional = "m", "date", true
	return f
}
