package accesslog

import (
	"cmp"
	"slices"
)

// A Pair is two teams that care for the same patients, with what in the log says so.
type Pair struct {
	Team  string  // where patients are admitted
	Other string  // whose people look into their records
	Of    int     // patients admitted at Team at whom anybody looked
	Seen  int     // of them, those at whom people of Other looked, whatever the busiest of them did alone
	Users int     // people of Other who did
	Lift  float64 // times as often as Other looks at patients of the teams that are neither
}

// What makes a pair. Relations between departments are stable where those between
// people are not (Chen and Malin, PMC3905623, PMC3540438), so departments are learned
// and people never. What only one person looked at does not count, so that somebody who
// looks at everybody of a department does not explain themselves. The numbers are a
// judgement of ours.
const (
	pairUsers = 3
	pairSeen  = 10
	pairShare = .1
	pairLift  = 2.0
)

// Learn finds the teams that share patients: far more often than they would by chance,
// by several people. It goes by admissions and by the team that somebody belongs to.
func Learn(units []Unit, facts []Fact, c *Coding) (pairs []Pair) {
	l := learner{own: map[uint32]uint32{}, stays: map[uint32][]stay{}, of: map[uint32]map[uint32]bool{}, by: map[towards]*shared{}}
	for i := range facts {
		l.know(&facts[i], c)
	}
	for i := range units {
		l.look(&units[i])
	}
	for t, s := range l.by {
		one := Pair{Team: c.Teams.Of(t.team), Other: c.Teams.Of(t.other), Of: len(l.of[t.team]), Seen: s.withoutBusiest(), Users: len(s.users)}
		share := float64(one.Seen) / float64(one.Of)
		one.Lift = share / l.elsewhere(t)
		if one.Users >= pairUsers && one.Seen >= pairSeen && share >= pairShare && one.Lift >= pairLift {
			pairs = append(pairs, one)
		}
	}
	slices.SortFunc(pairs, func(a, b Pair) int { return cmp.Or(cmp.Compare(a.Team, b.Team), cmp.Compare(a.Other, b.Other)) })
	return pairs
}

// Fact is the pair as a fact, for templates.
func (p Pair) Fact() Fact { return Fact{Kind: Together, Team: p.Team, Other: p.Other} }

// A learner counts who of which team looked at patients of which other.
type learner struct {
	own   map[uint32]uint32          // team of each user
	stays map[uint32][]stay          // of each patient
	of    map[uint32]map[uint32]bool // patients of a team at whom anybody looked
	by    map[towards]*shared
}

type (
	stay struct {
		team     uint32
		from, to int64
	}
	towards struct{ team, other uint32 }
)

// shared is what people of one team looked at of another.
type shared struct {
	by    map[uint32]uint32 // the only user who looked at a patient; 0 when there are more
	users map[uint32]bool
}

// withoutBusiest is how many patients are left when those are taken away at whom only
// one person looked, whoever has the most of them.
func (s *shared) withoutBusiest() int {
	alone, most := map[uint32]int{}, 0
	for _, user := range s.by {
		if user > 0 {
			alone[user]++
			most = max(most, alone[user])
		}
	}
	return len(s.by) - most
}

func (l *learner) know(f *Fact, c *Coding) {
	switch f.Kind { //nolint:exhaustive // only these two are needed
	case Staff:
		if u := c.Users.Find(f.User); u > 0 {
			l.own[u] = c.Teams.Add(f.Team)
		}
	case Admission:
		if p := c.Patients.Find(f.Patient); p > 0 {
			l.stays[p] = append(l.stays[p], stay{c.Teams.Add(f.Team), second(f.From, 0, -1), second(f.To, 0, 1)})
		}
	}
}

func (l *learner) look(u *Unit) {
	team := l.own[u.User]
	for _, s := range l.stays[u.Patient] {
		if team == 0 || u.First > s.to || u.Last < s.from {
			continue
		}
		if l.of[s.team] == nil {
			l.of[s.team] = map[uint32]bool{}
		}
		l.of[s.team][u.Patient] = true
		if s.team != team {
			l.share(towards{s.team, team}, u)
		}
	}
}

func (l *learner) share(t towards, u *Unit) {
	s := l.by[t]
	if s == nil {
		s = &shared{by: map[uint32]uint32{}, users: map[uint32]bool{}}
		l.by[t] = s
	}
	s.users[u.User] = true
	if only, known := s.by[u.Patient]; !known {
		s.by[u.Patient] = u.User
	} else if only != u.User {
		s.by[u.Patient] = 0
	}
}

// elsewhere is the share of patients at whom the other team looks of all teams that are
// neither, with one half more, so that it is never none.
func (l *learner) elsewhere(t towards) float64 {
	seen, of := .5, 1.0
	for team, patients := range l.of {
		if team == t.team || team == t.other {
			continue
		}
		of += float64(len(patients))
		if s := l.by[towards{team, t.other}]; s != nil {
			seen += float64(len(s.by))
		}
	}
	return seen / of
}
