package app

import (
	"context"

	"github.com/a-h/templ"

	"aantoonbaar/internal/duty"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/incident"
	"aantoonbaar/internal/incident/incidentweb"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/rule"
	"aantoonbaar/internal/web"
)

// About implements [incident.World].
func (w *world) About(ctx context.Context, by identity.Actor) (rule.Facts, error) {
	profile, err := w.Facts(ctx, by.Org)
	if err != nil {
		return nil, err
	}
	judged, err := w.app.Duty.Judgements(ctx, by)
	return w.app.content.about(profile, judged), err
}

// Crew implements [incident.World].
func (w *world) Crew(ctx context.Context, id org.ID) ([]identity.Membership, error) {
	return w.app.Identity.Store.Members(ctx, id)
}

// Parts implements [incident.World]: suppliers once, however many systems are theirs.
func (w *world) Parts(ctx context.Context, by identity.Actor) (parts []incident.Hit, err error) {
	held, err := w.app.Continuity.Look(ctx, by)
	suppliers := map[string]bool{}
	for _, s := range held.Systems {
		parts = append(parts, incident.Hit{Part: incident.System, Of: string(s.ID), Name: s.Name})
		if s.Supplier != "" && !suppliers[s.Supplier] {
			suppliers[s.Supplier] = true
			parts = append(parts, incident.Hit{Part: incident.Supplier, Name: s.Supplier})
		}
	}
	for _, p := range held.Processes {
		parts = append(parts, incident.Hit{Part: incident.Process, Of: string(p.ID), Name: p.Name})
	}
	return parts, err
}

// about adds to the profile whether each law applies to the organisation itself:
// law.cbw, law.avg and so on. A law that was not judged is not known.
func (c contents) about(profile rule.Facts, judged []duty.Judgement) rule.Facts {
	facts := rule.Facts{}
	for name, f := range profile {
		facts[name] = f
	}
	for _, d := range c.rules.Duties {
		facts["law."+d.ID] = rule.Fact{Kind: rule.Claim, Label: d.Title}
	}
	for _, j := range judged {
		facts["law."+j.Duty.ID] = rule.Fact{Kind: rule.Claim, Label: j.Duty.Title, Truth: j.Applies()}
	}
	return facts
}

// incidentCard draws what went wrong in the last twelve months, for the board's page;
// nil for who may not see incidents.
func (a *App) incidentCard(ctx context.Context, v web.View) (templ.Component, error) {
	by := identity.ActorOf(ctx)
	if !identity.May(by, identity.SeeIncidents) {
		return nil, nil
	}
	until := incident.MonthOf(a.Now(), a.Zone)
	f, err := a.Incident.Figures(ctx, by, until.Add(-11), until)
	if err != nil {
		return nil, err
	}
	return incidentweb.Card(v, f), nil
}
