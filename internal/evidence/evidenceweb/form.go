package evidenceweb

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/web"
)

// typed is the form exactly as typed, so that a refused form comes back the way
// it was sent.
type typed struct {
	Form, Title, Kind, URL, Text, VouchedBy string
	SpeaksFrom, SpeaksUntil, ValidUntil     string
	Requirements                            []string
	Version                                 string
	For                                     string // slug of the requirement from which the person came
	Back                                    string
	FileName                                string // of the file that was sent along; it must be chosen again
}

// readTyped takes the form's values as people meant them.
func readTyped(q url.Values) typed {
	text := func(name string) string {
		return strings.TrimSpace(strings.ReplaceAll(q.Get(name), "\r\n", "\n"))
	}
	return typed{
		Form: text("form"), Title: text("title"), Kind: text("kind"), URL: text("url"), Text: text("text"), VouchedBy: text("vouched_by"),
		SpeaksFrom: text("speaks_from"), SpeaksUntil: text("speaks_until"), ValidUntil: text("valid_until"),
		Requirements: q["requirements"], Version: text("version"), For: text("voor"), Back: text("terug"),
	}
}

// item parses the form. It judges spelling only.
func (t typed) item() (evidence.Item, error) {
	var c fault.Checker
	it := evidence.Item{
		Form: evidence.Form(t.Form), Title: t.Title, Kind: framework.Level(t.Kind), URL: t.URL, Text: t.Text, VouchedBy: t.VouchedBy,
		SpeaksFrom: web.ParseDay(&c, "speaks_from", t.SpeaksFrom), SpeaksUntil: web.ParseDay(&c, "speaks_until", t.SpeaksUntil), ValidUntil: web.ParseDay(&c, "valid_until", t.ValidUntil),
		Requirements: t.Requirements, File: evidence.File{Name: evidence.CleanName(t.FileName)},
	}
	it.Version, _ = strconv.ParseInt(t.Version, 10, 64) // what cannot be read is no version, and so stale
	return it, c.Fault("evidence.unreadable")
}

// typedOf fills the form with a piece as it stands.
func typedOf(it evidence.Item) typed {
	return typed{
		Form: string(it.Form), Title: it.Title, Kind: string(it.Kind), URL: it.URL, Text: it.Text, VouchedBy: it.VouchedBy,
		SpeaksFrom: web.TypedDay(it.SpeaksFrom), SpeaksUntil: web.TypedDay(it.SpeaksUntil), ValidUntil: web.TypedDay(it.ValidUntil),
		Requirements: it.Requirements, Version: strconv.FormatInt(it.Version, 10),
	}
}

// formPage is everything that the pages for adding and changing show.
type formPage struct {
	page
	typed
	Item     *evidence.Item // nil for a new piece
	Refusal  *fault.Fault
	For      *framework.Requirement // for which the person adds; nil for none
	Vouchers []string               // who vouched before

	Meanwhile []string // what somebody else made of the piece while this was typed
}

func (p formPage) formIs(f evidence.Form) bool { return p.Form == string(f) }

// field returns the named field with what the refusal says about it.
func (p formPage) field(f web.Field) web.Field { return f.Complain(p.Refusal, p.Lang) }

// formPath is the address of the page for another form of evidence.
func (p formPage) formPath(f evidence.Form) string {
	q := url.Values{"vorm": {string(f)}}
	if p.For != nil {
		q.Set("voor", p.For.Slug())
	}
	if p.Back != "" {
		q.Set("terug", p.Back)
	}
	return "/bewijs/nieuw?" + q.Encode()
}

// chosen reports whether the requirement is ticked.
func (p formPage) chosen(r *framework.Requirement) bool {
	return slices.Contains(p.Requirements, r.ID)
}

// chosenNames names the requirements that are ticked, a few of them.
func (p formPage) chosenNames() string {
	var names []string
	for _, r := range p.cat.Requirements {
		if p.chosen(r) {
			names = append(names, requirementName(p.View, r))
		}
	}
	if more := len(names) - 5; more > 0 {
		names = append(names[:5], p.Lang.Plural(more, "nog %s", "nog %s", "%s more", "%s more"))
	}
	return p.Lang.And(names)
}

func (p formPage) kinds() []web.Option {
	var options []web.Option
	for _, l := range framework.Levels {
		options = append(options, web.Option{Value: string(l), Label: l.Name().In(p.Lang), Hint: kindHint(p.View, l), Chosen: p.Kind == string(l)})
	}
	return options
}

// cancelPath is where a person goes who does not save.
func (p formPage) cancelPath() string {
	if back := p.View.Back(p.Back); back != "" {
		return back
	}
	if p.Item != nil {
		return p.HrefIn(itemPath(*p.Item))
	}
	return p.HrefIn("/bewijs")
}

// formPage makes the page around what was typed.
func (h *Handler) formPage(r *http.Request, t typed, it *evidence.Item, refusal *fault.Fault) (formPage, error) {
	p := formPage{page: h.page(r), typed: t, Item: it, Refusal: refusal, For: h.Catalogue.BySlug(t.For)}
	if !slices.Contains(evidence.Forms, evidence.Form(p.Form)) {
		p.Form = string(evidence.FileForm)
	}
	var err error
	p.Vouchers, err = h.Service.Vouchers(r.Context(), p.by, 30)
	if !slices.Contains(p.Vouchers, p.by.Name) {
		p.Vouchers = append(p.Vouchers, p.by.Name)
	}
	return p, err
}

// addForm serves GET /o/{org}/bewijs/nieuw: an empty form. The query may name the
// form of evidence (vorm), the requirement for which it is (voor) and the page to
// return to (terug).
func (h *Handler) addForm(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	t := typed{Form: q.Get("vorm"), For: q.Get("voor"), Back: q.Get("terug"), Kind: q.Get("soort")}
	if req := h.Catalogue.BySlug(t.For); req != nil {
		t.Requirements = []string{req.ID}
	}
	p, err := h.formPage(r, t, nil, nil)
	if err != nil {
		return err
	}
	p.VouchedBy = p.by.Name
	return web.Render(w, r, http.StatusOK, formView(p))
}

// add serves POST /o/{org}/bewijs: it adds a piece and returns, or shows the form
// again with what is wrong. A file is stored while it arrives; nothing of it is kept
// in memory or in a temporary folder of the form's reader.
func (h *Handler) add(w http.ResponseWriter, r *http.Request) error {
	u, err := web.ReadUpload(r)
	if err != nil {
		return err
	}
	t := readTyped(u.Fields)
	t.FileName = u.Name
	it, err := t.item()
	if err == nil {
		it, err = h.Service.Add(r.Context(), h.page(r).by, it, u.File)
	}
	if err != nil {
		web.Drain(r)
		return h.formAgain(w, r, t, nil, cutOff(err))
	}
	return goBack(w, r, t.Back, itemPath(it), web.ViewOf(r.Context()).T("Toegevoegd: ", "Added: ")+short(it.Title, 80))
}

// formAgain shows the form as it was typed with the refusal, or returns an error
// that is not the form's business.
func (h *Handler) formAgain(w http.ResponseWriter, r *http.Request, t typed, it *evidence.Item, err error) error {
	refusal := web.Again(err, fault.Overload) // the file must be chosen again; what was typed need not be typed again
	if refusal == nil {
		return err
	}
	p, err := h.formPage(r, t, it, refusal)
	if err != nil {
		return err
	}
	return web.Render(w, r, web.StatusOf(refusal), formView(p))
}

// changeForm serves GET /o/{org}/bewijs/{id}/wijzigen.
func (h *Handler) changeForm(w http.ResponseWriter, r *http.Request) error {
	it, err := h.Service.Find(r.Context(), h.page(r).by, pieceID(r))
	if err != nil {
		return err
	}
	if !it.ErasedAt.IsZero() {
		return evidence.ErrErased
	}
	p, err := h.formPage(r, typedOf(it), &it, nil)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, formView(p))
}

// change serves POST /o/{org}/bewijs/{id}.
func (h *Handler) change(w http.ResponseWriter, r *http.Request) error {
	by, t := h.page(r).by, readTyped(r.PostForm)
	old, err := h.Service.Find(r.Context(), by, pieceID(r))
	if err != nil {
		return err
	}
	t.Form, t.Requirements = string(old.Form), old.Requirements
	it, err := t.item()
	if err == nil {
		it.ID = old.ID
		it, err = h.Service.Change(r.Context(), by, it)
	}
	if fault.KindOf(err) == fault.Conflict {
		return h.formBeside(w, r, t, old)
	}
	if err != nil {
		return h.formAgain(w, r, t, &old, err)
	}
	return goBack(w, r, t.Back, itemPath(it), web.ViewOf(r.Context()).T("Opgeslagen.", "Saved."))
}

// formBeside shows the form as it was typed beside what somebody else made of the
// piece meanwhile. Saving it again replaces that.
func (h *Handler) formBeside(w http.ResponseWriter, r *http.Request, t typed, now evidence.Item) error {
	mine, err := t.item()
	if err != nil {
		return h.formAgain(w, r, t, &now, err)
	}
	t.Version = strconv.FormatInt(now.Version, 10)
	p, err := h.formPage(r, t, &now, evidence.ErrStale)
	if err != nil {
		return err
	}
	for _, c := range evidence.Compare(mine, now) {
		p.Meanwhile = append(p.Meanwhile, fieldNames[c.Field].In(p.Lang)+": "+value(p.page, c.Field, c.After))
	}
	return web.Render(w, r, http.StatusConflict, formView(p))
}
