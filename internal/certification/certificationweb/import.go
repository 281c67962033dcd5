package certificationweb

import (
	"bytes"
	"cmp"
	"encoding/json"
	"net/http"
	"strings"

	"aantoonbaar/internal/certification"
	"aantoonbaar/internal/certification/listfile"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/web"
	"aantoonbaar/internal/workbook"
)

// An importPage is the form for a list, and what was understood of it.
type importPage struct {
	page
	Refusal *fault.Fault
	File    string // its name; "" before one was read
	Read    listfile.List
	Fresh   []certification.Certificate
	Carried string // Fresh as JSON, between preview and confirmation
}

func newImportPage(r *http.Request) importPage {
	return importPage{page: page{View: web.ViewOf(r.Context())}}
}

// importForm serves GET /o/{org}/certificaten/inlezen.
func (h *Handler) importForm(w http.ResponseWriter, r *http.Request) error {
	return web.Render(w, r, http.StatusOK, importView(newImportPage(r)))
}

// preview serves POST /o/{org}/certificaten/inlezen: what would be stored.
func (h *Handler) preview(w http.ResponseWriter, r *http.Request) error {
	p := newImportPage(r)
	err := h.understand(r, &p)
	if f, ok := fault.Of(err); ok && (f.Kind == fault.Invalid || f.Kind == fault.TooLarge) {
		p.Refusal, p.File = f, ""
		return web.Render(w, r, web.StatusOf(f), importView(p))
	}
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, importView(p))
}

func (h *Handler) understand(r *http.Request, p *importPage) error {
	limits := workbook.StandardLimits()
	u, err := web.ReadUpload(r)
	content, ok := u.InMemory(limits.Bytes + 1)
	if err != nil || !ok {
		var k fault.Checker
		k.Need(false, "file", i18n.T("Kies een Excel- of CSV-bestand van hoogstens 10 MB.", "Choose an Excel or CSV file of at most 10 MB."))
		return k.Fault("certification.no-file")
	}
	book, err := workbook.Read(r.Context(), u.Name, bytes.NewReader(content), limits)
	if err != nil {
		return err
	}
	known, err := h.Service.List(r.Context(), identity.ActorOf(r.Context()))
	if err != nil {
		return err
	}
	p.File, p.Read = u.Name, listfile.Understand(book, p.Place.Name)
	p.Fresh = listfile.New(p.Read.Readings, known)
	carried, err := json.Marshal(p.Fresh)
	p.Carried = string(carried)
	return err
}

// store serves POST /o/{org}/certificaten/inlezen/opslaan. What came back from the
// preview is checked anew.
func (h *Handler) store(w http.ResponseWriter, r *http.Request) error {
	var all []certification.Certificate
	if err := json.Unmarshal([]byte(r.FormValue("carried")), &all); err != nil || len(all) == 0 {
		return &fault.Fault{
			Kind: fault.Invalid, Code: "certification.import-unreadable",
			Says: i18n.T("Het voorbeeld kwam niet heel terug.", "The preview did not come back whole."),
			Hint: i18n.T("Kies het bestand opnieuw. Er is niets opgeslagen.", "Choose the file again. Nothing was stored."),
		}
	}
	if err := h.Service.Add(r.Context(), identity.ActorOf(r.Context()), all...); err != nil {
		return err
	}
	v := web.ViewOf(r.Context())
	return web.Go(w, r, v.HrefIn(home), v.Lang.Plural(len(all), "%s certificaat staat in het register.", "%s certificaten staan in het register.", "%s certificate is in the register.", "%s certificates are in the register."))
}

// leftOut says, row by row and column by column, what is not taken over, and why.
func (p importPage) leftOut() (all []string) {
	for _, r := range p.Read.Readings {
		if says := cmp.Or(r.Skipped.In(p.Lang), r.Remark.In(p.Lang)); says != "" {
			all = append(all, strings.TrimSpace(r.Sheet+" "+p.Lang.Tf("Regel %d: %s", "Row %d: %s", r.Row, says)))
		}
	}
	return all
}

// unread says which columns were not understood.
func (p importPage) unread() (all []string) {
	for _, u := range p.Read.Unread {
		says := p.Lang.Tf("‘%s’: deze kop kennen wij niet.", "‘%s’: we do not know this heading.", u.Heading)
		switch {
		case u.Heading == "":
			says = p.Lang.Tf("Kolom %d heeft geen kop.", "Column %d has no heading.", u.Column)
		case u.Twice:
			says = p.Lang.Tf("‘%s’: een kolom ervoor zegt hetzelfde. Die lezen wij.", "‘%s’: a column before it says the same. That one we read.", u.Heading)
		}
		all = append(all, strings.TrimSpace(u.Sheet+" "+says))
	}
	return all
}

// reach says whether the care is in the scope.
func (p importPage) reach(c certification.Certificate) string {
	switch c.Reach {
	case certification.WithCare:
		return p.T("Ja", "Yes")
	case certification.WithoutCare:
		return p.T("Nee", "No")
	case certification.ReachUnknown:
	}
	return p.T("Niet bekend", "Not known")
}
