// Package simulate makes an access log that could have been: an organisation with its
// people, the care they give, what other systems know of that, and somewhere in it the
// few who looked without a reason. Who they are is kept apart ([Line.Class]).
//
// Rates come from the literature, with the source at each; the rest is our judgement.
// One seed makes one log, on every machine. No data of real people is in it: there is
// no public log of who opened which record (shared design, accesslog.md section 2.3).
package simulate

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"time"
)

// A Kind is the sort of organisation.
type Kind string

// The kinds.
const (
	HomeCare Kind = "homecare" // routes along clients who are known for months
	HAP      Kind = "hap"      // a GP out-of-hours post: nobody is known before they call
	Hospital Kind = "hospital" // departments, admissions, outpatients
)

// Kinds lists the kinds.
var Kinds = []Kind{HomeCare, HAP, Hospital}

// Settings are what to make.
type Settings struct {
	Kind    Kind
	Seed    uint64
	Staff   int       // how many work there; 0 for what is usual for the kind
	Days    int       // that the log covers; 0 for 28
	Begin   time.Time // the first day, at midnight in its zone; zero for 2 November 2026 in Amsterdam
	Planted float64   // times the usual number of lookers; 0 for none
	Defects Defects   // what is wrong in the facts and the log
}

// Defects are shares of rows, each between 0 and 1.
type Defects struct {
	Missing  float64 // a fact was not written down
	Late     float64 // a fact was written down a day late
	Wrong    float64 // a fact names another team
	Swapped  float64 // a shift was swapped, and the roster does not say so
	Doubled  float64 // a line of the log is there twice
	Skew     int     // the most seconds that a source's clock is off
	Unlogged float64 // an hour of a source that is not in the log
}

// Usual are the defects that we reckon with; what an organisation really has, the
// field check of its own log says. A judgement of ours.
var Usual = Defects{Missing: .03, Late: .05, Wrong: .01, Swapped: .04, Doubled: .01, Skew: 120, Unlogged: .001}

// A Line is what a source logs of one access, with the truth about it.
type Line struct {
	At      time.Time
	User    int // in World.Users
	Patient int // in World.Patients
	Team    int // where the user works at that moment, in World.Teams
	Station int
	Source  int // in World.Sources
	Action  byte
	Search  bool
	Glass   bool
	Reason  string
	Class   Class // of which kind it is: the truth, which no engine sees
}

// A Class says how a line came to be.
type Class string

// The classes. Those from Family on are planted.
const (
	ByAppointment Class = "appointment"
	ByCareTeam    Class = "care team"
	ByVisit       Class = "visit"
	ByAdmission   Class = "admission"
	ByOrder       Class = "order"
	ByColleague   Class = "colleague"
	ByPlanner     Class = "planner"
	ByTask        Class = "task"
	ByGlass       Class = "emergency"
	Undocumented  Class = "undocumented" // lawful, and nothing tells of it
	Mistaken      Class = "mistaken"     // the wrong record, left within seconds

	Family    Class = "family"
	Coworker  Class = "co-worker"
	Neighbour Class = "neighbour"
	VIP       Class = "vip"
	Crowd     Class = "crowd"
	Former    Class = "former partner"
	Self      Class = "self"
	Ended     Class = "after care"
	Bulk      Class = "bulk"
	Abuse     Class = "emergency abuse"
	Borrowed  Class = "borrowed login"
	Searched  Class = "search only"
)

// PlantedClasses lists the classes that are planted.
var PlantedClasses = []Class{Family, Coworker, Neighbour, VIP, Crowd, Former, Self, Ended, Bulk, Abuse, Borrowed, Searched}

// Planted reports whether a line of this class had no reason.
func (c Class) Planted() bool { return slices.Contains(PlantedClasses, c) }

// Make makes a world, and gives its lines day after day, in order of time within
// each. It stops when day returns an error, and returns that.
func Make(s Settings, day func(w *World, lines []Line) error) (*World, error) {
	m := &maker{Settings: s.Filled(), random: rand.New(rand.NewPCG(s.Seed, 7513))} //nolint:gosec // a seed makes one log, and nothing is secret in it
	m.begin()
	for m.today = range m.Days {
		m.lawful()
		m.planted()
		lines := m.spoil(m.due())
		slices.SortStableFunc(lines, func(a, b Line) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.User, b.User)) })
		if err := day(m.World, lines); err != nil {
			return nil, err
		}
	}
	m.blur()
	return m.World, nil
}

// Filled is s with what is usual in place of what was left out.
func (s Settings) Filled() Settings {
	if s.Days == 0 {
		s.Days = 28
	}
	if s.Begin.IsZero() {
		zone, err := time.LoadLocation("Europe/Amsterdam")
		if err != nil {
			zone = time.UTC
		}
		s.Begin = time.Date(2026, 11, 2, 0, 0, 0, 0, zone)
	}
	if s.Staff == 0 {
		s.Staff = map[Kind]int{HomeCare: 120, HAP: 180, Hospital: 2400}[s.Kind]
	}
	return s
}
