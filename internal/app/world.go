package app

import (
	"context"
	"time"

	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/continuity"
	"aantoonbaar/internal/duty"
	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/plan"
	"aantoonbaar/internal/rule"
)

// world tells rooms what they must know of the rooms beside them.
type world struct {
	app  *App
	orgs duty.Store
	size func(context.Context, org.ID) (int64, error)
}

// Size returns the size of the organisation's journal.
func (w *world) Size(ctx context.Context, id org.ID) (int64, error) { return w.size(ctx, id) }

// Facts returns the organisation's profile as facts.
func (w *world) Facts(ctx context.Context, id org.ID) (rule.Facts, error) {
	o, ok, err := w.orgs.Find(ctx, id)
	if err != nil || !ok {
		return nil, err
	}
	return o.Profile.Facts(), nil
}

// Evidence returns what lies behind each answer on a day.
func (w *world) Evidence(ctx context.Context, id org.ID, today time.Time) (map[string]assessment.Evidence, error) {
	items, err := w.app.Evidence.Store.All(ctx, id, evidence.MaxItems)
	if err != nil {
		return nil, err
	}
	behind := map[string]assessment.Evidence{}
	for req, f := range evidence.Footings(items, today) {
		behind[req] = assessment.Evidence{Support: support(f.Holds), Expired: support(f.Lapsed), Count: f.Pieces}
	}
	return behind, nil
}

func support(on map[framework.Level]bool) assessment.Support {
	return assessment.Support{Design: on[framework.Design], Existence: on[framework.Existence], Operation: on[framework.Operation]}
}

// Members returns the names of those who belong to the organisation now, and of
// those who did.
func (w *world) Members(ctx context.Context, id org.ID) (roll identity.Roll, err error) {
	here, err := w.app.Identity.Store.Members(ctx, id)
	if err != nil {
		return roll, err
	}
	left, err := w.app.Identity.Store.Left(ctx, id)
	if err != nil {
		return roll, err
	}
	return identity.Roll{Here: workers(here), Left: workers(left)}, nil
}

// workers are the names of all but assessors: who judges does none of the work.
func workers(members []identity.Membership) map[identity.PersonID]string {
	names := map[identity.PersonID]string{}
	for _, m := range members {
		if m.Role != identity.Assessor {
			names[m.Person.ID] = m.Person.Name
		}
	}
	return names
}

// reading returns the program and the actor with which somebody reads: those of
// the situation that is assessed for an assessor, else as they are.
func (w *world) reading(ctx context.Context, by identity.Actor) (*App, identity.Actor, error) {
	if by.Role != identity.Assessor || by.Past {
		return w.app, by, nil
	}
	t, err := w.app.assessed(ctx, by)
	if err != nil {
		return nil, by, err
	}
	by.Past = true
	return t.app, by, nil
}

// Picture returns the organisation's self-assessment as it stands.
func (w *world) Picture(ctx context.Context, by identity.Actor) (*assessment.Picture, error) {
	a, by, err := w.reading(ctx, by)
	if err != nil {
		return nil, err
	}
	return a.Assessment.Picture(ctx, by)
}

// Spells returns when there was valid evidence of operation.
func (w *world) Spells(ctx context.Context, id org.ID) ([]plan.Spell, error) {
	items, err := w.app.Evidence.Store.All(ctx, id, evidence.MaxItems)
	return plan.Spells(items, w.app.Zone), err
}

// IsSmall tells whether the texts for small organisations fit.
func (w *world) IsSmall(ctx context.Context, id org.ID) (bool, error) {
	o, ok, err := w.orgs.Find(ctx, id)
	return ok && o.Profile.IsSmall(), err
}

// Sectors implements [exercise.World].
func (w *world) Sectors(ctx context.Context, id org.ID) ([]org.Sector, error) {
	o, _, err := w.orgs.Find(ctx, id)
	return o.Profile.Sectors, err
}

// Carried implements [exercise.World].
func (w *world) Carried(ctx context.Context, by identity.Actor) (continuity.Held, error) {
	sheaf, err := w.app.Continuity.Look(ctx, by)
	return sheaf.Held, err
}

// OrgName returns what the organisation calls itself.
func (w *world) OrgName(ctx context.Context, by identity.Actor) (string, error) {
	a, by, err := w.reading(ctx, by)
	if err != nil {
		return "", err
	}
	o, err := a.Duty.Organisation(ctx, by)
	return o.Name, err
}

// Items lists the organisation's evidence.
func (w *world) Items(ctx context.Context, by identity.Actor) ([]evidence.Item, error) {
	a, by, err := w.reading(ctx, by)
	if err != nil {
		return nil, err
	}
	return a.Evidence.List(ctx, by, evidence.Filter{})
}

// Actions lists the improvement plan.
func (w *world) Actions(ctx context.Context, by identity.Actor) ([]plan.Action, error) {
	return w.app.Plan.List(ctx, by)
}

// AddAction puts an action into the improvement plan.
func (w *world) AddAction(ctx context.Context, by identity.Actor, a plan.Action) (plan.Action, error) {
	return w.app.Plan.Add(ctx, by, a)
}

// InviteAssessor makes the link for an assessor's place.
func (w *world) InviteAssessor(ctx context.Context, by identity.Actor, name, email string, a identity.Admission) (string, error) {
	return w.app.Identity.InviteAssessor(ctx, by, name, email, a)
}

// SigningKey returns the actor's own key to sign with.
func (w *world) SigningKey(ctx context.Context, by identity.Actor) (identity.SigningKey, bool, error) {
	return w.app.Identity.SigningKey(ctx, by)
}

// SignText signs with that key.
func (w *world) SignText(ctx context.Context, by identity.Actor, passphrase string, text []byte) (identity.SigningKey, []byte, error) {
	return w.app.Identity.SignText(ctx, by, passphrase, text)
}
