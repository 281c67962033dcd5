// Package continuityweb is the pages of care without ICT: processes and systems
// with what cannot be, and downtime cards that open without a network.
package continuityweb

import (
	"net/http"
	"slices"
	"strconv"

	"aantoonbaar/internal/continuity"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/web"
)

// A Handler serves the pages.
type Handler struct {
	Service *continuity.Service
}

// Routes lists the room's pages. The list is complete: no page is registered anywhere else.
func (h *Handler) Routes() []web.Route {
	return slices.Concat(h.cardRoutes(), h.restoreRoutes(), h.treeRoutes(), h.outageRoutes(), []web.Route{
		web.On("GET /o/{org}/continuiteit", identity.Read, h.show),
		web.On("GET /o/{org}/continuiteit/processen/nieuw", identity.KeepContinuity, h.newProcess),
		web.On("POST /o/{org}/continuiteit/processen", identity.KeepContinuity, h.saveProcess),
		web.On("GET /o/{org}/continuiteit/processen/{id}", identity.Read, h.process),
		web.On("POST /o/{org}/continuiteit/processen/{id}", identity.KeepContinuity, h.saveProcess),
		web.On("POST /o/{org}/continuiteit/processen/{id}/weg", identity.KeepContinuity, h.dropProcess),
		web.On("GET /o/{org}/continuiteit/systemen/nieuw", identity.KeepContinuity, h.newSystem),
		web.On("POST /o/{org}/continuiteit/systemen", identity.KeepContinuity, h.saveSystem),
		web.On("GET /o/{org}/continuiteit/systemen/{id}", identity.Read, h.system),
		web.On("POST /o/{org}/continuiteit/systemen/{id}", identity.KeepContinuity, h.saveSystem),
		web.On("POST /o/{org}/continuiteit/systemen/{id}/weg", identity.KeepContinuity, h.dropSystem),
	})
}

const (
	home        = "/continuiteit"
	processPath = home + "/processen"
	systemPath  = home + "/systemen"
)

// under is the page of a record.
func under(path string, id continuity.ID) string { return path + "/" + string(id) }

// A page is what every page of this room shows.
type page struct {
	web.View
	by      identity.Actor
	S       continuity.Sheaf
	Refusal *fault.Fault
}

// page looks at what there is now.
func (h *Handler) page(r *http.Request, refusal *fault.Fault) (page, error) {
	by := identity.ActorOf(r.Context())
	s, err := h.Service.Look(r.Context(), by)
	return page{View: web.ViewOf(r.Context()), by: by, S: s, Refusal: refusal}, err
}

// mayKeep reports whether the reader changes anything here.
func (p page) mayKeep() bool { return identity.May(p.by, identity.KeepContinuity) }

// field is one field of a form.
func (p page) field(f web.Field) web.Field { return f.Complain(p.Refusal, p.Lang) }

// crumb is the step to this room.
func (p page) crumb() web.Crumb {
	return web.Crumb{Name: p.T("Continuïteit", "Continuity"), Path: home}
}

// span writes a span, and a dash for one that nobody gave.
func (p page) span(s continuity.Span) string {
	if s == 0 {
		return "–"
	}
	return s.In(p.Lang)
}

// A typedSpan is a span exactly as typed: a number and its unit in minutes.
type typedSpan struct{ n, unit string }

func typed(s continuity.Span) typedSpan {
	u := s.Unit()
	return typedSpan{strconv.FormatInt(int64(s/u), 10), strconv.FormatInt(int64(u), 10)}
}

// typedOrNone leaves out a span that nobody gave.
func typedOrNone(s continuity.Span) typedSpan {
	if s == 0 {
		return typedSpan{}
	}
	return typed(s)
}

func readSpan(r *http.Request, name string) typedSpan {
	return typedSpan{web.Text(r, name), web.Text(r, name+"-unit")}
}

// parse turns what was typed into a span; nothing is 0. It judges spelling only.
func (t typedSpan) parse(k *fault.Checker, name string) continuity.Span {
	n := web.ParseInt(k, name, t.n)
	unit, err := strconv.ParseInt(t.unit, 10, 64)
	known := slices.Contains([]continuity.Span{continuity.Minute, continuity.Hour, continuity.Day}, continuity.Span(unit))
	k.Need(t.n == "" || err == nil && known, name, i18n.T("Kies minuten, uren of dagen.", "Choose minutes, hours or days."))
	if n == nil || !known {
		return 0
	}
	if *n > int64(continuity.MaxSpan) || *n < 0 {
		return continuity.MaxSpan + 1 // too long in any unit
	}
	return continuity.Span(*n) * continuity.Span(unit)
}

// units are the choices of a span.
func (p page) units(t typedSpan) []web.Option {
	return []web.Option{
		{Value: "1", Label: p.T("minuten", "minutes"), Chosen: t.unit == "1"},
		{Value: "60", Label: p.T("uur", "hours"), Chosen: t.unit == "60" || t.unit == ""},
		{Value: "1440", Label: p.T("dagen", "days"), Chosen: t.unit == "1440"},
	}
}

// systems are the systems that can be chosen, but for one.
func (p page) systems(chosen []continuity.ID, but continuity.ID) (options []web.Option) {
	for _, s := range p.S.Systems {
		if s.ID != but {
			options = append(options, web.Option{Value: string(s.ID), Label: s.Name, Hint: s.Kind.Name().In(p.Lang), Chosen: slices.Contains(chosen, s.ID)})
		}
	}
	return options
}

// chosen reads the systems that were ticked.
func chosen(r *http.Request, name string) (ids []continuity.ID) {
	for _, v := range r.PostForm[name] {
		ids = append(ids, continuity.ID(v))
	}
	return ids
}

// done sends the reader on after an act.
func done(w http.ResponseWriter, r *http.Request, path, nl, en string) error {
	v := web.ViewOf(r.Context())
	return web.Go(w, r, v.HrefIn(path), v.T(nl, en))
}
