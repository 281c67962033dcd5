package board

import (
	"time"

	"aantoonbaar/internal/i18n"
)

// A Line is one line of a document as people read it.
type Line struct {
	ID    string
	Title string
	Facts []Fact
}

// A Fact is one thing that a line says.
type Fact struct{ Name, Value i18n.Text }

// Lines returns the document as people read it.
func (d Document) Lines() []Line {
	lines := make([]Line, 0, len(d.Measures)+len(d.Actions))
	for _, m := range d.Measures {
		lines = append(lines, m.line())
	}
	for _, a := range d.Actions {
		lines = append(lines, a.line())
	}
	return lines
}

func (m Measure) line() Line {
	facts := []Fact{
		{i18n.T("Stand", "State"), m.State.Name()},
		{i18n.T("Afgesproken", "Agreed"), m.Design.Name()},
		{i18n.T("Doen wij het", "Done"), m.Existence.Name()},
		{i18n.T("Te laten zien", "Can be shown"), m.Operation.Name()},
	}
	if m.Reason != "" {
		facts = append(facts, Fact{i18n.T("Reden", "Reason"), i18n.Same(m.Reason)})
	}
	if start := m.Start.Unconfirmed(); !start.IsZero() {
		facts = append(facts, Fact{i18n.T("Waar het vandaan komt", "Where it comes from"), start})
	}
	return Line{m.ID, m.Number + " " + m.Title, facts}
}

func (a Action) line() Line {
	due := a.DueOn()
	return Line{a.ID, a.Title, []Fact{
		{i18n.T("Eigenaar", "Owner"), orNone(i18n.Same(a.Owner))},
		{i18n.T("Vóór", "Before"), orNone(day(due))},
		{i18n.T("Kosten", "Cost"), i18n.T(a.Cost(i18n.NL), a.Cost(i18n.EN))},
		{i18n.T("Stand", "State"), a.Status.Name()},
	}}
}

func day(t time.Time) i18n.Text { return i18n.T(i18n.NL.ShortDay(t), i18n.EN.ShortDay(t)) }

func orNone(t i18n.Text) i18n.Text {
	if t.IsZero() {
		return i18n.T("(leeg)", "(empty)")
	}
	return t
}

// A Difference is what happened to a document since it was signed.
type Difference struct {
	Added, Removed []Line
	Changed        []Change
}

// A Change is a line that says something else now.
type Change struct {
	Title string // as it reads now
	Facts []FactChange
}

// A FactChange is one thing that a line said and says. Before or after is zero
// where it said nothing of the kind.
type FactChange struct{ Name, Before, After i18n.Text }

// None reports whether nothing happened.
func (d Difference) None() bool { return d.Count() == 0 }

// Count counts the lines that are not what they were.
func (d Difference) Count() int { return len(d.Added) + len(d.Removed) + len(d.Changed) }

// Compare tells what happened between two documents of one subject.
func Compare(before, after Document) Difference {
	was := map[string]Line{}
	for _, l := range before.Lines() {
		was[l.ID] = l
	}
	var d Difference
	still := map[string]bool{}
	for _, l := range after.Lines() {
		old, ok := was[l.ID]
		still[l.ID] = true
		if !ok {
			d.Added = append(d.Added, l)
			continue
		}
		if facts := factChanges(old, l); len(facts) > 0 {
			d.Changed = append(d.Changed, Change{l.Title, facts})
		}
	}
	for _, l := range before.Lines() {
		if !still[l.ID] {
			d.Removed = append(d.Removed, l)
		}
	}
	return d
}

func factChanges(before, after Line) []FactChange {
	var changed []FactChange
	if before.Title != after.Title {
		changed = append(changed, FactChange{i18n.T("Naam", "Name"), i18n.Same(before.Title), i18n.Same(after.Title)})
	}
	was := map[string]i18n.Text{}
	for _, f := range before.Facts {
		was[f.Name.NL] = f.Value
	}
	for _, f := range after.Facts {
		if old := was[f.Name.NL]; old != f.Value {
			changed = append(changed, FactChange{f.Name, old, f.Value})
		}
		delete(was, f.Name.NL)
	}
	for _, f := range before.Facts {
		if old, ok := was[f.Name.NL]; ok {
			changed = append(changed, FactChange{f.Name, old, i18n.Text{}})
		}
	}
	return changed
}

// A Promise is an action of an earlier plan, with what became of it.
type Promise struct {
	Title, Owner string
	Due          time.Time // as it was promised
	Outcome      Outcome
	NewDue       time.Time // Moved only
}

// An Outcome is what became of a promise.
type Outcome string

// The outcomes, the worst first.
const (
	Broken  Outcome = "late"     // the day has passed and it is not done
	Dropped Outcome = "dropped"  // it is no longer in the plan
	Moved   Outcome = "moved"    // it has a later day now, or none
	Kept    Outcome = "kept"     // it is done
	Waiting Outcome = "on-track" // its day has not come
)

// Outcomes lists every outcome, the worst first.
var Outcomes = []Outcome{Broken, Dropped, Moved, Kept, Waiting}

// Name returns what people call the outcome.
func (o Outcome) Name() i18n.Text {
	switch o {
	case Broken:
		return i18n.T("Te laat", "Late")
	case Dropped:
		return i18n.T("Niet meer in het plan", "No longer in the plan")
	case Moved:
		return i18n.T("Verzet", "Moved")
	case Kept:
		return i18n.T("Klaar", "Done")
	case Waiting:
		return i18n.T("Nog op tijd", "Still in time")
	}
	return i18n.Same(string(o))
}

// Promises tells what became of the actions that a signed plan had still to do,
// the worst outcome first.
func Promises(signed Document, now []Action, today time.Time) []Promise {
	here := map[string]Action{}
	for _, a := range now {
		here[a.ID] = a
	}
	byOutcome := map[Outcome][]Promise{}
	for _, was := range signed.Actions {
		if was.IsDone() {
			continue
		}
		is, ok := here[was.ID]
		p := Promise{Title: was.Title, Owner: was.Owner, Due: was.DueOn(), Outcome: outcome(was, is, ok, today)}
		if p.Outcome == Moved {
			p.NewDue = is.DueOn()
		}
		byOutcome[p.Outcome] = append(byOutcome[p.Outcome], p)
	}
	var all []Promise
	for _, o := range Outcomes {
		all = append(all, byOutcome[o]...)
	}
	return all
}

func outcome(was, is Action, inPlan bool, today time.Time) Outcome {
	due := was.DueOn()
	switch {
	case !inPlan:
		return Dropped
	case is.IsDone():
		return Kept
	case !due.IsZero() && due.Before(today):
		return Broken // moving the day afterwards does not keep the promise
	case !due.IsZero() && (is.DueOn().IsZero() || is.DueOn().After(due)):
		return Moved
	}
	return Waiting
}
