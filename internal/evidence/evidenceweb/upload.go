package evidenceweb

import (
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/web"
)

// readUpload reads the fields of a form up to its file, and returns the file to be
// read on: its fields stand before it. A form without a file may also come in
// the plain way.
//
// Fields are few and short; together they may be as long as any other form.
func readUpload(r *http.Request) (typed, io.Reader, error) {
	parts, err := r.MultipartReader()
	if errors.Is(err, http.ErrNotMultipart) {
		if err := r.ParseForm(); err != nil {
			return typed{}, nil, unreadable(err)
		}
		return readTyped(r.PostForm), nil, nil
	}
	if err != nil {
		return typed{}, nil, unreadable(err)
	}
	fields, room := url.Values{}, int64(web.MaxForm)
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return readTyped(fields), nil, nil
		}
		if err != nil {
			return typed{}, nil, unreadable(err)
		}
		if part.FormName() == "file" {
			t := readTyped(fields)
			t.FileName = part.FileName()
			return t, part, nil
		}
		if room, err = readField(fields, part, room); err != nil {
			return typed{}, nil, err
		}
	}
}

// readField adds one field, and returns how much room is left for others.
func readField(fields url.Values, part *multipart.Part, room int64) (int64, error) {
	value, err := io.ReadAll(io.LimitReader(part, room+1))
	if err != nil {
		return 0, unreadable(err)
	}
	if int64(len(value)) > room {
		return 0, &fault.Fault{
			Kind: fault.TooLarge, Code: "evidence.form-too-long",
			Says: i18n.T("Het formulier is langer dan wij aannemen.", "The form is longer than we accept."),
			Hint: i18n.T("Maak het langste antwoord korter, of voeg het toe als bestand. Er is niets opgeslagen.", "Shorten the longest answer, or attach it as a file. Nothing was stored."),
		}
	}
	fields.Add(part.FormName(), string(value))
	return room - int64(len(value)), nil
}

// cutOff turns an upload that broke off halfway into words; other errors stay.
func cutOff(err error) error {
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.As(err, new(*http.MaxBytesError)) {
		return unreadable(err)
	}
	return err
}

// unreadable is the answer to a form that did not arrive whole. The reason is in
// the sender's hands, so it is no error of ours.
func unreadable(error) error {
	return &fault.Fault{
		Kind: fault.Invalid, Code: "evidence.form-unreadable",
		Says: i18n.T("Het formulier kwam niet heel aan.", "The form did not arrive whole."),
		Hint: i18n.T("Ga terug en verstuur het opnieuw. Er is niets opgeslagen.", "Go back and send it again. Nothing was stored."),
	}
}

// drain reads what the browser is still sending, up to the route's limit, and
// drops it: only then does the browser look at the answer.
func drain(r *http.Request) { _, _ = io.Copy(io.Discard, r.Body) }
