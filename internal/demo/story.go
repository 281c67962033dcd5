package demo

import (
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/rule"
)

// first is what an organisation does in its first weeks: the quick scan when it is
// small, and a first round along every requirement.
func (s *story) first(ctx context.Context, begin time.Time) error {
	if s.m.profile.IsSmall() {
		if err := s.scan(ctx); err != nil {
			return err
		}
	}
	facts := s.m.profile.Facts()
	for i, r := range s.Catalogue.Requirements {
		if i%9 == 0 { // a morning's work
			s.Clock.forward(s.morning(begin.AddDate(0, 0, 3+i/9*2)))
		}
		s.later()
		if r.AppliesWhen.Eval(facts).Truth == rule.No {
			if s.random.IntN(3) > 0 { // some proposals are not confirmed yet
				if _, err := s.Assessment.Confirm(ctx, s.lead, r.ID, s.version(ctx, r.ID)); err != nil {
					return err
				}
			}
			continue
		}
		stands := s.draw(r)
		if stands < 0 {
			continue // not looked at yet
		}
		s.reached[r.ID] = stands
		if err := s.say(ctx, r, begin); err != nil {
			return fmt.Errorf("%s: %w", r.ID, err)
		}
	}
	return nil
}

// draw says on how many levels a requirement stands at the start: -1 for one
// that nobody looked at. Easy ones stand sooner than hard ones.
func (s *story) draw(r *framework.Requirement) int {
	effort := r.Effort.Small
	if s.m.long {
		effort = r.Effort.Large
	}
	chance := s.m.start + 0.18*(2-float64(effort.Rank()))
	x := s.random.Float64()
	switch {
	case x > 0.94-s.m.start/12:
		return -1
	case x < chance*0.42:
		return 3
	case x < chance*0.8:
		return 2
	case x < chance*1.2:
		return 1
	}
	return 0
}

// weeks goes on from the first round to the present.
func (s *story) weeks(ctx context.Context, begin, until time.Time) error {
	order := slices.Clone(s.Catalogue.Requirements)
	s.random.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
	slices.SortStableFunc(order, func(a, b *framework.Requirement) int { return b.PatientEffect.Rank() - a.PatientEffect.Rank() })
	owed, week, signed := 0.0, 0, false
	for day := begin.AddDate(0, 0, 35); day.Before(until.AddDate(0, 0, -9)); day = day.AddDate(0, 0, 7) {
		week++
		s.Clock.forward(s.morning(day.AddDate(0, 0, s.random.IntN(4))))
		if holiday(day) {
			continue
		}
		if err := s.renew(ctx); err != nil {
			return err
		}
		if err := s.wentWrong(ctx, day, until); err != nil {
			return err
		}
		if err := s.visited(ctx, day, until); err != nil {
			return err
		}
		owed += s.m.pace * (0.6 + 0.8*s.random.Float64())
		for ; owed >= 1; owed-- {
			if err := s.further(ctx, order); err != nil {
				return err
			}
		}
		if week == 4 {
			if err := s.makePlan(ctx, until); err != nil {
				return err
			}
			if err := s.learning(ctx); err != nil {
				return err
			}
		}
		if !signed && day.After(until.AddDate(0, 0, -30)) {
			signed = true
			if err := s.sign(ctx); err != nil {
				return err
			}
		}
	}
	s.Clock.forward(s.morning(until.AddDate(0, 0, -4)))
	return s.present(ctx, until)
}

// holiday reports whether nothing moves that week.
func holiday(day time.Time) bool {
	return day.Month() == time.August && day.Day() < 22 || day.Month() == time.December && day.Day() > 20
}

// further brings one requirement a level on.
func (s *story) further(ctx context.Context, order []*framework.Requirement) error {
	for range 40 {
		r := order[int(math.Abs(s.random.NormFloat64())*float64(len(order))/3)%len(order)]
		stands, looked := s.reached[r.ID]
		if !looked || stands >= len(framework.Levels) {
			continue
		}
		s.reached[r.ID]++
		s.later()
		if err := s.say(ctx, r, s.Clock.Now()); err != nil {
			return fmt.Errorf("%s: %w", r.ID, err)
		}
		return nil
	}
	return nil
}

// say stores the answer that fits how far the requirement is, with evidence for
// most of what stands.
func (s *story) say(ctx context.Context, r *framework.Requirement, since time.Time) error {
	by := s.someone()
	p, err := s.Assessment.Picture(ctx, by)
	if err != nil {
		return err
	}
	a := p.Answer(r)
	stands := s.reached[r.ID]
	on := s.today()
	for i, l := range framework.Levels {
		reply := assessment.No
		switch {
		case i < stands:
			reply = assessment.Yes
		case i == stands && s.random.IntN(5) < 3:
			reply = assessment.Partly
		case i > stands && s.random.IntN(9) == 0:
			reply = assessment.Unknown
		}
		a = a.With(l, assessment.Statement{Reply: reply, On: on})
		if reply == assessment.Yes && s.random.IntN(12) > 0 {
			if err := s.prove(ctx, r, l, since); err != nil {
				return err
			}
		}
	}
	a.Origin = assessment.Own
	a.Explanation = s.explain(r, stands)
	if s.random.IntN(6) > 0 {
		a.Owner = s.staff[int(r.Number[0])%len(s.staff)].Person
	}
	a.ReviewOn = on.AddDate(0, 6+s.random.IntN(7), 0)
	_, err = s.Assessment.Save(ctx, by, a)
	return err
}

// explain writes what the organisation would: nothing for what it has not
// begun. The example's words are those of De Linde, and of nobody else.
func (s *story) explain(r *framework.Requirement, stands int) string {
	switch {
	case stands == 0:
		return ""
	case s.m.key == "linde" && stands < 3: // the example says what is still missing
		return r.GoodAnswer.NL
	case s.m.long && stands == 3:
		return "Beschreven in het beleid, ingericht op alle locaties en dit jaar getoetst in de interne audit."
	case s.m.long:
		return "Vastgesteld beleid en ingericht op de hoofdlocatie. De andere locaties volgen volgens het verbeterplan."
	case stands == 3:
		return "Eén bladzijde met afspraken, bij iedereen in gebruik. Dit jaar met twee collega's nagekeken."
	}
	return "Afgesproken in het werkoverleg en bij de meesten in gebruik. Nakijken staat in het verbeterplan."
}

func (s *story) version(ctx context.Context, id string) int64 {
	p, err := s.Assessment.Picture(ctx, s.lead)
	if err != nil {
		return -1
	}
	return p.Said.Answers[id].Version
}

// scan answers the quick scan in one afternoon.
func (s *story) scan(ctx context.Context) error {
	for _, e := range s.Assessment.Elements {
		s.later()
		x := s.random.Float64()
		value := assessment.No
		switch {
		case x < s.m.start*0.9:
			value = assessment.Yes
		case x < s.m.start+0.42:
			value = assessment.Partly
		case x > 0.93:
			value = assessment.Unknown
		}
		if _, err := s.Assessment.Scan(ctx, s.lead, assessment.ScanAnswer{Element: e.ID, Value: value}); err != nil {
			return err
		}
	}
	return nil
}
