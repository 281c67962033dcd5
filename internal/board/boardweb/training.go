package boardweb

import (
	"net/http"
	"slices"
	"strings"

	"aantoonbaar/internal/board"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/web"
)

// A trainingPage is the certificates of the board, and the form for a new one.
type trainingPage struct {
	page
	B       board.Page
	Form    certificateForm
	Refusal *fault.Fault
}

// A certificateForm is the form exactly as typed.
type certificateForm struct {
	person, role, appointed, provider, from, to, until, evidence string
	topics                                                       []string
}

func readCertificate(r *http.Request) certificateForm {
	return certificateForm{
		person: web.Text(r, "person"), role: web.Text(r, "role"), appointed: web.Text(r, "appointed"), provider: web.Text(r, "provider"),
		from: web.Text(r, "from"), to: web.Text(r, "to"), until: web.Text(r, "valid_until"), evidence: web.Text(r, "evidence"),
		topics: r.Form["topics"],
	}
}

// parse turns what was typed into a certificate. It judges spelling only.
func (f certificateForm) parse() (board.Certificate, error) {
	var k fault.Checker
	c := board.Certificate{
		Person: f.person, Role: f.role, Provider: f.provider, Evidence: f.evidence,
		Appointed: web.ParseDay(&k, "appointed", f.appointed), From: web.ParseDay(&k, "from", f.from),
		To: web.ParseDay(&k, "to", f.to), ValidUntil: web.ParseDay(&k, "valid_until", f.until),
	}
	for _, t := range board.Topics {
		if slices.Contains(f.topics, string(t)) {
			c.Topics = append(c.Topics, t)
		}
	}
	return c, k.Fault("board.certificate-unreadable")
}

// topicOptions are the topics, with the chosen ones marked.
func (p trainingPage) topicOptions() []web.Option {
	var options []web.Option
	for _, t := range board.Topics {
		options = append(options, web.Option{Value: string(t), Label: t.Name().In(p.Lang), Chosen: slices.Contains(p.Form.topics, string(t))})
	}
	return options
}

// training serves GET /o/{org}/bestuur/scholing.
func (h *Handler) training(w http.ResponseWriter, r *http.Request) error {
	p, by := h.page(r)
	b, err := h.Service.Page(r.Context(), by)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, trainingListPage(trainingPage{page: p, B: b}))
}

// addCertificate serves POST /o/{org}/bestuur/scholing.
func (h *Handler) addCertificate(w http.ResponseWriter, r *http.Request) error {
	p, by := h.page(r)
	form := readCertificate(r)
	c, err := form.parse()
	if err == nil {
		c, err = h.Service.AddCertificate(r.Context(), by, c)
	}
	if refusal := web.Again(err); refusal != nil {
		b, err := h.Service.Page(r.Context(), by)
		if err != nil {
			return err
		}
		return web.Render(w, r, http.StatusUnprocessableEntity, trainingListPage(trainingPage{page: p, B: b, Form: form, Refusal: refusal}))
	}
	if err != nil {
		return err
	}
	return web.Go(w, r, p.HrefIn("/bestuur/scholing"), p.Lang.Tf("Het certificaat van %s is vastgelegd.", "The certificate of %s was recorded.", c.Person))
}

// withdrawCertificate serves POST /o/{org}/bestuur/scholing/{id}/intrekken.
func (h *Handler) withdrawCertificate(w http.ResponseWriter, r *http.Request) error {
	p, by := h.page(r)
	if err := h.Service.WithdrawCertificate(r.Context(), by, board.CertificateID(r.PathValue("id"))); err != nil {
		return err
	}
	return web.Go(w, r, p.HrefIn("/bestuur/scholing"), p.T("Het certificaat telt niet meer mee. In het logboek blijft het staan.", "The certificate no longer counts. It stays in the journal."))
}

// standing says in words how a member stands, and in which tone. A certificate that is
// good on some topics only is not called valid.
func (p boardPage) standing(m board.Member) (tone, words string) {
	today, until := p.B.Brief.Today, p.Lang.ShortDay(m.Best.ValidUntil)
	switch m.State(today) {
	case board.Valid:
		if len(m.Missing(today)) > 0 {
			return "warn", p.T("Nog niet op alle onderwerpen", "Not on every topic yet")
		}
		return "ok", p.T("Geldig tot en met ", "Valid until ") + until
	case board.Expiring:
		return "warn", p.T("Verloopt op ", "Expires on ") + until
	case board.Expired:
		return "late", p.T("Verlopen op ", "Expired on ") + until
	}
	if p.B.Brief.Exempt {
		return "info", p.T("Niet verplicht", "Not compulsory")
	}
	if m.Due.Before(today) {
		return "late", p.T("Geen certificaat", "No certificate")
	}
	return "warn", p.T("Nog geen certificaat", "No certificate yet")
}

// topicNames lists topics in words.
func (p page) topicNames(topics []board.Topic) string {
	var names []string
	for _, t := range topics {
		names = append(names, lower(t.Name().In(p.Lang)))
	}
	return strings.Join(names, "; ")
}

// field is one field of the form. Kind may hold "date" and "opt".
func (p trainingPage) field(name, label, value, hint, kind string) web.Field {
	f := web.Field{Name: name, Label: label, Value: value, Hint: hint, Rows: 2, Optional: strings.Contains(kind, "opt")}
	if strings.Contains(kind, "date") {
		f.Type, f.Width = "date", "m"
	}
	return f.Complain(p.Refusal, p.Lang)
}
