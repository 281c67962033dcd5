package auditweb

import (
	"net/http"

	"aantoonbaar/internal/audit"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/web"
)

// statementPage is the form in which an assessor states ties.
type statementPage struct {
	page
	Questions []audit.Question
	S         audit.Statement
}

// statementForm serves GET …/onafhankelijkheid.
func (h *Handler) statementForm(w http.ResponseWriter, r *http.Request) error {
	p, err := h.page(r)
	if err != nil {
		return err
	}
	st, _ := p.E.StatementOf(p.by.Person)
	return web.Render(w, r, http.StatusOK, statementView(statementPage{p, h.Service.Rules.Questions, st}))
}

// declare serves POST …/onafhankelijkheid.
func (h *Handler) declare(w http.ResponseWriter, r *http.Request) error {
	p, err := h.page(r)
	if err != nil {
		return err
	}
	st := audit.Statement{Answers: map[string]string{}, Explanation: web.Text(r, "explanation")}
	for _, q := range h.Service.Rules.Questions {
		st.Answers[q.ID] = r.FormValue("tie-" + q.ID)
	}
	_, err = h.Service.Declare(r.Context(), p.by, p.E.ID, st)
	if p.Refusal = web.Again(err, fault.Conflict); p.Refusal != nil {
		return web.Render(w, r, web.StatusOf(p.Refusal), statementView(statementPage{p, h.Service.Rules.Questions, st}))
	}
	return h.done(w, r, err, i18n.T("Uw verklaring staat erbij. Iedereen van de organisatie kan haar lezen.", "Your statement is recorded. Everybody of the organisation can read it."))
}

func (p statementPage) options(q audit.Question) []web.Option {
	return []web.Option{
		{Value: audit.NoTie, Label: p.T("Nee", "No"), Chosen: p.S.Answers[q.ID] == audit.NoTie},
		{Value: audit.HasTie, Label: p.T("Ja", "Yes"), Chosen: p.S.Answers[q.ID] == audit.HasTie},
	}
}
