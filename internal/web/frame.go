package web

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/once"
)

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

	// Presses keep a form from being stored twice. With nil each arrival is stored.
	Presses Presses

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
		guarded.ServeHTTP(w, withMoment(fr.withLang(r)))
	})
}

// policy allows what comes from here, and nothing written into a page.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

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
	v := View{Lang: lang, Path: asked(r), Query: r.URL.RawQuery, Moment: momentOf(r), Now: fr.Now().In(fr.Zone), Demo: fr.Demo, Address: fr.Address}
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
		if err == nil {
			err = onlyRead(in)
		}
		if err != nil {
			fr.refuse(w, in, err)
			return
		}
		in.Body = http.MaxBytesReader(w, in.Body, limit)
		press, in := fr.pressed(in)
		if !route.Files && in.Method != http.MethodGet && in.Method != http.MethodHead {
			if err := readForm(in); err != nil {
				fr.refuse(w, in, err)
				return
			}
			press.Read(in.PostForm)
			in.Form.Del(once.Field)
		}
		in = takeNotice(w, in)
		w.Header().Set("Cache-Control", "no-store")
		if err := fr.once(w, in, press, route); err != nil {
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
