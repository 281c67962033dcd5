package incident

import (
	"slices"
	"time"
	"unicode"
	"unicode/utf8"

	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/legaltime"
	"aantoonbaar/internal/rule"
	"aantoonbaar/internal/source"
)

// Rules is content/incidents: what is asked of an incident, what follows, and the
// texts that go out.
type Rules struct {
	Questions []Question
	Duties    []Duty
	Regimes   []Regime
	Texts     []Text // in the order in which people need them
	Counts
}

// Counts is how incidents are counted.
type Counts struct {
	Kinds  []Sort `yaml:"kinds"`
	Causes []Sort `yaml:"causes"`
	Costs  []Sort `yaml:"costs"`
}

// A Sort is one thing to choose from a list.
type Sort struct {
	ID   string    `yaml:"id"`
	Name i18n.Text `yaml:"name"`
}

// NameOf is what a list calls the one of that ID; the ID itself when it is not in it.
func NameOf(all []Sort, id string) i18n.Text {
	for _, s := range all {
		if s.ID == id {
			return s.Name
		}
	}
	return i18n.Same(id)
}

// Listed writes names as they stand in a sentence: all but the first without a
// capital.
func Listed(names []string) []string {
	for n := 1; n < len(names); n++ {
		first, size := utf8.DecodeRuneInString(names[n])
		names[n] = string(unicode.ToLower(first)) + names[n][size:]
	}
	return names
}

// hasSort reports whether a list has one of that ID.
func hasSort(all []Sort, id string) bool {
	return slices.ContainsFunc(all, func(s Sort) bool { return s.ID == id })
}

// A Question is answered with yes, no, or not known yet. Conditions read it as
// incident.<id>.
type Question struct {
	ID   string    `yaml:"id"`
	Text i18n.Text `yaml:"text"`
	Help i18n.Text `yaml:"help"` // how to decide, with an example; may be zero
	When rule.Expr `yaml:"when"` // asked only where this may hold; empty for always
}

// A Duty is something that a law, a norm or a contract asks after an incident.
type Duty struct {
	ID        string          `yaml:"id"`
	Title     i18n.Text       `yaml:"title"`
	To        i18n.Text       `yaml:"to"`  // who gets it, and by which way
	Law       string          `yaml:"law"` // citation
	Regime    string          `yaml:"regime"`
	Verdicts  []Verdict       `yaml:"verdicts"` // tried from top to bottom; the last has no condition
	Steps     []Step          `yaml:"steps"`
	Unknown   i18n.Text       `yaml:"unknown"` // what we do not know about the rule; may be zero
	Sources   []source.Source `yaml:"sources"`
	CheckedOn time.Time       `yaml:"checked_on"`
}

// A Verdict is one outcome with its condition.
type Verdict struct {
	ID      string    `yaml:"verdict"`
	Must    bool      `yaml:"must"` // the steps are to be taken
	When    rule.Expr `yaml:"when"`
	Says    i18n.Text `yaml:"says"`
	Article string    `yaml:"article"`
}

// A Step is one message that a duty asks for.
type Step struct {
	ID      string         `yaml:"id"`
	Title   i18n.Text      `yaml:"title"`
	Term    legaltime.Term `yaml:"term"`    // zero for without delay
	After   string         `yaml:"after"`   // the step from whose sending the term runs; "" for awareness
	Request bool           `yaml:"request"` // only when somebody asks for it: no clock
	Running bool           `yaml:"running"` // only of an incident that is not over yet when the term ends
	Ended   bool           `yaml:"ended"`   // waits until the incident is over; its term begins anew then when it had ended before
	Article string         `yaml:"article"`
	Needs   i18n.Text      `yaml:"needs"` // what it must hold
}

// A Regime is a way of counting, with where it is laid down.
type Regime struct {
	legaltime.Regime `yaml:",inline"`
	Name             i18n.Text       `yaml:"name"`
	Remind           []int           `yaml:"remind"` // hours before a term ends at which people are reminded, most first; see secondHalf
	Says             i18n.Text       `yaml:"says"`   // the rule in one sentence
	Sources          []source.Source `yaml:"sources"`
	CheckedOn        time.Time       `yaml:"checked_on"`
}

// Regime returns the way of counting of that name; the zero Regime, which moves
// nothing, when there is none.
func (r Rules) Regime(id string) Regime {
	for _, g := range r.Regimes {
		if g.ID == id {
			return g
		}
	}
	return Regime{}
}

// Duty returns the duty of that name, and whether there is one.
func (r Rules) Duty(id string) (Duty, bool) {
	for _, d := range r.Duties {
		if d.ID == id {
			return d, true
		}
	}
	return Duty{}, false
}

// Clocks names every step of every duty, as "avg-ap/report".
func (r Rules) Clocks() map[string]i18n.Text {
	all := map[string]i18n.Text{}
	for _, d := range r.Duties {
		for _, s := range d.Steps {
			all[d.ID+"/"+s.ID] = s.Title
		}
	}
	return all
}

// Step returns the step of that name, and whether there is one.
func (d Duty) Step(id string) (Step, bool) {
	for _, s := range d.Steps {
		if s.ID == id {
			return s, true
		}
	}
	return Step{}, false
}

// facts are the replies as conditions read them, with the labels of the questions.
func (r Rules) facts(answers map[string]Reply, about rule.Facts) rule.Facts {
	facts := rule.Facts{}
	for name, f := range about {
		facts[name] = f
	}
	for _, q := range r.Questions {
		facts["incident."+q.ID] = rule.Fact{Kind: rule.Claim, Label: q.Text, Field: q.ID, Truth: answers[q.ID].Truth()}
	}
	return facts
}
