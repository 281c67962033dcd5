package demo

import (
	"context"
	"fmt"
	"slices"
	"time"

	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/legaltime"
	"aantoonbaar/internal/plan"
	"aantoonbaar/internal/rule"
)

// A quick is an organisation whose past is written in bulk: many answers in one
// step, each at its own moment.
type quick struct {
	story
	answers map[string]assessment.Answer
	given   []assessment.Saved // and not stored yet
	actions []plan.Action
}

// serves is how many requirements one piece of evidence serves on each level: a
// policy many, a test few.
var serves = []int{11, 14, 4}

// round answers every requirement, in a week or two, and shows evidence.
func (q *quick) round(ctx context.Context, begin time.Time) error {
	facts := q.m.profile.Facts()
	for i, r := range q.Catalogue.Requirements {
		if i%15 == 0 { // a morning's work
			q.on(begin.AddDate(0, 0, 2+i/15))
		}
		q.later()
		a := assessment.Answer{Requirement: r.ID}
		stands := q.draw(r)
		switch {
		case r.AppliesWhen.Eval(facts).Truth == rule.No:
			a.Applies, a.Reason = assessment.NotApplicable, r.ExcludedBecause.NL
		case stands < 0:
			a.Design = assessment.Statement{Reply: assessment.Unknown, On: q.day()}
		default:
			q.reached[r.ID] = stands
			a = q.stand(a, r, stands)
		}
		q.give(a)
	}
	if err := q.store(ctx); err != nil {
		return err
	}
	for level := range framework.Levels {
		if err := q.show(ctx, level, serves[level], q.having(level)); err != nil {
			return err
		}
	}
	return nil
}

// stand answers that the requirement stands on so many levels today.
func (q *quick) stand(a assessment.Answer, r *framework.Requirement, levels int) assessment.Answer {
	for i, l := range framework.Levels {
		reply := assessment.No
		switch {
		case i < levels:
			reply = assessment.Yes
		case i == levels && q.random.IntN(5) < 3:
			reply = assessment.Partly
		}
		a = a.With(l, assessment.Statement{Reply: reply, On: q.day()})
	}
	if q.random.IntN(3) > 0 {
		a.Explanation = q.explain(r, levels)
	}
	if q.random.IntN(6) > 0 {
		a.Owner = q.lead.Person
	}
	a.ReviewOn = q.day().AddDate(0, 6+q.random.IntN(7), 0)
	return a
}

// on moves the clock to a working hour of the day. It never goes back: the days
// of a weekend have the same Friday.
func (q *quick) on(day time.Time) {
	if t := q.morning(day); t.After(q.Clock.Now()) {
		q.Clock.at(t)
	}
}

// day is the clock's day.
func (q *quick) day() time.Time { return legaltime.DayOf(q.Clock.Now(), q.Zone) }

// give answers now; store keeps it.
func (q *quick) give(a assessment.Answer) {
	before := q.answers[a.Requirement]
	a.Version, a.ChangedAt, a.ChangedBy = before.Version+1, q.Clock.Now().UTC().Truncate(time.Microsecond), q.lead.Name
	q.answers[a.Requirement] = a
	q.given = append(q.given, assessment.Saved{Before: before, After: a})
}

// store keeps what was given, with an entry each, as [assessment.Service.Save] would.
func (q *quick) store(ctx context.Context) error {
	var answers []assessment.Answer
	var entries []journal.Draft
	for _, s := range q.given {
		answers = append(answers, s.After)
		entries = append(entries, q.lead.Draft(s.After.ChangedAt, "answer.save", assessment.ObjectOf(s.After.Requirement), s))
	}
	if len(answers) == 0 {
		return nil
	}
	q.given = nil
	return q.Assessment.Store.Save(ctx, q.id, answers, entries)
}

// having lists the requirements that stand on a level.
func (q *quick) having(level int) []*framework.Requirement {
	var having []*framework.Requirement
	for _, r := range q.Catalogue.Requirements {
		if q.reached[r.ID] > level {
			having = append(having, r)
		}
	}
	return having
}

// show adds evidence on a level for most of the requirements, so many per piece.
func (q *quick) show(ctx context.Context, level, per int, reqs []*framework.Requirement) error {
	l := framework.Levels[level]
	for ; len(reqs) > 0; reqs = reqs[min(per, len(reqs)):] {
		example, ok := example(reqs[0], l)
		if !ok || q.random.IntN(8) == 0 {
			continue
		}
		q.later()
		it := q.piece(reqs[0], l, example, q.Clock.Now())
		if it.Form == evidence.FileForm {
			it.Form, it.File, it.Text = evidence.Place, evidence.File{}, "Op de gedeelde schijf, map Informatiebeveiliging"
		}
		if year := it.SpeaksFrom.AddDate(1, 0, 0); q.random.IntN(6) > 0 && it.ValidUntil.Before(year) {
			it.ValidUntil = year // most is looked after; here nobody renews each month
		}
		it.Requirements = nil
		for _, r := range reqs[:min(per, len(reqs))] {
			it.Requirements = append(it.Requirements, r.ID)
		}
		if _, err := q.Evidence.Add(ctx, q.lead, it, nil); err != nil {
			return fmt.Errorf("evidence %q: %w", it.Title, err)
		}
	}
	return nil
}

// intend puts some of what is missing into the plan.
func (q *quick) intend(ctx context.Context, until time.Time) error {
	q.later()
	now := q.Clock.Now().UTC().Truncate(time.Microsecond)
	span := int(until.Sub(now).Hours()/24) + 150
	var entries []journal.Draft
	for _, r := range q.Catalogue.Requirements {
		levels, looked := q.reached[r.ID]
		if !looked || levels == len(framework.Levels) || len(q.actions) == 9 || q.random.IntN(6) > 0 {
			continue
		}
		g := plan.Gap{Requirement: r, Missing: framework.Levels[levels:], Effort: r.Effort.Small, Steps: r.Do.Small}
		if q.m.long {
			g.Effort, g.Steps = r.Effort.Large, r.Do.Large
		}
		a := g.Suggest(i18n.NL)
		a.ID, a.Status, a.Version = q.Plan.NewID("act"), plan.Open, 1
		a.Owner, a.Due = q.lead.Person, q.day().AddDate(0, 0, 14+q.random.IntN(span))
		a.CostCents = int64(q.random.IntN(30)) * 250_00
		a.CreatedAt, a.CreatedBy, a.ChangedAt, a.ChangedBy = now, q.lead.Name, now, q.lead.Name
		q.actions = append(q.actions, a)
		entries = append(entries, q.lead.Draft(now, "plan.add", a.Ref(), plan.Changed{After: a}))
	}
	return q.Plan.Store.Add(ctx, q.id, q.actions, entries)
}

// months brings some requirements a level on, now and then, up to the present.
func (q *quick) months(ctx context.Context, until time.Time) error {
	for at := q.Clock.Now().AddDate(0, 0, 20+q.random.IntN(20)); at.Before(until.AddDate(0, 0, -1)); at = at.AddDate(0, 0, 30+q.random.IntN(40)) {
		q.on(at)
		var done []*framework.Requirement
		for range 1 + q.random.IntN(5) {
			r := pick(q.random, q.Catalogue.Requirements)
			levels, looked := q.reached[r.ID]
			if !looked || levels == len(framework.Levels) || slices.ContainsFunc(q.given, func(s assessment.Saved) bool { return s.After.Requirement == r.ID }) {
				continue
			}
			q.later()
			q.reached[r.ID]++
			q.give(q.stand(q.answers[r.ID], r, levels+1))
			if levels+1 == len(framework.Levels) {
				done = append(done, r)
			}
		}
		if err := q.store(ctx); err != nil {
			return err
		}
		if err := q.show(ctx, len(framework.Levels)-1, max(len(done), 1), done); err != nil {
			return err
		}
	}
	return q.work(ctx)
}

// work does some of the plan, and begins with more.
func (q *quick) work(ctx context.Context) error {
	today := q.day()
	for _, a := range q.actions {
		var err error
		q.later()
		switch x := q.random.IntN(10); {
		case a.Due.Before(today) && x < 8:
			_, err = q.Plan.SetStatus(ctx, q.lead, a.ID, a.Version, plan.Done, "", a.Due)
		case x < 4:
			_, err = q.Plan.SetStatus(ctx, q.lead, a.ID, a.Version, plan.Busy, "", time.Time{})
		}
		if err != nil {
			return fmt.Errorf("action %q: %w", a.Title, err)
		}
	}
	return nil
}
