package accesslog

import (
	"cmp"
	"math"
	"slices"
	"time"
)

// A link is a fact as one step of a path sees it.
type link struct {
	enter, leave uint32
	row          int32 // of the fact in the list
	from, to     int64 // with the windows of the step, in seconds, both included
}

// An index finds the facts by which a step is entered.
type index struct {
	links  []link
	begins []int32 // of the links by the number by which they are entered
	last   bool    // of the path: its links are in order of how they are left too
	anyone bool    // it is entered whoever the patient is
}

// newIndex makes the index of a step over all facts.
func newIndex(s Step, last bool, facts []Fact, c *Coding) index {
	x := index{last: last, anyone: s.Enter == Anybody}
	most := uint32(0)
	for i := range facts {
		f := &facts[i]
		if f.Kind != s.Fact {
			continue
		}
		enter, leave := f.column(s.Enter, c), f.column(s.Leave, c)
		if leave == 0 || enter == 0 && s.Enter != Anybody {
			continue // names nobody
		}
		x.links = append(x.links, link{enter: enter, leave: leave, row: int32(i), from: second(f.From, s.Before, -1), to: second(f.To, s.After, +1)})
		most = max(most, enter)
	}
	slices.SortFunc(x.links, func(a, b link) int {
		if by := cmp.Compare(a.enter, b.enter); by != 0 || !last {
			return cmp.Or(by, cmp.Compare(a.row, b.row))
		}
		return cmp.Or(cmp.Compare(a.leave, b.leave), cmp.Compare(a.row, b.row))
	})
	x.begins = make([]int32, most+2)
	for _, l := range x.links {
		x.begins[l.enter+1]++
	}
	for i := range most + 1 {
		x.begins[i+1] += x.begins[i]
	}
	return x
}

// second is a moment moved by a window, in seconds. A moment that is open has no end
// on that side.
func second(t time.Time, window time.Duration, side int64) int64 {
	if t.IsZero() {
		return side * math.MaxInt64
	}
	return t.Unix() + side*int64(window/time.Second)
}

// column is the number of what a fact has in a column; 0 for none, and for Anybody.
func (f *Fact) column(by Column, c *Coding) uint32 {
	switch by {
	case ByPatient:
		return c.Patients.Find(f.Patient)
	case ByUser:
		return c.Users.Find(f.User)
	case ByTeam:
		return c.Teams.Add(f.Team)
	case ByOther:
		return c.Teams.Add(f.Other)
	case Anybody:
	}
	return 0
}

// entered are the links that begin at a number.
func (x *index) entered(at uint32) []link {
	if x.anyone {
		at = 0
	}
	if int(at)+1 >= len(x.begins) {
		return nil
	}
	return x.links[x.begins[at]:x.begins[at+1]]
}

// between are those of a last step that begin at a number and end at another.
func (x *index) between(at, user uint32) []link {
	all := x.entered(at)
	begin, found := slices.BinarySearchFunc(all, user, func(l link, user uint32) int { return cmp.Compare(l.leave, user) })
	if !found {
		return nil
	}
	end := begin
	for end < len(all) && all[end].leave == user {
		end++
	}
	return all[begin:end]
}
