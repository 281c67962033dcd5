package plan

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"aantoonbaar/internal/assessment"
	"aantoonbaar/internal/evidence"
	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/journal"
	"aantoonbaar/internal/legaltime"
	"aantoonbaar/internal/rule"
)

// AnswerActions are the journal's actions that change an answer.
var AnswerActions = []string{"answer.save", "answer.prefill", "answer.import", "answer.undo", "answer.redo", "answer.confirm"}

// takenOver are those of them in which nobody did anything about the
// requirement itself.
var takenOver = []string{"answer.prefill", "answer.import"}

// A Spell is a row of days on which a requirement had valid evidence of
// operation. Without it a "yes" on operation does not count.
type Spell struct {
	Requirement string
	From        time.Time // the first day
	Until       time.Time // the last day; zero for no end
}

// Spells returns the spells of pieces of evidence. It is a simplification in
// one way: a piece counts from the day on which it was added as if its links
// of today had been there from the start.
func Spells(items []evidence.Item, zone *time.Location) []Spell {
	var spells []Spell
	for _, it := range items {
		if it.Kind != framework.Operation {
			continue
		}
		from, until := legaltime.DayOf(it.AddedAt, zone), it.ValidUntil
		if it.SpeaksFrom.After(from) {
			from = it.SpeaksFrom
		}
		if !it.WithdrawnAt.IsZero() {
			if last := legaltime.DayOf(it.WithdrawnAt, zone).Add(-day); until.IsZero() || last.Before(until) {
				until = last
			}
		}
		if !until.IsZero() && until.Before(from) {
			continue
		}
		for _, r := range it.Requirements {
			spells = append(spells, Spell{r, from, until})
		}
	}
	return spells
}

// A Given is one answer as a replay needs it: what it says, and none of its words.
type Given struct {
	At          time.Time
	Requirement string // "" for an entry of which the data was erased
	Applies     string
	Design      assessment.Reply
	Existence   assessment.Reply
	Operation   assessment.Reply
	TakenOver   bool // nobody did anything about the requirement itself
}

// GivenIn reads the journal's entries of AnswerActions.
func GivenIn(entries []journal.Entry) ([]Given, error) {
	given := make([]Given, len(entries))
	for i, e := range entries {
		given[i] = Given{At: e.At, TakenOver: slices.Contains(takenOver, e.Action)}
		if e.Data == nil {
			continue
		}
		var s assessment.Saved
		if err := json.Unmarshal(e.Data, &s); err != nil {
			return nil, fmt.Errorf("read entry %d: %w", e.Seq, err)
		}
		a := s.After
		given[i].Requirement, given[i].Applies = a.Requirement, a.Applies
		given[i].Design, given[i].Existence, given[i].Operation = a.Design.Reply, a.Existence.Reply, a.Operation.Reply
	}
	return given, nil
}

// answer returns what was given as an answer without words.
func (g Given) answer() assessment.Answer {
	return assessment.Answer{
		Requirement: g.Requirement, Applies: g.Applies,
		Design: assessment.Statement{Reply: g.Design}, Existence: assessment.Statement{Reply: g.Existence}, Operation: assessment.Statement{Reply: g.Operation},
	}
}

// A Past is what a replay starts from.
type Past struct {
	Catalogue *framework.Catalogue
	Facts     rule.Facts // the profile of today: what it proposes to leave out was always left out
	Spells    []Spell    // of valid evidence
	Given     []Given    // oldest first
	Zone      *time.Location
	Today     time.Time
}

// Replay goes through an organisation's answers in the order in which they were
// given, and returns the counts at the end of every day on which an answer was
// given or evidence came or went. An entry whose data was erased is passed over.
func Replay(p Past) []Day {
	if len(p.Given) == 0 {
		return nil
	}
	r := newReplay(p)
	byDay, first := perDay(p.Given, p.Zone)
	for i := range r.asked {
		r.refresh(i, first)
	}
	for on := range r.turns {
		if _, known := byDay[on]; !known && on.After(first) {
			byDay[on] = nil
		}
	}
	var history []Day
	for _, on := range slices.SortedFunc(maps.Keys(byDay), time.Time.Compare) {
		if on.After(p.Today) {
			break
		}
		history = append(history, r.day(on, byDay[on]))
	}
	return history
}

// perDay cuts what was given, oldest first, into days, and returns the first of
// them. A clock that was put back does not change the order.
func perDay(given []Given, zone *time.Location) (byDay map[time.Time][]Given, first time.Time) {
	byDay = map[time.Time][]Given{}
	first = legaltime.DayOf(given[0].At, zone)
	begun, on := 0, first
	for i, g := range given {
		if now := legaltime.DayOf(g.At, zone); now.After(on) {
			byDay[on] = given[begun:i]
			begun, on = i, now
		}
	}
	byDay[on] = given[begun:]
	return byDay, first
}

// A replay is the state of everything on the day that it has reached.
type replay struct {
	number map[string]int // of a requirement, in asked
	asked  []asked
	turns  map[time.Time][]int // the days on which evidence begins or stops to count, and for what
	counts map[assessment.State]int
}

// An asked is one requirement on the day that a replay has reached.
type asked struct {
	proposed bool // the profile proposes to leave it out
	spells   []Spell
	given    Given // last
	state    assessment.State
}

func newReplay(p Past) *replay {
	r := &replay{number: map[string]int{}, turns: map[time.Time][]int{}, counts: map[assessment.State]int{}}
	for i, q := range p.Catalogue.Requirements {
		r.number[q.ID] = i
		r.asked = append(r.asked, asked{proposed: q.AppliesWhen.Eval(p.Facts).Truth == rule.No})
	}
	for _, s := range p.Spells {
		i, known := r.number[s.Requirement]
		if !known {
			continue
		}
		r.asked[i].spells = append(r.asked[i].spells, s)
		r.turns[s.From] = append(r.turns[s.From], i)
		if !s.Until.IsZero() {
			after := s.Until.Add(day)
			r.turns[after] = append(r.turns[after], i)
		}
	}
	for i := range r.asked {
		r.asked[i].state = r.asked[i].stateOn(time.Time{})
		r.counts[r.asked[i].state]++
	}
	return r
}

// day brings the replay to the end of a day.
func (r *replay) day(on time.Time, given []Given) Day {
	for _, i := range r.turns[on] {
		r.refresh(i, on)
	}
	over := 0
	for _, g := range given {
		i, known := r.number[g.Requirement]
		if !known {
			continue
		}
		before := r.counts[assessment.InPlace]
		r.asked[i].given = g
		r.refresh(i, on)
		if g.TakenOver {
			over += r.counts[assessment.InPlace] - before
		}
	}
	return Day{on, r.counts[assessment.InPlace], len(r.asked) - r.counts[assessment.Excluded], over}
}

// refresh works out the state of one requirement anew.
func (r *replay) refresh(i int, on time.Time) {
	before, after := r.asked[i].state, r.asked[i].stateOn(on)
	if before != after {
		r.counts[before]--
		r.counts[after]++
		r.asked[i].state = after
	}
}

func (a *asked) stateOn(on time.Time) assessment.State {
	if a.given.Applies == assessment.Undecided && a.proposed {
		return assessment.Excluded
	}
	var support assessment.Support
	for _, s := range a.spells {
		if !on.Before(s.From) && (s.Until.IsZero() || !on.After(s.Until)) {
			support.Operation = true
		}
	}
	return a.given.answer().State(support)
}
