package exercise

import (
	"context"
	"fmt"
	"slices"
	"time"

	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/plan"
)

// A View is an exercise as one person may see it: who plays, sees what reached the
// own role, and whoever neither leads nor observes sees no story before it was played.
type View struct {
	File
	Now      time.Time
	Plays    bool
	Role     string // that the person plays
	Leads    bool   // may lead: whoever may keep exercises and has no other part in this one
	Observes bool
	Lacks    []i18n.Text   // what it fell short of once it is over; see [Bar]
	Region   Region        // that the exercise is part of, as the organisation may see it; the zero Region for none
	Proven   bool          // the report stands among the evidence
	Actions  []plan.Action // that came of lessons

	kept File // as it is stored, without what the host did since
}

// TakesPart reports whether the person has a part in the exercise.
func (v View) TakesPart() bool { return v.Plays || v.Leads || v.Observes }

// Find returns an exercise.
//
// Refusals: Denied; NotFound.
func (s *Service) Find(ctx context.Context, by identity.Actor, id ID) (View, error) {
	if err := by.Need(identity.Read); err != nil {
		return View{}, err
	}
	v, err := s.see(ctx, by, id)
	if err != nil {
		return View{}, err
	}
	v.Region = v.Region.seenBy(by.Org)
	v.Region.Script, v.Region.Moves = Scenario{}, nil // what of these may be seen stands in the file
	if stage := v.Exercise.Stage(); !v.Leads && !v.Observes && (stage == Planned || stage == Running) {
		v.File = v.only(v.Role, v.Now)
	}
	if v.Exercise.Stage() == Planned || v.Exercise.Stage() == Running {
		return v, nil
	}
	return v, s.after(ctx, by, &v)
}

// see loads an exercise and says which part somebody has in it.
func (s *Service) see(ctx context.Context, by identity.Actor, id ID) (View, error) {
	f, ok, err := s.Store.Find(ctx, by.Org, id)
	if err != nil {
		return View{}, fmt.Errorf("load exercise %s: %w", id, err)
	}
	if !ok || f.Exercise.IsDropped() {
		return View{}, fault.Missing("exercise.none")
	}
	v := View{File: f, kept: f, Now: s.now(), Observes: f.Exercise.Observes(by.Person)}
	if f.Exercise.Region != nil {
		g, ok, err := s.Store.Region(ctx, by.Org, f.Exercise.Region.ID)
		if err != nil {
			return View{}, fmt.Errorf("load region %s: %w", f.Exercise.Region.ID, err)
		}
		v.Region = g
		if ok && f.Exercise.Follows() && f.Exercise.Ended.IsZero() {
			v.File = f.following(g)
			f = v.File
		}
	}
	v.Role, v.Plays = f.Exercise.RoleOf(by.Person)
	v.Leads = identity.May(by, identity.LeadExercise) && !v.Plays && !v.Observes
	switch f.Exercise.Stage() {
	case Played:
		v.Lacks = s.Bar.Lacks(f, v.Now)
	case Signed:
		v.Lacks = f.Exercise.Report.Lacks // a later bar changes no report
	case Planned, Running:
	}
	return v, nil
}

// after adds what came of an exercise elsewhere.
func (s *Service) after(ctx context.Context, by identity.Actor, v *View) error {
	all, err := s.World.Actions(ctx, by)
	if err != nil {
		return fmt.Errorf("list actions: %w", err)
	}
	for _, a := range all {
		if of, _ := lessonOf(a); of == v.Exercise.ID {
			v.Actions = append(v.Actions, a)
		}
	}
	if v.Exercise.Report == nil {
		return nil
	}
	items, err := s.World.Items(ctx, by)
	if err != nil {
		return fmt.Errorf("list evidence: %w", err)
	}
	v.Proven = evidence.HasNote(items, v.Exercise.Report.SHA256)
	return nil
}

// only is what somebody in a role may see while it is not over: what reached the
// role, without what good looks like, and what the role noted. Nothing for "".
func (f File) only(role string, now time.Time) File {
	out := map[string]bool{}
	for _, p := range f.Heard(role, now) {
		out[p.ID] = role != ""
	}
	script := f.Exercise.Script
	script.Injects, script.Faults, script.Evaluate, script.Prepare = nil, nil, nil, i18n.List{}
	for _, i := range f.Exercise.Script.Injects {
		if out[i.ID] {
			i.Expect, i.Watch = nil, nil
			script.Injects = append(script.Injects, i)
		}
	}
	f.Exercise.Script, f.Seen = script, nil
	f.Moves = slices.DeleteFunc(slices.Clone(f.Moves), func(m Move) bool { return m.Inject != "" && !out[m.Inject] || m.Extra != nil && !out[m.Extra.ID] })
	f.Notes = slices.DeleteFunc(slices.Clone(f.Notes), func(n Note) bool { return n.Role != role || role == "" })
	return f
}
