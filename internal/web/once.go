package web

import (
	"bytes"
	"context"
	"crypto/rand"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/once"
)

// Presses remember which forms were stored. A form that comes again is not handled
// again: whoever sent it is led to where it led.
type Presses interface {
	// Pressed returns where the form that key stands for led; "" where that is not
	// known (yet). Found is false for a form that was not stored.
	Pressed(ctx context.Context, org string, key []byte) (place string, found bool, err error)
	// Lead notes where it led.
	Lead(ctx context.Context, org string, key []byte, place string) error
	// Release lets it be stored again.
	Release(ctx context.Context, org string, key []byte) error
}

// numbered gives every form of a page that sends something a number, the page's own:
// no room has to think of it, and none can forget it. Templates write a "<" or ">"
// that somebody typed as "&lt;" or "&gt;", so what looks like a form is one.
func numbered(page []byte) []byte {
	const open, post = "<form", `method="post"`
	if !bytes.Contains(page, []byte(post)) {
		return page
	}
	field := []byte(`<input type="hidden" name="` + once.Field + `" value="` + rand.Text() + `">`)
	out := make([]byte, 0, len(page)+32*len(field))
	for {
		at := bytes.Index(page, []byte(open))
		end := bytes.IndexByte(page[max(at, 0):], '>') + max(at, 0) + 1
		if at < 0 || end <= at {
			return append(out, page...)
		}
		out = append(out, page[:end]...)
		if bytes.Contains(page[at:end], []byte(post)) {
			out = append(out, field...)
		}
		page = page[end:]
	}
}

// pressed begins the arrival of a form, for what is read and written in the request.
// It is nil where nothing can be stored twice: outside organisations, for one who is
// not known, and for a form that htmx sends as it is typed, over and over.
func (fr *Frame) pressed(r *http.Request) (*once.Press, *http.Request) {
	v := ViewOf(r.Context())
	if fr.Presses == nil || r.Method != http.MethodPost || v.Place == nil || v.Reader == nil || IsPart(r) {
		return nil, r
	}
	p := once.New(v.Reader.ID, v.Path)
	return p, r.WithContext(once.With(r.Context(), p))
}

// once lets the route answer to a form that was not stored yet.
func (fr *Frame) once(w http.ResponseWriter, r *http.Request, p *once.Press, route Route) error {
	if led, err := fr.goBack(w, r, p); led || err != nil {
		return err
	}
	answer := &heldBack{ResponseWriter: w}
	err := fr.handle(answer, r, route)
	if err != nil || answer.code >= http.StatusBadRequest {
		// The same form may have been stored meanwhile, and may be the reason.
		if led, err := fr.goBack(w, r, p); led || err != nil {
			return err
		}
		answer.let()
		return err
	}
	if p != nil && p.Taken {
		fr.lead(w, r, p, answer.code)
	}
	return nil
}

// How often, and after how long each time, a form looks whether the same form, sent in
// the same moment, has led somewhere.
const (
	tries = 100
	pause = 20 * time.Millisecond
)

// goBack leads on to where the same form led before, if it was stored.
func (fr *Frame) goBack(w http.ResponseWriter, r *http.Request, p *once.Press) (led bool, err error) {
	key := p.Key()
	if key == nil || p.Taken {
		return false, nil
	}
	place, found, err := fr.ledTo(r, key)
	if err != nil || !found {
		return false, err
	}
	if place == "" {
		place = cameFrom(r)
	}
	w.Header().Del("Content-Type")
	w.Header().Del("Content-Length")
	said := i18n.T("Dit kwam twee keer aan. Het is één keer opgeslagen.", "This arrived twice. It was stored once.")
	return true, Go(w, r, place, said.In(ViewOf(r.Context()).Lang))
}

// ledTo returns where a form led that was stored; it waits a little for one that has
// led nowhere yet.
func (fr *Frame) ledTo(r *http.Request, key []byte) (place string, found bool, err error) {
	for range tries {
		place, found, err = fr.Presses.Pressed(r.Context(), ViewOf(r.Context()).Place.ID, key)
		if err != nil || !found || place != "" {
			break
		}
		time.Sleep(pause)
	}
	return place, found, err
}

// cameFrom returns the page of the organisation from which a form was sent.
func cameFrom(r *http.Request) string {
	v := ViewOf(r.Context())
	u, err := url.Parse(r.Referer())
	if err != nil {
		return v.HrefIn("")
	}
	if back := v.Back((&url.URL{Path: u.Path, RawQuery: u.RawQuery}).String()); back != "" {
		return back
	}
	return v.HrefIn("")
}

// lead notes where a form that was stored led, also when whoever sent it has left. An
// answer that is no place is not remembered: see [Presses].
func (fr *Frame) lead(w http.ResponseWriter, r *http.Request, p *once.Press, code int) {
	ctx, org := context.WithoutCancel(r.Context()), ViewOf(r.Context()).Place.ID
	note := func() error { return fr.Presses.Release(ctx, org, p.Key()) }
	if place := w.Header().Get("Location"); code == http.StatusSeeOther && place != "" {
		note = func() error { return fr.Presses.Lead(ctx, org, p.Key(), place) }
	}
	if err := note(); err != nil { // what was asked for is stored: only a second press would be told less
		fr.Log.ErrorContext(ctx, "where a form led was not noted", slog.String("route", r.Pattern), slog.Any("err", err))
	}
}

// A heldBack passes an answer on, but keeps a refusal until it is let go.
type heldBack struct {
	http.ResponseWriter
	code int
	page bytes.Buffer
}

// WriteHeader implements [http.ResponseWriter].
func (h *heldBack) WriteHeader(code int) {
	if h.code = code; code < http.StatusBadRequest {
		h.ResponseWriter.WriteHeader(code)
	}
}

// Write implements [io.Writer].
func (h *heldBack) Write(b []byte) (int, error) {
	if h.code >= http.StatusBadRequest {
		return h.page.Write(b)
	}
	return h.ResponseWriter.Write(b)
}

// let sends the refusal that was kept, if there is one.
func (h *heldBack) let() {
	if h.code >= http.StatusBadRequest {
		h.ResponseWriter.WriteHeader(h.code)
		_, _ = h.ResponseWriter.Write(h.page.Bytes()) // fails only when the reader has left
	}
}
