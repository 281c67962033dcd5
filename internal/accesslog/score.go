package accesslog

import (
	"cmp"
	"math"
	"slices"
	"time"
)

// A Part is one reason for a score.
type Part struct {
	Sign   Sign
	Points float64
	Number int // that goes with it, such as of days; 0 for none
}

// A Look is a unit that nothing explains, with what makes it stand out.
type Look struct {
	Unit
	Parts []Part // the strongest first
}

// Score is the sum of all points: the logarithm of how many times likelier what was
// seen is of somebody who looked without a reason.
func (l *Look) Score() (sum float64) {
	for _, p := range l.Parts {
		sum += p.Points
	}
	return sum
}

// Has reports whether a look has a sign.
func (l *Look) Has(s Sign) bool {
	return slices.ContainsFunc(l.Parts, func(p Part) bool { return p.Sign == s })
}

// A Scorer knows the people of a log, and finds the signs of looks.
type Scorer struct {
	signals  map[Sign]Signal
	links    Links
	coding   *Coding
	names    map[Key]float64 // share of patients who have a surname
	duties   map[uint32][]span
	ended    map[pair]int64 // the last moment of care that a user gave to a patient
	employed map[Key]bool   // patients who work there
	teams    map[Key]string // of those, by who they are as a patient
}

// How long before and after a shift somebody is still on duty: those of the templates.
const (
	beforeDuty = time.Hour
	afterDuty  = 2 * time.Hour
)

type (
	span struct{ from, to int64 }
	pair struct{ user, patient uint32 }
)

// NewScorer makes a scorer for one log. Facts are all that are known, as for
// [NewExplainer].
func NewScorer(signals map[Sign]Signal, links Links, facts []Fact, c *Coding) *Scorer {
	s := &Scorer{signals: signals, links: links, coding: c, names: map[Key]float64{}, duties: map[uint32][]span{}, ended: map[pair]int64{}, employed: map[Key]bool{}, teams: map[Key]string{}}
	for _, l := range links.Patients {
		if !l.Surname.Zero() {
			s.names[l.Surname] += 1 / float64(len(links.Patients))
		}
	}
	for _, l := range links.Users {
		if !l.Patient.Zero() {
			s.employed[l.Patient], s.teams[l.Patient] = true, l.Team
		}
	}
	for i := range facts {
		s.know(&facts[i])
	}
	return s
}

// know keeps of a fact when somebody worked, and until when they cared for whom.
func (s *Scorer) know(f *Fact) {
	user := s.coding.Users.Find(f.User)
	if user == 0 {
		return
	}
	if f.Kind == Duty || f.Kind == OnCall {
		s.duties[user] = append(s.duties[user], span{second(f.From, beforeDuty, -1), second(f.To, afterDuty, 1)})
	}
	patient := s.coding.Patients.Find(f.Patient)
	if patient == 0 || f.To.IsZero() {
		return
	}
	s.ended[pair{user, patient}] = max(s.ended[pair{user, patient}], f.To.Unix())
}

// Score finds the signs of all looks that nothing explains, and gives points by how
// much rarer each is among them than among looks without a reason. Looks come back in
// order of their score, the highest first.
func (s *Scorer) Score(rest []Unit) []Look {
	looks := make([]Look, len(rest))
	t := s.counts(rest)
	base := newBase()
	for i := range rest {
		looks[i] = Look{Unit: rest[i], Parts: s.signs(&rest[i], t)}
		base.add(&looks[i])
	}
	for i := range looks {
		for j := range looks[i].Parts {
			looks[i].Parts[j].Points += s.weigh(looks[i].Parts[j].Sign, base)
		}
		slices.SortStableFunc(looks[i].Parts, func(a, b Part) int { return cmp.Compare(b.Points, a.Points) })
	}
	slices.SortStableFunc(looks, func(a, b Look) int { return cmp.Compare(b.Score(), a.Score()) })
	return looks
}

// A base is how frequent each sign is. It counts who has a sign and not their looks:
// one night of three hundred records would otherwise make such nights look usual.
type base struct {
	all  [3]map[uint64]bool
	with map[Sign]map[uint64]bool
}

func newBase() *base {
	return &base{all: [3]map[uint64]bool{{}, {}, {}}, with: map[Sign]map[uint64]bool{}}
}

// counted is by what a sign is counted: days of users, patients, or pairs of both.
func counted(s Sign) int {
	switch s { //nolint:exhaustive // all others are of a pair
	case Volume:
		return 0
	case Crowd:
		return 1
	}
	return 2
}

func (b *base) add(l *Look) {
	of := [3]uint64{uint64(l.User)<<32 | uint64(uint32(l.Day)), uint64(l.Patient), uint64(l.User)<<32 | uint64(l.Patient)}
	for i, key := range of {
		b.all[i][key] = true
	}
	for _, p := range l.Parts {
		if b.with[p.Sign] == nil {
			b.with[p.Sign] = map[uint64]bool{}
		}
		b.with[p.Sign][of[counted(p.Sign)]] = true
	}
}

// share is how frequent a sign is, with half a count more, so that one that was seen
// once is not certain.
func (b *base) share(s Sign) float64 {
	return (float64(len(b.with[s])) + .5) / (float64(len(b.all[counted(s)])) + 1)
}

// weigh is the logarithm of how many times more frequent a sign is among looks without
// a reason than among all that nothing explains. A sign that is everywhere takes no
// points away: it says nothing.
func (s *Scorer) weigh(sign Sign, b *base) float64 {
	if sign == Surname { // by how rare the name is; see signs
		return 0
	}
	return max(0, math.Log(s.signals[sign].Share/b.share(sign)))
}
