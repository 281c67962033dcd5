// Package board is the board's place in information security: one page that
// says where the organisation stands, what the board is asked to decide, and
// what it has approved and signed.
//
// # Words
//
// A [Brief] is what the rooms beside this one know at one moment. A [Document]
// is what a signature is about: every line of it, in one fixed spelling, so that
// its SHA-256 names exactly this version. An [Approval] is a document with the
// name of who signed it. A [Decision] is a question to the board with its answer.
//
// # What a signature proves
//
// The hash of what was signed stands in the journal, under a signed checkpoint of
// the same transaction. What is changed afterwards does not change what was
// signed: it shows as a difference. See Cyberbeveiligingswet art. 24.
package board

import (
	"cmp"
	"slices"
	"time"

	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/plan"
)

// A Brief is everything that this room must know of the rooms beside it.
type Brief struct {
	// Size is the size of the organisation's journal. Whoever makes a Brief MUST
	// read it before all else: signing then notices what changed meanwhile.
	Size    int64
	OrgName string
	Today   time.Time

	Counts    assessment.Counts
	Themes    []Theme
	Trend     []Point   // oldest first; the last one is today; see Months
	Shown     int       // requirements for which valid evidence shows that it works
	Oldest    time.Time // day of the oldest answer that nobody has looked at since; zero for none
	Measures  []Measure
	Doubts    []Doubt   // the most serious first
	DoubtWas  []float64 // how many there were, oldest first; may be empty
	Actions   []Action  // of the improvement plan, those that were dropped left out; see ActionOf
	LateWas   []float64 // how many were late, oldest first; may be empty
	Forecast  i18n.Text // what the plan's room expects, a sentence; may be zero
	Dates     []Date    // of the legal calendar that concern the board, soonest first
	Directors []Director
	Exempt    bool // the profile says that the Cbw does not apply; false also while that is not known

	// Learners is how many people have any training to follow, and InOrder how many of
	// them are late with none.
	Learners, InOrder int
}

// A Theme is one part of the norm with its counts.
type Theme struct {
	Name   i18n.Text
	Counts assessment.Counts
	Path   string // within the organisation
}

// A Point is where the organisation stood at the end of a day.
type Point struct {
	On                  time.Time
	InPlace, Applicable int
}

// Months samples a history at the end of each month, at most n of them, and today.
func Months(history []plan.Day, today time.Time, n int) []Point {
	var points []Point
	for back := n; back >= 0; back-- {
		on := time.Date(today.Year(), today.Month()-time.Month(back)+1, 0, 0, 0, 0, 0, time.UTC)
		if on.After(today) {
			on = today
		}
		if d, ok := plan.At(history, on); ok {
			points = append(points, Point{on, d.InPlace, d.Applicable})
		}
	}
	return points
}

// A Doubt is a kind of answer that cannot be right, and how many there are of it.
type Doubt struct {
	Title, Todo i18n.Text
	Count       int
	Path        string // within the organisation: where to look
}

// A Date is a day on which the law wants something.
type Date struct {
	On    time.Time
	Shown i18n.Text // as precise as it is known: "maart 2027"; empty for the day itself
	Title i18n.Text
	Path  string // within the organisation; "" for none
}

// In writes the day as precisely as it is known.
func (d Date) In(l i18n.Lang) string {
	if d.Shown.IsZero() {
		return l.Day(d.On)
	}
	return d.Shown.In(l)
}

// A Director is somebody with the role of board member.
type Director struct {
	Name      string
	Appointed time.Time // the day of taking office, where the organisation said; see [CertificateDue]
}

// Late lists the actions that should have been done before today, longest late first.
func (b Brief) Late() []Action {
	var late []Action
	for _, a := range b.Actions {
		if a.IsLate(b.Today) {
			late = append(late, a)
		}
	}
	slices.SortStableFunc(late, func(x, y Action) int { return cmp.Compare(x.Due, y.Due) })
	return late
}

// Open counts the actions that are not done yet.
func (b Brief) Open() int {
	n := 0
	for _, a := range b.Actions {
		if !a.IsDone() {
			n++
		}
	}
	return n
}

// CostCents sums what the actions that are not done yet will cost.
func (b Brief) CostCents() int64 {
	var sum int64
	for _, a := range b.Actions {
		if !a.IsDone() {
			sum += a.CostCents
		}
	}
	return sum
}

// Look fills in all that follows from the self-assessment.
func (b *Brief) Look(c *framework.Catalogue, p *assessment.Picture) {
	b.Counts, b.Today = p.Counts, p.Today
	for _, t := range framework.Themes {
		b.Themes = append(b.Themes, Theme{Name: t.Name(), Counts: p.Themes[t], Path: "/maatregelen?thema=" + string(t)})
	}
	for _, r := range c.Requirements {
		a := p.Answer(r)
		b.Measures = append(b.Measures, measureOf(r, p))
		if a.Applies != assessment.NotApplicable && a.Operation.Reply == assessment.Yes && p.Evidence[r.ID].Support.Operation {
			b.Shown++
		}
		if !a.IsBlank() && !a.ChangedAt.IsZero() && (b.Oldest.IsZero() || a.ChangedAt.Before(b.Oldest)) {
			b.Oldest = a.ChangedAt
		}
	}
	for _, kind := range assessment.DoubtKinds {
		n := 0
		for _, d := range p.Doubts {
			if d.Kind == kind {
				n++
			}
		}
		if n > 0 {
			b.Doubts = append(b.Doubts, Doubt{Title: kind.Title(), Todo: kind.Todo(), Count: n, Path: "/nakijken"})
		}
	}
}
