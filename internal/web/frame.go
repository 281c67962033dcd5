package web

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/a-h/templ"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
)

// status says how each kind of fault travels. A kind that is missing here is a 500.
var status = map[fault.Kind]int{
	fault.Invalid:  http.StatusUnprocessableEntity,
	fault.Denied:   http.StatusForbidden,
	fault.SignIn:   http.StatusUnauthorized,
	fault.NotFound: http.StatusNotFound,
	fault.Conflict: http.StatusConflict,
	fault.TooLarge: http.StatusRequestEntityTooLarge,
	fault.Overload: http.StatusServiceUnavailable,
	fault.Internal: http.StatusInternalServerError,
}

// StatusOf returns the status code with which err travels.
func StatusOf(err error) int {
	if code, ok := status[fault.KindOf(err)]; ok {
		return code
	}
	return http.StatusInternalServerError
}

// A HandlerFunc serves one route. If it returns an error it must not have
// written anything: the frame sends the page that explains the error.
type HandlerFunc func(http.ResponseWriter, *http.Request) error

// Public is the action of a route that anybody may use, signed in or not.
const Public = "public"

// A Route is one page or act: where it is, what one must be allowed to do, and
// what it does. There is no way to serve a page without naming its action.
type Route struct {
	Pattern string // "GET /o/{org}/maatregelen"
	Do      string // an identity.Action, or Public
	Handle  HandlerFunc
	MaxBody int64 // bytes of the longest body; 0 means MaxForm
	Files   bool  // the body is multipart and the handler reads it as a stream
	Keep    bool  // see Kept
}

// On makes a route.
func On[A ~string](pattern string, do A, h HandlerFunc) Route {
	return Route{Pattern: pattern, Do: string(do), Handle: h}
}

// Upload makes a route that takes a file of at most limit bytes.
func Upload[A ~string](pattern string, do A, limit int64, h HandlerFunc) Route {
	return Route{Pattern: pattern, Do: string(do), Handle: h, MaxBody: limit, Files: true}
}

// MaxForm is the longest form that a person may send, in bytes.
const MaxForm = 1 << 20

// A Frame answers for the handlers that it serves.
type Frame struct {
	Log   *slog.Logger
	NewID func() string // names one request; shown to people, found in the log
	Now   func() time.Time
	Zone  *time.Location // of the people who read
	Demo  bool

	// Address is where people reach the program, e.g. "https://aantoonbaar.example";
	// "" for wherever they ask. A server with TLS before it may pass requests on
	// under another name: what counts is what people's browsers see.
	Address string

	// Enter decides whether the request may take the route, and returns it with
	// the actor and the view's reader and place in its context. It returns a
	// request beside a refusal too, with what the page around it may show.
	Enter func(*http.Request, Route) (*http.Request, error)

	// Version tells how often anything of an organisation has changed; what was
	// made of its records holds until the number is another. Nil keeps no pages.
	Version func(ctx context.Context, org string) (int64, error)

	kept kept
}

// Mux serves routes. It panics on two routes with the same pattern and on a
// route without an action: both are mistakes of ours, found at start.
func (fr *Frame) Mux(routes []Route) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /static/", Static())
	for _, r := range routes {
		if r.Do == "" || r.Handle == nil {
			panic(fmt.Sprintf("route %q has no action or no handler", r.Pattern))
		}
		mux.Handle(r.Pattern, fr.serve(r))
	}
	mux.Handle("/", fr.serve(Route{Pattern: "/", Do: Public, Handle: func(http.ResponseWriter, *http.Request) error {
		return fault.Missing("web.no-page")
	}}))
	return fr.outside(mux)
}

// outside is what every request passes, whatever it asks for.
func (fr *Frame) outside(next http.Handler) http.Handler {
	guard := http.NewCrossOriginProtection()
	if u, err := url.Parse(fr.Address); err == nil && u.Host != "" {
		if err := guard.AddTrustedOrigin(u.Scheme + "://" + u.Host); err != nil {
			panic(fmt.Sprintf("address %q: %v", fr.Address, err)) // found at start
		}
	}
	guard.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fr.refuse(w, fr.withView(r), &fault.Fault{
			Kind: fault.Denied, Code: "web.other-site",
			Says: i18n.T("Dit verzoek kwam van een andere website.", "This request came from another site."),
			Hint: i18n.T("Open de pagina hier opnieuw en probeer het nog eens. Er is niets opgeslagen.", "Open the page here again and try once more. Nothing was stored."),
		})
	}))
	guarded := guard.Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		if strings.HasPrefix(fr.Address, "https://") {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		if strings.ContainsRune(r.URL.Path, 0) || !utf8.ValidString(r.URL.Path) { // PostgreSQL would not take it as text
			fr.refuse(w, fr.withView(r), fault.Missing("web.no-page"))
			return
		}
		guarded.ServeHTTP(w, fr.withLang(r))
	})
}

// policy allows what comes from here, and nothing written into a page.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

type langKey struct{}

// withLang takes the language off the path: /en/hulp is /hulp in English.
func (fr *Frame) withLang(r *http.Request) *http.Request {
	rest, ok := strings.CutPrefix(r.URL.Path, "/en")
	if !ok || rest != "" && rest[0] != '/' {
		return r
	}
	if rest == "" {
		rest = "/"
	}
	r2 := r.WithContext(context.WithValue(r.Context(), langKey{}, i18n.EN))
	u := *r.URL
	u.Path, u.RawPath = rest, ""
	r2.URL = &u
	return r2
}

func (fr *Frame) withView(r *http.Request) *http.Request {
	lang, ok := r.Context().Value(langKey{}).(i18n.Lang)
	if !ok {
		lang = i18n.NL
	}
	v := View{Lang: lang, Path: r.URL.Path, Query: r.URL.RawQuery, Now: fr.Now().In(fr.Zone), Demo: fr.Demo, Address: fr.Address}
	return r.WithContext(WithView(r.Context(), v))
}

// serve makes an http.Handler of a route.
func (fr *Frame) serve(route Route) http.Handler {
	limit := route.MaxBody
	if limit == 0 {
		limit = MaxForm
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r = fr.withView(r)
		defer fr.survive(w, r)
		in, err := fr.Enter(r, route)
		if err != nil {
			fr.refuse(w, in, err)
			return
		}
		in.Body = http.MaxBytesReader(w, in.Body, limit)
		if !route.Files && in.Method != http.MethodGet && in.Method != http.MethodHead {
			if err := readForm(in); err != nil {
				fr.refuse(w, in, err)
				return
			}
		}
		in = takeNotice(w, in)
		w.Header().Set("Cache-Control", "no-store")
		if err := fr.handle(w, in, route); err != nil {
			fr.refuse(w, in, err)
		}
	})
}

// readForm parses the body. FormValue would hide a failure, and the form would look empty.
func readForm(r *http.Request) error {
	err := r.ParseForm()
	if err == nil {
		return nil
	}
	if errors.As(err, new(*http.MaxBytesError)) {
		return &fault.Fault{
			Kind: fault.TooLarge, Code: "web.form-too-long",
			Says: i18n.T("Het formulier is langer dan wij aannemen.", "The form is longer than we accept."),
			Hint: i18n.T("Maak het langste antwoord korter, of voeg het toe als bestand. Er is niets opgeslagen.", "Shorten the longest answer, or attach it as a file. Nothing was stored."),
		}
	}
	return &fault.Fault{
		Kind: fault.Invalid, Code: "web.form-unreadable",
		Says: i18n.T("Het formulier kwam niet heel aan.", "The form did not arrive whole."),
		Hint: i18n.T("Ga terug en verstuur het opnieuw. Er is niets opgeslagen.", "Go back and send it again. Nothing was stored."),
	}
}

// survive answers for a handler that broke down: the others go on.
func (fr *Frame) survive(w http.ResponseWriter, r *http.Request) {
	if p := recover(); p != nil {
		fr.refuse(w, r, fmt.Errorf("panic: %v", p))
	}
}

// refuse logs err and shows a person as much of it as is theirs to know.
func (fr *Frame) refuse(w http.ResponseWriter, r *http.Request, err error) {
	if errors.Is(err, context.Canceled) && r.Context().Err() != nil {
		return // the reader has left: nobody is to be told, and it is no failure of ours
	}
	v := ViewOf(r.Context())
	says, ok := fault.Of(err)
	if !ok {
		ref := fr.NewID()
		fr.Log.ErrorContext(r.Context(), "request failed",
			slog.String("ref", ref), slog.String("route", r.Pattern), slog.Any("err", err))
		says = &fault.Fault{
			Kind: fault.Internal, Code: "internal",
			Says: i18n.T("Er ging iets mis bij ons.", "Something went wrong on our side."),
			// A commit whose answer is lost may have happened, so this cannot say that nothing was stored.
			Hint: i18n.T(
				"Kijk of uw wijziging er staat voordat u het opnieuw probeert. Blijft het misgaan? Geef uw beheerder dan dit kenmerk: "+ref+".",
				"Look whether your change is there before you try again. If it keeps happening, give your administrator this reference: "+ref+"."),
		}
	}
	if says.Kind == fault.SignIn && r.Method == http.MethodGet {
		back := v.Path
		if v.Query != "" {
			back += "?" + v.Query
		}
		http.Redirect(w, r, v.Href("/inloggen?naar="+url.QueryEscape(back)), http.StatusSeeOther)
		return
	}
	if err := Render(w, r, StatusOf(says), refused(v, says)); err != nil && r.Context().Err() == nil {
		fr.Log.ErrorContext(r.Context(), "refusal failed", slog.Any("err", err))
	}
}

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

// Send sends a page that is ready.
func Send(w http.ResponseWriter, code int, page *bytes.Buffer) error {
	send(w, code, page.Bytes())
	return nil
}

const htmlType = "text/html; charset=utf-8"

func send(w http.ResponseWriter, code int, page []byte) {
	w.Header().Set("Content-Type", htmlType)
	w.Header().Set("Content-Length", strconv.Itoa(len(page)))
	w.WriteHeader(code)
	_, _ = w.Write(page) // fails only when the reader has left, and then there is nobody to tell
}

// Go sends the reader on after an act, with a notice to be shown there; "" for none.
func Go(w http.ResponseWriter, r *http.Request, to, notice string) error {
	if notice != "" {
		http.SetCookie(w, &http.Cookie{
			Name: CookieName(r, noticeCookie), Value: url.QueryEscape(notice), Path: "/", MaxAge: 60,
			HttpOnly: true, Secure: Secure(r), SameSite: http.SameSiteLaxMode,
		})
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

const noticeCookie = "bericht"

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
	http.SetCookie(w, &http.Cookie{Name: CookieName(r, noticeCookie), Path: "/", MaxAge: -1, HttpOnly: true, Secure: Secure(r), SameSite: http.SameSiteLaxMode})
	v := ViewOf(r.Context())
	v.Notice = text
	return r.WithContext(WithView(r.Context(), v))
}

// IsPart reports whether htmx asks for a part of the page and not for all of it.
func IsPart(r *http.Request) bool { return r.Header.Get("HX-Request") == "true" }
