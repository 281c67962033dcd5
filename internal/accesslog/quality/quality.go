// Package quality measures on simulated logs how good log review is: how much of what
// is lawful is explained, how much of what is not is hidden by an explanation, and how
// many of the first cases are real.
package quality

import (
	"crypto/sha256"
	"fmt"
	"io/fs"

	"aantoonbaar/internal/accesslog"
	"aantoonbaar/internal/accesslog/simulate"
)

var secret = accesslog.Secret("of simulated people, who are nobody")

// A Review is one simulated log and what log review makes of it.
type Review struct {
	Units           int
	Lawful, Planted Share                    // of units, with how many are explained
	Classes         map[simulate.Class]Share // of units, by what they truly are
	Offences        Share                    // of users and patients that were planted, with how many were hidden whole
	Cases           []Judged                 // in the order in which they are shown
	Looks           []Judged                 // every look that nothing explains, in order of score
}

// A Share is so many of so many.
type Share struct{ Part, Of int }

// Value is the share as a number between 0 and 1; 0 of none.
func (s Share) Value() float64 { return float64(s.Part) / float64(max(1, s.Of)) }

// A Judged is a case or a look with the truth.
type Judged struct {
	Score   float64
	Class   simulate.Class // the worst of it
	Flagged bool           // it has any sign
	Own     bool
	Of      string // whose it is: the planted offence it belongs to, "" for none
}

type unitKey struct {
	patient, user uint32
	day           int32
}

// Run makes a log and reviews it.
func Run(content fs.FS, s simulate.Settings) (*Review, error) {
	templates, err := accesslog.Load(content)
	if err != nil {
		return nil, err
	}
	signals, err := accesslog.LoadSignals(content)
	if err != nil {
		return nil, err
	}
	s = s.Filled()
	r := &run{truth: map[unitKey]simulate.Class{}, days: accesslog.NewCalendar(s.Begin.Location())}
	r.gather = accesslog.Gathering{Coding: &r.coding, Calendar: accesslog.NewCalendar(s.Begin.Location())}
	w, err := simulate.Make(s, r.day)
	if err != nil {
		return nil, err
	}
	return r.review(w, templates, signals), nil
}

// A run is one log that is being reviewed.
type run struct {
	coding accesslog.Coding
	gather accesslog.Gathering
	days   *accesslog.Calendar
	truth  map[unitKey]simulate.Class
}

// day takes the lines of a day in, and remembers the truth apart.
func (r *run) day(w *simulate.World, lines []simulate.Line) error {
	for _, l := range lines {
		sum := sha256.Sum256(fmt.Append(nil, l))
		e := w.Event(secret, l, [16]byte(sum[:16]))
		r.gather.Add(&e)
		key := unitKey{r.coding.Patients.Add(e.Patient), r.coding.Users.Add(e.User), r.days.Day(l.At.Unix())}
		if was, ok := r.truth[key]; !ok || l.Class.Planted() && !was.Planted() {
			r.truth[key] = l.Class
		}
	}
	return nil
}

func (r *run) review(w *simulate.World, templates []accesslog.Template, signals map[accesslog.Sign]accesslog.Signal) *Review {
	facts := make([]accesslog.Fact, len(w.Facts))
	for i, f := range w.Facts {
		facts[i] = w.FactOf(secret, f)
	}
	units := r.gather.Units()
	out := &Review{Units: len(units), Classes: map[simulate.Class]Share{}}
	found := explain(templates, facts, units, &r.coding)
	var rest []accesslog.Unit
	hidden := map[string]bool{} // offences, and whether every look of them is explained
	for i := range units {
		u := &units[i]
		class := r.truth[unitKey{u.Patient, u.User, u.Day}]
		explained := found[i].Template >= 0
		out.count(class, explained)
		if !explained {
			rest = append(rest, *u)
		}
		if class.Planted() && class != simulate.Self {
			of := offence(class, u.User, u.Patient)
			was, known := hidden[of]
			hidden[of] = explained && (was || !known)
		}
	}
	for _, all := range hidden {
		out.Offences.Of++
		if all {
			out.Offences.Part++
		}
	}
	looks := accesslog.NewScorer(signals, w.Links(secret), facts, &r.coding).Score(rest)
	out.judge(looks, r.truth)
	return out
}

// explain explains all units, with what tasks explain too much taken back.
func explain(templates []accesslog.Template, facts []accesslog.Fact, units []accesslog.Unit, c *accesslog.Coding) []accesslog.Explanation {
	x := accesslog.NewExplainer(templates, facts, c, false)
	found := make([]accesslog.Explanation, len(units))
	var tally accesslog.Tally
	for i := range units {
		found[i] = x.Explain(&units[i])
		tally.Count(templates, &units[i], found[i])
	}
	for i := range units {
		found[i] = tally.Hold(templates, &units[i], found[i])
	}
	return found
}

// offence names what was planted together: many looks of one user are one offence when
// they are strangers, and one for each patient otherwise.
func offence(class simulate.Class, user, patient uint32) string {
	switch class { //nolint:exhaustive // all others are of a pair
	case simulate.Bulk, simulate.Abuse:
		return fmt.Sprint(class, user)
	case simulate.Crowd:
		return fmt.Sprint(class, "by", user)
	default:
		return fmt.Sprint(class, user, "/", patient)
	}
}

func (r *Review) count(class simulate.Class, explained bool) {
	add := func(s *Share) {
		s.Of++
		if explained {
			s.Part++
		}
	}
	c := r.Classes[class]
	add(&c)
	r.Classes[class] = c
	if class.Planted() {
		add(&r.Planted)
	} else {
		add(&r.Lawful)
	}
}

// judge puts the truth beside looks and cases.
func (r *Review) judge(looks []accesslog.Look, truth map[unitKey]simulate.Class) {
	one := func(l *accesslog.Look) Judged {
		j := Judged{Score: l.Score(), Class: truth[unitKey{l.Patient, l.User, l.Day}], Flagged: len(l.Parts) > 0, Own: l.Has(accesslog.Own)}
		if j.Class.Planted() {
			j.Of = offence(j.Class, l.User, l.Patient)
		}
		return j
	}
	for i := range looks {
		r.Looks = append(r.Looks, one(&looks[i]))
	}
	for _, c := range accesslog.Cases(looks) {
		j := Judged{Score: c.Score(), Own: c.Kind == accesslog.OwnRecord}
		for i := range c.Looks {
			l := one(&c.Looks[i])
			j.Flagged = j.Flagged || l.Flagged
			if j.Class == "" || l.Class.Planted() && !j.Class.Planted() {
				j.Class, j.Of = l.Class, l.Of
			}
		}
		r.Cases = append(r.Cases, j)
	}
}
