package app

import (
	"context"
	"net/http"
	"slices"
	"time"

	"aantoonbaar/internal/audit"
	"aantoonbaar/internal/audit/workfile"
	"aantoonbaar/internal/duty"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/past"
	"aantoonbaar/internal/ref"
	"aantoonbaar/internal/sqldb"
	"aantoonbaar/internal/web"
)

// A then is an organisation as it stood at an earlier moment, with the services
// and pages of today on what the journal tells of it. It is shared between
// requests.
type then struct {
	day  time.Time
	size int64
	seen int64 // size of the journal when this was made: erasing is an entry too, and then it holds no longer

	state *past.State
	app   *App
	pages map[string]web.HandlerFunc // by the route's pattern
}

type thenKey struct{}

// choosing is the page on which one chooses a day: today's, whatever one looks at.
const choosing = "GET /o/{org}/op"

// onlyNow reports whether a page speaks of nothing but today: of the check of the
// whole journal, or of mail, which is no change of the organisation's.
func onlyNow(pattern string) bool {
	return pattern == "GET /o/{org}/logboek/controle" || pattern == "GET /o/{org}/berichten"
}

// earlier is the handler of a route on today and on every earlier day.
func earlier(route web.Route) web.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) error {
		if to, ok := r.Context().Value(sentKey{}).(string); ok {
			http.Redirect(w, r, to, http.StatusSeeOther)
			return nil
		}
		t, _ := r.Context().Value(thenKey{}).(*then)
		if t == nil || route.Pattern == choosing {
			return route.Handle(w, r)
		}
		page := t.pages[route.Pattern]
		if page == nil || onlyNow(route.Pattern) {
			return &fault.Fault{
				Kind: fault.NotFound, Code: "past.only-now",
				Says: i18n.T("Deze pagina is er alleen voor vandaag.", "This page is there for today only."),
				Hint: i18n.T("Ga terug naar vandaag om haar te openen.", "Go back to today to open it."),
			}
		}
		return page(w, r)
	}
}

// lookingBack lets the guard decide who may enter, and shows those who ask for an
// earlier moment the pages of that moment. They may read there, and nothing else.
func (a *App) lookingBack(enter door) door {
	return func(r *http.Request, route web.Route) (*http.Request, error) {
		in, err := enter(r, route)
		if identity.ActorOf(in.Context()).Role == identity.Assessor {
			return a.assessing(in, route, err)
		}
		if web.ViewOf(in.Context()).Moment == nil {
			return in, err
		}
		if err != nil {
			return asOfToday(in), err
		}
		return a.look(in, route)
	}
}

// asOfToday is the request of one who is refused: that is shown as of today.
func asOfToday(in *http.Request) *http.Request {
	v := web.ViewOf(in.Context())
	v.Moment = nil
	return in.WithContext(web.WithView(in.Context(), v))
}

// look puts in the request the moment that its address names.
func (a *App) look(in *http.Request, route web.Route) (*http.Request, error) {
	v, by := web.ViewOf(in.Context()), identity.ActorOf(in.Context())
	by.Past = true
	if err := by.Need(identity.ReadHistory); err != nil { // two moments beside each other are a history
		return asOfToday(in), err
	}
	asked := *v.Moment
	t, covering, err := a.at(in.Context(), by.Org, asked.Day, asked.Size)
	if err != nil {
		return asOfToday(in), err
	}
	asked.Covered, asked.SignedAt, asked.Unknown = covering.Size, covering.At, t.unknown(by, v.Lang)
	v.Moment, v.Now = &asked, t.app.Now().In(a.Zone)
	place := *v.Place
	place.Name = t.state.Org.Name
	place.Nav = nav(by, v)
	if asked.Assessed == "" {
		place.Nav = onThatDay(place.Nav)
	}
	v.Place = &place
	ctx := web.WithView(identity.WithActor(in.Context(), by), v)
	return in.WithContext(context.WithValue(ctx, thenKey{}, t)), by.Need(identity.Action(route.Do))
}

// onThatDay leaves out of a menu what is there for today only.
func onThatDay(menu []web.NavGroup) []web.NavGroup {
	today := func(item web.NavItem) bool { return onlyNow("GET /o/{org}" + item.Path) }
	for i, group := range menu {
		menu[i].Items = slices.DeleteFunc(group.Items, today)
		for j, item := range menu[i].Items {
			menu[i].Items[j].Under = slices.DeleteFunc(item.Under, today)
		}
	}
	return menu
}

// at returns an organisation as it stood on a day after size changes, with the
// checkpoint that covers it; the zero Checkpoint while there is none.
//
// Refusals: NotFound when there was no time on that day at which the journal had
// that size: then the two do not speak of one moment.
func (a *App) at(ctx context.Context, id org.ID, day time.Time, size int64) (t *then, covering journal.Checkpoint, err error) {
	var seen int64
	err = a.DB.Read(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		if seen, err = journal.Size(ctx, tx, id); err != nil {
			return err
		}
		covering, _, err = journal.Covering(ctx, tx, string(id), size)
		return err
	})
	if err != nil {
		return nil, covering, err
	}
	if t := a.past.Find(string(id)); t != nil && t.size == size && t.day.Equal(day) && t.seen == seen {
		return t, covering, nil
	}
	entries, end, err := a.until(ctx, id, day, size)
	if err != nil {
		return nil, covering, err
	}
	state, err := past.Recall(id, entries)
	if err != nil {
		return nil, covering, err
	}
	t = a.then(state, end)
	t.day, t.seen = day, seen
	a.past.Keep(string(id), t)
	return t, covering, nil
}

// until reads the first size entries of a journal that had this size on that day.
// It had until end: to the next entry, or to the end of the day.
func (a *App) until(ctx context.Context, id org.ID, day time.Time, size int64) (entries []journal.Entry, end time.Time, err error) {
	begin := time.Date(day.Year(), day.Month(), day.Day(), 0, 0, 0, 0, a.Zone)
	end = begin.AddDate(0, 0, 1)
	err = a.DB.Read(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
		m, ok, err := journal.At(ctx, tx, id, size)
		if err != nil {
			return err
		}
		if !ok || !m.At.Before(end) || !m.Next.IsZero() && m.Next.Before(begin) || begin.After(a.Now()) {
			return noMoment()
		}
		if !m.Next.IsZero() && m.Next.Before(end) {
			end = m.Next
		}
		entries, err = journal.Range(ctx, tx, id, 0, size, int(size))
		return err
	})
	return entries, end, err
}

func noMoment() error {
	return &fault.Fault{
		Kind: fault.NotFound, Code: "past.no-moment",
		Says: i18n.T("Deze stand is er niet geweest.", "There was no such state."),
		Hint: i18n.T("Kies een dag op de pagina Terugkijken.", "Choose a day on the page Look back."),
	}
}

// then makes services and pages on a state. Their clock goes no further than end.
func (a *App) then(state *past.State, end time.Time) *then {
	now := func() time.Time {
		if now := a.Now(); now.Before(end) {
			return now
		}
		return end.Add(-time.Microsecond)
	}
	b := &App{
		Config: a.Config, DB: a.DB, Signer: a.Signer, Content: a.Content, Zone: a.Zone, Demo: a.Demo, Outbox: a.Outbox,
		Now: now, log: a.log, content: a.content, print: a.print, away: a.away, Witness: a.Witness,
	}
	s := &past.Stores{
		State: state, Board: a.Board.Store, Dossiers: a.Dossier.Store, Answers: a.Plan.Store.Answers, People: a.Identity.Store, Audits: a.Audit.Store,
		History: func(ctx context.Context, id org.ID, objects []ref.Ref, limit int) (entries []journal.Entry, err error) {
			err = a.DB.Read(ctx, sqldb.Org(id), func(tx *sqldb.Tx) error {
				entries, err = journal.HistoryOf(ctx, tx, id, objects, state.Size, limit)
				return err
			})
			return entries, err
		},
	}
	b.Identity = &identity.Service{Store: s.ForIdentity(), Hasher: a.Identity.Hasher, Passkeys: a.Identity.Passkeys, Now: b.Now, NewID: a.Identity.NewID}
	b.wire(stores{
		orgs: s.ForDuty(), evidence: s.ForEvidence(), files: a.Evidence.Files, answers: s.ForAssessment(), actions: s.ForPlan(), board: s.ForBoard(),
		dossiers: s.ForDossier(), certified: s.ForCertification(), audits: s.ForAudit(), incidents: s.ForIncident(), reviews: s.ForReview(), programmes: s.ForProgramme(), received: s.ForReceived(), continuity: s.ForContinuity(), exercises: s.ForExercise(), people: s.ForPeople(), logs: s.ForLogs(), size: func(context.Context, org.ID) (int64, error) { return state.Size, nil },
	})
	t := &then{size: state.Size, state: state, app: b, pages: map[string]web.HandlerFunc{}}
	for _, route := range b.rooms(state.Size) {
		t.pages[route.Pattern] = route.Handle
	}
	return t
}

// unknown names what is not known of that day, each name once.
func (t *then) unknown(by identity.Actor, l i18n.Lang) (names []string) {
	pages := t.app.pages(t.size)
	for _, object := range t.state.Unknown {
		if audit.IsHidden(by, object) {
			continue
		}
		if t.app.away != nil && workfile.Closes(object.Kind) {
			continue // not taken along: whoever reads here does not read it at the site either
		}
		name, _ := pages.Object(object)
		if object == duty.Profile {
			name = i18n.T("Profiel", "Profile")
		}
		if !slices.Contains(names, name.In(l)) {
			names = append(names, name.In(l))
		}
	}
	return names
}
