package dutyweb

import (
	"encoding/json"
	"net/http"

	"aantoonbaar/internal/duty"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/web"
)

// A profilePage is the form, or for those who may not change it, what it holds.
type profilePage struct {
	page
	Form   form
	Theirs []difference // what somebody else stored in the meantime, and what was typed
	Feed   []web.Line
}

// A previewPage shows what a form would change. Nothing has been stored.
type previewPage struct {
	page
	Form    form
	Answers []difference
	Changes []duty.Change
}

func (h *Handler) profile(w http.ResponseWriter, r *http.Request) error {
	p, by, err := h.page(r)
	if err != nil {
		return err
	}
	return h.showForm(w, r, http.StatusOK, by, profilePage{page: p, Form: formOf(p.Org, p.Lang)})
}

// showForm adds the history, for those who may see it, and sends the page.
func (h *Handler) showForm(w http.ResponseWriter, r *http.Request, code int, by identity.Actor, p profilePage) error {
	if identity.May(by, identity.ReadHistory) {
		entries, err := h.History(r.Context(), by)
		if err != nil {
			return err
		}
		for _, e := range entries {
			p.Feed = append(p.Feed, p.line(e))
		}
	}
	return web.Render(w, r, code, profileTempl(p))
}

// line tells one change of the profile. Of one whose data were erased only that it happened.
func (p page) line(e journal.Entry) web.Line {
	line := web.Line{Text: p.T("Profiel gewijzigd", "Profile changed"), Who: e.ActorName, At: e.At}
	if e.Action == "organisation.found" {
		line.Text = p.T("Organisatie aangemaakt", "Organisation created")
	}
	var saved duty.Saved
	if e.Data == nil || json.Unmarshal(e.Data, &saved) != nil || saved.Before == nil {
		return line
	}
	told := func(t duty.Told) org.Organisation { return org.Organisation{Name: t.Name, Profile: t.Profile} }
	for _, d := range differences(told(*saved.Before), told(saved.After)) {
		line.More = append(line.More, d.Label.In(p.Lang)+": "+d.Was.In(p.Lang)+" → "+d.Becomes.In(p.Lang))
	}
	return line
}

// The buttons of the form and of its preview say which step they ask for.
const (
	stepPreview = "bekijk"
	stepSave    = "opslaan"
	stepBack    = "wijzig"
)

// change takes a form: it shows what would change, and stores it only from there.
func (h *Handler) change(w http.ResponseWriter, r *http.Request) error {
	p, by, err := h.page(r)
	if err != nil {
		return err
	}
	typed, o, err := readForm(r)
	switch {
	case err != nil:
		return h.again(w, r, by, p, typed, o, err)
	case r.PostForm.Get("stap") == stepBack:
		return h.showForm(w, r, http.StatusOK, by, profilePage{page: p, Form: typed})
	case r.PostForm.Get("stap") == stepSave:
		if _, err := h.Service.Describe(r.Context(), by, o); err != nil {
			return h.again(w, r, by, p, typed, o, err)
		}
		return web.Go(w, r, p.HrefIn("/wat-geldt"), p.T(
			"Uw profiel is opgeslagen. Hieronder staat wat er nu voor u geldt.", "Your profile was saved. Below is what applies to you now."))
	}
	changes, err := h.Service.Preview(r.Context(), by, o)
	if err != nil {
		return h.again(w, r, by, p, typed, o, err)
	}
	return web.Render(w, r, http.StatusOK, previewTempl(previewPage{p, typed, differences(p.Org, o.Tidy()), changes}))
}

// again shows the form as it was typed, with what is wrong. Where somebody else
// was first it shows what is there now beside it, and goes on from that version.
func (h *Handler) again(w http.ResponseWriter, r *http.Request, by identity.Actor, p page, typed form, o org.Organisation, err error) error {
	if refused, ok := typed.refused(err); ok {
		return h.showForm(w, r, web.StatusOf(err), by, profilePage{page: p, Form: refused})
	}
	if !isStale(err) {
		return err
	}
	// Read again: the change may have come after this request looked.
	if p.Org, err = h.Service.Organisation(r.Context(), by); err != nil {
		return err
	}
	typed.Values.Set("version", formOf(p.Org, p.Lang).Values.Get("version"))
	typed.Refusal, _ = fault.Of(org.ErrStale)
	return h.showForm(w, r, http.StatusConflict, by, profilePage{page: p, Form: typed, Theirs: differences(p.Org, o.Tidy())})
}

// pageTitle is what the browser shows; a form that came back says so first.
func (p profilePage) pageTitle() string {
	title := p.T("Profiel van uw organisatie", "Profile of your organisation")
	if p.Form.Refusal != nil {
		return p.T("Fout: ", "Error: ") + title
	}
	return title
}
