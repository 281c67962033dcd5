package plan

import (
	"math"
	"time"
)

// A Day is how many requirements were in place at the end of a day on which
// that changed.
type Day struct {
	On         time.Time
	InPlace    int
	Applicable int
	TakenOver  int // by how many InPlace rose that day through an import or the quick scan: not work, so not pace
}

// At returns the counts as they stood at the end of a day. The zero Day and
// false before the history begins.
func At(history []Day, on time.Time) (Day, bool) {
	var last Day
	for _, d := range history {
		if d.On.After(on) {
			break
		}
		last = d
	}
	return last, !last.On.IsZero()
}

// The bounds of a forecast.
const (
	Window     = 90 // days that count for the pace
	MinHistory = 28 // days before which nothing is said
	MaxAhead   = 10 // years; beyond them a day means nothing
)

// A Why is why there is no day.
type Why string

// The reasons.
const (
	Said       Why = ""            // there is a day
	AllDone    Why = "all-done"    // everything is in place
	TooShort   Why = "too-short"   // fewer than MinHistory days of history
	NoProgress Why = "no-progress" // not one more in place than at the start of the window
	TooFar     Why = "too-far"     // at this pace it takes more than MaxAhead years
)

// An Outlook is when everything will be in place at the pace so far.
type Outlook struct {
	Why        Why
	Applicable int
	InPlace    int
	Gained     int       // brought in place within the window
	Days       int       // of the window: at most Window
	PerMonth   float64   // the pace, for months of 30 days
	SayableOn  time.Time // TooShort: the first day on which there is enough history; zero without any

	Earliest, Likely time.Time // zero unless Why is Said
	Latest           time.Time // zero too when the pace is too unsure to say
}

// Remaining returns how many are still to be brought in place.
func (o Outlook) Remaining() int { return o.Applicable - o.InPlace }

// Forecast says when everything is in place at the pace so far.
//
// The pace is n/d: n requirements were brought in place in the last d days,
// where d is Window, or less when the history is shorter. What came in through
// an import or the quick scan is left out: that was found, not done. With R
// requirements to go the likely day is today + R·d/n.
//
// n is a count, and counts vary by about their square root: had the same months
// been lived again, n could as well have been n−√n or n+√n. These give the
// latest and the earliest day. With n = 1 there is no latest day. Nothing is said
// with fewer than MinHistory days of history, without progress, or beyond MaxAhead years.
func Forecast(history []Day, applicable, inPlace int, today time.Time) Outlook {
	o := Outlook{Applicable: applicable, InPlace: inPlace}
	if o.Remaining() <= 0 {
		o.Why = AllDone
		return o
	}
	if len(history) == 0 {
		o.Why = TooShort
		return o
	}
	first := history[0].On
	o.Days = min(int(today.Sub(first)/day), Window)
	if o.Days < MinHistory {
		o.Why, o.SayableOn = TooShort, first.Add(MinHistory*day)
		return o
	}
	o.Gained = gained(history, inPlace, today.Add(-time.Duration(o.Days)*day), today)
	if o.Gained <= 0 {
		o.Why = NoProgress
		return o
	}
	n := float64(o.Gained)
	o.PerMonth = n * 30 / float64(o.Days)
	likely, ok := o.reach(n, today)
	if !ok {
		o.Why = TooFar
		return o
	}
	o.Likely = likely
	o.Earliest, _ = o.reach(n+math.Sqrt(n), today)
	o.Latest, _ = o.reach(n-math.Sqrt(n), today)
	return o
}

// gained counts what was brought in place after the day from.
func gained(history []Day, inPlace int, from, today time.Time) int {
	base, _ := At(history, from)
	n := inPlace - base.InPlace
	for _, d := range history {
		if d.On.After(from) && !d.On.After(today) {
			n -= d.TakenOver
		}
	}
	return n
}

// reach returns the day on which the rest is done when n are done in a window;
// ok is false when that is never, or beyond MaxAhead years.
func (o Outlook) reach(n float64, today time.Time) (at time.Time, ok bool) {
	if n <= 0 {
		return time.Time{}, false
	}
	days := math.Ceil(float64(o.Remaining()) * float64(o.Days) / n)
	if days > MaxAhead*365 {
		return time.Time{}, false
	}
	return today.AddDate(0, 0, int(days)), true
}

// A Point is one step of a burn-up chart.
type Point struct {
	On         time.Time
	InPlace    int
	Applicable int
}

// BurnUp samples the history in even steps that end today: of a week for up to
// a year, of four weeks for longer. The first point is the history's first day
// or later.
func BurnUp(history []Day, today time.Time) []Point {
	if len(history) == 0 || history[0].On.After(today) {
		return nil
	}
	step := 7 * day
	if today.Sub(history[0].On) > 53*7*day {
		step = 28 * day
	}
	n := int(today.Sub(history[0].On) / step)
	points := make([]Point, 0, n+1)
	for i := n; i >= 0; i-- {
		on := today.Add(-time.Duration(i) * step)
		d, _ := At(history, on)
		points = append(points, Point{on, d.InPlace, d.Applicable})
	}
	return points
}
