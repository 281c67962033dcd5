package exercise

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"aantoonbaar/internal/continuity"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
)

// A Draft is an exercise as somebody plans it.
type Draft struct {
	ID        ID // "" for a new one
	Version   int64
	Scenario  string
	When      time.Time
	Goal      string
	Lead      string
	Seats     []Seat
	Observers []identity.PersonID
	Processes []continuity.ID
	Systems   []continuity.ID
}

// grace is how long ago the moment of a new plan may be: for who plans what is about to
// begin.
const grace = time.Hour

// maxSeats is how many people can play, and how many observe.
const maxSeats = 60

// Choices are whom and what an exercise can be about.
type Choices struct {
	People  identity.Roll
	Carried continuity.Held
}

// Choices returns whom and what one can choose.
//
// Refusals: Denied.
func (s *Service) Choices(ctx context.Context, by identity.Actor) (c Choices, err error) {
	if err := by.Need(identity.Read); err != nil {
		return c, err
	}
	if c.People, err = s.World.Members(ctx, by.Org); err != nil {
		return c, fmt.Errorf("list people: %w", err)
	}
	if c.Carried, err = s.World.Carried(ctx, by); err != nil {
		return c, fmt.Errorf("list processes and systems: %w", err)
	}
	return c, nil
}

// Save plans an exercise: without an ID a new one, else in the place of the version
// that the actor looked at, as long as it did not begin.
//
// Refusals: Denied; NotFound; Invalid with every wrong field, a moment that has passed
// among them; Conflict when somebody else changed it since, or once it began; ErrFull.
func (s *Service) Save(ctx context.Context, by identity.Actor, d Draft) (Exercise, error) {
	if err := by.Need(identity.LeadExercise); err != nil {
		return Exercise{}, err
	}
	v := View{File: File{Exercise: Exercise{ID: d.ID}}}
	if d.ID != "" {
		var err error
		if v, err = s.planned(ctx, by, d.ID, d.Version); err != nil {
			return Exercise{}, err
		}
	}
	e := v.Exercise
	c, err := s.Choices(ctx, by)
	if err != nil {
		return Exercise{}, err
	}
	if e, err = s.fill(e, d, c); err != nil {
		return Exercise{}, err
	}
	if e.ID == "" {
		e.ID = ID(s.NewID("exr"))
	}
	e.Change = s.change(by, e.Version)
	return e, s.keep(ctx, by, v, "exercise.plan", e)
}

// planned finds an exercise that did not begin, in the version that was looked at.
func (s *Service) planned(ctx context.Context, by identity.Actor, id ID, version int64) (View, error) {
	v, err := s.see(ctx, by, id)
	if err != nil {
		return v, err
	}
	if err := v.unbegun(); err != nil {
		return v, err
	}
	if v.Exercise.Version != version {
		return v, ErrStale
	}
	return v, v.mayPlan()
}

// unbegun refuses what comes too late to change a plan.
func (v View) unbegun() error {
	if v.Exercise.Stage() != Planned {
		return conflict("exercise.begun", i18n.T("Deze oefening is al begonnen. Aan de planning verandert niets meer.", "This exercise has begun. Nothing of its plan changes any more."))
	}
	return nil
}

// mayPlan keeps who plays away from the plan: its moment and its story are to come
// unexpected.
func (v View) mayPlan() error {
	if v.Plays {
		return conflict("exercise.player-plans", i18n.T("U speelt zelf mee. Een ander wijzigt deze oefening, of zegt haar af.", "You play along yourself. Somebody else changes this exercise, or calls it off."))
	}
	return nil
}

// Draft returns the plan of an exercise to be changed.
//
// Refusals: Denied; NotFound; Conflict for who plays, and once it began.
func (s *Service) Draft(ctx context.Context, by identity.Actor, id ID) (Exercise, error) {
	if err := by.Need(identity.LeadExercise); err != nil {
		return Exercise{}, err
	}
	v, err := s.see(ctx, by, id)
	if err == nil {
		err = cmp.Or(v.unbegun(), v.mayPlan())
	}
	return v.Exercise, err
}

// fill puts a draft into an exercise.
func (s *Service) fill(e Exercise, d Draft, c Choices) (Exercise, error) {
	var k fault.Checker
	i := slices.IndexFunc(s.Scenarios, func(x Scenario) bool { return x.ID == d.Scenario })
	if e.Follows() {
		d.When = e.When // the host's
	}
	switch {
	case e.Region != nil && e.Script.ID != "": // others play the same
		k.Need(d.Scenario == e.Script.ID, "scenario", i18n.T("U speelt dit verhaal met anderen. Kies hetzelfde.", "You play this story with others. Choose the same."))
	case i >= 0:
		e.Script = s.Scenarios[i]
	case d.Scenario != e.Script.ID || d.Scenario == "": // else a scenario that has gone since
		k.Need(false, "scenario", i18n.T("Kies een verhaal uit de lijst.", "Choose a story from the list."))
	}
	k.Need(d.When.IsZero() || d.When.Equal(e.When) || d.When.After(s.now().Add(-grace)), "when", i18n.T("Dit moment is al voorbij. Kies een moment dat nog komt. Het verslag van een oefening die al is gehouden, zet u bij Bewijs.", "This moment has passed. Choose one that is still to come. The report of an exercise that was held already goes under Evidence."))
	e.When, e.Goal, e.Lead = d.When.UTC(), trimmed(d.Goal), trimmed(d.Lead)
	k.Need(!d.When.IsZero(), "when", i18n.T("Vul in wanneer u oefent. U kunt dat later nog wijzigen.", "Give the moment of the exercise. You can change it later."))
	k.Day(d.When, "when")
	k.Text(e.Goal, "goal", maxText)
	k.Line(e.Lead, "lead", maxName)
	e.seat(&k, d, c.People)
	e.Processes, e.Systems = nil, nil
	for _, id := range once(d.Processes) {
		p, ok := c.Carried.Process(id)
		k.Need(ok, "processes", i18n.T("Kies processen uit de lijst.", "Choose processes from the list."))
		e.Processes = append(e.Processes, Touch{id, p.Name})
	}
	for _, id := range once(d.Systems) {
		x, ok := c.Carried.System(id)
		k.Need(ok, "systems", i18n.T("Kies systemen uit de lijst.", "Choose systems from the list."))
		e.Systems = append(e.Systems, Touch{id, x.Name})
	}
	return e, k.Fault("exercise.plan-refused")
}

// once sorts, and leaves out what is there twice.
func once[S ~[]T, T cmp.Ordered](all S) S {
	all = slices.Clone(all)
	slices.Sort(all)
	return slices.Compact(all)
}

// seat gives people their part, each at most one.
func (e *Exercise) seat(k *fault.Checker, d Draft, people identity.Roll) {
	e.Seats, e.Observers = nil, nil
	taken := map[identity.PersonID]bool{}
	once := func(p identity.PersonID, field string) {
		k.Need(p == "" || !taken[p], field, i18n.T("Iemand heeft één rol. Kies deze persoon maar één keer.", "Each person has one part. Choose this person once."))
		k.Need(p == "" || people.Here[p] != "", field, i18n.T("Kies iemand uit de lijst.", "Choose somebody from the list."))
		taken[p] = true
	}
	for _, s := range d.Seats {
		if s.Name = trimmed(s.Name); s.Person != "" {
			s.Name = people.Here[s.Person]
		}
		if s.Name == "" && s.Person == "" {
			continue
		}
		field := "role-" + s.Role
		_, ok := e.Script.Role(s.Role)
		k.Need(ok || e.Script.ID == "", field, i18n.T("Deze rol zit niet in het verhaal.", "This role is not in the story."))
		k.Line(s.Name, field, maxName)
		once(s.Person, field)
		e.Seats = append(e.Seats, s)
	}
	for _, p := range d.Observers {
		once(p, "observers")
		e.Observers = append(e.Observers, Seat{Person: p, Name: people.Here[p]})
	}
	k.Need(len(e.Seats) <= maxSeats && len(e.Observers) <= maxSeats, "observers", i18n.Tf("Er kunnen hoogstens %d mensen spelen en %d waarnemen.", "At most %d people can play and %d observe.", maxSeats, maxSeats))
}

// Drop calls an exercise off that did not begin, and says why. It stays in the journal.
//
// Refusals: Denied; NotFound; Invalid without a reason; Conflict when somebody else
// changed it since, or once it began.
func (s *Service) Drop(ctx context.Context, by identity.Actor, id ID, version int64, because string) error {
	if err := by.Need(identity.LeadExercise); err != nil {
		return err
	}
	v, err := s.planned(ctx, by, id, version)
	if err != nil {
		return err
	}
	e := v.Exercise
	e.Because = trimmed(because)
	var k fault.Checker
	k.Need(e.Because != "", "because", i18n.T("Schrijf op waarom deze oefening niet doorgaat.", "Write why this exercise is called off."))
	k.Text(e.Because, "because", maxText)
	if err := k.Fault("exercise.drop-refused"); err != nil {
		return err
	}
	e.Change = s.change(by, e.Version)
	e.Dropped = e.At
	if at := v.Region.partner(by.Org); e.Follows() && at >= 0 {
		g := v.Region
		g.Partners = slices.Delete(slices.Clone(g.Partners), at, at+1)
		g.Version++
		return s.saveRegion(ctx, by, "exercise.drop", e, g)
	}
	return s.keep(ctx, by, v, "exercise.drop", e)
}
