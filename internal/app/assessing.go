package app

import (
	"context"
	"fmt"
	"net/http"

	"aantoonbaar/internal/audit"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/legaltime"
	"aantoonbaar/internal/web"
)

// sentKey holds the address to which a request is sent on.
type sentKey struct{}

// assessing lets an assessor in: to the pages of the own assessment as they are
// today, and to every other page as it stood when the situation was fixed. Whoever
// asks for another moment is sent to that one; before there is one, to the
// assessment. err is what the guard says of the page of today.
func (a *App) assessing(in *http.Request, route web.Route, err error) (*http.Request, error) {
	v, by := web.ViewOf(in.Context()), identity.ActorOf(in.Context())
	reads := in.Method == http.MethodGet || in.Method == http.MethodHead
	if !reads || v.Moment == nil && err == nil {
		return in, err
	}
	if err == nil { // a page of the assessment: it is there for today
		return sent(in, v.HrefOn(nil)), nil
	}
	by.Past = true
	if by.Need(identity.Action(route.Do)) != nil {
		return asOfToday(in), err
	}
	m, home, err := a.fixed(in.Context(), by)
	switch {
	case err != nil:
		return asOfToday(in), err
	case m == nil || route.Pattern == choosing:
		v.Moment = nil
		return sent(in, v.HrefIn(home)), nil
	case v.Moment == nil || v.Moment.Size != m.Size || !v.Moment.Day.Equal(m.Day):
		return sent(in, v.HrefOn(m)), nil
	}
	v.Moment = m
	return a.look(in.WithContext(web.WithView(in.Context(), v)), route)
}

// sent is a request that is sent on to another address.
func sent(in *http.Request, to string) *http.Request {
	return in.WithContext(context.WithValue(in.Context(), sentKey{}, to))
}

// fixed returns the moment that an assessor reads, nil while none is fixed, and the
// page of the assessment.
func (a *App) fixed(ctx context.Context, by identity.Actor) (m *web.Moment, home string, err error) {
	f, ok, err := a.Audit.Store.Load(ctx, by.Org, audit.ID(by.About))
	if err != nil {
		return nil, "", fmt.Errorf("load the assessment of %s: %w", by.Person, err)
	}
	if !ok {
		return nil, "/beoordelingen", nil
	}
	home = "/beoordelingen/" + by.About
	s := f.Engagement.Seen()
	if s.Size == 0 {
		return nil, home, nil
	}
	return &web.Moment{Day: legaltime.DayOf(s.At, a.Zone), Size: s.Size, Assessed: home}, home, nil
}

// assessed returns the organisation as an assessor reads it.
//
// Refusals: Conflict while no situation is fixed: then there is nothing to read.
func (a *App) assessed(ctx context.Context, by identity.Actor) (*then, error) {
	m, _, err := a.fixed(ctx, by)
	if err != nil {
		return nil, err
	}
	if m == nil {
		return nil, &fault.Fault{
			Kind: fault.Conflict, Code: "audit.not-begun",
			Says: i18n.T("Het onderzoek is nog niet begonnen.", "The work has not begun yet."),
			Hint: i18n.T("Begin eerst op de pagina van de beoordeling. Vanaf dan ziet u de organisatie zoals zij op dat moment is.", "Begin first, on the page of the assessment. From then on you see the organisation as it is at that moment."),
		}
	}
	t, _, err := a.at(ctx, by.Org, m.Day, m.Size)
	return t, err
}
