// Package receivedweb is the pages of received dossiers: what there is, what a check
// of a new one finds, and a receipt to give back.
package receivedweb

import (
	"net/http"
	"net/url"

	"aantoonbaar/internal/dossier"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/received"
	"aantoonbaar/internal/web"
)

// A Handler serves the pages.
type Handler struct {
	Service *received.Service
}

// Routes lists the room's pages. The list is complete: no page is registered anywhere else.
func (h *Handler) Routes() []web.Route {
	return []web.Route{
		web.On("GET /o/{org}/ontvangen", identity.SeeReceived, h.list),
		web.Upload("POST /o/{org}/ontvangen", identity.Evidence, received.MaxFile+2*web.MaxForm, h.check),
		web.On("POST /o/{org}/ontvangen/bewaren", identity.Evidence, h.keep),
		web.On("GET /o/{org}/ontvangen/{id}", identity.SeeReceived, h.show),
		web.On("GET /o/{org}/ontvangen/{id}/ontvangstbewijs", identity.SeeReceived, h.receipt),
	}
}

const home = "/ontvangen"

func pathOf(id received.ID) string { return home + "/" + url.PathEscape(string(id)) }

// A listPage is what was received, and the form for a new one.
type listPage struct {
	web.View
	All      []received.Received
	MayCheck bool
	Key      string // as typed
	Refusal  *fault.Fault
}

// list serves GET /o/{org}/ontvangen.
func (h *Handler) list(w http.ResponseWriter, r *http.Request) error {
	return h.again(w, r, "", nil)
}

// again shows the list, with the form as it was sent and what was wrong with it.
func (h *Handler) again(w http.ResponseWriter, r *http.Request, key string, refusal *fault.Fault) (err error) {
	by, code := identity.ActorOf(r.Context()), http.StatusOK
	p := listPage{View: web.ViewOf(r.Context()), MayCheck: identity.May(by, identity.Evidence), Key: key, Refusal: refusal}
	if refusal != nil {
		code = web.StatusOf(refusal)
	}
	if p.All, err = h.Service.List(r.Context(), by); err != nil {
		return err
	}
	return web.Render(w, r, code, listView(p))
}

// loud are the dossiers that show what may not be overlooked: of each journal and each
// such thing the newest.
func (p listPage) loud() (all []received.Received) {
	seen := map[string]bool{}
	for _, r := range p.All {
		if r.Loud() && !seen[r.Origin+string(r.Relation)] {
			seen[r.Origin+string(r.Relation)] = true
			all = append(all, r)
		}
	}
	return all
}

// A checkPage is what a check found; nothing is stored yet.
type checkPage struct {
	web.View
	C       received.Checked
	Remark  string
	Refusal *fault.Fault
}

// check serves POST /o/{org}/ontvangen: what would be kept.
func (h *Handler) check(w http.ResponseWriter, r *http.Request) error {
	u, err := web.ReadUpload(r)
	upload := received.Upload{Name: u.Name, Content: u.File, Key: u.Fields.Get("key")}
	if err == nil {
		var c received.Checked
		if c, err = h.Service.Check(r.Context(), identity.ActorOf(r.Context()), upload); err == nil {
			return web.Render(w, r, http.StatusOK, checkView(checkPage{View: web.ViewOf(r.Context()), C: c}))
		}
	}
	if refusal := web.Again(err, fault.Overload, fault.Conflict); refusal != nil {
		web.Drain(r)
		return h.again(w, r, upload.Key, refusal)
	}
	return err
}

// keep serves POST /o/{org}/ontvangen/bewaren.
func (h *Handler) keep(w http.ResponseWriter, r *http.Request) error {
	kept, err := h.Service.Keep(r.Context(), identity.ActorOf(r.Context()), r.FormValue("carried"), web.Text(r, "remark"))
	if refusal := web.Again(err, fault.Conflict); refusal != nil {
		return h.again(w, r, "", refusal)
	}
	if err != nil {
		return err
	}
	v := web.ViewOf(r.Context())
	return web.Go(w, r, v.HrefIn(pathOf(kept.ID)), v.Lang.Tf("Het dossier van %s is bewaard.", "The dossier of %s was kept.", name(v, kept)))
}

// A showPage is one dossier.
type showPage struct {
	web.View
	R       received.Received
	Others  []received.Received // of the same journal
	Witness string              // the key under which its receipt stands
}

// show serves GET /o/{org}/ontvangen/{id}.
func (h *Handler) show(w http.ResponseWriter, r *http.Request) error {
	p := showPage{View: web.ViewOf(r.Context()), Witness: h.Service.Witness.Public()}
	var err error
	if p.R, p.Others, err = h.find(r); err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, showView(p))
}

func (h *Handler) find(r *http.Request) (received.Received, []received.Received, error) {
	return h.Service.Find(r.Context(), identity.ActorOf(r.Context()), received.ID(r.PathValue("id")))
}

// receipt serves GET /o/{org}/ontvangen/{id}/ontvangstbewijs.
func (h *Handler) receipt(w http.ResponseWriter, r *http.Request) error {
	one, _, err := h.find(r)
	if err == nil && one.Receipt == "" {
		err = fault.Missing("received.no-receipt")
	}
	if err != nil {
		return err
	}
	head := w.Header()
	head.Set("Content-Type", "text/plain; charset=utf-8")
	head.Set("Content-Disposition", `attachment; filename="`+web.ViewOf(r.Context()).T("ontvangstbewijs", "receipt")+`-`+string(one.ID)+`.txt"`)
	head.Set("X-Content-Type-Options", "nosniff")
	_, err = w.Write([]byte(one.Receipt))
	return err
}

// name is whose dossier it is, as it says itself.
func name(v web.View, r received.Received) string {
	if r.From == "" {
		return v.T("onbekend", "unknown")
	}
	return r.From
}

// tone is the colour that goes with a verdict.
func tone(v dossier.Verdict) string {
	switch v {
	case dossier.Proven, dossier.Erased:
		return "ok"
	case dossier.NotProven:
		return "warn"
	case dossier.Contradicted:
	}
	return "late"
}

// counts says how many claims have which verdict, by themselves; those of which
// there are none are left out.
func counts(v web.View, r received.Received) string {
	c, words := r.Counts, []string(nil)
	for _, x := range []struct {
		n       int
		verdict dossier.Verdict
	}{{c.Proven, dossier.Proven}, {c.Erased, dossier.Erased}, {c.NotProven, dossier.NotProven}, {c.Contradicted, dossier.Contradicted}} {
		if x.n > 0 {
			words = append(words, v.Lang.Num(x.n)+" "+x.verdict.Name().In(v.Lang))
		}
	}
	if len(words) == 0 {
		return v.T("geen beweringen", "no claims")
	}
	said := v.Lang.And(words)
	if r.Outcome() != r.Verdict {
		said += v.T(", op zichzelf bekeken", ", looked at by itself")
	}
	return said
}

// as is when the sender's journal stood so, by the sender's clock.
func as(v web.View, r received.Received) string {
	if r.At.IsZero() {
		return v.T("moment niet bekend", "moment not known")
	}
	return v.Lang.Moment(v.Local(r.At))
}

// relationTone is the kind of message that goes with a relation.
func relationTone(r received.Relation) (kind, icon string) {
	switch r {
	case received.Forked, received.SeenForked, received.OtherKey:
		return "error", "triangle-alert"
	case received.Smaller, received.Uncompared:
		return "warning", "triangle-alert"
	case received.First, received.Same, received.Grown:
	}
	return "info", "circle-check"
}

// relationWord is the relation in a list.
func relationWord(v web.View, r received.Relation) string {
	switch r {
	case received.Forked, received.SeenForked:
		return v.T("twee verledens", "two pasts")
	case received.OtherKey:
		return v.T("andere sleutel", "another key")
	case received.Smaller:
		return v.T("ouder dan een eerder dossier", "older than an earlier dossier")
	case received.Uncompared:
		return v.T("niet vergeleken", "not compared")
	case received.First:
		return v.T("eerste", "first")
	case received.Same:
		return v.T("gelijk aan het vorige", "same as the previous one")
	case received.Grown:
	}
	return v.T("gaat verder op het vorige", "continues the previous one")
}

// open are the findings that are not proven, worst first, as far as there is room.
func (p checkPage) open() (all []dossier.Finding) {
	for _, verdict := range []dossier.Verdict{dossier.Contradicted, dossier.NotProven, dossier.Erased} {
		for _, f := range p.C.Report.Findings {
			if f.Verdict == verdict && len(all) < maxOpen {
				all = append(all, f)
			}
		}
	}
	return all
}

// openCount is how many findings are not proven.
func (p checkPage) openCount() int {
	return len(p.C.Report.Findings) - p.C.Report.Count(dossier.Proven)
}

// maxOpen is how many findings the page lists; the command lists them all.
const maxOpen = 40
