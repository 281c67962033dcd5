package assessmentweb

import (
	"bytes"
	"fmt"
	"io"
	"net/http"

	"github.com/a-h/templ"

	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/assessment/soafile"
	"aantoonbaar/internal/web"
)

// statementPage is the statement of applicability on screen and on paper.
type statementPage struct {
	page
	Titles  map[string][]string // of valid evidence, by requirement
	Mention templ.Component     // of the last independent assessment
}

func (h *Handler) statementPage(r *http.Request) (p statementPage, err error) {
	if p.page, err = h.page(r); err != nil {
		return p, err
	}
	if p.Mention, err = h.Mention(r.Context(), p.View); err != nil {
		return p, err
	}
	p.Titles, err = h.EvidenceTitles(r.Context(), p.by)
	return p, err
}

// statement serves the statement of applicability as a page that prints.
func (h *Handler) statement(w http.ResponseWriter, r *http.Request) error {
	p, err := h.statementPage(r)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, statementView(p))
}

// soa is the statement as a file has it.
func (p statementPage) soa() soafile.SoA {
	s := soafile.SoA{Organisation: p.Place.Name, Day: p.Today(), Lang: p.Lang}
	for _, req := range p.cat.Requirements {
		a := p.pic.Answer(req)
		s.Rows = append(s.Rows, soafile.SoARow{
			Number: req.Slug(), Title: req.Title.In(p.Lang),
			Applies: applies(a), Reason: p.reason(req), Start: p.pic.Start(req), State: p.pic.States[req.ID],
			Design: a.Design, Existence: a.Existence, Operation: a.Operation, Explanation: a.Explanation,
			Evidence: p.Titles[req.ID], Owner: p.ownerName(a.Owner), ReviewOn: a.ReviewOn,
		})
	}
	return s
}

// unconfirmed says how many answers nobody confirmed yet, a line for each kind.
func (p statementPage) unconfirmed() (lines []string) {
	if n := p.pic.Unconfirmed(p.cat, assessment.Profile); n > 0 {
		lines = append(lines, p.Lang.Plural(n, "%s uitsluiting die uw profiel voorstelt", "%s uitsluitingen die uw profiel voorstelt", "%s exclusion that your profile proposes", "%s exclusions that your profile proposes"))
	}
	if n := p.pic.Unconfirmed(p.cat, assessment.QuickScan); n > 0 {
		lines = append(lines, p.Lang.Plural(n, "%s beginpunt uit de quickscan", "%s beginpunten uit de quickscan", "%s starting point from the quick scan", "%s starting points from the quick scan"))
	}
	if n := p.pic.Unconfirmed(p.cat, assessment.Imported); n > 0 {
		lines = append(lines, p.Lang.Plural(n, "%s beginpunt uit een ingelezen lijst", "%s beginpunten uit een ingelezen lijst", "%s starting point from an imported list", "%s starting points from an imported list"))
	}
	return lines
}

// applies says yes for whatever was not left out: in a statement nothing is undecided.
func applies(a assessment.Answer) string {
	if a.Applies == assessment.NotApplicable {
		return assessment.NotApplicable
	}
	return assessment.Applies
}

func (h *Handler) statementXLSX(w http.ResponseWriter, r *http.Request) error {
	return h.statementFile(w, r, "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", soafile.WriteXLSX)
}

func (h *Handler) statementCSV(w http.ResponseWriter, r *http.Request) error {
	return h.statementFile(w, r, "csv", "text/csv; charset=utf-8", soafile.WriteCSV)
}

// statementFile makes the whole file before it sends any of it.
func (h *Handler) statementFile(w http.ResponseWriter, r *http.Request, ext, media string, write func(io.Writer, soafile.SoA) error) error {
	p, err := h.statementPage(r)
	if err != nil {
		return err
	}
	var file bytes.Buffer
	if err := write(&file, p.soa()); err != nil {
		return fmt.Errorf("write statement as %s: %w", ext, err)
	}
	w.Header().Set("Content-Type", media)
	w.Header().Set("Content-Disposition", fmt.Sprintf(`attachment; filename="%s-%s.%s"`, p.T("verklaring-van-toepasselijkheid", "statement-of-applicability"), p.Now.Format("2006-01-02"), ext))
	_, _ = w.Write(file.Bytes()) // fails only when the reader has left
	return nil
}
