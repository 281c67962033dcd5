package app

import (
	"context"

	"aantoonbaar/internal/duty"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/rule"
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
