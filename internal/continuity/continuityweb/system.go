package continuityweb

import (
	"net/http"

	"aantoonbaar/internal/continuity"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/ref"
	"aantoonbaar/internal/web"
)

// A systemPage is a system: what it is, and the form for who may change it.
type systemPage struct {
	page
	X continuity.System // as stored; zero for a new one
	F systemForm
}

// systemForm is the form exactly as typed.
type systemForm struct {
	kind, name, supplier, place, backup string
	copyEvery, promised                 typedSpan
	needs                               []continuity.ID
	version                             int64
}

func formOfSystem(x continuity.System) systemForm {
	return systemForm{string(x.Kind), x.Name, x.Supplier, x.Place, x.Backup, typedOrNone(x.CopyEvery), typedOrNone(x.Promised), x.Needs, x.Version}
}

func readSystem(r *http.Request) systemForm {
	t := func(name string) string { return web.Text(r, name) }
	return systemForm{
		t("kind"), t("name"), t("supplier"), t("place"), t("backup"),
		readSpan(r, "copy_every"), readSpan(r, "promised"), chosen(r, "needs"), web.FormVersion(r),
	}
}

// parse turns what was typed into a system. It judges spelling only.
func (f systemForm) parse(id continuity.ID) (continuity.System, error) {
	var k fault.Checker
	x := continuity.System{
		ID: id, Kind: continuity.Kind(f.kind), Name: f.name, Supplier: f.supplier, Place: f.place, Backup: f.backup,
		CopyEvery: f.copyEvery.parse(&k, "copy_every"), Promised: f.promised.parse(&k, "promised"), Needs: f.needs,
	}
	x.Version = f.version
	return x, k.Fault("continuity.unreadable")
}

// newSystem serves GET …/systemen/nieuw.
func (h *Handler) newSystem(w http.ResponseWriter, r *http.Request) error {
	return h.renderSystem(w, r, "", formOfSystem(continuity.System{Kind: continuity.ClientRecord}), nil)
}

// system serves GET …/systemen/{id}.
func (h *Handler) system(w http.ResponseWriter, r *http.Request) error {
	p, err := h.page(r, nil)
	if err != nil {
		return err
	}
	x, ok := p.S.System(continuity.ID(r.PathValue("id")))
	if !ok {
		return fault.Missing("continuity.none")
	}
	return web.Render(w, r, http.StatusOK, systemView(systemPage{p, x, formOfSystem(x)}))
}

func (h *Handler) renderSystem(w http.ResponseWriter, r *http.Request, id continuity.ID, f systemForm, refusal *fault.Fault) error {
	p, err := h.page(r, refusal)
	if err != nil {
		return err
	}
	x, _ := p.S.System(id)
	if refusal != nil && refusal.Kind == fault.Conflict {
		f.version = x.Version // what was typed may be stored over what is there now
	}
	return web.Render(w, r, web.CodeOf(refusal), systemView(systemPage{p, x, f}))
}

// saveSystem serves POST …/systemen and …/systemen/{id}.
func (h *Handler) saveSystem(w http.ResponseWriter, r *http.Request) error {
	id, f := continuity.ID(r.PathValue("id")), readSystem(r)
	x, err := f.parse(id)
	if err == nil {
		_, err = h.Service.SaveSystem(r.Context(), identity.ActorOf(r.Context()), x)
	}
	if refusal := web.Again(err, fault.Conflict); refusal != nil {
		return h.renderSystem(w, r, id, f, refusal)
	}
	if err != nil {
		return err
	}
	return done(w, r, home, "Het systeem is opgeslagen.", "The system was stored.")
}

// dropSystem serves POST …/systemen/{id}/weg.
func (h *Handler) dropSystem(w http.ResponseWriter, r *http.Request) error {
	err := h.Service.DropSystem(r.Context(), identity.ActorOf(r.Context()), continuity.ID(r.PathValue("id")), web.FormVersion(r))
	if err != nil {
		return err
	}
	return done(w, r, home, "Het systeem is weggehaald. In het logboek blijft het staan.", "The system was taken out. It stays in the journal.")
}

// title is the name of the page.
func (p systemPage) title() string {
	if p.X.ID == "" {
		return p.T("Nieuw systeem", "New system")
	}
	return p.X.Name
}

// action is where the form goes.
func (p systemPage) action() string {
	if p.X.ID == "" {
		return systemPath
	}
	return under(systemPath, p.X.ID)
}

// kinds are the kinds of systems.
func (p systemPage) kinds() (options []web.Option) {
	for _, k := range continuity.Kinds {
		options = append(options, web.Option{Value: string(k), Label: k.Name().In(p.Lang), Chosen: p.F.kind == string(k)})
	}
	return options
}

// now is what somebody else stored meanwhile.
func (p systemPage) now() []string {
	return []string{
		p.X.Name, p.T("Soort: ", "Kind: ") + p.X.Kind.Name().In(p.Lang), p.T("Leverancier: ", "Supplier: ") + web.OrDash(p.X.Supplier), p.T("Waar het draait: ", "Where it runs: ") + web.OrDash(p.X.Place),
		p.T("Terug binnen: ", "Back within: ") + p.span(p.X.Promised), p.T("Reservekopie: ", "Backup: ") + web.OrDash(p.X.Backup), p.T("Kopie elke: ", "Copy every: ") + p.span(p.X.CopyEvery),
		p.T("Heeft nodig: ", "Needs: ") + web.OrDash(p.systemNames(p.X.Needs)),
	}
}

// now is what somebody else stored meanwhile.
func (p processPage) now() []string {
	return []string{
		p.X.Name, p.T("Mag stilliggen: ", "Bears an outage of: ") + p.X.Bears.In(p.Lang), "RTO: " + p.X.RTO.In(p.Lang), "RPO: " + p.X.RPO.In(p.Lang),
		p.T("Eigenaar: ", "Owner: ") + web.OrDash(p.X.Owner), p.T("Systemen: ", "Systems: ") + web.OrDash(p.systemNames(p.X.Systems)),
		p.T("Leveranciers: ", "Suppliers: ") + web.OrDash(p.X.Suppliers), p.T("Mensen en plekken: ", "People and places: ") + web.OrDash(p.X.People), p.T("Werkwijze zonder: ", "Work-around: ") + web.OrDash(p.X.WorkAround),
	}
}

// doubtsAbout are the doubts about one record.
func (p page) doubtsAbout(r ref.Ref) (all []string) {
	for _, d := range p.S.Doubts {
		if d.About == r {
			all = append(all, d.Says.In(p.Lang))
		}
	}
	return all
}
