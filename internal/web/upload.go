package web

import (
	"encoding/json"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/once"
)

// An Uploaded is a form with a file, whose fields stand before the file. The zero
// Uploaded is an empty form.
type Uploaded struct {
	Fields url.Values
	Name   string    // of the file; "" when none was chosen
	File   io.Reader // to be read on; nil when the form has no such field
}

// ReadUpload reads the fields of a form up to its field "file". A form without a file
// may also come in the plain way. It is for a route made with [Upload].
//
// Fields are few and short; together they may be as long as any other form.
//
// Refusals: Invalid for a form that did not arrive whole; TooLarge.
func ReadUpload(r *http.Request) (u Uploaded, err error) {
	parts, err := r.MultipartReader()
	if errors.Is(err, http.ErrNotMultipart) {
		if err := r.ParseForm(); err != nil {
			return u, NotWhole()
		}
		once.Of(r.Context()).Read(r.PostForm)
		return Uploaded{Fields: r.PostForm}, nil
	}
	if err != nil {
		return u, NotWhole()
	}
	press := once.Of(r.Context())
	u.Fields = url.Values{}
	room := int64(MaxForm)
	for {
		part, err := parts.NextPart()
		switch {
		case errors.Is(err, io.EOF):
			press.Read(u.Fields)
			return u, nil
		case err != nil:
			return Uploaded{}, NotWhole()
		case part.FormName() == "file":
			press.Read(u.Fields)
			u.Name, u.File = part.FileName(), press.File(part.FileName(), part)
			return u, nil
		}
		if room, err = u.field(part, room); err != nil {
			return Uploaded{}, err
		}
	}
}

// field adds one field, and returns how much room is left for others.
func (u Uploaded) field(part *multipart.Part, room int64) (left int64, err error) {
	value, err := io.ReadAll(io.LimitReader(part, room+1))
	if err != nil {
		return 0, NotWhole()
	}
	if left = room - int64(len(value)); left < 0 {
		return 0, &fault.Fault{
			Kind: fault.TooLarge, Code: "web.form-too-long",
			Says: i18n.T("Het formulier is langer dan wij aannemen.", "The form is longer than we accept."),
			Hint: i18n.T("Maak het langste antwoord korter, of voeg het toe als bestand. Er is niets opgeslagen.", "Shorten the longest answer, or attach it as a file. Nothing was stored."),
		}
	}
	u.Fields.Add(part.FormName(), string(value))
	return left, nil
}

// InMemory reads the file, up to limit bytes; ok tells whether one was chosen and
// arrived.
func (u Uploaded) InMemory(limit int64) (content []byte, ok bool) {
	if u.File == nil || u.Name == "" {
		return nil, false
	}
	content, err := io.ReadAll(io.LimitReader(u.File, limit))
	return content, err == nil
}

// NotWhole is the answer to a form that did not arrive whole. The reason is in the
// sender's hands, so it is no error of ours.
func NotWhole() error {
	return &fault.Fault{
		Kind: fault.Invalid, Code: "web.form-unreadable",
		Says: i18n.T("Het formulier kwam niet heel aan.", "The form did not arrive whole."),
		Hint: i18n.T("Ga terug en verstuur het opnieuw. Er is niets opgeslagen.", "Go back and send it again. Nothing was stored."),
	}
}

// ReadList reads a list in JSON, as a page carries it between a preview and a yes. It
// reads one at a time and stops above most: what comes back takes no more memory than
// what was sent out.
//
// Refusals: Invalid for anything but a whole list of at most that many.
func ReadList[T any](from io.Reader, most int) (all []T, err error) {
	dec := json.NewDecoder(from)
	if begin, err := dec.Token(); err != nil || begin != json.Delim('[') {
		return nil, NotWhole()
	}
	for dec.More() {
		var x T
		if len(all) == most || dec.Decode(&x) != nil {
			return nil, NotWhole()
		}
		all = append(all, x)
	}
	if _, err := dec.Token(); err != nil {
		return nil, NotWhole()
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, NotWhole()
	}
	return all, nil
}

// Drain reads what the browser is still sending, up to the route's limit, and
// drops it: only then does the browser look at the answer.
func Drain(r *http.Request) { _, _ = io.Copy(io.Discard, r.Body) }
