package app

import (
	"context"
	"io"
	"net/http"

	"github.com/a-h/templ"

	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/incident/incidentweb"
	"aantoonbaar/internal/web"
)

// bannered lets the guard decide who may enter, and then says on every page that an
// incident is running, to those who may see incidents. An earlier day has none: what
// runs, runs today.
func (a *App) bannered(enter door) door {
	return func(r *http.Request, route web.Route) (*http.Request, error) {
		in, err := enter(r, route)
		v, by := web.ViewOf(in.Context()), identity.ActorOf(in.Context())
		if err != nil || v.Place == nil || v.Moment != nil || in.Method != http.MethodGet || !identity.May(by, identity.SeeIncidents) {
			return in, err
		}
		v.Banner = a.banner(v, by)
		return in.WithContext(web.WithView(in.Context(), v)), nil
	}
}

// banner is drawn while the page is, so after the size of the journal was read under
// which the page may be kept: it is never of older records than the page says. It
// names a moment and counts nothing down, so it depends on the records and the day
// alone, as pages do.
func (a *App) banner(v web.View, by identity.Actor) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		all, err := a.Incident.Open(ctx, by)
		if err != nil {
			return err
		}
		return incidentweb.Banner(v, all, a.Zone).Render(ctx, w)
	})
}
