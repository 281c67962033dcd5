package assessmentweb

import (
	"encoding/json"
	"errors"
	"io"
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
	book, err := readUpload(r)
	if err == nil {
		reading := soafile.Understand(book, h.Catalogue, p.Lang, p.Today())
		p.Reading = &reading
		p.Changes = soafile.Merge(p.pic.Said.Answers, reading)
		carried, encErr := json.Marshal(soafile.Answers(p.Changes, func(string) bool { return true }))
		p.Carried, err = string(carried), encErr
	}
	refusal, ok := fault.Of(err)
	if err != nil && !ok {
		return err
	}
	if ok {
		p.Refusal, p.Reading = refusal, nil
		return web.Render(w, r, web.StatusOf(err), importView(p))
	}
	return web.Render(w, r, http.StatusOK, importView(p))
}

// readUpload takes the file out of the form as a stream.
func readUpload(r *http.Request) (soafile.Workbook, error) {
	parts, err := r.MultipartReader()
	if err != nil {
		return soafile.Workbook{}, noFile()
	}
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return soafile.Workbook{}, noFile()
		}
		if err != nil {
			return soafile.Workbook{}, noFile()
		}
		if part.FormName() != "file" || part.FileName() == "" {
			continue
		}
		return soafile.Read(r.Context(), part.FileName(), part, soafile.StandardLimits())
	}
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
