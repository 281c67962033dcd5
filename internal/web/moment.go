package web

import (
	"context"
	"net/http"
	"net/url"
	"path"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/legaltime"
)

// A Moment is the point at which somebody looks back: an organisation as it stood
// on Day, after the first Size of its changes. It stands in the address, right
// after the organisation, so that every link within it stays there:
// /o/org_1/op/2026-03-01/412/maatregelen.
type Moment struct {
	Day  time.Time // midnight UTC of that date
	Size int64     // how many changes there had been; positive

	// What the banner says besides; whoever lets the reader in fills it in.
	Covered  int64     // how many changes the first signature over this state covers; 0 while there is none
	SignedAt time.Time // when that was
	Unknown  []string  // what is not known of that day, by name
	Assessed string    // page of today of the assessment for which this is read; "" for whoever may look at other days
}

// path is what stands in addresses for the moment; "" for today.
func (m *Moment) path() string {
	if m == nil {
		return ""
	}
	return "/op/" + legaltime.Text(m.Day) + "/" + strconv.FormatInt(m.Size, 10)
}

// covered is what a page of the moment depends on besides its address.
func (m *Moment) covered() int64 {
	if m == nil {
		return 0
	}
	return m.Covered
}

// At returns a path within the organisation as it stood on the day on which at
// lies, after size changes, as a link.
func (v View) At(at time.Time, size int64, path string) templ.SafeURL {
	return templ.SafeURL(v.HrefAt(legaltime.DayOf(at, v.Now.Location()), size, path))
}

// HrefAt is At as plain text, for a day.
func (v View) HrefAt(day time.Time, size int64, path string) string {
	v.Moment = &Moment{Day: day, Size: size}
	return v.HrefIn(path)
}

// present returns today's page of the same name, as a link.
func (v View) present() templ.SafeURL { return templ.SafeURL(v.HrefOn(nil)) }

// HrefOn returns the page at hand as it is at another moment; nil for today.
func (v View) HrefOn(m *Moment) string {
	rest := (&url.URL{Path: strings.TrimPrefix(v.Path, "/o/"+v.Place.ID+v.Moment.path())}).EscapedPath()
	v.Moment = m
	if v.Query != "" {
		rest += "?" + v.Query
	}
	return v.HrefIn(rest)
}

type momentKey struct{}

// withMoment takes the moment off the path. An address that is spelled in any
// other way than path writes it is left alone, and leads nowhere: what the mux
// tidies up must not lose the moment on the way.
func withMoment(r *http.Request) *http.Request {
	parts := strings.SplitN(r.URL.Path, "/", 7) // "", o, ORG, op, DAY, SIZE, the rest
	if len(parts) < 6 || parts[1] != "o" || parts[3] != "op" || path.Clean(r.URL.Path) != r.URL.Path {
		return r
	}
	day, err := legaltime.Read(parts[4])
	size, errSize := strconv.ParseInt(parts[5], 10, 64)
	m := &Moment{Day: day, Size: size}
	if err != nil || errSize != nil || day.IsZero() || size <= 0 || m.path() != "/op/"+parts[4]+"/"+parts[5] {
		return r
	}
	rest := "/o/" + parts[2]
	if len(parts) == 7 {
		rest += "/" + parts[6]
	}
	r2 := r.WithContext(context.WithValue(r.Context(), momentKey{}, m))
	u := *r.URL
	u.Path, u.RawPath = rest, ""
	r2.URL = &u
	return r2
}

// momentOf returns the moment that the request's address names; nil for today.
func momentOf(r *http.Request) *Moment {
	m, _ := r.Context().Value(momentKey{}).(*Moment)
	return m
}

// asked is the path of a request as it was asked, without the language.
func asked(r *http.Request) string {
	m := momentOf(r)
	if m == nil {
		return r.URL.Path
	}
	org, rest, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/o/"), "/")
	if strings.HasPrefix(r.URL.Path, "/o/"+org+"/") {
		rest = "/" + rest
	}
	return "/o/" + org + m.path() + rest
}

// onlyRead refuses an act on an earlier day, whoever asks.
func onlyRead(r *http.Request) error {
	if momentOf(r) == nil || r.Method == http.MethodGet || r.Method == http.MethodHead {
		return nil
	}
	return &fault.Fault{
		Kind: fault.Denied, Code: "web.past",
		Says: i18n.T("U kijkt naar een eerdere dag. Die kunt u niet wijzigen.", "You are looking at an earlier day. You cannot change it."),
		Hint: i18n.T("Ga terug naar vandaag en doe het daar. Er is niets opgeslagen.", "Go back to today and do it there. Nothing was stored."),
	}
}

// signature says which signature covers the moment.
func (v View) signature() string {
	if v.Moment.Covered == 0 {
		return v.T("Deze stand is nog niet door een handtekening gedekt.", "No signature covers this state yet.")
	}
	return v.Lang.Tf("Deze stand is gedekt door de handtekening over %s wijzigingen van %s.", "This state is covered by the signature over %s changes of %s.",
		v.Lang.Num64(v.Moment.Covered), v.Lang.Day(v.Local(v.Moment.SignedAt)))
}

// maxUnknown is how many things the banner names that are not known.
const maxUnknown = 5

// unknown says what is not known of that day.
func (v View) unknown() string {
	names := v.Moment.Unknown
	more := ""
	if n := len(names) - maxUnknown; n > 0 {
		names, more = names[:maxUnknown], v.Lang.Plural(n, " en nog %s", " en nog %s", " and %s more", " and %s more")
	}
	return v.T("Niet bekend op die dag, omdat de inhoud is gewist of toen niet werd bewaard: ", "Not known on that day, because the content was erased or was not kept then: ") +
		strings.Join(names, ", ") + more + "."
}
