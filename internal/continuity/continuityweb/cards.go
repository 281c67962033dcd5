package continuityweb

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"aantoonbaar/internal/continuity"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/web"
)

const (
	cardsPath    = "/noodkaarten"
	manifestPath = cardsPath + "/app.webmanifest"
	workerPath   = "/noodkaarten.js"
)

// cardRoutes are the pages of the downtime cards.
func (h *Handler) cardRoutes() []web.Route {
	return []web.Route{
		web.On("GET /o/{org}/noodkaarten", identity.Read, h.cards),
		web.On("GET /o/{org}/noodkaarten/afdrukken", identity.Read, h.printCards),
		web.On("GET /o/{org}/noodkaarten/app.webmanifest", identity.Read, h.manifest),
		web.On("GET /o/{org}/noodkaarten/{card}", identity.Read, h.card),
		web.On("POST /o/{org}/noodkaarten/{card}", identity.KeepContinuity, h.saveCard),
		web.On("GET /o/{org}/noodkaarten/{card}/versies/{n}", identity.Read, h.card),
		web.On("GET /o/{org}/noodkaarten/{card}/wijzigen", identity.KeepContinuity, h.editCard),
		web.On("GET "+workerPath, web.Public, h.worker),
	}
}

func cardPath(k continuity.Kind) string { return cardsPath + "/" + string(k) }

// A cardsPage shows downtime cards: all of them, or one.
type cardsPage struct {
	web.View
	by       identity.Actor
	All      []continuity.Card // as they hold now
	One      continuity.Card   // the one that is shown, on the page of one
	Versions []continuity.Card // of that one
	Old      bool              // it is an earlier version
}

func (p cardsPage) mayKeep() bool { return identity.May(p.by, identity.KeepContinuity) }

// takesAlong reports whether the page is one that a device may keep: today's, and
// no earlier version.
func (p cardsPage) takesAlong() bool { return !p.by.Past && !p.Old }

func (h *Handler) cardsPage(r *http.Request) (p cardsPage, err error) {
	p = cardsPage{View: web.ViewOf(r.Context()), by: identity.ActorOf(r.Context())}
	if p.takesAlong() {
		p.Manifest, p.Banner = manifestPath, nil // what goes on is for some, and not for a copy on a device
	}
	p.All, err = h.Service.Cards(r.Context(), p.by)
	return p, err
}

// cards serves GET /o/{org}/noodkaarten.
func (h *Handler) cards(w http.ResponseWriter, r *http.Request) error {
	p, err := h.cardsPage(r)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, cardsView(p))
}

// printCards serves GET /o/{org}/noodkaarten/afdrukken.
func (h *Handler) printCards(w http.ResponseWriter, r *http.Request) error {
	p, err := h.cardsPage(r)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, printView(p))
}

// card serves GET …/noodkaarten/{card} and …/versies/{n}.
func (h *Handler) card(w http.ResponseWriter, r *http.Request) error {
	number := 0
	if n := r.PathValue("n"); n != "" {
		if number, _ = strconv.Atoi(n); number < 1 {
			return fault.Missing("continuity.no-card")
		}
	}
	p, err := h.cardsPage(r)
	if err != nil {
		return err
	}
	f, err := h.Service.FindCard(r.Context(), p.by, continuity.Kind(r.PathValue("card")), number)
	if err != nil {
		return err
	}
	p.One, p.Versions = f.Card, f.Versions
	p.Old = number > 0 && number != f.Versions[0].Number
	if p.Old {
		p.Manifest = ""
	}
	return web.Render(w, r, http.StatusOK, cardView(p))
}

// version says which version a card is, and of when.
func (p cardsPage) version(c continuity.Card) string {
	if c.Number == 0 {
		return p.T("Voorbeeld, nog niet van u", "Example, not your own yet")
	}
	return p.Lang.Tf("Versie %d van %s", "Version %d of %s", c.Number, p.Lang.Day(p.Local(c.At)))
}

// tel is a link that calls, for what looks like one number.
func tel(number string) (templ.SafeURL, bool) {
	var digits strings.Builder
	for i, r := range number {
		switch {
		case r >= '0' && r <= '9' || r == '+' && i == 0:
			digits.WriteRune(r)
		case strings.ContainsRune(" -.()", r):
		default:
			return "", false
		}
	}
	if digits.Len() < 3 || digits.Len() > 15 {
		return "", false
	}
	return templ.SafeURL("tel:" + digits.String()), true
}

// manifest serves GET …/app.webmanifest: what a device must know to put the cards on
// its home screen.
func (h *Handler) manifest(w http.ResponseWriter, r *http.Request) error {
	v := web.ViewOf(r.Context())
	text, err := json.Marshal(map[string]any{
		"name": v.T("Noodkaarten", "Downtime cards") + " – " + v.Place.Name, "short_name": v.T("Noodkaarten", "Cards"),
		"lang": string(v.Lang), "start_url": v.HrefIn(cardsPath), "scope": v.HrefIn(cardsPath), "id": v.HrefIn(cardsPath),
		"display": "standalone", "background_color": "#ffffff", "theme_color": "#0a3540",
		"icons": []map[string]string{{"src": "/static/icon.svg", "type": "image/svg+xml", "sizes": "any"}},
	})
	if err != nil {
		return fmt.Errorf("encode manifest: %w", err)
	}
	w.Header().Set("Content-Type", "application/manifest+json")
	_, _ = w.Write(text)
	return nil
}

// worker serves GET /noodkaarten.js: the script that keeps cards on a device. It is
// the same for everybody, and holds nothing of anybody.
func (h *Handler) worker(w http.ResponseWriter, _ *http.Request) error {
	w.Header().Set("Content-Type", "text/javascript; charset=utf-8")
	w.Header().Set("Service-Worker-Allowed", "/")
	w.Header().Set("Cache-Control", "no-cache")
	_, _ = w.Write(web.Asset("worker.js"))
	return nil
}
