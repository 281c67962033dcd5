package people

import (
	"slices"
	"time"

	"aantoonbaar/internal/identity"
)

// A Standing is where somebody stands with a training.
type Standing string

// The standings.
const (
	Free Standing = ""     // it is not for them
	Good Standing = "good" // followed, and not yet to be followed again
	Soon Standing = "soon" // to be followed, and there is time left
	Late Standing = "late" // it should have been followed
)

// Ahead is how many days before its end a training asks for attention.
const Ahead = 60

// A Mark is where somebody stands with a training on a day.
type Mark struct {
	Standing Standing
	Last     time.Time // the day it was followed last; zero for never
	Due      time.Time // the last day on which it is to be followed; zero when it is not
	Own      bool      // in order by their own word alone
}

// stand tells where somebody stands who followed a training last on a day, which
// counts until end; both zero for never.
func (t Training) stand(p Participant, last, end, today time.Time) Mark {
	if !t.For.Has(p) || !p.WorksOn(today) || t.Since.After(today) {
		return Mark{Last: last}
	}
	m := Mark{Last: last, Due: end, Standing: Good}
	switch {
	case last.IsZero():
		m.Due, m.Standing = monthsOn(later(t.Since, p.begun()), Newcomer), Soon
	case end.Equal(forever):
		m.Due = time.Time{}
	}
	switch {
	case m.Due.IsZero():
	case m.Due.Before(today):
		m.Standing = Late
	case !m.Due.After(today.AddDate(0, 0, Ahead)):
		m.Standing = Soon
	}
	return m
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// monthsOn is the day n months on. Where that month is too short, it is its last
// day: a month after 31 January is 28 February.
func monthsOn(day time.Time, n int) time.Time {
	on := day.AddDate(0, n, 0)
	if on.Day() != day.Day() {
		on = on.AddDate(0, 0, -on.Day())
	}
	return on
}

// A Count is how many people stand where with a training. Own is how many of those who
// are in order are so by their own word alone.
type Count struct{ Good, Soon, Late, Own int }

// All is for how many people the training is.
func (c Count) All() int { return c.Good + c.Soon + c.Late }

func (c *Count) add(s Standing) {
	switch s {
	case Good:
		c.Good++
	case Soon:
		c.Soon++
	case Late:
		c.Late++
	case Free:
	}
}

// A Due is a training that somebody has to follow, with where they stand.
type Due struct {
	Training
	Mark Mark
}

// Dues lists what somebody has to follow, what is late first.
func (f Sheaf) Dues(who Participant) (all []Due) {
	for _, t := range f.Trainings {
		if m := f.Stand(who, t); m.Standing != Free {
			all = append(all, Due{t, m})
		}
	}
	slices.SortStableFunc(all, func(a, b Due) int { return b.Mark.Standing.rank() - a.Mark.Standing.rank() })
	return all
}

// rank is higher for what asks more of somebody.
func (s Standing) rank() int {
	return slices.Index([]Standing{Free, Good, Soon, Late}, s)
}

// Own lists what the person with an account has to follow.
func (f Sheaf) Own(person identity.PersonID) []Due {
	who, ok := f.Participant(ID(person))
	if !ok {
		return nil
	}
	return f.Dues(who)
}

// Standings counts people who have anything to follow, each by the worst of it.
func (f Sheaf) Standings() (c Count) {
	for _, who := range f.All {
		worst := Free
		for _, t := range f.Trainings {
			if s := f.Stand(who, t).Standing; s.rank() > worst.rank() {
				worst = s
			}
		}
		c.add(worst)
	}
	return c
}

// Next is the first day from today on by which somebody has to follow the training,
// and how many have to by that day; the zero day when nobody has.
func (f Sheaf) Next(t Training) (day time.Time, n int) {
	for _, who := range f.All {
		m := f.Stand(who, t)
		switch {
		case m.Standing == Free || m.Due.IsZero() || m.Due.Before(f.Today) || !day.IsZero() && m.Due.After(day):
		case m.Due.Equal(day):
			n++
		default:
			day, n = m.Due, 1
		}
	}
	return day, n
}
