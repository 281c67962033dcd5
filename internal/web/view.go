// Package web is the frame around every page: it turns routes into handlers,
// a handler's error into an answer, and holds the parts of which pages are made.
//
// It knows no law and no room. What a page shows comes from the room; who is
// asking and in which organisation comes from the [View] that the frame puts in
// the request's context.
package web

import (
	"context"
	"io"
	"net/url"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/a-h/templ"

	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/legaltime"
)

// A View is what every page knows: language, moment, reader and place.
type View struct {
	Lang    i18n.Lang
	Path    string          // as asked, without the language: "/o/org_1/maatregelen", "/o/org_1/op/2026-03-01/412/maatregelen"
	Query   string          // raw, without "?"
	Now     time.Time       // in the reader's zone; the end of the day at which one looks back
	Reader  *Reader         // nil when nobody has signed in
	Place   *Place          // nil outside an organisation
	Moment  *Moment         // at which one looks back; nil for today
	Notice  string          // what the last act did, shown once
	Alarm   string          // what is wrong with the organisation's records, on every page of it; "" for nothing
	Banner  templ.Component // what goes on in the organisation, above every page; nil for nothing. It is made while the page is, see internal/app
	Demo    bool            // the installation holds fictional organisations
	Address string          // of the installation, as in Frame

	// Manifest is the path within the organisation of a web app manifest, for a page
	// that may stand on a home screen; "" for all others.
	Manifest string
}

// A Reader is the person who looks.
type Reader struct {
	ID                   string // tells people apart who have the same name; not shown
	Name, Initials, Role string
}

// A Place is the organisation that the page is about.
type Place struct {
	ID     string
	Name   string
	Others bool // the reader belongs to more organisations, and may switch
	Nav    []NavGroup

	// Live makes the lines above the menu: what goes on now and waits for the reader.
	// It is asked while the page is made, as Banner is; nil for none.
	Live func(context.Context) ([]NavItem, error)
}

// A NavGroup is a titled part of the main menu.
type NavGroup struct {
	Title string // "" for a group without one
	Items []NavItem
}

// A NavItem is one line of the main menu.
type NavItem struct {
	Icon, Name, Path string    // Path within the organisation, e.g. "/maatregelen"; "" for its overview
	Count            int       // shown when above zero
	CountName        string    // what is counted, for those who hear the page
	Under            []NavItem // lines of their own, shown while the reader is at this one or at one of them
	Also             string    // where more pages lie that belong to the line, e.g. "/auditrondes"; "" for nowhere
}

type viewKey struct{}

// WithView returns a context in which [ViewOf] finds v.
func WithView(ctx context.Context, v View) context.Context {
	return context.WithValue(ctx, viewKey{}, v)
}

// ViewOf returns the request's view. Every route has one.
func ViewOf(ctx context.Context) View {
	v, _ := ctx.Value(viewKey{}).(View)
	return v
}

// T picks the text of the reader's language.
func (v View) T(nl, en string) string { return v.Lang.T(nl, en) }

// URL returns a path of this installation in the reader's language, as a link.
// Every link in a page goes through URL or In; a test follows them.
func (v View) URL(path string) templ.SafeURL { return templ.SafeURL(v.Href(path)) }

// Href is URL as plain text, for redirects.
func (v View) Href(path string) string {
	return v.Lang.Path(path)
}

// In returns a path within the organisation at hand, as a link: In("/maatregelen").
// Whoever looks back keeps looking back.
func (v View) In(path string) templ.SafeURL { return templ.SafeURL(v.HrefIn(path)) }

// HrefIn is In as plain text.
func (v View) HrefIn(path string) string {
	if v.Place == nil {
		return v.Href("/")
	}
	return v.Href("/o/" + url.PathEscape(v.Place.ID) + v.Moment.path() + path)
}

// Back returns to, where a form says to go afterwards, if that is a page of the
// organisation at hand in the reader's language; "" otherwise. Any other address
// would let a link elsewhere send a person on from here to a site that looks
// like this one.
func (v View) Back(to string) string {
	u, err := url.Parse(to)
	if err != nil || u.IsAbs() || u.Host != "" || strings.ContainsAny(to, "\\\r\n\t\x00") {
		return ""
	}
	if v.Place == nil || u.Path != path.Clean(u.Path) || !strings.HasPrefix(u.Path, v.HrefIn("/")) {
		return ""
	}
	return to
}

// OtherLang returns this very page in the other language. What somebody asked
// for may be no page of ours: two slashes, or a slash and a backslash, in front
// would make it an address elsewhere.
func (v View) OtherLang() templ.SafeURL {
	o := v
	o.Lang = v.Lang.Other()
	here := o.Href("/" + strings.TrimLeft((&url.URL{Path: v.Path}).EscapedPath(), "/"))
	if v.Query != "" {
		here += "?" + v.Query
	}
	return templ.SafeURL(here)
}

// Today returns the reader's day.
func (v View) Today() time.Time {
	return legaltime.DayOf(v.Now, v.Now.Location())
}

// Local returns t in the reader's zone.
func (v View) Local(t time.Time) time.Time { return t.In(v.Now.Location()) }

// When says when t was, near moments by their distance: "vandaag 13.27 uur",
// "gisteren 16.10 uur", "2 oktober 2026".
func (v View) When(t time.Time) string {
	t = v.Local(t)
	switch ago := v.Today().Sub(legaltime.DayOf(t, t.Location())); int(ago / (24 * time.Hour)) {
	case 0:
		return v.T("vandaag ", "today ") + v.Lang.Clock(t)
	case 1:
		return v.T("gisteren ", "yesterday ") + v.Lang.Clock(t)
	}
	return v.Lang.Day(t)
}

// live draws the lines above the menu; nothing when there are none.
func live(v View) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		items, err := v.Place.Live(ctx)
		if err != nil || len(items) == 0 {
			return err
		}
		return navGroup(v, NavGroup{Items: items}).Render(ctx, w)
	})
}

// isOpen reports whether the menu shows what is under a line: the reader is there,
// or at one of them.
func (v View) isOpen(item NavItem) bool {
	at := func(one NavItem) bool { return v.isCurrent(one) != "" }
	return at(item) || slices.ContainsFunc(item.Under, at)
}

// isCurrent reports whether the menu line leads to the page at hand ("page") or
// to a page above it ("true"); "" otherwise.
func (v View) isCurrent(item NavItem) string {
	if v.Place == nil {
		return ""
	}
	here := strings.TrimPrefix(v.Path, "/o/"+v.Place.ID+v.Moment.path())
	switch {
	case here == item.Path:
		return "page"
	case item.Path != "" && strings.HasPrefix(here, item.Path+"/"), item.Also != "" && strings.HasPrefix(here, item.Also+"/"):
		return "true"
	}
	return ""
}

// Grouped writes a hash in groups of eight, for people who compare it.
func Grouped(hash string) string {
	var groups []string
	for g := range slices.Chunk([]byte(hash), 8) {
		groups = append(groups, string(g))
	}
	return strings.Join(groups, " ")
}

// OrDash shows an absent value as a dash.
func OrDash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

// pageTitle is what the browser shows: the page, where it is, and the product.
func pageTitle(v View, title string) string {
	if v.Place != nil && v.Place.Name != title {
		return title + " – " + v.Place.Name + " – Aantoonbaar"
	}
	return title + " – Aantoonbaar"
}
