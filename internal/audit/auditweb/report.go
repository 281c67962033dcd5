package auditweb

import (
	"encoding/base64"
	"fmt"
	"net/http"

	"aantoonbaar/internal/audit"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/legaltime"
	"aantoonbaar/internal/web"
)

// previewPage is the report before it is signed.
type previewPage struct {
	page
	P     audit.Preview
	Typed string // the conclusion
}

// preview serves GET …/concept. Where there is no report to be made, the page of
// the assessment says what comes first.
func (h *Handler) preview(w http.ResponseWriter, r *http.Request) error {
	p, err := h.page(r)
	if err != nil {
		return err
	}
	if !p.assesses() || !p.atWork() {
		return web.Go(w, r, p.HrefIn(pathOf(p.E.ID)), "")
	}
	return h.previewAgain(w, r, nil)
}

// previewAgain shows the report as it stands, with what was wrong with err.
func (h *Handler) previewAgain(w http.ResponseWriter, r *http.Request, err error) error {
	p, code, err := h.pageAgain(r, err)
	if err != nil {
		return err
	}
	pre, err := h.Service.Preview(r.Context(), p.by, p.E.ID)
	if err != nil {
		return h.showAgain(w, r, err)
	}
	pp := previewPage{page: p, P: pre, Typed: p.E.Conclusion}
	if r.PostForm.Has("conclusion") {
		pp.Typed = web.Text(r, "conclusion")
	}
	return web.Render(w, r, code, previewView(pp))
}

// conclude serves POST …/concept.
func (h *Handler) conclude(w http.ResponseWriter, r *http.Request) error {
	if err := h.Service.Conclude(r.Context(), identity.ActorOf(r.Context()), idOf(r), web.Text(r, "conclusion")); err != nil {
		return h.previewAgain(w, r, err)
	}
	v := web.ViewOf(r.Context())
	return web.Go(w, r, v.HrefIn(pathOf(idOf(r))+"/concept"), v.T("Uw conclusie is opgeslagen.", "Your conclusion is stored."))
}

// sign serves POST …/ondertekening.
func (h *Handler) sign(w http.ResponseWriter, r *http.Request) error {
	report, err := h.Service.Sign(r.Context(), identity.ActorOf(r.Context()), idOf(r), web.Text(r, "sha256"), r.FormValue("passphrase"))
	if err != nil {
		return h.previewAgain(w, r, err)
	}
	v := web.ViewOf(r.Context())
	return web.Go(w, r, v.HrefIn(reportPath(idOf(r), report.Number)), v.T("Het rapport is ondertekend. Vanaf nu verandert er niets meer aan.", "The report is signed. From now on nothing of it changes."))
}

// reportPage is a signed report.
type reportPage struct {
	page
	R      audit.Report
	D      audit.Document
	Newest int // number of the newest report
}

func (h *Handler) reportOf(r *http.Request) (p reportPage, err error) {
	if p.page, err = h.page(r); err != nil {
		return p, err
	}
	if p.R, p.D, err = h.Service.Report(r.Context(), p.by, p.E.ID, numberOf(r)); err != nil {
		return p, err
	}
	if len(p.F.Reports) == 0 {
		return p, fault.Missing("audit.no-report")
	}
	p.Newest = p.F.Reports[0].Number
	return p, nil
}

// report serves GET …/rapport/{n}.
func (h *Handler) report(w http.ResponseWriter, r *http.Request) error {
	p, err := h.reportOf(r)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, reportView(p))
}

// document serves GET …/rapport/{n}/document.json: the very bytes that the
// signature is over.
func (h *Handler) document(w http.ResponseWriter, r *http.Request) error {
	p, err := h.reportOf(r)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Disposition", `attachment; filename="`+fileName(p.R)+`"`)
	w.Header().Set("Content-Length", fmt.Sprint(len(p.R.Text)))
	_, _ = w.Write(p.R.Text) // fails only when the reader has left, and then there is nobody to tell
	return nil
}

// fileName is the name under which a signed report is kept.
func fileName(r audit.Report) string { return "beoordeling-" + r.SHA256[:12] + ".json" }

// signatureText and keyText are what openssl reads; see docs/reference/assessment.md.
func signatureText(r audit.Report) string { return base64.StdEncoding.EncodeToString(r.Signature) }

func keyText(r audit.Report) string { return base64.StdEncoding.EncodeToString(r.Public) }

// day writes a day of a document.
func (p page) day(text string) string {
	t, err := legaltime.Read(text)
	if err != nil || t.IsZero() {
		return text
	}
	return p.Lang.Day(t)
}

// percent is what share of the verdicts rests on practice.
// operated counts the requirements of which the operation was assessed.
func operated(d audit.Document) (n int) {
	for _, s := range d.Practice {
		n += s.Verdicts
	}
	return n
}

func percent(s audit.ThemeShare) int { return s.Practice * 100 / s.Of() }
