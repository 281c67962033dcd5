package incident

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/plan"
)

// AddTask gives somebody something to do about the incident.
//
// Refusals: Denied; NotFound; Conflict when the incident is closed; Invalid.
func (s *Service) AddTask(ctx context.Context, by identity.Actor, id ID, t Task) error {
	return s.onNewest(ctx, by, id, func(i *Incident, now time.Time) error {
		t = Task{Number: len(i.Tasks) + 1, Text: strings.TrimSpace(t.Text), Owner: strings.TrimSpace(t.Owner), Due: t.Due, By: by.Name, At: now}
		var k fault.Checker
		k.Need(len(i.Tasks) < MaxTasks, "task", i18n.Tf("Er is plaats voor %d taken.", "There is room for %d tasks.", MaxTasks))
		t.check(&k, i, now)
		i.Tasks = append(slices.Clone(i.Tasks), t)
		return k.Fault("incident.task-refused")
	})
}

// Finish says that a task was done, or, with done false, that it was not after
// all. Who says what is true already changes nothing.
//
// Refusals: Denied; NotFound; Conflict when the incident is closed.
func (s *Service) Finish(ctx context.Context, by identity.Actor, id ID, number int, done bool) error {
	err := s.onNewest(ctx, by, id, func(i *Incident, now time.Time) error {
		if number < 1 || number > len(i.Tasks) {
			return fault.Missing("incident.no-task")
		}
		i.Tasks = slices.Clone(i.Tasks)
		t := &i.Tasks[number-1]
		if t.Done.IsZero() != done {
			return errAsItIs
		}
		t.DoneBy, t.Done = by.Name, now
		if !done {
			t.DoneBy, t.Done = "", time.Time{}
		}
		return nil
	})
	if errors.Is(err, errAsItIs) {
		return nil
	}
	return err
}

// errAsItIs is how a change says that there is nothing to change.
var errAsItIs = errors.New("nothing to change")

// onNewest changes the tasks of an incident as it is now, whatever the actor looked
// at: several people give and finish tasks at once, and none of them stands in
// another's way.
func (s *Service) onNewest(ctx context.Context, by identity.Actor, id ID, do change) (err error) {
	if err := by.Need(identity.HandleIncident); err != nil {
		return err
	}
	for range 5 {
		var f File
		if f, err = s.load(ctx, by, id); err != nil {
			return err
		}
		if err = s.change(ctx, by, id, f.Version, "incident.task", do); !errors.Is(err, ErrStale) {
			return err
		}
	}
	return err
}

// An Aftermath is what the rooms beside this one know that helps to handle an
// incident.
type Aftermath struct {
	Offered []Hit           // what continuity knows, to choose from
	Crew    []string        // names of who belongs to the organisation
	Items   []evidence.Item // to secure; none for who may not see evidence
	Actions []plan.Action   // of the improvement plan, that came of this incident
}

// Item returns the piece of evidence of that ID, and whether there is one.
func (a Aftermath) Item(id string) (evidence.Item, bool) {
	for _, it := range a.Items {
		if string(it.ID) == id {
			return it, true
		}
	}
	return evidence.Item{}, false
}

// Aftermath gathers that.
//
// Refusals: Denied.
func (s *Service) Aftermath(ctx context.Context, by identity.Actor, id ID) (a Aftermath, err error) {
	if err := by.Need(identity.SeeIncidents); err != nil {
		return a, err
	}
	if a.Offered, err = s.World.Parts(ctx, by); err != nil {
		return a, fmt.Errorf("load continuity: %w", err)
	}
	if a.Items, err = s.World.Items(ctx, by); err != nil {
		return a, fmt.Errorf("list evidence: %w", err)
	}
	all, err := s.World.Actions(ctx, by)
	if err != nil {
		return a, fmt.Errorf("list actions: %w", err)
	}
	for _, x := range all {
		if x.Source == (Incident{ID: id}).Source() {
			a.Actions = append(a.Actions, x)
		}
	}
	crew, err := s.World.Crew(ctx, by.Org)
	if err != nil {
		return a, fmt.Errorf("list people: %w", err)
	}
	for _, m := range crew {
		if m.Ended.IsZero() && m.Role != identity.Assessor {
			a.Crew = append(a.Crew, m.Person.Name)
		}
	}
	slices.SortFunc(a.Crew, strings.Compare)
	return a, nil
}

// Learn puts a lesson into the improvement plan, as an action that points at the
// incident. Everybody who reads the plan reads it. Also of an incident that is
// closed.
//
// Refusals: Denied; NotFound; Invalid as those of [plan.Service.Add].
func (s *Service) Learn(ctx context.Context, by identity.Actor, id ID, a plan.Action) (plan.Action, error) {
	if err := by.Need(identity.HandleIncident); err != nil {
		return plan.Action{}, err
	}
	f, err := s.load(ctx, by, id)
	if err != nil {
		return plan.Action{}, err
	}
	a.Source = f.Source()
	if a, err = s.World.AddAction(ctx, by, a); err != nil {
		return plan.Action{}, fmt.Errorf("plan a lesson of %s: %w", id, err)
	}
	return a, nil
}
