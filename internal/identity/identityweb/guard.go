package identityweb

import (
	"net/http"
	"strings"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/web"
)

// A Guard stands at the door of every route.
type Guard struct {
	Service *identity.Service
	Nav     func(identity.Actor, web.View) []web.NavGroup // the menu of an organisation
}

// Enter is [web.Frame]'s Enter: it finds who asks and decides whether they may
// take the route. The request that it returns holds the actor, and the view
// with reader and place; beside a refusal it holds what may be shown around it.
//
// It reads the database once for the session and once for the place: nothing
// of who somebody is or may be is kept between requests, so that an ended
// session, place or role counts at the very next one.
//
// Refusals: SignIn without a session; NotFound for an organisation in which the
// person has no place, whether it exists or not; Denied by the decision table.
func (g *Guard) Enter(r *http.Request, route web.Route) (*http.Request, error) {
	in, ok, err := g.Service.SessionOf(r.Context(), sessionSecret(r))
	if err != nil {
		return r, err
	}
	if ok {
		r = with(r, in.Actor(identity.Membership{}), nil)
	}
	if route.Do == web.Public {
		return r, nil
	}
	if !ok {
		return r, signInFirst()
	}
	act := identity.Action(route.Do)
	if !strings.Contains(route.Pattern, "{org}") {
		return r, identity.ActorOf(r.Context()).Need(act)
	}
	m, others, err := g.Service.PlaceOf(r.Context(), in, org.ID(r.PathValue("org")))
	if err != nil {
		return r, err
	}
	actor := in.Actor(m)
	place := &web.Place{ID: string(m.Org), Name: m.OrgName, Others: others}
	r = with(r, actor, place)
	if g.Nav != nil {
		place.Nav = g.Nav(actor, web.ViewOf(r.Context()))
	}
	return r, actor.Need(act)
}

// with puts the actor, and the view of one who is reading in place, in the request.
func with(r *http.Request, a identity.Actor, place *web.Place) *http.Request {
	v := web.ViewOf(r.Context())
	v.Reader = &web.Reader{ID: string(a.Person), Name: a.Name, Initials: identity.Initials(a.Name)}
	if a.Role != "" {
		v.Reader.Role = a.Role.Name().In(v.Lang)
	}
	v.Place = place
	return r.WithContext(web.WithView(identity.WithActor(r.Context(), a), v))
}

func signInFirst() error {
	return &fault.Fault{
		Kind: fault.SignIn, Code: "identity.sign-in",
		Says: i18n.T("Log eerst in.", "Sign in first."),
		Hint: i18n.T("Uw sessie is voorbij, of u bent nog niet ingelogd. Er is niets opgeslagen. Kopieer wat u typte voordat u inlogt.", "Your session has ended, or you have not signed in. Nothing was stored. Copy what you typed before you sign in."),
	}
}

// The cookies: of the session, and of a ceremony half-way.
const (
	sessionCookie = "zitting"
	stepCookie    = "stap"
)

func sessionSecret(r *http.Request) string { return cookie(r, sessionCookie) }

func cookie(r *http.Request, name string) string {
	c, err := r.Cookie(web.CookieName(r, name))
	if err != nil {
		return ""
	}
	return c.Value
}
