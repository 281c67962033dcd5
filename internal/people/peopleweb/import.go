package peopleweb

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/people"
	"aantoonbaar/internal/people/listfile"
	"aantoonbaar/internal/web"
	"aantoonbaar/internal/workbook"
)

// maxPeople is how many rows a list of people may have.
const maxPeople = 20_000

// An importPage is the form for a list, and what was understood of it.
type importPage struct {
	page
	File    string // its name; "" before one was read
	Got     people.Intake
	Skipped []listfile.Reading
	Carried string // the rows as JSON, between preview and confirmation
}

// importForm serves GET …/deelnemers/inlezen.
func (h *Handler) importForm(w http.ResponseWriter, r *http.Request) error {
	return web.Render(w, r, http.StatusOK, importView(importPage{page: page{View: web.ViewOf(r.Context())}}))
}

// preview serves POST …/deelnemers/inlezen: what would be stored.
func (h *Handler) preview(w http.ResponseWriter, r *http.Request) error {
	p, err := h.understand(r)
	if f, ok := fault.Of(err); ok && (f.Kind == fault.Invalid || f.Kind == fault.TooLarge) {
		p = importPage{page: page{View: web.ViewOf(r.Context()), Refusal: f}}
		return web.Render(w, r, web.StatusOf(f), importView(p))
	}
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, importView(p))
}

// readBook reads the file of a form as a workbook.
func readBook(r *http.Request, rows int) (name string, book workbook.Book, err error) {
	limits := workbook.StandardLimits()
	limits.Rows = max(limits.Rows, rows)
	u, err := web.ReadUpload(r)
	content, ok := u.InMemory(limits.Bytes + 1)
	if err != nil || !ok {
		var k fault.Checker
		k.Need(false, "file", i18n.T("Kies een Excel- of CSV-bestand van hoogstens 10 MB.", "Choose an Excel or CSV file of at most 10 MB."))
		return "", book, k.Fault("people.no-file")
	}
	book, err = workbook.Read(r.Context(), u.Name, bytes.NewReader(content), limits)
	return u.Name, book, err
}

func (h *Handler) understand(r *http.Request) (importPage, error) {
	name, book, err := readBook(r, maxPeople)
	if err != nil {
		return importPage{}, err
	}
	p, err := h.page(r, nil)
	if err != nil {
		return importPage{}, err
	}
	x := importPage{page: p, File: name}
	var rows []people.Staff
	for _, reading := range listfile.Understand(book) {
		if reading.Skipped.IsZero() {
			rows = append(rows, reading.Staff)
		} else {
			x.Skipped = append(x.Skipped, reading)
		}
	}
	x.Got = p.S.Compare(rows)
	carried, err := json.Marshal(rows)
	x.Carried = string(carried)
	return x, err
}

// take serves POST …/deelnemers/inlezen/opslaan. What came back from the preview is
// checked anew.
func (h *Handler) take(w http.ResponseWriter, r *http.Request) error {
	u, err := web.ReadUpload(r)
	if err != nil {
		return err
	}
	rows, err := web.ReadList[people.Staff](strings.NewReader(u.Fields.Get("carried")), maxPeople)
	if err != nil || len(rows) == 0 {
		return web.NotWhole()
	}
	in, err := h.Service.Take(r.Context(), identity.ActorOf(r.Context()), rows)
	if err != nil {
		return err
	}
	v := web.ViewOf(r.Context())
	return web.Go(w, r, v.HrefIn(staffPath), v.Lang.Tf("%s nieuwe deelnemers en %s wijzigingen zijn opgeslagen.", "%s new participants and %s changes were stored.", v.Lang.Num(len(in.Fresh)), v.Lang.Num(len(in.Changed))))
}
