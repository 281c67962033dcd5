package app

import (
	"context"
	"slices"

	"aantoonbaar/internal/board"
	"aantoonbaar/internal/duty"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/people"
	"aantoonbaar/internal/plan"
	"aantoonbaar/internal/rule"
)

// Brief tells the board's room what the others know. The journal's size is read
// first: what changes while the rest is gathered then shows.
func (w *world) Brief(ctx context.Context, by identity.Actor) (board.Brief, error) {
	var b board.Brief
	var err error
	if b.Size, err = w.Size(ctx, by.Org); err != nil {
		return b, err
	}
	o, err := w.app.Duty.Organisation(ctx, by)
	if err != nil {
		return b, err
	}
	b.OrgName = o.Name
	p, err := w.app.Plan.Plan(ctx, by)
	if err != nil {
		return b, err
	}
	b.Look(w.app.Content, p.Picture)
	b.Trend = board.Months(p.History, p.Today, 12)
	for _, a := range p.Actions {
		if a.Status != plan.Dropped {
			b.Actions = append(b.Actions, board.ActionOf(a, a.OwnerName(p.Picture.Members)))
		}
	}
	b.Forecast = forecastWords(p)
	if err := w.dates(ctx, by, &b); err != nil {
		return b, err
	}
	if err := w.directors(ctx, by, &b); err != nil {
		return b, err
	}
	if b.Exempt, err = w.Exempt(ctx, by); err != nil {
		return b, err
	}
	f, err := w.app.People.Look(ctx, by)
	c := f.Standings()
	b.Learners, b.InOrder = c.All(), c.Good+c.Soon
	return b, err
}

// Exempt implements [board.World].
func (w *world) Exempt(ctx context.Context, by identity.Actor) (bool, error) {
	return w.app.exempt(ctx, by)
}

// exempt reports whether the profile says that the Cbw does not apply.
func (a *App) exempt(ctx context.Context, by identity.Actor) (bool, error) {
	judged, err := a.Duty.Judgements(ctx, by)
	return slices.ContainsFunc(judged, func(j duty.Judgement) bool { return j.Duty.ID == "cbw" && j.Applies() == rule.No }), err
}

func (w *world) dates(ctx context.Context, by identity.Actor, b *board.Brief) error {
	calendar, err := w.app.Duty.Calendar(ctx, by)
	if err != nil {
		return err
	}
	for _, d := range calendar.Coming {
		if len(b.Dates) < 4 && d.Page != people.Page { // when somebody has to follow a training is no date of the board
			b.Dates = append(b.Dates, board.Date{On: d.Day, Shown: shownAs(d), Title: d.Title, Path: "/kalender"})
		}
	}
	return nil
}

// shownAs writes a date that is known only to the month or the year.
func shownAs(d duty.Date) i18n.Text {
	if d.Precision == duty.ToTheDay {
		return i18n.Text{}
	}
	return i18n.T(d.Shown(i18n.NL), d.Shown(i18n.EN))
}

func (w *world) directors(ctx context.Context, by identity.Actor, b *board.Brief) error {
	members, err := w.app.Identity.Store.Members(ctx, by.Org)
	if err != nil {
		return err
	}
	held, err := w.app.People.Store.All(ctx, by.Org)
	if err != nil {
		return err
	}
	for _, m := range members {
		if m.Role == identity.BoardMember && m.Ended.IsZero() {
			s, _ := held.Person(people.ID(m.Person.ID))
			b.Directors = append(b.Directors, board.Director{Name: m.Person.Name, Appointed: s.Appointed})
		}
	}
	return nil
}

// forecastWords says in a sentence when everything will be in place.
func forecastWords(p *plan.Plan) i18n.Text {
	o := p.Outlook
	if o.Likely.IsZero() {
		return i18n.Text{}
	}
	return i18n.T(
		"In dit tempo is alles ingericht rond "+i18n.NL.Month(o.Likely)+".",
		"At this pace everything will be in place around "+i18n.EN.Month(o.Likely)+".")
}
