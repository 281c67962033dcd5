package plan

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/legaltime"
	"aantoonbaar/internal/memo"
	"aantoonbaar/internal/org"
	"aantoonbaar/internal/ref"
	"aantoonbaar/internal/rule"
)

// Store keeps actions. Each method is one transaction.
type Store interface {
	// Load returns every action of an organisation; there are at most MaxActions.
	Load(ctx context.Context, id org.ID) ([]Action, error)

	// Find returns one action, and whether there is one.
	Find(ctx context.Context, id org.ID, action string) (Action, bool, error)

	// Add stores new actions with the journal's entries: all of them, or none.
	Add(ctx context.Context, id org.ID, actions []Action, entries []journal.Draft) error

	// Change stores an action in the place of the version before it. ErrStale
	// when somebody else changed it since; then nothing is stored.
	Change(ctx context.Context, id org.ID, a Action, entry journal.Draft) error

	// History returns the journal's entries about an action, newest first.
	History(ctx context.Context, id org.ID, object ref.Ref, limit int) ([]journal.Entry, error)

	// Answers returns the journal's entries of AnswerActions from seq on, oldest first.
	Answers(ctx context.Context, id org.ID, seq int64) ([]journal.Entry, error)
}

// ErrStale is what a Store says when somebody else was first.
var ErrStale = fault.Stale("plan.stale")

var errNoAction = fault.Missing("plan.no-action")

// A World is what this room must know of the rooms beside it.
type World interface {
	// Picture returns the organisation's self-assessment as it stands.
	Picture(ctx context.Context, by identity.Actor) (*assessment.Picture, error)

	// Facts returns the organisation's profile as facts for conditions.
	Facts(ctx context.Context, id org.ID) (rule.Facts, error)

	// Spells returns when there was valid evidence of operation; see [Spells].
	Spells(ctx context.Context, id org.ID) ([]Spell, error)

	// Members returns the names of those who belong to the organisation now.
	Members(ctx context.Context, id org.ID) (identity.Roll, error)

	// IsSmall tells whether the texts for small organisations fit.
	IsSmall(ctx context.Context, id org.ID) (bool, error)
}

// A Service is what the rest of the platform may ask of this room.
type Service struct {
	Store     Store
	World     World
	Catalogue *framework.Catalogue
	Elements  []*assessment.Element // of the quick scan
	Now       func() time.Time
	Zone      *time.Location // in which days are counted
	NewID     func(prefix string) string

	past memo.Memo[past]
}

// today is the day it is where the organisation is.
func (s *Service) today() time.Time { return legaltime.DayOf(s.Now(), s.Zone) }

// List returns every action in the order in which people work.
func (s *Service) List(ctx context.Context, by identity.Actor) ([]Action, error) {
	if err := by.Need(identity.Read); err != nil {
		return nil, err
	}
	return s.list(ctx, by.Org)
}

func (s *Service) list(ctx context.Context, id org.ID) ([]Action, error) {
	actions, err := s.Store.Load(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("load actions: %w", err)
	}
	Sort(actions)
	return actions, nil
}

// For returns the actions that work on a requirement, in the order in which people work.
func (s *Service) For(ctx context.Context, by identity.Actor, requirement string) ([]Action, error) {
	actions, err := s.List(ctx, by)
	return slices.DeleteFunc(actions, func(a Action) bool { return !a.IsFor(requirement) }), err
}

// Find returns one action.
func (s *Service) Find(ctx context.Context, by identity.Actor, action string) (Action, error) {
	if err := by.Need(identity.Read); err != nil {
		return Action{}, err
	}
	return s.find(ctx, by.Org, action)
}

func (s *Service) find(ctx context.Context, id org.ID, action string) (Action, error) {
	a, ok, err := s.Store.Find(ctx, id, action)
	if err != nil {
		return Action{}, fmt.Errorf("find action %s: %w", action, err)
	}
	if !ok {
		return Action{}, errNoAction
	}
	return a, nil
}

// History returns the journal's entries about an action, newest first.
func (s *Service) History(ctx context.Context, by identity.Actor, action string) ([]journal.Entry, error) {
	if err := by.Need(identity.ReadHistory); err != nil {
		return nil, err
	}
	return s.Store.History(ctx, by.Org, ObjectOf(action), 100)
}

// Members returns whom one can choose as owner, and who was one before.
func (s *Service) Members(ctx context.Context, by identity.Actor) (identity.Roll, error) {
	if err := by.Need(identity.Read); err != nil {
		return identity.Roll{}, err
	}
	return s.World.Members(ctx, by.Org)
}

// A Changed is a journal entry's data: the action before and after. A new
// action has no before.
type Changed struct {
	Before *Action `json:"before,omitempty"`
	After  Action  `json:"after"`
}

// Change stores what a person made of an action. Version must be the one that
// the form was made from; the stored action has the next. Status, its reason and
// its day stay as they are: see SetStatus.
//
// Refusals: Denied; NotFound; Invalid with every wrong field; Conflict when
// somebody else was first.
func (s *Service) Change(ctx context.Context, by identity.Actor, a Action) (Action, error) {
	if err := by.Need(identity.Plan); err != nil {
		return Action{}, err
	}
	before, err := s.find(ctx, by.Org, a.ID)
	if err != nil {
		return Action{}, err
	}
	if a.Version != before.Version {
		return Action{}, ErrStale
	}
	members, err := s.World.Members(ctx, by.Org)
	if err != nil {
		return Action{}, err
	}
	a.Status, a.Reason, a.DoneOn, a.Source = before.Status, before.Reason, before.DoneOn, before.Source
	a.CreatedAt, a.CreatedBy, a.ChangedAt, a.ChangedBy = before.CreatedAt, before.CreatedBy, before.ChangedAt, before.ChangedBy
	a = tidy(a)
	var c fault.Checker
	a.check(&c, s.Catalogue, members, before, s.today())
	if err := c.Fault("plan.action-refused"); err != nil {
		return Action{}, err
	}
	return s.change(ctx, by, before, a, "plan.change")
}

// SetStatus says how far an action is. Dropped needs a reason; Done takes the
// day on which it was done, today when that is zero. Whatever was done or dropped
// may be taken up again.
//
// Refusals: those of Change.
func (s *Service) SetStatus(ctx context.Context, by identity.Actor, action string, version int64, to Status, reason string, doneOn time.Time) (Action, error) {
	if err := by.Need(identity.Plan); err != nil {
		return Action{}, err
	}
	before, err := s.find(ctx, by.Org, action)
	if err != nil {
		return Action{}, err
	}
	if version != before.Version {
		return Action{}, ErrStale
	}
	a, today := before, s.today()
	a.Status, a.Reason, a.DoneOn = to, "", time.Time{}
	var c fault.Checker
	c.Need(slices.Contains(Statuses, to), "status", i18n.T("Kies hoe ver de actie is.", "Choose how far the action is."))
	switch to {
	case Dropped:
		a.Reason = strings.TrimSpace(reason)
		c.Need(a.Reason != "", "reason", i18n.T("Schrijf waarom u deze actie niet meer doet.", "Write why you no longer do this action."))
		c.Text(reason, "reason", MaxReason)
	case Done:
		a.DoneOn = doneOn
		if doneOn.IsZero() {
			a.DoneOn = today
		}
		c.Day(doneOn, "done_on")
		c.Need(!a.DoneOn.After(today), "done_on", i18n.T("Kies een dag tot en met vandaag.", "Choose a day up to today."))
	case Open, Busy:
	}
	if err := c.Fault("plan.status-refused"); err != nil {
		return Action{}, err
	}
	return s.change(ctx, by, before, a, "plan.status")
}

// change stores a in the place of before, unless they say the same.
func (s *Service) change(ctx context.Context, by identity.Actor, before, a Action, act string) (Action, error) {
	if same(before, a) {
		return before, nil
	}
	now := s.Now()
	a.Version, a.ChangedAt, a.ChangedBy = before.Version+1, now.UTC().Truncate(time.Microsecond), by.Name
	if err := s.Store.Change(ctx, by.Org, a, by.Draft(now, act, a.Ref(), Changed{&before, a})); err != nil {
		return Action{}, fmt.Errorf("change action %s: %w", a.ID, err)
	}
	return a, nil
}

// tidy brings an action into the form in which it is kept.
func tidy(a Action) Action {
	a.Title, a.Description, a.OwnerText = strings.TrimSpace(a.Title), strings.TrimSpace(a.Description), strings.TrimSpace(a.OwnerText)
	a.Requirements = slices.Clone(a.Requirements)
	slices.Sort(a.Requirements)
	a.Requirements = slices.Compact(a.Requirements)
	return a
}

// same reports whether two actions say the same, whoever said it and when.
func same(a, b Action) bool {
	return a.Title == b.Title && a.Description == b.Description && slices.Equal(a.Requirements, b.Requirements) &&
		a.Level == b.Level && a.Owner == b.Owner && a.OwnerText == b.OwnerText && a.Due.Equal(b.Due) &&
		a.CostCents == b.CostCents && a.Effort == b.Effort &&
		a.Status == b.Status && a.Reason == b.Reason && a.DoneOn.Equal(b.DoneOn)
}

// Export returns every action for a file, in the order in which people work.
func (s *Service) Export(ctx context.Context, by identity.Actor) ([]Action, error) {
	if err := by.Need(identity.Export); err != nil {
		return nil, err
	}
	return s.list(ctx, by.Org)
}
