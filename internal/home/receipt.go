package home

import (
	"io"
	"mime/multipart"
	"net/http"
	"strings"

	"aantoonbaar/internal/anchor"
	"aantoonbaar/internal/dossier"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/web"
)

// A receiptForm is the form for a receipt of a dossier, as it was sent.
type receiptForm struct {
	dossier.Handed
	May     bool // put one in
	Refusal *fault.Fault
}

// maxReceiptForm is the longest form with a receipt, as a file or as text, in bytes.
const maxReceiptForm = 8 * anchor.MaxReceipt

// keepReceipt serves POST /o/{org}/logboek/ontvangstbewijs.
func (h *Handler) keepReceipt(w http.ResponseWriter, r *http.Request) error {
	by, handed := identity.ActorOf(r.Context()), readReceipt(r)
	kept, err := h.Dossier.KeepReceipt(r.Context(), by, handed)
	if refusal := web.Again(err, fault.Conflict); refusal != nil {
		p, err := h.journalPage(r.Context(), 0)
		if err != nil {
			return err
		}
		p.Outside.Receipt.Handed, p.Outside.Receipt.Refusal = handed, refusal
		return web.Render(w, r, web.StatusOf(refusal), journalView(p))
	}
	if err != nil {
		return err
	}
	v := web.ViewOf(r.Context())
	return web.Go(w, r, v.HrefIn("/logboek"), v.Lang.Tf("Vastgelegd: %s zag de eerste %s regels. Het staat vanaf nu in elk dossier.", "Recorded: %s saw the first %s lines. From now on it is in every dossier.", kept.Giver, v.Lang.Num64(kept.Size)))
}

// readReceipt reads the form. A file counts before pasted text. What did not arrive
// whole is no receipt, and is refused as such.
func readReceipt(r *http.Request) (h dossier.Handed) {
	parts, err := r.MultipartReader()
	for err == nil {
		var part *multipart.Part
		if part, err = parts.NextPart(); err != nil {
			break
		}
		text, err := io.ReadAll(part) // the route takes no more than fits in memory
		switch value := strings.TrimSpace(string(text)); {
		case err != nil:
			return h
		case part.FormName() == "giver":
			h.Giver = value
		case value != "" && (part.FormName() == "receipt" && h.Text == "" || part.FormName() == "file"):
			h.Text = value
		}
	}
	return h
}
