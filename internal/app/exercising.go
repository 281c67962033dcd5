package app

import (
	"context"
	"net/http"
	"sync"
	"time"

	"aantoonbaar/internal/duty"
	"aantoonbaar/internal/exercise"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/legaltime"
	"aantoonbaar/internal/plan"
	"aantoonbaar/internal/review"
	"aantoonbaar/internal/web"
)

// practising lets the guard decide who may enter, and then puts the exercises that run
// above the menu, for whoever has a part in one. An earlier day has none.
func (a *App) practising(enter door) door {
	return func(r *http.Request, route web.Route) (*http.Request, error) {
		in, err := enter(r, route)
		v, by := web.ViewOf(in.Context()), identity.ActorOf(in.Context())
		if err != nil || v.Place == nil || v.Moment != nil || in.Method != http.MethodGet || !identity.May(by, identity.JoinExercise) {
			return in, err
		}
		going := sync.OnceValues(func() ([]exercise.Going, error) { return a.Exercise.Playing(in.Context(), by) })
		place := *v.Place
		place.Live = func(context.Context) (items []web.NavItem, err error) {
			all, err := going() // once, though the menu stands on the page twice
			for _, g := range all {
				items = append(items, web.NavItem{Icon: "bell", Name: v.T("OEFENING: ", "EXERCISE: ") + g.Title.In(v.Lang), Path: "/oefeningen/" + string(g.ID)})
			}
			return items, err
		}
		v.Place = &place
		return in.WithContext(web.WithView(in.Context(), v)), nil
	}
}

// exerciseDates are the days of exercises that are planned. A call-out is not named by
// its day: who is to be called, reads the calendar too.
func (a *App) exerciseDates(ctx context.Context, by identity.Actor) (dates []duty.Event, err error) {
	all, err := a.Exercise.List(ctx, by)
	if err != nil {
		return nil, err
	}
	today := legaltime.DayOf(a.Now(), a.Zone)
	for _, e := range all {
		day := legaltime.DayOf(e.When, a.Zone)
		if e.Stage() != exercise.Planned || day.Before(today) {
			continue
		}
		event := duty.Event{
			ID: string(e.ID), Day: day, Kind: duty.Deadline, Page: "/oefeningen/" + string(e.ID),
			Title: i18n.T("OEFENING: "+e.Script.Title.NL, "EXERCISE: "+e.Script.Title.EN),
			Says:  i18n.T("Dit is een oefening, niets ervan is echt.", "This is an exercise, nothing of it is real."),
		}
		if e.Script.Form == exercise.CallOut {
			event.Day, event.Precision = time.Date(day.Year(), day.Month()+1, 0, 0, 0, 0, 0, time.UTC), duty.ToTheMonth
		}
		dates = append(dates, event)
	}
	return dates, nil
}

// practised is what was exercised in the past year, and what is left, for a management
// review.
func (w *world) practised(ctx context.Context, by identity.Actor, p *plan.Plan) ([]review.Fact, error) {
	all, err := w.app.Exercise.List(ctx, by)
	if err != nil {
		return nil, err
	}
	c, err := w.app.Exercise.Programme(ctx, by)
	if err != nil {
		return nil, err
	}
	played := 0
	for _, e := range all {
		if e.Counts() && e.Ended.After(p.Today.AddDate(-1, 0, 0)) {
			played++
		}
	}
	facts := []review.Fact{review.Counted("/oefeningen", played, "%s oefening gespeeld in het afgelopen jaar.", "%s oefeningen gespeeld in het afgelopen jaar.", "%s exercise played in the past year.", "%s exercises played in the past year.")}
	if n := len(c.Left(c.Processes)) + len(c.Left(c.Systems)); n > 0 {
		facts = append(facts, review.Counted("/oefeningen/programma", n, "%s proces of systeem is in het afgelopen jaar niet geoefend.", "%s processen en systemen zijn in het afgelopen jaar niet geoefend.", "%s process or system was not exercised in the past year.", "%s processes and systems were not exercised in the past year."))
	}
	return facts, nil
}
