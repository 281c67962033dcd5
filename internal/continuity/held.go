package continuity

import (
	"cmp"
	"fmt"
	"slices"

	"aantoonbaar/internal/record"
)

// Held is everything that this room keeps of one organisation, what was taken out
// included.
type Held struct {
	Processes []Process // by name
	Systems   []System  // by name
	Cards     []Card    // every version, newest first
	Tests     []Test    // newest first
	Trees     []Tree    // by name
	Outages   []Outage  // newest first
}

// Put adds a record of a kind, as a store keeps it.
func (h *Held) Put(kind string, text []byte) error {
	switch kind {
	case ProcessKind:
		return record.Read(&h.Processes, text)
	case SystemKind:
		return record.Read(&h.Systems, text)
	case CardKind:
		return record.Read(&h.Cards, text)
	case TestKind:
		return record.Read(&h.Tests, text)
	case TreeKind:
		return record.Read(&h.Trees, text)
	case OutageKind:
		return record.Read(&h.Outages, text)
	}
	return fmt.Errorf("continuity keeps no %q", kind)
}

// Order puts everything in the order in which it is shown.
func (h *Held) Order() {
	slices.SortFunc(h.Processes, func(a, b Process) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID)) })
	slices.SortFunc(h.Systems, func(a, b System) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID)) })
	slices.SortFunc(h.Cards, func(a, b Card) int { return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(b.Number, a.Number)) })
	slices.SortFunc(h.Tests, func(a, b Test) int { return cmp.Or(b.On.Compare(a.On), cmp.Compare(b.ID, a.ID)) })
	slices.SortFunc(h.Trees, func(a, b Tree) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID)) })
	slices.SortFunc(h.Outages, func(a, b Outage) int { return cmp.Or(b.From.Compare(a.From), cmp.Compare(b.ID, a.ID)) })
}

// Now leaves out what was taken out.
func (h Held) Now() Held {
	h.Processes = slices.DeleteFunc(slices.Clone(h.Processes), func(p Process) bool { return !p.Gone.IsZero() })
	h.Systems = slices.DeleteFunc(slices.Clone(h.Systems), func(s System) bool { return !s.Gone.IsZero() })
	h.Tests = slices.DeleteFunc(slices.Clone(h.Tests), func(t Test) bool { return !t.Withdrawn.IsZero() })
	h.Trees = slices.DeleteFunc(slices.Clone(h.Trees), func(t Tree) bool { return !t.Gone.IsZero() })
	return h
}

// Process returns the process with the ID; ok is false when there is none.
func (h Held) Process(id ID) (Process, bool) {
	return record.Find(h.Processes, func(p Process) bool { return p.ID == id })
}

// System returns the system with the ID; ok is false when there is none.
func (h Held) System(id ID) (System, bool) {
	return record.Find(h.Systems, func(s System) bool { return s.ID == id })
}

// Test returns the restore test with the ID; ok is false when there is none.
func (h Held) Test(id ID) (Test, bool) {
	return record.Find(h.Tests, func(t Test) bool { return t.ID == id })
}

// Tree returns the phone tree with the ID; ok is false when there is none.
func (h Held) Tree(id ID) (Tree, bool) {
	return record.Find(h.Trees, func(t Tree) bool { return t.ID == id })
}

// Outage returns the outage with the ID; ok is false when there is none.
func (h Held) Outage(id ID) (Outage, bool) {
	return record.Find(h.Outages, func(o Outage) bool { return o.ID == id })
}

// haveSystems reports whether each of ids is a system that is there now.
func (h Held) haveSystems(ids []ID) bool {
	for _, id := range ids {
		if s, ok := h.System(id); !ok || !s.Gone.IsZero() {
			return false
		}
	}
	return true
}

// With returns the systems that are down when the one with the ID is: itself, and
// all that need one that is down.
func (h Held) With(id ID) map[ID]bool {
	down := map[ID]bool{id: true}
	for grown := true; grown; {
		grown = false
		for _, s := range h.Systems {
			if !down[s.ID] && slices.ContainsFunc(s.Needs, func(n ID) bool { return down[n] }) {
				down[s.ID], grown = true, true
			}
		}
	}
	return down
}

// A Hold is how a process hangs on a system.
type Hold string

// The holds.
const (
	Free     Hold = ""         // it does not need it
	Directly Hold = "directly" // it needs the system itself
	Through  Hold = "through"  // it needs one that needs the system
)

// Hold returns how a process hangs on a system.
func (h Held) Hold(p Process, system ID) Hold {
	if slices.Contains(p.Systems, system) {
		return Directly
	}
	down := h.With(system)
	if slices.ContainsFunc(p.Systems, func(s ID) bool { return down[s] }) {
		return Through
	}
	return Free
}

// Falls returns the processes that fall when a system is down, the one that bears
// it shortest first.
func (h Held) Falls(system ID) (falls []Process) {
	for _, p := range h.Processes {
		if h.Hold(p, system) != Free {
			falls = append(falls, p)
		}
	}
	slices.SortStableFunc(falls, func(a, b Process) int { return cmp.Compare(a.Bears, b.Bears) })
	return falls
}

// Goals are the strictest objectives of the processes that a system carries; ok is
// false when it carries none.
func (h Held) Goals(system ID) (rto, rpo, bears Span, ok bool) {
	falls := h.Falls(system)
	if len(falls) == 0 {
		return 0, 0, 0, false
	}
	rto, rpo, bears = falls[0].RTO, falls[0].RPO, falls[0].Bears
	for _, p := range falls {
		rto, rpo, bears = min(rto, p.RTO), min(rpo, p.RPO), min(bears, p.Bears)
	}
	return rto, rpo, bears, true
}
