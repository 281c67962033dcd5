package accesslogweb

import (
	"io"
	"net/http"
	"strings"

	"aantoonbaar/internal/accesslog/reading"
	"aantoonbaar/internal/accesslog/rounds"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/web"
)

func (h *Handler) fileRoutes() []web.Route {
	return []web.Route{
		web.On("GET /o/{org}/inzage/bestanden", identity.ReviewLogs, h.files),
		web.Upload("POST /o/{org}/inzage/bestanden", identity.ReviewLogs, rounds.MaxFile+1<<20, h.arrive),
		web.On("GET /o/{org}/inzage/bestanden/{id}", identity.ReviewLogs, h.file),
		web.On("POST /o/{org}/inzage/bestanden/{id}", identity.ReviewLogs, h.settle),
		web.On("GET /o/{org}/inzage/bestanden/{id}/nu", identity.ReviewLogs, h.fileNow),
		web.On("GET /o/{org}/inzage/bestanden/{id}/geweigerd", identity.ReviewLogs, h.refused),
		web.On("POST /o/{org}/inzage/bestanden/{id}/weg", identity.ReviewLogs, h.drop),
		web.On("POST /o/{org}/inzage/bestanden/{id}/vast", identity.ReviewLogs, h.keep),
	}
}

// A filesPage is every file, and the forms for a new one.
type filesPage struct {
	page
	Table, Source string // as typed
}

// files serves GET …/inzage/bestanden.
func (h *Handler) files(w http.ResponseWriter, r *http.Request) error {
	table := string(rounds.LogTable)
	if r.URL.Query().Has("lijst") {
		table = ""
	}
	return h.renderFiles(w, r, nil, table, "")
}

func (h *Handler) renderFiles(w http.ResponseWriter, r *http.Request, refusal *fault.Fault, table, source string) error {
	p, err := h.page(r, refusal)
	if err != nil {
		return err
	}
	return web.Render(w, r, web.CodeOf(refusal), filesView(filesPage{p, table, source}))
}

// arrive serves POST …/inzage/bestanden.
func (h *Handler) arrive(w http.ResponseWriter, r *http.Request) error {
	u, err := web.ReadUpload(r)
	if err != nil {
		return err
	}
	var file io.Reader
	if u.Name != "" {
		file = u.File
	}
	table, source := u.Fields.Get("table"), u.Fields.Get("source")
	l, err := h.Service.Arrive(r.Context(), identity.ActorOf(r.Context()), reading.Table(table), source, u.Name, file)
	if refusal := web.Again(err, fault.Conflict, fault.TooLarge); refusal != nil {
		web.Drain(r)
		return h.renderFiles(w, r, refusal, table, source)
	}
	if err != nil {
		return err
	}
	return done(w, r, under(filesPath, l.ID), "Het bestand is er. Kijk of wij het goed lezen.", "The file is here. See whether we read it rightly.")
}

// A filePage is one file: how it is to be read, how far that is, or what came of it.
type filePage struct {
	page
	L       rounds.Load
	Preview rounds.Preview // of one that waits
	Part    float64        // that was read of it, between 0 and 1
}

// file serves GET …/inzage/bestanden/{id}.
func (h *Handler) file(w http.ResponseWriter, r *http.Request) error {
	return h.renderFile(w, r, nil)
}

func (h *Handler) renderFile(w http.ResponseWriter, r *http.Request, refusal *fault.Fault) error {
	x, err := h.filePage(r, refusal)
	if err != nil {
		return err
	}
	if x.L.Stage == rounds.Arrived {
		if x.Preview, err = h.Service.Preview(r.Context(), x.by, x.L); err != nil {
			return err
		}
	}
	return web.Render(w, r, web.CodeOf(refusal), fileView(x))
}

func (h *Handler) filePage(r *http.Request, refusal *fault.Fault) (filePage, error) {
	p, err := h.page(r, refusal)
	if err != nil {
		return filePage{}, err
	}
	l, ok := p.S.Load(rounds.ID(r.PathValue("id")))
	if !ok {
		return filePage{}, fault.Missing("accesslog.no-file")
	}
	x := filePage{page: p, L: l}
	x.Part, _ = h.Service.Progress(l.ID)
	return x, nil
}

// fileNow serves GET …/inzage/bestanden/{id}/nu: how far the reading is.
func (h *Handler) fileNow(w http.ResponseWriter, r *http.Request) error {
	x, err := h.filePage(r, nil)
	if err != nil {
		return err
	}
	if x.L.Stage != rounds.Reading {
		w.Header().Set("HX-Refresh", "true")
	}
	return web.Render(w, r, http.StatusOK, readingNow(x))
}

// settle serves POST …/inzage/bestanden/{id}: "look" shows the preview anew, anything
// else has the file read.
func (h *Handler) settle(w http.ResponseWriter, r *http.Request) error {
	set := rounds.Setting{Table: reading.Table(web.Text(r, "table")), Columns: map[reading.Column]string{}, Glass: web.Text(r, "glass") == "yes"}
	for name, values := range r.PostForm {
		if column, ok := strings.CutPrefix(name, "col-"); ok && len(values) > 0 && values[0] != "" {
			set.Columns[reading.Column(column)] = values[0]
		}
	}
	by, id := identity.ActorOf(r.Context()), rounds.ID(r.PathValue("id"))
	act, nl, en := h.Service.Settle, "Het bestand wordt gelezen.", "The file is being read."
	if web.Text(r, "do") == "look" {
		act, nl, en = h.Service.Set, "Zo lezen wij het nu.", "This is how we read it now."
	}
	err := act(r.Context(), by, id, web.FormVersion(r), set)
	if refusal := web.Again(err, fault.Conflict); refusal != nil {
		return h.renderFile(w, r, refusal)
	}
	if err != nil {
		return err
	}
	return done(w, r, under(filesPath, id), nl, en)
}

// refused serves GET …/inzage/bestanden/{id}/geweigerd: the lines that were refused.
func (h *Handler) refused(w http.ResponseWriter, r *http.Request) error {
	x, err := h.filePage(r, nil)
	if err != nil {
		return err
	}
	lines, err := h.Service.RefusedLines(r.Context(), x.by, x.L.ID)
	if err != nil {
		return err
	}
	defer lines.Close()
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="geweigerd-`+string(x.L.ID)+`.txt"`)
	return web.Stream(w, func(to io.Writer) error {
		_, err := io.Copy(to, lines)
		return err
	})
}

// drop serves POST …/inzage/bestanden/{id}/weg.
func (h *Handler) drop(w http.ResponseWriter, r *http.Request) error {
	err := h.Service.Drop(r.Context(), identity.ActorOf(r.Context()), rounds.ID(r.PathValue("id")), web.FormVersion(r))
	if refusal := web.Again(err, fault.Conflict); refusal != nil {
		return h.renderFile(w, r, refusal)
	}
	if err != nil {
		return err
	}
	return done(w, r, filesPath, "Het bestand is weggehaald. Wat ervan bewaard was, is gewist.", "The file was taken out. What was kept of it is erased.")
}

// keep serves POST …/inzage/bestanden/{id}/vast.
func (h *Handler) keep(w http.ResponseWriter, r *http.Request) error {
	id := rounds.ID(r.PathValue("id"))
	err := h.Service.Keep(r.Context(), identity.ActorOf(r.Context()), id, web.FormVersion(r), web.Text(r, "because"))
	if refusal := web.Again(err, fault.Conflict); refusal != nil {
		return h.renderFile(w, r, refusal)
	}
	if err != nil {
		return err
	}
	return done(w, r, under(filesPath, id), "Vastgelegd.", "Recorded.")
}
