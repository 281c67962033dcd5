package exercise

import (
	"cmp"
	"slices"
	"time"
)

// A span is a stretch in which the clock ran.
type span struct{ from, to time.Time }

// spans returns when the clock ran, up to now.
func (f File) spans(now time.Time) (all []span) {
	e := f.Exercise
	if e.Begun.At.IsZero() {
		return nil
	}
	if !e.Ended.IsZero() && e.Ended.Before(now) {
		now = e.Ended
	}
	from, runs := e.Begun.At, true
	for _, m := range f.Moves {
		switch {
		case m.By.At.After(now):
		case m.Turn == Hold && runs:
			all, runs = append(all, span{from, m.By.At}), false
		case m.Turn == GoOn && !runs:
			from, runs = m.By.At, true
		}
	}
	if runs && now.After(from) {
		all = append(all, span{from, now})
	}
	return all
}

// Clock returns what the clock of the exercise reads at now: how long it ran, holds
// left out.
func (f File) Clock(now time.Time) (ran time.Duration) {
	for _, s := range f.spans(now) {
		ran += s.to.Sub(s.from)
	}
	return ran
}

// IsHeld reports whether the clock stands still though the exercise runs.
func (f File) IsHeld() (held bool) {
	for _, m := range f.Moves {
		switch m.Turn {
		case Hold:
			held = true
		case GoOn:
			held = false
		case Start, End, Stop, Bring, Skip, Own:
		}
	}
	return held && f.Exercise.Stage() == Running
}

// moment returns when the clock read d; ok is false while it did not.
func (f File) moment(d time.Duration, now time.Time) (at time.Time, ok bool) {
	if begun := f.Exercise.Begun.At; d == 0 && !begun.IsZero() {
		return begun, true
	}
	for _, s := range f.spans(now) {
		ran := s.to.Sub(s.from)
		if d <= ran {
			return s.from.Add(d), true
		}
		d -= ran
	}
	return time.Time{}, false
}

// A Part is an inject in an exercise: when it was to come, and when it came.
type Part struct {
	Inject
	Extra   bool          // the leader thought of it
	Planned time.Duration // on the clock
	Out     time.Time     // when it came; zero while it did not
	Clock   time.Duration // what the clock read when it came
	Skipped bool
}

// IsOut reports whether it reached its roles.
func (p Part) IsOut() bool { return !p.Out.IsZero() }

// sits is where the part stands on the clock.
func (p Part) sits() time.Duration {
	if p.IsOut() {
		return p.Clock
	}
	return p.Planned
}

// Parts returns the whole story as it stands at now, in the order of the clock. A part
// comes by itself when the clock reads its minute, unless the leader brought it
// before or skipped it.
func (f File) Parts(now time.Time) (all []Part) {
	for _, i := range f.Exercise.Script.Injects {
		all = append(all, f.part(i, now))
	}
	for _, m := range f.Moves {
		if m.Turn == Own && m.Extra != nil {
			at := f.Clock(m.By.At)
			all = append(all, Part{Inject: *m.Extra, Extra: true, Planned: at, Out: m.By.At, Clock: at})
		}
	}
	slices.SortStableFunc(all, func(a, b Part) int { return cmp.Compare(a.sits(), b.sits()) })
	return all
}

func (f File) part(i Inject, now time.Time) Part {
	p := Part{Inject: i, Planned: time.Duration(i.At) * time.Minute}
	due, ok := f.moment(p.Planned, now)
	for _, m := range f.Moves {
		if m.Inject != i.ID || ok && !due.After(m.By.At) {
			continue // it had come already
		}
		switch m.Turn {
		case Skip:
			p.Skipped = true
			return p
		case Bring:
			p.Out, p.Clock = m.By.At, f.Clock(m.By.At)
			return p
		case Start, End, Stop, Hold, GoOn, Own:
		}
	}
	if ok {
		p.Out, p.Clock = due, p.Planned
	}
	return p
}

// Heard returns the parts that reached a role, newest first.
func (f File) Heard(role string, now time.Time) (all []Part) {
	for _, p := range f.Parts(now) {
		if p.IsOut() && p.IsFor(role) {
			all = append(all, p)
		}
	}
	slices.Reverse(all)
	return all
}

// has reports whether there is an inject of that name, the leader's own included.
func (f File) has(id string) bool { _, ok := f.Inject(id); return ok }

// Inject returns an inject, the leader's own included; ok is false when there is none.
func (f File) Inject(id string) (Inject, bool) {
	for _, i := range f.Exercise.Script.Injects {
		if i.ID == id {
			return i, true
		}
	}
	for _, m := range f.Moves {
		if m.Extra != nil && m.Extra.ID == id {
			return *m.Extra, true
		}
	}
	return Inject{}, false
}

// Expected returns what good people do after an inject; what is wrong in the room for
// [FaultsOf]. ok is false when there is no such inject.
func (f File) Expected(inject string) (all []Expect, ok bool) {
	if inject == FaultsOf {
		return f.Exercise.Script.Faults, len(f.Exercise.Script.Faults) > 0
	}
	i, ok := f.Inject(inject)
	return i.Expect, ok
}
