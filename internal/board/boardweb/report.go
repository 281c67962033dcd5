package boardweb

import (
	"bytes"
	"fmt"
	"net/http"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/web"
)

// report serves GET /o/{org}/bestuur/rapport: what the board takes to its meeting.
func (h *Handler) report(w http.ResponseWriter, r *http.Request) error {
	p, err := h.boardPage(r)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, reportPage(p))
}

// reportPDF serves GET /o/{org}/bestuur/rapport.pdf: the same page on paper.
func (h *Handler) reportPDF(w http.ResponseWriter, r *http.Request) error {
	if h.PDF == nil {
		return fault.Missing("board.no-pdf")
	}
	p, err := h.boardPage(r)
	if err != nil {
		return err
	}
	var html bytes.Buffer
	if err := reportPage(p).Render(r.Context(), &html); err != nil {
		return fmt.Errorf("render report: %w", err)
	}
	file, err := h.PDF(r.Context(), html.String())
	if err != nil {
		return fmt.Errorf("print report: %w", err)
	}
	send(w, "application/pdf", p.T("bestuursrapport-", "board-report-")+web.TypedDay(p.Today())+".pdf", file)
	return nil
}

// version names what the report is made from.
func (p boardPage) version() string {
	return p.T("versie ", "version ") + p.Lang.Num64(p.B.Brief.Size)
}
