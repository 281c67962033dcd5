package peopleweb

import (
	"net/http"

	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/people"
	"aantoonbaar/internal/web"
)

const certificatePath = home + "/diplomas"

// certificateRoutes are the acts on certificates.
func (h *Handler) certificateRoutes() []web.Route {
	return []web.Route{
		web.On("POST /o/{org}/scholing/deelnemers/{id}/diplomas", identity.KeepTraining, h.addCertificate),
		web.On("POST /o/{org}/scholing/diplomas/{id}/intrekken", identity.KeepTraining, h.withdrawCertificate),
	}
}

// certificateForm is the form exactly as typed.
type certificateForm struct{ training, from, until, evidence string }

// addCertificate serves POST …/deelnemers/{id}/diplomas.
func (h *Handler) addCertificate(w http.ResponseWriter, r *http.Request) error {
	id := people.ID(r.PathValue("id"))
	f := certificateForm{web.Text(r, "training"), web.Text(r, "cert_from"), web.Text(r, "cert_until"), web.Text(r, "evidence")}
	var k fault.Checker
	c := people.Certificate{Person: id, Training: people.ID(f.training), From: web.ParseDay(&k, "from", f.from), Until: web.ParseDay(&k, "until", f.until), Evidence: f.evidence}
	err := k.Fault("people.unreadable")
	if err == nil {
		_, err = h.Service.AddCertificate(r.Context(), identity.ActorOf(r.Context()), c)
	}
	if refusal := web.Again(err); refusal != nil {
		p, err := h.personPage(r, id)
		if err != nil {
			return err
		}
		p.C, p.CRefusal = f, renamed(refusal)
		return web.Render(w, r, web.CodeOf(refusal), personView(p))
	}
	if err != nil {
		return err
	}
	return done(w, r, under(staffPath, id), "Het certificaat is vastgelegd.", "The certificate was recorded.")
}

// renamed gives the days of a certificate the names of their fields: on one page with
// the days of work they need others.
func renamed(f *fault.Fault) *fault.Fault {
	g := *f
	g.Fields = nil
	for _, x := range f.Fields {
		if x.Name == "from" || x.Name == "until" {
			x.Name = "cert_" + x.Name
		}
		g.Fields = append(g.Fields, x)
	}
	return &g
}

// withdrawCertificate serves POST …/diplomas/{id}/intrekken.
func (h *Handler) withdrawCertificate(w http.ResponseWriter, r *http.Request) error {
	err := h.Service.WithdrawCertificate(r.Context(), identity.ActorOf(r.Context()), people.ID(r.PathValue("id")), web.Text(r, "because"))
	if err != nil {
		return err
	}
	return done(w, r, staffPath, "Het certificaat telt niet meer. In het logboek blijft het staan.", "The certificate no longer counts. It stays in the journal.")
}

// personPage finds somebody with what there is to choose from.
func (h *Handler) personPage(r *http.Request, id people.ID) (personPage, error) {
	p, err := h.page(r, nil)
	if err != nil {
		return personPage{}, err
	}
	x, ok := p.S.Participant(id)
	if !ok {
		return personPage{}, fault.Missing("people.none")
	}
	files, err := h.Service.Files(r.Context(), p.by)
	return personPage{page: p, X: x, F: formOfPerson(x), Files: files}, err
}

// certificates are those of the person on the page.
func (p personPage) certificates() (all []people.Certificate) {
	for _, c := range p.S.Certificates {
		if c.Person == p.X.ID {
			all = append(all, c)
		}
	}
	return all
}

// trainings are the trainings to choose from.
func (p personPage) trainings() (options []web.Option) {
	for _, t := range p.S.Trainings {
		options = append(options, web.Option{Value: string(t.ID), Label: t.Title, Chosen: p.C.training == string(t.ID)})
	}
	return options
}

// maxFiles is how many files there are to choose from, the newest first.
const maxFiles = 100

// files are the files among the evidence to choose from.
func (p personPage) files() []web.Option {
	options := []web.Option{{Value: "", Label: p.T("Geen bestand", "No file")}}
	for _, it := range p.Files[:min(maxFiles, len(p.Files))] {
		options = append(options, web.Option{Value: string(it.ID), Label: it.Title, Chosen: p.C.evidence == string(it.ID)})
	}
	return options
}

// certField is one field of the form for a certificate.
func (p personPage) certField(f web.Field) web.Field { return f.Complain(p.CRefusal, p.Lang) }

// pieceTitle names the file of a certificate.
func (p personPage) pieceTitle(id string) string {
	for _, it := range p.Files {
		if it.ID == evidence.ID(id) {
			return it.Title
		}
	}
	return p.T("het bewijsstuk", "the piece of evidence")
}
