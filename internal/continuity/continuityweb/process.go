package continuityweb

import (
	"net/http"

	"aantoonbaar/internal/continuity"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/web"
)

// A processPage is a care process: what it is, and the form for who may change it.
type processPage struct {
	page
	X continuity.Process // as stored; zero for a new one
	F processForm
}

// processForm is the form exactly as typed.
type processForm struct {
	name, owner, suppliers, people, workAround string
	rto, rpo, bears                            typedSpan
	systems                                    []continuity.ID
	version                                    int64
}

func formOfProcess(x continuity.Process) processForm {
	return processForm{x.Name, x.Owner, x.Suppliers, x.People, x.WorkAround, typedOrNone(x.RTO), typed(x.RPO), typedOrNone(x.Bears), x.Systems, x.Version}
}

func readProcess(r *http.Request) processForm {
	t := func(name string) string { return web.Text(r, name) }
	return processForm{
		t("name"), t("owner"), t("suppliers"), t("people"), t("work_around"),
		readSpan(r, "rto"), readSpan(r, "rpo"), readSpan(r, "bears"), chosen(r, "systems"), web.FormVersion(r),
	}
}

// parse turns what was typed into a process. It judges spelling only.
func (f processForm) parse(id continuity.ID) (continuity.Process, error) {
	var k fault.Checker
	x := continuity.Process{
		ID: id, Name: f.name, Owner: f.owner, Suppliers: f.suppliers, People: f.people, WorkAround: f.workAround, Systems: f.systems,
		Bears: f.bears.parse(&k, "bears"), RTO: f.rto.parse(&k, "rto"), RPO: f.rpo.parse(&k, "rpo"),
	}
	k.Need(f.rpo.n != "", "rpo", i18n.T("Vul in hoeveel werk verloren mag gaan. 0 is niets.", "Give how much work may be lost. 0 is none."))
	x.Version = f.version
	return x, k.Fault("continuity.unreadable")
}

// newProcess serves GET …/processen/nieuw.
func (h *Handler) newProcess(w http.ResponseWriter, r *http.Request) error {
	f := formOfProcess(continuity.Process{})
	f.rpo = typedSpan{}
	return h.renderProcess(w, r, "", f, nil)
}

// process serves GET …/processen/{id}.
func (h *Handler) process(w http.ResponseWriter, r *http.Request) error {
	p, err := h.page(r, nil)
	if err != nil {
		return err
	}
	x, ok := p.S.Process(continuity.ID(r.PathValue("id")))
	if !ok {
		return fault.Missing("continuity.none")
	}
	return web.Render(w, r, http.StatusOK, processView(processPage{p, x, formOfProcess(x)}))
}

func (h *Handler) renderProcess(w http.ResponseWriter, r *http.Request, id continuity.ID, f processForm, refusal *fault.Fault) error {
	p, err := h.page(r, refusal)
	if err != nil {
		return err
	}
	x, _ := p.S.Process(id)
	if refusal != nil && refusal.Kind == fault.Conflict {
		f.version = x.Version // what was typed may be stored over what is there now
	}
	return web.Render(w, r, web.CodeOf(refusal), processView(processPage{p, x, f}))
}

// saveProcess serves POST …/processen and …/processen/{id}.
func (h *Handler) saveProcess(w http.ResponseWriter, r *http.Request) error {
	id, f := continuity.ID(r.PathValue("id")), readProcess(r)
	x, err := f.parse(id)
	if err == nil {
		_, err = h.Service.SaveProcess(r.Context(), identity.ActorOf(r.Context()), x)
	}
	if refusal := web.Again(err, fault.Conflict); refusal != nil {
		return h.renderProcess(w, r, id, f, refusal)
	}
	if err != nil {
		return err
	}
	return done(w, r, home, "Het proces is opgeslagen.", "The process was stored.")
}

// dropProcess serves POST …/processen/{id}/weg.
func (h *Handler) dropProcess(w http.ResponseWriter, r *http.Request) error {
	err := h.Service.DropProcess(r.Context(), identity.ActorOf(r.Context()), continuity.ID(r.PathValue("id")), web.FormVersion(r))
	if err != nil {
		return err
	}
	return done(w, r, home, "Het proces is weggehaald. In het logboek blijft het staan.", "The process was taken out. It stays in the journal.")
}

// title is the name of the page.
func (p processPage) title() string {
	if p.X.ID == "" {
		return p.T("Nieuw zorgproces", "New care process")
	}
	return p.X.Name
}

// action is where the form goes.
func (p processPage) action() string {
	if p.X.ID == "" {
		return processPath
	}
	return under(processPath, p.X.ID)
}

// withNumber puts what was typed into the field of a span.
func withNumber(f web.Field, t typedSpan) web.Field {
	f.Value, f.Width, f.InputMode = t.n, "s", "numeric"
	return f
}
