package continuityweb

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"aantoonbaar/internal/continuity"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/web"
)

// A cardForm is the form for the next version of a card.
type cardForm struct {
	web.View
	Now     continuity.Card  // as it holds now
	W       continuity.Words // as typed
	Refusal *fault.Fault
}

// editCard serves GET …/noodkaarten/{card}/wijzigen. With ?maat= it begins again from
// our template for that size.
func (h *Handler) editCard(w http.ResponseWriter, r *http.Request) error {
	f, err := h.cardForm(r)
	if err != nil {
		return err
	}
	f.W = continuity.WordsOf(f.Now, f.Lang)
	if size := continuity.Size(r.URL.Query().Get("maat")); size == continuity.Small || size == continuity.Large {
		fresh, _ := h.Service.Template(f.Now.Kind, size)
		steps := continuity.WordsOf(fresh, f.Lang).Steps
		f.W.Size, f.W.Steps = size, steps
	}
	return web.Render(w, r, http.StatusOK, cardFormView(f))
}

func (h *Handler) cardForm(r *http.Request) (cardForm, error) {
	found, err := h.Service.FindCard(r.Context(), identity.ActorOf(r.Context()), continuity.Kind(r.PathValue("card")), 0)
	return cardForm{View: web.ViewOf(r.Context()), Now: found.Card}, err
}

// readWords reads the form.
func readWords(r *http.Request) continuity.Words {
	w := continuity.Words{
		Kind: continuity.Kind(r.PathValue("card")), Size: continuity.Size(web.Text(r, "size")), Lang: web.ViewOf(r.Context()).Lang,
		Steps: map[continuity.Part][]string{}, Forms: web.Text(r, "forms"), Hangs: web.Text(r, "hangs"), From: -1, // which fits nothing
	}
	if n, err := strconv.Atoi(web.Text(r, "version")); err == nil {
		w.From = n
	}
	for _, p := range continuity.Parts {
		w.Steps[p] = strings.Split(web.Text(r, string(p)), "\n")
	}
	for i := range continuity.MaxContacts {
		w.Contacts = append(w.Contacts, continuity.WrittenContact{Who: web.Text(r, fmt.Sprintf("who-%d", i+1)), Number: web.Text(r, fmt.Sprintf("number-%d", i+1))})
	}
	return w
}

// saveCard serves POST …/noodkaarten/{card}.
func (h *Handler) saveCard(w http.ResponseWriter, r *http.Request) error {
	words := readWords(r)
	c, err := h.Service.SaveCard(r.Context(), identity.ActorOf(r.Context()), words)
	if refusal := web.Again(err, fault.Conflict); refusal != nil {
		f, err := h.cardForm(r)
		if err != nil {
			return err
		}
		f.W, f.Refusal = words, refusal
		if refusal.Kind == fault.Conflict {
			f.W.From = f.Now.Number // what was typed may become the version after the one that is there now
		}
		return web.Render(w, r, web.CodeOf(refusal), cardFormView(f))
	}
	if err != nil {
		return err
	}
	v := web.ViewOf(r.Context())
	return web.Go(w, r, v.HrefIn(cardPath(c.Kind)), v.Lang.Tf("Versie %d is opgeslagen. Druk haar af en vervang de kaarten die hangen.", "Version %d was stored. Print it and replace the cards that hang.", c.Number))
}

func (f cardForm) field(x web.Field) web.Field { return x.Complain(f.Refusal, f.Lang) }

// lines is a part of the card as the text of its field.
func (f cardForm) lines(p continuity.Part) string { return strings.Join(f.W.Steps[p], "\n") }

// contact is one row of the form.
func (f cardForm) contact(i int) continuity.WrittenContact {
	if i < len(f.W.Contacts) {
		return f.W.Contacts[i]
	}
	return continuity.WrittenContact{}
}

// now is what somebody else stored meanwhile.
func (f cardForm) now() (lines []string) {
	w := continuity.WordsOf(f.Now, f.Lang)
	for _, x := range w.Contacts {
		lines = append(lines, x.Who+": "+web.OrDash(x.Number))
	}
	for _, p := range continuity.Parts {
		lines = append(lines, p.Name().In(f.Lang)+": "+strings.Join(w.Steps[p], " "))
	}
	return append(lines, f.T("Papieren formulieren: ", "Paper forms: ")+web.OrDash(f.Now.Forms), f.T("Hangt: ", "Hangs: ")+web.OrDash(f.Now.Hangs))
}
