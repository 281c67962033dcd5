// Package certificationweb is the register's pages: what there is, a new one, and
// a list from a spreadsheet.
package certificationweb

import (
	"net/http"
	"time"

	"aantoonbaar/internal/certification"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/web"
)

// A Handler serves the pages.
type Handler struct {
	Service *certification.Service
}

// maxUpload is the longest form with a list in it, in bytes.
const maxUpload = 11 << 20

// Routes lists the room's pages. The list is complete: no page is registered anywhere else.
func (h *Handler) Routes() []web.Route {
	return []web.Route{
		web.On("GET /o/{org}/certificaten", identity.Read, h.show),
		web.On("POST /o/{org}/certificaten", identity.Evidence, h.add),
		web.On("POST /o/{org}/certificaten/{id}/intrekken", identity.Evidence, h.withdraw),
		web.On("GET /o/{org}/certificaten/inlezen", identity.Evidence, h.importForm),
		web.Upload("POST /o/{org}/certificaten/inlezen", identity.Evidence, maxUpload, h.preview),
		web.On("POST /o/{org}/certificaten/inlezen/opslaan", identity.Evidence, h.store),
	}
}

const home = "/certificaten"

// A page is the register, and the form for a new certificate.
type page struct {
	web.View
	All     []certification.Certificate
	Endings []certification.Ending
	Today   time.Time
	MayEdit bool
	Form    form
	Refusal *fault.Fault
}

// A form is the form exactly as typed.
type form struct {
	supplier, scheme, other, edition, scope, reach, body, accreditation, number, from, until string
}

func readForm(r *http.Request) form {
	t := func(name string) string { return web.Text(r, name) }
	return form{t("supplier"), t("scheme"), t("other"), t("edition"), t("scope"), t("reach"), t("body"), t("accreditation"), t("number"), t("from"), t("valid_until")}
}

// parse turns what was typed into a certificate. It judges spelling only.
func (f form) parse() (certification.Certificate, error) {
	var k fault.Checker
	c := certification.Certificate{
		Supplier: f.supplier, Scheme: certification.Scheme(f.scheme), Edition: f.edition, Scope: f.scope, Reach: certification.Reach(f.reach),
		Body: f.body, Accredited: f.accreditation, Number: f.number,
		From: web.ParseDay(&k, "from", f.from), ValidUntil: web.ParseDay(&k, "valid_until", f.until),
	}
	if c.Scheme == certification.Other {
		c.Other = f.other
	}
	return c, k.Fault("certification.unreadable")
}

// show serves GET /o/{org}/certificaten.
func (h *Handler) show(w http.ResponseWriter, r *http.Request) error {
	return h.render(w, r, http.StatusOK, form{scheme: string(certification.NEN7510)}, nil)
}

func (h *Handler) render(w http.ResponseWriter, r *http.Request, code int, f form, refusal *fault.Fault) (err error) {
	by := identity.ActorOf(r.Context())
	p := page{
		View: web.ViewOf(r.Context()), Endings: h.Service.Endings, Today: h.Service.Today(),
		MayEdit: identity.May(by, identity.Evidence), Form: f, Refusal: refusal,
	}
	if p.All, err = h.Service.List(r.Context(), by); err != nil {
		return err
	}
	return web.Render(w, r, code, register(p))
}

// add serves POST /o/{org}/certificaten.
func (h *Handler) add(w http.ResponseWriter, r *http.Request) error {
	f := readForm(r)
	c, err := f.parse()
	if err == nil {
		err = h.Service.Add(r.Context(), identity.ActorOf(r.Context()), c)
	}
	if refusal := web.Again(err); refusal != nil {
		return h.render(w, r, http.StatusUnprocessableEntity, f, refusal)
	}
	if err != nil {
		return err
	}
	v := web.ViewOf(r.Context())
	return web.Go(w, r, v.HrefIn(home), v.T("Het certificaat staat in het register.", "The certificate is in the register."))
}

// withdraw serves POST /o/{org}/certificaten/{id}/intrekken.
func (h *Handler) withdraw(w http.ResponseWriter, r *http.Request) error {
	if err := h.Service.Withdraw(r.Context(), identity.ActorOf(r.Context()), certification.ID(r.PathValue("id"))); err != nil {
		return err
	}
	v := web.ViewOf(r.Context())
	return web.Go(w, r, v.HrefIn(home), v.T("Het certificaat is uit het register. In het logboek blijft het staan.", "The certificate is out of the register. It stays in the journal."))
}

// field is one field of the form. Kind may be "date", "opt" or both.
func (p page) field(name, label, value, hint string, optional bool) web.Field {
	return web.Field{Name: name, Label: label, Value: value, Hint: hint, Optional: optional, Rows: 3}.Complain(p.Refusal, p.Lang)
}

func (p page) date(name, label, value string, optional bool) web.Field {
	f := p.field(name, label, value, "", optional)
	f.Type, f.Width = "date", "m"
	return f
}

func (p page) schemes() (options []web.Option) {
	for _, s := range certification.Schemes {
		options = append(options, web.Option{Value: string(s), Label: s.Name().In(p.Lang), Chosen: p.Form.scheme == string(s)})
	}
	return options
}

func (p page) reaches() []web.Option {
	return []web.Option{
		{Value: "yes", Label: p.T("Ja", "Yes"), Chosen: p.Form.reach == "yes"},
		{Value: "no", Label: p.T("Nee", "No"), Hint: p.T("Alleen het kantoor, één systeem of een dienst.", "Only the office, one system or one service."), Chosen: p.Form.reach == "no"},
		{Value: "", Label: p.T("Dat weet ik niet", "I do not know"), Chosen: p.Form.reach == ""},
	}
}

// holder is whose certificate it is, for people.
func (p page) holder(c certification.Certificate) string {
	if c.Supplier == "" {
		return p.Place.Name
	}
	return c.Supplier
}

// standing is the mark of how a certificate stands.
func (p page) standing(c certification.Certificate) (tone, words string) {
	end, _ := c.EndsOn(p.Endings)
	day := p.Lang.ShortDay(end)
	switch c.Standing(p.Today, p.Endings) {
	case certification.Ended:
		return "late", p.T("Telt niet meer sinds ", "No longer counts since ") + p.Lang.ShortDay(end.AddDate(0, 0, 1))
	case certification.EndsSoon:
		return "warn", p.T("Nog tot en met ", "Only until ") + day
	case certification.Valid:
	}
	return "ok", p.T("Tot en met ", "Until ") + day
}
