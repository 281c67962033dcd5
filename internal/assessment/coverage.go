package assessment

import (
	"cmp"

	"aantoonbaar/internal/framework"
	"aantoonbaar/internal/i18n"
)

// A Coverage is how far the answers reach in another framework.
type Coverage struct {
	Crosswalk *framework.Crosswalk
	Topics    []TopicCoverage
	Counts    Counts // of elements
}

// A TopicCoverage is one topic of it: met when all its elements are.
type TopicCoverage struct {
	Topic    framework.Topic
	State    State
	Elements []ElementCoverage
}

// An ElementCoverage is one element with the answers that decided.
type ElementCoverage struct {
	Element framework.Element
	State   State
	Because []Because // the lines that carry first
}

// A Because is one answer behind an element, or one record.
type Because struct {
	Requirement *framework.Requirement // nil for a record
	Record      Record                 // zero for a requirement
	Line        framework.Line
	State       State // of the requirement or the record
}

// A Record is how one of [framework.Records] stands in an organisation. The zero
// Record is not known.
type Record struct {
	State State
	Says  i18n.Text // what there is: "Goedgekeurd op 3 november 2026 door …"
	Path  string    // within the organisation
}

// Counts counts states.
type Counts struct {
	InPlace, InPart, NotYet, Open, Excluded int
}

// Add counts one state.
func (c *Counts) Add(s State) {
	switch s {
	case InPlace:
		c.InPlace++
	case InPart:
		c.InPart++
	case NotYet:
		c.NotYet++
	case Open:
		c.Open++
	case Excluded:
		c.Excluded++
	}
}

// Applicable counts what applies.
func (c Counts) Applicable() int { return c.InPlace + c.InPart + c.NotYet + c.Open }

// Total counts everything.
func (c Counts) Total() int { return c.Applicable() + c.Excluded }

// Cover carries the states of requirements over to another framework.
//
// An element is met when one requirement that carries it is (relation equal or
// superset). It is met in part when any related requirement is at least partly
// in place; a relation that does not carry can never do more. It is excluded only
// when every requirement that carries it is. An element that nothing carries
// stays open however much lies around it: the organisation does that itself.
//
// Records are by the names of [framework.Records]; one that is not there is open.
func Cover(c *framework.Catalogue, x *framework.Crosswalk, states map[string]State, records map[string]Record) Coverage {
	cover := Coverage{Crosswalk: x}
	for _, t := range x.Topics {
		topic := TopicCoverage{Topic: t}
		var counts Counts
		for _, e := range t.Elements {
			ec := coverElement(c, e, states, records)
			topic.Elements = append(topic.Elements, ec)
			counts.Add(ec.State)
			cover.Counts.Add(ec.State)
		}
		topic.State = counts.together()
		cover.Topics = append(cover.Topics, topic)
	}
	return cover
}

// together is the state of a whole whose parts were counted.
func (c Counts) together() State {
	switch {
	case c.Applicable() == 0:
		return Excluded
	case c.InPlace == c.Applicable():
		return InPlace
	case c.InPlace > 0 || c.InPart > 0:
		return InPart
	case c.NotYet > 0:
		return NotYet
	}
	return Open
}

func coverElement(c *framework.Catalogue, e framework.Element, states map[string]State, records map[string]Record) ElementCoverage {
	ec := ElementCoverage{Element: e}
	var carrying, helping Counts
	for _, carries := range []bool{true, false} {
		for _, l := range e.Lines {
			if l.Relation.Carries() != carries || l.Relation == framework.None {
				continue
			}
			b := Because{Requirement: c.Find(l.From), Line: l, State: states[l.From]}
			if l.Record != "" {
				b.Record = records[l.Record]
				b.State = cmp.Or(b.Record.State, Open)
			}
			s := b.State
			ec.Because = append(ec.Because, b)
			if carries {
				carrying.Add(s)
			} else {
				helping.Add(s)
			}
		}
	}
	switch {
	case carrying.InPlace > 0:
		ec.State = InPlace
	case carrying.Total() > 0 && carrying.Applicable() == 0:
		ec.State = Excluded
	case carrying.InPart > 0 || helping.InPlace > 0 || helping.InPart > 0:
		ec.State = InPart
	case carrying.NotYet > 0:
		ec.State = NotYet
	default:
		ec.State = Open
	}
	return ec
}
