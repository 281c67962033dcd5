package incidentweb

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/incident"
	"aantoonbaar/internal/incident/indicator"
	"aantoonbaar/internal/web"
)

const (
	maxTraceFile = indicator.MaxFile + 2*web.MaxForm // with the rest of the form
	maxPreview   = 16 << 20                          // what comes back of a preview
	tracesOfPage = 100
)

// traceRoutes are the pages of the traces that an attack left.
func (h *Handler) traceRoutes() []web.Route {
	const all = "/o/{org}/incidenten/{id}/sporen"
	return []web.Route{
		web.On("GET "+all, identity.SeeIncidents, h.traces),
		web.On("POST "+all, identity.HandleIncident, h.addTrace),
		web.On("GET "+all+"/inlezen", identity.HandleIncident, h.page(importView)),
		web.Upload("POST "+all+"/inlezen", identity.HandleIncident, maxTraceFile, h.previewTraces),
		web.Upload("POST "+all+"/inlezen/opslaan", identity.HandleIncident, maxPreview, h.takeTraces),
		web.On("POST "+all+"/bestand", identity.Export, h.exportTraces),
		web.On("GET "+all+"/{trace}", identity.SeeIncidents, h.traceForm),
		web.On("POST "+all+"/{trace}", identity.HandleIncident, h.changeTrace),
		web.On("POST "+all+"/{trace}/weg", identity.HandleIncident, h.dropTrace),
	}
}

func tracesPath(id incident.ID) string { return pathOf(id) + "/sporen" }

// A tracesPage is the list, or one trace of it.
type tracesPage struct {
	page
	Traces []indicator.Indicator // that match
	Found  int                   // of all pages
	Total  int                   // that were not taken out
	From   int                   // of the first shown, from 0
	Words  string
	Kind   indicator.Kind
	One    indicator.Indicator // of the address; zero on the list
	Gone   []indicator.Indicator
	May    bool // export: of today only, for the journal tells of it
}

// tracesOf gathers the list, as the address asks.
func (h *Handler) tracesOf(r *http.Request, p page) (tracesPage, error) {
	by := identity.ActorOf(r.Context())
	all, err := h.Service.Indicators(r.Context(), by, idOf(r))
	if err != nil {
		return tracesPage{}, err
	}
	t := tracesPage{page: p, Words: strings.TrimSpace(r.URL.Query().Get("q")), Kind: indicator.Kind(r.URL.Query().Get("soort")), May: identity.May(by, identity.Export) && !by.Past}
	for _, i := range all {
		if i.Gone != "" {
			t.Gone = append(t.Gone, i)
		}
		if i.Key() == r.PathValue("trace") {
			t.One = i
		}
	}
	t.Total = len(all) - len(t.Gone)
	found := incident.Stands(all, t.Words, t.Kind)
	t.Found = len(found)
	if n, err := strconv.Atoi(r.URL.Query().Get("vanaf")); err == nil && n > 0 && n < len(found) {
		t.From = n
	}
	t.Traces = found[t.From:min(len(found), t.From+tracesOfPage)]
	return t, nil
}

// showTraces shows a page of traces, with what was wrong with the form that was sent.
func (h *Handler) showTraces(w http.ResponseWriter, r *http.Request, d func(tracesPage) templ.Component, wrong error) error {
	t, err := h.tracesOf(r, page{})
	if err != nil {
		return err
	}
	if r.PathValue("trace") != "" && (t.One.Value == "" || t.One.Gone != "") {
		return fault.Missing("incident.no-indicator")
	}
	return h.again(w, r, func(p page) templ.Component {
		t.page = p
		return d(t)
	}, wrong)
}

func (h *Handler) traces(w http.ResponseWriter, r *http.Request) error {
	return h.showTraces(w, r, tracesView, nil)
}

func (h *Handler) traceForm(w http.ResponseWriter, r *http.Request) error {
	return h.showTraces(w, r, traceView, nil)
}

// readTrace turns a form into what it says of a trace.
func (h *Handler) readTrace(r *http.Request, k *fault.Checker) (i indicator.Indicator) {
	i.First = web.ParseMoment(k, "first", web.Text(r, "first"), h.Service.Zone)
	i.Last = web.ParseMoment(k, "last", web.Text(r, "last"), h.Service.Zone)
	i.Source, i.Note, i.TLP = web.Text(r, "source"), web.Text(r, "note"), indicator.TLP(web.Text(r, "tlp"))
	if n := web.ParseInt(k, "confidence", web.Text(r, "confidence")); n != nil {
		i.Confidence = int(max(min(*n, 1000), -1))
	}
	return i
}

func (h *Handler) addTrace(w http.ResponseWriter, r *http.Request) error {
	var k fault.Checker
	i, value, kind := h.readTrace(r, &k), web.Text(r, "value"), indicator.Kind(web.Text(r, "kind"))
	one, ok := indicator.Parse(value)
	if kind != "" {
		one, ok = indicator.As(kind, value)
	}
	k.Need(ok, "value", i18n.T("Hier herkennen wij geen spoor in. Kijk of alles er staat, of kies zelf wat het is.", "We recognise no trace in it. Check that all of it is there, or choose what it is."))
	i.Kind, i.Value = one.Kind, one.Value
	err := k.Fault("incident.unreadable")
	if err == nil {
		_, err = h.Service.AddIndicators(r.Context(), identity.ActorOf(r.Context()), idOf(r), "", []indicator.Indicator{i})
	}
	if err != nil {
		return h.showTraces(w, r, tracesView, err)
	}
	return h.traced(w, r, i18n.T("Het spoor staat in de lijst.", "The trace is in the list."))
}

// traced goes back to the list.
func (h *Handler) traced(w http.ResponseWriter, r *http.Request, notice i18n.Text) error {
	v := web.ViewOf(r.Context())
	return web.Go(w, r, v.HrefIn(tracesPath(idOf(r))), notice.In(v.Lang))
}

func (h *Handler) changeTrace(w http.ResponseWriter, r *http.Request) error {
	t, err := h.tracesOf(r, page{})
	if err != nil {
		return err
	}
	var k fault.Checker
	i := h.readTrace(r, &k)
	i.Kind, i.Value = t.One.Kind, t.One.Value
	if err = k.Fault("incident.unreadable"); err == nil {
		err = h.Service.ChangeIndicator(r.Context(), identity.ActorOf(r.Context()), idOf(r), web.FormVersion(r), i)
	}
	if errors.Is(err, incident.ErrStale) {
		r.PostForm = url.Values{} // the form shows what is there now
	}
	if err != nil {
		return h.showTraces(w, r, traceView, err)
	}
	return h.traced(w, r, i18n.T("Het spoor is aangepast.", "The trace was changed."))
}

func (h *Handler) dropTrace(w http.ResponseWriter, r *http.Request) error {
	t, err := h.tracesOf(r, page{})
	if err == nil {
		err = h.Service.DropIndicator(r.Context(), identity.ActorOf(r.Context()), idOf(r), t.One, web.Text(r, "reason"))
	}
	if err != nil {
		return h.showTraces(w, r, traceView, err)
	}
	return h.traced(w, r, i18n.T("Het spoor is uit de lijst gehaald. Voegt u het weer toe, dan is het terug.", "The trace was taken out of the list. Add it again, and it is back."))
}
