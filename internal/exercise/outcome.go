package exercise

import (
	"slices"
	"time"
)

// An Outcome is what came of an exercise: what was expected, what was seen, and how
// long it took.
type Outcome struct {
	Lines   []Line
	Faults  []Judged // of a break-in room
	Calls   []Call   // of a call-out: who was reached
	Counts  Counts   // of the actions that were expected
	Found   Counts   // of the faults
	Ran     time.Duration
	Remarks []Remark
}

// A Line is a part of the story with what followed.
type Line struct {
	Part
	Expects []Judged
	First   *Note         // the first that a player wrote about it; nil for none
	Took    time.Duration // from the part to that note
	Remarks []Remark
}

// A Judged is an expected action with what observers saw. Where they differ, it is
// in part.
type Judged struct {
	Expect
	Result Result
	Minute *int // the first that somebody wrote
}

// A Remark is what an observer wrote.
type Remark struct{ Inject, By, Text string }

// A Call is one who was to be called.
type Call struct {
	Seat
	Reached bool
	After   time.Duration // from the start
}

// Counts counts results.
type Counts struct{ Done, Partly, Not, Unseen int }

// All is how many there are.
func (c Counts) All() int { return c.Done + c.Partly + c.Not + c.Unseen }

// Seen is how many somebody judged.
func (c Counts) Seen() int { return c.All() - c.Unseen }

// Observed reports whether anybody judged anything that was expected: without that, an
// exercise shows nothing to who was not there.
func (o Outcome) Observed() bool { return o.Counts.Seen()+o.Found.Seen() > 0 }

func (c *Counts) add(r Result) {
	switch r {
	case Done:
		c.Done++
	case Partly:
		c.Partly++
	case NotYet:
		c.Not++
	case Unseen:
		c.Unseen++
	}
}

// Outcome works out what came of an exercise, as of now.
func (f File) Outcome(now time.Time) Outcome {
	o := Outcome{Ran: f.Clock(now)}
	for _, p := range f.Parts(now) {
		l := Line{Part: p, Remarks: f.remarks(p.ID)}
		if p.IsOut() {
			l.Expects = f.judged(p.ID, p.Expect)
			l.First = f.first(p)
		}
		if l.First != nil {
			l.Took = max(0, l.First.After()-p.Clock)
		}
		for _, j := range l.Expects {
			o.Counts.add(j.Result)
		}
		o.Lines, o.Remarks = append(o.Lines, l), append(o.Remarks, l.Remarks...)
	}
	o.Faults = f.judged(FaultsOf, f.Exercise.Script.Faults)
	for _, j := range o.Faults {
		o.Found.add(j.Result)
	}
	o.Remarks = append(o.Remarks, f.remarks(FaultsOf)...)
	o.Calls = f.calls()
	return o
}

// first is the first note about a part that counts.
func (f File) first(p Part) *Note {
	for _, n := range f.Notes {
		if n.Struck.IsZero() && n.Inject == p.ID && n.Deed != Reached {
			return &n
		}
	}
	return nil
}

func (f File) remarks(inject string) (all []Remark) {
	for _, x := range f.Seen {
		if x.Inject == inject && x.Remark != "" {
			all = append(all, Remark{inject, x.Observer.Name, x.Remark})
		}
	}
	return all
}

func (f File) judged(inject string, expects []Expect) (all []Judged) {
	for i, e := range expects {
		j := Judged{Expect: e}
		seen := false
		for _, x := range f.Seen {
			if x.Inject != inject || i >= len(x.Ticks) || x.Ticks[i].Result == Unseen {
				continue
			}
			t := x.Ticks[i]
			if seen && t.Result != j.Result {
				j.Result = Partly
			} else {
				j.Result = t.Result
			}
			if j.Minute == nil {
				j.Minute = t.Minute
			}
			seen = true
		}
		all = append(all, j)
	}
	return all
}

// calls says who was reached, in an exercise in which that counts.
func (f File) calls() (all []Call) {
	matters := f.Exercise.Script.Form == CallOut
	for _, s := range f.Exercise.Seats {
		c := Call{Seat: s}
		i := slices.IndexFunc(f.Notes, func(n Note) bool {
			return n.Struck.IsZero() && n.Deed == Reached && n.Role == s.Role && n.Who == s.Name
		})
		if i >= 0 {
			c.Reached, c.After, matters = true, f.Notes[i].After(), true
		}
		all = append(all, c)
	}
	if !matters {
		return nil
	}
	return all
}

// Reached counts those who were reached.
func (o Outcome) Reached() (n int) {
	for _, c := range o.Calls {
		if c.Reached {
			n++
		}
	}
	return n
}

// Slowest is the part that was answered latest; ok is false when none was answered.
func (o Outcome) Slowest() (l Line, ok bool) {
	for _, x := range o.Lines {
		if x.First != nil && (!ok || x.Took > l.Took) {
			l, ok = x, true
		}
	}
	return l, ok
}
