package web

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"

	"github.com/a-h/templ"
)

// Render writes a component in memory and then sends it, so that one that
// fails halfway becomes an error page and not half a page.
func Render(w http.ResponseWriter, r *http.Request, code int, page templ.Component) error {
	buf := templ.GetBuffer()
	defer templ.ReleaseBuffer(buf)
	if err := page.Render(r.Context(), buf); err != nil {
		return fmt.Errorf("render %s: %w", r.Pattern, err)
	}
	return Send(w, code, buf)
}

// Send sends a page that is ready, its forms numbered.
func Send(w http.ResponseWriter, code int, page *bytes.Buffer) error {
	send(w, code, numbered(page.Bytes()))
	return nil
}

const htmlType = "text/html; charset=utf-8"

func send(w http.ResponseWriter, code int, page []byte) {
	w.Header().Set("Content-Type", htmlType)
	w.Header().Set("Content-Length", strconv.Itoa(len(page)))
	w.WriteHeader(code)
	_, _ = w.Write(page) // fails only when the reader has left, and then there is nobody to tell
}

// Stream sends an answer that is too long to be made in memory first, as write makes it;
// its headers are set. What fails before the first bytes have left becomes an
// error page. What fails later breaks the connection off, so that nobody takes
// half a file for a whole one.
func Stream(w http.ResponseWriter, write func(io.Writer) error) error {
	sent := &sentCount{w: w}
	out := bufio.NewWriterSize(sent, 64<<10)
	err := write(out)
	if err == nil {
		err = out.Flush()
	}
	if err != nil && sent.n > 0 {
		panic(brokenOff{err})
	}
	if err != nil {
		w.Header().Del("Content-Disposition")
	}
	return err
}

// A brokenOff is the panic with which an answer ends in the middle.
type brokenOff struct{ err error }

type sentCount struct {
	w io.Writer
	n int
}

// Write implements [io.Writer].
func (s *sentCount) Write(p []byte) (int, error) {
	n, err := s.w.Write(p)
	s.n += n
	return n, err
}

// Go sends the reader on after an act, with a notice to be shown there; "" for none.
func Go(w http.ResponseWriter, r *http.Request, to, notice string) error {
	if notice != "" {
		SetCookie(w, r, noticeCookie, url.QueryEscape(notice))
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

const noticeCookie = "bericht"

// SetCookie gives the browser a cookie of ours, until it closes; "" takes it away.
// No script can read it, and no other site can make the browser send it with a form.
func SetCookie(w http.ResponseWriter, r *http.Request, name, value string) {
	c := &http.Cookie{
		Name: CookieName(r, name), Value: value, Path: "/",
		HttpOnly: true, Secure: Secure(r), SameSite: http.SameSiteLaxMode,
	}
	if value == "" {
		c.MaxAge = -1
	}
	http.SetCookie(w, c)
}

// takeNotice moves the notice of the last act from its cookie to the view.
func takeNotice(w http.ResponseWriter, r *http.Request) *http.Request {
	c, err := r.Cookie(CookieName(r, noticeCookie))
	if err != nil || r.Method != http.MethodGet {
		return r
	}
	text, err := url.QueryUnescape(c.Value)
	if err != nil || len(text) > 500 {
		text = ""
	}
	SetCookie(w, r, noticeCookie, "")
	v := ViewOf(r.Context())
	v.Notice = text
	return r.WithContext(WithView(r.Context(), v))
}

// IsPart reports whether htmx asks for a part of the page and not for all of it.
func IsPart(r *http.Request) bool { return r.Header.Get("HX-Request") == "true" }
