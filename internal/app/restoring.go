package app

import (
	"context"
	"slices"

	"aantoonbaar/internal/continuity"
	"aantoonbaar/internal/duty"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/plan"
	"aantoonbaar/internal/review"
)

// restoreDates are the days on which the last restore test of a system stops
// counting, for the calendar: the first two, of systems on which care hangs.
func (a *App) restoreDates(ctx context.Context, by identity.Actor) (dates []duty.Event, err error) {
	s, err := a.Continuity.Look(ctx, by)
	if err != nil {
		return nil, err
	}
	for _, system := range s.Systems {
		last, tested := s.LastTest(system.ID)
		if !tested || last.Result != continuity.Worked || len(s.Falls(system.ID)) == 0 {
			continue // what was never shown to work has no day: it stands among the doubts
		}
		dates = append(dates, duty.Event{
			ID: "restore-" + string(system.ID), Day: last.On.AddDate(continuity.TestEvery, 0, 0), Kind: duty.Deadline, Page: "/continuiteit/hersteltests",
			Title: i18n.T("Hersteltest van "+system.Name, "Restore test of "+system.Name),
			Says:  i18n.T("De vorige was op "+i18n.NL.Day(last.On)+" en telt een jaar.", "The last one was on "+i18n.EN.Day(last.On)+" and counts for a year."),
		})
	}
	slices.SortStableFunc(dates, func(x, y duty.Event) int { return x.Day.Compare(y.Day) })
	return dates[:min(len(dates), 2)], nil
}

// outages tells a management review how care without ICT went in the past year, and
// what of it was tested.
func (w *world) outages(ctx context.Context, by identity.Actor, p *plan.Plan) ([]review.Fact, error) {
	s, err := w.app.Continuity.Look(ctx, by)
	if err != nil || len(s.Systems) == 0 {
		return nil, err
	}
	year := p.Today.AddDate(-1, 0, 0)
	down, long, tests, short := 0, 0, 0, 0
	for _, o := range s.Outages {
		if o.From.Before(year) {
			continue
		}
		down++
		if slices.ContainsFunc(o.Took, func(b continuity.Borne) bool { return o.Long(s.Now) > b.Bears }) {
			long++
		}
	}
	for _, t := range s.Tests {
		if !t.On.Before(year) {
			tests++
			if t.FallsShort() {
				short++
			}
		}
	}
	const outages, restores = "/continuiteit/uitval", "/continuiteit/hersteltests"
	facts := []review.Fact{
		review.Counted(outages, down, "%s keer viel een systeem uit in het afgelopen jaar.", "%s keer viel een systeem uit in het afgelopen jaar.", "%s outage of a system in the past year.", "%s outages of systems in the past year."),
		review.Counted(restores, tests, "%s hersteltest gedaan in het afgelopen jaar.", "%s hersteltests gedaan in het afgelopen jaar.", "%s restore test done in the past year.", "%s restore tests done in the past year."),
	}
	if long > 0 {
		facts = append(facts, review.Counted(outages, long, "%s uitval duurde langer dan de zorg kan hebben.", "%s keer duurde uitval langer dan de zorg kan hebben.", "%s outage took longer than care bears.", "%s outages took longer than care bears."))
	}
	if short > 0 {
		facts = append(facts, review.Counted(restores, short, "%s hersteltest liet niet zien dat het systeem op tijd en heel terugkomt.", "%s hersteltests lieten niet zien dat het systeem op tijd en heel terugkomt.", "%s restore test did not show that the system comes back in time and whole.", "%s restore tests did not show that systems come back in time and whole."))
	}
	return facts, nil
}
