package plan

import (
	"encoding/json"
	"fmt"
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
var AnswerActions = []string{"answer.save", "answer.prefill", "answer.import", "answer.undo", "answer.confirm"}

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
	r := newReplay(p)
	byDay := map[time.Time][]Given{}
	var days []time.Time
	for _, g := range p.Given {
		on := legaltime.DayOf(g.At, p.Zone)
		if len(days) > 0 && on.Before(days[len(days)-1]) {
			on = days[len(days)-1] // a clock that was put back does not change the order
		}
		if byDay[on] == nil {
			days = append(days, on)
		}
		byDay[on] = append(byDay[on], g)
	}
	if len(days) == 0 {
		return nil
	}
	first := days[0]
	for on := range r.turns {
		if on.After(first) {
			days = append(days, on)
		}
	}
	slices.SortFunc(days, time.Time.Compare)
	days = slices.CompactFunc(days, time.Time.Equal)
	for id := range r.spells {
		r.refresh(id, first)
	}
	var history []Day
	for _, on := range days {
		if on.After(p.Today) {
			break
		}
		history = append(history, r.day(on, byDay[on]))
	}
	return history
}

// A replay is the state of everything on the day that it has reached.
type replay struct {
	cat      *framework.Catalogue
	proposed map[string]bool
	spells   map[string][]Spell
	turns    map[time.Time][]string // the days on which evidence begins or stops to count, and for what
	answers  map[string]assessment.Answer
	states   map[string]assessment.State
	counts   map[assessment.State]int
}

func newReplay(p Past) *replay {
	r := &replay{
		cat: p.Catalogue, proposed: map[string]bool{}, spells: map[string][]Spell{}, turns: map[time.Time][]string{},
		answers: map[string]assessment.Answer{}, states: map[string]assessment.State{}, counts: map[assessment.State]int{},
	}
	for _, s := range p.Spells {
		r.spells[s.Requirement] = append(r.spells[s.Requirement], s)
		r.turns[s.From] = append(r.turns[s.From], s.Requirement)
		if !s.Until.IsZero() {
			after := s.Until.Add(day)
			r.turns[after] = append(r.turns[after], s.Requirement)
		}
	}
	for _, q := range p.Catalogue.Requirements {
		r.proposed[q.ID] = q.AppliesWhen.Eval(p.Facts).Truth == rule.No
		r.states[q.ID] = r.state(q.ID, time.Time{})
		r.counts[r.states[q.ID]]++
	}
	return r
}

// day brings the replay to the end of a day.
func (r *replay) day(on time.Time, given []Given) Day {
	for _, id := range r.turns[on] {
		r.refresh(id, on)
	}
	over := 0
	for _, g := range given {
		if _, known := r.states[g.Requirement]; !known {
			continue
		}
		before := r.counts[assessment.InPlace]
		r.answers[g.Requirement] = g.answer()
		r.refresh(g.Requirement, on)
		if g.TakenOver {
			over += r.counts[assessment.InPlace] - before
		}
	}
	return Day{on, r.counts[assessment.InPlace], len(r.states) - r.counts[assessment.Excluded], over}
}

func (r *replay) refresh(id string, on time.Time) {
	before, ok := r.states[id]
	if !ok {
		return
	}
	after := r.state(id, on)
	r.counts[before]--
	r.counts[after]++
	r.states[id] = after
}

func (r *replay) state(id string, on time.Time) assessment.State {
	a := r.answers[id]
	if a.Applies == assessment.Undecided && r.proposed[id] {
		return assessment.Excluded
	}
	var support assessment.Support
	for _, s := range r.spells[id] {
		if !on.Before(s.From) && (s.Until.IsZero() || !on.After(s.Until)) {
			support.Operation = true
		}
	}
	return a.State(support)
}
