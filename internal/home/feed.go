package home

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"

	"aantoonbaar/internal/duty"
	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/incident"
	"aantoonbaar/internal/legaltime"
	"aantoonbaar/internal/people"
	"aantoonbaar/internal/rule"
	"aantoonbaar/internal/web"
)

// feed serves GET /agenda/{secret}: what awaits a person, in all places, for a
// calendar program. What it tells is decided now, by the roles of now.
func (h *Handler) feed(w http.ResponseWriter, r *http.Request) error {
	reader, err := h.Identity.OpenFeed(r.Context(), strings.TrimSuffix(r.PathValue("secret"), ".ics"))
	if err != nil {
		return err
	}
	v := web.ViewOf(r.Context())
	v.Lang = reader.Person.Lang
	f := &feed{Handler: h, View: v, origin: web.Origin(r), cal: ics.NewCalendarFor("Aantoonbaar")}
	f.cal.SetMethod(ics.MethodPublish)
	f.cal.SetName("Aantoonbaar")
	f.cal.SetRefreshInterval("PT1H")
	for i, by := range reader.Actors {
		f.by, f.in = by, ""
		if len(reader.Actors) > 1 {
			f.in = " (" + reader.Places[i].OrgName + ")"
		}
		if err := f.gather(r.Context()); err != nil {
			return fmt.Errorf("gather the feed of %s: %w", by.Person, err)
		}
	}
	w.Header().Set("Content-Type", "text/calendar; charset=utf-8")
	w.Header().Set("Content-Disposition", `inline; filename="aantoonbaar.ics"`)
	_, _ = w.Write([]byte(f.cal.Serialize(ics.WithNewLineWindows))) // fails only when the reader has left
	return nil
}

// A feed is being written, of one place after the other.
type feed struct {
	*Handler
	web.View
	origin string
	cal    *ics.Calendar
	by     identity.Actor
	in     string // which place, behind every title; "" when there is one
}

// ahead is how far a feed looks.
const ahead = 366 * 24 * time.Hour

// gather adds what one place has.
func (f *feed) gather(ctx context.Context) error {
	for _, add := range []func(context.Context) error{f.dates, f.actions, f.evidence, f.trainings, f.incidents} {
		if err := add(ctx); err != nil {
			return err
		}
	}
	return nil
}

// event adds one. Its name stays the same, so that a calendar moves it when it
// changes.
func (f *feed) event(name, title, path string) *ics.VEvent {
	e := f.cal.AddEvent(name + "@" + string(f.by.Org) + ".aantoonbaar")
	e.SetDtStampTime(f.Handler.Now())
	e.SetTimeTransparency(ics.TransparencyTransparent)
	e.SetSummary(title + f.in)
	e.SetURL(f.origin + f.Href("/o/"+string(f.by.Org)+path))
	return e
}

// day adds an event of a whole day, when it is not too far away.
func (f *feed) day(name, title, path string, day time.Time) {
	if day.IsZero() || day.After(f.Handler.Now().Add(ahead)) {
		return
	}
	e := f.event(name, title, path)
	e.SetAllDayStartAt(day)
	e.SetAllDayEndAt(day.AddDate(0, 0, 1))
}

// dates are those of the organisation's calendar of which the day is known.
func (f *feed) dates(ctx context.Context) error {
	calendar, err := f.Duty.Calendar(ctx, f.by)
	for _, d := range calendar.Coming {
		if d.Precision == duty.ToTheDay && d.Concerns == rule.Yes && d.Page != people.Page {
			f.day("date."+d.ID, d.Title.In(f.Lang), "/kalender", d.Day)
		}
	}
	return err
}

// actions are those in the improvement plan that the person has to do.
func (f *feed) actions(ctx context.Context) error {
	all, err := f.Plan.List(ctx, f.by)
	for _, a := range all {
		if a.Owner == f.by.Person && a.IsOpen() {
			f.day(a.ID, f.T("Klaar vóór: ", "Due: ")+a.Title, "/verbeterplan/"+a.ID, a.Due)
		}
	}
	return err
}

// trainings are those that the person has to follow; of others the calendar tells.
func (f *feed) trainings(ctx context.Context) error {
	all, err := f.People.Look(ctx, f.by)
	for _, d := range all.Own(f.by.Person) {
		f.day(string(d.ID), f.T("Volgen vóór of op deze dag: ", "To follow by this day: ")+d.Title, people.Page+"/trainingen/"+string(d.ID), d.Mark.Due)
	}
	return err
}

// evidence is what expires, for those who keep it.
func (f *feed) evidence(ctx context.Context) error {
	if !f.by.Role.May(identity.Evidence) {
		return nil
	}
	items, err := f.Evidence.List(ctx, f.by, evidence.Filter{})
	today := legaltime.DayOf(f.Handler.Now(), f.Zone)
	for _, it := range items {
		if s := it.Standing(today); s == evidence.Fresh || s == evidence.Expiring {
			f.day(string(it.ID), f.T("Bewijs verloopt: ", "Evidence expires: ")+it.Title, "/bewijs/"+string(it.ID), it.ValidUntil)
		}
	}
	return err
}

// incidents are the terms that run, for those who may see incidents. What happened
// is left out: others read calendars too.
func (f *feed) incidents(ctx context.Context) error {
	if !identity.May(f.by, identity.SeeIncidents) {
		return nil
	}
	all, err := f.Incident.Open(ctx, f.by)
	if err != nil {
		return err
	}
	for _, i := range all {
		if !i.IsOpen() {
			continue
		}
		judged, _, err := f.Incident.Judge(ctx, f.by, i.Incident)
		if err != nil {
			return err
		}
		for _, j := range judged {
			for _, c := range j.Clocks {
				f.term(i.Incident, j, c)
			}
		}
	}
	return nil
}

// term adds the end of a term: its last day, or the quarter of an hour before its
// last moment.
func (f *feed) term(i incident.Incident, j incident.Judgement, c incident.Clock) {
	due := c.Deadline.Due
	if due.IsZero() || !c.IsOpen() {
		return
	}
	name, path := fmt.Sprintf("%s.%s.%s", i.ID, j.Duty.ID, c.Step.ID), "/incidenten/"+string(i.ID)
	title := f.Lang.Tf("Termijn van %s", "Term of %s", i.Name())
	if j.Truth == rule.Unknown {
		title = f.Lang.Tf("Misschien een termijn van %s", "Perhaps a term of %s", i.Name())
	}
	if !c.Deadline.Last.IsZero() {
		f.day(name, title, path, c.Deadline.Last)
		return
	}
	e := f.event(name, title+f.T(": uiterlijk ", ": at latest ")+f.Lang.Clock(due), path)
	e.SetStartAt(due.Add(-15 * time.Minute))
	e.SetEndAt(due)
}
