package assessmentweb

import (
	"net/http"

	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/web"
)

// askPage is the form with which a person asks a colleague, and the link that comes of it.
type askPage struct {
	page
	R          *framework.Requirement
	Name, Note string
	Refusal    *fault.Fault
	Link       string // "" until the question was asked
}

func (h *Handler) askForm(w http.ResponseWriter, r *http.Request) error {
	p, err := h.askPage(r)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, askView(p))
}

func (h *Handler) askPage(r *http.Request) (p askPage, err error) {
	if p.R, err = h.requirement(r); err != nil {
		return p, err
	}
	p.page, err = h.page(r)
	return p, err
}

// ask records the question and shows the link, once: it is not stored anywhere.
func (h *Handler) ask(w http.ResponseWriter, r *http.Request) error {
	p, err := h.askPage(r)
	if err != nil {
		return err
	}
	p.Name, p.Note = web.Text(r, "name"), web.Text(r, "note")
	q, err := h.Service.Ask(r.Context(), p.by, p.R.ID, p.Name, p.Note)
	if refusal, ok := fault.Of(err); ok && refusal.Kind == fault.Invalid {
		p.Refusal = refusal
		return web.Render(w, r, http.StatusUnprocessableEntity, askView(p))
	}
	if err != nil {
		return err
	}
	path, err := h.MakeLink(r.Context(), p.by, q.ID, q.Name)
	if err != nil {
		return err
	}
	p.Link = web.Origin(r) + p.Href(path)
	return web.Render(w, r, http.StatusOK, askView(p))
}

// takeOver puts a colleague's reply in the place of the answer, or aside.
func (h *Handler) takeOver(w http.ResponseWriter, r *http.Request) error {
	req, err := h.requirement(r)
	if err != nil {
		return err
	}
	p, err := h.page(r)
	if err != nil {
		return err
	}
	act, notice := h.Service.Close, p.T("Het antwoord van uw collega is weggelegd.", "Your colleague’s reply was put aside.")
	if r.FormValue("take") == "1" {
		act, notice = h.Service.TakeOver, p.T("Het antwoord van uw collega is overgenomen.", "Your colleague’s reply was taken over.")
	}
	if err := act(r.Context(), p.by, req.ID, r.PathValue("question")); err != nil {
		return err
	}
	return web.Go(w, r, p.HrefIn("/maatregelen/"+req.Slug()), notice)
}

// askedPage is the one question that a colleague sees.
type askedPage struct {
	web.View
	R       *framework.Requirement
	Q       assessment.Question
	Secret  string
	Refusal *fault.Fault
	Done    bool
}

func (h *Handler) askedPage(r *http.Request) (p askedPage, by identity.Actor, err error) {
	p.View, p.Secret = web.ViewOf(r.Context()), r.PathValue("secret")
	p.Reader, p.Place = nil, nil // the link opens this question and nothing else
	if by, err = h.OpenLink(r.Context(), p.Secret); err != nil {
		return p, by, err
	}
	if p.Q, err = h.Service.Asked(r.Context(), by); err != nil {
		return p, by, err
	}
	p.R, p.Done = h.Catalogue.Find(p.Q.Requirement), !p.Q.AnsweredAt.IsZero()
	return p, by, nil
}

func (h *Handler) askedForm(w http.ResponseWriter, r *http.Request) error {
	p, _, err := h.askedPage(r)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, askedView(p))
}

func (h *Handler) asked(w http.ResponseWriter, r *http.Request) error {
	p, by, err := h.askedPage(r)
	if err != nil {
		return err
	}
	replies := map[framework.Level]assessment.Reply{}
	for _, l := range framework.Levels {
		replies[l] = assessment.Reply(r.FormValue(string(l)))
	}
	err = h.Service.Reply(r.Context(), by, replies, web.Text(r, "said"))
	if refusal, ok := fault.Of(err); ok && refusal.Kind == fault.Invalid {
		p.Refusal = refusal
		p.Q.Design, p.Q.Existence, p.Q.Operation, p.Q.Said = replies[framework.Design], replies[framework.Existence], replies[framework.Operation], web.Text(r, "said")
		return web.Render(w, r, http.StatusUnprocessableEntity, askedView(p))
	}
	if err != nil {
		return err
	}
	return web.Go(w, r, p.Href("/vraag/"+p.Secret), "")
}
