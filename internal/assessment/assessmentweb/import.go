package assessmentweb

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"slices"

	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/assessment/soafile"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/web"
)

// importPage is the form for a file, and what was understood of it.
type importPage struct {
	page
	Refusal *fault.Fault
	Reading *soafile.Reading // nil before a file was read
	Changes []soafile.Change
	Carried string // the answers to store, as JSON between preview and confirmation
}

// fresh lists the changes that would be stored, and stays those that would not.
func (p importPage) fresh() (fresh, stays []soafile.Change) {
	for _, c := range p.Changes {
		if c.Stays {
			stays = append(stays, c)
		} else {
			fresh = append(fresh, c)
		}
	}
	return fresh, stays
}

func (h *Handler) importForm(w http.ResponseWriter, r *http.Request) error {
	p, err := h.page(r)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, importView(importPage{page: p}))
}

// importPreview reads the file and shows what it would change. Nothing is stored.
func (h *Handler) importPreview(w http.ResponseWriter, r *http.Request) error {
	base, err := h.page(r)
	if err != nil {
		return err
	}
	p := importPage{page: base}
	name, file, err := readUpload(r)
	if err == nil {
		err = h.understand(r.Context(), &p, name, file)
	}
	if err != nil {
		return h.importRefused(w, r, p, err)
	}
	return web.Render(w, r, http.StatusOK, importView(p))
}

// understand reads the file into p. It waits for its turn after the file has come
// in and before the page goes out: whoever has a slow line keeps nobody waiting.
func (h *Handler) understand(ctx context.Context, p *importPage, name string, file []byte) error {
	leave, err := h.imports.enter()
	if err != nil {
		return err
	}
	defer leave()
	book, err := soafile.Read(ctx, name, bytes.NewReader(file), soafile.StandardLimits())
	if err != nil {
		return err
	}
	reading := soafile.Understand(book, h.Catalogue, p.Lang, p.Today())
	p.Reading, p.Changes = &reading, soafile.Merge(p.pic, p.cat, reading)
	carried, err := json.Marshal(soafile.Answers(p.Changes, func(string) bool { return true }))
	p.Carried = string(carried)
	return err
}

// importRefused shows the form again with why the file was not taken.
func (h *Handler) importRefused(w http.ResponseWriter, r *http.Request, p importPage, err error) error {
	refusal, ok := fault.Of(err)
	if !ok {
		return err
	}
	p.Refusal, p.Reading = refusal, nil
	return web.Render(w, r, web.StatusOf(err), importView(p))
}

// readUpload takes the file out of the form, and one byte more than is taken.
func readUpload(r *http.Request) (name string, file []byte, err error) {
	u, err := web.ReadUpload(r)
	if err != nil {
		return "", nil, noFile()
	}
	file, ok := u.InMemory(soafile.StandardLimits().Bytes + 1)
	if !ok {
		return "", nil, noFile()
	}
	return u.Name, file, nil
}

func noFile() error {
	var c fault.Checker
	c.Need(false, "file", i18n.T("Kies een Excel- of CSV-bestand van hoogstens 10 MB.", "Choose an Excel or CSV file of at most 10 MB."))
	return c.Fault("assessment.no-file")
}

// importSave stores the rows that the person chose, checked anew.
func (h *Handler) importSave(w http.ResponseWriter, r *http.Request) error {
	p, err := h.page(r)
	if err != nil {
		return err
	}
	var carried []assessment.Answer
	if err := json.Unmarshal([]byte(r.FormValue("carried")), &carried); err != nil || len(carried) > len(h.Catalogue.Requirements) {
		return &fault.Fault{
			Kind: fault.Invalid, Code: "assessment.import-unreadable",
			Says: i18n.T("Het voorbeeld kwam niet heel terug.", "The preview did not come back whole."),
			Hint: i18n.T("Kies het bestand opnieuw. Er is niets opgeslagen.", "Choose the file again. Nothing was stored."),
		}
	}
	chosen := r.Form["choose"]
	var answers []assessment.Answer
	for _, a := range carried {
		if slices.Contains(chosen, a.Requirement) {
			a.Origin = assessment.Imported
			answers = append(answers, a)
		}
	}
	if len(answers) > 0 {
		if answers, err = h.Service.Import(r.Context(), p.by, answers); err != nil {
			return err
		}
	}
	notice := p.Lang.Plural(len(answers), "%s antwoord is overgenomen als beginpunt.", "%s antwoorden zijn overgenomen als beginpunt.", "%s answer was taken over as a starting point.", "%s answers were taken over as a starting point.")
	return web.Go(w, r, p.HrefIn("/maatregelen"), notice)
}
