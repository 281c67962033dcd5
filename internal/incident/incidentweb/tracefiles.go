package incidentweb

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"github.com/a-h/templ"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/incident"
	"aantoonbaar/internal/incident/indicator"
	"aantoonbaar/internal/web"
)

// A previewPage is what was read, before it is stored.
type previewPage struct {
	page
	Name    string
	Got     indicator.Reading
	Tally   incident.Tally
	Carried string // the traces as JSON, between preview and confirmation
}

// previewTraces reads a file, or what somebody pasted, and stores nothing.
func (h *Handler) previewTraces(w http.ResponseWriter, r *http.Request) error {
	u, err := web.ReadUpload(r)
	if err != nil {
		return h.againImport(w, r, u, err)
	}
	v := previewPage{Name: u.Name}
	content := u.File
	if u.File == nil || u.Name == "" {
		v.Name, content = "", strings.NewReader(u.Fields.Get("pasted"))
	}
	if v.Name == "" && strings.TrimSpace(u.Fields.Get("pasted")) == "" {
		var k fault.Checker
		k.Need(false, "pasted", i18n.T("Kies een bestand, of plak sporen in het vak.", "Choose a file, or paste traces into the box."))
		return h.againImport(w, r, u, k.Fault("incident.no-file"))
	}
	if v.Got, err = indicator.Read(r.Context(), v.Name, content); err != nil {
		return h.againImport(w, r, u, err)
	}
	if v.Tally, err = h.Service.Compare(r.Context(), identity.ActorOf(r.Context()), idOf(r), v.Got.Found); err != nil {
		return err
	}
	carried, err := json.Marshal(v.Got.Found)
	if err != nil {
		return fmt.Errorf("carry traces: %w", err)
	}
	v.Carried = string(carried)
	return h.again(w, r, func(p page) templ.Component {
		v.page = p
		return previewView(v)
	}, nil)
}

// againImport shows the form with why a file was not read, and what was pasted. The
// form was read as a stream, so its fields are put back where forms look.
func (h *Handler) againImport(w http.ResponseWriter, r *http.Request, u web.Uploaded, wrong error) error {
	web.Drain(r)
	r.Form, r.PostForm = u.Fields, u.Fields
	return h.again(w, r, importView, wrong)
}

// takeTraces stores what came back of a preview, checked anew.
func (h *Handler) takeTraces(w http.ResponseWriter, r *http.Request) error {
	u, err := web.ReadUpload(r)
	if err != nil {
		return err
	}
	var all []indicator.Indicator
	if u.File != nil {
		all, err = web.ReadList[indicator.Indicator](u.File, indicator.MaxEach)
	}
	if err != nil || len(all) == 0 {
		return h.againImport(w, r, web.Uploaded{}, web.NotWhole())
	}
	tally, err := h.Service.AddIndicators(r.Context(), identity.ActorOf(r.Context()), idOf(r), cutName(u.Fields.Get("from")), all)
	if err != nil {
		return h.againImport(w, r, web.Uploaded{}, err)
	}
	return h.traced(w, r, i18n.Tf("Opgeslagen: %d nieuw, %d aangevuld.", "Stored: %d new, %d supplemented.", tally.New, tally.Changed))
}

// cutName is the name of a file as the journal keeps it.
func cutName(name string) string {
	name = strings.Join(strings.Fields(strings.ToValidUTF8(name, "")), " ")
	runes := []rune(name)
	return string(runes[:min(len(runes), incident.MaxName)])
}

// exportTraces serves POST …/sporen/bestand: the traces as a file. It is no GET, because
// the journal tells of it.
func (h *Handler) exportTraces(w http.ResponseWriter, r *http.Request) error {
	as := incident.Format(web.Text(r, "as"))
	e, err := h.Service.ExportIndicators(r.Context(), identity.ActorOf(r.Context()), idOf(r), as)
	if err != nil {
		return h.showTraces(w, r, tracesView, err)
	}
	var file bytes.Buffer
	media, ext := "text/csv; charset=utf-8", "csv"
	if as == incident.STIX {
		media, ext = "application/stix+json;version=2.1", "json"
		err = indicator.WriteSTIX(&file, e.Org, string(e.File.ID), e.All)
	} else {
		err = indicator.WriteCSV(&file, e.All)
	}
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", media)
	w.Header().Set("Content-Disposition", `attachment; filename="sporen-`+e.File.Name()+`.`+ext+`"`)
	_, _ = w.Write(file.Bytes()) // fails only when the reader has left
	return nil
}
