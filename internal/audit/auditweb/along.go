package auditweb

import (
	"io"
	"net/http"

	"aantoonbaar/internal/audit"
	"aantoonbaar/internal/audit/workfile"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/web"
)

// alongPage is where an assessor takes the work along, or makes the file that
// brings it back.
type alongPage struct {
	page
	Files string // "ja" or "nee", as typed
}

// alongForm serves GET …/meenemen.
func (h *Handler) alongForm(w http.ResponseWriter, r *http.Request) error {
	return h.alongAgain(w, r, nil)
}

// alongAgain shows the page with what was wrong with err.
func (h *Handler) alongAgain(w http.ResponseWriter, r *http.Request, err error) error {
	p, code, err := h.pageAgain(r, err)
	if err != nil {
		return err
	}
	ap := alongPage{page: p, Files: r.FormValue("files")}
	if ap.Files == "" {
		ap.Files = "ja"
	}
	return web.Render(w, r, code, alongView(ap))
}

// along serves POST …/meenemen: the work file, made as it is sent.
func (h *Handler) along(w http.ResponseWriter, r *http.Request) error {
	by := identity.ActorOf(r.Context())
	passphrase, err := newPassphrase(r)
	if err != nil {
		return h.alongAgain(w, r, err)
	}
	taking, write, err := h.TakeAlong(r.Context(), by, idOf(r), passphrase, r.FormValue("files") == "ja")
	if err != nil {
		return h.alongAgain(w, r, err)
	}
	return send(w, "meegenomen-"+taking+".age", write)
}

// results serves POST …/resultaten, where the work was taken along to.
func (h *Handler) results(w http.ResponseWriter, r *http.Request) error {
	passphrase, err := newPassphrase(r)
	if err != nil {
		return h.alongAgain(w, r, err)
	}
	found, err := h.Service.Results(r.Context(), identity.ActorOf(r.Context()), idOf(r))
	if err != nil {
		return h.alongAgain(w, r, err)
	}
	_, sum, err := found.Text()
	if err != nil {
		return err
	}
	return send(w, "resultaten-"+found.Taking+"-"+sum[:8]+".age", func(to io.Writer) error { return workfile.WriteResults(to, passphrase, found) })
}

// send sends a file to be saved.
func send(w http.ResponseWriter, name string, write func(io.Writer) error) error {
	head := w.Header()
	head.Set("Content-Type", "application/octet-stream")
	head.Set("Content-Disposition", `attachment; filename="`+name+`"`)
	head.Set("X-Content-Type-Options", "nosniff")
	head.Set("Content-Security-Policy", "sandbox; default-src 'none'")
	return web.Stream(w, write)
}

// newPassphrase reads a passphrase that was typed twice.
func newPassphrase(r *http.Request) (string, error) {
	var c fault.Checker
	passphrase := r.FormValue("passphrase")
	workfile.CheckPassphrase(&c, "passphrase", passphrase)
	c.Need(r.FormValue("again") == passphrase, "again", i18n.T("Typ hier dezelfde zin nog een keer.", "Type the same sentence here once more."))
	return passphrase, c.Fault("audit.passphrase-refused")
}

// backPage is where an assessor brings results back: a form for the file, and then
// what is in it beside what is here.
type backPage struct {
	page
	C       *audit.Comparison // nil before a file was read
	Carried string            // the results, between preview and confirmation
	Chosen  map[string]string
}

// backForm serves GET …/terugbrengen.
func (h *Handler) backForm(w http.ResponseWriter, r *http.Request) error {
	p, err := h.page(r)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, backView(backPage{page: p}))
}

// maxCarried is the longest form with results: every byte of them may take three.
const maxCarried = 3*workfile.MaxResults + web.MaxForm

// back serves POST …/terugbrengen: what is in a file, beside what is here. Nothing
// is stored.
func (h *Handler) back(w http.ResponseWriter, r *http.Request) error {
	p, err := h.page(r)
	if err != nil {
		return err
	}
	bp := backPage{page: p}
	found, err := h.readBack(r)
	if err == nil {
		err = h.compare(r, &bp, found)
	}
	return h.backAgain(w, r, bp, err)
}

// readBack reads the results out of a form. It opens one file at a time: that costs
// memory.
func (h *Handler) readBack(r *http.Request) (audit.Results, error) {
	passphrase, file, err := readUpload(r)
	if err != nil {
		return audit.Results{}, err
	}
	h.opening.Lock()
	defer h.opening.Unlock()
	return workfile.ReadResults(file, passphrase)
}

// compare lays results beside what is here.
func (h *Handler) compare(r *http.Request, p *backPage, found audit.Results) error {
	c, err := h.Service.Compare(r.Context(), p.by, p.E.ID, found)
	if err != nil {
		return err
	}
	text, _, err := found.Text()
	p.C, p.Carried = &c, string(text)
	return err
}

// backAgain shows the page, with what was wrong with err.
func (h *Handler) backAgain(w http.ResponseWriter, r *http.Request, p backPage, err error) error {
	code := http.StatusOK
	if p.Refusal = web.Again(err, fault.Conflict); p.Refusal != nil {
		code = web.StatusOf(p.Refusal)
	} else if err != nil {
		return err
	}
	return web.Render(w, r, code, backView(p))
}

// keep serves POST …/terugbrengen/opslaan: what a person says yes to.
func (h *Handler) keep(w http.ResponseWriter, r *http.Request) error {
	p, err := h.page(r)
	if err != nil {
		return err
	}
	bp := backPage{page: p, Chosen: map[string]string{}}
	found, err := workfile.ParseResults([]byte(r.PostForm.Get("carried")))
	if err != nil {
		return h.backAgain(w, r, bp, err)
	}
	if err := h.compare(r, &bp, found); err != nil {
		return h.backAgain(w, r, bp, err)
	}
	for _, x := range with(bp.compared(), audit.Differs) {
		bp.Chosen[x.Key] = r.PostForm.Get(audit.ChoiceField(x.Key))
	}
	b, err := h.Service.BringBack(r.Context(), p.by, p.E.ID, found, bp.Chosen)
	if err != nil {
		return h.backAgain(w, r, bp, err)
	}
	return web.Go(w, r, p.HrefIn(pathOf(p.E.ID)), p.T("Teruggebracht: ", "Brought back: ")+p.broughtText(b)+".")
}

// broughtText says what was stored, as a part of a sentence.
func (p page) broughtText(b audit.Brought) string {
	said := p.Lang.Plural(b.Verdicts, "%s oordeel", "%s oordelen", "%s verdict", "%s verdicts") + ", " +
		p.Lang.Plural(b.Findings, "%s bevinding", "%s bevindingen", "%s finding", "%s findings")
	if b.Conclusion {
		said += p.T(", de conclusie", ", the conclusion")
	}
	if b.Left > 0 {
		said += ", " + p.Lang.Plural(b.Left, "%s verschil bleef zoals het hier stond", "%s verschillen bleven zoals het hier stond", "%s difference stayed as it was here", "%s differences stayed as it was here")
	}
	return said
}

// readUpload reads the form: its passphrase, and the file, of which one byte more than
// results may have tells that it was more.
func readUpload(r *http.Request) (passphrase string, file []byte, err error) {
	u, err := web.ReadUpload(r)
	if err != nil {
		return "", nil, err
	}
	passphrase = u.Fields.Get("passphrase")
	file, ok := u.InMemory(workfile.MaxResults + 1)
	if u.Name != "" && !ok {
		return "", nil, notWhole()
	}
	var c fault.Checker
	c.Need(len(file) > 0, "file", i18n.T("Kies het bestand met de resultaten.", "Choose the file with the results."))
	c.Need(passphrase != "", "passphrase", i18n.T("Typ de wachtzin van het bestand.", "Type the passphrase of the file."))
	return passphrase, file, c.Fault("audit.upload-refused")
}

func notWhole() error {
	return &fault.Fault{
		Kind: fault.Invalid, Code: "audit.upload-unreadable",
		Says: i18n.Tf("Het formulier kwam niet heel aan, of het bestand is groter dan %d MB.", "The form did not arrive whole, or the file is larger than %d MB.", workfile.MaxResults>>20),
		Hint: i18n.T("Ga terug en verstuur het opnieuw. Er is niets opgeslagen.", "Go back and send it again. Nothing was stored."),
	}
}
