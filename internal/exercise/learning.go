package exercise

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/legaltime"
	"aantoonbaar/internal/plan"
	"aantoonbaar/internal/ref"
)

// MaxLessons is how many lessons an exercise can have.
const MaxLessons = 50

// Learn adds a lesson. Everybody with a part in the exercise may.
//
// Refusals: Denied; NotFound; Invalid; Conflict for who has no part, before it began,
// or once it is signed.
func (s *Service) Learn(ctx context.Context, by identity.Actor, id ID, text string) error {
	return again(func() error {
		v, err := s.takes(ctx, by, id)
		if err != nil {
			return err
		}
		text = trimmed(text)
		var k fault.Checker
		k.Need(text != "", "lesson", i18n.T("Schrijf op wat u leert of anders wilt doen.", "Write what you learn or want to do differently."))
		k.Text(text, "lesson", maxText)
		k.Need(len(v.Exercise.Lessons) < MaxLessons, "lesson", i18n.Tf("Er is plaats voor %d lessen. Voeg er een paar samen.", "There is room for %d lessons. Merge a few.", MaxLessons))
		if err := k.Fault("exercise.lesson-refused"); err != nil {
			return err
		}
		e := v.Exercise
		e.Lessoned++
		e.Lessons = append(slices.Clone(e.Lessons), Lesson{e.Lessoned, text, by.Name})
		e.Change = s.change(by, e.Version)
		return s.save(ctx, by, "exercise.learn", e)
	})
}

// Unlearn takes a lesson out. It stays in the journal, and so does an action that
// was made of it.
//
// Refusals: Denied; NotFound; Conflict as [Service.Learn], and for who does not lead.
func (s *Service) Unlearn(ctx context.Context, by identity.Actor, id ID, number int) error {
	return again(func() error {
		if _, err := s.leads(ctx, by, id); err != nil {
			return err
		}
		v, err := s.takes(ctx, by, id)
		if err != nil {
			return err
		}
		e := v.Exercise
		if _, ok := e.Lesson(number); !ok {
			return fault.Missing("exercise.no-lesson")
		}
		e.Lessons = slices.DeleteFunc(slices.Clone(e.Lessons), func(l Lesson) bool { return l.Number == number })
		e.Change = s.change(by, e.Version)
		return s.save(ctx, by, "exercise.unlearn", e)
	})
}

// source is where an action that came of a lesson says that it comes from.
func (e Exercise) source(lesson int) ref.Ref {
	return ref.Ref{Kind: plan.FromExercise, ID: string(e.ID) + "/" + strconv.Itoa(lesson)}
}

// lessonOf is the exercise and the number of the lesson that an action came of; "" for
// another action.
func lessonOf(a plan.Action) (ID, int) {
	if a.Source.Kind != plan.FromExercise {
		return "", 0
	}
	of, number, _ := strings.Cut(a.Source.ID, "/")
	n, _ := strconv.Atoi(number) // written by source
	return ID(of), n
}

// ActionsOf returns the actions that came of a lesson.
func (v View) ActionsOf(lesson int) (all []plan.Action) {
	for _, a := range v.Actions {
		if _, n := lessonOf(a); n == lesson {
			all = append(all, a)
		}
	}
	return all
}

// ToPlan puts a lesson into the improvement plan.
//
// Refusals: Denied; NotFound; Conflict when an open action works on it already;
// Invalid as those of [plan.Service.Add].
func (s *Service) ToPlan(ctx context.Context, by identity.Actor, id ID, number int, owner string, due time.Time) (plan.Action, error) {
	if err := by.Need(identity.Plan); err != nil {
		return plan.Action{}, err
	}
	v, err := s.Find(ctx, by, id)
	if err != nil {
		return plan.Action{}, err
	}
	l, ok := v.Exercise.Lesson(number)
	if !ok {
		return plan.Action{}, fault.Missing("exercise.no-lesson")
	}
	if err := s.after(ctx, by, &v); err != nil {
		return plan.Action{}, err
	}
	if slices.ContainsFunc(v.ActionsOf(number), plan.Action.IsOpen) {
		return plan.Action{}, conflict("exercise.action-there", i18n.T("Er loopt al een actie voor deze les.", "There is an action for this lesson already."))
	}
	a, err := s.World.AddAction(ctx, by, plan.Action{
		Title: short(l.Text), Description: v.Exercise.title() + ", " + i18n.NL.Day(legaltime.DayOf(v.Exercise.When, s.Zone)) + ".\n" + l.Text,
		Requirements: requirements(v.Exercise.Script.Measures), OwnerText: owner, Due: due, Source: v.Exercise.source(number),
	})
	if err != nil {
		return plan.Action{}, fmt.Errorf("plan lesson %d of %s: %w", number, id, err)
	}
	return a, nil
}

// short is the first line of a text, as long as a title may be.
func short(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	letters := []rune(trimmed(line))
	if len(letters) > maxName {
		return string(letters[:maxName-1]) + "…"
	}
	return string(letters)
}
