package boardweb

import (
	"fmt"
	"net/http"

	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/board"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/web"
)

// A reviewPage is exactly what would be signed, with the place to sign.
type reviewPage struct {
	page
	R       board.Review
	Typed   string
	Refusal *fault.Fault
}

// review serves GET /o/{org}/bestuur/ondertekenen/{subject}.
func (h *Handler) review(w http.ResponseWriter, r *http.Request) error {
	p, by := h.page(r)
	review, err := h.Service.Review(r.Context(), by, subjectOf(r))
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, signPage(reviewPage{page: p, R: review}))
}

// sign serves POST /o/{org}/bestuur/ondertekenen/{subject}.
func (h *Handler) sign(w http.ResponseWriter, r *http.Request) error {
	p, by := h.page(r)
	sig := board.Signature{Subject: subjectOf(r), SHA256: r.FormValue("sha256"), Name: web.Text(r, "name"), Lang: p.Lang}
	a, err := h.Service.Sign(r.Context(), by, sig)
	if f, ok := fault.Of(err); ok && (f.Kind == fault.Invalid || f.Kind == fault.Conflict) {
		// What is there now comes with the refusal: who signs again signs what it says.
		review, err := h.Service.Review(r.Context(), by, sig.Subject)
		if err != nil {
			return err
		}
		return web.Render(w, r, web.StatusOf(f), signPage(reviewPage{page: p, R: review, Typed: sig.Name, Refusal: f}))
	}
	if err != nil {
		return err
	}
	return web.Go(w, r, p.HrefIn(approvalPath(a.ID)), p.T("Ondertekend en vastgelegd.", "Signed and recorded."))
}

// An approvalPageData is an approval as evidence.
type approvalPageData struct {
	page
	E board.Evidence
}

// approval serves GET /o/{org}/bestuur/goedkeuringen/{id}.
func (h *Handler) approval(w http.ResponseWriter, r *http.Request) error {
	p, by := h.page(r)
	e, err := h.Service.Approval(r.Context(), by, board.ApprovalID(r.PathValue("id")))
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, approvalPage(approvalPageData{p, e}))
}

// history is every approval of the same subject: a later one of another version
// replaces those before it.
func (p approvalPageData) history() []web.Line {
	var lines []web.Line
	for i, a := range p.E.History {
		text := p.T("Goedgekeurd, versie ", "Approved, version ") + a.SHA256[:8]
		switch {
		case i > 0 && p.E.History[0].SHA256 != a.SHA256:
			text += p.T(". Vervangen door een latere versie", ". Replaced by a later version")
		case i == 0:
			text += p.T(". De laatste", ". The last one")
		}
		line := web.Line{Text: text, Who: a.Name, At: a.At}
		if a.ID == p.E.Approval.ID {
			line.Kind = "main"
			line.Text += p.T(" (deze)", " (this one)")
		} else {
			line.Link = p.In(approvalPath(a.ID))
		}
		lines = append(lines, line)
	}
	return lines
}

// asSigned is where one reads, as of the moment of an approval, what it is about.
func asSigned(s board.Subject) string {
	if s == board.Plan {
		return "/verbeterplan"
	}
	return "/maatregelen"
}

// document serves GET /o/{org}/bestuur/goedkeuringen/{id}/document.json: the very
// bytes that the hash is over.
func (h *Handler) document(w http.ResponseWriter, r *http.Request) error {
	_, by := h.page(r)
	e, err := h.Service.Approval(r.Context(), by, board.ApprovalID(r.PathValue("id")))
	if err != nil {
		return err
	}
	send(w, "application/json", fileName(e.Approval), e.Approval.Text)
	return nil
}

// fileName is the name under which a signed document is kept.
func fileName(a board.Approval) string {
	return fmt.Sprintf("goedkeuring-%s-%s.json", a.Subject.Slug(), a.SHA256[:12])
}

// send sends a file to keep.
func send(w http.ResponseWriter, media, name string, text []byte) {
	w.Header().Set("Content-Type", media)
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	w.Header().Set("Content-Length", fmt.Sprint(len(text)))
	_, _ = w.Write(text) // fails only when the reader has left, and then there is nobody to tell
}

// since says in words how many lines are not what they were.
func since(l i18n.Lang, d board.Difference) string {
	var parts []string
	for _, x := range []struct {
		n  int
		is i18n.Text
	}{
		{len(d.Changed), i18n.T("gewijzigd", "changed")}, {len(d.Added), i18n.T("erbij gekomen", "added")}, {len(d.Removed), i18n.T("weggehaald", "removed")},
	} {
		if x.n > 0 {
			parts = append(parts, l.Num(x.n)+" "+x.is.In(l))
		}
	}
	return l.And(parts)
}

// reply shows an answer on a level; a dash where the measure does not apply.
func reply(p page, m board.Measure, r assessment.Reply) string {
	if m.State == assessment.Excluded {
		return "–"
	}
	return r.Name().In(p.Lang)
}

// nameField is where one signs.
func (p reviewPage) nameField() web.Field {
	f := web.Field{
		Name: "name", Label: p.T("Typ uw eigen naam", "Type your own name"), Value: p.Typed, Width: "m", Autocomplete: "off",
		Hint: p.T("Zo weten wij zeker dat u dit zelf wilt: ", "So that we are sure that you want this yourself: ") + p.me,
	}
	return f.Complain(p.Refusal, p.Lang)
}
