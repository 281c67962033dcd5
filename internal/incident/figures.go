package incident

import (
	"cmp"
	"context"
	"slices"
	"time"

	"aantoonbaar/internal/fault"
	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/identity"
)

// A Month is a month in the organisation's zone.
type Month struct {
	Year  int
	Month time.Month
}

// MonthOf is the month in which a moment fell.
func MonthOf(t time.Time, zone *time.Location) Month {
	t = t.In(zone)
	return Month{t.Year(), t.Month()}
}

// ParseMonth reads "2026-11".
func ParseMonth(s string) (m Month, ok bool) {
	t, err := time.Parse("2006-01", s)
	return Month{t.Year(), t.Month()}, err == nil
}

// String writes the month as ParseMonth reads it.
func (m Month) String() string { return m.First().Format("2006-01") }

// First is the first day of the month, midnight UTC.
func (m Month) First() time.Time { return time.Date(m.Year, m.Month, 1, 0, 0, 0, 0, time.UTC) }

// Add is the month so many later.
func (m Month) Add(n int) Month { return MonthOf(m.First().AddDate(0, n, 0), time.UTC) }

// Until counts the months from m to o, both included; less than 1 when o is before m.
func (m Month) Until(o Month) int { return (o.Year-m.Year)*12 + int(o.Month-m.Month) + 1 }

// MaxMonths is how many months figures span at most.
const MaxMonths = 120

// A Sum is what some incidents come to.
type Sum struct {
	N, Open     int
	Cents, Lost int64 // costs, and minutes of care
}

func (s *Sum) add(b *Brief) {
	s.N++
	if b.Closed.IsZero() {
		s.Open++
	}
	s.Cents += b.Cents
	s.Lost += b.Lost
}

// A KindSum is what the incidents of one kind come to.
type KindSum struct {
	Kind string // "" for those of which nobody said
	Sum
	ByMonth []int // as Figures.Months
}

// A CauseCount is how often a cause played a part.
type CauseCount struct {
	Cause string
	N     int
}

// A StepSum is how a step of a duty was taken.
type StepSum struct {
	Duty, Step string
	N          int           // it was to be taken, or was
	Sent       int           // it was taken
	Timed      int           // of N, those with a moment that were taken or whose moment has passed: what still runs is neither in time nor late
	Late       int           // of these, taken after it, or not yet and it has passed
	Median     time.Duration // from awareness to taking it; zero while none was taken
	Longest    time.Duration
}

// Figures count the incidents that an organisation became aware of in some months.
type Figures struct {
	From, Until Month
	Sum
	Months []Sum        // one for each month, in their order
	Kinds  []KindSum    // the most first; kinds that did not happen are left out
	Causes []CauseCount // the most first, likewise
	Steps  []StepSum    // in the order of the duties
	Briefs []*Brief     // newest first
}

// Figures counts the incidents of the months from and until, both included.
//
// Refusals: Denied; Invalid for months that cannot be.
func (s *Service) Figures(ctx context.Context, by identity.Actor, from, until Month) (Figures, error) {
	if err := by.Need(identity.SeeIncidents); err != nil {
		return Figures{}, err
	}
	var k fault.Checker
	n := from.Until(until)
	k.Need(n >= 1, "until", i18n.T("Kies een laatste maand die niet voor de eerste ligt.", "Choose a last month that is not before the first."))
	k.Need(n <= MaxMonths, "from", i18n.T("Kies hoogstens tien jaar.", "Choose at most ten years."))
	if err := k.Fault("incident.months-refused"); err != nil {
		return Figures{}, err
	}
	x, err := s.indexed(ctx, by)
	if err != nil {
		return Figures{}, err
	}
	return s.Rules.count(x.briefs, from, until, s.Now()), nil
}

// count adds up.
func (r Rules) count(briefs []*Brief, from, until Month, now time.Time) Figures {
	f := Figures{From: from, Until: until, Months: make([]Sum, from.Until(until))}
	kinds, causes, steps := map[string]*KindSum{}, map[string]int{}, make([]stepTimes, len(r.places()))
	for _, b := range briefs {
		month := from.Until(b.month) - 1
		if month < 0 || month >= len(f.Months) {
			continue
		}
		f.add(b)
		f.Months[month].add(b)
		f.Briefs = append(f.Briefs, b)
		k := kinds[b.Kind]
		if k == nil {
			k = &KindSum{Kind: b.Kind, ByMonth: make([]int, len(f.Months))}
			kinds[b.Kind] = k
		}
		k.add(b)
		k.ByMonth[month]++
		for _, c := range b.Causes {
			causes[c]++
		}
		for _, t := range b.Taken {
			steps[t.place].add(b, t, now)
		}
	}
	f.order(kinds, causes)
	for _, d := range r.Duties {
		for _, st := range d.Steps {
			if t := &steps[0]; t.N > 0 {
				f.Steps = append(f.Steps, t.sum(d.ID, st.ID))
			}
			steps = steps[1:]
		}
	}
	return f
}

// order puts kinds and causes in their order.
func (f *Figures) order(kinds map[string]*KindSum, causes map[string]int) {
	for _, k := range kinds {
		f.Kinds = append(f.Kinds, *k)
	}
	slices.SortFunc(f.Kinds, func(a, b KindSum) int { return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Kind, b.Kind)) })
	for c, n := range causes {
		f.Causes = append(f.Causes, CauseCount{c, n})
	}
	slices.SortFunc(f.Causes, func(a, b CauseCount) int { return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Cause, b.Cause)) })
}

// stepTimes gathers how long a step took.
type stepTimes struct {
	StepSum
	took []time.Duration
}

func (s *stepTimes) add(b *Brief, t Taken, now time.Time) {
	s.N++
	late := t.IsLate(now)
	if late {
		s.Late++
	}
	if late || !t.Due.IsZero() && !t.Sent.IsZero() {
		s.Timed++
	}
	if !t.Sent.IsZero() {
		s.Sent++
		s.took = append(s.took, max(0, t.Sent.Sub(b.Aware))) // awareness may have been corrected since
	}
}

func (s *stepTimes) sum(duty, step string) StepSum {
	s.Duty, s.Step = duty, step
	if len(s.took) > 0 {
		slices.Sort(s.took)
		middle := len(s.took) / 2
		s.Median, s.Longest = s.took[middle], s.took[len(s.took)-1]
		if len(s.took)%2 == 0 {
			s.Median = (s.took[middle-1] + s.took[middle]) / 2
		}
	}
	return s.StepSum
}

// ExportFigures is Figures for a file.
//
// Refusals: Denied; Invalid.
func (s *Service) ExportFigures(ctx context.Context, by identity.Actor, from, until Month) (Figures, error) {
	if err := by.Need(identity.Export); err != nil {
		return Figures{}, err
	}
	return s.Figures(ctx, by, from, until)
}
