package app

import (
	"context"
	"slices"
	"time"

	"aantoonbaar/internal/duty"
	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/incident"
	"aantoonbaar/internal/plan"
	"aantoonbaar/internal/review"
)

// AddOnce adds a note of the fixed version with that sum, unless one stands already.
func (w *world) AddOnce(ctx context.Context, by identity.Actor, it evidence.Item, sum string) error {
	return w.app.Evidence.AddOnce(ctx, by, it, sum)
}

// ReviewFacts gathers what the rooms know under the topics of a management review.
func (w *world) ReviewFacts(ctx context.Context, by identity.Actor) (map[review.Topic][]review.Fact, error) {
	p, err := w.app.Plan.Plan(ctx, by)
	if err != nil {
		return nil, err
	}
	facts := map[review.Topic][]review.Fact{review.Objectives: aims(p), review.Risks: planned(p), review.Chances: chances(p)}
	for topic, gather := range map[review.Topic]func(context.Context, identity.Actor, *plan.Plan) ([]review.Fact, error){
		review.Changes: w.changes, review.Parties: w.expected, review.Deviations: w.incidents, review.Monitoring: w.figures, review.Audits: w.audited,
	} {
		if facts[topic], err = gather(ctx, by, p); err != nil {
			return nil, err
		}
	}
	return facts, nil
}

// changes are the dates that are coming.
func (w *world) changes(ctx context.Context, by identity.Actor, _ *plan.Plan) (facts []review.Fact, err error) {
	calendar, err := w.app.Duty.Calendar(ctx, by)
	for _, d := range calendar.Coming[:min(len(calendar.Coming), 5)] {
		facts = append(facts, review.Fact{Says: i18n.T(d.Shown(i18n.NL)+": "+d.Title.NL, d.Shown(i18n.EN)+": "+d.Title.EN), Path: "/kalender"})
	}
	return facts, err
}

// expected counts the duties.
func (w *world) expected(ctx context.Context, by identity.Actor, _ *plan.Plan) ([]review.Fact, error) {
	judgements, err := w.app.Duty.Judgements(ctx, by)
	if err != nil {
		return nil, err
	}
	n := map[duty.Outcome]int{}
	for _, j := range judgements {
		n[j.Outcome]++
	}
	facts := []review.Fact{review.Counted("/wat-geldt", n[duty.Applies], "%s wet of norm geldt voor ons.", "%s wetten en normen gelden voor ons.", "%s law or norm applies to us.", "%s laws and norms apply to us.")}
	if open := n[duty.Undecided]; open > 0 {
		facts = append(facts, review.Counted("/wat-geldt", open, "Van %s is nog niet bekend of die geldt.", "Van %s is nog niet bekend of ze gelden.", "Of %s it is not known yet whether it applies.", "Of %s it is not known yet whether they apply."))
	}
	return facts, nil
}

// incidents counts those of the last year, for who may see incidents.
func (w *world) incidents(ctx context.Context, by identity.Actor, p *plan.Plan) ([]review.Fact, error) {
	if !identity.May(by, identity.SeeIncidents) {
		return nil, nil
	}
	now := incident.MonthOf(p.Today, time.UTC)
	f, err := w.app.Incident.Figures(ctx, by, now.Add(-12), now)
	if err != nil {
		return nil, err
	}
	running, err := w.app.Incident.Open(ctx, by)
	if err != nil {
		return nil, err
	}
	reported, open := 0, len(running)
	for _, b := range f.Briefs {
		if b.Reported.After(p.Today.AddDate(-1, 0, 0)) {
			reported++
		}
	}
	const path = "/incidenten"
	facts, err := w.outages(ctx, by, p)
	if err != nil {
		return nil, err
	}
	return append([]review.Fact{
		review.Counted(path, reported, "%s incident gemeld in het afgelopen jaar.", "%s incidenten gemeld in het afgelopen jaar.", "%s incident reported in the past year.", "%s incidents reported in the past year."),
		review.Counted(path, open, "%s incident is nog niet afgesloten.", "%s incidenten zijn nog niet afgesloten.", "%s incident is not closed yet.", "%s incidents are not closed yet."),
	}, facts...), nil
}

// figures are where the organisation stands, and where it stood a year ago.
func (w *world) figures(ctx context.Context, by identity.Actor, p *plan.Plan) ([]review.Fact, error) {
	n := p.Picture.Counts
	facts := []review.Fact{{Path: "/maatregelen", Says: i18n.Tf(
		"%d van de %d eisen die gelden zijn ingericht, %d deels, %d nog niet. Over %d is nog niets ingevuld.",
		"%d of the %d requirements that apply are in place, %d in part, %d not yet. Of %d nothing has been filled in.",
		n.InPlace, n.Applicable(), n.InPart, n.NotYet, n.Open)}}
	if then, ok := plan.At(p.History, p.Today.AddDate(-1, 0, 0)); ok {
		facts = append(facts, review.Counted("/bestuur", then.InPlace, "Een jaar geleden was %s eis ingericht.", "Een jaar geleden waren %s eisen ingericht.", "A year ago %s requirement was in place.", "A year ago %s requirements were in place."))
	}
	items, err := w.Items(ctx, by)
	if err != nil {
		return nil, err
	}
	practised, err := w.practised(ctx, by, p)
	if err != nil {
		return nil, err
	}
	facts = append(facts, practised...)
	expired := 0
	for _, it := range items {
		if it.Standing(p.Today) == evidence.Expired {
			expired++
		}
	}
	taught, err := w.trained(ctx, by, p)
	if err != nil {
		return nil, err
	}
	looked, err := w.looked(ctx, by, p)
	if err != nil {
		return nil, err
	}
	facts = append(append(facts, taught...), looked...)
	return append(facts, review.Counted("/bewijs", expired, "%s stuk bewijs is verlopen.", "%s stukken bewijs zijn verlopen.", "%s piece of evidence has expired.", "%s pieces of evidence have expired.")), nil
}

// audited is the newest signed report of somebody from outside, and what is left
// to do of findings.
func (w *world) audited(ctx context.Context, by identity.Actor, p *plan.Plan) ([]review.Fact, error) {
	newest, ok, err := w.app.Audit.Latest(ctx, by)
	if err != nil {
		return nil, err
	}
	fact := review.Fact{Path: "/beoordelingen", Says: i18n.T("Er is nog geen onafhankelijke beoordeling ondertekend.", "No independent assessment has been signed yet.")}
	if ok {
		on := newest.At.In(w.app.Zone)
		fact.Says = i18n.T("Het nieuwste rapport van een onafhankelijke beoordeling is van "+i18n.NL.Day(on)+".", "The newest report of an independent assessment is of "+i18n.EN.Day(on)+".")
	}
	facts, err := w.programmed(ctx, by)
	if err != nil {
		return nil, err
	}
	open, own := 0, 0
	for _, a := range p.Actions {
		switch {
		case a.Source.Kind == plan.FromFinding && a.IsOpen():
			open++
		case a.Source.Kind == plan.FromRound && a.IsOpen():
			own++
		}
	}
	if own > 0 {
		facts = append(facts, review.Counted("/verbeterplan", own, "%s actie uit een interne audit of zelfaudit is nog niet klaar.", "%s acties uit interne audits en zelfaudits zijn nog niet klaar.", "%s action from an internal audit or self-audit is not done yet.", "%s actions from internal audits and self-audits are not done yet."))
	}
	return append(append(facts, fact), review.Counted("/verbeterplan", open, "%s actie uit een bevinding is nog niet klaar.", "%s acties uit bevindingen zijn nog niet klaar.", "%s action from a finding is not done yet.", "%s actions from findings are not done yet.")), nil
}

// aims is when everything will be in place.
func aims(p *plan.Plan) []review.Fact {
	words := forecastWords(p)
	if words == (i18n.Text{}) {
		words = i18n.T("Er is nog te weinig gebeurd om te zeggen wanneer alles is ingericht.", "Too little has happened yet to say when everything will be in place.")
	}
	return []review.Fact{{Says: words, Path: "/verbeterplan"}}
}

// planned is the state of the plan.
func planned(p *plan.Plan) []review.Fact {
	return []review.Fact{
		review.Counted("/verbeterplan", p.Tally.Open+p.Tally.Busy, "%s actie in het verbeterplan is nog niet klaar.", "%s acties in het verbeterplan zijn nog niet klaar.", "%s action in the improvement plan is not done yet.", "%s actions in the improvement plan are not done yet."),
		review.Counted("/verbeterplan", p.Tally.Late, "%s daarvan is te laat.", "%s daarvan zijn te laat.", "%s of these is late.", "%s of these are late."),
		review.Counted("/bestuur", len(p.Picture.Doubts), "%s antwoord is onzeker.", "%s antwoorden zijn onzeker.", "%s answer is uncertain.", "%s answers are uncertain."),
	}
}

// chances are the gaps of which closing helps most and that nobody works on.
func chances(p *plan.Plan) (facts []review.Fact) {
	for _, g := range p.Gaps {
		if r := g.Requirement; len(g.Actions) == 0 && r.PatientEffect == framework.High && len(facts) < 3 {
			facts = append(facts, review.Fact{
				Says: i18n.T("Veel winst voor cliënten, en nog geen actie: "+r.Number+" "+r.Title.NL, "Much gain for clients, and no action yet: "+r.Number+" "+r.Title.EN),
				Path: "/maatregelen/" + r.Slug(),
			})
		}
	}
	return facts
}

// ownDates are the dates that the organisation's own records add to the calendar.
func (a *App) ownDates(ctx context.Context, by identity.Actor) ([]duty.Event, error) {
	dates, err := a.certificateDates(ctx, by)
	if err != nil {
		return nil, err
	}
	all, err := a.Review.List(ctx, by)
	if err != nil {
		return nil, err
	}
	if next := review.NextOn(all); !next.IsZero() {
		dates = append(dates, duty.Event{
			ID: "management-review", Day: next, Kind: duty.Deadline, Page: "/directiebeoordeling",
			Title: i18n.T("Volgende directiebeoordeling", "Next management review"),
			Says:  i18n.T("Zo is het de vorige keer afgesproken.", "That was agreed last time."),
		})
	}
	exercises, err := a.exerciseDates(ctx, by)
	if err != nil {
		return nil, err
	}
	rounds, err := a.roundDates(ctx, by)
	if err != nil {
		return nil, err
	}
	restores, err := a.restoreDates(ctx, by)
	if err != nil {
		return nil, err
	}
	logs, err := a.logDates(ctx, by)
	if err != nil {
		return nil, err
	}
	lessons, err := a.trainingDates(ctx, by)
	return slices.Concat(dates, exercises, rounds, restores, logs, lessons), err
}
