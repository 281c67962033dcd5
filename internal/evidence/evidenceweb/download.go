package evidenceweb

import (
	"fmt"
	"io"
	"net/http"
	"strings"
)

// download serves GET /o/{org}/bewijs/{id}/bestand: the bytes as they were
// received, always to be saved and never to be shown.
//
// The file comes from somebody else's computer. Shown under our address, a page
// hidden in it could act as its reader; so the answer says attachment, forbids
// guessing another type, and puts whatever is shown all the same in a sandbox.
func (h *Handler) download(w http.ResponseWriter, r *http.Request) error {
	it, content, err := h.Service.Open(r.Context(), h.page(r).by, pieceID(r))
	if err != nil {
		return err
	}
	defer content.Close()
	head := w.Header()
	head.Set("Content-Type", it.File.Media)
	head.Set("Content-Length", fmt.Sprint(it.File.Size))
	head.Set("Content-Disposition", attachment(it.File.Name))
	head.Set("X-Content-Type-Options", "nosniff")
	head.Set("Content-Security-Policy", "sandbox; default-src 'none'")
	w.WriteHeader(http.StatusOK)
	_, _ = io.Copy(w, content) // fails only when the reader has left, and then there is nobody to tell
	return nil
}

// attachment writes the header that makes a browser save a file under its name:
// once in plain ASCII, and once as RFC 5987 has it for everything else. No letter
// of the name can end the header or its quotes.
func attachment(name string) string {
	var plain, encoded strings.Builder
	for _, r := range name {
		if r > 0x20 && r < 0x7f && !strings.ContainsRune(`"\%;`, r) || r == ' ' {
			plain.WriteRune(r)
		} else {
			plain.WriteByte('_')
		}
	}
	for _, b := range []byte(name) {
		if b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || strings.IndexByte("!#$&+-.^_`|~", b) >= 0 {
			encoded.WriteByte(b)
		} else {
			fmt.Fprintf(&encoded, "%%%02X", b)
		}
	}
	return fmt.Sprintf(`attachment; filename="%s"; filename*=UTF-8''%s`, plain.String(), encoded.String())
}
