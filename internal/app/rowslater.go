package app

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"aantoonbaar/internal/exercise"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/incident"
	"aantoonbaar/internal/incident/indicator"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/past"
	"aantoonbaar/internal/programme"
)

// readLater lets read call the rooms of what goes wrong, of audits, of people and of log
// review.
func (a *App) readLater(id org.ID, r *past.Rows, read func(load func(context.Context) error, kinds ...string)) {
	read(func(ctx context.Context) error { return a.allIncidents(ctx, id, r) }, "incident")
	read(func(ctx context.Context) (err error) {
		r.Roster, err = a.Incident.Store.Roster(ctx, id)
		return err
	}, "roster")
	read(func(ctx context.Context) error { return a.allRounds(ctx, id, r) }, "programme", "round")
	read(func(ctx context.Context) (err error) {
		r.Received, err = a.Received.Store.All(ctx, id)
		return err
	}, "received")
	read(func(ctx context.Context) (err error) {
		r.Exercised, err = a.allExercises(ctx, id)
		return err
	}, "exercise")
	read(func(ctx context.Context) (err error) {
		r.Carried, err = a.Continuity.Store.All(ctx, id)
		return err
	}, "process", "system", "card", "restore-test", "phone-tree", "outage")
	read(func(ctx context.Context) (err error) {
		r.Trained, err = a.People.Store.All(ctx, id)
		return err
	}, "training", "staff", "training-session", "training-certificate", "phishing", "training-said")
	read(func(ctx context.Context) (err error) {
		r.Logs, err = a.Logs.Store.All(ctx, id)
		return err
	}, "accesslog-load", "accesslog-plan", "accesslog-round", "accesslog-case", "accesslog-secret", "accesslog-told")
}

// allIncidents reads every incident with its texts and traces.
func (a *App) allIncidents(ctx context.Context, id org.ID, r *past.Rows) error {
	r.Texts, r.Traces = map[incident.ID][]incident.Edition{}, map[incident.ID][]indicator.Indicator{}
	var all []incident.Incident
	_, err := a.Incident.Store.Since(ctx, id, 0, func(i incident.Incident) { all = append(all, i) })
	slices.SortFunc(all, func(a, b incident.Incident) int { return cmp.Compare(b.ID, a.ID) })
	for _, i := range all {
		f, _, bad := a.Incident.Store.Load(ctx, id, i.ID)
		err = errors.Join(err, bad)
		r.Incidents = append(r.Incidents, f)
		traces, bad := a.Incident.Store.Indicators(ctx, id, i.ID)
		err = errors.Join(err, bad)
		r.Traces[i.ID] = traces
		last, bad := a.Incident.Store.LastTexts(ctx, id, i.ID)
		err = errors.Join(err, bad)
		for _, one := range last {
			for n := range one.Number {
				editions, bad := a.Incident.Store.Texts(ctx, id, i.ID, one.Text, n+1)
				if err = errors.Join(err, bad); len(editions) > n {
					r.Texts[i.ID] = append(r.Texts[i.ID], editions[n])
				}
			}
		}
	}
	return err
}

// allRounds reads the audit programmes, their rounds, and the work in each.
func (a *App) allRounds(ctx context.Context, id org.ID, r *past.Rows) (err error) {
	r.Audits.Held, err = a.Programme.Store.All(ctx, id)
	r.Audits.Work = map[programme.RoundID]programme.Work{}
	for _, x := range r.Audits.Rounds {
		w, bad := a.Programme.Store.Work(ctx, id, x.ID)
		err = errors.Join(err, bad)
		r.Audits.Work[x.ID] = w
	}
	return err
}

// allExercises reads every exercise with what happened in it.
func (a *App) allExercises(ctx context.Context, id org.ID) (all []exercise.File, err error) {
	list, err := a.Exercise.Store.All(ctx, id)
	for _, e := range list {
		f, _, bad := a.Exercise.Store.Find(ctx, id, e.ID)
		err = errors.Join(err, bad)
		all = append(all, f)
	}
	return all, err
}

// kindWords are what records are called that are held against the journal.
var kindWords = map[string]i18n.Text{
	"profile":       i18n.T("het profiel van de organisatie", "the profile of the organisation"),
	"sentence":      i18n.T("de zin voor het bestuur", "the sentence for the board"),
	"requirement":   i18n.T("een antwoord", "an answer"),
	"scan":          i18n.T("een antwoord van de quickscan", "an answer of the quick scan"),
	"evidence":      i18n.T("een stuk bewijs", "a piece of evidence"),
	"action":        i18n.T("een verbeteractie", "an improvement action"),
	"approval":      i18n.T("een goedkeuring van het bestuur", "an approval of the board"),
	"decision":      i18n.T("een besluit van het bestuur", "a decision of the board"),
	"certificate":   i18n.T("een scholing van een bestuurder", "training of a board member"),
	"certification": i18n.T("een certificaat", "a certificate"),
	"review":        i18n.T("een directiebeoordeling", "a management review"),
	"audit":         i18n.T("een onafhankelijke beoordeling", "an independent assessment"),
	"incident":      i18n.T("een incident", "an incident"),
	"roster":        i18n.T("wie bij een incident gebeld wordt", "who is called in an incident"),
	"programme":     i18n.T("een auditprogramma", "an audit programme"),
	"round":         i18n.T("een auditronde", "an audit round"),
	"received":      i18n.T("een ontvangen dossier", "a received dossier"),
	"exercise":      i18n.T("een oefening", "an exercise"),

	"process":      i18n.T("een zorgproces", "a care process"),
	"system":       i18n.T("een systeem", "a system"),
	"card":         i18n.T("een noodkaart", "a downtime card"),
	"restore-test": i18n.T("een hersteltest", "a restore test"),
	"phone-tree":   i18n.T("een belboom", "a phone tree"),
	"outage":       i18n.T("een uitval", "an outage"),

	"training":             i18n.T("een training", "a training"),
	"staff":                i18n.T("een deelnemer", "a participant"),
	"training-session":     i18n.T("een bijeenkomst", "a session"),
	"training-certificate": i18n.T("een diploma", "a certificate of training"),
	"phishing":             i18n.T("een oefenmail", "a practice mail"),
	"training-said":        i18n.T("een eigen opgave van scholing", "an own word about training"),

	"accesslog-load":   i18n.T("een bestand van de logcontrole", "a file of log review"),
	"accesslog-plan":   i18n.T("het controleplan", "the review plan"),
	"accesslog-round":  i18n.T("een ronde van de logcontrole", "a round of log review"),
	"accesslog-case":   i18n.T("een zaak van de logcontrole", "a case of log review"),
	"accesslog-secret": i18n.T("het geheim van de logcontrole", "the secret of log review"),
	"accesslog-told":   i18n.T("een overzicht voor een cliënt", "an overview for a client"),
}
