package receivedweb

import (
	"errors"
	"io"
	"net/http"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/received"
	"aantoonbaar/internal/web"
)

// readUpload reads the key of a form, which stands before its file, and returns the
// file to be read on. A form without a file has none.
func readUpload(r *http.Request) (u received.Upload, err error) {
	parts, err := r.MultipartReader()
	if errors.Is(err, http.ErrNotMultipart) {
		return u, nil // no file: that is said where the file is needed
	}
	if err != nil {
		return u, notWhole()
	}
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return u, nil
		}
		if err != nil {
			return u, notWhole()
		}
		switch part.FormName() {
		case "file":
			u.Name, u.Content = part.FileName(), part
			return u, nil
		case "key":
			key, err := io.ReadAll(io.LimitReader(part, web.MaxForm))
			if err != nil {
				return u, notWhole()
			}
			u.Key = string(key)
		}
	}
}

func notWhole() error {
	return &fault.Fault{
		Kind: fault.Invalid, Code: "received.form-unreadable",
		Says: i18n.T("Het formulier kwam niet heel aan.", "The form did not arrive whole."),
		Hint: i18n.T("Ga terug en verstuur het opnieuw. Er is niets opgeslagen.", "Go back and send it again. Nothing was stored."),
	}
}

// drain reads what the browser is still sending, up to the route's limit, and
// drops it: only then does the browser look at the answer.
func drain(r *http.Request) { _, _ = io.Copy(io.Discard, r.Body) }
